"""The API's collections: read-only, each starting from what the caller may see."""

from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from agreements.api.problems import Gone, Merged
from agreements.api.serializers import (
    AgreementSerializer,
    CitySerializer,
    DomainSerializer,
    FiledDocumentSerializer,
    SignatureSerializer,
)
from agreements.deposit.handing_out import as_download
from agreements.filters import AgreementFilter, CityFilter, DocumentFilter, DomainFilter, SignatoryFilter
from agreements.models import Agreement, City, CooperationDomain, Document, Signatory, StateChange


class Collection(ReadOnlyModelViewSet[Any]):
    """A list that filters narrow, and each of its records at an address of its own."""

    # Parameter → column, ascending; a minus before it turns the order round.
    orderings: dict[str, str]
    filterset: Any

    def dressed(self, rows: Any) -> Any:
        """Rows with all that an answer shows of them."""
        return rows

    def get_object(self) -> Any:
        """Raises NotFound in the caller's language, ValidationError for any parameter."""
        if self.request.query_params:
            message = _("The address of a single record takes no parameters.")
            raise ValidationError({name: [message] for name in self.request.query_params})
        found = self.find(self.kwargs[self.lookup_field])
        if found is None:
            raise NotFound
        return found

    def find(self, name: Any) -> Any:
        return self.get_queryset().filter(**{self.lookup_field: name}).first()


class AgreementViewSet(Collection):
    """Agreements by registry number; a withdrawn one answers 410 with its reason, and a merged one leads
    to the record that holds the instrument now."""

    serializer_class = AgreementSerializer
    filterset_class = AgreementFilter
    lookup_field = "reference"
    orderings = {"signed_on": "signed_on", "registry_number": "registry_number", "updated_at": "updated_at"}

    def get_queryset(self) -> Any:
        return Agreement.objects.visible_to(self.request.user)

    def dressed(self, rows: Any) -> Any:
        """With their status on the day asked about."""
        return rows.for_page(on=self.filterset.day)

    def find(self, name: str) -> Agreement | None:
        found: Agreement | None = self.get_queryset().by_reference(name).for_page().first()
        if found is None and (notice := StateChange.objects.withdrawal_of(name)):
            is_read = self.request.method in SAFE_METHODS
            raise Merged(notice) if notice.agreement.merged_into and is_read else Gone(notice)
        return found


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
