"""The registrar gives out keys, replaces and revokes them; each is seen whole once."""

import re
from typing import Any

import pytest
from django.utils import timezone

from agreements.models import ApiKey, PartnerSite
from tests.admin.forms import fields_of
from tests.cast import Cast
from tests.factories import given_key

pytestmark = pytest.mark.django_db

KEYS = "/en/admin/agreements/apikey/"
TOKEN = re.compile(r"twr_[0-9a-f]{8}_[\w-]{43}")


def filled_in(cast: Cast, **changed: Any) -> dict[str, Any]:
    site = PartnerSite.objects.create(name_ar="موقع شريك")
    return {
        "site": site.pk,
        "scope": "write",
        "person": cast.contributor_of_hebron.pk,
        "cities": [cast.hebron.pk],
        "valid_until": "2030-01-01",
    } | changed


def test_a_new_key_is_shown_once_and_never_again(as_: Any, cast: Cast) -> None:
    registrar = as_(cast.registrar)
    answer = registrar.post(KEYS + "add/", filled_in(cast))
    (token,) = TOKEN.findall(answer.content.decode())
    assert "no-store" in answer.headers["cache-control"]
    key = ApiKey.objects.of_token(token)
    assert key
    assert (key.person, list(key.cities.all())) == (cast.contributor_of_hebron, [cast.hebron])
    for page in (f"{KEYS}{key.pk}/change/", KEYS, f"{KEYS}{key.pk}/history/"):
        told = registrar.get(page).content.decode()
        assert not TOKEN.search(told)
        assert key.digest not in told


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"cities": []}, "cities"), ({"person": ""}, "person"), ({"valid_until": "soon"}, "valid_until")],
)
def test_what_is_missing_is_said_at_its_field(as_: Any, cast: Cast, changed: Any, field: str) -> None:
    answer = as_(cast.registrar).post(KEYS + "add/", filled_in(cast, **changed))
    errors = answer.context["adminform"].form.errors
    assert field in errors or (field == "person" and "__all__" in errors)
    assert not ApiKey.objects.exists()


def test_a_key_writes_only_for_cities_of_its_person(as_: Any, cast: Cast) -> None:
    answer = as_(cast.registrar).post(KEYS + "add/", filled_in(cast, cities=[cast.amman.pk]))
    assert "does not work for Amman" in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_a_key_is_replaced(as_: Any, cast: Cast) -> None:
    key, _token = given_key(cast.registrar)
    registrar, page = as_(cast.registrar), f"{KEYS}{key.pk}/replace/"
    assert "change over" in registrar.get(page).content.decode()
    assert "errorlist" in registrar.post(page, {"days": "-1"}).content.decode()
    (token,) = TOKEN.findall(registrar.post(page, {"days": "7"}).content.decode())
    heir = ApiKey.objects.of_token(token)
    assert heir
    assert heir.replaces == key
    assert "replaced already" in registrar.post(page, {"days": "7"}).content.decode()


def test_a_key_is_revoked(as_: Any, cast: Cast) -> None:
    key, _token = given_key(cast.registrar)
    registrar, page = as_(cast.registrar), f"{KEYS}{key.pk}/revoke/"
    registrar.get(page)
    assert ApiKey.objects.get().revoked_at is None
    told = registrar.post(page, follow=True).content.decode()
    assert "This key has been revoked." in told
    key.refresh_from_db()
    assert key.revoked_by == cast.registrar
    assert key.revoked_at
    assert key.revoked_at <= timezone.now()


def test_the_page_with_the_new_key_loaded_again_makes_no_second_one(as_: Any, cast: Cast) -> None:
    registrar = as_(cast.registrar)
    form = fields_of(registrar.get(KEYS + "add/"))
    assert form["once"]
    sent = filled_in(cast, once=form["once"])
    first = registrar.post(KEYS + "add/", sent)
    assert TOKEN.search(first.content.decode())
    again = registrar.post(KEYS + "add/", sent, follow=True)
    key = ApiKey.objects.get()
    assert again.redirect_chain[-1][0].endswith(f"/{key.pk}/change/")
    assert not TOKEN.search(again.content.decode())
    registrar.post(KEYS + "add/", filled_in(cast, once=fields_of(registrar.get(KEYS + "add/"))["once"]))
    assert ApiKey.objects.count() == 2
