"""Signing in: by password and second factor, with the limits that hold whoever serves the request."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import LazySettings
from django.core import mail
from django.core.cache import caches
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from agreements.accounts.sealing import ENTRIES
from agreements.models import User
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SIGN_IN = "/ar/account/login/"


def try_password(client: Client, user: User, password: str = "correct horse", **extra: str):
    return client.post(SIGN_IN, {"login": user.email, "password": password}, **extra)


def test_a_member_arrives_at_the_desk_and_others_at_the_first_page(cast: Cast) -> None:
    assert try_password(Client(), cast.reviewer_of_amman).url == "/ar/desk/"
    assert try_password(Client(), cast.partner).url == "/ar/"


def test_the_way_to_the_admin_leads_through_the_sign_in_page_and_back(cast: Cast) -> None:
    client = Client()
    first = client.get("/ar/admin/")
    second = client.get(first.url)
    assert second.url == "/ar/account/login/?next=/ar/admin/"
    signed_in = client.post(second.url, {"login": cast.registrar.email, "password": "correct horse"})
    assert signed_in.url == "/ar/admin/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(cast: Cast) -> None:
    wrong = try_password(Client(), cast.registrar, "wrong")
    unknown = try_password(Client(), User(email="nobody@registry.test"), "wrong")
    said = [list(page.context["form"].non_field_errors()) for page in (wrong, unknown)]
    assert said[0] == said[1]
    assert escape(said[0][0]) in wrong.content.decode()
    assert wrong.context["form"]["login"].value() == cast.registrar.email


def test_after_five_failures_the_account_is_closed_for_minutes_from_everywhere(cast: Cast) -> None:
    for number in range(5):
        try_password(Client(), cast.registrar, "wrong", REMOTE_ADDR=f"10.0.0.{number}")
    # Another process has nothing in memory: what it knows stands in the database.
    caches["default"].close()
    refused = try_password(Client(), cast.registrar, REMOTE_ADDR="10.0.1.1")
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors()
    assert try_password(Client(), cast.reviewer_of_amman, REMOTE_ADDR="10.0.1.1").status_code == 302


def test_an_account_that_was_closed_does_not_sign_in(cast: Cast) -> None:
    cast.partner.is_active = False
    cast.partner.save()
    client = Client()
    assert try_password(client, cast.partner).url == "/ar/account/inactive/"
    assert "_auth_user_id" not in client.session


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_the_second_factor_is_asked_for_and_a_code_works_once(cast: Cast) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(cast.registrar, secret)
    client = Client()
    assert try_password(client, cast.registrar).url == "/ar/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    wrong = client.post("/ar/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.context["form"].errors["code"]
    code = code_now(secret)
    assert client.post("/ar/account/2fa/authenticate/", {"code": code}).url == "/ar/desk/"
    other = Client()
    try_password(other, cast.registrar)
    assert other.post("/ar/account/2fa/authenticate/", {"code": code}).status_code == 200


def test_a_recovery_code_opens_once_for_who_lost_the_telephone(cast: Cast) -> None:
    TOTP.activate(cast.registrar, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(cast.registrar).get_unused_codes()[0]
    for due in (302, 200):
        client = Client()
        try_password(client, cast.registrar)
        assert client.post("/ar/account/2fa/authenticate/", {"code": code}).status_code == due


def test_the_secrets_of_a_second_factor_are_stored_sealed(cast: Cast) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(cast.registrar, secret)
    code = RecoveryCodes.activate(cast.registrar).get_unused_codes()[0]
    stored = [factor.data for factor in Authenticator.objects.order_by("pk")]
    assert secret not in str(stored)
    assert code not in str(stored)
    assert [text[:5] for data in stored for name, text in data.items() if name in ENTRIES] == ["gAAAA"] * 2


def test_keys_are_changed_without_locking_anybody_out(cast: Cast, settings: LazySettings) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(cast.registrar, secret)
    # One who set up theirs before secrets were sealed.
    plain = {"secret": secret}
    Authenticator.objects.create(user=cast.partner, type="totp", data=plain)
    old, new = settings.SECOND_FACTOR_KEYS[0], "n" * 50
    settings.SECOND_FACTOR_KEYS = [new, old]
    assert opens(cast.registrar, secret)
    assert opens(cast.partner, secret)
    call_command("seal_second_factors", stdout=StringIO())
    settings.SECOND_FACTOR_KEYS = [new]
    caches["default"].clear()
    assert opens(cast.registrar, secret)
    assert opens(cast.partner, secret)
    assert plain not in list(Authenticator.objects.values_list("data", flat=True))
    settings.SECOND_FACTOR_KEYS = ["lost" * 15]
    caches["default"].clear()
    assert not opens(cast.registrar, secret), "no code fits, and no page breaks"


def opens(user: User, secret: str) -> bool:
    client = Client()
    try_password(client, user)
    return client.post("/ar/account/2fa/authenticate/", {"code": code_now(secret)}).status_code == 302


def test_one_sets_up_an_authenticator_app_oneself(cast: Cast, as_: Callable[[User], Client]) -> None:
    client = as_(cast.registrar)
    proof = client.get("/ar/account/2fa/totp/activate/")
    assert proof.url.startswith("/ar/account/reauthenticate/?next=")
    client.post(proof.url, {"password": "correct horse"})
    page = client.get("/ar/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    client.post("/ar/account/2fa/totp/activate/", {"code": code_now(secret)})
    kinds = set(Authenticator.objects.filter(user=cast.registrar).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}


def test_a_forgotten_password_is_set_anew_by_mail(cast: Cast) -> None:
    client = Client()
    assert client.post("/ar/account/password/reset/", {"email": cast.registrar.email}).status_code == 302
    [message] = mail.outbox
    assert message.to == [cast.registrar.email]
    path = re.search(r"https?://testserver(\S+)", message.body)[1]
    form = client.get(path, follow=True)
    new = {"password1": "another horse entirely", "password2": "another horse entirely"}
    assert client.post(form.request["PATH_INFO"], new).status_code == 302
    cast.registrar.refresh_from_db()
    assert cast.registrar.check_password("another horse entirely")
    # The link is used up.
    assert Client().get(path, follow=True).context["token_fail"]


def test_no_mail_goes_to_an_address_without_account(cast: Cast) -> None:
    answer = Client().post("/ar/account/password/reset/", {"email": "nobody@registry.test"})
    assert (answer.status_code, mail.outbox) == (302, [])


def test_nobody_signs_up_by_themselves(cast: Cast) -> None:
    data = {"email": "new@registry.test", "password1": "a horse of their own"}
    Client().post("/ar/account/signup/", data)
    assert not User.objects.filter(email="new@registry.test").exists()


LETTERS = ("email/webauthn_added_subject", "email/webauthn_removed_subject")
WORDS = ("messages/webauthn_added", "messages/webauthn_removed", *LETTERS)


@pytest.mark.parametrize(
    ("language", "ours", "theirs"), [("ar", "مفتاح", "أمان"), ("en", "asskey", "ecurity key")]
)
def test_passkeys_are_called_by_one_word_on_every_page_and_in_every_letter(
    cast: Cast, language: str, ours: str, theirs: str
) -> None:
    client, user = Client(), cast.reviewer_of_amman
    try_password(client, user)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client.post(f"/{language}/account/reauthenticate/", {"password": "correct horse"})
    pages = [client.get(f"/{language}/account/2fa/{end}") for end in ("", "webauthn/add/")]
    assert [page.status_code for page in pages] == [200, 200]
    with translation.override(language):
        told = [render_to_string(f"mfa/{name}.txt") for name in WORDS]
    for text in (*(page.content.decode() for page in pages), *told):
        assert re.search(f"{ours}|مفاتيح", text)
        assert theirs not in text


def test_the_address_is_confirmed_before_a_second_factor_is_added(cast: Cast) -> None:
    client, user = Client(), cast.reviewer_of_amman
    try_password(client, user)
    user.emailaddress_set.update_or_create(email=user.email, defaults={"verified": False, "primary": True})
    page = client.get("/ar/account/2fa/totp/activate/", follow=True).content.decode()
    assert "يُضاف العامل الثاني بعد تأكيد عنوان بريدك الإلكتروني." in page
