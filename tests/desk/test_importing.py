"""A spreadsheet through the desk: looked at row by row, entered only when accepted, mended, undone."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from agreements.enumerations import ImportStep, RowOutcome
from agreements.exchange.sheets import process
from agreements.models import Agreement, City, Event, SheetImport, User
from agreements.reference.taxonomy import load_taxonomy
from tests.background.queue import do_all
from tests.cast import Cast
from tests.desk.sheets import MESSY, table, workbook
from tests.factories import AgreementFactory, CityFactory, published
from tests.worlds import begin_with

PAGE = "/ar/desk/import/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def taxonomy(db: None) -> None:
    begin_with(load_taxonomy)


@pytest.fixture
def clerk(cast: Cast, as_: Callable[[User | None], Client]) -> Client:
    return as_(cast.contributor_of_hebron)


@pytest.fixture
def registrar(cast: Cast, as_: Callable[[User | None], Client]) -> Client:
    return as_(cast.registrar)


def handed_in(client: Client, file: Any) -> SheetImport:
    answer = client.post(PAGE, {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return SheetImport.objects.latest("pk")


def settle(client: Client, sheet: SheetImport, own: Any = "", **chosen: Any) -> SheetImport:
    """Accept the columns as they were recognised, but for those named."""
    columns = {f"column_{place}": key for place, key in enumerate(sheet.keys)}
    answer = client.post(f"{PAGE}{sheet.pk}/", {**columns, "own_city": own, **chosen})
    assert answer.status_code == 302, answer.content.decode()
    sheet.refresh_from_db()
    return sheet


def outcomes(sheet: SheetImport) -> dict[int, str]:
    return dict(sheet.rows.values_list("number", "outcome"))


def accept(client: Client, sheet: SheetImport) -> SheetImport:
    assert client.post(f"{PAGE}{sheet.pk}/accept/").status_code == 302
    sheet.refresh_from_db()
    return sheet


def test_a_messy_arabic_sheet_becomes_the_right_drafts(clerk: Client, cast: Cast) -> None:
    CityFactory(slug="tripoli-lb", name_ar="طرابلس", name_en="Tripoli", country="LB")
    libyan = CityFactory(slug="tripoli-ly", name_ar="طرابلس", name_en="Tripoli", country="LY")
    sheet = handed_in(clerk, workbook(MESSY))
    assert sheet.heading_row == 3
    assert sheet.keys == ["", "city_2", "country_2", "kind", "signed_on", "domains", "duration", ""]
    settle(clerk, sheet, own=cast.hebron.pk)
    assert sheet.step == ImportStep.PREVIEW
    assert outcomes(sheet) == {4: "new", 5: "new", 6: "asked", 7: "refused", 8: "refused", 10: "duplicate"}
    assert Agreement.objects.count() == 0
    page = clerk.get(f"{PAGE}{sheet.pk}/").content.decode()
    assert '<time datetime="2014-06-03">3 حزيران 2014</time>' in page
    assert "E7 (تاريخ التوقيع): «\u206815/8/1435هـ\u2069» تاريخ هجري" in page
    assert "D8 (النوع): «\u2068زواج\u2069» ليس في القائمة" in page
    assert "الصف 4 يقول الشيء نفسه" in page
    assert "نابولي" in page

    cities = clerk.get(f"{PAGE}{sheet.pk}/cities/").content.decode()
    assert "tripoli-lb" in cities
    assert "tripoli-ly" in cities
    clerk.post(f"{PAGE}{sheet.pk}/cities/", {"city_0": libyan.pk})
    assert outcomes(sheet)[6] == "new"

    accept(clerk, sheet)
    assert sheet.step == ImportStep.DONE
    assert sheet.content is None
    drafts = {agreement.title_ar: agreement for agreement in Agreement.objects.all()}
    assert len(drafts) == 3
    amman = drafts["اتفاقية توأمة: الخليل – عمّان"]
    assert [party.city for party in amman.parties.all()] == [cast.hebron, cast.amman]
    assert (str(amman.signed_on), amman.duration_months, amman.record_state) == ("2014-06-03", 60, "draft")
    assert {one.domain.code for one in amman.coverages.all()} == {"heritage", "youth"}
    assert amman.created_by == cast.contributor_of_hebron
    assert amman.sources.get().locator == "الاتفاقيات 4"
    naples = City.objects.get(name_ar="نابولي")
    assert (naples.country.code, naples.proposed_by) == ("IT", cast.contributor_of_hebron)
    memorandum = Agreement.objects.get(parties__city=naples)
    assert (memorandum.kind, str(memorandum.signed_on)) == ("memorandum", "2016-05")
    assert Agreement.objects.get(parties__city=libyan).kind == "cooperation"


def test_a_sheet_is_read_as_people_write_one(registrar: Client, cast: Cast) -> None:
    """Both cities in one cell, domains joined by strokes and «و», what is not known said in words, terms with
    their renewal, and a term that is over because its years are."""
    rows = [
        ["الطرفان", "نوع الاتفاقية", "تاريخ التوقيع", "القطاعات", "المدة", "الحالة", "تاريخ الانتهاء"],
        ["الخليل – بورصة", "توأمة", "١٢/٥/٢٠٠٨", "النقل العام - البيئة", "سنتان", "منتهية", "—"],
        [
            "بين عمّان والخليل",
            "تعاون",
            "غير معروف",
            "الثقافة والشباب",
            "3 سنوات قابلة للتجديد تلقائيًا",
            "",
            "لا يوجد",
        ],
        ["Amman / Bursa", "Twinning", "March 1999", "n/a", "5 years, renewable by agreement", "unknown", ""],
        ["الخليل – بورصة", "توأمة", "2024", "", "50 سنة", "منتهية", ""],
        ["الخليل – بلدية غير معروفة", "توأمة", "2020", "", "", "", ""],
        ["عمّان، بورصة", "صداقة", "2021", "", "", "", "مفتوحة"],
        ["عمّان، الخليل", "صداقة", "2001", "", "سنتان تجدد تلقائيًا", "منتهية", ""],
    ]
    sheet = settle(registrar, handed_in(registrar, workbook(rows)))
    assert sheet.keys[0] == "parties"
    assert outcomes(sheet) == {2: "new", 3: "new", 4: "new", 5: "refused", 6: "asked", 7: "new", 8: "refused"}
    accept(registrar, sheet)
    old, cooperation, english, friendship = Agreement.objects.order_by("pk")
    assert [party.city for party in cooperation.parties.all()] == [cast.amman, cast.hebron]
    assert (cooperation.signed_on, cooperation.expires_on) == (None, None)
    assert (cooperation.duration_months, cooperation.renewal) == (36, "tacit")
    assert {one.domain.code for one in cooperation.coverages.all()} == {"culture", "youth"}
    assert {one.domain.code for one in old.coverages.all()} == {"transport-public", "environment"}
    assert (old.duration_months, old.expires_on, old.events.count()) == (24, None, 0)
    assert (friendship.term, friendship.expires_on) == ("indefinite", None)
    assert (english.renewal, english.duration_months, english.coverages.count()) == ("by_agreement", 60, 0)


NAMED = ("Ghent", "غنت", "gand", "GENT", "ghent-be", "Q1296", "2797656", "بلدية غِنت", "City of Ghent")


@pytest.mark.parametrize("as_a_table", [False, True])
def test_a_city_is_met_by_whatever_the_sheet_calls_it(clerk: Client, cast: Cast, as_a_table: bool) -> None:
    """By a name in either script, another name, the short name, and its numbers at Wikidata and GeoNames."""
    ghent = CityFactory(slug="ghent-be", name_ar="غنت", name_en="Ghent", country="BE")
    City.objects.filter(pk=ghent.pk).update(wikidata_id="Q1296", geonames_id=2797656)
    ghent.aliases.create(text="Gand", language="fr")
    ghent.aliases.create(text="Gent", language="nl")
    rows = [["المدينة الشريكة", "تاريخ التوقيع"], *([name, str(2001 + at)] for at, name in enumerate(NAMED))]
    file = table("\n".join(map(",".join, rows))) if as_a_table else workbook(rows)
    sheet = settle(clerk, handed_in(clerk, file), own=cast.hebron.pk)
    assert set(outcomes(sheet).values()) == {"new"}
    accept(clerk, sheet)
    assert Agreement.objects.filter(parties__city=ghent).count() == len(NAMED)
    assert City.objects.filter(country="BE").count() == 1


def test_refused_rows_are_mended_and_handed_in_again(clerk: Client, cast: Cast) -> None:
    sheet = settle(clerk, handed_in(clerk, workbook(MESSY)), own=cast.hebron.pk)
    accept(clerk, sheet)
    answer = clerk.get(f"{PAGE}{sheet.pk}/to-mend.xlsx")
    page = load_workbook(io.BytesIO(answer.getvalue())).active
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    assert [row[1] for row in rows[1:]] == ["طرابلس", "بورصة", "بورصة"]
    assert "هجري" in rows[2][9]
    rows[2][4], rows[3][3], rows[3][4] = "2014", "تعاون", "2015-02-27"
    again = settle(clerk, handed_in(clerk, workbook(rows)), own=cast.hebron.pk)
    assert outcomes(again) == {2: "asked", 3: "new", 4: "new"}


def test_the_same_sheet_handed_in_again_changes_nothing(clerk: Client, cast: Cast) -> None:
    accept(clerk, settle(clerk, handed_in(clerk, workbook(MESSY)), own=cast.hebron.pk))
    before = Agreement.objects.count()
    again = settle(clerk, handed_in(clerk, workbook(MESSY)), own=cast.hebron.pk)
    assert outcomes(again)[4] == outcomes(again)[5] == "unchanged"
    accept(clerk, again)
    assert Agreement.objects.count() == before


def test_a_row_with_a_number_changes_that_record_field_by_field(registrar: Client, cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman], title_ar="قديم", signed_on="2014")
    rows = [
        ["رقم القيد", "العنوان بالعربية", "تاريخ التوقيع", "مكان التوقيع", "المجالات"],
        [record.registry_number, "جديد", "2014-06", None, "water"],
        ["TW-1999-00001", "لا أحد", None, None, None],
    ]
    sheet = settle(registrar, handed_in(registrar, workbook(rows)))
    assert outcomes(sheet) == {2: "changed", 3: "refused"}
    page = registrar.get(f"{PAGE}{sheet.pk}/").content.decode()
    assert '<del dir="auto">قديم</del>' in page
    assert '<ins dir="auto">جديد</ins>' in page
    accept(registrar, sheet)
    record.refresh_from_db()
    assert (record.title_ar, str(record.signed_on)) == ("جديد", "2014-06")
    assert record.coverages.get().domain.code == "water"

    assert registrar.post(f"{PAGE}{sheet.pk}/undo/").status_code == 302
    record.refresh_from_db()
    assert (record.title_ar, str(record.signed_on)) == ("قديم", "2014")
    assert record.coverages.count() == 0


def test_what_somebody_changed_meanwhile_is_not_overwritten(registrar: Client, cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman], title_ar="قديم")
    rows = [["رقم القيد", "العنوان بالعربية"], [record.registry_number, "جديد"]]
    sheet = settle(registrar, handed_in(registrar, workbook(rows)))
    record.title_ar = "غيري"
    record.save()
    accept(registrar, sheet)
    record.refresh_from_db()
    assert record.title_ar == "غيري"
    assert outcomes(sheet) == {2: "refused"}


def test_a_clerk_enters_only_for_their_own_city(clerk: Client, cast: Cast) -> None:
    theirs = published(parties=[cast.hebron, cast.amman])
    rows = [
        ["رقم القيد", "المدينة الأولى", "المدينة الثانية", "العنوان"],
        [None, "عمان", "بورصة", None],
        [None, "الخليل", "بورصة", None],
        [theirs.registry_number, None, None, "جديد"],
    ]
    sheet = settle(clerk, handed_in(clerk, workbook(rows)))
    assert outcomes(sheet) == {2: "refused", 3: "new", 4: "refused"}
    said = " ".join(fault["ar"] for row in sheet.rows.all() for fault in row.faults)
    assert "مدينتك ليست طرفًا" in said
    assert clerk.get(f"{PAGE}{sheet.pk}/").content.decode().count("publishes") == 0


def test_the_registrar_may_publish_at_once_and_nobody_else(
    registrar: Client, clerk: Client, cast: Cast
) -> None:
    rows = [["المدينة الأولى", "المدينة الثانية", "نوع الاتفاقية"], ["الخليل", "عمان", "توأمة"]]
    sheet = settle(registrar, handed_in(registrar, workbook(rows)), publishes="on")
    accept(registrar, sheet)
    record = Agreement.objects.get()
    assert (record.record_state, record.evidence_level) == ("published", 0)
    assert sheet.file_name in record.state_changes.get().reason
    other = settle(clerk, handed_in(clerk, workbook([rows[0], ["الخليل", "بورصة", "توأمة"]])), publishes="on")
    accept(clerk, other)
    assert Agreement.objects.get(parties__city=cast.bursa).record_state == "draft"
    # A published record is not deleted: undone, it is out of view with the reason.
    assert registrar.post(f"{PAGE}{sheet.pk}/undo/").status_code == 302
    record.refresh_from_db()
    assert record.record_state == "withdrawn"


def test_an_import_is_undone_until_somebody_has_worked_on_it(clerk: Client, cast: Cast) -> None:
    sheet = settle(clerk, handed_in(clerk, workbook(MESSY)), own=cast.hebron.pk)
    accept(clerk, sheet)
    draft = Agreement.objects.get(parties__city=cast.amman)
    Event.objects.create(agreement=draft, kind="signed", date="2014-06-03")
    answer = clerk.post(f"{PAGE}{sheet.pk}/undo/")
    assert answer.status_code == 422
    assert "الصف 4: عُدِّل القيد بعد ذلك" in answer.content.decode()
    assert Agreement.objects.count() == 2
    draft.events.all().delete()
    clerk.post(f"{PAGE}{sheet.pk}/undo/")
    sheet.refresh_from_db()
    assert sheet.step == ImportStep.UNDONE
    assert Agreement.objects.count() == 0
    assert not City.objects.filter(name_ar="نابولي").exists()


def test_likely_duplicates_are_shown_and_left_out_unless_ticked(clerk: Client, cast: Cast) -> None:
    there = AgreementFactory(parties=[cast.hebron, cast.amman], signed_on="2014-05", title_ar="توأمة قائمة")
    rows = [["المدينة الأولى", "المدينة الثانية", "تاريخ التوقيع"], ["الخليل", "عمان", "2014-06-03"]]
    sheet = settle(clerk, handed_in(clerk, workbook(rows)))
    assert outcomes(sheet) == {2: "duplicate"}
    assert there.title_ar in clerk.get(f"{PAGE}{sheet.pk}/?outcome=duplicate").content.decode()
    assert not sheet.rows.to_write().exists()
    clerk.post(f"{PAGE}{sheet.pk}/alike/", {"shown": "2", "take": ["2", "²", "9" * 30]})
    accept(clerk, sheet)
    assert Agreement.objects.count() == 2


def test_columns_that_say_nothing_of_cities_are_asked_for(clerk: Client, cast: Cast) -> None:
    sheet = handed_in(clerk, workbook([["جهة", "متى"], ["عمان", "2014"]]))
    answer = clerk.post(f"{PAGE}{sheet.pk}/", {"column_0": "city_2", "column_1": "city_2"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "اختير العمود A لهذا من قبل" in page
    assert "حدّد الأعمدة التي تذكر المدن" in page
    assert sheet.rows.count() == 0


def test_a_long_sheet_is_done_by_the_worker_piece_by_piece(
    clerk: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "PIECE", 3)
    monkeypatch.setattr("agreements.desk.importing.AT_ONCE", 10)
    rows = [["المدينة الأولى", "المدينة الثانية", "تاريخ التوقيع"]]
    rows += [["الخليل", "عمان", str(1950 + 3 * number)] for number in range(8)]
    sheet = settle(clerk, handed_in(clerk, workbook(rows)))
    assert sheet.step == ImportStep.READING
    assert 'http-equiv="refresh"' in clerk.get(f"{PAGE}{sheet.pk}/").content.decode()
    do_all()
    sheet.refresh_from_db()
    assert sheet.rows.counts() == {RowOutcome.NEW: 8}
    accept(clerk, sheet)
    assert sheet.step == ImportStep.WRITING
    # The worker is killed after a piece, and another goes on from there.
    process.write(sheet.pk)
    assert Agreement.objects.count() == 3
    do_all()
    sheet.refresh_from_db()
    assert sheet.step == ImportStep.DONE
    assert Agreement.objects.count() == 8


@pytest.mark.parametrize("many", [3, 30])
def test_the_preview_asks_the_database_as_often_for_many_rows(
    clerk: Client, cast: Cast, many: int, django_assert_max_num_queries: Any
) -> None:
    rows = [["المدينة الأولى", "المدينة الثانية", "تاريخ التوقيع"]]
    rows += [["الخليل", "عمان", str(1950 + 2 * number)] for number in range(many)]
    sheet = settle(clerk, handed_in(clerk, workbook(rows)))
    with django_assert_max_num_queries(16):
        clerk.get(f"{PAGE}{sheet.pk}/")


def test_a_file_that_is_no_spreadsheet_is_refused_in_words(clerk: Client) -> None:
    for file, words in (
        (table("", "a.xlsx"), "فارغ"),
        (table("x\x00y"), "ليس نصًا"),
        (table("PK\x03\x04 broken", "b.xlsx"), "تالف"),
    ):
        answer = clerk.post(PAGE, {"file": file})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert SheetImport.objects.count() == 0
