"""The first walk through the registry: a clerk enters an agreement, a reviewer publishes it, and it
stands on the Arabic page, on the English page and in the API."""

import re

from playwright.sync_api import Page, expect


def choose(page: Page, field: str, typed: str, offered: str = "") -> None:
    """Pick from a chooser that looks up what is typed, and offers it in the reader's language."""
    page.click(f"[aria-labelledby='select2-{field}-container']")
    page.fill(".select2-search__field", typed)
    page.click(f".select2-results__option >> text=/{offered or typed}/")


def enter_agreement(page: Page) -> None:
    page.click('#content-main a:text-is("اتفاقيات")')
    page.click(".object-tools >> text=أضف اتفاقية")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.select_option("#id_kind", "brotherhood")
    page.fill("#id_title_ar", "اتفاقية التآخي والتعاون بين الخليل وعمّان")
    page.fill("#id_title_en", "Brotherhood and cooperation agreement of Hebron and Amman")
    page.fill("#id_signed_on", "٣/٦/٢٠١٤")
    page.select_option("#id_effect_rule", "on_signature")
    choose(page, "id_parties-0-city", "الخليل")
    choose(page, "id_parties-1-city", "Amman", "عمّان")
    for row, (side, name, office) in enumerate(
        [("1", "داوود الزعتري", "رئيس بلدية الخليل"), ("2", "عقل بلتاجي", "أمين عمّان")]
    ):
        page.select_option(f"#id_signatory-{row}-side", side)
        page.fill(f"#id_signatory-{row}-name_ar", name)
        page.fill(f"#id_signatory-{row}-office_ar", office)
    for row, domain in enumerate(["التراث العمراني", "تجميل المدينة", "التعاون الدولي"]):
        choose(page, f"id_coverages-{row}-domain", domain)
    page.fill("#id_sources-0-title_ar", "خبر على موقع بلدية الخليل")


def test_a_clerk_enters_an_agreement_and_a_reviewer_publishes_it(cast, sign_in, open_page):
    clerk = sign_in(cast.contributor_of_hebron)
    enter_agreement(clerk)
    clerk.click("text=حفظ وتقديم للمراجعة")
    clerk.click("input[value='تقديم للمراجعة']")
    expect(clerk.locator(".messagelist .success")).to_be_visible()
    expect(clerk.locator(".field-status_now")).to_contain_text("سارية")
    assert clerk.locator(".object-tools >> text=نشر").count() == 0

    reviewer = sign_in(cast.reviewer_of_hebron)
    reviewer.click('#content-main a:text-is("اتفاقيات")')
    reviewer.click("text=اتفاقية التآخي والتعاون بين الخليل وعمّان")
    reviewer.click(".object-tools >> text=نشر")
    reviewer.click("input[value='نشر']")
    expect(reviewer.locator(".messagelist .success")).to_be_visible()
    number = re.search(r"TW-\d{4}-\d{5}", reviewer.locator(".field-record").inner_text()).group()

    arabic = open_page("/ar/agreements/")
    arabic.click("text=اتفاقية التآخي والتعاون بين الخليل وعمّان")
    expect(arabic.locator("html")).to_have_attribute("dir", "rtl")
    for text in ("سارية", "3 حزيران 2014", "داوود الزعتري", "أمين عمّان", "التراث العمراني", number):
        expect(arabic.locator("main")).to_contain_text(text)

    english = arabic
    english.click("text=English")
    expect(english.locator("html")).to_have_attribute("dir", "ltr")
    title = "Brotherhood and cooperation agreement of Hebron and Amman"
    for text in ("In force", "3 June 2014", title, number):
        expect(english.locator("main")).to_contain_text(text)

    answer = arabic.request.get(f"/api/v1/agreements/{number}/")
    assert answer.ok
    record = answer.json()
    assert record["status"]["code"] == "in_force"
    assert record["signed_on"] == "2014-06-03"
    assert [party["city"]["slug"] for party in record["parties"]] == ["hebron", "amman"]
    signatories = [signatory for party in record["parties"] for signatory in party["signatories"]]
    assert [signatory["name"]["ar"] for signatory in signatories] == ["داوود الزعتري", "عقل بلتاجي"]
    assert {domain["code"] for domain in record["domains"]} == {"heritage", "beautification", "international"}


def test_what_a_clerk_typed_wrongly_is_named_at_its_field_and_still_there(cast, sign_in):
    clerk = sign_in(cast.contributor_of_hebron)
    enter_agreement(clerk)
    clerk.fill("#id_signed_on", "٣١/٠٢/٢٠١٤")
    clerk.click("input[name=_save]")
    expect(clerk.locator(".field-signed_on .errorlist")).to_contain_text("٣١/٠٢/٢٠١٤")
    expect(clerk.locator("#id_signed_on")).to_have_value("٣١/٠٢/٢٠١٤")
    expect(clerk.locator("#id_signatory-1-name_ar")).to_have_value("عقل بلتاجي")
    expect(clerk.locator("#id_signatory-1-side")).to_have_value("2")
    expect(clerk.locator("#select2-id_parties-1-city-container")).to_contain_text("عمّان")
