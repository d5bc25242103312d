"""The list of cities and its filters."""

import pytest
from django.test import Client

from agreements.models import City
from tests.cast import Cast
from tests.factories import AgreementFactory, CityFactory, DomainFactory, published
from tests.pages.reading import fill_register, page_of, queries, words_of

LIST = "/ar/cities/"


def found(client: Client, query: str = "") -> list[str]:
    return [text for _attributes, text in page_of(client.get(f"/en/cities/{query}")).all("h3")]


def test_an_empty_register_says_that_no_city_matches(client: Client, db: None) -> None:
    assert page_of(client.get(LIST)).all("p", class_="empty")


def test_each_city_stands_with_country_authority_and_its_published_agreements(
    client: Client, cast: Cast
) -> None:
    published(parties=[cast.hebron, cast.amman])
    AgreementFactory(parties=[cast.hebron, cast.bursa])
    words = words_of(client.get("/en/cities/"))
    assert "Hebron Palestine" in words
    assert "Hebron Municipality" in words
    assert words.count("1 agreement") == 2
    assert "0 agreements" in words


def test_filters_narrow_by_name_country_and_kind(client: Client, cast: Cast) -> None:
    cast.hebron.aliases.create(text="El-Khalil", language="tr")
    City.objects.filter(slug="bursa").update(kind="metropolitan")
    for query in ("?q=heb", "?q=الخليل", "?q=El-Khalil", "?country=PS", "?q=Municipality&country=PS"):
        assert found(client, query) == ["Hebron"], query
    assert found(client, "?kind=metropolitan") == ["Bursa"]


def test_read_as_of_a_past_day_it_has_the_cities_names_and_numbers_of_that_day(
    client: Client, cast: Cast
) -> None:
    cast.bursa.aliases.create(text="Prusa", language="en", kind="former", until="2010")
    for year, parties in ((2004, [cast.hebron, cast.bursa]), (2014, [cast.hebron, cast.amman])):
        published(parties=parties, signed_on=str(year), effect_rule="on_signature")
    assert found(client, "?as_of=2003-05-01") == []
    assert sorted(found(client, "?as_of=2005-05-01")) == ["Hebron", "Prusa"]
    assert found(client, "?as_of=2005-05-01&q=Bursa") == ["Prusa"]
    then = words_of(client.get("/en/cities/?as_of=2005-05-01"))
    assert "As of 1 May 2005" in then
    assert then.count("1 agreement") == 2
    assert sorted(found(client)) == ["Amman", "Bursa", "Hebron"]
    assert "2 agreements" in words_of(client.get("/en/cities/"))
    mistaken = page_of(client.get("/en/cities/?as_of=2005-13-01"))
    assert mistaken.all("p", id="id_as_of_error")
    assert len(mistaken.all("h3")) == 3


def test_a_mistaken_filter_is_named_at_its_field(client: Client, cast: Cast) -> None:
    page = page_of(client.get(f"{LIST}?country=ZZ&foo=1"))
    assert page.all("p", id="id_country_error")
    assert len(page.all("h3")) == 3
    assert "foo" in page.all("p", class_="notice warning")[0][1]


def test_pages_hold_fifty(client: Client, db: None) -> None:
    for _ in range(51):
        CityFactory()
    assert len(found(client)) == 50
    assert len(found(client, "?page=2")) == 1
    assert len(found(client, "?page=999")) == 1


@pytest.mark.parametrize("query", ["", "?q=م&country=PS", "?as_of=2016-05-01"])
def test_ten_rows_and_a_thousand_cost_the_same_queries(client: Client, cast: Cast, query: str) -> None:
    fill_register([cast.hebron, cast.amman], DomainFactory(), 10)
    City.objects.bulk_create(City(slug=f"a{n}", name_ar=f"م {n}", country="PS") for n in range(10))
    at_ten = queries(client, f"{LIST}{query}")
    City.objects.bulk_create(City(slug=f"b{n}", name_ar=f"م {n}", country="PS") for n in range(1000))
    assert queries(client, f"{LIST}{query}") == at_ten <= 4


def test_what_is_narrowed_is_downloaded_as_it_is(client: Client, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    page = page_of(client.get("/ar/cities/?country=PS"))
    links = [found["href"] for found, text in page.all("a") if text in ("CSV", "XLSX", "JSON")]
    assert len(links) == 3
    for link in links:
        answer = client.get(link)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200
        assert body
    table = client.get(links[0])
    text = (b"".join(table.streaming_content) if table.streaming else table.content).decode()
    assert "hebron" in text
    assert "amman" not in text
