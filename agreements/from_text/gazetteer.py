"""Which places a name can mean: those of the register, and those of the world."""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from agreements.arabic import fold
from agreements.from_text.nations import regions
from agreements.from_text.tokens import Token

# The world's places; agreements.reference.places derives it from GeoNames.
FILE = Path(__file__).parents[1] / "reference" / "places.tsv.gz"
ARABIC = FILE.with_name("arabic_names.tsv.gz")
ARAB = frozenset(
    [
        "AE",
        "BH",
        "DZ",
        "EG",
        "IQ",
        "JO",
        "KW",
        "LB",
        "LY",
        "MA",
        "MR",
        "OM",
        "PS",
        "QA",
        "SA",
        "SD",
        "SY",
        "TN",
        "YE",
    ]
)
# Of a place by its GeoNames id, in the country that Arabic texts count it to: القدس.
ARABIC_COUNTRY = {281184: "PS"}
EPITHETS = {"العاصمة المقدسة": "مكة المكرمة", "المدينة المقدسة": "القدس"}
LONGEST_NAME = 5
SHORTEST_NAME = 2
# «الخرطوم» may stand as «خرطوم»; a short word or a small place is more likely something else.
SHORTEST_WITHOUT_ARTICLE = 6
LARGE = 100_000
# Fewer consonants are those of many names.
SHORTEST_SOUND = 4
# How alike two ways to write one name are.
ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Place:
    """A city that a name may mean. `slug` is its short name in the register, empty for one that the
    register does not hold."""

    country: str
    population: int = 0
    slug: str = ""
    geonames_id: int = 0
    usual: bool = True

    @property
    def weight(self) -> tuple[bool, bool, int]:
        """How likely it is meant: one of the register, one that is usually called so, a large one; an
        Arab city weighs ten times its inhabitants."""
        return bool(self.slug), self.usual, self.population * (10 if self.country in ARAB else 1)


def same(name: str) -> str:
    """The name as it is looked up: بورصا is بورصة, خانيونس is خان يونس, ابن جرير is بن جرير.

    >>> same(fold("بورصا")) == same(fold("بورصة")), same("khan yunis")
    (True, 'khanyunis')
    """
    joined = name.replace(" ", "")
    if joined.startswith("ابن") and len(joined) > LONGEST_NAME:
        joined = joined[1:]
    return joined[:-1] + "ه" if len(joined) > 3 and joined.endswith("ا") else joined


@dataclass
class Gazetteer:
    """Names, folded, and the places they can mean, the weightiest first."""

    names: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def add(self, place: Place, called: Iterable[str]) -> None:
        for name in dict.fromkeys(same(fold(text)) for text in called):
            if len(name) >= SHORTEST_NAME:
                self.names[name].append(place)

    def beside(self, named: Iterable[tuple[str, str]]) -> "Gazetteer":
        """These names too: of cities, by their keys, with their countries."""
        found = Gazetteer(defaultdict(list, {name: list(places) for name, places in self.names.items()}))
        for name, country in named:
            found.names[name].append(Place(country))
        return found

    def find(self, key: str) -> list[Place]:
        """The places of this folded name, those of the register first, then the larger."""
        name = same(key)
        found = [*self.names.get(name, ()), *world().get(name, ())]
        if not found and name.startswith("ال") and len(name) > SHORTEST_WITHOUT_ARTICLE:
            bare = [*self.names.get(name[2:], ()), *world().get(name[2:], ())]
            found = [place for place in bare if place.slug or place.population > LARGE]
        return sorted(found, key=lambda place: place.weight, reverse=True)

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[int, list[Place]]:
        """The longest known name from here: how many words it has, and what it can mean.

        No comma stands within a name."""
        most = 1
        while most < LONGEST_NAME and at + most < len(tokens) and not tokens[at + most].gap.strip(" -–’'"):
            most += 1
        for size in range(min(most, len(tokens) - at), 0, -1):
            keys = [token.key for token in tokens[at : at + size]]
            if found := self.find(" ".join(keys)):
                return size, found
        return 0, []


