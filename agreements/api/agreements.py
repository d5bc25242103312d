"""Reading agreements: the public is given copies of what is held; who may read more, what is composed for
them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

import orjson
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework.permissions import SAFE_METHODS

from agreements import public_json
from agreements.api.answers import Told, origin_of
from agreements.api.days import OnADay
from agreements.api.formats import Atom, Calendar, Csv, GeoJson, Json, JsonLd, JsonLines, Xlsx
from agreements.api.pagination import Counted
from agreements.api.problems import Gone, Merged
from agreements.api.reading import OF_ONE, Collection, workbook
from agreements.api.wanted import Wanted
from agreements.exchange import calendar, feed, geojson, linked_data, tabular
from agreements.models import Agreement, City, Edition, RegisterCounter, StateChange
from agreements.models.agreement_queries import REGISTRY_NUMBER, AgreementQuerySet
from agreements.models.public_record import Newest, copy_of
from agreements.rules import standing_of


class Agreements(OnADay, Collection):
    renderer_classes = [Json, JsonLines, Csv, Xlsx, GeoJson, JsonLd, Calendar, Atom]
    lookup_field = "reference"
    of_one = OF_ONE | {"as_of"}

    # ---- Who asks, and about which day

    @cached_property
    def is_public(self) -> bool:
        """Whether the caller reads what everybody reads."""
        return not standing_of(self.request.user).is_member

    @cached_property
    def origin(self) -> bytes:
        return origin_of(self.request)

    def known_fields(self) -> Sequence[str]:
        """Of a table those that have a column in it."""
        return tabular.FIELDS if isinstance(self.form, Csv | Xlsx) else super().known_fields()

    # ---- Which rows

    def get_queryset(self) -> Any:
        return Agreement.objects.visible_to(self.request.user)

    def filter_queryset(self, queryset: Any) -> Any:
        """What matches, counted without what an answer shows of it; how many the public reads altogether is
        held."""
        rows = super().filter_queryset(queryset)
        if not isinstance(rows, QuerySet):
            return rows
        is_all = self.is_public and not self.filterset.narrowed_by
        return Counted(rows, RegisterCounter.published_records if is_all else self.filterset.qs.count)

    def listed(self, rows: AgreementQuerySet) -> Any:
        is_all = self.is_public and not self.filterset.narrowed_by and not self.form.whole
        return Newest() if is_all else self.dressed(rows)

    def dressed(self, rows: AgreementQuerySet) -> Any:
        return rows.for_copying() if self.is_public else rows.for_page(on=self.day)

    def find(self, name: str) -> Any:
        if self.is_public:
            found = copy_of(name) if REGISTRY_NUMBER.fullmatch(name) else None
        else:
            found = self.dressed(self.get_queryset().by_reference(name)).first()
        if found is None and (notice := StateChange.objects.withdrawal_of(name)):
            is_read = self.request.method in SAFE_METHODS
            raise Merged(notice) if notice.agreement.merged_into and is_read else Gone(notice)
        return found

    # ---- What is told

    def told(self, row: Any) -> Told:
        if not self.is_public:
            composed = super().told(row)
            return Told(self._then(composed.text), composed.tag, row.updated_at)
        text, place = public_json.as_of(bytes(row.text), bytes(row.periods), self.day)
        return Told(partial(self._copied, text), self._tag(row, place), row.changed_at)

    def _copied(self, text: bytes) -> bytes:
        return self._then(text.replace(public_json.ORIGIN, self.origin))

    def tag_of(self, row: Any) -> bytes:
        if not self.is_public:
            return super().tag_of(row)
        return self._tag(row, public_json.place_on(bytes(row.periods), self.day))

    def _tag(self, row: Any, place: int) -> bytes:
        return b"%s-%d%s" % (row.digest.encode(), place, self._asked_tag)

    @cached_property
    def _asked_tag(self) -> bytes:
        """Names the day that was asked about, and what cities were called then."""
        if self.asked_day is None:
            return b""
        names = sha256(orjson.dumps(self.names_then, option=orjson.OPT_SORT_KEYS)).hexdigest()[:8]
        return f"{self.asked_day.isoformat()}{names}".encode()

    def _then(self, text: bytes) -> bytes:
        """The record as it stood on the day that was asked about."""
        if self.asked_day is None:
            return text
        record = public_json.as_it_stood(orjson.loads(text), self.asked_day, self.names_then)
        return orjson.dumps(record)

    def tag_of_whole(self) -> bytes:
        """Of the whole public register it is its edition; on a map cities move while no record changes."""
        edition = Edition.now().encode()
        if self.is_public and not self.filterset.narrowed_by:
            order = self.request.query_params.get("ordering", "")
            return f"{self.day}-{order}-".encode() + edition
        rows = super().tag_of_whole()
        return rows + edition if isinstance(self.form, GeoJson) else rows

    # ---- Formats

    def _records(self, records: Iterable[Told]) -> Iterator[Any]:
        return (orjson.loads(told.text) for told in records)

    def as_csv(self, records: Iterable[Told], wanted: Wanted) -> Iterator[bytes]:
        rows = tabular.csv_lines(self._records(records), wanted.language, wanted.fields)
        return (line.encode() for line in rows)

    def as_xlsx(self, records: Iterable[Told], wanted: Wanted) -> Iterator[bytes]:
        told = self._records(records)
        return workbook(lambda file: tabular.write_xlsx(told, wanted.language, file, wanted.fields))

    def as_geojson(self, records: Iterable[Told], wanted: Wanted) -> Iterator[bytes]:
        places = City.objects.places()
        features = (geojson.agreement(record, places) for record in self._records(records))
        return geojson.collection(map(wanted.feature, features))

    def as_jsonld(self, records: Iterable[Told], wanted: Wanted) -> bytes:
        return orjson.dumps(linked_data.graph(map(linked_data.agreement_node, self._records(records))))

    def as_ics(self, records: Iterable[Told], wanted: Wanted) -> Iterator[bytes]:
        return calendar.calendar(self._records(records), wanted.language or "ar")

    def as_atom(self, records: Iterable[Told], wanted: Wanted) -> bytes:
        items = [(orjson.loads(told.text), told.changed_at or timezone.now()) for told in records]
        here = self.request.build_absolute_uri()
        return feed.feed(items, wanted.language or "ar", here).encode()
