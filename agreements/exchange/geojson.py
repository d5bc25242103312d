"""Cities as points and what joins them as lines (RFC 7946), for maps.

>>> line([(35.09, 31.53), (35.93, 31.95)])
{'type': 'LineString', 'coordinates': [[35.09, 31.53], [35.93, 31.95]]}
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import orjson

Told = dict[str, Any]
# Degrees east, then degrees north, as the format has them.
Place = tuple[float, float]

LEFT_OUT = frozenset({"status_periods", "events", "activities", "sources", "documents", "links"})


def point(place: Place | None) -> Told | None:
    return None if place is None else {"type": "Point", "coordinates": list(place)}


def line(places: Sequence[Place]) -> Told | None:
    """What joins two places, or each of more with each other; nothing joins fewer."""
    pairs = [[list(first), list(second)] for first, second in combinations(places, 2)]
    if not pairs:
        return None
    if len(pairs) == 1:
        return {"type": "LineString", "coordinates": pairs[0]}
    return {"type": "MultiLineString", "coordinates": pairs}


def feature(name: str, geometry: Told | None, properties: Told) -> Told:
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": properties}


def city(record: Told) -> Told:
    place = None if record["latitude"] is None else (record["longitude"], record["latitude"])
    rest = {name: value for name, value in record.items() if name not in ("latitude", "longitude")}
    return feature(record["slug"], point(place), rest)


def agreement(record: Told, places: Mapping[str, Place]) -> Told:
    """An agreement as the lines between its parties, as far as it is known where they lie."""
    slugs = [party["city"]["slug"] for party in record["parties"]]
    known = [places[slug] for slug in slugs if slug in places]
    rest = {name: value for name, value in record.items() if name not in LEFT_OUT}
    return feature(str(record["registry_number"]), line(known), rest)


def relationship(record: Told) -> Told:
    ends = [(city["longitude"], city["latitude"]) for city in record["cities"]]
    known = [(east, north) for east, north in ends if east is not None]
    return feature("/".join(city["slug"] for city in record["cities"]), line(known), record)


def collection(features: Iterable[Told]) -> Iterator[bytes]:
    """A feature collection, feature after feature."""
    yield b'{"type":"FeatureCollection","features":['
    for number, each in enumerate(features):
        yield (b",\n" if number else b"\n") + orjson.dumps(each)
    yield b"\n]}\n"
