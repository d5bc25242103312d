"""A table as it was handed in: lines of cells as text, whatever the format of the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What is read of one file, so that no file can take all the memory or all the time.
MOST_COLUMNS = 120
MOST_ROWS = 100_000
LONGEST_CELL = 32_767

# What a single cell may be beside a value.
FORMULA, MERGED, FAILED, TOO_LONG = "formula", "merged", "failed", "long"

REMARKS = {
    FORMULA: _("The cell holds a formula. Copy it and paste its value."),
    MERGED: _("The cell is merged with others. Undo the merging and write the value into each row."),
    FAILED: _("The cell holds an error of the spreadsheet program."),
    TOO_LONG: _("The cell holds more text than the register takes."),
}


class Unreadable(ValidationError):
    """Why a file as a whole cannot be read, in words."""


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its number as a spreadsheet counts it, its cells as text without spaces
    around them, and what is wrong with single cells, by their place."""

    number: int
    cells: list[str]
    marks: dict[int, str] = field(default_factory=dict)

    def cell(self, place: int) -> str:
        return self.cells[place] if place < len(self.cells) else ""


class Table(Protocol):
    """One sheet of a file. `hidden` are the places of columns that the file hides; `remarks` what has to
    be said of the whole."""

    name: str
    hidden: frozenset[int]
    remarks: list[ValidationError]

    def lines(self) -> Iterator[Line]:
        """Raises Unreadable, also on the way."""


def line_of(number: int, values: list[str], marks: dict[int, str]) -> Line | None:
    """A line, or None for a blank one. Raises Unreadable."""
    cells = [value.strip() for value in values]
    while cells and not cells[-1]:
        cells.pop()
    if not cells and not marks:
        return None
    if len(cells) > MOST_COLUMNS:
        message = _("Row %(row)s has more than %(most)s columns.")
        raise Unreadable(message, params={"row": number, "most": MOST_COLUMNS})
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            cells[place], marks[place] = cell[:LONGEST_CELL], TOO_LONG
    return Line(number, cells, marks)


def letter(place: int) -> str:
    """What a spreadsheet calls the column: A, B, … AA.

    >>> [letter(place) for place in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    name, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def too_many_rows() -> Unreadable:
    message = _("The table has more than %(most)s rows. Split it into several files.")
    return Unreadable(message, params={"most": MOST_ROWS})
