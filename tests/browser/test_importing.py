"""A municipality's first day: a messy Arabic sheet is handed in, and ends as the right records."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from agreements.models import Agreement
from tests.cast import Cast
from tests.desk.sheets import MESSY, workbook
from tests.factories import CityFactory


def test_a_messy_arabic_sheet_ends_with_the_right_records(
    cast: Cast, sign_in: Callable[..., Page], tmp_path: Path
) -> None:
    CityFactory(slug="tripoli-lb", name_ar="طرابلس", name_en="Tripoli", country="LB")
    libyan = CityFactory(slug="tripoli-ly", name_ar="طرابلس", name_en="Tripoli", country="LY")
    file = tmp_path / "اتفاقيات الخليل.xlsx"
    file.write_bytes(workbook(MESSY).read())
    page = sign_in(cast.contributor_of_hebron, "ar/desk")
    page.click("text=من جدول")
    page.set_input_files("#id_file", file)
    page.click("form[enctype] button")
    expect(page.locator("#id_column_1")).to_have_value("city_2")
    expect(page.locator("#id_own_city")).to_have_value(str(cast.hebron.pk))
    page.click("text=فحص كل صف")
    expect(page.locator("#row-7")).to_contain_text("E7 (تاريخ التوقيع)")
    assert Agreement.objects.count() == 0

    page.click("text=تحديد المدينة المقصودة")
    page.check(f"input[name=city_0][value='{libyan.pk}']")
    page.click("text=إعادة فحص الصفوف")
    page.click("#accept")
    expect(page.locator("main .notice.success")).to_be_visible()
    drafts = Agreement.objects.order_by("pk").values_list("title_ar", "signed_on", "record_state")
    assert [(title, str(day), state) for title, day, state in drafts] == [
        ("اتفاقية توأمة: الخليل – عمّان", "2014-06-03", "draft"),
        ("مذكرة تفاهم: الخليل – نابولي", "2016-05", "draft"),
        ("اتفاقية تعاون: الخليل – طرابلس", "2019-03-01", "draft"),
    ]
    with page.expect_download() as mended:
        page.click("a[href$='to-mend.xlsx']")
    assert mended.value.suggested_filename.endswith(".xlsx")
