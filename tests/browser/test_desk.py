"""The desk in a real browser: a clerk enters and submits, a reviewer returns and publishes, a second
editor merges, and nothing that was typed is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Agreement, EntryDraft, HeldFile
from tests.factories import AgreementFactory


class Hand:
    """A person at the keyboard, whose every interaction is counted: a click, a choice, a text."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, what: str) -> None:
        self.count += 1
        self.page.click(what)

    def type(self, where: str, text: str) -> None:
        self.count += 1
        self.page.fill(where, text)

    def choose(self, where: str, value: str) -> None:
        self.count += 1
        self.page.select_option(where, value)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.count += 1
            self.page.keyboard.press(key)

    def city(self, row: str, typed: str) -> None:
        """Type the beginning of a city's name and take the first that is offered, by keyboard."""
        field = f"#id_party-{row}-city_name"
        self.count += 1
        self.page.locator(field).press_sequentially(typed)
        expect(self.page.locator(f"{field} + ul [data-id]").first).to_be_visible()
        self.press("ArrowDown", "Enter")


def enter(hand: Hand) -> None:
    """The model case, from an empty form."""
    hand.click("text=إدخال اتفاقية")
    hand.city("n1", "الخل")
    hand.type("#id_signatory-n1-name_ar", "داوود الزعتري")
    hand.type("#id_signatory-n1-office_ar", "رئيس بلدية الخليل")
    hand.city("n2", "Amm")
    hand.type("#id_signatory-n2-name_ar", "عقل بلتاجي")
    hand.type("#id_signatory-n2-office_ar", "أمين عمّان")
    hand.choose("#id_kind", "brotherhood")
    hand.type("#id_title_ar", "اتفاقية التآخي والتعاون بين الخليل وعمّان")
    hand.type("#id_title_en", "Brotherhood and cooperation agreement of Hebron and Amman")
    hand.type("#id_signed_on", "٣/٦/٢٠١٤")
    hand.choose("#id_effect_rule", "on_signature")
    for typed, code in (("التراث العمر", "heritage"), ("تجميل", "beautification"), ("دولي", "international")):
        hand.type("#domain-filter", typed)
        hand.click(f"input[name=domain][value={code}]")
    hand.type("#id_domain-heritage-quote_ar", "إدارة التراث العمراني")
    hand.type("#id_source-n1-title_ar", "خبر على موقع بلدية الخليل")


def test_a_clerk_enters_and_submits_in_few_interactions_and_the_reviewer_returns_and_publishes(cast, sign_in):
    hand = Hand(sign_in(cast.contributor_of_hebron, "ar/desk"))
    enter(hand)
    hand.click("button[name=_submit]")
    hand.click("main button:has-text('تقديم للمراجعة')")
    expect(hand.page.locator(".messages")).to_contain_text("تقديم للمراجعة")
    assert hand.count < 60
    agreement = Agreement.objects.with_status().get()
    assert (agreement.record_state, agreement.status) == ("submitted", "in_force")
    assert sorted(agreement.parties.values_list("city__slug", flat=True)) == ["amman", "hebron"]
    assert agreement.coverages.count() == 3
    assert EntryDraft.objects.count() == 0

    reviewer = sign_in(cast.reviewer_of_hebron, "ar/desk")
    reviewer.click("text=اتفاقية التآخي والتعاون بين الخليل وعمّان")
    reviewer.click("main >> text=إعادة للاستكمال")
    reviewer.click("summary:has-text('تاريخ التوقيع')")
    reviewer.fill("#remark-signed_on", "أيهما: حزيران أم تموز؟")
    reviewer.click("main button[type=submit]")
    expect(reviewer.locator(".messages")).to_be_visible()

    clerk = hand.page
    clerk.goto("/ar/desk/")
    clerk.click("text=اتفاقية التآخي والتعاون بين الخليل وعمّان")
    clerk.click("main >> text=تعديل")
    expect(clerk.locator(".field:has(#id_signed_on) .remark")).to_contain_text("أيهما: حزيران أم تموز؟")
    clerk.fill("#id_signed_on", "3/7/2014")
    clerk.click("button[name=_submit]")
    clerk.click("main button:has-text('تقديم للمراجعة')")

    reviewer.goto("/ar/desk/")
    reviewer.click("text=اتفاقية التآخي والتعاون بين الخليل وعمّان")
    reviewer.click("main a:text-is('نشر')")
    reviewer.click("main button:has-text('نشر')")
    expect(reviewer.locator("main")).to_contain_text(re.compile(r"TW-\d{4}-\d{5}"))
    assert str(Agreement.objects.get().signed_on) == "2014-07-03"


