"""How many calls a minute: counted for all processes together, told in headers, refused with 429."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client

from agreements.api import limits
from agreements.api.counters import Counters
from tests.api.test_problems import is_problem
from tests.cast import Cast
from tests.factories import given_key


@pytest.fixture
def counters(tmp_path: Path) -> Iterator[Counters]:
    made = Counters(tmp_path / "counters.sqlite3")
    yield made
    made.close()


@pytest.fixture
def few(settings: Any, counters: Counters, monkeypatch: Any) -> Any:
    """Three calls a minute without a key, five with one, in a minute that does not end."""
    settings.API_CALLS_WITHOUT_KEY, settings.API_CALLS_WITH_KEY = 3, 5
    counters.clock = lambda: 1_000.0
    monkeypatch.setattr(limits, "counters", lambda _file: counters)
    return settings


def call(token: str = "", **extra: Any) -> Any:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return Client(headers=headers).get("/api/v1/cities/", **extra)


# ---- Counting


def test_each_caller_is_counted_for_itself_and_anew_each_minute(counters: Counters) -> None:
    assert [counters.count("a", 1_000)[0] for _ in range(3)] == [1, 2, 3]
    assert counters.count("b", 1_000)[0] == 1
    _made, seconds = counters.count("a", 1_000)
    assert 1 <= seconds <= 60
    assert counters.count("a", 1_000 + seconds - 1)[0] == 5
    assert counters.count("a", 1_000 + seconds) == (1, 60)


def test_minutes_gone_by_are_forgotten(counters: Counters) -> None:
    for minute in range(20):
        counters.count("a", minute * 60)
    assert counters._connection
    assert counters._connection.execute("SELECT COUNT(*) FROM calls").fetchone()[0] <= 4


CALL_OFTEN = """
import sys
from pathlib import Path
from agreements.api import limits
from agreements.api.counters import Counters

counters = Counters(Path(sys.argv[1]))
for _ in range(500):
    counters.count("a", 1_000)
counters.close()
"""


def test_no_call_is_lost_between_processes(counters: Counters) -> None:
    command = [sys.executable, "-c", CALL_OFTEN, str(counters.file)]
    workers = [subprocess.Popen(command) for _ in range(2)]
    for _ in range(500):
        counters.count("a", 1_000)
    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert counters.count("a", 1_000)[0] == 1_501


def test_where_nothing_can_be_counted_the_register_is_still_read(tmp_path: Path) -> None:
    assert Counters(tmp_path / "no" / "such" / "folder").count("a")[0] == 0


def test_a_deployment_that_cannot_count_is_told(settings: Any, tmp_path: Path) -> None:
    def told() -> bool:
        found = run_checks(include_deployment_checks=True, databases=None)
        return "registry.W010" in {message.id for message in found}

    settings.COUNTERS_FILE = tmp_path / "counters.sqlite3"
    assert not told()
    settings.COUNTERS_FILE = tmp_path / "nowhere" / "counters.sqlite3"
    assert told()


# ---- What callers see


@pytest.mark.django_db
def test_the_headers_say_what_is_left(few: Any) -> None:
    for left in ("2", "1", "0"):
        answer = call()
        assert answer.status_code == 200
        assert answer.headers["ratelimit-limit"] == "3"
        assert answer.headers["ratelimit-remaining"] == left
        assert 1 <= int(answer.headers["ratelimit-reset"]) <= 60
    refused = call()
    is_problem(refused, 429, "too-many-requests")
    assert 1 <= int(refused.headers["retry-after"]) <= 61
    assert refused.headers["ratelimit-remaining"] == "0"


@pytest.mark.django_db
def test_a_key_has_a_limit_of_its_own_and_a_higher_one(few: Any, cast: Cast) -> None:
    _key, token = given_key(cast.registrar)
    for _ in range(4):
        call()
    assert [call(token).status_code for _ in range(6)] == [200] * 5 + [429]
    _other, another = given_key(cast.registrar)
    assert call(another).status_code == 200


@pytest.mark.django_db
def test_guessing_keys_is_held_to_the_limit_of_an_address(few: Any) -> None:
    assert [call("twr_00000000_guess").status_code for _ in range(5)] == [401, 401, 401, 429, 429]


@pytest.mark.django_db
def test_addresses_are_counted_apart_and_one_customers_network_together(few: Any) -> None:
    def status(address: str) -> int:
        return int(call(REMOTE_ADDR=address).status_code)

    assert [status("192.0.2.1") for _ in range(4)] == [200, 200, 200, 429]
    assert status("192.0.2.2") == 200
    assert [status(f"2001:db8::{number}") for number in range(4)] == [200, 200, 200, 429]
    assert status("2001:db8:0:1::1") == 200


@pytest.mark.django_db
def test_who_forges_an_address_is_counted_by_the_real_one(few: Any) -> None:
    few.REST_FRAMEWORK = few.REST_FRAMEWORK | {"NUM_PROXIES": 1}
    forged = [call(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 192.0.2.9") for number in range(4)]
    assert [answer.status_code for answer in forged] == [200, 200, 200, 429]


# ---- Scripts of other sites


@pytest.mark.django_db
def test_scripts_of_any_site_may_read(few: Any) -> None:
    origin = {"origin": "https://partner.example"}
    answer = Client(headers=origin).get("/api/v1/cities/")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "RateLimit-Remaining" in answer.headers["access-control-expose-headers"]
    asked = {
        **origin,
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization",
    }
    allowed = Client(headers=asked).options("/api/v1/cities/")
    assert "POST" not in allowed.headers["access-control-allow-methods"]
    assert "authorization" in allowed.headers["access-control-allow-headers"]
    assert "access-control-allow-origin" not in Client(headers=origin).get("/ar/").headers
    assert Client(headers=origin).get("/api/v1/none/").headers["access-control-allow-origin"] == "*"
