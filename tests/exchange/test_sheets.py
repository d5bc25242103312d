"""Spreadsheets of every kind, as they come: read safely, refused in words, and back as they were."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from openpyxl import Workbook, load_workbook

from agreements.exchange import tabular
from agreements.exchange.sheets.handing_in import hand_in
from agreements.exchange.sheets.opening import tables_of
from agreements.exchange.sheets.subjects import Subjects
from agreements.exchange.sheets.table import Line, Unreadable
from agreements.exchange.sheets.template import write_template
from agreements.exchange.sheets.values import date_in
from agreements.models import Agreement, CooperationDomain
from agreements.reference.sample import load_sample
from agreements.reference.taxonomy import load_taxonomy
from tests.cast import Cast
from tests.desk.sheets import uploaded
from tests.exchange.test_tabular import told
from tests.exchange.test_whole import emptied, exported
from tests.worlds import begin_with

ODS = "application/vnd.oasis.opendocument.spreadsheet"
CONTENT = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="قائمة">{rows}</table:table>
 </office:spreadsheet></office:body></office:document-content>"""


def lines(raw: bytes) -> list[Line]:
    return list(tables_of(io.BytesIO(raw))[0].lines())


def saved(book: Workbook) -> bytes:
    return uploaded(book).read()


def archive(**parts: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def refusal(raw: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        lines(raw)
    return " ".join(caught.value.messages)


def test_cells_say_what_they_show() -> None:
    book = Workbook()
    page = book.active
    page.append([date(2014, 6, 3), date(2015, 1, 1), 2016, 1.5, " نص ", "=1+1"])
    page["B1"].number_format = "yyyy"
    page.merge_cells("A2:A3")
    page["A2"], page["B2"], page["B3"] = "مدموجة", "أ", "ب"
    page.column_dimensions["C"].hidden = True
    raw = saved(book)
    first, second, third = lines(raw)
    assert first.cells == ["2014-06-03", "2015", "2016", "1.5", "نص"]
    assert first.marks == {5: "formula"}
    assert second.marks == third.marks == {0: "merged"}
    assert tables_of(io.BytesIO(raw))[0].hidden == {2}


@pytest.mark.parametrize("epoch", [1900, 1904])
def test_dates_are_right_in_both_reckonings(epoch: int) -> None:
    book = Workbook()
    if epoch == 1904:
        from_ = __import__("openpyxl.utils.datetime", fromlist=["CALENDAR_MAC_1904"])
        book.epoch = from_.CALENDAR_MAC_1904
    book.active.append([date(2014, 6, 3)])
    assert lines(saved(book))[0].cells == ["2014-06-03"]


def test_two_hundred_thousand_blank_rows_are_nothing() -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append(["أول"])
    for _row in range(200_000):
        page.append([])
    page.append(["آخر"])
    assert [(line.number, line.cells) for line in lines(saved(book))] == [(1, ["أول"]), (200_002, ["آخر"])]


def test_what_is_no_harmless_sheet_is_refused_in_words() -> None:
    assert "ماكرو" in refusal(archive(**{"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"}))
    assert "قديم" in refusal(b"\xd0\xcf\x11\xe0" + b"0" * 600)
    assert "حيزًا أكبر" in refusal(
        archive(**{"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": b" " * (201 << 20)})
    )
    assert "ليس جدولًا" in refusal(archive(**{"word/document.xml": "<x/>"}))
    whole = saved(Workbook())
    assert "تالف" in refusal(whole[: len(whole) // 2])
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + CONTENT.partition("?>")[2].format(rows="")
    assert "تالف" in refusal(archive(**{"mimetype": ODS, "content.xml": bomb}))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
def test_csv_is_read_in_its_encoding_and_separator(separator: str, encoding: str) -> None:
    text = f"المدينة{separator}الدولة\nالخليل{separator}فلسطين\n"
    assert [line.cells for line in lines(text.encode(encoding))] == [
        ["المدينة", "الدولة"],
        ["الخليل", "فلسطين"],
    ]


def test_wrong_letters_are_told_and_not_taken() -> None:
    assert "مشوّهة" in refusal("الخليل,عمان\n".encode().decode("cp1252", "ignore").encode())
    assert "UTF-8" in refusal("Şırnak,İğdır,Muş\n".encode("cp1254"))


def test_an_open_document_is_read_with_its_repetitions() -> None:
    rows = (
        "<table:table-row><table:table-cell><text:p>المدينة</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
        "<table:table-row>"
        '<table:table-cell office:value-type="date" office:date-value="2014-06-03T00:00:00"/>'
        '<table:table-cell office:value-type="float" office:value="5"/>'
        '<table:table-cell table:formula="of:=1+1"/>'
        '<table:table-cell table:number-columns-spanned="2"><text:p>م</text:p></table:table-cell>'
        "<table:covered-table-cell/></table:table-row>"
    )
    first, second = lines(archive(**{"mimetype": ODS, "content.xml": CONTENT.format(rows=rows)}))
    assert (first.number, second.number) == (1, 1_000_002)
    assert second.cells == ["2014-06-03", "5", "", "م"]
    assert second.marks == {2: "formula", 3: "merged", 4: "merged"}


def test_hidden_rows_are_read_and_it_is_said() -> None:
    book = Workbook()
    page = book.active
    for name in ("المدينة", "الخليل", "عمّان"):
        page.append([name])
    page.row_dimensions[2].hidden = True
    [table] = tables_of(io.BytesIO(saved(book)))
    assert [line.cells for line in table.lines()] == [["المدينة"], ["الخليل"], ["عمّان"]]
    assert ["صفوف مخفية" in text for remark in table.remarks for text in remark.messages] == [True]


@pytest.mark.django_db
def test_a_heading_over_two_columns_is_told_with_their_letters(cast: Cast) -> None:
    text = (
        "المدينة الأولى,الدولة,تاريخ التوقيع,المدينة الثانية,الدولة,تاريخ التوقيع\n" + "أ,ب,2014,ج,د,2015\n"
    )
    sheet = hand_in(cast.registrar, "list.csv", text.encode())
    assert sheet.keys == ["city_1", "country_1", "signed_on", "city_2", "country_2", ""]
    [remark] = [remark["ar"] for remark in sheet.remarks]
    assert "تاريخ التوقيع" in remark
    assert "C, F" in remark


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("الطرق والمواصلات، الشباب والرياضة", ["transport", "youth"]),
        ("نقل / رياضة", ["transport", "youth"]),
        ("المياه؛ مجال الطاقة\nالنظافة", ["water", "energy", "waste"]),
        ("عام / غير محدد", ["general"]),
        ("Heritage, public transport; e-services", ["heritage", "transport", "gis"]),
    ],
)
def test_domains_are_known_by_what_people_call_them(cell: str, codes: list[str]) -> None:
    begin_with(load_taxonomy)
    subjects = Subjects()
    found = [subjects.named(item) for item in subjects.listed(cell)]
    assert [(one.parent or one).code for one in found] == codes


@pytest.mark.django_db
def test_a_word_for_several_domains_is_asked_and_not_guessed() -> None:
    begin_with(load_taxonomy)
    CooperationDomain.objects.create(code="markets-2", name_ar="الأسواق الشعبية", name_en="x")
    CooperationDomain.objects.create(code="markets-3", name_ar="أسواق شعبية", name_en="y")
    with pytest.raises(ValidationError) as caught:
        Subjects().named("الأسواق شعبية")
    assert "markets-2" in caught.value.messages[0]
    assert "markets-3" in caught.value.messages[0]
    with pytest.raises(ValidationError):
        Subjects().named("علم الفلك")


def test_a_hijri_date_is_never_taken_for_another() -> None:
    day, beside = date_in("3/6/2014م الموافق 5/8/1435هـ")
    assert (str(day), beside) == ("2014-06-03", "3/6/2014م الموافق 5/8/1435هـ")
    for text in ("1435", "5 شعبان 1435", "5/8/1435 هـ", "41793"):
        with pytest.raises(ValidationError):
            date_in(text)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_template_filled_in_needs_no_mapping(cast: Cast, language: str) -> None:
    begin_with(load_taxonomy)
    file = io.BytesIO()
    write_template(language, file)
    book = load_workbook(file)
    page = book.worksheets[0]
    assert {rule.type for rule in page.data_validations.dataValidation} == {"list"}
    assert bool(book.worksheets[1].sheet_view.rightToLeft) is (language == "ar")
    page.append(["الخليل", "فلسطين", "عمان", "الأردن"])
    sheet = hand_in(cast.registrar, "filled.xlsx", saved(book))
    assert sheet.sheet == 0
    assert [key for key in sheet.keys if not key] == []


@pytest.mark.django_db
def test_a_table_brings_into_an_empty_register_what_a_table_can_carry(tmp_path: Path) -> None:
    begin_with(load_taxonomy)
    begin_with(load_sample)
    before = [told(agreement) for agreement in Agreement.objects.published().order_by("registry_number")]
    carried = [column.key for column in tabular.COLUMNS if not column.derived] + ["registry_number"]
    file = tmp_path / "list.csv"
    file.write_text("".join(tabular.csv_lines(before, "ar")), encoding="utf-8", newline="")
    emptied()
    begin_with(load_taxonomy)
    call_command("import_agreements", str(file))
    after = [told(agreement) for agreement in Agreement.objects.published().order_by("registry_number")]
    for one, was in zip(after, before, strict=True):
        assert carry(one, carried) == carry(was, carried)


def carry(record: Any, carried: list[str]) -> dict[str, str]:
    row = dict(zip(tabular.headings(None), tabular.row(record, None), strict=True))
    return {key: row[key] for key in carried}


@pytest.mark.django_db
def test_the_whole_register_goes_out_and_in_by_the_shell(tmp_path: Path) -> None:
    begin_with(load_taxonomy)
    begin_with(load_sample)
    file = tmp_path / "register.jsonl"
    call_command("export_agreements", str(file))
    before = exported()
    assert file.read_bytes() == b"".join(before)
    emptied()
    broken = file.read_bytes().replace(b'"kind":"brotherhood"', b'"kind":"marriage"', 1)
    file.write_bytes(broken)
    call_command("import_agreements", str(file))
    refused = tmp_path / "register.refused.jsonl"
    assert b"marriage" in refused.read_bytes()
    file.write_bytes(refused.read_bytes().replace(b"marriage", b"brotherhood"))
    call_command("import_agreements", str(file))
    assert {one for one in exported() if b'"type":"city"' in one} == {
        one for one in before if b'"type":"city"' in one
    }
    assert Agreement.objects.published().count() == sum(
        b'"record_state":"published"' in one for one in before
    )
