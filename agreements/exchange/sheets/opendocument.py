"""Workbooks of LibreOffice (ODS), read row by row.

No library of the language reads them in bounded memory: the few elements that matter are read as they come.
"""

from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.exchange.sheets.package import DAMAGED
from agreements.exchange.sheets.table import (
    FAILED,
    FORMULA,
    MERGED,
    MOST_COLUMNS,
    MOST_ROWS,
    Line,
    Unreadable,
    letter,
    line_of,
    too_many_rows,
)

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
NUMBERS = ("float", "currency", "percentage")


class OpenDocument:
    """An open document; its sheets as tables."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.tables = [OpenDocumentTable(self, place, *told) for place, told in enumerate(self._sheets())]

    def _sheets(self) -> list[tuple[str, set[int]]]:
        """The name of each sheet, and the places of its hidden columns."""
        sheets: list[tuple[str, set[int]]] = []
        column = 0
        for event, element in self.elements():
            if event == "start" and element.tag == f"{TABLE}table":
                sheets.append((element.get(f"{TABLE}name", ""), set()))
                column = 0
            elif event == "end" and element.tag == f"{TABLE}table-column" and sheets:
                times = _times(element, "columns")
                if element.get(f"{TABLE}visibility") == "collapse":
                    sheets[-1][1].update(range(column, min(column + times, MOST_COLUMNS)))
                column += times
        return sheets

    def elements(self) -> Iterator[tuple[str, Any]]:
        """The elements as they begin and end. Raises Unreadable."""
        self.file.seek(0)
        sheet = None
        try:
            with ZipFile(self.file) as archive, archive.open("content.xml") as text:
                for event, element in iterparse(text, events=("start", "end"), forbid_dtd=True):
                    yield event, element
                    if element.tag == f"{TABLE}table":
                        sheet = element
                    elif event == "end" and element.tag == f"{TABLE}table-row" and sheet is not None:
                        # What was read is let go, row by row.
                        sheet.clear()
        except (ParseError, DefusedXmlException, BadZipFile, EOFError, OSError, ValueError) as failure:
            if isinstance(failure, Unreadable):
                raise
            raise Unreadable(DAMAGED) from failure


class OpenDocumentTable:
    """One sheet."""

    def __init__(self, book: OpenDocument, place: int, name: str, hidden: set[int]) -> None:
        self.book, self.place, self.name, self.hidden = book, place, name, frozenset(hidden)
        message = _("Column %(column)s is hidden in the sheet: it is left out unless you choose it.")
        self.remarks = [
            ValidationError(message, params={"column": letter(one)}) for one in sorted(hidden)[:20]
        ]

    def lines(self) -> Iterator[Line]:
        sheet, number, given = -1, 1, 0
        for event, element in self.book.elements():
            if element.tag == f"{TABLE}table":
                if event == "start":
                    sheet += 1
                elif sheet == self.place:
                    return
            elif event == "end" and element.tag == f"{TABLE}table-row":
                times = _times(element, "rows")
                if sheet == self.place:
                    values, marks = _cells(element)
                    if line_of(number, values, dict(marks)):
                        given += times
                        if given > 2 * MOST_ROWS:
                            raise too_many_rows()
                        for one in range(number, number + times):
                            if line := line_of(one, list(values), dict(marks)):
                                yield line
                    number += times


def _times(element: Any, of: str) -> int:
    told = element.get(f"{TABLE}number-{of}-repeated", "1")
    return max(int(told), 1) if told.isdecimal() and len(told) < 9 else 1


def _cells(row: Any) -> tuple[list[str], dict[int, str]]:
    values: list[str] = []
    marks: dict[int, str] = {}
    for cell in row:
        if cell.tag not in CELLS:
            continue
        value, mark = _written(cell)
        room = MOST_COLUMNS + 1 - len(values)
        for _again in range(min(_times(cell, "columns"), room)):
            if mark:
                marks[len(values)] = mark
            values.append(value)
    if not any(values):
        marks = {place: mark for place, mark in marks.items() if mark != MERGED}
    return values, marks


def _written(cell: Any) -> tuple[str, str]:
    """A cell as text, and what is wrong with it."""
    spans = (cell.get(f"{TABLE}number-{of}-spanned", "1") for of in ("columns", "rows"))
    if cell.tag == CELLS[1] or any(span != "1" for span in spans):
        return _text(cell), MERGED
    if cell.get(f"{TABLE}formula"):
        return "", FORMULA
    kind = cell.get(f"{OFFICE}value-type", "")
    if kind == "date":
        return cell.get(f"{OFFICE}date-value", "")[:10], ""
    if kind in NUMBERS:
        told = cell.get(f"{OFFICE}value", "")
        return told.removesuffix(".0"), ""
    if kind == "boolean":
        return ("1" if cell.get(f"{OFFICE}boolean-value") == "true" else "0"), ""
    text = _text(cell)
    return ("", FAILED) if text.startswith(("#N/A", "#REF!", "Err:")) else (text, "")


def _text(cell: Any) -> str:
    """Its paragraphs, a line each; without notes that hang on it."""
    return "\n".join("".join(_said(part)) for part in cell if part.tag == f"{TEXT}p")


def _said(element: Any) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if part.tag == f"{TEXT}s":
            told = part.get(f"{TEXT}c", "1")
            yield " " * (min(int(told), 1000) if told.isdecimal() else 1)
        elif part.tag == f"{TEXT}line-break":
            yield "\n"
        else:
            yield from _said(part)
        yield part.tail or ""
