"""/api/v1/webhooks/: a partner site says by its key where it is told of changes, and reads how that went."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from agreements.models import Webhook, WebhookMessage
from tests.api.test_problems import is_problem
from tests.cast import Cast
from tests.factories import given_key, published

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/webhooks/"
ADDRESS = "https://partner.example/hook"


@pytest.fixture
def site_of(cast: Cast) -> Callable[[], Client]:
    """The program of a new partner site, with a key that reads."""
    return lambda: Client(headers={"authorization": f"Bearer {given_key(by=cast.registrar)[1]}"})


def post(client: Client, path: str = "", **body: Any) -> Any:
    return client.post(f"{ROOT}{path}", json.dumps(body), content_type="application/json")


def test_a_site_is_told_from_now_on_and_learns_the_secret_once(site_of: Any, cast: Cast) -> None:
    site = site_of()
    made = post(site, address=ADDRESS)
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    webhook = Webhook.objects.get()
    assert made.json()["secret"] == webhook.secret
    assert made.json()["address"] == webhook.url == ADDRESS
    (listed,) = site.get(ROOT).json()["results"]
    assert listed == {name: value for name, value in made.json().items() if name != "secret"}
    assert site.get(f"{ROOT}{webhook.pk}/").json() == listed
    published(parties=[cast.hebron, cast.amman])
    assert WebhookMessage.objects.filter(webhook=webhook).exists()


def test_the_secret_is_renewed_with_an_overlap(site_of: Any) -> None:
    site = site_of()
    old = post(site, address=ADDRESS).json()
    new = post(site, f"{old['id']}/secret/").json()["secret"]
    webhook = Webhook.objects.get()
    assert new != old["secret"]
    assert (webhook.secret, webhook.old_secret) == (new, old["secret"])


def test_each_attempt_is_told(site_of: Any) -> None:
    site = site_of()
    number = post(site, address=ADDRESS).json()["id"]
    message = post(site, f"{number}/trial/")
    assert message.status_code == 201
    row = WebhookMessage.objects.get()
    row.tries.create(begun_at=timezone.now(), url=ADDRESS, error="TimeoutError: timed out")
    row.tries.create(begun_at=timezone.now(), ended_at=timezone.now(), url=ADDRESS, answered=204)
    (told,) = site.get(f"{ROOT}{number}/deliveries/").json()["results"]
    assert told["id"] == str(row) == message.json()["id"]
    assert [(each["answered"], each["error"]) for each in told["attempts"]] == [
        (None, "TimeoutError: timed out"),
        (204, ""),
    ]
    assert told["state"]["code"] == "waiting"
    assert told["next_attempt_at"]


def test_a_site_that_was_given_up_asks_to_be_told_again_or_no_more(site_of: Any) -> None:
    site = site_of()
    number = post(site, address=ADDRESS).json()["id"]
    Webhook.objects.get().stop()
    assert site.get(f"{ROOT}{number}/").json()["stopped_at"]
    assert post(site, f"{number}/resume/").json()["stopped_at"] is None
    assert site.delete(f"{ROOT}{number}/").status_code == 204
    assert site.get(ROOT).json()["results"] == []
    is_problem(site.get(f"{ROOT}{number}/"), 404, "not-found")


def test_nobody_touches_the_webhooks_of_another_site(site_of: Any) -> None:
    number = post(site_of(), address=ADDRESS).json()["id"]
    other = site_of()
    assert other.get(ROOT).json()["results"] == []
    for answer in (
        other.get(f"{ROOT}{number}/"),
        other.get(f"{ROOT}{number}/deliveries/"),
        other.delete(f"{ROOT}{number}/"),
        *(post(other, f"{number}/{deed}/") for deed in ("secret", "resume", "trial")),
    ):
        is_problem(answer, 404, "not-found")
    assert Webhook.objects.get().old_secret == ""


def test_without_a_key_there_is_nothing_to_see(as_: Any, cast: Cast) -> None:
    for ask in (Client().get, Client().post):
        is_problem(ask(ROOT), 401, "not-authenticated")
    is_problem(as_(cast.registrar).get(ROOT), 403, "forbidden")


@pytest.mark.parametrize(
    "address", ["", None, "http://partner.example/", "https://u:p@partner.example/", "ftp://x", "x" * 600, 7]
)
def test_an_address_that_is_never_called_is_refused_by_name(site_of: Any, address: Any) -> None:
    told = is_problem(post(site_of(), address=address), 400, "invalid")
    assert list(told["errors"]) == ["address"]
    assert not Webhook.objects.exists()


def test_an_address_is_told_once_and_a_site_at_so_many(site_of: Any) -> None:
    site = site_of()
    for number in range(10):
        assert post(site, address=f"{ADDRESS}/{number}").status_code == 201
    is_problem(post(site, address=f"{ADDRESS}/more"), 400, "invalid")
    Webhook.objects.last().delete()  # type: ignore[union-attr]
    told = is_problem(post(site, address=f"{ADDRESS}/1"), 400, "invalid")
    assert told["errors"]


def test_what_a_site_reads_is_kept_by_no_shared_cache(site_of: Any) -> None:
    answer = site_of().get(ROOT)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["ETag"]


def test_many_deliveries_cost_what_few_cost(site_of: Any, django_assert_num_queries: Any) -> None:
    site = site_of()
    number = post(site, address=ADDRESS).json()["id"]
    webhook = Webhook.objects.get()
    for _ in range(3):
        webhook.try_out().tries.create(begun_at=timezone.now(), url=ADDRESS)
    for size in (1, 3):
        with django_assert_num_queries(6):
            assert len(site.get(f"{ROOT}{number}/deliveries/", {"page_size": size}).json()["results"]) == size
