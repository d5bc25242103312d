"""Reading without a key or a cookie: straight to the view, and told in a word that nothing has changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.api import limits
from agreements.api.counters import Counters
from agreements.models import Edition
from tests.api.test_problems import is_problem
from tests.cast import Cast
from tests.factories import given_key, published
from tests.wsgi import ServerClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return ServerClient()


@pytest.fixture
def counters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counters]:
    """Calls counted for one test alone, in a minute that does not end."""
    made = Counters(tmp_path / "counters.sqlite3")
    made.clock = lambda: 1_000.0
    monkeypatch.setattr(limits, "counters", lambda _file: made)
    yield made
    made.close()


def cost(client: Client, address: str, **headers: Any) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, headers=headers)
    return len(captured), answer


ADDRESSES = ["agreements/", "agreements/?city=hebron", "cities/hebron/", "changes/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_asks_again_is_answered_with_one_question_until_something_changes(
    client: Client, cast: Cast, address: str
) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    path = f"/api/v1/{address}"
    first = client.get(path)
    tag = first.headers["ETag"]
    assert client.get(path, headers={"if-none-match": tag}).status_code == 304
    queries, again = cost(client, path, if_none_match=tag)
    assert (queries, again.status_code, again.content) == (1, 304, b"")
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
        assert again.headers[name] == first.headers[name], name
    cast.hebron.name_en = "Al-Khalil"
    cast.hebron.save()
    agreement.refresh_from_db()
    fresh = client.get(path, headers={"if-none-match": tag})
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != tag
    assert "Al-Khalil" in fresh.content.decode()


def test_what_is_known_of_one_answer_is_said_of_no_other(client: Client, cast: Cast) -> None:
    number = published(parties=[cast.hebron, cast.amman]).registry_number
    path = f"/api/v1/agreements/{number}/"
    tag = client.get(path).headers["ETag"]
    for _ in range(2):
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304
    for other in (
        {"headers": {"if-none-match": '"other"'}},
        {"headers": {"if-none-match": tag, "accept": "text/csv"}},
        {"headers": {"if-none-match": tag, "host": "localhost"}},
        {"headers": {"if-none-match": tag}, "data": {"lang": "ar"}},
        {"headers": {"if-none-match": tag}, "secure": True},
    ):
        assert client.get(path, **other).status_code == 200, other


SINGLE = [
    {},
    {"accept": "application/json"},
    {"accept": "*/*"},
    {"accept-encoding": "gzip"},
    {"accept-encoding": "br"},
    {"origin": "https://city.example"},
    {"accept-language": "en"},
    {"host": "localhost"},
    {"if-none-match": '"other"'},
    {"if-match": '"other"'},
    {"if-modified-since": "Thu, 01 Jan 2032 00:00:00 GMT"},
]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("asked", SINGLE, ids=str)
def test_a_record_is_answered_the_same_with_the_framework_and_without(
    client: Client, cast: Cast, asked: dict[str, str], method: str
) -> None:
    """What names the usual format by hand goes the long way."""
    path = f"/api/v1/agreements/{published(parties=[cast.hebron, cast.amman]).registry_number}/"
    ask = getattr(client, method)
    short, long = (ask(path, data, headers=asked) for data in ({}, {"format": "json"}))
    with CaptureQueriesContext(connection) as captured:
        ask(path, headers=asked)
    assert len(captured) == (2 if "if-none-match" in asked else 1)
    assert (short.status_code, short.content) == (long.status_code, long.content)
    assert _lasting(short) == _lasting(long)


def _lasting(answer: Any) -> dict[str, str]:
    """The headers but for what differs from call to call."""
    counted = ("ratelimit-remaining", "ratelimit-reset")
    return {name.lower(): value for name, value in answer.items() if name.lower() not in counted}


@pytest.mark.usefixtures("counters")
def test_a_single_record_counts_as_a_call(client: Client, cast: Cast, settings: Any) -> None:
    settings.API_CALLS_WITHOUT_KEY = 2
    path = f"/api/v1/agreements/{published(parties=[cast.hebron, cast.amman]).registry_number}/"
    answers = [client.get(path) for _ in range(3)]
    assert [each.headers["RateLimit-Remaining"] for each in answers] == ["1", "0", "0"]
    is_problem(answers[2], 429, "too-many-requests")


def test_a_script_may_read_that_nothing_has_changed(client: Client, cast: Cast) -> None:
    path = f"/api/v1/agreements/{published(parties=[cast.hebron, cast.amman]).registry_number}/"
    for headers in ({"origin": "https://city.example"}, {}):
        tag = client.get(path, headers=headers).headers["ETag"]
        for _ in range(2):
            again = client.get(path, headers={**headers, "if-none-match": tag})
            assert again.status_code == 304
            assert again.headers.get("Access-Control-Allow-Origin") == ("*" if headers else None)
            assert "Content-Length" not in again.headers


@pytest.mark.usefixtures("counters")
def test_who_shows_a_key_is_known_by_it(client: Client, cast: Cast, settings: Any) -> None:
    settings.API_CALLS_WITHOUT_KEY, settings.API_CALLS_WITH_KEY = 120, 1200
    published(parties=[cast.hebron, cast.amman])
    _key, token = given_key(by=cast.registrar)
    tag = client.get("/api/v1/agreements/").headers["ETag"]
    headers = {"if-none-match": tag}
    assert client.get("/api/v1/agreements/", headers=headers).headers["RateLimit-Limit"] == "120"
    with_key = client.get("/api/v1/agreements/", headers={**headers, "authorization": f"Bearer {token}"})
    assert (with_key.status_code, with_key.headers["RateLimit-Limit"]) == (304, "1200")
    forged = client.get("/api/v1/agreements/", headers={**headers, "authorization": "Bearer twr_no_such"})
    is_problem(forged, 401, "not-authenticated")


@pytest.mark.usefixtures("counters")
def test_what_is_answered_from_memory_counts_as_a_call(client: Client, cast: Cast, settings: Any) -> None:
    settings.API_CALLS_WITHOUT_KEY = 4
    published(parties=[cast.hebron, cast.amman])
    tag = client.get("/api/v1/agreements/").headers["ETag"]
    left = [client.get("/api/v1/agreements/", headers={"if-none-match": tag}) for _ in range(4)]
    assert [each.headers["RateLimit-Remaining"] for each in left] == ["2", "1", "0", "0"]
    assert [each.status_code for each in left] == [304, 304, 304, 429]


@pytest.mark.parametrize("failure", [InterfaceError, OperationalError])
def test_a_lost_connection_leaves_the_answer_to_django(
    client: Client, cast: Cast, monkeypatch: Any, failure: type[Exception]
) -> None:
    path = f"/api/v1/agreements/{published(parties=[cast.hebron, cast.amman]).registry_number}/"
    tag = client.get(path).headers["ETag"]

    def lost() -> str:
        raise failure("connection already closed")

    monkeypatch.setattr(Edition, "now", lost)
    assert client.get(path, headers={"if-none-match": tag}).status_code == 304


def test_each_caller_is_refused_in_their_own_language(client: Client, cast: Cast) -> None:
    for language in ("en", "ar", "en"):
        answer = client.get("/api/v1/agreements/TW-1900-00001/", headers={"accept-language": language})
        assert answer.headers["Content-Language"] == language
        assert ("nothing" in answer.json()["title"]) == (language == "en")


def test_an_answer_is_never_shown_as_a_page(client: Client, cast: Cast) -> None:
    answer = client.get("/api/v1/cities/")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert client.get("/api/v1/cities").status_code == 301
