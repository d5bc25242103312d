"""The rows of a list of twinned cities (CSV), read and understood one by one."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django_countries import countries

from agreements.enumerations import AgreementKind, SourceKind
from agreements.models import Source
from agreements.partial_dates import PartialDate, PartialDateError

LONGEST_NAME = 80

COLUMNS = frozenset(
    f"{name}_{side}" for name in ("city", "geonames", "wikidata", "lat", "lon") for side in "ab"
) | {"country_a_iso2", "country_b_iso2", "year", "date", "kind", "sources", "source_url"}

KINDS = {
    "twinning": AgreementKind.TWINNING,
    "brotherhood": AgreementKind.BROTHERHOOD,
    "cooperation": AgreementKind.COOPERATION,
    "friendship": AgreementKind.FRIENDSHIP,
    "partnership": AgreementKind.PARTNERSHIP,
    "mou": AgreementKind.MEMORANDUM,
}


@dataclass(frozen=True)
class List:
    """Where a pair stands: a list of twin cities, or the press."""

    kind: SourceKind
    publisher: str
    title: str
    # What an address in the file contains if it is of this source; empty: any that no other claims.
    address: str = ""


LISTS = {
    "hekman_wikipedia_2026": List(
        SourceKind.DATABASE,
        "Wikipedia",
        "Lists of twin towns and sister cities, February 2026 (CC BY-SA 4.0)",
    ),
    "wikidata_2016": List(SourceKind.DATABASE, "Wikidata", "Twinned administrative bodies, 2016 (CC0)"),
    "wikipedia_2016_mirror": List(
        SourceKind.DATABASE, "Wikipedia", "Lists of twin towns and sister cities, 2016 (CC BY-SA)", "/wiki/"
    ),
    "cityofistanbul.net": List(
        SourceKind.DATABASE,
        "cityofistanbul.net",
        "Twin towns and sister cities of Istanbul",
        "cityofistanbul.net",
    ),
    "news": List(SourceKind.PRESS, "", "Press report"),
}


class NotTaken(Exception):
    """Why a row of the file cannot become a record, in words."""


class UnreadableFile(Exception):
    """Why the file as a whole cannot be read, in words."""


@dataclass(frozen=True)
class Place:
    """A city as a row names it."""

    name: str
    country: str
    geonames_id: int | None
    wikidata_id: str
    point: tuple[float, float] | None
    # The row and side that name it: all that tells a bare name from another.
    entry: str

    @property
    def key(self) -> str:
        """What identifies the place in this file and the next; a bare name is marked as such."""
        if self.geonames_id:
            return f"GeoNames {self.geonames_id}"
        if self.wikidata_id:
            return self.wikidata_id
        where = f"{self.point[0]:.4f} {self.point[1]:.4f}" if self.point else "?"
        return f"{self.name} ({self.country}) {where}"

    @property
    def is_bare(self) -> bool:
        return not (self.geonames_id or self.wikidata_id or self.point)


@dataclass
class Pair:
    """A row of the file, understood."""

    row: int
    places: tuple[Place, Place]
    kind: AgreementKind
    signed_on: PartialDate | None
    sources: list[Source]
    remarks: list[str] = field(default_factory=list)

    @property
    def locator(self) -> str:
        return " – ".join(sorted(place.key for place in self.places))

    @property
    def names(self) -> str:
        return " – ".join(place.name for place in self.places)


def rows_of(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with their line numbers, as a spreadsheet counts them. Raises UnreadableFile."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = COLUMNS - set(reader.fieldnames or ())
            if missing:
                raise UnreadableFile(
                    _("These columns are missing: %(columns)s.") % {"columns": ", ".join(sorted(missing))}
                )
            for number, row in enumerate(reader, start=2):
                yield number, {name: (row[name] or "").strip() for name in COLUMNS}
    except OSError as error:
        raise UnreadableFile(_("The file cannot be read: %(why)s.") % {"why": error.strerror}) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(_("The file is not UTF-8 text.")) from error
    except csv.Error as error:
        raise UnreadableFile(_("The file is no CSV: %(why)s.") % {"why": error}) from error


def count_rows(file: Path) -> int:
    """How many rows there are to go through. Raises UnreadableFile."""
    return sum(1 for _row in rows_of(file))


def shared_wikidata_ids(file: Path) -> set[str]:
    """The Wikidata ids that the file gives to more than one place by GeoNames: they identify neither."""
    given = {
        (row[f"wikidata_{side}"], row[f"geonames_{side}"])
        for _number, row in rows_of(file)
        for side in "ab"
        if row[f"wikidata_{side}"] and row[f"geonames_{side}"]
    }
    return {qid for qid, places in Counter(qid for qid, _place in given).items() if places > 1}


def read_pair(number: int, row: dict[str, str], doubtful: Iterable[str] = ()) -> Pair:
    """What a row says. Raises NotTaken."""
    if "\x00" in "".join(row.values()):
        raise NotTaken(_("There is a zero byte in the row."))
    remarks: list[str] = []
    places = (_place(number, row, "a", doubtful, remarks), _place(number, row, "b", doubtful, remarks))
    pair = Pair(number, places, _kind(row["kind"], remarks), _date(row), [], remarks)
    if places[0].key == places[1].key and not places[0].is_bare:
        raise NotTaken(_("Both sides are the same city."))
    pair.sources = _sources(row, pair.locator)
    return pair


def _place(number: int, row: dict[str, str], side: str, doubtful: Iterable[str], remarks: list[str]) -> Place:
    name, wikidata_id = row[f"city_{side}"], row[f"wikidata_{side}"]
    if not name:
        raise NotTaken(_("A city has no name."))
    if len(name) > 80:
        raise NotTaken(_("A city’s name is longer than 80 letters: %(name)s…") % {"name": name[:40]})
    if wikidata_id in doubtful:
        said = {"id": wikidata_id, "name": name}
        remarks.append(_("%(id)s is given to several places; %(name)s was entered without it.") % said)
        wikidata_id = ""
    if wikidata_id and not re.fullmatch(r"Q[1-9][0-9]{0,14}", wikidata_id):
        raise NotTaken(_("This is no Wikidata id: %(id)s") % {"id": wikidata_id[:40]})
    country = _country(row[f"country_{side}_iso2"], name)
    place = Place(
        name,
        country,
        _geonames_id(row[f"geonames_{side}"]),
        wikidata_id,
        _point(row, side),
        f"{number}{side}",
    )
    if place.is_bare:
        remarks.append(
            _("%(name)s (%(country)s) is known by name only: it is a city of its own, without a place.")
            % {"name": name, "country": country}
        )
    return place


def _country(text: str, city: str) -> str:
    """An ISO 3166-1 code, of a code or of a country's name."""
    code = text.upper() if text.upper() in countries else countries.by_name(text) if text else ""
    if not code:
        if not text:
            raise NotTaken(_("No country is given for %(city)s.") % {"city": city})
        raise NotTaken(_("This is no country: %(text)s (%(city)s)") % {"text": text[:60], "city": city})
    return str(code)


