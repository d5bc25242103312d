"""The lists beside the agreements as tables, calendars and feeds, read back by others' programs."""

import csv
import io
import json
from typing import Any

import feedparser
import icalendar
import pytest
from django.core.files.base import ContentFile
from openpyxl import load_workbook

from agreements.models import Agreement, Document
from tests.api.conftest import Ask
from tests.api.test_formats import body
from tests.cast import Cast
from tests.deposit.files import docx
from tests.factories import CoverageFactory, DomainFactory, EventFactory, SignatoryFactory, published

pytestmark = pytest.mark.django_db

LISTS = ["cities/", "domains/", "signatories/", "documents/", "activities/", "events/"]
PAIRS = "relationships/"


@pytest.fixture
def record(cast: Cast) -> Agreement:
    """One of everything that is listed."""
    cast.hebron.aliases.create(text="خليل الرحمن")
    agreement = published(parties=[cast.hebron, cast.amman], title_ar="=تآخٍ", title_en="")
    SignatoryFactory(party=agreement.parties.first())
    EventFactory(agreement=agreement, kind="reviewed", date="2016-05", note_ar="مراجعة")
    CoverageFactory(agreement=agreement, domain=DomainFactory(code="gis", sdg_targets=["9.c", "16.10"]))
    done = agreement.activities.create(
        kind="visit", title_ar="زيارة", starts_on="2017-03-01", ends_on="2017-03-04"
    )
    done.cities.set([cast.hebron, cast.amman])
    file = ContentFile(docx("نص"), "text.docx")
    Document.objects.create(agreement=agreement, visibility="public", file=file)
    return agreement


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))


def asked(path: str, **parameters: Any) -> dict[str, Any]:
    return {"city": "hebron", **parameters} if path == PAIRS else parameters


@pytest.mark.parametrize("path", [*LISTS, PAIRS])
def test_each_list_is_a_table(ask: Ask, record: Agreement, path: str) -> None:
    # Whole lists stand in the order of entry.
    told = sorted(ask(path, **asked(path)).json()["results"], key=lambda each: str(each["url"]))
    rows = rows_of(ask(path, **asked(path, format="csv")))
    assert len(rows) == len(told) > 0
    assert sorted(row["url"] for row in rows) == [each["url"] for each in told]
    sheet = load_workbook(io.BytesIO(body(ask(path, **asked(path, format="xlsx", lang="ar"))))).worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert sheet.max_row == len(told) + 1
    for heading in (cell.value for cell in sheet[1]):
        assert heading == "SHA-256" or any("\u0600" <= letter <= "\u06ff" for letter in heading), heading
    lines = body(ask(path, **asked(path, format="jsonl"))).splitlines()
    assert sorted(map(json.loads, lines), key=lambda each: str(each["url"])) == told


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("format", ["csv", "xlsx", "jsonl"])
def test_an_empty_list_is_a_table_with_its_headings(ask: Ask, path: str, format: str) -> None:
    answer = ask(path, format=format)
    assert answer.status_code == 200
    if format == "csv":
        assert body(answer).decode("utf-8-sig").count("\n") == 1


def test_what_a_cell_holds(ask: Ask, record: Agreement) -> None:
    (city,) = [row for row in rows_of(ask("cities/", format="csv")) if row["slug"] == "hebron"]
    assert (city["name_ar"], city["country"], city["aliases"]) == ("الخليل", "PS", "خليل الرحمن")
    assert city["page_en"] == "http://testserver/en/cities/hebron/"
    (done,) = rows_of(ask("activities/", format="csv"))
    assert (done["kind"], done["cities"], done["starts_on"]) == ("visit", "hebron amman", "2017-03-01")
    assert (done["agreement"], done["agreement_ar"]) == (record.registry_number, "'=تآخٍ")
    (event,) = rows_of(ask("events/", format="csv", lang="en"))
    assert "Reviewed" in event.values()
    (domain,) = rows_of(ask("domains/", format="csv"))
    assert domain["sdg_targets"] == "9.c 16.10"
    (pair,) = rows_of(ask(PAIRS, city="hebron", format="csv"))
    assert (pair["first"], pair["second_en"], pair["agreement_count"]) == ("hebron", "Amman", "1")


def test_a_table_of_some_fields(ask: Ask, record: Agreement) -> None:
    (row,) = rows_of(ask("signatories/", format="csv", fields="name,city"))
    assert list(row) == ["name_ar", "name_en", "city", "city_ar", "city_en"]


@pytest.mark.parametrize(
    ("path", "summary", "days"),
    [
        ("activities/", "زيارة: =تآخٍ", ("2017-03-01", "2017-03-05")),
        ("events/", "رُوجعت: =تآخٍ", ("2016-05-01", "2016-06-01")),
    ],
)
def test_what_is_dated_is_a_calendar_and_a_feed(
    ask: Ask, record: Agreement, path: str, summary: str, days: tuple[str, str]
) -> None:
    read = icalendar.Calendar.from_ical(body(ask(path, format="ics")))
    (entry,) = read.events
    assert str(entry["summary"]) == summary
    assert (entry.start.isoformat(), entry.end.isoformat()) == days
    found = feedparser.parse(body(ask(path, format="atom", lang="ar")))
    assert (found.bozo, found.version) == (False, "atom10")
    (item,) = found.entries
    assert item.title == summary
    assert ask(item.link.partition("/api/v1/")[2]).status_code == 200


def test_what_has_no_date_stands_in_no_calendar(ask: Ask, record: Agreement) -> None:
    EventFactory(agreement=record, kind="reviewed", date=None)
    assert len(icalendar.Calendar.from_ical(body(ask("events/", format="ics"))).events) == 1
