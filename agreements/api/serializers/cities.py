"""Cities, with the other names by which they are met."""

from rest_framework import serializers

from agreements.api.serializers.record import RecordSerializer
from agreements.api.serializers.references import CityReferenceSerializer
from agreements.api.shapes import BilingualField, CityListField, CodeField, PageField
from agreements.enumerations import AliasKind, CityKind
from agreements.models import CityAlias


class AliasSerializer(RecordSerializer):
    """Another name of a city; a former one with the dates between which it was borne, as far as they are
    known."""

    kind = CodeField(AliasKind)

    class Meta:
        model = CityAlias
        fields = ["text", "language", "kind", "since", "until"]


class CitySerializer(CityReferenceSerializer):
    kind = CodeField(CityKind)
    authority = BilingualField()
    aliases = AliasSerializer(many=True, read_only=True)
    agreements = CityListField(view="api:agreement-list")
    partners = CityListField(view="api:relationship-list")
    agreement_count = serializers.IntegerField(read_only=True)
    page = PageField()

    class Meta(CityReferenceSerializer.Meta):
        fields = [
            *CityReferenceSerializer.Meta.fields,
            "page",
            "kind",
            "authority",
            "region",
            "latitude",
            "longitude",
            "population",
            "population_year",
            "website",
            "wikidata_id",
            "geonames_id",
            "aliases",
            "agreement_count",
            "agreements",
            "partners",
            "updated_at",
        ]