def _geonames_id(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise NotTaken(_("This is no GeoNames id: %(id)s") % {"id": text[:40]})
    return int(text)


def _point(row: dict[str, str], side: str) -> tuple[float, float] | None:
    latitude, longitude = row[f"lat_{side}"], row[f"lon_{side}"]
    if not latitude and not longitude:
        return None
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        point = (float("nan"), float("nan"))
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        said = {"latitude": latitude[:20], "longitude": longitude[:20]}
        raise NotTaken(_("These are no coordinates on earth: %(latitude)s, %(longitude)s") % said)
    return point


def _kind(text: str, remarks: list[str]) -> AgreementKind:
    """The kind that the file names; the first where it names several."""
    if not text:
        return AgreementKind.UNKNOWN
    named = text.lower().split("+")
    if named[0] not in KINDS:
        remarks.append(
            _("The kind “%(kind)s” is not one of the register’s: entered as not known.") % {"kind": text[:40]}
        )
        return AgreementKind.UNKNOWN
    if len(named) > 1:
        remarks.append(_("Several kinds are named, “%(kinds)s”: the first was entered.") % {"kinds": text})
    return KINDS[named[0]]


def _date(row: dict[str, str]) -> PartialDate | None:
    text = row["date"] or row["year"]
    if not text:
        return None
    try:
        return PartialDate.parse(text)
    except PartialDateError as error:
        raise NotTaken(_("This is no date: %(why)s") % {"why": error}) from error


def _sources(row: dict[str, str], locator: str) -> list[Source]:
    """Each list or report that has the pair, the first with the place by which it is found again."""
    addresses = row["source_url"].split()
    codes = [code for code in row["sources"].split("|") if code] or ["?"]
    if codes == ["?"]:
        raise NotTaken(_("No source is named."))
    named = [LISTS.get(code, List(SourceKind.DATABASE, code[:200], "")) for code in codes]
    sources = [
        Source(kind=one.kind, publisher=one.publisher, title_en=one.title, locator="") for one in named
    ]
    sources[0].locator = locator[:200]
    loose = []
    for address in addresses:
        place = _source_of(address, named)
        if place is not None and not sources[place].url and _is_web_address(address):
            sources[place].url = address
        else:
            loose.append(address)
    if loose:
        press = next((source for source in sources if source.kind == SourceKind.PRESS), sources[0])
        press.title_en = f"{press.title_en}: {' '.join(loose)}"[:300]
    return sources


def _source_of(address: str, named: list[List]) -> int | None:
    """Which of the sources a web address belongs to."""
    for place, one in enumerate(named):
        if one.address and one.address in address:
            return place
    return next((place for place, one in enumerate(named) if one.kind == SourceKind.PRESS), None)


def _is_web_address(text: str) -> bool:
    if len(text) > 500:
        return False
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return True
