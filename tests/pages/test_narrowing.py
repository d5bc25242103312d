"""What stands around the list of agreements: facets with their counts, filters in use, orders."""

from urllib.parse import parse_qs

import pytest
from django.test import Client, override_settings

from agreements.models import Statement
from tests.cast import Cast
from tests.factories import CoverageFactory, DomainFactory, EventFactory, published
from tests.pages.reading import page_of, text_of, words_of

LIST = "/en/agreements/"


@pytest.fixture
def register(cast: Cast) -> None:
    """Three agreements: two of Hebron, two of Amman, one of 1998, one of unknown date."""
    gis = DomainFactory(code="gis", name_en="GIS")
    below = DomainFactory(code="gis-maps", name_en="Maps", parent=gis)
    new = published(
        parties=[cast.hebron, cast.amman], title_en="New", signed_on="2014-06-03", effect_rule="on_signature"
    )
    CoverageFactory(agreement=new, domain=gis)
    CoverageFactory(agreement=new, domain=below)
    old = published(parties=[cast.hebron, cast.bursa], title_en="Old", signed_on="1998", kind="memorandum")
    CoverageFactory(agreement=old, domain=below)
    Statement.objects.create(
        party=old.parties.get(city=cast.hebron),
        kind_claimed="memorandum",
        made_on="2020-01-01",
        channel="account",
    )
    planned = published(parties=[cast.amman, cast.bursa], title_en="Planned")
    EventFactory(agreement=planned, kind="proposed", date="2020")


def facet(client: Client, name: str, query: str = "") -> dict[str, int]:
    """The choices of a facet, each with its count."""
    links = page_of(client.get(f"{LIST}{query}")).all("a")
    start = f"narrow-{name}-"
    return {
        given["id"].removeprefix(start): int(text.split()[-1])
        for given, text in links
        if given.get("id", "").startswith(start)
    }


def titles(client: Client, query: str = "") -> list[str]:
    return [text for _given, text in page_of(client.get(f"{LIST}{query}")).all("h3")]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("country", {"PS": 2, "JO": 2, "TR": 2}),
        ("city", {"hebron": 2, "amman": 2, "bursa": 2}),
        ("domain", {"gis": 2}),
        ("kind", {"twinning": 2, "memorandum": 1}),
        ("status", {"in_force": 1, "signed": 1, "planned": 1}),
        ("decade", {"2010": 1, "1990": 1, "unknown": 1}),
        ("evidence_level", {"0": 2, "1": 1}),
    ],
)
def test_each_facet_counts_and_each_of_its_links_leaves_so_many(
    client: Client, register: None, name: str, counts: dict[str, int]
) -> None:
    assert facet(client, name) == counts
    for value, count in counts.items():
        assert len(titles(client, f"?{name}={value}")) == count, value


def test_a_facet_counts_within_the_filters_that_hold_on_the_day_asked_about(
    client: Client, register: None
) -> None:
    assert facet(client, "kind", "?city=hebron") == {"twinning": 1, "memorandum": 1}
    assert facet(client, "country", "?q=Old") == {"PS": 1, "TR": 1}
    assert facet(client, "status", "?as_of=2000-01-01") == {"signed": 1}


def test_a_choice_in_use_is_a_chip_that_removes_it_and_keeps_the_rest(client: Client, register: None) -> None:
    page = page_of(client.get(f"{LIST}?kind=twinning&city=hebron&q=New&ordering=signed_on&page=3"))
    chips = {text: parse_qs(given["href"][1:]) for given, text in page.all("a", class_="chip remove")}
    assert len(chips) == 3
    [kind] = [query for text, query in chips.items() if "Kind: Twinning agreement" in text]
    assert kind == {"city": ["hebron"], "q": ["New"], "ordering": ["signed_on"]}
    assert any("City: Hebron" in text for text in chips)
    [(link, _text)] = page.all("a", id="narrow-kind-twinning")
    assert link["aria-current"] == "true"
    assert "kind" not in parse_qs(link["href"][1:])


