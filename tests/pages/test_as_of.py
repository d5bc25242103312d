"""Every list and record read as of a past day: what had come about by then, with the numbers, statuses and
names of that day; a banner says so, and the links of the page keep the day."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from agreements.models import Activity, Agreement, City, Edition
from tests.cast import Cast
from tests.factories import CoverageFactory, DomainFactory, EventFactory, SignatoryFactory, published
from tests.pages.reading import page_of, text_of, words_of

THEN = "?as_of=2005-05-01"
BANNER = "As of 1 May 2005."


@pytest.fixture
def register(cast: Cast) -> dict[str, str]:
    """Hebron with Bursa since 2004, with Amman since 2014, both about maps; addresses of their pages."""
    domain = DomainFactory(code="gis", name_en="Maps")
    cast.bursa.aliases.create(text="Prusa", language="en", kind="former", until="2010")
    for year, other in ((2004, cast.bursa), (2014, cast.amman)):
        agreement = published(
            parties=[cast.hebron, other],
            title_en=f"Of {year}",
            signed_on=f"{year}-02-03",
            effect_rule="on_signature",
        )
        CoverageFactory(agreement=agreement, domain=domain)
        mayor = SignatoryFactory(party=agreement.parties.get(order=1))
        guest = SignatoryFactory(party=agreement.parties.get(order=2), name_en=f"Guest of {year}", name_ar="")
        visit = Activity.objects.create(
            agreement=agreement,
            kind="visit",
            title_en=f"Visit of {year}",
            starts_on=f"{year}-06",
            state="done",
        )
        visit.domains.add(domain)
        agreement.save()
    return {
        "agreements": "/agreements/",
        "cities": "/cities/",
        "domains": "/domains/",
        "signatories": "/signatories/",
        "map": "/map/",
        "statistics": "/statistics/",
        "agreement": Agreement.objects.get(title_en="Of 2004").get_absolute_url().removeprefix("/ar"),
        "city": "/cities/hebron/",
        "relationship": "/relationships/bursa/hebron/",
        "domain": "/domains/gis/",
        "signatory": f"/signatories/{mayor.pk}/",
        "guest": f"/signatories/{guest.pk}/",
    }


KINDS = [
    *("agreements", "cities", "domains", "signatories", "map", "statistics"),
    *("agreement", "city", "relationship", "domain", "signatory"),
]


def test_a_banner_names_the_day_and_leads_back_to_today(client: Client, register: dict[str, str]) -> None:
    for kind in KINDS:
        address = f"/en{register[kind]}"
        response = client.get(f"{address}{THEN}")
        assert BANNER in words_of(response), kind
        ways = [given["href"] for given, text in page_of(response).all("a") if text == "Show today"]
        assert ways == ["?"], kind
        assert not page_of(client.get(address)).all("div", class_="notice warning asof"), kind
        assert "كما في 1 أيار 2005" in words_of(client.get(f"/ar{register[kind]}{THEN}")), kind


@pytest.mark.parametrize("asked", ["2005-13-01", "yesterday", "2005"])
def test_a_day_that_is_none_is_named_and_today_is_shown(
    client: Client, register: dict[str, str], asked: str
) -> None:
    for kind in KINDS:
        words = words_of(client.get(f"/en{register[kind]}?as_of={asked}"))
        assert asked in words or "Give a whole day" in words, kind
        assert "The page shows today." in words or "This filter was left out." in words, kind


def test_links_to_other_records_keep_the_day(client: Client, register: dict[str, str]) -> None:
    of_records = re.compile(r"/en/(agreements|cities|relationships|domains|signatories)/")
    for kind in KINDS:
        main = text_of(client.get(f"/en{register[kind]}{THEN}")).partition("<main")[2].partition("</main>")[0]
        links = [link.replace("&amp;", "&") for link in re.findall(r'<a [^>]*?href="(/en/[^"]*)"', main)]
        kept = [link for link in links if of_records.match(link) and "correction" not in link]
        assert kept, kind
        for link in kept:
            assert parse_qs(urlsplit(link).query).get("as_of") == ["2005-05-01"], (kind, link)


def test_domains_count_what_was_agreed_and_done_by_then(client: Client, register: dict[str, str]) -> None:
    assert "Maps 2 agreements" in words_of(client.get("/en/domains/"))
    assert "Maps 1 agreement " in words_of(client.get(f"/en/domains/{THEN}"))
    assert "Maps 0 agreements" in words_of(client.get("/en/domains/?as_of=1990-01-01"))

    def figures(query: str) -> list[str]:
        rows = page_of(client.get(f"/en/domains/gis/{query}")).all("tr")
        return rows[1][1].split()[-3:]

    assert figures("") == ["2", "2", "2"]
    assert figures(THEN) == ["1", "1", "1"]
    # Only known to the month: by a day within it nobody knows.
    assert figures("?as_of=2004-06-15") == ["1", "0", "0"]
    assert figures("?as_of=1990-01-01") == ["0", "0", "0"]
    then = words_of(client.get(f"/en/domains/gis/{THEN}"))
    assert "Of 2004" in then
    assert "Of 2014" not in then


def test_signatures_are_those_given_by_then_with_the_names_of_then(
    client: Client, register: dict[str, str]
) -> None:
    def found(query: str) -> list[str]:
        return sorted(text for _given, text in page_of(client.get(f"/en/signatories/{query}")).all("h3"))

    assert len(found("")) == 4
    assert found(THEN) == ["Daoud Zatari", "Guest of 2004"]
    assert found(f"{THEN}&q=Guest") == ["Guest of 2004"]
    assert found("?as_of=1990-01-01") == []
    then = words_of(client.get(f"/en/signatories/{THEN}"))
    assert "Prusa" in then
    assert "Bursa" not in then
    mayor = words_of(client.get(f"/en{register['signatory']}{THEN}"))
    assert "Of 2004" in mayor
    assert "Of 2014" not in mayor
    guest = words_of(client.get(f"/en{register['guest']}{THEN}"))
    assert "No signature under this name is known by that day." in guest


def test_one_who_signed_later_than_the_others_is_counted_from_that_day(
    client: Client, register: dict[str, str]
) -> None:
    agreement = Agreement.objects.get(title_en="Of 2004")
    SignatoryFactory(party=agreement.parties.get(order=1), name_en="Late", name_ar="", signed_on="2006")
    assert "Late" not in words_of(client.get(f"/en/signatories/{THEN}"))
    assert "Late" in words_of(client.get("/en/signatories/?as_of=2006-01-01"))


def test_a_relationship_has_what_had_come_about(client: Client, register: dict[str, str]) -> None:
    agreement = Agreement.objects.get(title_en="Of 2004")
    EventFactory(agreement=agreement, kind="suspended", date="2016")
    page = f"/en{register['relationship']}"
    then = words_of(client.get(f"{page}{THEN}"))
    assert "Of 2004" in then
    assert "Prusa" in then
    assert "Visit of" in words_of(client.get(page))
    assert "Suspended" not in then
    assert "Suspended" in words_of(client.get(page))
    before = words_of(client.get(f"{page}?as_of=1990-01-01"))
    assert "known to have come about by that day" in before
    assert "Of 2004" not in before


def test_an_agreement_marks_what_came_later_and_who_left_later_is_still_in(
    client: Client, register: dict[str, str], cast: Cast
) -> None:
    agreement = published(
        parties=[cast.hebron, cast.amman, cast.bursa], signed_on="2001", effect_rule="on_signature"
    )
    leaving = agreement.parties.get(city=cast.bursa)
    EventFactory(agreement=agreement, kind="withdrawal", party=leaving, date="2012-03-04")
    Activity.objects.create(agreement=agreement, kind="visit", title_en="Later visit", starts_on="2013")
    page = f"/en/agreements/{agreement.reference}/"
    assert "Withdrawn: 4 March 2012" in words_of(client.get(page))
    then = words_of(client.get(f"{page}{THEN}"))
    assert "Withdrawn:" not in then
    assert "Later visit After that day" in then
    assert "After that day" not in words_of(client.get(page))


def test_the_map_has_the_cities_of_then_by_their_names(client: Client, register: dict[str, str]) -> None:
    rows = [text for _given, text in page_of(client.get(f"/en/map/{THEN}")).all("tr")][1:]
    assert sorted(row.split()[0] for row in rows) == ["Hebron", "Prusa"]
    City.objects.filter(slug__in=["hebron", "bursa"]).update(latitude=31.5, longitude=35.1)
    Edition.turn()
    told = client.get(f"/en/map/places/{THEN}").json()
    assert sorted(name for name, _slug, _land in told["names"]) == ["Hebron", "Prusa"]
    part = client.get(f"/en/map/names/0/{THEN}").json()
    assert sorted(name for name, _slug, _land in part["names"]) == ["Hebron", "Prusa"]
    words = text_of(client.get(f"/en/map/{THEN}"))
    assert '"/en/cities/0/?as_of=2005-05-01"' in words


def test_any_page_without_filters_offers_another_day(client: Client, register: dict[str, str]) -> None:
    for kind in ("agreement", "city", "relationship", "domain", "domains", "signatory"):
        page = page_of(client.get(f"/en{register[kind]}{THEN}"))
        assert [given["value"] for given, _text in page.all("input", name="as_of")] == ["2005-05-01"], kind
