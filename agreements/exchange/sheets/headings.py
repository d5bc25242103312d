"""The columns that a sheet may have, and the headings by which each is recognised, in both languages.

The register's own exports are among them: what they call a column, and its key, is recognised too.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from agreements.arabic import fold
from agreements.exchange import tabular
from agreements.exchange.sheets.table import Line

LANGUAGES = ("ar", "en")
# Among so many lines the headings are looked for, under titles and blank lines.
LOOKED_AT = 25


@dataclass(frozen=True)
class SheetColumn:
    """What a column of a sheet says of an agreement."""

    key: str
    label: Promise | str
    group: Promise | str
    help: Promise | str = ""


RECORD, PARTIES, INSTRUMENT = _("The record"), _("The parties"), _("The instrument")
DATES, CONTENT, LISTS = (
    _("Dates and term"),
    _("What it covers, and sources"),
    _("Lists as the register exports them"),
)


SIMPLE = [
    SheetColumn(
        "registry_number",
        _("registry number"),
        RECORD,
        _("TW-2026-00001: the row changes this record. Empty for a new one."),
    ),
    SheetColumn("city_1", _("first city"), PARTIES),
    SheetColumn("country_1", _("country of the first city"), PARTIES),
    SheetColumn("city_2", _("second city"), PARTIES),
    SheetColumn("country_2", _("country of the second city"), PARTIES),
    SheetColumn("city_3", _("third city"), PARTIES),
    SheetColumn("country_3", _("country of the third city"), PARTIES),
    SheetColumn("signatory_1", _("signatory of the first city"), PARTIES),
    SheetColumn("office_1", _("office of the first signatory"), PARTIES),
    SheetColumn("signatory_2", _("signatory of the second city"), PARTIES),
    SheetColumn("office_2", _("office of the second signatory"), PARTIES),
    SheetColumn("kind", _("kind"), INSTRUMENT),
    SheetColumn("title", _("title, in either language"), INSTRUMENT),
    SheetColumn("designation", _("own designation, in either language"), INSTRUMENT),
    SheetColumn("summary", _("summary, in either language"), INSTRUMENT),
    SheetColumn("signed_on", _("signed on"), DATES),
    SheetColumn("place", _("place of signing, in either language"), DATES),
    SheetColumn(
        "told_status",
        _("status, as the sheet tells it"),
        DATES,
        _("Planned, signed, in force, suspended, terminated…: entered as an event."),
    ),
    SheetColumn("told_status_on", _("date of that status"), DATES),
    SheetColumn(
        "duration",
        _("duration, in words or with its unit"),
        DATES,
        _("“5 years”, “60 months”, “unlimited”."),
    ),
    SheetColumn("duration_years", _("duration in years"), DATES),
    SheetColumn("in_force_on", _("date of effect"), DATES),
    SheetColumn("expires_on", _("expires on"), DATES),
    SheetColumn(
        "domains",
        _("cooperation domains"),
        CONTENT,
        _("Names of the taxonomy, parted by commas or on lines of their own."),
    ),
    SheetColumn("source_title", _("title of the source"), CONTENT),
    SheetColumn("source_publisher", _("publisher of the source"), CONTENT),
    SheetColumn("source_url", _("web address of the source"), CONTENT),
]


@cache
def called() -> dict[str, list[str]]:
    """What people call each column in their own sheets."""
    file = Path(__file__).with_name("headings.toml")
    found: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return found


# Of the exports: a list in a cell, or a field of the record.
PLACED = {
    "kind": INSTRUMENT,
    "authentic_languages": INSTRUMENT,
    "parties": LISTS,
    "signatories": LISTS,
    "approvals": LISTS,
    "domains": CONTENT,
    "events": LISTS,
    "activities": LISTS,
    "links": LISTS,
    "sources": LISTS,
}


@cache
def columns() -> dict[str, SheetColumn]:
    """Every column by its key: those of the exports, and the simpler ones that people's own sheets have."""
    known = {column.key: column for column in SIMPLE}
    for column in tabular.COLUMNS:
        if not column.derived and column.key not in known:
            text = column.key.startswith(("designation", "title", "summary"))
            group = PLACED.get(column.key, INSTRUMENT if text else DATES)
            known[column.key] = SheetColumn(column.key, column.heading, group)
    return known


