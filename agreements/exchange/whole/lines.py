"""The lines of an export as they are read back, and the account of what became of them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from agreements.exchange.whole.exporting import FORMAT, VERSION
from agreements.exchange.whole.rows import Told


class NotAnExport(Exception):
    """Why the file as a whole cannot be taken, in words."""


@dataclass
class Line:
    """A line of the file: its number, how it stands there, and what it says."""

    number: int
    raw: bytes
    told: Told

    @property
    def kind(self) -> str:
        return str(self.told.get("type", ""))

    @property
    def name(self) -> str:
        """What the line calls its record."""
        named = ("key", "slug", "code", "agreement", "subject", "form", "year")
        return next((str(self.told[name]) for name in named if name in self.told), "")

    @property
    def holds_zero_byte(self) -> bool:
        """Whether a zero byte stands in any of its texts, which PostgreSQL keeps in none."""
        return rb"\u0000" in self.raw and _holds_zero_byte(self.told)


def _holds_zero_byte(told: Any) -> bool:
    if isinstance(told, dict):
        return any(map(_holds_zero_byte, (*told, *told.values())))
    if isinstance(told, list):
        return any(map(_holds_zero_byte, told))
    return isinstance(told, str) and "\0" in told


@dataclass
class Outcome:
    """How many lines there are, and what became of them by their type."""

    expected: int = 0
    lines: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def without_known(self, chunk: list[Line], is_known: Callable[[Told], bool]) -> list[Line]:
        """The lines of a chunk that the register does not have; the others are counted."""
        fresh = [line for line in chunk if not is_known(line.told)]
        if chunk:
            self.known[chunk[0].kind] += len(chunk) - len(fresh)
        return fresh


def beginning_of(raw: bytes) -> int:
    """How many agreements the export says that it holds. Raises NotAnExport."""
    try:
        told = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise NotAnExport("The first line is no JSON: this is no export of the register.") from error
    if not isinstance(told, dict) or told.get("type") != FORMAT:
        raise NotAnExport("The first line does not say that this is an export of the register.")
    if told.get("version") != VERSION:
        raise NotAnExport(f"This is version {told.get('version')} of the export; version {VERSION} is read.")
    number = told.get("agreements")
    return number if isinstance(number, int) else 0
