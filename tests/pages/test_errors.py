"""Pages that say what went wrong."""

from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, override_settings
from django.urls import path

from registry.urls import urlpatterns as the_registry
from tests.cast import Cast
from tests.factories import AgreementFactory
from tests.pages.reading import badly_nested, page_of, text_of, words_of


def break_down(request: Any) -> Any:
    raise RuntimeError("on purpose")


def be_suspicious(request: Any) -> Any:
    raise SuspiciousOperation("on purpose")


urlpatterns = [
    path("broken/", break_down),
    path("suspicious/", be_suspicious),
    *the_registry,
]


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [("ar", "rtl", "الصفحة غير موجودة"), ("en", "ltr", "There is no such page")],
)
@pytest.mark.parametrize("address", ["nowhere/", "agreements/TW-2026-00009/", "admin/nowhere/"])
def test_not_found_in_the_readers_language(
    client: Client, db: None, as_: Any, cast: Cast, language: str, direction: str, words: str, address: str
) -> None:
    visitor = as_(cast.registrar) if address.startswith("admin") else client
    response = visitor.get(f"/{language}/{address}")
    assert response.status_code == 404
    assert f'<html lang="{language}" dir="{direction}">' in text_of(response)
    assert words in words_of(response)
    assert badly_nested(text_of(response)) == []


def test_the_language_switch_of_a_page_that_does_not_exist_leads_home(client: Client, db: None) -> None:
    assert page_of(client.get("/ar/nowhere/")).all("a", hreflang="en")[0][0]["href"] == "/en/"
    assert page_of(client.get("/en/nowhere/")).all("a", hreflang="ar")[0][0]["href"] == "/ar/"


def test_a_record_that_is_not_found_can_be_looked_for_in_the_other_language(client: Client, db: None) -> None:
    switch = page_of(client.get("/ar/agreements/TW-2026-00009/")).all("a", hreflang="en")[0][0]["href"]
    assert switch == "/en/agreements/TW-2026-00009/"


def test_an_address_without_its_last_stroke_is_led_to_the_page(client: Client, db: None) -> None:
    assert client.get("/ar/agreements").url == "/ar/agreements/"


def test_a_refusal_without_words_of_its_own_gets_some(cast: Cast, as_: Any) -> None:
    response = as_(cast.contributor_of_hebron).get("/en/admin/agreements/user/")
    assert response.status_code == 403
    assert "Your account has no part in this." in words_of(response)
    response = as_(cast.contributor_of_hebron).get("/ar/admin/agreements/user/")
    assert "حسابك" in words_of(response)


def test_a_form_without_its_token_is_refused_in_the_readers_language(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.contributor_of_hebron)
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    for language, words in (("ar", "تعذّر قبول النموذج"), ("en", "The form could not be accepted")):
        response = strict.post(f"/{language}/admin/agreements/agreement/{draft.pk}/submit-step/")
        assert response.status_code == 403
        assert words in words_of(response)


@override_settings(ROOT_URLCONF="tests.pages.test_errors")
@pytest.mark.parametrize(("address", "status"), [("broken", 500), ("suspicious", 400)])
def test_a_fault_is_told_in_both_languages_and_tells_nothing_else(
    db: None, address: str, status: int
) -> None:
    response = Client(raise_request_exception=False).get(f"/{address}/")
    html = text_of(response)
    assert response.status_code == status
    assert 'lang="ar" dir="rtl"' in html
    assert 'lang="en" dir="ltr"' in html
    assert "on purpose" not in html
    assert "Traceback" not in html


def test_a_visitor_is_asked_to_sign_in_to_the_admin(client: Client, db: None) -> None:
    assert client.get("/ar/admin/").url == "/ar/admin/login/?next=/ar/admin/"


def test_an_account_without_a_role_is_not_let_into_the_admin(cast: Cast, as_: Any) -> None:
    partner = as_(cast.partner)
    answer = partner.get("/ar/admin/", follow=True)
    assert answer.status_code == 403
    assert "للعاملين في السجل" in text_of(answer)
    assert "المكتب" not in [text for _attributes, text in page_of(partner.get("/ar/")).all("a")]
