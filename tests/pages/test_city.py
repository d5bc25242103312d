"""The page of one city."""

import pytest
from django.test import Client

from agreements.models import Statement
from tests.cast import Cast
from tests.factories import AgreementFactory, CityFactory, CoverageFactory, DomainFactory, published
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


def test_all_agreements_of_a_city_stand_with_their_partner_and_lead_to_the_list(
    client: Client, cast: Cast
) -> None:
    fill_register([cast.hebron, cast.amman], DomainFactory(), 51)
    page = page_of(client.get("/ar/cities/hebron/"))
    [(link, _text)] = page.all("a", href="/ar/agreements/?city=hebron")
    assert len([given for given, _text in page.all("a") if "/agreements/TW-2020-" in given["href"]]) == 51
    assert len(page_of(client.get(link["href"])).all("h3")) == 25


def test_partners_are_counted_by_country_domain_and_decade(client: Client, cast: Cast) -> None:
    top = DomainFactory(code="gis", name_en="GIS")
    one = published(parties=[cast.hebron, cast.amman], signed_on="2014-06")
    CoverageFactory(agreement=one, domain=DomainFactory(code="gis-maps", parent=top))
    published(parties=[cast.hebron, cast.amman, cast.bursa], signed_on="1998")
    page = page_of(client.get("/en/cities/hebron/"))
    lines = {
        given["href"].partition("city=hebron&")[2]: text
        for given, text in page.all("a")
        if "/en/agreements/?city=hebron&" in given["href"]
    }
    assert lines == {
        "country=JO": "Jordan",
        "country=TR": "Türkiye",
        "domain=gis": "GIS",
        "decade=1990": "1990–1999",
        "decade=2010": "2010–2019",
    }
    for query in lines:
        assert page_of(client.get(f"/en/agreements/?city=hebron&{query}")).all("h3"), query
    partners = [given["href"] for given, _text in page.all("a") if "/relationships/" in given["href"]]
    assert partners == ["/en/relationships/amman/hebron/", "/en/relationships/bursa/hebron/"]


def test_on_a_past_day_only_what_was_known_to_be_something_counts(client: Client, cast: Cast) -> None:
    published(
        parties=[cast.hebron, cast.amman], title_en="Later", signed_on="2014", effect_rule="on_signature"
    )
    published(
        parties=[cast.hebron, cast.bursa], title_en="Earlier", signed_on="1998", effect_rule="on_signature"
    )
    words = words_of(client.get("/en/cities/hebron/?as_of=2000-01-01"))
    assert "As of 1 January 2000." in words
    assert "Earlier" in words
    assert "Later" not in words
    wrong = words_of(client.get("/en/cities/hebron/?as_of=2000-13"))
    assert "2000-13" in wrong
    assert "Later" in wrong


def test_what_the_city_states_is_told_and_a_city_without_place_is_said_to_have_none(
    client: Client, cast: Cast
) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    Statement.objects.create(
        party=agreement.parties.get(city=cast.hebron),
        kind_claimed="memorandum",
        in_force_claimed=True,
        note_en="As the council sees it.",
        made_on="2020-01-01",
        channel="account",
    )
    words = words_of(client.get("/en/cities/hebron/"))
    assert "What the city itself states" in words
    assert "As the council sees it." in words
    assert "no map is drawn" in words
    assert "What the city itself states" not in words_of(client.get("/en/cities/amman/"))


@pytest.mark.parametrize("slug", ["nowhere", "Hebron", "a" * 300, "%00", "الخليل"])
def test_an_address_of_no_city_is_not_found(client: Client, cast: Cast, slug: str) -> None:
    assert client.get(f"/ar/cities/{slug}/").status_code == 404


def test_ten_agreements_and_a_thousand_cost_the_same_queries(client: Client, cast: Cast) -> None:
    domain = DomainFactory()
    fill_register([cast.hebron, cast.amman], domain, 10)
    at_ten = queries(client, "/ar/cities/hebron/")
    fill_register([cast.hebron, cast.amman], domain, 1000)
    assert queries(client, "/ar/cities/hebron/") == at_ten <= 9
