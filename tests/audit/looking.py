"""What axe-core, a strict HTML parser and the scales have to say against a page."""

from collections.abc import Iterator, Sequence
from typing import Any

import html5lib
from axe_playwright_python.sync_playwright import Axe
from html5lib.constants import E as MEANINGS
from playwright.sync_api import Browser, Page, Request

from tests.audit.addresses import LANGUAGES, THEMES, WIDTHS

# WCAG 2.2 AA, and what is good practice besides.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Kilobytes over the wire, and requests, of a first view.
# The library that draws the reference of the API is heavy; nobody else is sent it.
HEAVIEST = {"map": (300, 15), "api-reference": (700, 15)}
USUAL = (150, 15)


def lay_out(page: Page) -> None:
    """What the browser leaves for later, below the window, is there too."""
    page.add_style_tag(content="* { content-visibility: visible !important }")


def against_looks(
    browser: Browser, root: str, kinds: dict[str, str], cookies: Sequence[Any] = ()
) -> Iterator[str]:
    """The faults of each page in both languages and themes; `cookies`: of whoever has signed in."""
    for language in LANGUAGES:
        for theme in THEMES:
            for width in WIDTHS:
                context = browser.new_context(
                    viewport={"width": width, "height": 900},
                    color_scheme=theme,  # type: ignore[arg-type]
                    reduced_motion="reduce",
                    bypass_csp=True,
                )
                context.add_cookies(cookies)
                page = context.new_page()
                for kind, path in kinds.items():
                    page.set_viewport_size({"width": width, "height": 900})
                    answer = page.goto(f"{root}/{language}{path}", wait_until="networkidle")
                    lay_out(page)
                    if page.locator(".savebar").count():
                        # The bar at the window's edge covers what is scrolled from under it, or nothing.
                        tall: Any = page.evaluate("document.documentElement.scrollHeight")
                        page.set_viewport_size({"width": width, "height": tall})
                    faults = [*against_wcag(page), *against_width(page)]
                    if answer and (theme, width) == ("light", 1280):
                        faults += against_html(answer.text())
                    yield from (f"{kind} {language} {theme} {width}: {fault}" for fault in faults)
                context.close()


def against_wcag(page: Page) -> Iterator[str]:
    """Each violation of a rule, with the elements that break it."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    for violation in found.response["violations"]:
        where = [" ".join(map(str, node["target"])) for node in violation["nodes"][:5]]
        yield f"{violation['id']} ({violation['impact']}): {'; '.join(where)}"


def against_html(source: str) -> Iterator[str]:
    """Each mistake that the HTML standard names in this text."""
    parser = html5lib.HTMLParser()
    parser.parse(source)
    for (line, _column), code, data in parser.errors:
        yield f"HTML line {line}: {MEANINGS[code] % data}"


def against_width(page: Page) -> Iterator[str]:
    wide: Any = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 1:
        yield f"{wide} pixels wider than the window"


def against_weight(browser: Browser, root: str, kinds: dict[str, str]) -> Iterator[str]:
    """First views beyond their budget, as a browser without anything kept counts them; all are told of."""
    for language in LANGUAGES:
        for kind, path in kinds.items():
            kilobytes, requests = weight(browser, f"{root}/{language}{path}")
            print(f"Weight {kind} {language}: {kilobytes:.0f} kB in {requests} requests", flush=True)
            most, most_requests = HEAVIEST.get(kind, USUAL)
            if kilobytes > most or requests > most_requests:
                yield f"{kind} {language}: {kilobytes:.0f} kB in {requests} requests"


def weight(browser: Browser, address: str) -> tuple[float, int]:
    """What the page and its workers ask the server for; what the browser still has from a moment ago is of
    less than no size."""
    context = browser.new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    answered: list[Request] = []
    # The list’s own method takes no mark of Playwright’s.
    page.on("requestfinished", lambda request: answered.append(request))
    page.goto(address, wait_until="networkidle")
    sizes = [request.sizes() for request in answered]
    context.close()
    asked = [size for size in sizes if size["responseBodySize"] >= 0]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in asked) / 1000, len(asked)
