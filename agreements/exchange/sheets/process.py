"""An import step by step: read, checked, entered, undone. Each step goes on from where it stood, a piece at a
time, each piece in one transaction; a step may be taken by the page or by the worker."""

from collections.abc import Iterable
from io import BytesIO
from itertools import islice

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy

from agreements import rules
from agreements.acts import acting
from agreements.enumerations import ImportStep, RowOutcome, SourceKind
from agreements.exchange.bulk import add_cities, chunks, enter_chunk, publish_chunk
from agreements.exchange.composing import NewRecord
from agreements.exchange.sheets import comparison
from agreements.exchange.sheets.marks import fingerprints
from agreements.exchange.sheets.opening import tables_of
from agreements.exchange.sheets.parts import OF_THE_SHEET
from agreements.exchange.sheets.places import Places
from agreements.exchange.sheets.reading import Reader
from agreements.exchange.sheets.row import Fault, Reading
from agreements.exchange.sheets.subjects import Subjects
from agreements.exchange.sheets.table import (
    MOST_ROWS,
    REMARKS,
    Line,
    Unreadable,
    too_many_rows,
)
from agreements.exchange.sheets.undoing import undo
from agreements.exchange.whole.rows import constraint_in_words
from agreements.models import (
    City,
    SheetImport,
    SheetRow,
    Source,
)
from agreements.wording import in_both

# Rows of one transaction. A list as long as one piece is entered whole or not at all.
PIECE = 400
PUBLISHED_BECAUSE = (
    "Taken over from the spreadsheet {name} and published without review: evidence level 0. "
    "استُورد من الجدول {name} ونُشر دون مراجعة: مستوى الإثبات 0."
)


# ---- Going on ----------------------------------------------------------------------------------


def go_on(pk: int) -> SheetImport:
    """Do the next piece of what an import is at. `is_at_work` says whether there is more of it."""
    step = SheetImport.objects.only("step").get(pk=pk).step
    if step == ImportStep.READING:
        return read(pk)
    if step == ImportStep.CHECKING:
        return check(pk)
    if step == ImportStep.WRITING:
        return write(pk)
    if step == ImportStep.UNDOING:
        return undo(pk)
    return SheetImport.objects.defer("content").get(pk=pk)


def read(pk: int, most: int = MOST_ROWS) -> SheetImport:
    """Take the rows out of the file, from where it stood."""
    sheet = SheetImport.objects.get(pk=pk)
    if sheet.step != ImportStep.READING:
        return sheet
    last = sheet.rows.aggregate(last=Max("number"))["last"] or sheet.heading_row
    lines = (line for line in _lines(sheet) if line.number > last)
    given = sheet.rows.count()
    try:
        for chunk in chunks(islice(lines, most + 1), PIECE):
            given += len(chunk)
            if given > MOST_ROWS:
                raise too_many_rows()
            with transaction.atomic():
                rows = [
                    SheetRow(sheet=sheet, number=one.number, cells=one.cells, marks=one.marks)
                    for one in chunk
                ]
                SheetRow.objects.bulk_create(rows, ignore_conflicts=True)
    except Unreadable as failure:
        sheet.rows.all().delete()
        sheet.move(ImportStep.FAILED, failure=in_both(failure), content=None)
        return sheet
    sheet.move(ImportStep.CHECKING)
    return sheet


def _lines(sheet: SheetImport) -> Iterable[Line]:
    yield from tables_of(BytesIO(sheet.content or b""))[sheet.sheet].lines()


# ---- Checking ----------------------------------------------------------------------------------


def reader_of(sheet: SheetImport) -> Reader:
    names_sources = "sources" in sheet.keys

    def provenance() -> Source:
        return Source(kind=SourceKind.DATABASE, title_ar=sheet.file_name, locator=OF_THE_SHEET)

    return Reader(
        Places(sheet.by, sheet.answers),
        Subjects(),
        sheet.own_city,
        None if names_sources else provenance,
    )


@transaction.atomic
def check(pk: int) -> SheetImport:
    """Find out what the next rows are for the register."""
    sheet = SheetImport.objects.held(pk)
    if sheet.step != ImportStep.CHECKING:
        return sheet
    rows = list(sheet.rows.filter(outcome="")[:PIECE])
    if not rows:
        sheet.move(ImportStep.PREVIEW)
        return sheet
    reader = reader_of(sheet)
    judged = [(row, read_row(row, sheet, reader)) for row in rows]
    together = comparison.Together(sheet, judged)
    for row, reading in judged:
        together.judge(row, reading)
    SheetRow.objects.bulk_update(
        rows, ["outcome", "says", "faults", "before", "after", "alike", "version", "agreement"]
    )
    if len(rows) < PIECE:
        sheet.move(ImportStep.PREVIEW)
    return sheet


