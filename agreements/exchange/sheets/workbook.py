"""Workbooks of Excel (XLSX), read row by row."""

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from agreements.exchange.sheets.package import DAMAGED
from agreements.exchange.sheets.table import (
    FAILED,
    FORMULA,
    MERGED,
    MOST_COLUMNS,
    Line,
    Unreadable,
    letter,
    line_of,
)

# In the sheet's own text “<” begins a tag and nothing else: these are found without parsing it.
MERGED_CELLS = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"'
)
HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col\s(?=[^>]{0,300}?hidden="(?:1|true)")[^>]{0,300}?>')
BOUNDS = re.compile(rb'(min|max)="([0-9]{1,5})"')
HIDDEN_ROWS = re.compile(rb'<(?:\w+:)?row\s(?=[^>]{0,300}?hidden="(?:1|true)")')
PIECE, OVERLAP = 1 << 20, 1 << 10
MOST_MERGED = 5_000
# The parts of a number format that are no letters of the date: “text”, [red], \\x.
NO_DATE_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


class Workbook:
    """An open workbook; its sheets as tables."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        file.seek(0)
        with warnings.catch_warnings():
            # Of extensions that are left out: drop-downs, conditional formats.
            warnings.simplefilter("ignore")
            try:
                self.book = load_workbook(file, read_only=True, keep_links=False)
            except Exception as failure:  # Of whatever sort the library raises on a damaged file.
                raise Unreadable(DAMAGED) from failure
        self.tables = [
            WorkbookTable(self, sheet)
            for sheet in self.book.worksheets
            if getattr(sheet, "sheet_state", "visible") == "visible"
        ]


class WorkbookTable:
    """One sheet."""

    def __init__(self, book: Workbook, sheet: Any) -> None:
        self.book, self.sheet, self.name = book, sheet, str(sheet.title)
        self._merged: dict[int, list[tuple[int, int]]] = {}
        self.remarks: list[ValidationError] = []
        self.hidden = self._look_over()

    def lines(self) -> Iterator[Line]:
        self.sheet.reset_dimensions()
        rows = self.sheet.iter_rows(max_col=MOST_COLUMNS + 1)
        number = 0
        while True:
            number += 1
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    row = next(rows, None)
            except Exception as failure:
                message = _("The file is damaged from row %(row)s on.")
                raise Unreadable(message, params={"row": number}) from failure
            if row is None:
                return
            if row and (line := self._line(number, row)):
                yield line

    def _line(self, number: int, row: Any) -> Line | None:
        values, marks = [], {}
        for place, cell in enumerate(row):
            if cell.data_type == "f":
                marks[place] = FORMULA
            elif cell.data_type == "e":
                marks[place] = FAILED
            values.append(written(cell))
        if any(values) or marks:
            for first, last in self._merged.get(number, ()):
                marks.update(dict.fromkeys(range(first, min(last, MOST_COLUMNS) + 1), MERGED))
        return line_of(number, values, marks)

    # ---- What the sheet says beside its cells

    def _look_over(self) -> frozenset[int]:
        """Note the merged cells and hidden rows; the places of hidden columns."""
        hidden: set[int] = set()
        for piece in self._pieces():
            for tag in HIDDEN_COLUMNS.findall(piece):
                bounds = {name: int(value) for name, value in BOUNDS.findall(tag)}
                last = min(bounds.get(b"max", 0), MOST_COLUMNS)
                hidden.update(range(bounds.get(b"min", 1) - 1, last))
            for ref in MERGED_CELLS.findall(piece):
                self._note_merged(ref.decode())
            if not self.remarks and HIDDEN_ROWS.search(piece):
                self.remarks.append(
                    ValidationError(
                        _("The sheet hides rows, as a filter does. They are read like the others.")
                    )
                )
        for place in sorted(hidden)[:20]:
            message = _("Column %(column)s is hidden in the sheet: it is left out unless you choose it.")
            self.remarks.append(ValidationError(message, params={"column": letter(place)}))
        return frozenset(hidden)

    def _pieces(self) -> Iterator[bytes]:
        """The sheet's own text, a piece at a time, each with the end of the one before."""
        self.book.file.seek(0)
        try:
            with ZipFile(self.book.file) as archive, archive.open(self.sheet._worksheet_path) as text:
                before = b""
                while piece := text.read(PIECE):
                    yield before + piece
                    before = piece[-OVERLAP:]
        except Exception as failure:
            raise Unreadable(DAMAGED) from failure

    def _note_merged(self, ref: str) -> None:
        first_column, first_row, last_column, last_row = range_boundaries(ref)
        if last_row - first_row > MOST_MERGED or len(self._merged) > 20 * MOST_MERGED:
            message = _("The cells %(cells)s are merged: undo that, and write the value into each row.")
            raise Unreadable(message, params={"cells": ref})
        for row in range(first_row, last_row + 1):
            self._merged.setdefault(row, []).append((first_column - 1, last_column - 1))


def written(cell: Any) -> str:
    """A cell as text: dates as far as the cell's format shows them, whole numbers without a point."""
    value = cell.value
    if value is None or cell.data_type in ("f", "e"):
        return ""
    if isinstance(value, datetime | date):
        return _date(value, str(cell.number_format or ""))
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _date(value: datetime | date, form: str) -> str:
    """
    >>> [_date(date(2014, 6, 1), form) for form in ("dd/mm/yyyy", "mmm yyyy", '[$-3000401]yyyy"day"')]
    ['2014-06-01', '2014-06', '2014']
    """
    day = f"{value.year:04}-{value.month:02}-{value.day:02}"
    shown = NO_DATE_LETTERS.sub("", form).lower()
    if "y" not in shown or "d" in shown:
        return day
    return day[:7] if "m" in shown else day[:4]
