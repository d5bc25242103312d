"""Telling partner sites of changes: in the transaction of the change, signed, tried again, only to addresses
that the whole world reaches."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook as Receiver

from agreements import outward
from agreements.models import Change, PartnerSite, Webhook, WebhookMessage
from tests.background.queue import do_all
from tests.cast import Cast
from tests.factories import AgreementFactory, published

pytestmark = pytest.mark.django_db


class Site:
    """A partner site's server: it keeps what it was sent and answers what it is told to."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                site.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(site.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?x=1"


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    settings.TRUSTED_NETWORKS = [ip_network("127.0.0.0/8")]
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.05,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def webhook(site: Site) -> Webhook:
    return Webhook.objects.create(site=PartnerSite.objects.create(name_ar="موقع"), url=site.url)


def test_a_change_is_told_signed(cast: Cast, site: Site, webhook: Webhook) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    do_all()
    told = [
        change
        for headers, body in site.got
        for change in Receiver(webhook.secret).verify(body, headers)["data"]["changes"]
    ]
    assert [change["number"] for change in told] == list(Change.objects.values_list("number", flat=True))
    assert told[0]["kind"] == "publication"
    assert told[0]["registry_number"] == record.registry_number
    assert told[0]["url"].endswith(f"/api/v1/agreements/{record.registry_number}/")
    message = WebhookMessage.objects.first()
    assert message
    assert (message.state, message.answered, message.attempts) == ("delivered", 204, 1)


def test_what_is_rolled_back_is_not_told(cast: Cast, site: Site, webhook: Webhook) -> None:
    with transaction.atomic():
        published(parties=[cast.hebron, cast.amman])
        transaction.set_rollback(True)
    AgreementFactory(parties=[cast.hebron, cast.amman])
    do_all()
    assert site.got == []
    assert not WebhookMessage.objects.exists()


def test_a_failure_is_tried_again_later_under_the_same_name(site: Site, webhook: Webhook) -> None:
    message = webhook.try_out()
    site.status = 500
    do_all()
    message.refresh_from_db()
    assert (message.state, message.answered, message.attempts) == ("waiting", 500, 1)
    assert message.due_at > timezone.now()
    site.status = 200
    WebhookMessage.objects.update(due_at=timezone.now())
    message.deliver()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("delivered", 2)
    first, second = (headers["webhook-id"] for headers, _body in site.got)
    assert first == second
    told = [(each.answered, each.url, each.ended_at is not None) for each in message.tries.all()]
    assert told == [(500, site.url, True), (200, site.url, True)]


def test_an_attempt_that_reaches_nobody_or_is_cut_off_is_written_down(
    site: Site, webhook: Webhook, monkeypatch: Any
) -> None:
    message = webhook.try_out()
    Webhook.objects.update(url="http://127.0.0.1:9/")
    do_all()
    (attempt,) = message.tries.all()
    assert (attempt.answered, attempt.url) == (None, "http://127.0.0.1:9/")
    assert attempt.error.startswith("ConnectionRefusedError")

    class Killed(BaseException):
        """As the worker ends when it is killed: nothing is caught."""

    def die(*args: Any) -> None:
        raise Killed

    monkeypatch.setattr(outward, "post", die)
    WebhookMessage.objects.update(due_at=timezone.now())
    with pytest.raises(Killed):
        message.deliver()
    _first, cut_off = message.tries.all()
    assert (cut_off.answered, cut_off.ended_at, cut_off.error) == (None, None, "")


def test_no_redirect_is_followed(site: Site, webhook: Webhook) -> None:
    site.status = 302
    message = webhook.try_out()
    do_all()
    message.refresh_from_db()
    assert (message.state, len(site.got)) == ("waiting", 1)


@pytest.mark.parametrize("how", ["gone", "silent for days"])
def test_a_site_that_is_gone_is_told_no_more_until_it_is_back(
    cast: Cast, site: Site, webhook: Webhook, how: str
) -> None:
    message = webhook.try_out()
    site.status = 410 if how == "gone" else 503
    if how != "gone":
        WebhookMessage.objects.update(written_at=timezone.now() - timedelta(days=6))
    do_all()
    message.refresh_from_db()
    webhook.refresh_from_db()
    assert message.state == "given_up"
    assert webhook.stopped_at
    published(parties=[cast.hebron, cast.amman])
    assert WebhookMessage.objects.count() == 1
    webhook.resume()
    published(parties=[cast.hebron, cast.amman])
    assert WebhookMessage.objects.count() > 1


def test_a_secret_is_renewed_with_an_overlap(cast: Cast, site: Site, webhook: Webhook) -> None:
    old = webhook.secret
    with pytest.raises(PermissionDenied):
        webhook.rotate_secret(cast.reviewer_of_hebron)
    new = webhook.rotate_secret(cast.registrar)
    webhook.try_out()
    do_all()
    ((headers, body),) = site.got
    for secret in (old, new):
        assert Receiver(secret).verify(body, headers) == json.loads(body)
    Webhook.objects.update(old_until=timezone.now())
    webhook.try_out()
    do_all()
    headers, body = site.got[-1]
    Receiver(new).verify(body, headers)
    with pytest.raises(Exception, match="No matching signature"):
        Receiver(old).verify(body, headers)


# ---- Where nothing is sent


@pytest.mark.parametrize(
    "url",
    [
        "http://site.example/hook",
        "ftp://site.example/hook",
        "https://user:secret@site.example/",
        "https://site.example:22/",
        "https://site.example:99999/",
        "https:///hook",
    ],
)
def test_an_address_that_is_never_called_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Webhook(site=PartnerSite.objects.create(name_ar="موقع"), url=url).full_clean()
    assert "url" in refused.value.message_dict


INWARD = ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"]
INWARD += [
    "224.0.0.1",
    "::1",
    "fe80::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::1",
    "::",
]


@pytest.mark.parametrize("inward", INWARD)
def test_a_name_that_leads_inward_is_not_called(monkeypatch: Any, inward: str) -> None:
    """Judged when the message is sent: the name may have meant something else before."""
    family = socket.AF_INET6 if ":" in inward else socket.AF_INET
    infos = [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 443)), (family, 1, 6, "", (inward, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: infos)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("called"))
    webhook = Webhook.objects.create(
        site=PartnerSite.objects.create(name_ar="موقع"), url="https://site.example/"
    )
    message = webhook.try_out()
    do_all()
    message.refresh_from_db()
    assert message.state == "given_up"
    assert "not a public address" in message.last_error


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch: Any) -> None:
    asked: list[Any] = []

    def connect(address: Any, *args: Any) -> Any:
        asked.append(address)
        raise OSError("far away")

    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *args, **kwargs: [(2, 1, 6, "", ("93.184.216.34", 443))]
    )
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(OSError, match="far away"):
        outward.post("https://site.example/", b"{}", {})
    assert asked == [("93.184.216.34", 443)]
