"""The API's collections: read-only, each starting from what the caller may see."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.views import APIView

from agreements.api.agreements import Agreements
from agreements.api.answers import Told
from agreements.api.days import OnADay
from agreements.api.formats import Atom, Calendar, GeoJson, JsonLd
from agreements.api.reading import OF_ONE, Collection
from agreements.api.serializers.agreements import AgreementSerializer
from agreements.api.serializers.cities import CitySerializer
from agreements.api.serializers.course import ActivityRecordSerializer, EventRecordSerializer
from agreements.api.serializers.domains import DomainSerializer
from agreements.api.serializers.evidence import FiledDocumentSerializer
from agreements.api.serializers.parties import SignatureSerializer
from agreements.api.wanted import Wanted
from agreements.deposit.handing_out import as_download
from agreements.exchange import calendar, feed, geojson, linked_data
from agreements.filters import (
    ActivityFilter,
    AgreementFilter,
    CityFilter,
    DocumentFilter,
    DomainFilter,
    EventFilter,
    SignatoryFilter,
)
from agreements.models import Activity, Agreement, City, CooperationDomain, Document, Event, Signatory


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


class CityViewSet(OnADay, Collection):
    """Cities with their other names, each with the number of published agreements that it is party to."""

    serializer_class = CitySerializer
    filterset_class = CityFilter
    lookup_field = "slug"
    lookup_value_converter = "slug"
    orderings = {"name_ar": "name_ar", "name_en": "name_en", "agreement_count": "agreement_count"}
    renderer_classes = [*Collection.renderer_classes, GeoJson, JsonLd]

    of_one = OF_ONE | {"as_of"}

    def get_queryset(self) -> Any:
        return City.objects.listed().with_published_agreements(on=self.asked_day).with_aliases()

    def told(self, row: Any) -> Told:
        return self.retold(row, self.called_then) if self.asked_day else super().told(row)

    def as_geojson(self, records: Iterable[Told], wanted: Wanted) -> Iterator[bytes]:
        features = (geojson.city(orjson.loads(told.text)) for told in records)
        return geojson.collection(map(wanted.feature, features))

    def as_jsonld(self, records: Iterable[Told], wanted: Wanted) -> bytes:
        cities = (orjson.loads(told.text) for told in records)
        return orjson.dumps(linked_data.graph(map(linked_data.city_node, cities)))


class DomainViewSet(OnADay, Collection):
    """The taxonomy of cooperation domains, each with the number of published agreements that name it."""

    serializer_class = DomainSerializer
    filterset_class = DomainFilter
    lookup_field = "code"
    lookup_value_converter = "slug"
    orderings = {"position": "position", "code": "code", "agreement_count": "agreement_count"}

    of_one = OF_ONE | {"as_of"}

    def get_queryset(self) -> Any:
        return CooperationDomain.objects.with_published_agreements(on=self.asked_day).with_relatives()


class SignatoryViewSet(OnADay, Collection):
    """Signatures under published agreements: who signed, for which city, in which office."""

    serializer_class = SignatureSerializer
    filterset_class = SignatoryFilter
    lookup_value_converter = "int"
    orderings = {"name_ar": "name_ar", "name_en": "name_en"}

    def get_queryset(self) -> Any:
        return Signatory.objects.of_agreements(Agreement.objects.published())

    def told(self, row: Any) -> Told:
        if self.asked_day is None:
            return super().told(row)
        return self.retold(row, lambda signed: {**signed, "city": self.called_then(signed["city"])})


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


class Dated(Collection):
    """What has a date, and belongs to an agreement: as a calendar and a feed too."""

    renderer_classes = [*Collection.renderer_classes, Calendar, Atom]
    entries: Any

    def as_ics(self, records: Iterable[Told], wanted: Wanted) -> Iterator[bytes]:
        told = (orjson.loads(each.text) for each in records)
        return calendar.calendar(told, wanted.language or "ar", type(self).entries)

    def as_atom(self, records: Iterable[Told], wanted: Wanted) -> bytes:
        language = wanted.language or "ar"
        items = [
            feed.beside(orjson.loads(each.text), each.changed_at or timezone.now(), language)
            for each in records
        ]
        return feed.written(items, language, self.request.build_absolute_uri()).encode()


class ActivityViewSet(Dated):
    """What was done under published agreements: visits, projects, trainings, festivals…"""

    entries = calendar.of_activity

    serializer_class = ActivityRecordSerializer
    filterset_class = ActivityFilter
    lookup_value_converter = "int"
    orderings = {"starts_on": "starts_on", "ends_on": "ends_on", "updated_at": "updated_at"}

    def get_queryset(self) -> Any:
        return Activity.objects.of_agreements(Agreement.objects.published())


class EventViewSet(Dated):
    """What happened to published agreements, as it was recorded; an entry that was voided stands beside the
    one that voids it."""

    entries = calendar.of_event

    serializer_class = EventRecordSerializer
    filterset_class = EventFilter
    lookup_value_converter = "int"
    orderings = {"date": "date", "recorded_at": "recorded_at"}

    def told(self, row: Any) -> Told:
        """What was recorded stays as it is."""
        told = super().told(row)
        return Told(told.composed, told.tag, row.recorded_at)

    def get_queryset(self) -> Any:
        published = Event.objects.filter(agreement__in=Agreement.objects.published())
        return published.select_related("agreement", "party__city")


class NoSuchAddress(APIView):
    """Any other address of the API: there is nothing, said in the API's own form."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        raise NotFound