def read_row(row: SheetRow, sheet: SheetImport, reader: Reader) -> Reading:
    reading = reader.read(row.given(sheet.keys))
    for place, mark in row.marks.items():
        key = sheet.keys[int(place)] if int(place) < len(sheet.keys) else ""
        if key:
            reading.faults.append(Fault(key, ValidationError(REMARKS[mark])))
    return reading


# ---- Entering ----------------------------------------------------------------------------------


@transaction.atomic
def write(pk: int) -> SheetImport:
    """Enter the next rows of an import that was accepted."""
    sheet = SheetImport.objects.held(pk)
    if sheet.step != ImportStep.WRITING:
        return sheet
    rows = list(sheet.rows.to_write().select_related("agreement")[:PIECE])
    with acting(sheet.by, _reason(PUBLISHED_BECAUSE, sheet) if sheet.publishes else ""):
        _write(sheet, rows)
    if len(rows) < PIECE:
        sheet.finish(ImportStep.DONE)
    return sheet


def _reason(text: str, sheet: SheetImport) -> str:
    return text.format(name=sheet.file_name)


def _write(sheet: SheetImport, rows: list[SheetRow]) -> None:
    """Enter rows together; where the register refuses them so, by halves, to find the one that it refuses."""
    try:
        with transaction.atomic():
            _write_together(sheet, rows)
    except (ValidationError, IntegrityError, DataError, PermissionDenied) as refusal:
        if len(rows) == 1:
            rows[0].outcome, rows[0].faults = RowOutcome.REFUSED, [{"column": "", **_in_words(refusal)}]
            rows[0].save(update_fields=["outcome", "faults"])
            return
        middle = len(rows) // 2
        _write(sheet, rows[:middle])
        _write(sheet, rows[middle:])


def _in_words(refusal: Exception) -> dict[str, str]:
    if isinstance(refusal, ValidationError):
        return in_both(refusal)
    return in_both(ValidationError(constraint_in_words(str(refusal))))


def _write_together(sheet: SheetImport, rows: list[SheetRow]) -> None:
    reader = reader_of(sheet)
    readings = [(row, read_row(row, sheet, reader)) for row in rows]
    for _row, reading in readings:
        if reading.faults or reading.questions:
            raise ValidationError(gettext_lazy("The row no longer reads as it did when it was checked."))
    fresh = {key: city for key, city in reader.places.fresh.items() if _is_named(city, readings)}
    add_cities(list(fresh.values()))
    if fresh:
        sheet.answers |= {key: {"city": city.pk} for key, city in fresh.items()}
        sheet.cities_made = [*sheet.cities_made, *(city.pk for city in fresh.values())]
        sheet.save(update_fields=["answers", "cities_made"])
    new = [(row, reading.record) for row, reading in readings if row.outcome != RowOutcome.CHANGED]
    _enter(sheet, new)
    for row, reading in readings:
        if row.outcome == RowOutcome.CHANGED:
            comparison.apply(row, reading, sheet.by)
    _mark(rows)


def _is_named(city: City, readings: list[tuple[SheetRow, Reading]]) -> bool:
    return any(one is city for _row, reading in readings for one in reading.cities)


def _enter(sheet: SheetImport, new: list[tuple[SheetRow, NewRecord]]) -> None:
    for row, record in new:
        record.agreement.created_by = sheet.by
        answer = rules.may_enter_for(sheet.by, comparison.cities_of(record))
        if not answer:
            raise PermissionDenied(answer.reason)
        for part in record.parts:
            if isinstance(part, Source) and part.locator == OF_THE_SHEET:
                part.locator = f"{sheet.sheet_name} {row.number}".strip()[:200]
    records = [record for _row, record in new]
    if sheet.publishes:
        publish_chunk(records, sheet.by, _reason(PUBLISHED_BECAUSE, sheet))
    else:
        enter_chunk(records)
    for row, record in new:
        row.agreement = record.agreement


def _mark(rows: list[SheetRow]) -> None:
    """Note what the records say now: as long as they say it, the import can be undone."""
    marks = fingerprints(row.agreement_id for row in rows)
    for row in rows:
        row.written, row.mark = True, marks[row.agreement_id]
    SheetRow.objects.bulk_update(rows, ["written", "agreement", "mark", "made"])
