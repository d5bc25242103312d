"""A city's register for its council, as PDF and as a workbook."""

from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from agreements.exchange.city_report import CityReport, city_report
from agreements.exchange.report_files import as_pdf, as_xlsx
from agreements.models import Activity
from agreements.partial_dates import PartialDate
from tests.cast import Cast
from tests.factories import CoverageFactory, DomainFactory, published

HOSTILE = '#strong[x] $y$ =1+1 "q" \\ {{ z }} <b>'


@pytest.fixture
def gathered(cast: Cast) -> CityReport:
    """Hebron in 2025: an agreement on roads that were repaired, and one that names nothing."""
    roads = DomainFactory(code="transport", name_ar="الطرق والمواصلات", name_en="Roads and transport")
    agreement = published(
        parties=[cast.hebron, cast.amman],
        title_ar="اتفاقية التآخي",
        title_en="Agreement of brotherhood",
        signed_on=PartialDate.parse("2014-06"),
    )
    CoverageFactory(agreement=agreement, domain=roads)
    CoverageFactory(agreement=agreement, domain=DomainFactory(parent=roads))
    published(parties=[cast.hebron, cast.bursa], title_ar=HOSTILE, title_en=HOSTILE)
    published(parties=[cast.amman, cast.bursa], title_ar="لا تخص الخليل")
    for title, state, starts in (
        ("تعبيد الشوارع", "done", "2025-03"),
        ("مؤجل", "planned", "2025-04-01"),
        ("زيارة قديمة", "done", "2019"),
    ):
        activity = Activity.objects.create(
            agreement=agreement,
            kind="project",
            title_ar=title,
            state=state,
            starts_on=PartialDate.parse(starts),
        )
        activity.domains.add(roads)
    return city_report(cast.hebron, 2025, timezone.localdate())


def test_the_council_sees_what_was_agreed_promised_and_done(gathered: CityReport) -> None:
    agreements, domains, activities = gathered.tables
    assert gathered.title == "سجل اتفاقيات بلدية الخليل"
    assert dict(gathered.numbers)["الاتفاقيات"] == "2"
    assert [row[1] for row in agreements.rows] == [HOSTILE, "اتفاقية التآخي"]
    assert agreements.rows[1][2:5] == ("أمانة عمان الكبرى", "اتفاقية توأمة", "حزيران 2014")
    assert domains.rows == [("الطرق والمواصلات", "1", "2")]
    assert [row[:2] for row in activities.rows] == [("آذار 2025", "تعبيد الشوارع")]


def test_the_pdf_is_set_from_right_to_left_with_its_letters_embedded(gathered: CityReport) -> None:
    content = as_pdf(gathered, "ar")
    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        text = page.get_textpage()
        width = page.get_width()
        assert "الخليل" in text.get_text_bounded()
        assert "strong" in text.get_text_bounded()
        place = text.search("2026-0").get_next()
        assert place is not None
        left, _bottom, _right, _top = text.get_charbox(place[0])
    assert left > width * 2 / 3, "the first column stands at the right"
    assert b"IBMPlexSansArabic" in content.replace(b"-", b"")


def test_the_english_pdf_is_set_from_left_to_right(cast: Cast, gathered: CityReport) -> None:
    with override("en"):
        content = as_pdf(city_report(cast.hebron, 2025, timezone.localdate()), "en")
    with pypdfium2.PdfDocument(content) as document:
        text = document[0].get_textpage()
        assert "Register of agreements: Hebron Municipality" in text.get_text_bounded()
        place = text.search("2026-0").get_next()
        assert place is not None
        assert text.get_charbox(place[0])[0] < document[0].get_width() / 3


def test_the_workbook_runs_from_right_to_left_and_holds_no_formula(gathered: CityReport) -> None:
    with ZipFile(BytesIO(as_xlsx(gathered, "ar"))) as book:
        sheets = [book.read(name) for name in sorted(book.namelist()) if "worksheets/sheet" in name]
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    assert len(sheets) == 4
    assert all(b'rightToLeft="1"' in sheet for sheet in sheets)
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert HOSTILE in ["".join(item.itertext()) for item in strings]


def test_a_city_without_agreements_has_a_report_that_says_so(cast: Cast) -> None:
    report = city_report(cast.bursa, 2025, timezone.localdate())
    assert [table.rows for table in report.tables] == [[], [], []]
    assert as_pdf(report, "ar").startswith(b"%PDF-")
    assert as_xlsx(report, "en").startswith(b"PK")


def test_a_large_register_costs_as_many_queries_as_a_small_one(cast: Cast, gathered: CityReport) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            city_report(cast.hebron, 2025, timezone.localdate())
        return len(counted)

    before = queries()
    for _number in range(4):
        CoverageFactory(agreement=published(parties=[cast.hebron, cast.amman]), domain=DomainFactory())
    assert queries() == before


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF-"), ("xlsx", b"PK")])
@pytest.mark.parametrize("year", ["", "2025", "٢٠٢٥", "x", "-1", "9" * 40])
def test_members_download_it_whatever_year_is_asked_for(
    cast: Cast, as_: Any, kind: str, begins: bytes, year: str
) -> None:
    response = as_(cast.contributor_of_hebron).get(f"/ar/cities/bursa/report.{kind}", {"year": year})
    assert response.status_code == 200
    assert response.content.startswith(begins)
    assert response["Content-Disposition"].startswith('attachment; filename="bursa-')
