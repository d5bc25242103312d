"""The list of agreements and its filters."""

from typing import Any

import pytest
from django.test import Client

from agreements.models import Agreement
from tests.cast import Cast
from tests.factories import (
    AgreementFactory,
    CityFactory,
    CoverageFactory,
    DomainFactory,
    EventFactory,
    published,
)
from tests.pages.reading import fill_register, page_of, queries, text_of, words_of

LIST = "/ar/agreements/"


def found(client: Client, query: str = "") -> list[str]:
    """The English titles of the agreements that the English list shows, in order."""
    page = page_of(client.get(f"/en/agreements/{query}"))
    return [text for _attributes, text in page.all("h3")]


def test_an_empty_register_says_that_nothing_matches(client: Client, db: None) -> None:
    assert "لا توجد اتفاقية مطابقة." in words_of(client.get(LIST))


def test_the_public_sees_what_is_published_and_a_member_no_more_unless_asked(
    client: Client, cast: Cast, as_: Any
) -> None:
    published(parties=[cast.hebron, cast.amman], title_en="Public")
    AgreementFactory(parties=[cast.hebron, cast.amman], title_en="Draft")
    assert found(client) == ["Public"]
    member = as_(cast.contributor_of_hebron)
    assert found(member) == ["Public"]
    assert found(member, "?record_state=draft") == ["Draft"]
    assert found(as_(cast.reviewer_of_bursa), "?record_state=draft") == []
    assert found(client, "?record_state=draft") == ["Public"], "the public has no such filter"


def test_the_latest_signed_come_first_and_the_unknown_last(client: Client, cast: Cast) -> None:
    for title, day in (("Unknown", None), ("Old", "1998-05"), ("New", "2014-06-03"), ("Same year", "2014")):
        published(parties=[cast.hebron, cast.amman], title_en=title, signed_on=day)
    assert found(client) == ["New", "Same year", "Old", "Unknown"]


def test_filters_narrow_together(client: Client, cast: Cast) -> None:
    domain = DomainFactory(code="gis")
    below = DomainFactory(code="gis-geographic", parent=domain)
    columns = {"signed_on": "2014-06-03", "effect_rule": "on_signature"}
    ours = published(parties=[cast.hebron, cast.amman], title_en="Ours", kind="brotherhood", **columns)
    CoverageFactory(agreement=ours, domain=below)
    other = published(parties=[cast.amman, cast.bursa], title_en="Other", kind="memorandum")
    EventFactory(agreement=other, kind="proposed", date="2020")
    for query in (
        "?city=hebron",
        "?city=الخليل",
        "?country=PS",
        "?domain=gis",
        "?domain=gis-geographic",
        "?kind=brotherhood",
        "?status=in_force",
        "?as_of=2015-01-01",
        "?as_of=١/١/٢٠١٥",
        "?signed_from=2014&signed_until=2014",
        "?q=Ours",
        "?q=بلدية الخليل",
        f"?q={ours.registry_number}",
        "?city=amman&kind=brotherhood&status=in_force",
    ):
        assert found(client, query) == ["Ours"], query
    assert found(client, "?as_of=2013-12-31") == []
    assert found(client, "?status=planned&as_of=2021-01-01") == ["Other"]
    assert set(found(client, "?city=amman")) == {"Ours", "Other"}


