"""Every answer that says no: a problem after RFC 9457, in the caller's language, explained at its type."""

from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client
from rest_framework.exceptions import Throttled

from agreements.api import problems, viewsets
from tests.api.conftest import Ask
from tests.cast import Cast
from tests.factories import published

pytestmark = pytest.mark.django_db


def is_problem(answer: Any, status: int, name: str) -> dict[str, Any]:
    """What the problem says; fails unless it is of this kind."""
    told: dict[str, Any] = answer.json()
    assert (answer.status_code, told["status"]) == (status, status), told
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["type"] == f"http://testserver/api/problems/{name}/"
    assert told["title"]
    assert told["detail"]
    return told


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v2/", "/api/v0/agreements/", "/api/v1/nothing/", "/api/%00"]
)
@pytest.mark.parametrize(("language", "title"), [("ar", "لا شيء هنا."), ("en", "There is nothing here.")])
def test_an_address_that_is_none_or_of_no_version(address: str, language: str, title: str) -> None:
    answer = Client().get(address, headers={"accept-language": language})
    assert is_problem(answer, 404, "not-found")["title"] == title
    assert answer.headers["content-language"] == language


def test_other_addresses_keep_their_pages() -> None:
    assert Client().get("/apiary/").headers["content-type"].startswith("text/html")


def test_a_method_or_format_that_is_not_offered() -> None:
    answer = Client().put("/api/v1/cities/")
    is_problem(answer, 405, "method-not-allowed")
    assert "GET" in answer.headers["allow"]
    is_problem(Client().get("/api/v1/cities/", headers={"accept": "application/xml"}), 406, "not-acceptable")


def test_mistakes_stand_by_their_names(ask: Ask) -> None:
    told = is_problem(ask("agreements/", kind="alliance", colour="red"), 400, "invalid")
    assert set(told["errors"]) == {"kind", "colour"}
    assert all(isinstance(message, str) for messages in told["errors"].values() for message in messages)


def test_a_withdrawn_record_says_when_and_why(ask: Ask, cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    record.withdraw(by=cast.registrar, reason="قيد مكرر")
    told = is_problem(ask(f"agreements/{record.reference}/"), 410, "gone")
    assert (told["registry_number"], told["reason"]) == (record.registry_number, "قيد مكرر")
    assert told["withdrawn_on"]


def test_a_host_that_is_not_ours() -> None:
    answer = Client().get("/api/v1/cities/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert answer.json()["type"] == "/api/problems/malformed/"


@pytest.mark.parametrize(
    ("failure", "status", "name"),
    [
        (RuntimeError("secret"), 500, "server-error"),
        (RequestDataTooBig(), 413, "too-large"),
        (Throttled(wait=7), 429, "too-many-requests"),
        (problems.Refusal("changed-meanwhile"), 412, "changed-meanwhile"),
    ],
)
def test_whatever_a_view_raises(monkeypatch: Any, failure: Exception, status: int, name: str) -> None:
    def fail(self: Any) -> None:
        raise failure

    monkeypatch.setattr(viewsets.CityViewSet, "get_queryset", fail)
    answer = Client(raise_request_exception=False).get("/api/v1/cities/")
    assert "secret" not in str(is_problem(answer, status, name))
    if status == 429:
        assert answer.headers["retry-after"] == "8"


def test_errors_of_nested_fields_have_dotted_names() -> None:
    detail = {
        "parties": [{}, {"city": ["a"], "non_field_errors": ["b"]}],
        "non_field_errors": ["c"],
        "kind": "d",
    }
    assert dict(problems.by_name(detail)) == {
        "parties.1.city": ["a"],
        "parties.1": ["b"],
        "body": ["c"],
        "kind": ["d"],
    }


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_kind_is_explained_at_its_type(language: str) -> None:
    client = Client(headers={"accept-language": language})
    guide = client.get(f"/{language}/developers/").content.decode()
    for kind in problems.KINDS.values():
        answer = client.get(f"/api/problems/{kind.name}/")
        assert answer.headers["location"] == f"/{language}/developers/#{kind.name}"
        assert f'id="{kind.name}"' in guide


def test_a_kind_that_is_none_is_not_explained() -> None:
    is_problem(Client().get("/api/problems/bad-weather/"), 404, "not-found")
