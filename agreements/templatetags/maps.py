"""Small maps within a page: drawn by the server, without a script.

Each is one picture to whoever does not see it; the page says the same in words or in a table beside it.
"""

from collections.abc import Iterable
from typing import Any

from django import template

from agreements.cartography import Place, picture
from agreements.models import City

register = template.Library()


@register.inclusion_tag("_map.html")
def map_of_partners(city: City, partners: Iterable[City], label: str) -> dict[str, Any]:
    """A city and its partners with a line to each; empty where the city's own place is not known. A
    partner whose place is not known is left out: the table has it."""
    centre = _place_of(city)
    places = [place for place in map(_place_of, partners) if place]
    return {"picture": picture(places, centre) if centre and places else None, "label": label}


@register.inclusion_tag("_map.html")
def map_of_cities(cities: Iterable[City], label: str) -> dict[str, Any]:
    """Some cities, such as the parties of an agreement, each as a dot."""
    places = [place for place in map(_place_of, cities) if place]
    return {"picture": picture(places) if places else None, "label": label}


@register.inclusion_tag("_map.html")
def map_of_fields(spread: Iterable[tuple[float, float, int]], label: str) -> dict[str, Any]:
    """How many cities lie in each field of the earth, as `City.objects.spread()` counts them."""
    places = [Place(latitude, longitude, weight=many) for latitude, longitude, many in spread]
    return {"picture": picture(places) if places else None, "label": label}


def _place_of(city: City) -> Place | None:
    if city.latitude is None or city.longitude is None:
        return None
    return Place(city.latitude, city.longitude, str(city.name))
