"""The page of one city."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.factories import AgreementFactory, CityFactory, DomainFactory, published
from tests.pages.reading import fill_register, page_of, queries, words_of


def test_a_city_is_told_with_its_names_place_and_agreements(client: Client, cast: Cast) -> None:
    city = CityFactory(
        slug="nablus",
        name_ar="نابلس",
        name_en="Nablus",
        country="PS",
        region="PS-NBS",
        latitude=32.22111,
        longitude=35.25444,
        population=156906,
        population_year=2017,
        website="https://nablus.example/",
    )
    city.aliases.create(text="Naplouse", language="fr")
    published(parties=[city, cast.amman], title_ar="توأمة نابلس وعمّان")
    words = words_of(client.get("/ar/cities/nablus/"))
    for text in ("نابلس", "فلسطين", "PS-NBS", "32.22111, 35.25444", "2017", "Naplouse", "توأمة نابلس وعمّان"):
        assert text in words, text
    page = page_of(client.get("/ar/cities/nablus/"))
    assert page.all("bdi", lang="fr")
    assert page.all("a", href="https://nablus.example/")


def test_a_city_of_which_little_is_known_says_what_is_not_known(client: Client, cast: Cast) -> None:
    words = words_of(client.get("/ar/cities/bursa/"))
    assert "غير معروف" in words
    assert page_of(client.get("/ar/cities/bursa/")).all("p", class_="empty")


def test_drafts_are_not_told_of(client: Client, cast: Cast) -> None:
    AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="مسودة سرية")
    assert "مسودة سرية" not in words_of(client.get("/ar/cities/hebron/"))


def test_more_than_fifty_agreements_lead_to_the_list(client: Client, cast: Cast) -> None:
    fill_register([cast.hebron, cast.amman], DomainFactory(), 51)
    page = page_of(client.get("/ar/cities/hebron/"))
    [(link, _text)] = page.all("a", href="/ar/agreements/?city=hebron")
    assert len(page.all("h3")) == 50
    assert len(page_of(client.get(link["href"])).all("h3")) == 50


@pytest.mark.parametrize("slug", ["nowhere", "Hebron", "a" * 300, "%00", "الخليل"])
def test_an_address_of_no_city_is_not_found(client: Client, cast: Cast, slug: str) -> None:
    assert client.get(f"/ar/cities/{slug}/").status_code == 404


def test_ten_agreements_and_a_thousand_cost_the_same_queries(client: Client, cast: Cast) -> None:
    domain = DomainFactory()
    fill_register([cast.hebron, cast.amman], domain, 10)
    at_ten = queries(client, "/ar/cities/hebron/")
    fill_register([cast.hebron, cast.amman], domain, 1000)
    assert queries(client, "/ar/cities/hebron/") == at_ten <= 7