def test_a_second_editor_sees_what_changed_and_merges_field_by_field(cast, sign_in):
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="كما كان")
    address = f"/ar/desk/records/{agreement.reference}/edit/"
    first = sign_in(cast.reviewer_of_hebron, "ar/desk")
    second = sign_in(cast.reviewer_of_amman, "ar/desk")
    first.goto(address)
    second.goto(address)
    first.fill("#id_title_ar", "عنوان الأول")
    first.fill("#id_place_ar", "عمّان")
    first.click("button[name=_save]")
    second.fill("#id_title_ar", "عنوان الثاني")
    second.fill("#id_summary_ar", "خلاصة الثاني")
    second.click("button[name=_save]")
    expect(second.locator("#faults")).to_contain_text("غيّر أحدهم هذا القيد")
    expect(second.locator("#id_place_ar")).to_have_value("عمّان")
    expect(second.locator("#id_summary_ar")).to_have_value("خلاصة الثاني")
    clash = second.locator(".field:has(#id_title_ar) .clash")
    expect(clash).to_contain_text("عنوان الأول")
    clash.locator("input").check()
    expect(second.locator("#id_title_ar")).to_have_value("عنوان الأول")
    second.click("button[name=_save]")
    expect(second.locator(".messages")).to_be_visible()
    agreement.refresh_from_db()
    said = (agreement.title_ar, agreement.place_ar, agreement.summary_ar)
    assert said == ("عنوان الأول", "عمّان", "خلاصة الثاني")


def test_what_is_typed_survives_the_browser_the_connection_and_the_session(cast, sign_in):
    page = sign_in(cast.contributor_of_hebron, "ar/desk")
    page.goto("/ar/desk/entry/")
    page.fill("#id_title_ar", "عنوان لم يُحفظ")
    expect(page.locator("#kept")).to_contain_text("حُفظ الساعة")
    assert re.search(r"\?draft=\d+$", page.url)
    page.reload()
    expect(page.locator("#id_title_ar")).to_have_value("عنوان لم يُحفظ")

    page.route("**/entry/keep/", lambda route: route.abort())
    page.fill("#id_title_ar", "كُتب والشبكة مقطوعة")
    expect(page.locator("#kept")).to_contain_text("محفوظ في هذا المتصفح")
    page.unroute("**/entry/keep/")
    page.reload()
    page.click("text=استعمله")
    expect(page.locator("#id_title_ar")).to_have_value("كُتب والشبكة مقطوعة")

    page.context.clear_cookies(name="sessionid")
    page.fill("#id_title_ar", "كُتب بعد انتهاء الجلسة")
    expect(page.locator("#kept")).to_contain_text("انتهت جلستك")
    page.click("button[name=_save]")
    page.fill("#id_login", cast.contributor_of_hebron.email)
    page.fill("#id_password", "correct horse")
    page.click("main button[type=submit] >> nth=0")
    expect(page.locator("#id_title_ar")).to_have_value("كُتب بعد انتهاء الجلسة")


def test_documents_are_dropped_into_a_new_agreement_and_wait_with_it(cast, sign_in):
    page = sign_in(cast.contributor_of_hebron, "ar/desk")
    page.goto("/ar/desk/entry/")
    page.fill("#id_title_ar", "اتفاقية بوثيقتها")
    page.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File(["%PDF-1.7 signed"], "signed.pdf"));
          carried.items.add(new File(["no document"], "none.pdf"));
          const zone = document.querySelector("[data-hold]");
          zone.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
        }"""
    )
    expect(page.locator("[data-row=file]")).to_contain_text("signed.pdf")
    expect(page.locator("[data-hold] li")).to_contain_text("none.pdf")
    expect(page.locator("[data-hold] li .error")).to_contain_text("PDF")
    page.set_input_files("#files", {"name": "minutes.pdf", "mimeType": "", "buffer": b"%PDF-1.7 minutes"})
    expect(page.locator("[data-row=file]")).to_have_count(2)
    page.locator("[data-row=file] select[name$=visibility]").first.select_option("public")
    expect(page.locator("#kept")).to_contain_text("حُفظ الساعة")
    page.wait_for_timeout(2_000)
    page.reload()
    expect(page.locator("[data-row=file]")).to_have_count(2)
    expect(page.locator("[data-row=file] select[name$=visibility]").first).to_have_value("public")

    hand = Hand(page)
    hand.city("n1", "الخل")
    hand.city("n2", "Amm")
    hand.choose("#id_kind", "brotherhood")
    hand.click("button[name=_save]")
    expect(page.locator(".messages")).to_be_visible()
    expect(page.locator("main")).to_contain_text("minutes.pdf")
    kept = Agreement.objects.get().documents.order_by("original_name")
    assert [(one.original_name, one.visibility) for one in kept] == [
        ("minutes.pdf", "internal"),
        ("signed.pdf", "public"),
    ]
    assert not HeldFile.objects.exists()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_of_the_form_is_wider_than_the_screen(cast, sign_in, width):
    page = sign_in(cast.contributor_of_hebron, "ar/desk")
    page.set_viewport_size({"width": width, "height": 800})
    for language in ("ar", "en"):
        page.goto(f"/{language}/desk/entry/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
