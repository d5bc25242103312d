"""The frame around every page on the narrowest phone, and the one page that a library draws within it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.audit.looking import against_wcag, against_width


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_head_stands_in_one_row_on_the_narrowest_phone(
    open_page: Callable[..., Page], transactional_db: None, language: str
) -> None:
    page = open_page(f"/{language}/domains/", viewport={"width": 320, "height": 800})
    brand, menu = page.locator(".brand").bounding_box(), page.locator(".menu").bounding_box()
    assert brand is not None
    assert menu is not None
    assert menu["y"] < brand["y"] + brand["height"]


def test_the_reference_of_the_api_is_tried_by_everybody(
    open_page: Callable[..., Page], transactional_db: None
) -> None:
    page = open_page(
        "/ar/developers/reference/#/agreements/agreements_list",
        viewport={"width": 320, "height": 800},
        color_scheme="dark",
        reduced_motion="reduce",
    )
    page.click(".try-out__btn")
    expect(page.get_by_role("textbox", name="as_of")).to_be_visible()
    assert [*against_wcag(page), *against_width(page)] == []
