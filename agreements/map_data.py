"""What the map of all cities shows: the places that agreements link, in columns made for a script.

Twenty thousand places and thirty thousand links go in some 110 kB: places in order from west to east, each
written as its distance from the one before, in tenths of the map's unit; links as places by their rank.
Names follow in parts, when a place is looked at.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby
from typing import Any, NamedTuple

from agreements.cartography import HEIGHT, WIDTH, project
from agreements.models import City, CityAlias, Party
from agreements.models.agreement_queries import AgreementQuerySet
from agreements.models.bilingual import in_readers_language
from agreements.wording import country_names

# So many places have their names in one part; so many of the most linked have them from the start.
PART = 1024
NAMED_AT_ONCE = 400


@dataclass(frozen=True)
class Spot:
    """A city on the map, in tenths of its units; `agreements`: how many of those shown it is party to."""

    x: int
    y: int
    pk: int
    agreements: int


class Ranked(NamedTuple):
    """A city with how many of the agreements it is party to, and with how many others they link it."""

    pk: int
    agreements: int
    partners: int


@dataclass(frozen=True)
class Mapped:
    """Cities from west to east, and the pairs of their ranks that an agreement links; `table`: all of the
    cities, those whose place is not known too, the one with most agreements first."""

    spots: list[Spot]
    links: list[tuple[int, int]]
    table: list[Ranked]


def mapped(agreements: AgreementQuerySet) -> Mapped:
    """The cities that are party to these agreements and their links, in two queries."""
    counts, pairs = _pairs(agreements)
    places = City.objects.listed().filter(latitude__isnull=False).order_by()
    spots = sorted(
        (
            Spot(*_tenths(latitude, longitude), pk, counts[pk])
            for pk, latitude, longitude in places.values_list("pk", "latitude", "longitude")
            if pk in counts and latitude is not None and longitude is not None
        ),
        key=lambda spot: (spot.x, spot.y, spot.pk),
    )
    rank = {spot.pk: number for number, spot in enumerate(spots)}
    links = sorted(
        (min(rank[one], rank[other]), max(rank[one], rank[other]))
        for one, other in pairs
        if one in rank and other in rank
    )
    partners = Counter(city for pair in pairs for city in pair)
    table = sorted(
        (Ranked(pk, many, partners[pk]) for pk, many in counts.items()),
        key=lambda city: (-city.agreements, -city.partners, city.pk),
    )
    return Mapped(spots, links, table)


def _pairs(agreements: AgreementQuerySet) -> tuple[Counter[int], set[tuple[int, int]]]:
    """How many agreements each city is party to, and which cities stand in one together."""
    parties = Party.objects.filter(agreement__in=agreements.order_by()).order_by("agreement")
    counts: Counter[int] = Counter()
    pairs: set[tuple[int, int]] = set()
    rows = parties.values_list("agreement", "city").iterator()
    for _agreement, group in groupby(rows, key=lambda row: row[0]):
        cities = sorted(city for _agreement, city in group)
        counts.update(cities)
        pairs.update(combinations(cities, 2))
    return counts, pairs


def _tenths(latitude: float, longitude: float) -> tuple[int, int]:
    x, y = project(latitude, longitude)
    return round(x * 10), round(y * 10)


def columns(shown: Mapped, day: date | None = None) -> dict[str, Any]:
    """What the script draws from: see the module. `day`: the past day that cities are called as on."""
    foremost = sorted(range(len(shown.spots)), key=lambda rank: -shown.spots[rank].agreements)
    named = sorted(foremost[:NAMED_AT_ONCE])
    return {
        "width": round(WIDTH * 10),
        "height": round(HEIGHT * 10),
        "x": _steps(spot.x for spot in shown.spots),
        "y": _steps(spot.y for spot in shown.spots),
        "agreements": [spot.agreements for spot in shown.spots],
        "from": _steps(one for one, _other in shown.links),
        "to": [other - one for one, other in shown.links],
        "named": _steps(named),
        "names": names(shown, named, day),
        "part": PART,
    }


def names(shown: Mapped, ranks: Sequence[int], day: date | None = None) -> list[list[str]]:
    """Of each of these places its name, short name and country, in the reader's language; `day`: its name on
    that day."""
    pks = [shown.spots[rank].pk for rank in ranks]
    wanted = City.objects.filter(pk__in=pks).order_by()
    found = {
        pk: ({"ar": name_ar, "en": name_en}, slug, country)
        for pk, name_ar, name_en, slug, country in wanted.values_list(
            "pk", "name_ar", "name_en", "slug", "country"
        )
    }
    for pk, then in CityAlias.objects.filter(city__in=pks).borne_on(day).items() if day else ():
        found[pk][0].update(then)
    return [_named(*found[pk]) if pk in found else ["", "", ""] for pk in pks]


def names_of_part(shown: Mapped, part: int, day: date | None = None) -> list[list[str]]:
    """Those of the part with this number, from 0; empty beyond the last."""
    return names(shown, range(part * PART, min((part + 1) * PART, len(shown.spots))), day)


def _named(called: dict[str, str], slug: str, country: Any) -> list[str]:
    return [in_readers_language(called), slug, in_readers_language(country_names(str(country)))]


def _steps(numbers: Iterable[int]) -> list[int]:
    """Each number as its distance from the one before."""
    steps, before = [], 0
    for number in numbers:
        steps.append(number - before)
        before = number
    return steps
