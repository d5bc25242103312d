"""Records where another record names them."""

from typing import Any

from agreements.api.serializers.record import RecordSerializer
from agreements.api.shapes import AddressField, BilingualField, CountryField
from agreements.models import Agreement, City, CooperationDomain


class CityReferenceSerializer(RecordSerializer):
    """A city where another record names it."""

    url = AddressField(view_name="api:city-detail", lookup_field="slug")
    name = BilingualField()
    country = CountryField(read_only=True)

    class Meta:
        model = City
        fields = ["url", "slug", "name", "country"]


class DomainReferenceSerializer(RecordSerializer):
    url = AddressField(view_name="api:domain-detail", lookup_field="code")
    name = BilingualField()

    class Meta:
        model = CooperationDomain
        fields = ["url", "code", "name"]


class AgreementAddress(AddressField):
    """Where the API answers for an agreement: by registry number, or `draft-17` before it has one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(view_name="api:agreement-detail", lookup_field="reference", **kwargs)


class LinkedAgreementSerializer(RecordSerializer):
    """An agreement where another record names it."""

    url = AgreementAddress()
    title = BilingualField()

    class Meta:
        model = Agreement
        fields = ["url", "registry_number", "title"]
