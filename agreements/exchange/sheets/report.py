"""What became of each row of an import, as a table: the sheet's own columns, and what was found beside them.
The rows that were not taken can be mended in it and handed in again."""

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from agreements.exchange.cells import guarded
from agreements.exchange.sheets.headings import columns
from agreements.exchange.sheets.table import LONGEST_CELL, letter
from agreements.exchange.tabular import BOM
from agreements.models import SheetImport, SheetRow
from agreements.models.bilingual import readers_language

CHUNK = 1_000


def headings_of(sheet: SheetImport) -> list[str]:
    """The sheet's own headings; where a column was chosen by hand, what it was taken for."""
    named = []
    for heading, key in zip(sheet.headings, sheet.keys, strict=False):
        named.append(heading or (str(columns()[key].label) if key else ""))
    return named


def faults_in_words(sheet: SheetImport, row: SheetRow) -> list[str]:
    """Each fault with the cell that it is in, as a spreadsheet names it: “C4 (kind): …”."""
    language = readers_language()
    said = []
    for fault in row.faults:
        key = fault["column"]
        where = ""
        if key in columns():
            label = str(columns()[key].label)
            place = sheet.keys.index(key) if key in sheet.keys else None
            where = f"{letter(place)}{row.number} ({label}): " if place is not None else f"{label}: "
        said.append(f"{where}{fault[language]}")
    return said


def lines(sheet: SheetImport, rows: Any) -> Iterator[list[str]]:
    yield [*headings_of(sheet), _("outcome"), _("remarks"), _("record")]
    width = len(sheet.headings)
    for row in rows.select_related("agreement").iterator(CHUNK):
        cells = [*row.cells, *[""] * (width - len(row.cells))][:width]
        remarks = "\n".join(faults_in_words(sheet, row))
        record = row.agreement.reference if row.agreement and row.written else ""
        yield [*cells, row.get_outcome_display(), remarks, record]


def as_csv(sheet: SheetImport, rows: Any) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield BOM
    for line in lines(sheet, rows):
        writer.writerow(guarded(cell) for cell in line)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_xlsx(sheet: SheetImport, rows: Any, file: BinaryIO) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet()
        if readers_language() == "ar":
            page.right_to_left()
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        page.freeze_panes(1, 0)
        page.set_column(0, len(sheet.headings) + 2, 24)
        for number, line in enumerate(lines(sheet, rows)):
            for place, cell in enumerate(line):
                if cell:
                    page.write_string(number, place, cell[:LONGEST_CELL], wrapped if number else bold)
