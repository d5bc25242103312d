"""Which cities a person may mean by the name they type, however they spell it."""

from agreements.arabic import fold
from agreements.models import City
from agreements.search.query import find

MOST_LOOKED_AT = 50


def cities_called(text: str) -> list[City]:
    """The cities of exactly this short name, name or alias, in any letter case; where there is none, those
    whose name differs in nothing but how its letters are written (عمان and عمّان, بورصه and بورصة)."""
    exact = list(City.objects.called(text).order_by("slug"))
    if exact:
        return exact
    found = find(City.objects.with_aliases(), text)
    if found.stage != "word":
        return []
    sought = fold(text)
    return [city for city in found.listing()[:MOST_LOOKED_AT] if sought in map(fold, _names_of(city))]


def _names_of(city: City) -> list[str]:
    own = [city.name_ar, city.name_en, city.authority_ar, city.authority_en]
    return [*own, *(alias.text for alias in city.aliases.all())]


def cities_meant(text: str, country: str = "") -> list[City]:
    """The cities that a person may mean by this text: the one of this short name, which no other has; else
    all that are called so, of this country (ISO 3166, two letters) where one of them lies there."""
    called = cities_called(text)
    if named := [city for city in called if city.slug == text]:
        return named
    return [city for city in called if city.country.code == country] or called
