"""A spreadsheet as it is handed in: looked at, and kept with what its columns seem to say."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.exchange.sheets.headings import heading_line, propose, repeated
from agreements.exchange.sheets.opening import tables_of
from agreements.exchange.sheets.table import Line, Table, Unreadable, letter
from agreements.models import SheetImport, User
from agreements.wording import in_both

SAMPLES = 3
SAME_HEADING = _(
    "The heading “%(heading)s” stands over several columns (%(columns)s): the first is taken for what it "
    "says; choose for the others."
)


def hand_in(by: User, name: str, content: bytes) -> SheetImport:
    """Look at a file and keep it, with what its columns seem to say. Raises Unreadable."""
    found = [(table, list(islice(table.lines(), 40))) for table in tables_of(BytesIO(content))]
    filled = [(place, table, lines) for place, (table, lines) in enumerate(found) if lines]
    if not filled:
        raise Unreadable(_("The file holds no rows."))
    place, table, lines = max(filled, key=lambda one: (_recognised(one[1], one[2]), -one[0]))
    at = heading_line(lines)
    headings = lines[at].cells
    width = max(len(line.cells) for line in lines[at:])
    headings = [*headings, *[""] * (width - len(headings))]
    return SheetImport.objects.create(
        by=by,
        file_name=name[-200:] or "—",
        content=content,
        sheet=place,
        sheet_name=table.name[:200],
        heading_row=lines[at].number,
        headings=headings,
        samples=[line.cells for line in lines[at + 1 : at + 1 + SAMPLES]],
        remarks=[in_both(remark) for remark in (*table.remarks, *_of_repeated(headings))],
        keys=propose(headings, table.hidden),
    )


def _of_repeated(headings: Sequence[str]) -> Iterable[ValidationError]:
    for heading, places in repeated(headings).items():
        params = {"heading": heading[:60], "columns": ", ".join(map(letter, places))}
        yield ValidationError(SAME_HEADING, params=params)


def _recognised(table: Table, lines: Sequence[Line]) -> int:
    return sum(map(bool, propose(lines[heading_line(lines)].cells, table.hidden)))
