"""Statistics: what is counted, the page's charts that are tables, the files, and the API."""

import csv
import io

import openpyxl
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.factories import AgreementFactory, CityFactory, CoverageFactory, DomainFactory, published
from tests.pages.reading import page_of, text_of


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    caches["large"].clear()


@pytest.fixture
def register(cast: Cast) -> Cast:
    pair = [cast.hebron, cast.amman]
    heritage = DomainFactory(code="heritage", name_en="Heritage", name_ar="تراث")
    museums = DomainFactory(code="museums", parent=heritage)
    first = published(parties=pair, kind="twinning", signed_on="2014-06-03")
    CoverageFactory(agreement=first, domain=museums)
    CoverageFactory(agreement=first, domain=heritage)
    published(parties=[*pair, cast.bursa], kind="memorandum", signed_on="2016")
    published(parties=[cast.hebron, CityFactory()], kind="twinning")
    AgreementFactory(parties=pair, signed_on="1999")
    return cast


def table(client: Client, by: str, query: str = "") -> dict[str, int]:
    data = client.get(f"/api/v1/statistics/{query}").json()
    (found,) = [one for one in data["tables"] if one["by"] == by]
    return {row["value"]: row["agreements"] for row in found["rows"]}


def test_published_agreements_are_counted_by_each_feature(client: Client, register: Cast) -> None:
    assert table(client, "year") == {"2014": 1, "2015": 0, "2016": 1}
    assert table(client, "decade") == {"2010": 2, "unknown": 1}
    assert table(client, "country") == {"PS": 3, "JO": 2, "TR": 1}
    assert table(client, "kind") == {"twinning": 2, "memorandum": 1}
    assert table(client, "domain") == {"heritage": 1}
    assert table(client, "evidence_level") == {"0": 3}
    assert sum(table(client, "status").values()) == 3
    data = client.get("/api/v1/statistics/").json()
    assert (data["agreements"], data["cities"], data["countries"]) == (3, 4, 3)


def test_words_stand_in_both_languages(client: Client, register: Cast) -> None:
    data = client.get("/api/v1/statistics/").json()
    named = {one["by"]: {row["value"]: row["name"] for row in one["rows"]} for one in data["tables"]}
    assert named["country"]["JO"] == {"ar": "الأردن", "en": "Jordan"}
    assert named["domain"]["heritage"] == {"ar": "تراث", "en": "Heritage"}
    assert named["kind"]["memorandum"] == {"ar": "مذكرة تفاهم", "en": "Memorandum of understanding"}
    assert named["status"]["signed"]["en"] == "Signed (entry into force not known)"


def test_the_filters_are_those_of_the_list(client: Client, register: Cast) -> None:
    assert table(client, "kind", "?country=JO") == {"twinning": 1, "memorandum": 1}
    assert table(client, "year", "?kind=twinning") == {"2014": 1}
    assert table(client, "year", "?city=bursa&kind=twinning") == {}
    for query in ("?kind=x", "?foo=1", "?as_of=2014"):
        assert client.get(f"/api/v1/statistics/{query}").status_code == 400
    assert client.get("/en/statistics/?kind=x&foo=1").status_code == 200


def test_the_files_are_of_the_filters_that_were_obeyed(client: Client, register: Cast) -> None:
    html = text_of(client.get("/en/statistics/?kind=x&city=&country=JO", follow=True))
    assert 'href="/api/v1/statistics/?country=JO"' in html
    assert 'href="/en/statistics/figures.csv?country=JO"' in html


def test_the_level_nought_is_a_filter_of_its_own(client: Client, register: Cast) -> None:
    """What is kept of all is not told of those at a level."""
    for query, found in (
        ("", 3),
        ("?evidence_level=0", 3),
        ("?evidence_level=1", 0),
        ("?evidence_level=0", 3),
    ):
        assert client.get(f"/api/v1/statistics/{query}").json()["agreements"] == found


def test_the_page_says_it_in_tables_whose_rows_lead_to_the_list(client: Client, register: Cast) -> None:
    page = page_of(client.get("/en/statistics/?country=JO"))
    rows = {text: found.get("href") for found, text in page.all("a")}
    assert rows["Memorandum of understanding"] == "/en/agreements/?country=JO&kind=memorandum"
    assert rows["2014"] == "/en/agreements/?country=JO&signed_from=2014&signed_until=2014"
    for link in (rows["Memorandum of understanding"], rows["2014"]):
        assert client.get(link).status_code == 200
    assert "style=" not in text_of(client.get("/en/statistics/"))


def test_an_empty_register_has_empty_statistics(client: Client, db: None) -> None:
    html = text_of(client.get("/ar/statistics/"))
    assert "لا توجد اتفاقية مطابقة" in html
    assert client.get("/api/v1/statistics/").json()["agreements"] == 0


def test_the_figures_are_files_too(client: Client, register: Cast) -> None:
    text = client.get("/en/statistics/figures.csv?kind=twinning").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Table", "Code", "Name", "Agreements"]
    assert ["Kind", "twinning", "Twinning agreement", "2"] in rows
    book = openpyxl.load_workbook(io.BytesIO(client.get("/ar/statistics/figures.xlsx").content))
    sheet = book["الدولة"]
    assert sheet.sheet_view.rightToLeft
    assert [cell.value for cell in sheet[2]] == ["PS", "فلسطين", 3]
    assert client.get("/ar/statistics/figures.pdf").status_code == 404


def test_they_are_made_once_until_the_register_changes(client: Client, register: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/ar/statistics/")
        return len(queries)

    assert cost() > cost() <= 6
    published(parties=[register.amman, register.bursa])
    assert table(client, "country")["TR"] == 2


def test_a_city_with_a_formula_for_a_name_is_harmless(client: Client, cast: Cast) -> None:
    published(parties=[CityFactory(name_en="=1+1", name_ar=""), cast.hebron])
    text = client.get("/en/statistics/figures.csv").content.decode("utf-8-sig")
    assert not [cell for row in csv.reader(io.StringIO(text)) for cell in row if cell.startswith("=")]
