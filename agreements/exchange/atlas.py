"""The cities of the register by all that identifies them: GeoNames id, Wikidata id, a name at a spot."""

from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import Any

from anyascii import anyascii
from django.utils.text import slugify

from agreements.enumerations import AliasKind, CityKind
from agreements.exchange.bulk import add_cities
from agreements.exchange.pairs import Pair, Place
from agreements.models import City, CityAlias
from agreements.reference.arabic_names import ArabicNames, arabic_names

COLUMNS = (
    "pk",
    "slug",
    "name_ar",
    "name_en",
    "country",
    "latitude",
    "longitude",
    "geonames_id",
    "wikidata_id",
)


class Atlas:
    """The cities of the register by all that identifies them."""

    def __init__(self) -> None:
        self._by_key: dict[Any, City] = {}
        self._slugs: set[str] = set()
        for city in City.objects.only(*COLUMNS).order_by("pk").iterator():
            self._learn(city)

    def add(self, places: Iterable[Place]) -> int:
        """Create those of the places that the register does not have, called in Arabic as GeoNames calls
        them; how many they were."""
        fresh, aliases = [], []
        for place in places:
            if self._find(place) is None:
                names = arabic_names().get(place.geonames_id or 0, ArabicNames("", ()))
                city = self._new(place, names.name)
                aliases += [
                    CityAlias(city=city, text=name, language="ar", kind=AliasKind.TRANSLITERATION)
                    for name in names.others
                ]
                self._learn(city)
                self._by_key[place.entry] = city
                fresh.append(city)
        add_cities(fresh, aliases)
        return len(fresh)

    def cities_of(self, pair: Pair) -> tuple[City, City]:
        one, other = (self._find(place) for place in pair.places)
        if one is None or other is None:
            raise LookupError(pair.names)
        return one, other

    def _find(self, place: Place) -> City | None:
        if place.is_bare:
            return self._by_key.get(place.entry)
        for key in _keys(place.geonames_id, place.wikidata_id):
            if key in self._by_key:
                return self._by_key[key]
        return self._by_key.get(_where(place.name, place.country, place.point)) if place.point else None

    def _learn(self, city: City) -> None:
        self._slugs.add(city.slug)
        for key in _keys(city.geonames_id, city.wikidata_id):
            self._by_key[key] = city
        if city.latitude is not None and city.longitude is not None:
            point = (city.latitude, city.longitude)
            for name in {city.name_en, city.name_ar} - {""}:
                self._by_key.setdefault(_where(name, city.country.code, point), city)

    def _new(self, place: Place, name_ar: str) -> City:
        latitude, longitude = place.point or (None, None)
        return City(
            slug=self._slug(place),
            kind=CityKind.UNKNOWN,
            name_ar=name_ar,
            name_en=place.name,
            country=place.country,
            latitude=latitude,
            longitude=longitude,
            geonames_id=place.geonames_id,
            wikidata_id=place.wikidata_id,
        )

    def _slug(self, place: Place) -> str:
        """`paris-fr`; of homonyms in one country the later ones have their id behind it."""
        stem = f"{slugify(anyascii(place.name))[:55].strip('-') or 'city'}-{place.country.lower()}"
        first = (stem, f"{stem}-{place.geonames_id or place.wikidata_id.lower() or 2}")
        more = (f"{stem}-{number}" for number in count(3))
        return next(slug for slug in chain(first, more) if slug not in self._slugs)


def _keys(geonames_id: int | None, wikidata_id: str) -> Iterator[Any]:
    if geonames_id:
        yield geonames_id
    if wikidata_id:
        yield wikidata_id


def _where(name: str, country: str, point: tuple[float, float]) -> Any:
    """A name at a spot, to about ten metres."""
    return (name.casefold(), country, round(point[0], 4), round(point[1], 4))