def arabic_names() -> Iterator[tuple[int, list[str]]]:
    """What cities are called in Arabic beside what the list of the world has, by GeoNames id;
    `agreements.reference.arabic_names` tells how that came."""
    with gzip.open(ARABIC, "rt", encoding="utf-8") as lines:
        for line in lines:
            number, *called = line.rstrip("\n").split("\t")
            yield int(number), [name for name in called if name]


@cache
def world() -> dict[str, list[Place]]:
    """The places of GeoNames (CC BY 4.0) by name; `agreements.reference.places` tells how they came."""
    found: dict[str, list[Place]] = defaultdict(list)
    numbered: dict[int, Place] = {}
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            number, country, population, _written, *called = line.rstrip("\n").split("\t")
            usual = numbered[int(number)] = Place(country, int(population), geonames_id=int(number))
            other = replace(usual, usual=False)
            arabic = replace(usual, country=ARABIC_COUNTRY.get(int(number), country))
            for index, name in enumerate(called):
                found[same(name)].append((other if index else usual) if name.isascii() else arabic)
    for geonames_id, written in arabic_names():
        if place := numbered.get(geonames_id):
            for name in map(same, map(fold, written)):
                if all(one.geonames_id != geonames_id for one in found.get(name, ())):
                    found[name].append(replace(place, country=ARABIC_COUNTRY.get(geonames_id, place.country)))
    for region, country in regions().items():
        found[same(region)].append(Place(country))
    for epithet, name in EPITHETS.items():
        found[same(fold(epithet))] += found[same(fold(name))][:1]
    return found


ARABIC_BEGINNING = re.compile(
    r"(?:ba?e?[iy]t|d[ae]y?i?r|kafa?r|khan|abu|umm|a[yi]?n|bani|beni|jabal|wadi|tell?|al|el)(?=[a-z]{3})"
)
VOWELS = re.compile("[aeiouyw]")


def consonants(name: str) -> str:
    """What the ways to write an Arabic name in Latin letters have in common.

    >>> consonants("beitsahour") == consonants("baytsahur")
    True
    """
    return re.sub(r"(.)\1+", r"\1", VOWELS.sub("", name))


@cache
def arab_places() -> dict[str, Place]:
    """The largest Arab place for each run of consonants."""
    found: dict[str, Place] = {}
    for name, places in world().items():
        for place in places:
            if name.isascii() and place.country in ARAB:
                key = consonants(name)
                if key not in found or found[key].population < place.population:
                    found[key] = place
    return found


# Consonants that Arabic writes in turn for one foreign sound; long vowels come and go.
SOUNDS = str.maketrans("خجكقطثضظصزذ", "غغغغتتدسسسد", "اويهء")


def sound(name: str) -> str:
    """What the ways to write a foreign name in Arabic have in common.

    >>> sound("خرونينغن") == sound("غرونينغن"), sound("لوبليانا") == sound("ليوبليانا")
    (True, True)
    """
    return re.sub(r"(.)\1+", r"\1", name.translate(SOUNDS))


@cache
def large_places() -> dict[str, list[tuple[str, Place]]]:
    """The large places for each sound of an Arabic name, with the names."""
    found: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    for name, places in world().items():
        if not name.isascii():
            found[sound(name)] += [(name, place) for place in places if place.population >= LARGE]
    return found


def sounding_like(name: str) -> str:
    """The country of a town whose name is written in some other way: an Arabic name in Latin letters, the
    name of a large foreign city in Arabic ones."""
    if name.isascii():
        place = arab_places().get(consonants(name)) if ARABIC_BEGINNING.match(name) else None
        return place.country if place else ""
    alike = [
        (ratio, place.weight, place.country)
        for other, place in (
            large_places().get(sound(name), ()) if len(sound(name)) >= SHORTEST_SOUND else ()
        )
        if (ratio := SequenceMatcher(None, name, other).ratio()) >= ALIKE
    ]
    return max(alike)[2] if alike else ""
