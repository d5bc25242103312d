"""A citizen's questions, from the first page to the answer: who, since when, what, and is it in force?"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Agreement, City
from agreements.reference.sample import load_sample
from agreements.reference.taxonomy import load_taxonomy
from tests.audit.looking import against_wcag, against_width
from tests.factories import CityFactory, published
from tests.worlds import begin_with

WORDS = {
    "ar": {
        "search": "الخليل عمان",
        "city": "الخليل",
        "domain": "التراث العمراني",
        "mayor": "داوود الزعتري",
        "partner": "عمّ?ان",
    },
    "en": {
        "search": "Hebron Amman",
        "city": "Hebron",
        "domain": "Urban heritage",
        "mayor": "Daoud Zatari",
        "partner": "Amman",
    },
}


@pytest.fixture
def sample(transactional_db: None) -> Agreement:
    """The sample register, where the server sees it; its places are on the map."""
    begin_with(load_taxonomy)
    begin_with(load_sample)
    return Agreement.objects.get(title_en__startswith="Brotherhood")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_citizen_finds_who_their_city_is_twinned_with_and_whether_it_holds(
    open_page: Callable[..., Page], sample: Agreement, language: str
) -> None:
    words = WORDS[language]
    page = open_page(f"/{language}/")
    page.fill("main input[name=q]", words["search"])
    page.press("main input[name=q]", "Enter")
    page.click(f"main a[href$='/agreements/{sample.registry_number}/']")
    main = page.locator("main")
    expect(page.locator("h1")).to_contain_text(str(sample.title_ar if language == "ar" else sample.title_en))
    for answer in (words["domain"], words["mayor"], sample.registry_number):
        expect(main).to_contain_text(answer)
    expect(main.locator(".governs")).to_be_visible()
    page.click(f"main a[href$='/{language}/cities/hebron/'] >> nth=0")
    expect(page.locator("h1")).to_contain_text(words["city"])
    expect(main).to_contain_text(re.compile(words["partner"]))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_map_is_walked_with_keys_and_says_what_is_in_view(
    open_page: Callable[..., Page], sample: Agreement, language: str
) -> None:
    page = open_page(f"/{language}/map/", reduced_motion="reduce")
    seen = page.locator(".seen button")
    expect(seen.first).to_be_visible()
    status = page.locator(".worldmap [role=status]")
    before = status.inner_text()
    page.focus(".stage")
    for _ in range(8):
        page.keyboard.press("+")
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    expect(status).not_to_have_text(before)
    page.keyboard.press("0")
    expect(status).to_have_text(before)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.act") == "in"
    for _ in range(6):
        if page.locator(".chosen").is_visible():
            break
        seen.first.focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(150)
    link = page.locator(".chosen a").first
    slug = link.get_attribute("href").strip("/").split("/")[-1]
    assert City.objects.filter(slug=slug).exists()
    link.click()
    expect(page.locator("h1")).to_be_visible()


def test_where_no_worker_may_draw_the_page_draws_the_map_itself(
    open_page: Callable[..., Page], sample: Agreement
) -> None:
    page = open_page("/en/", viewport={"width": 360, "height": 800})
    page.add_init_script("delete HTMLCanvasElement.prototype.transferControlToOffscreen")
    page.goto(f"{page.url}map/")
    expect(page.locator(".seen button").first).to_be_visible()
    page.click("[data-act=in]")
    expect(page.locator(".worldmap [role=status]")).to_contain_text("in view")


def test_the_hardest_records_stand_on_the_narrowest_phone(
    open_page: Callable[..., Page], transactional_db: None
) -> None:
    """Twelve parties, a title of 500 letters without a gap, names of both directions, no coordinates."""
    cities = [
        CityFactory(name_ar=f"مدينة Ville-{'x' * 40} ({n})", name_en="", authority_ar="", authority_en="")
        for n in range(12)
    ]
    record = published(parties=cities, title_ar="ا" * 500, title_en="W" * 500)
    paths = (
        "/",
        "/agreements/",
        f"/agreements/{record.registry_number}/",
        f"/agreements/{record.registry_number}/correction/",
        f"/cities/{cities[0].slug}/",
        f"/relationships/{cities[0].slug}/{cities[1].slug}/",
        "/map/",
        "/agreements/?kind=x&city=%3Cscript%3E&signed_from=2014-13&page=-7&as_of=31%2F02%2F2014&ordering=x&nothing=1",
        f"/cities/{cities[0].slug}/?as_of=never",
    )
    page = open_page("/ar/", viewport={"width": 320, "height": 800}, reduced_motion="reduce")
    root, faults = page.url.removesuffix("/ar/"), []
    for language in ("ar", "en"):
        for path in paths:
            answer = page.goto(f"{root}/{language}{path}", wait_until="networkidle")
            assert answer is not None
            assert answer.status == 200, path
            faults += [f"{language} {path}: {fault}" for fault in (*against_wcag(page), *against_width(page))]
    assert faults == []


def test_every_stop_of_the_keyboard_is_seen(open_page: Callable[..., Page], sample: Agreement) -> None:
    page = open_page("/ar/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    for path in ("/ar/agreements/", f"/ar/agreements/{sample.registry_number}/", "/ar/map/"):
        page.goto(page.url.split("/ar/")[0] + path)
        stops: set[Any] = set()
        for _ in range(40):
            page.keyboard.press("Tab")
            seen = page.evaluate(LOOK)
            assert seen["outlined"], f"{path}: {seen}"
            stops.add(seen["what"])
        assert len(stops) > 8, path


LOOK = """() => {
  const stop = document.activeElement, style = getComputedStyle(stop), box = stop.getBoundingClientRect();
  const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const outlined = drawn || stop === document.body;
  return {what: stop.outerHTML.slice(0, 120), outlined, box: [box.width, box.height]};
}"""


@pytest.mark.parametrize(("language", "theme", "width"), [("ar", "light", 320), ("en", "dark", 1280)])
def test_the_pages_that_matter_most_break_no_rule_of_wcag(
    open_page: Callable[..., Page], sample: Agreement, language: str, theme: str, width: int
) -> None:
    """`make audit` looks at all of them."""
    record = f"/agreements/{sample.registry_number}/"
    paths = (
        "/",
        "/agreements/?kind=x",
        record,
        f"{record}correction/",
        "/cities/hebron/",
        "/map/",
        "/statistics/",
    )
    page = open_page(
        f"/{language}/", color_scheme=theme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    root, faults = page.url.removesuffix(f"/{language}/"), []
    for path in paths:
        page.goto(f"{root}/{language}{path}", wait_until="networkidle")
        faults += [f"{path}: {fault}" for fault in (*against_wcag(page), *against_width(page))]
    assert faults == []