@cache
def _recognised() -> dict[str, str]:
    """The key for each heading, folded; of an export's derived columns the empty key."""
    known: dict[str, str] = {}
    for column in tabular.COLUMNS:
        key = column.key if column.key in columns() else ""
        for heading in (column.key, *in_both_languages(column.heading)):
            known.setdefault(_folded(heading), key)
    for key, ours in columns().items():
        for heading in (key, *in_both_languages(ours.label), *called().get(key, [])):
            known.setdefault(_folded(heading), key)
    return known


def in_both_languages(text: Promise | str) -> list[str]:
    told = []
    for language in LANGUAGES:
        with override(language):
            told.append(str(text))
    return told


def _folded(heading: str) -> str:
    return fold(re.sub(r"[*:؟?]|\(.*?\)", " ", heading)) or fold(heading)


def recognise(heading: str) -> str | None:
    """The key that a heading names; empty for one that is left alone; None for one that is not known."""
    return _recognised().get(_folded(heading)) if heading.strip() else None


def recognise_derived(headings: Sequence[str]) -> dict[str, int]:
    """Where an export tells of the record itself: its state, and when it was published."""
    called = {
        _folded(text): column.key
        for column in tabular.COLUMNS
        if column.derived
        for text in (column.key, *in_both_languages(column.heading))
    }
    return {called[_folded(text)]: place for place, text in enumerate(headings) if _folded(text) in called}


def propose(headings: Sequence[str], hidden: Iterable[int] = ()) -> list[str]:
    """The key of each column as far as its heading tells, empty where it does not or where an earlier
    column told it already. A country is that of the city named before it."""
    keys: list[str] = []
    of_city = ""
    unseen = set(hidden)
    parties = {_folded(text) for text in ("parties", *in_both_languages(columns()["parties"].label))}
    is_export = not parties.isdisjoint(map(_folded, headings))
    for place, heading in enumerate(headings):
        key = recognise(heading) or ""
        if not is_export and _folded(heading) in SAID_OTHERWISE:
            key = SAID_OTHERWISE[_folded(heading)]
        if key.startswith("city_"):
            of_city = key
        elif _folded(heading) in COUNTRY and of_city:
            key = of_city.replace("city", "country")
        keys.append("" if key in keys or place in unseen else key)
    if "city_1" in keys and "city_2" not in keys and "parties" not in keys:
        # A list of one's own partners names no city but theirs.
        for key in ("city", "country"):
            if f"{key}_1" in keys:
                keys[keys.index(f"{key}_1")] = f"{key}_2"
    return keys


def repeated(headings: Sequence[str]) -> dict[str, list[int]]:
    """The headings that stand over more than one column, with the places of those columns. “Country” may
    well: each time it is that of the city before it."""
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        if heading.strip() and _folded(heading) not in COUNTRY:
            places.setdefault(_folded(heading), []).append(place)
    return {headings[those[0]].strip(): those for those in places.values() if len(those) > 1}


COUNTRY = frozenset(map(fold, ["الدولة", "البلد", "دولة", "country"]))

# In an export these follow from the rest; in other sheets they are what the sheet tells.
SAID_OTHERWISE = {
    fold(heading): key
    for heading, key in (
        ("status", "told_status"),
        ("الحالة القانونية", "told_status"),
        ("term", "duration"),
        ("المدة", "duration"),
        ("url", "source_url"),
        ("address", "source_url"),
    )
}


def heading_line(lines: Sequence[Line]) -> int:
    """Which of the first lines holds the headings: the one of which most is recognised."""

    def known(line: Line) -> int:
        return sum(recognise(cell) is not None for cell in line.cells)

    looked_at = lines[:LOOKED_AT]
    best = max(range(len(looked_at)), key=lambda place: (known(looked_at[place]), -place), default=0)
    if looked_at and known(looked_at[best]):
        return best
    return next((place for place, line in enumerate(looked_at) if sum(map(bool, line.cells)) > 1), 0)
