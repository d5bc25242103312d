"""`python -m agreements.land_outline land-110m.json > land.svg`: draw the outline of the land.

From Natural Earth's land (public domain) as TopoJSON, the way npm's world-atlas packs it, in the
projection of `cartography`: one path, to be used in pictures and read by the script of the map.
"""

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from agreements.cartography import HEIGHT, SOUTHERN_EDGE, WIDTH, Spot, project

Ring = list[tuple[float, float]]


def rings(topology: dict[str, Any]) -> Iterator[Ring]:
    """The outlines as lists of (longitude, latitude)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(number: int) -> Ring:
        x = y = 0
        points: Ring = []
        for dx, dy in topology["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        return points if number >= 0 else points[::-1]

    for shape in topology["objects"]["land"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in polygons:
            for numbers in polygon:
                joined: Ring = []
                for number in numbers:
                    joined += arc(number)[bool(joined) :]
                yield joined


def cut(ring: Ring) -> Iterator[Ring]:
    """A ring that crosses the 180th meridian in two parts, one on each side of the map."""
    unrolled = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((unrolled[-1][0] - longitude) / 360)
        unrolled.append((longitude + 360 * turns, latitude))
    for shift in (-360, 0, 360):
        part = _within(_within([(x + shift, y) for x, y in unrolled], 1), -1)
        if len(part) > 2:
            yield part


def _within(ring: Ring, side: int) -> Ring:
    """What of a ring lies west (`side` 1) or east (-1) of the edge of the map on that side."""
    kept: Ring = []
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, next_inside = x1 * side <= 180, x2 * side <= 180
        if inside:
            kept.append((x1, y1))
        if inside != next_inside:
            kept.append((180.0 * side, y1 + (y2 - y1) * (180 * side - x1) / (x2 - x1)))
    return kept


def path(ring: Ring) -> str:
    """A closed outline as SVG path data in relative tenths, which are short to write."""
    spots = [project(latitude, longitude) for longitude, latitude in ring]
    tenths = [(round(x * 10), round(y * 10)) for x, y in spots]
    kept = [spot for spot, before in zip(tenths, [None, *tenths], strict=False) if spot != before]
    steps = (f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def north_of_edge(ring: Ring) -> bool:
    return max(latitude for _longitude, latitude in ring) > SOUTHERN_EDGE


def edge() -> Iterator[Spot]:
    """The rim of the earth from the south-west over the north to the south-east."""
    latitudes = range(int(SOUTHERN_EDGE), 91, 4)
    yield from (project(latitude, -180) for latitude in latitudes)
    yield from (project(latitude, 180) for latitude in reversed(latitudes))


def svg(topology: dict[str, Any]) -> str:
    land = "".join(path(part) for ring in rings(topology) if north_of_edge(ring) for part in cut(ring))
    sea = "M" + "L".join(f"{round(x * 10)} {round(y * 10)}" for x, y in edge()) + "z"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
        f'<g id="sea"><path transform="scale(.1)" d="{sea}"/></g>'
        f'<g id="land"><path transform="scale(.1)" d="{land}"/></g></svg>\n'
    )


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.stdout.write(svg(json.load(file)))
