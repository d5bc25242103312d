"""The pages with scripts and without, by keyboard, and under their own policy."""

import pytest
from playwright.sync_api import expect

from tests.factories import CityFactory, SignatoryFactory, published


@pytest.fixture
def register(cast):
    """What the citizen finds: one agreement in force, one of another pair."""
    agreement = published(
        parties=[cast.hebron, cast.amman],
        title_ar="اتفاقية التآخي بين الخليل وعمّان",
        title_en="Brotherhood of Hebron and Amman",
        signed_on="2014-06-03",
        effect_rule="on_signature",
        kind="brotherhood",
    )
    SignatoryFactory(party=agreement.parties.get(order=1))
    agreement.save()
    published(
        parties=[cast.bursa, cast.amman],
        title_ar="مذكرة بورصة",
        title_en="Bursa memorandum",
        kind="memorandum",
    )
    return agreement


def test_a_list_is_narrowed_without_reloading_and_its_address_can_be_shared(register, open_page):
    page = open_page("/en/agreements/")
    page.evaluate("window.stayed = true")
    page.click("#narrow-kind-memorandum")
    expect(page.locator("h3")).to_have_count(1)
    expect(page.locator(".chip.remove")).to_contain_text("Memorandum of understanding")
    assert page.evaluate("window.stayed") is True
    shared = open_page(page.url.partition("/en/")[1] + page.url.partition("/en/")[2])
    expect(shared.locator("h3")).to_have_text("Bursa memorandum")
    page.click(".chip.remove")
    expect(page.locator("h3")).to_have_count(2)
    page.go_back()
    expect(page.locator("h3")).to_have_count(1)


def test_choices_behind_more_narrow_without_reloading_once_they_are_opened(register, cast, open_page):
    for country in ("FR", "DE", "IT", "ES", "BE", "NL", "PT", "CH", "AT", "SE"):
        published(parties=[cast.hebron, CityFactory(country=country)])
    page = open_page("/en/agreements/")
    page.evaluate("window.stayed = true")
    more = page.locator("details.more:has([id^=narrow-country-])")
    hidden = more.locator("a").last
    expect(hidden).to_be_hidden()
    more.locator("summary").click()
    expect(more).not_to_have_attribute("hx-disable", "")
    address = hidden.get_attribute("href")
    hidden.click()
    expect(page.locator("h3")).to_have_count(1)
    assert page.evaluate("window.stayed") is True
    assert page.url.endswith(address)


def test_without_scripts_all_of_it_works_too(register, open_page):
    page = open_page("/ar/agreements/", java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.click("#narrow-kind-memorandum")
    expect(page.locator("h3")).to_have_text("مذكرة بورصة")
    page.click("summary:has-text('القائمة')")
    page.click(".menu nav a:text-is('المدن')")
    expect(page.locator("h1")).to_have_text("المدن")


def test_the_keyboard_reaches_the_content_at_once_and_sees_where_it_is(register, open_page):
    page = open_page("/ar/agreements/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_no_page_offends_its_own_policy(register, cast, open_page, sign_in):
    register.title_en = "</script><img src=x onerror=alert(1)>"
    register.save()
    for page, paths in (
        (
            open_page("/en/"),
            ["/en/", "/en/agreements/", f"/en/agreements/{register.reference}/", "/en/style/"],
        ),
        (sign_in(cast.registrar), [f"/ar/admin/agreements/agreement/{register.pk}/change/"]),
    ):
        offences = []
        page.on(
            "console",
            lambda said, offences=offences: offences.append(said.text) if said.type == "error" else None,
        )
        for path in paths:
            page.goto(path)
            page.wait_for_load_state("networkidle")
        assert [text for text in offences if "Content Security Policy" in text] == []
