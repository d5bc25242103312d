"""Countries and their adjectives as texts write them: «تركيا», «التركية», Turkey, Turkish."""

from functools import cache

from babel import Locale

from agreements.arabic import fold
from agreements.from_text.lexicon import read

ENDINGS = ("", "ه", "ين", "ون", "ان", "تين", "تان", "يه")

# The parts of a country that English writes after a town.
PARTS = {
    "US": (
        "Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Hawaii, "
        "Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, "
        "Michigan, Minnesota, Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, "
        "New Mexico, North Carolina, North Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island, "
        "South Carolina, South Dakota, Tennessee, Texas, Utah, Vermont, Virginia, Washington DC, "
        "West Virginia, Wisconsin, Wyoming, Calif, Mich, Minn, Colo, Ariz, Tenn, Okla, Fla, Conn"
    ),
    "CA": "Ontario, Quebec, British Columbia, Alberta, Manitoba, Saskatchewan, Nova Scotia, New Brunswick",
    "AU": "New South Wales, Queensland, Victoria, Tasmania, South Australia, Western Australia",
}


# Written in capitals they stand as adjectives: “the US city of Miami”.
ABBREVIATED = {"US": "US", "UK": "GB", "UAE": "AE"}


@cache
def countries() -> dict[str, str]:
    """The code of each country by its folded name, in Arabic and English."""
    found: dict[str, str] = {}
    for language in ("ar", "en"):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found[fold(name)] = code
    for code, names in read("nations").items():
        found |= {fold(name): code for name in names.get("ar", []) + names.get("en", [])}
    for code, parts in PARTS.items():
        found |= {fold(part): code for part in parts.split(", ")}
    return found


@cache
def regions() -> dict[str, str]:
    """The code of the country that each folded name of a part of a country belongs to."""
    return {fold(name): code for code, parts in read("regions").items() for name in parts.get("names", [])}


@cache
def headed_regions() -> dict[str, str]:
    """Those that are called so only after the word for their authority."""
    return {fold(name): code for code, parts in read("regions").items() for name in parts.get("headed", [])}


@cache
def adjectives() -> dict[str, str]:
    """The code of the country that each folded adjective belongs to, in its forms."""
    found: dict[str, str] = {}
    for code, names in read("nations").items():
        for adjective in map(fold, names.get("adjective_ar", [])):
            for ending in ENDINGS:
                form = adjective + ending
                found[form] = found["ال" + form] = code
        found |= {fold(adjective): code for adjective in names.get("adjective_en", [])}
    return found
