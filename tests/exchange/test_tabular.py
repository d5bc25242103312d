"""An agreement as a row: complete, in the reader's words, safe to open."""

import csv
import io
from itertools import repeat
from typing import Any

import pytest
from openpyxl import load_workbook
from rest_framework.test import APIRequestFactory

from agreements.api.serializers.agreements import AgreementSerializer
from agreements.exchange import tables, tabular
from agreements.exchange.cells import split
from agreements.models import Agreement, AgreementLink, Approval
from agreements.reference import sample as sample_register
from agreements.reference.taxonomy import load_taxonomy
from tests.factories import AgreementFactory, EventFactory, published
from tests.worlds import begin_with

pytestmark = pytest.mark.django_db

RECORD_ITSELF = {"id", "created_by", "submitted_by", "created_at", "certified_on", "merged_into"}


def told(agreement: Agreement) -> dict[str, Any]:
    """What the API tells of the agreement."""
    record = Agreement.objects.for_page().get(pk=agreement.pk)
    request = APIRequestFactory().get("/")
    request.user = None
    return AgreementSerializer(record, context={"request": request}).data


def cells_of(agreement: Agreement, language: str | None = None) -> dict[str, str]:
    keys = tabular.headings(None)
    return dict(zip(keys, tabular.row(told(agreement), language), strict=True))


def parts(row: dict[str, str], key: str) -> list[dict[str, str]]:
    """The items of a cell by the names of their fields."""
    (column,) = (column for column in tabular.COLUMNS if column.key == key)
    return [dict(zip(column.fields, item, strict=True)) for item in split(row[key])]


@pytest.fixture
def hebron_amman(db: None) -> Agreement:
    begin_with(load_taxonomy)
    begin_with(sample_register.load_sample)
    return Agreement.objects.get(kind="brotherhood")


def test_every_column_of_an_agreement_stands_in_the_table() -> None:
    ours = {field.name for field in Agreement._meta.concrete_fields} - RECORD_ITSELF
    assert ours <= set(tabular.headings(None))


def test_the_sides_stand_with_their_signatories_in_their_offices(hebron_amman: Agreement) -> None:
    row = cells_of(hebron_amman)
    assert [(party["city"], party["name_ar"]) for party in parts(row, "parties")] == [
        ("hebron", "بلدية الخليل"),
        ("amman", "أمانة عمان الكبرى"),
    ]
    first = parts(row, "signatories")[0]
    assert (first["city"], first["name_en"], first["office_ar"]) == (
        "hebron",
        "Daoud Zatari",
        "رئيس بلدية الخليل",
    )


def test_domains_stand_with_the_words_that_name_them(hebron_amman: Agreement) -> None:
    domains = parts(cells_of(hebron_amman), "domains")
    assert len(domains) == 12
    assert domains[0]["code"] == "transport"
    assert domains[0]["quote_ar"] == "هندسة وإدارة الطرق والمواصلات"


def test_what_an_event_refers_to_is_told_by_its_place() -> None:
    agreement = AgreementFactory(signed_on="2014-06")
    source = agreement.sources.get()
    wrong = EventFactory(agreement=agreement, kind="terminated", date="2015", note_ar="أُنهيت | خطأ\nسطر")
    EventFactory(agreement=agreement, kind="voided", voids=wrong, source=source, date="2016")
    terminated, voided = parts(cells_of(agreement), "events")
    assert (terminated["kind"], terminated["date"], terminated["voids"]) == ("terminated", "2015", "")
    assert terminated["note_ar"] == "أُنهيت | خطأ\nسطر"
    assert (voided["voids"], voided["source"]) == ("1", "1")


def test_decisions_and_links_are_told() -> None:
    agreement, earlier = published(), published()
    Approval.objects.create(party=agreement.parties.first(), body_ar="مجلس بلدي", decided_on="2014-07")
    AgreementLink.objects.create(subject=agreement, predicate="renews", object=earlier)
    row = cells_of(agreement)
    (approval,) = parts(row, "approvals")
    assert (approval["body_ar"], approval["decided_on"], approval["outcome"]) == (
        "مجلس بلدي",
        "2014-07",
        "approved",
    )
    assert parts(row, "links") == [
        {"predicate": "renews", "direction": "", "agreement": earlier.registry_number}
    ]
    assert parts(cells_of(earlier), "links")[0]["direction"] == "inverse"


def test_people_read_words_and_programs_codes() -> None:
    agreement = published()
    assert cells_of(agreement)["kind"] == "twinning"
    assert cells_of(agreement, "ar")["kind"] == "اتفاقية توأمة"
    assert cells_of(agreement, "en")["status"].startswith("Not known")
    arabic, english = tabular.headings("ar"), tabular.headings("en")
    assert (arabic[0], english[0]) == ("رقم القيد", "registry number")
    assert len(set(arabic)) == len(set(english)) == len(tabular.COLUMNS)


def test_csv_opens_as_arabic_and_runs_nothing() -> None:
    agreement = published(title_ar="=HYPERLINK(A1)", title_en="Ordinary")
    lines = "".join(tabular.csv_lines([told(agreement)], "ar"))
    assert lines.encode()[:3] == b"\xef\xbb\xbf"
    heading, row = csv.reader(io.StringIO(lines.removeprefix("\ufeff")))
    assert heading == tabular.headings("ar")
    assert row[heading.index("العنوان بالعربية")] == "'=HYPERLINK(A1)"


def test_a_workbook_reads_from_right_to_left_in_arabic_and_holds_text_only() -> None:
    agreement = published(title_ar="=1+1", title_en="https://registry.example/", summary_ar="س" * 40_000)
    for language, right_to_left in (("ar", True), ("en", None), (None, None)):
        file = io.BytesIO()
        tabular.write_xlsx([told(agreement)], language, file)
        sheet = load_workbook(file).worksheets[0]
        heading, row = sheet.iter_rows(values_only=True)
        assert list(heading) == tabular.headings(language)
        keyed = dict(zip(tabular.headings(None), row, strict=True))
        assert (keyed["title_ar"], keyed["title_en"]) == ("=1+1", "https://registry.example/")
        assert keyed["signed_on"] is None
        assert len(keyed["summary_ar"]) == tables.LONGEST_CELL
        assert sheet.sheet_view.rightToLeft is right_to_left
        assert {cell.data_type for cell in sheet[2] if cell.value} == {"s"}


def test_an_empty_table_has_its_headings() -> None:
    assert list(tabular.csv_lines([], "en")) == ["\ufeff" + ",".join(tabular.headings("en")) + "\r\n"]
    file = io.BytesIO()
    tabular.write_xlsx([], "en", file)
    assert load_workbook(file).worksheets[0].max_row == 1


def test_more_rows_than_a_sheet_holds_go_on_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    file = io.BytesIO()
    tabular.write_xlsx(repeat(told(published()), 5), "ar", file)
    assert [sheet.max_row for sheet in load_workbook(file).worksheets] == [3, 3, 2]
