"""Dates as far as they are known: a year, a month of a year, or a day.

A press report says "in June 2014" and a council's minutes say "3 June 2014". Both are dates, and neither may
be rounded to the other. The written form is ISO 8601 reduced precision: `2014`, `2014-06`, `2014-06-03`.
A date that is not known at all is `None`; no `PartialDate` stands for it.

>>> PartialDate.parse("2014-06").latest
datetime.date(2014, 6, 30)
>>> print(PartialDate.read("٣/٦/٢٠١٤"))
2014-06-03
>>> PartialDate.parse("2014").before(PartialDate.parse("2014-06")) is None
True
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

FIRST_YEAR = 1000
LAST_YEAR = 9999

Precision = Literal["year", "month", "day"]
Fault = Literal["malformed", "no_such_month", "no_such_day", "year_out_of_range"]

FAULTS: dict[Fault, str] = {
    "malformed": "not a date",
    "no_such_month": "no such month",
    "no_such_day": "no such day in that month",
    "year_out_of_range": f"the year is not between {FIRST_YEAR} and {LAST_YEAR}",
}

ISO = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
YEAR_FIRST = re.compile(r"[0-9]{4}( [0-9]{1,2}){0,2}")
YEAR_LAST = re.compile(r"([0-9]{1,2} ){1,2}[0-9]{4}")
SEPARATOR = re.compile(r"\s*([-/.,،؍])\s*")
BIDI_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
WESTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)


class PartialDateError(ValueError):
    """Text or numbers that are no date. `code` says in which way, `text` is what was given."""

    def __init__(self, code: Fault, text: str) -> None:
        super().__init__(code, text)
        self.code: Fault = code
        self.text = text

    def __str__(self) -> str:
        return f"{self.text!r}: {FAULTS[self.code]}"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, to the month or to the day: the interval from its earliest to its latest day.

    There is no `<`: whether 2014 lies before June 2014 cannot be decided, and a sort must say which day it
    means (`sort_key`). Years run from 1000 to 9999. A date that does not exist raises `PartialDateError`;
    a step that leaves those years raises `OverflowError`.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if fault := _fault(self.year, self.month, self.day):
            raise PartialDateError(fault, _written(self.year, self.month, self.day))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The date that an ISO 8601 string writes; raises `PartialDateError` on anything more lenient."""
        if not ISO.fullmatch(text):
            raise PartialDateError("malformed", text)
        return cls._of_parts(text.split("-"), text)

    @classmethod
    def read(cls, text: str) -> Self:
        """The date that a clerk typed: year first or day first, in Western, Arabic-Indic or Persian digits.

        Raises `PartialDateError` with the text as it was typed.

        >>> [str(PartialDate.read(typed)) for typed in ("2014", "06/2014", "3.6.2014", "۲۰۱۴/۶/۳")]
        ['2014', '2014-06', '2014-06-03', '2014-06-03']
        """
        typed = BIDI_MARKS.sub("", text).strip().translate(WESTERN_DIGITS)
        parts, separators = SEPARATOR.split(typed)[::2], SEPARATOR.findall(typed)
        if len(set(separators)) > 1:
            raise PartialDateError("malformed", text)
        if YEAR_FIRST.fullmatch(" ".join(parts)):
            return cls._of_parts(parts, text)
        if YEAR_LAST.fullmatch(" ".join(parts)):
            return cls._of_parts(parts[::-1], text)
        raise PartialDateError("malformed", text)

    @classmethod
    def of(cls, day: date) -> Self:
        """A calendar day as a partial date that happens to be known to the day."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def _of_parts(cls, parts: list[str], text: str) -> Self:
        try:
            return cls(*map(int, parts))
        except PartialDateError as error:
            raise PartialDateError(error.code, text) from None

    def __str__(self) -> str:
        return _written(self.year, self.month, self.day)

    @property
    def precision(self) -> Precision:
        """The smallest unit that is known."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def earliest(self) -> date:
        """The first calendar day that the date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last calendar day that the date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def sort_key(self) -> tuple[date, date]:
        """Orders dates by their earliest day, the narrower first among those that begin together."""
        return self.earliest, self.latest

    def before(self, other: "PartialDate") -> bool | None:
        """Whether it falls before the other; None when that cannot be decided."""
        if self.latest < other.earliest:
            return True
        return False if self.earliest >= other.latest else None

    def after(self, other: "PartialDate") -> bool | None:
        """The mirror of `before`."""
        return other.before(self)

    def not_after(self, other: "PartialDate") -> bool | None:
        """Whether it falls on or before the other; None when that cannot be decided."""
        if self.latest <= other.earliest:
            return True
        return False if self.earliest > other.latest else None

    def following(self) -> "PartialDate":
        """The next day, month or year, as precisely as this date is known.

        >>> print(PartialDate.parse("2019-12").following())
        2020-01
        """
        return self._step(1)

    def preceding(self) -> "PartialDate":
        """The day, month or year before, as precisely as this date is known."""
        return self._step(-1)

    def plus_months(self, months: int) -> "PartialDate":
        """The date so many months later (earlier when negative), as precisely as this date is known.

        A day that the month lacks becomes the month's last. A year moves by whole years only, rounded down
        towards the past: 2014 and 18 months give 2015, 2014 less one month gives 2013.

        >>> print(PartialDate.parse("2015-01-31").plus_months(1), PartialDate.parse("2014").plus_months(18))
        2015-02-28 2015
        """
        if self.month is None:
            return PartialDate(_year_within(self.year + months // 12))
        years, month = divmod(self.month - 1 + months, 12)
        year, month = _year_within(self.year + years), month + 1
        return PartialDate(year, month, self.day and min(self.day, monthrange(year, month)[1]))

    def _step(self, units: int) -> "PartialDate":
        if self.day is None:
            return self.plus_months(units if self.month else 12 * units)
        day = self.earliest + timedelta(days=units)
        _year_within(day.year)
        return PartialDate.of(day)


def _fault(year: int, month: int | None, day: int | None) -> Fault | None:
    """What is wrong with these numbers as a date, the coarsest fault first."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return "year_out_of_range"
    if month is None:
        return None if day is None else "malformed"
    if not 1 <= month <= 12:
        return "no_such_month"
    if day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return "no_such_day"
    return None


def _written(year: int, month: int | None, day: int | None) -> str:
    return f"{year:04}" + "".join(f"-{part:02}" for part in (month, day) if part is not None)


def _year_within(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OverflowError(f"the year {year} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return year
