"""Pages kept for visitors: composed once, never stale, answered in a word while nothing changed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from agreements.models import Activity
from tests.cast import Cast
from tests.factories import CoverageFactory, DomainFactory, EventFactory, published
from tests.pages.reading import text_of, words_of

LOCAL = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "large": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "kept",
        "TIMEOUT": None,
    },
}


@pytest.fixture(autouse=True)
def kept() -> Iterator[None]:
    with override_settings(CACHES=LOCAL):
        caches["pages"].clear()
        yield
        caches["pages"].clear()


def questions(client: Client, address: str, **headers: Any) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, headers=headers)
    return len(captured), response


ADDRESSES = [
    "/ar/",
    "/ar/agreements/",
    "/ar/cities/",
    "/ar/cities/hebron/",
    "/ar/domains/",
    "/ar/signatories/",
    "/ar/map/",
    "/ar/statistics/",
    "/sitemap-agreements.xml",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_read_twice_asks_one_question_the_second_time(
    client: Client, cast: Cast, address: str
) -> None:
    published(parties=[cast.hebron, cast.amman])
    first = client.get(address)
    number, second = questions(client, address)
    assert number == 1
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_whoever_has_the_page_is_told_in_a_word_that_it_stands(client: Client, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    etag = client.get("/ar/agreements/")["ETag"]
    number, again = questions(client, "/ar/agreements/", if_none_match=etag)
    assert (number, again.status_code, again.content) == (1, 304, b"")
    assert again["ETag"] == etag
    published(parties=[cast.hebron, cast.bursa])
    fresh = client.get("/ar/agreements/", headers={"If-None-Match": etag})
    assert fresh.status_code == 200
    assert fresh["ETag"] != etag


def test_languages_addresses_and_hosts_are_kept_apart(client: Client, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    pages = [
        client.get(path) for path in ("/ar/", "/en/", "/ar/agreements/", "/ar/agreements/?kind=twinning")
    ]
    assert len({page["ETag"] for page in pages}) == 4
    elsewhere = client.get("/ar/", headers={"Host": "localhost"})
    assert elsewhere["ETag"] != pages[0]["ETag"]
    assert "http://localhost/ar/" in text_of(elsewhere)


def test_it_is_sent_compressed_to_those_who_take_it(client: Client, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    packed = client.get("/ar/agreements/", headers={"Accept-Encoding": "gzip, br"})
    plain = client.get("/ar/agreements/")
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) * 3 < len(plain.content)


def test_whoever_is_signed_in_is_answered_afresh(cast: Cast, as_: Any, client: Client) -> None:
    published(parties=[cast.hebron, cast.amman])
    public = text_of(client.get("/ar/"))
    member = as_(cast.registrar)
    own = member.get("/ar/")
    assert "ETag" not in own
    assert text_of(own) != public
    assert text_of(client.get("/ar/")) == public


# Each changes something that a visitor reads on the agreement's or the city's page.
CHANGES = {
    "a title": lambda cast, agreement: _set(agreement, title_ar="عنوان جديد تمامًا"),
    "an event": lambda cast, agreement: EventFactory(agreement=agreement, kind="suspended", date="2020"),
    "a domain": lambda cast, agreement: CoverageFactory(
        agreement=agreement, domain=DomainFactory(code="new", name_ar="مجال جديد")
    ),
    "a city's name": lambda cast, agreement: _set(cast.hebron, name_ar="خليل الرحمن", authority_ar=""),
    "a city's population": lambda cast, agreement: _set(
        cast.hebron, population=215_000, population_year=2017
    ),
    "another name": lambda cast, agreement: cast.hebron.aliases.create(text="Al-Khalil", language="en"),
    "an activity": lambda cast, agreement: Activity.objects.create(
        agreement=agreement, kind="visit", title_ar="زيارة وفد", state="done"
    ),
    "a withdrawal": lambda cast, agreement: agreement.withdraw(by=cast.registrar, reason="مكرر"),
    "another publication": lambda cast, agreement: published(parties=[cast.hebron, cast.bursa]),
}


def _set(record: Any, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(record, name, value)
    record.save()


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_kept_outlives_a_change(client: Client, cast: Cast, change: str) -> None:
    agreement = published(parties=[cast.hebron, cast.amman], signed_on="2014", effect_rule="on_signature")
    addresses = ["/ar/", "/ar/agreements/", agreement.get_absolute_url(), cast.hebron.get_absolute_url()]
    before = {address: client.get(address).content for address in addresses}
    CHANGES[change](cast, agreement)
    after = {address: client.get(address).content for address in addresses}
    caches["pages"].clear()
    assert after == {address: client.get(address).content for address in addresses}
    assert after != before


def test_a_change_that_is_taken_back_leaves_what_was_kept(client: Client, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    etag = client.get("/ar/")["ETag"]
    with transaction.atomic():
        published(parties=[cast.hebron, cast.bursa])
        transaction.set_rollback(True)
    assert client.get("/ar/")["ETag"] == etag


def test_what_is_not_found_is_not_kept(client: Client, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    for address in ("/ar/cities/nowhere/", "/ar/agreements/TW-2020-00009/"):
        assert client.get(address).status_code == 404
        assert "ETag" not in client.get(address)
    assert "الخليل" in words_of(client.get("/ar/cities/hebron/"))