def test_a_search_in_the_form_keeps_what_was_chosen_beside_it(client: Client, register: None) -> None:
    page = page_of(client.get(f"{LIST}?kind=twinning&ordering=signed_on&status=zzz"))
    hidden = {given["name"]: given["value"] for given, _text in page.all("input", type="hidden")}
    assert hidden == {"kind": "twinning", "ordering": "signed_on"}


def test_the_order_is_chosen_and_an_unknown_one_is_not_obeyed(client: Client, register: None) -> None:
    assert titles(client) == ["New", "Old", "Planned"]
    assert titles(client, "?ordering=-signed_on") == ["New", "Old", "Planned"]
    assert titles(client, "?ordering=signed_on") == ["Planned", "Old", "New"]
    assert titles(client, "?ordering=registry_number") == ["New", "Old", "Planned"]
    assert titles(client, "?ordering=password") == ["New", "Old", "Planned"]


@pytest.mark.parametrize("value", ["2014", "x", "99990", "0", "'; DROP"])
def test_a_decade_that_is_none_is_named_and_left_out(client: Client, register: None, value: str) -> None:
    response = client.get(LIST, {"decade": value})
    [(_given, error)] = page_of(response).all("p", id="id_decade_error")
    assert value in error
    assert len(page_of(response).all("h3")) == 3


def test_a_day_asked_about_is_said_at_the_top_with_a_way_back(client: Client, register: None) -> None:
    words = words_of(client.get(f"{LIST}?as_of=2016-05-01&kind=twinning"))
    assert "As of 1 May 2016." in words
    page = page_of(client.get(f"{LIST}?as_of=2016-05-01&kind=twinning"))
    assert [given["href"] for given, text in page.all("a") if text == "Show today"] == ["?kind=twinning"]
    assert not page_of(client.get(LIST)).all("div", role="status")


@override_settings(DIGITS="arab")
def test_digits_are_those_of_the_installation_on_arabic_pages_alone(client: Client, register: None) -> None:
    arabic = words_of(client.get("/ar/agreements/"))
    assert "٣ اتفاقيات" in arabic
    assert "٣ حزيران ٢٠١٤" in arabic
    assert "TW-2" in arabic, "a registry number is written one way"
    assert "3 June 2014" in words_of(client.get(LIST))


def test_it_refines_without_reloading_by_a_script_of_ours(client: Client, register: None) -> None:
    html = text_of(client.get(LIST))
    assert "vendor/htmx.min.js" in html
    assert '"allowEval": false' in html


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?ordering=password", "There is no order named “password”"),
        ("?page=99999999999999999999", "There is no page “99999999999999999999”; page 1 is shown."),
        ("?page=-1", "There is no page “-1”; page 1 is shown."),
        ("?page=<b>x</b>", "There is no page “<b>x</b>”; page 1 is shown."),
    ],
)
@pytest.mark.parametrize("address", ["/en/agreements/", "/en/cities/", "/en/signatories/"])
def test_an_order_or_a_page_that_is_none_is_told(
    client: Client, register: None, address: str, query: str, told: str
) -> None:
    response = client.get(f"{address}{query}")
    assert response.status_code == 200
    assert told in words_of(response)


def test_what_is_listed_can_be_downloaded_narrowed_alike(client: Client, register: None) -> None:
    page = page_of(
        client.get(f"{LIST}?kind=twinning&city=hebron&signed_from=x&page=7&ordering=signed_on&foo=1")
    )
    links = [given["href"] for given, _text in page.all("a") if "format=" in given["href"]]
    assert [link.rpartition("=")[2] for link in links] == ["csv", "xlsx", "jsonl"]
    for link in links:
        assert parse_qs(link.partition("?")[2]).keys() == {"kind", "city", "format"}
        answer = client.get(link)
        assert answer.status_code == 200, link
        assert answer.getvalue()
    told = client.get(links[0]).getvalue().decode()
    assert "New" in told
    assert "Old" not in told
