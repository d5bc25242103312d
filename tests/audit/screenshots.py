"""`python -m tests.audit.screenshots FOLDER [LIST.csv]`: a picture of every kind of page in both languages
and themes, on a phone and on a desk."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.audit.addresses import LANGUAGES, THEMES, addresses
from tests.audit.serving import served
from tests.browser.chromium import executable

WINDOWS = {"phone": (360, 780), "desk": (1280, 900)}


def main(folder: Path, lists: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with served(lists) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        for theme in THEMES:
            for window, (width, height) in WINDOWS.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=theme,  # type: ignore[arg-type]
                )
                page = context.new_page()
                for kind, path in addresses(root).items():
                    for language in LANGUAGES:
                        page.goto(f"{root}/{language}{path}", wait_until="networkidle")
                        page.screenshot(
                            path=folder / f"{kind}-{language}-{window}-{theme}.png", full_page=True
                        )
                context.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
