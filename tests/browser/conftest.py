"""A real Chromium, and people in front of it."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from agreements.models import User
from agreements.reference.taxonomy import load_taxonomy
from tests.browser.chromium import executable
from tests.cast import Cast, assemble
from tests.worlds import begin_with

# Playwright runs a loop in this thread; the database is still asked one question at a time.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# In milliseconds: a page that is right is right on a machine with much to do as well.
PATIENCE = 45_000
expect.set_options(timeout=PATIENCE)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The people and cities, and the taxonomy, where the server sees them."""
    begin_with(load_taxonomy)
    return begin_with(assemble)


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`open_page("/ar/")`: a fresh browser window there, with its own cookies. A script that fails
    on any page fails the test."""
    contexts, failures = [], []

    def opened(path: str, **options: object) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert failures == []


@pytest.fixture
def sign_in(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """`sign_in(user)`: that person's browser, past the sign-in page: in the admin, or where it is said
    (`ar/desk`)."""

    def signed_in(user: User, where: str = "ar/admin") -> Page:
        page = open_page(f"/{where}/")
        page.fill("#id_login", user.email)
        page.fill("#id_password", "correct horse")
        page.click("main button[type=submit] >> nth=0")
        return page

    return signed_in
