"""A passkey in a real browser, on an authenticator that the browser plays itself."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect


@pytest.fixture(autouse=True)
def without_tls(settings) -> None:
    """The test's server has no certificate; browsers allow passkeys on localhost all the same."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


def give_an_authenticator(page: Page) -> None:
    """As a telephone has one: it keeps keys, and knows its owner by the finger."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    talk.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def open_with_proof(page: Page, where: str) -> None:
    """A page of the account that asks for the password once more."""
    page.goto(where)
    expect(page).to_have_url(re.compile("/reauthenticate/"))
    page.fill("#id_password", "correct horse")
    page.click("main button[type=submit] >> nth=0")
    expect(page).to_have_url(re.compile(f"{where}$"))


def sign_out(page: Page) -> None:
    page.goto("/ar/account/logout/")
    page.click("main button[type=submit]")


def test_one_enrols_a_passkey_and_signs_in_with_it(cast, sign_in):
    page = sign_in(cast.reviewer_of_amman, "ar/desk")
    expect(page).to_have_url(re.compile("/ar/desk/$"))
    give_an_authenticator(page)
    open_with_proof(page, "/ar/account/2fa/webauthn/add/")
    page.fill("#id_name", "هاتف المراجع")
    expect(page.locator("#id_passwordless")).to_be_checked()
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile("/2fa/(?!webauthn/add)"))
    page.goto("/ar/account/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("هاتف المراجع")
    assert Authenticator.objects.filter(user=cast.reviewer_of_amman, type="webauthn").count() == 1

    sign_out(page)
    page.goto("/ar/account/login/")
    page.click("#passkey_login")
    expect(page).to_have_url(re.compile("/ar/desk/$"))

    # The password alone opens nothing any more: the key is asked for as the second factor.
    sign_out(page)
    page.goto("/ar/account/login/")
    page.fill("#id_login", cast.reviewer_of_amman.email)
    page.fill("#id_password", "correct horse")
    page.click("main button[type=submit] >> nth=0")
    expect(page).to_have_url(re.compile("/2fa/authenticate/$"))
    page.goto("/ar/desk/")
    expect(page).to_have_url(re.compile("/account/(login|2fa/authenticate)/"))
    page.goto("/ar/account/2fa/authenticate/")
    page.click("#mfa_webauthn_authenticate")
    expect(page).to_have_url(re.compile("/ar/desk/$"))


def test_the_picture_for_an_authenticator_app_is_shown(cast, sign_in):
    page = sign_in(cast.reviewer_of_amman, "ar/desk")
    expect(page).to_have_url(re.compile("/ar/desk/$"))
    open_with_proof(page, "/ar/account/2fa/totp/activate/")
    box = page.locator(".qr svg").bounding_box()
    assert box
    assert box["width"] > 150
    expect(page.locator(".qr svg path")).to_be_visible()