@pytest.mark.parametrize(
    ("query", "field", "typed", "words"),
    [
        ("?signed_from=2014-13", "signed_from", "2014-13", "2014-13"),
        ("?signed_until=٣١/٠٢/٢٠١٤", "signed_until", "٣١/٠٢/٢٠١٤", "٣١/٠٢/٢٠١٤"),
        ("?as_of=2014", "as_of", "2014", "2016-05-01"),
        ("?city=nowhere", "city", "nowhere", "nowhere"),
    ],
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_mistaken_filter_is_named_at_its_field_and_left_out_and_stays_typed(
    client: Client, cast: Cast, query: str, field: str, typed: str, words: str, language: str
) -> None:
    published(parties=[cast.hebron, cast.amman])
    response = client.get(f"/{language}/agreements/{query}&kind=twinning")
    page = page_of(response)
    assert response.status_code == 200
    [(_attributes, error)] = page.all("p", id=f"id_{field}_error")
    assert words in error
    [(box, _text)] = page.all("input", name=field)
    assert box["value"] == typed
    assert box["aria-describedby"] == f"id_{field}_error"
    assert box["aria-invalid"] == "true"
    assert len(page.all("h3")) == 1, "the other filters still hold"


def test_a_choice_that_is_none_is_named_in_its_message(client: Client, db: None) -> None:
    [(_attributes, error)] = page_of(client.get(f"{LIST}?kind=zzz")).all("p", id="id_kind_error")
    assert "zzz" in error


def test_a_filter_that_does_not_exist_is_mentioned(client: Client, db: None) -> None:
    assert "«<b>x</b>»" in words_of(client.get(f"{LIST}?%3Cb%3Ex%3C/b%3E=1"))
    assert "There is no filter named “foo”" in words_of(client.get("/en/agreements/?foo=1"))


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "1.5", "9" * 30, "٢", "%00", "1' OR 1=1"])
def test_an_absurd_page_number_shows_the_nearest_page(client: Client, cast: Cast, page: str) -> None:
    fill_register([cast.hebron, cast.amman], DomainFactory(), 51)
    response = client.get(f"{LIST}?page={page}", follow=True)
    assert response.status_code == 200
    assert len(page_of(response).all("h3")) == (1 if page == "9" * 30 else 25)


def test_pages_keep_the_filters(client: Client, cast: Cast) -> None:
    fill_register([cast.hebron, cast.amman], DomainFactory(), 70)
    page = page_of(client.get(f"{LIST}?city=hebron&kind=twinning&page=2"))
    [(before, _text)] = page.all("a", rel="prev")
    [(after, _text)] = page.all("a", rel="next")
    assert before["href"] == "?city=hebron&kind=twinning&page=1"
    assert after["href"].endswith("&page=3")
    last = page_of(client.get(f"{LIST}{after['href']}"))
    assert len(last.all("h3")) == 20
    assert not last.all("a", rel="next")


def test_a_member_sees_the_state_of_an_unpublished_record(cast: Cast, as_: Any) -> None:
    AgreementFactory(parties=[cast.hebron, cast.amman])
    assert "مسودة" in words_of(as_(cast.reviewer_of_amman).get(f"{LIST}?record_state=draft"))


def test_a_record_without_a_title_goes_by_its_designation_or_its_reference(cast: Cast, as_: Any) -> None:
    bare = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="", title_en="")
    client = as_(cast.registrar)
    assert found(client, "?record_state=draft") == [f"draft-{bare.pk}"]
    Agreement.objects.filter(pk=bare.pk).update(designation_en="Brotherhood")
    assert found(client, "?record_state=draft") == ["Brotherhood"]


@pytest.mark.parametrize("query", ["", "?city=hebron&country=PS&status=in_force&q=a", "?page=1"])
def test_ten_rows_and_a_thousand_cost_the_same_queries(client: Client, cast: Cast, query: str) -> None:
    domain = DomainFactory()
    fill_register([cast.hebron, cast.amman], domain, 10)
    at_ten = queries(client, f"{LIST}{query}")
    fill_register([cast.hebron, cast.amman], domain, 1000)
    assert queries(client, f"{LIST}{query}") == at_ten <= 16


def test_every_field_has_its_label(client: Client, db: None) -> None:
    page = page_of(client.get(LIST))
    labels = {attributes["for"] for attributes, _text in page.all("label")}
    boxes = [attributes["id"] for tag in ("input", "select") for attributes, _text in page.all(tag)]
    assert boxes
    assert set(boxes) <= labels


def test_twelve_parties_stand_in_one_line_of_the_list(client: Client, cast: Cast) -> None:
    cities = [CityFactory() for _ in range(12)]
    published(parties=cities)
    words = words_of(client.get(LIST))
    assert all(city.name_ar in words for city in cities)
    assert "<bdi>" in text_of(client.get(LIST))
