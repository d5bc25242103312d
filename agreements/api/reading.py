"""Reading: lists and single records, in the format, the part and the language that the caller wants."""

import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, BinaryIO, cast

import orjson
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.viewsets import ReadOnlyModelViewSet

from agreements.api.answers import Answers, Told
from agreements.api.formats import Csv, Format, GeoJson, Json, JsonLd, JsonLines, Xlsx
from agreements.api.tables import columns_of, headings
from agreements.api.wanted import Wanted
from agreements.exchange import tables

PIECE = 65_536
# Rows that are read together where a whole list is sent.
CHUNK = 500
# What may be asked of the address of a single record.
OF_ONE = frozenset({"fields", "lang", "format"})


class Collection(Answers, ReadOnlyModelViewSet[Any]):
    """A list that filters narrow, and each of its records at an address of its own."""

    renderer_classes: Any = [Json, JsonLines, Csv, Xlsx]
    # Parameter → column, ascending; a minus before it turns the order round.
    orderings: dict[str, str]
    of_one = OF_ONE
    filterset: Any
    # What matches in the order that was asked for, as bare rows.
    in_order: Any = None

    # ---- What is asked

    def dressed(self, rows: Any) -> Any:
        """Rows with all that an answer shows of them."""
        return rows

    def listed(self, rows: Any) -> Any:
        """The same in the list's usual order, for its pages."""
        return self.dressed(rows)

    def walk(self, rows: Any, place: int) -> Any:
        """The rows after a place, in the order in which they were entered."""
        return self.dressed(self.filterset.qs.order_by("pk").filter(pk__gt=place))

    def known_fields(self) -> Sequence[str]:
        serializer: Any = self.get_serializer_class()
        return tuple(serializer.Meta.fields)

    def wanted(self) -> Wanted:
        self._refuse_what_the_format_cannot_do()
        return Wanted.read(self.request.query_params, self.known_fields())

    def _refuse_what_the_format_cannot_do(self) -> None:
        """Feeds, calendars and linked data have a form of their own, and linked data tells both languages."""
        form, asked = self.form, self.request.query_params
        problems: dict[str, Any] = {}
        if "fields" in asked and not isinstance(form, Json | JsonLines | Csv | Xlsx | GeoJson):
            problems["fields"] = [_("In this format nothing can be left out of a record: leave this out.")]
        if "lang" in asked and isinstance(form, JsonLd):
            problems["lang"] = [_("This format tells both languages: leave this out.")]
        if problems:
            raise ValidationError(problems)

    # ---- What is told

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        form = self.form
        wanted, rows = self.wanted(), self.filter_queryset(self.get_queryset())
        if form.whole:
            return self.whole(form, wanted)
        page = self.paginate_queryset(rows) or []
        return self.page_answer([self.told(row) for row in page], wanted)

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        wanted = self.wanted()
        told = self.told(self.get_object())
        form = self.form
        if isinstance(form, Json):
            return self.answer(told.tag, lambda: self.part(told.text, wanted), [told], wanted)
        return self.answer(told.tag, lambda: self.written(form, [told], wanted), [told], wanted)

    def told(self, row: Any) -> Told:
        return self.retold(row)

    def retold(self, row: Any, otherwise: Callable[[Any], Any] | None = None) -> Told:
        """`otherwise`: what is told instead of the usual."""
        record = self._teller.to_representation(row)
        text = orjson.dumps(otherwise(record) if otherwise else record, default=str)
        return Told(text, sha256(text).hexdigest()[:24].encode(), getattr(row, "updated_at", None))

    @cached_property
    def _teller(self) -> Any:
        """One serializer for all records of an answer: to lay out its fields costs more than to tell one."""
        return self.get_serializer()

    def get_object(self) -> Any:
        """Raises NotFound in the caller's language, ValidationError for a parameter that is none here."""
        self.refuse_strange_parameters()
        found = self.find(self.kwargs[self.lookup_field])
        if found is None:
            raise NotFound
        return found

    def refuse_strange_parameters(self) -> None:
        strange = [name for name in self.request.query_params if name not in self.of_one]
        if strange:
            message = _("The address of a single record takes only: %(allowed)s.")
            allowed = ", ".join(sorted(self.of_one))
            raise ValidationError({name: [message % {"allowed": allowed}] for name in strange})

    def find(self, name: Any) -> Any:
        return self.get_queryset().filter(**{self.lookup_field: name}).first()

    # ---- How it is written

    def part(self, text: bytes, wanted: Wanted) -> bytes:
        return text if wanted.is_whole else orjson.dumps(wanted.of(orjson.loads(text)))

    def page_answer(self, records: Sequence[Told], wanted: Wanted) -> HttpResponseBase:
        paginator: Any = self.paginator
        around = orjson.dumps(paginator.around())
        form = self.form
        tag = b"".join([around, *(told.tag for told in records)])
        if not isinstance(form, Json):
            return self.answer(tag, lambda: self.written(form, records, wanted), records, wanted)

        def body() -> bytes:
            results = b",".join([self.part(told.text, wanted) for told in records])
            return b"".join((around[:-1], b',"results":[', results, b"]}"))

        return self.answer(tag, body, records, wanted)

    def written(self, form: Format, records: Iterable[Told], wanted: Wanted) -> Any:
        """Records in a format beside JSON: bytes, or an iterator of bytes that are sent as they come."""
        if isinstance(form, JsonLines):
            return (self.part(told.text, wanted) + b"\n" for told in records)
        write: Callable[[Iterable[Told], Wanted], Any] = getattr(self, f"as_{form.format}")
        return write(records, wanted)

    # ---- Tables

    def _table(
        self, records: Iterable[Told], wanted: Wanted
    ) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
        """Headings and rows, of the fields that are wanted."""
        columns = [
            column
            for column in columns_of(cast(Any, self.get_serializer_class()))
            if wanted.fields is None or column.field in wanted.fields
        ]
        told = (orjson.loads(each.text) for each in records)
        rows = ([column.cell(record, wanted.language) for column in columns] for record in told)
        return headings(columns, wanted.language), rows

    def as_csv(self, records: Iterable[Told], wanted: Wanted) -> Iterator[bytes]:
        return (line.encode() for line in tables.csv_lines(*self._table(records, wanted)))

    def as_xlsx(self, records: Iterable[Told], wanted: Wanted) -> Iterator[bytes]:
        return workbook(lambda file: tables.write_xlsx(*self._table(records, wanted), wanted.language, file))

    def whole(self, form: Format, wanted: Wanted) -> HttpResponseBase:
        """All that matches, a chunk at a time, in the order of entry unless another is asked for."""
        for name in ("page", "page_size", "cursor"):
            if name in self.request.query_params:
                message = _("This format holds everything that matches: leave this out.")
                raise ValidationError({name: [message]})
        records = (self.told(row) for row in self.every_row())
        answer = self.answer(self.tag_of_whole(), lambda: self.written(form, records, wanted), [], wanted)
        if isinstance(form, JsonLines):
            return answer
        name = f"{self.basename}.{form.format}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def every_row(self) -> Iterator[Any]:
        """What matches, dressed, read a chunk at a time: memory does not grow with it."""
        if "ordering" in self.request.query_params:
            yield from self._in_order()
            return
        place = 0
        while chunk := list(self.walk(None, place)[:CHUNK]):
            yield from chunk
            place = chunk[-1].pk

    def _in_order(self) -> Iterator[Any]:
        """In the order asked for: sorted once, and no row twice or left out that is moved meanwhile."""
        ids = array("q", self.in_order.values_list("pk", flat=True).iterator())
        for place in range(0, len(ids), CHUNK):
            wanted = ids[place : place + CHUNK]
            found = {row.pk: row for row in self.dressed(self.in_order.filter(pk__in=wanted).order_by())}
            yield from (found[pk] for pk in wanted if pk in found)

    def tag_of_whole(self) -> bytes:
        """Made of the tags of all that matches."""
        digest = sha256()
        for row in self.every_row():
            digest.update(self.tag_of(row))
        return digest.hexdigest().encode()

    def tag_of(self, row: Any) -> bytes:
        return self.told(row).tag


def workbook(write: Callable[[BinaryIO], None]) -> Iterator[bytes]:
    """A file that is written as a whole and then sent from its beginning, a piece at a time; it is gone
    afterwards."""
    with tempfile.TemporaryFile() as made:
        file = cast(BinaryIO, made)
        write(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
