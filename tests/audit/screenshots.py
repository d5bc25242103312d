"""`python -m tests.audit.screenshots FOLDER [LIST.csv]`: a picture of every kind of page in both languages
and themes, on the narrowest phone and on a desk, those of the staff among them."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.audit.addresses import LANGUAGES, THEMES, WIDTHS, addresses, staff_addresses
from tests.audit.looking import lay_out
from tests.audit.serving import cookies_of, served
from tests.browser.chromium import executable


def main(folder: Path, lists: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with served(lists) as root, sync_playwright() as playwright:
        kinds = addresses(root)
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        take(browser, folder, root, kinds)
        take(browser, folder, root, staff_addresses(kinds), cookies_of("registrar@example.org", root))
        browser.close()


def take(
    browser: Browser, folder: Path, root: str, kinds: dict[str, str], cookies: Sequence[Any] = ()
) -> None:
    """The pictures of these pages; `cookies`: of whoever has signed in."""
    for theme in THEMES:
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=theme,  # type: ignore[arg-type]
                bypass_csp=True,
            )
            context.add_cookies(cookies)  # type: ignore[arg-type]
            page = context.new_page()
            for kind, path in kinds.items():
                for language in LANGUAGES:
                    page.goto(f"{root}/{language}{path}", wait_until="networkidle")
                    lay_out(page)
                    page.screenshot(path=folder / f"{kind}-{language}-{width}-{theme}.png", full_page=True)
            context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
