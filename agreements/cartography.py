"""Where on the map a place lies: the Equal Earth projection, and pictures of places and links in it.

The map is a plane 1000 wide, north up: countries keep their areas, Antarctica is left off. Pure
arithmetic; whoever draws needs no projection of their own.

>>> project(0, 0)
(500.0, 243.4)
>>> project(31.5, 35.1)
(590.6, 128.6)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

WIDTH = 1000.0
# Equal Earth: Šavrič, Patterson and Jenny, 2018.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
HALF_ROOT_3 = sqrt(3) / 2

# How far south the map goes: beyond Tierra del Fuego and the islands about it.
SOUTHERN_EDGE = -58.0

# A picture shows no less than this of the world, so that the outline stays recognisable.
LEAST_WIDTH = 90.0
LEAST_RATIO, MOST_RATIO = 1.4, 2.4
MARGIN = 0.12

Spot = tuple[float, float]


def plane(latitude: float, longitude: float) -> Spot:
    """The projection itself, unrounded; longitudes beyond ±180 lie beyond the edge."""
    theta = asin(HALF_ROOT_3 * sin(radians(latitude)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    x = radians(longitude) * cos(theta) / (HALF_ROOT_3 * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)))
    y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))
    return x, y


# Half the width of the equator, half the height between the poles.
EAST = plane(0, 180)[0]
NORTH = plane(90, 0)[1]
SCALE = WIDTH / (2 * EAST)
HEIGHT = round(SCALE * (NORTH - plane(SOUTHERN_EDGE, 0)[1]), 1)


def project(latitude: float, longitude: float) -> Spot:
    """Where a place lies on the map, in its units from the upper left corner."""
    x, y = plane(latitude, longitude)
    return round(SCALE * (x + EAST), 1), round(SCALE * (NORTH - y), 1)


@dataclass(frozen=True)
class Place:
    """A place on earth with what is written at it; `weight`: how much stands there."""

    latitude: float
    longitude: float
    label: str = ""
    weight: int = 1


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    radius: float
    label: str


@dataclass(frozen=True)
class Picture:
    """What a drawing needs: the part of the map it shows, dots, and lines as SVG path data."""

    view_box: str
    dots: list[Dot]
    lines: list[str]
    centre: Dot | None = None


def picture(places: Sequence[Place], centre: Place | None = None) -> Picture:
    """The places, and a line to each from the centre if there is one, as near as they allow."""
    spots = [project(place.latitude, place.longitude) for place in places]
    middle = project(centre.latitude, centre.longitude) if centre else None
    left, top, width, height = frame([*spots, middle] if middle else spots)
    unit = width / 1000
    heaviest = max((place.weight for place in places), default=1)
    dots = [
        Dot(
            *spot,
            round(unit * (2.5 + 11 * sqrt(place.weight / heaviest) if heaviest > 1 else 5), 2),
            place.label,
        )
        for place, spot in zip(places, spots, strict=True)
    ]
    lines = [line for place in places for line in arcs(centre, place)] if centre else []
    return Picture(
        view_box=f"{left:g} {top:g} {width:g} {height:g}",
        dots=sorted(dots, key=lambda dot: -dot.radius),
        lines=lines,
        centre=Dot(*middle, round(unit * 8, 2), centre.label) if middle and centre else None,
    )


def frame(spots: Iterable[Spot]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the part of the map that holds these spots with a margin; all of
    it where there are none."""
    found = list(spots)
    if not found:
        return 0, 0, WIDTH, HEIGHT
    xs, ys = zip(*found, strict=True)
    width = min(max((max(xs) - min(xs)) * (1 + 2 * MARGIN), LEAST_WIDTH), WIDTH)
    height = min(max((max(ys) - min(ys)) * (1 + 2 * MARGIN), width / MOST_RATIO), HEIGHT)
    width = min(max(width, height * LEAST_RATIO), WIDTH)
    left = min(max((max(xs) + min(xs) - width) / 2, 0), WIDTH - width)
    top = min(max((max(ys) + min(ys) - height) / 2, 0), HEIGHT - height)
    return round(left, 1), round(top, 1), round(width, 1), round(height, 1)


def arcs(one: Place, other: Place) -> list[str]:
    """The link of two places as SVG path data: one curve, or two that leave the map on one side and come
    back on the other, where that is the shorter way."""
    turn = -360 if other.longitude - one.longitude > 180 else 360
    start, end = _ends(one), _ends(other)
    if abs(other.longitude - one.longitude) <= 180:
        return [curve(start, end)]
    return [curve(start, _ends(other, turn)), curve(_ends(one, -turn), end)]


def _ends(place: Place, turn: int = 0) -> Spot:
    return project(place.latitude, place.longitude + turn)


def curve(start: Spot, end: Spot) -> str:
    """An arc bent northward by a sixth of its length."""
    (x1, y1), (x2, y2) = start, end
    bend = sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2) / 6
    return f"M{x1:g} {y1:g}Q{(x1 + x2) / 2:g} {(y1 + y2) / 2 - bend:g} {x2:g} {y2:g}"
