"""The registrar keeps webhooks: their secrets are shown once, what was given up is sent anew."""

import re
from typing import Any

import pytest
from django.utils import timezone

from agreements.models import PartnerSite, Webhook, WebhookMessage
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PAGE = "/en/admin/agreements/webhook/"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")


@pytest.fixture
def webhook(cast: Cast) -> Webhook:
    site = PartnerSite.objects.create(name_ar="موقع")
    return Webhook.objects.create(site=site, url="https://partner.example/hook")


def act(client: Any, name: str, *rows: Any, page: str = PAGE) -> str:
    data = {"action": name, "_selected_action": [row.pk for row in rows]}
    return str(client.post(page, data, follow=True).content.decode())


def test_a_secret_is_shown_when_it_is_made_or_renewed(as_: Any, cast: Cast) -> None:
    registrar = as_(cast.registrar)
    site = PartnerSite.objects.create(name_ar="موقع")
    data = {"site": site.pk, "url": "https://partner.example/hook"}
    answer = registrar.post(PAGE + "add/", data, follow=True)
    (shown,) = SECRET.findall(answer.content.decode())
    webhook = Webhook.objects.get()
    assert webhook.secret == shown
    for page in (PAGE, f"{PAGE}{webhook.pk}/change/"):
        assert not SECRET.search(registrar.get(page).content.decode())
    (renewed,) = SECRET.findall(act(registrar, "renew_secret", webhook))
    webhook.refresh_from_db()
    assert (webhook.secret, webhook.old_secret) == (renewed, shown)
    # To load the page again neither renews nor shows it.
    again = registrar.get(f"{PAGE}{webhook.pk}/secret/", follow=True)
    assert not SECRET.search(again.content.decode())
    webhook.refresh_from_db()
    assert webhook.secret == renewed


def test_an_address_that_is_never_called_is_refused_at_its_field(as_: Any, cast: Cast) -> None:
    site = PartnerSite.objects.create(name_ar="موقع")
    answer = as_(cast.registrar).post(PAGE + "add/", {"site": site.pk, "url": "http://127.0.0.1/"})
    assert "url" in answer.context["adminform"].form.errors
    assert not Webhook.objects.exists()


def test_messages_are_listed_and_sent_anew(as_: Any, cast: Cast, webhook: Webhook) -> None:
    registrar, page = as_(cast.registrar), "/en/admin/agreements/webhookmessage/"
    act(registrar, "try_out", webhook)
    message = WebhookMessage.objects.get()
    WebhookMessage.objects.update(state="given_up", last_error="503 away", attempts=9)
    assert "503 away" in registrar.get(page).content.decode()
    message.tries.create(begun_at=timezone.now(), url="https://partner.example/hook", error="TimeoutError")
    told = registrar.get(f"{page}{message.pk}/change/").content.decode()
    assert "register.test" in told
    assert "TimeoutError" in told
    act(registrar, "send_again", message, page=page)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 0)


def test_a_site_is_told_no_more_and_again(as_: Any, cast: Cast, webhook: Webhook) -> None:
    registrar = as_(cast.registrar)
    act(registrar, "stop", webhook)
    webhook.refresh_from_db()
    assert webhook.stopped_at
    act(registrar, "resume", webhook)
    webhook.refresh_from_db()
    assert webhook.stopped_at is None
