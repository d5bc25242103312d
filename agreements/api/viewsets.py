"""The API's collections: read-only, each starting from what the caller may see."""

from typing import Any

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.views import APIView

from agreements.api.agreements import Agreements
from agreements.api.reading import Collection
from agreements.api.serializers import (
    AgreementSerializer,
    CitySerializer,
    DomainSerializer,
    FiledDocumentSerializer,
    SignatureSerializer,
)
from agreements.deposit.handing_out import as_download
from agreements.filters import AgreementFilter, CityFilter, DocumentFilter, DomainFilter, SignatoryFilter
from agreements.models import Agreement, City, CooperationDomain, Document, Signatory


class AgreementViewSet(Agreements):
    """Agreements by registry number; a withdrawn one answers 410 with its reason, and a merged one leads
    to the record that holds the instrument now."""

    serializer_class = AgreementSerializer
    filterset_class = AgreementFilter
    orderings = {
        "signed_on": "signed_on",
        "registry_number": "registry_number",
        "published_at": "published_at",
        "updated_at": "updated_at",
    }


class CityViewSet(Collection):
    serializer_class = CitySerializer
    filterset_class = CityFilter
    lookup_field = "slug"
    lookup_value_converter = "slug"
    orderings = {"name_ar": "name_ar", "name_en": "name_en", "agreement_count": "agreement_count"}

    def get_queryset(self) -> Any:
        return City.objects.with_published_agreements().with_aliases()


class DomainViewSet(Collection):
    serializer_class = DomainSerializer
    filterset_class = DomainFilter
    lookup_field = "code"
    lookup_value_converter = "slug"
    orderings = {"position": "position", "code": "code", "agreement_count": "agreement_count"}

    def get_queryset(self) -> Any:
        return CooperationDomain.objects.with_published_agreements().with_relatives()


class SignatoryViewSet(Collection):
    serializer_class = SignatureSerializer
    filterset_class = SignatoryFilter
    lookup_value_converter = "int"
    orderings = {"name_ar": "name_ar", "name_en": "name_en"}

    def get_queryset(self) -> Any:
        return Signatory.objects.of_agreements(Agreement.objects.published())


class DocumentViewSet(Collection):
    """What is recorded of deposited files, and the files themselves as far as the caller may read them."""

    serializer_class = FiledDocumentSerializer
    filterset_class = DocumentFilter
    lookup_value_converter = "int"
    orderings = {"deposited_at": "deposited_at", "size": "size"}

    def get_queryset(self) -> Any:
        return Document.objects.readable_by(self.request.user).select_related("agreement")

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True)
    def file(self, request: Any, pk: int) -> FileResponse:
        """The file itself, as a download."""
        document = self.get_object()
        try:
            return as_download(document)
        except FileNotFoundError as error:
            raise NotFound from error


class NoSuchAddress(APIView):
    """Any other address of the API: there is nothing, said in the API's own form."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        raise NotFound
