"""The API's collections: read-only, each starting from what the caller may see."""

from typing import Any, cast

from rest_framework.exceptions import NotFound
from rest_framework.viewsets import ReadOnlyModelViewSet

from agreements.api.problems import Gone
from agreements.api.serializers import (
    AgreementSerializer,
    CitySerializer,
    DomainSerializer,
    SignatureSerializer,
)
from agreements.filters import AgreementFilter, CityFilter, DomainFilter, SignatoryFilter
from agreements.models import Agreement, City, CooperationDomain, Signatory, StateChange


class AgreementViewSet(ReadOnlyModelViewSet[Agreement]):
    """Agreements by registry number; a withdrawn one answers 410 with its reason."""

    serializer_class = AgreementSerializer
    filterset_class = AgreementFilter
    lookup_field = "reference"
    orderings = {"signed_on": "signed_on", "registry_number": "registry_number", "updated_at": "updated_at"}

    def get_queryset(self) -> Any:
        return Agreement.objects.visible_to(self.request.user).for_page()

    def get_object(self) -> Agreement:
        reference = self.kwargs["reference"]
        found = self.get_queryset().by_reference(reference).first()
        if found is None and (notice := StateChange.objects.withdrawal_of(reference)):
            raise Gone(notice)
        if found is None:
            raise NotFound
        return cast(Agreement, found)


class CityViewSet(ReadOnlyModelViewSet[City]):
    serializer_class = CitySerializer
    filterset_class = CityFilter
    lookup_field = "slug"
    orderings = {"name_ar": "name_ar", "name_en": "name_en", "agreement_count": "agreement_count"}

    def get_queryset(self) -> Any:
        return City.objects.with_published_agreements().with_aliases()


class DomainViewSet(ReadOnlyModelViewSet[CooperationDomain]):
    serializer_class = DomainSerializer
    filterset_class = DomainFilter
    lookup_field = "code"
    orderings = {"position": "position", "code": "code", "agreement_count": "agreement_count"}

    def get_queryset(self) -> Any:
        return CooperationDomain.objects.with_published_agreements().with_relatives()


class SignatoryViewSet(ReadOnlyModelViewSet[Signatory]):
    serializer_class = SignatureSerializer
    filterset_class = SignatoryFilter
    orderings = {"name_ar": "name_ar", "name_en": "name_en"}

    def get_queryset(self) -> Any:
        return Signatory.objects.of_agreements(Agreement.objects.published())
