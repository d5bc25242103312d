"""The maps that the server draws: what they show, and of what they say nothing."""

from typing import Any

import pytest
from django.template import Context, Template

from agreements.cartography import HEIGHT, WIDTH, Place, arcs, frame, picture, project
from agreements.models import City
from tests.factories import CityFactory

HEBRON = Place(31.52935, 35.0938, "Hebron")
DERBY = Place(52.92277, -1.47663, "Derby")


def drawn(template: str, **context: Any) -> str:
    return Template("{% load maps %}" + template).render(Context(context))


def test_every_place_lies_on_the_map_north_up() -> None:
    assert project(0, -180)[0] == 0
    assert project(0, 180)[0] == WIDTH
    assert project(90, 0)[1] == 0
    assert project(-58, 0)[1] == HEIGHT
    assert project(31.5, 35.1)[1] < project(-31.5, 35.1)[1]


def test_the_frame_holds_what_is_shown_and_never_leaves_the_map() -> None:
    for places in ([HEBRON], [HEBRON, DERBY], [Place(-54, -68), Place(71, 179)], []):
        left, top, width, height = frame([project(one.latitude, one.longitude) for one in places])
        assert 0 <= left <= left + width <= WIDTH
        assert 0 <= top <= top + height <= HEIGHT + 0.1
        for one in places:
            x, y = project(one.latitude, one.longitude)
            assert left <= x <= left + width
            assert top <= y <= top + height


def test_a_link_goes_the_shorter_way_round_the_earth() -> None:
    assert len(arcs(HEBRON, DERBY)) == 1
    tokyo, seattle = Place(35.7, 139.7), Place(47.6, -122.3)
    over_the_edge = arcs(tokyo, seattle)
    assert len(over_the_edge) == 2
    assert float(over_the_edge[0].split()[-2]) > WIDTH
    assert float(over_the_edge[1][1:].split()[0]) < 0
    assert len(arcs(seattle, tokyo)) == 2


def test_more_weight_is_a_larger_dot_and_the_smallest_lies_on_top() -> None:
    dots = picture([Place(1, 1, weight=1), Place(2, 2, weight=100)]).dots
    assert dots[0].radius > 2 * dots[1].radius


@pytest.mark.django_db
def test_a_city_is_drawn_with_its_partners_whose_place_is_known() -> None:
    hebron = CityFactory(name_ar="الخليل", latitude=31.5, longitude=35.1)
    derby = CityFactory(name_ar="ديربي <b>", latitude=52.9, longitude=-1.5)
    nowhere = CityFactory(name_ar="بيرغن")
    html = drawn('{% map_of_partners city partners "خريطة" %}', city=hebron, partners=[derby, nowhere])
    assert 'role="img" aria-label="خريطة"' in html
    assert html.count('class="link"') == 1
    assert "<title>ديربي &lt;b&gt;</title>" in html
    assert "بيرغن" not in html
    assert "style=" not in html
    assert drawn('{% map_of_partners city partners "خريطة" %}', city=nowhere, partners=[derby]).strip() == ""
    assert drawn('{% map_of_cities cities "خريطة" %}', cities=[nowhere]).strip() == ""


@pytest.mark.django_db
def test_the_cities_of_the_earth_are_counted_by_fields() -> None:
    CityFactory(latitude=31.5, longitude=35.1)
    CityFactory(latitude=31.9, longitude=35.2)
    CityFactory(latitude=-31.5, longitude=-70)
    CityFactory()
    spread = City.objects.spread()
    assert [(round(north, 1), round(east, 2), many) for north, east, many in spread] == [
        (-31.5, -70, 1),
        (31.7, 35.15, 2),
    ]
    assert drawn('{% map_of_fields spread "خريطة" %}', spread=spread).count('class="dot"') == 2
