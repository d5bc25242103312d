"""Tables as files: CSV and workbooks of any columns, written while the rows are read."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO

import xlsxwriter

from agreements.exchange import cells

BOM = "\ufeff"
# What the file format allows in one cell and on one sheet.
LONGEST_CELL = 32_767
MOST_ROWS = 1_000_000
CUT = " …"


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Line after line: UTF-8 that opens rightly in Excel, formulas made harmless."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def line(written: Sequence[str]) -> str:
        writer.writerow(cells.guarded(cell) for cell in written)
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    yield BOM + line(headings)
    for row in rows:
        yield line(row)


def write_xlsx(
    headings: Sequence[str], rows: Iterable[Sequence[str]], language: str | None, file: BinaryIO
) -> None:
    """A workbook, from right to left in Arabic; a million rows to a sheet. Every cell is text: nothing is
    taken for a formula, a number or an address. Memory does not grow with the rows."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        # The same rows give the same bytes, whenever they are written.
        book.set_properties({"created": datetime(2000, 1, 1)})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet, place = _sheet(book, headings, language, bold), 0
        for row in rows:
            if place == MOST_ROWS:
                sheet, place = _sheet(book, headings, language, bold), 0
            place += 1
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(place, column, _fitting(cell), wrapped)


def _sheet(book: Any, headings: Sequence[str], language: str | None, bold: Any) -> Any:
    sheet = book.add_worksheet()
    if language == "ar":
        sheet.right_to_left()
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(headings) - 1, 24)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    return sheet


def _fitting(cell: str) -> str:
    return cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - len(CUT)] + CUT
