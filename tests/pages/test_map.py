"""The map of all cities: its columns, the table that says the same, and what is kept of both."""

import gzip
import json
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements import map_data
from agreements.models import City
from tests.cast import Cast
from tests.factories import AgreementFactory, CityFactory, published
from tests.pages.reading import page_of, text_of, words_of


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    caches["large"].clear()


@pytest.fixture
def places(cast: Cast) -> Cast:
    """Hebron and Amman on the map, Bursa's place not known; both pairs published, and a draft."""
    City.objects.filter(pk=cast.hebron.pk).update(latitude=31.53, longitude=35.09)
    City.objects.filter(pk=cast.amman.pk).update(latitude=31.95, longitude=35.93)
    published(parties=[cast.hebron, cast.amman])
    published(parties=[cast.hebron, cast.amman], kind="memorandum")
    published(parties=[cast.hebron, cast.bursa])
    AgreementFactory(parties=[cast.amman, CityFactory(latitude=1, longitude=1)])
    return cast


def read(client: Client, address: str) -> Any:
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, address
    return json.loads(gzip.decompress(response.content))


def test_places_come_from_west_to_east_with_a_link_for_each_pair(client: Client, places: Cast) -> None:
    data = read(client, "/en/map/places/")
    assert data["x"][1] > 0
    assert data["agreements"] == [3, 2]
    assert (data["from"], data["to"]) == ([0], [1])
    assert data["names"] == [["Hebron", "hebron", "Palestine"], ["Amman", "amman", "Jordan"]]
    assert read(client, "/ar/map/places/")["names"][0] == ["الخليل", "hebron", "فلسطين"]


def test_filters_are_those_of_the_list(client: Client, places: Cast) -> None:
    assert read(client, "/ar/map/places/?kind=memorandum")["agreements"] == [1, 1]
    assert read(client, "/ar/map/places/?country=TR")["agreements"] == [1]
    assert read(client, "/ar/map/places/?city=bursa")["from"] == []
    assert read(client, "/ar/map/places/?kind=friendship")["x"] == []
    # What is mistaken is left out, as on the list.
    assert read(client, "/ar/map/places/?kind=x&signed_from=y&foo=1&record_state=draft")["agreements"] == [
        3,
        2,
    ]


def test_the_table_beside_it_has_every_city_of_the_map_and_those_without_a_place(
    client: Client, places: Cast
) -> None:
    page = page_of(client.get("/en/map/"))
    cells = [text for _found, text in page.all("td")]
    assert [text for _found, text in page.all("th", scope="row")] == ["Hebron", "Amman", "Bursa"]
    assert cells[:3] == ["Palestine", "2", "3"]
    assert cells[-1] == "place not known"
    assert "Bursa" not in text_of(client.get("/en/map/?kind=memorandum"))
    assert "No city matches" in text_of(client.get("/en/map/?kind=friendship"))


def test_names_come_in_parts_of_the_same_places(client: Client, places: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(map_data, "PART", 1)
    whole = read(client, "/en/map/places/")
    second = read(client, "/en/map/names/1/")
    assert second == {"of": whole["of"], "names": [["Amman", "amman", "Jordan"]]}
    assert read(client, "/en/map/names/7/")["names"] == []
    assert client.get("/en/map/names/10000/").status_code == 400


def test_an_answer_is_kept_until_the_register_changes(client: Client, places: Cast) -> None:
    first = client.get("/ar/map/places/")
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/ar/map/places/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, len(queries)) == (304, 1)
    published(parties=[places.amman, places.bursa])
    renewed = client.get("/ar/map/places/", headers={"If-None-Match": first["ETag"]})
    assert renewed.status_code == 200
    assert json.loads(renewed.content)["agreements"] == [3, 3]
    places.bursa.latitude, places.bursa.longitude = 40.2, 29.1
    places.bursa.save()
    assert len(json.loads(client.get("/ar/map/places/").content)["x"]) == 3


def test_it_is_packed_only_for_whoever_unpacks(client: Client, places: Cast) -> None:
    packed = client.get("/ar/map/places/", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/ar/map/places/")
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert gzip.decompress(packed.content) == plain.content
    assert plain["Vary"].find("Accept-Encoding") >= 0


def test_the_page_asks_the_same_however_many_cities_there_are(client: Client, places: Cast) -> None:
    def cost() -> int:
        caches["large"].clear()
        with CaptureQueriesContext(connection) as queries:
            client.get("/ar/map/")
        return len(queries)

    cost()
    few = cost()
    for _ in range(4):
        published(parties=[CityFactory(latitude=2, longitude=2), CityFactory()])
    assert cost() == few


@pytest.mark.parametrize("page", ["-5", "999999999999", "x"])
def test_a_page_of_the_table_that_is_not_there_is_told(client: Client, places: Cast, page: str) -> None:
    assert f"There is no page “{page}”; page 1 is shown." in words_of(client.get(f"/en/map/?page={page}"))
