"""Keys of partner sites: what opens with them, what no longer does, and how far each reaches."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from agreements import rules
from agreements.models import ApiKey
from tests.api.test_problems import is_problem
from tests.cast import Cast
from tests.factories import AgreementFactory, given_key, member

pytestmark = pytest.mark.django_db


def ask(token: str, path: str = "cities/", language: str = "en") -> Any:
    headers = {"authorization": f"Bearer {token}", "accept-language": language}
    return Client(headers=headers).get(f"/api/v1/{path}")


def test_a_key_is_kept_as_a_digest_only(cast: Cast) -> None:
    key, token = given_key(cast.registrar)
    stored = ApiKey.objects.filter(pk=key.pk).values().get()
    secret = token.split("_", 2)[2]
    assert len(secret) >= 40
    assert not any(secret in str(value) for value in stored.values())
    assert token.startswith(str(key).rstrip("…"))


def test_a_key_reads(cast: Cast) -> None:
    key, token = given_key(cast.registrar)
    assert ask(token).status_code == 200
    key.refresh_from_db()
    assert timezone.now() - key.last_used_at < timedelta(minutes=1)


def test_its_last_use_is_not_written_at_each_call(cast: Cast, django_assert_num_queries: Any) -> None:
    _key, token = given_key(cast.registrar)
    ask(token)
    with django_assert_num_queries(1):
        found = ApiKey.objects.of_token(token)
        assert found
        found.note_use()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    "fault", ["unknown", "changed", "revoked", "expired", "closed account", "", "\x00", "خ"]
)
def test_a_key_that_opens_nothing(cast: Cast, fault: str, language: str) -> None:
    key, token = given_key(cast.registrar, cast.contributor_of_hebron, [cast.hebron])
    if fault == "revoked":
        key.revoke(by=cast.registrar)
    elif fault == "expired":
        ApiKey.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    elif fault == "closed account":
        cast.contributor_of_hebron.is_active = False
        cast.contributor_of_hebron.save()
    else:
        token = {"unknown": "twr_00000000_x", "changed": token[:-1] + "~"}.get(fault, fault)
    answer = ask(token, language=language)
    told = is_problem(answer, 401, "not-authenticated")
    assert any("\u0600" <= letter <= "\u06ff" for letter in told["detail"]) == (language == "ar")
    assert answer.headers["www-authenticate"] == 'Bearer realm="api"'


def test_a_key_is_valid_through_its_last_day(cast: Cast) -> None:
    _key, token = given_key(cast.registrar, valid_until=timezone.localdate())
    assert ask(token).status_code == 200


# ---- How far a key reaches


def sees(token: str, agreement: Any) -> bool:
    return bool(ask(token, f"agreements/draft-{agreement.pk}/").status_code == 200)


def test_a_writing_key_sees_the_drafts_of_its_cities_and_no_others(cast: Cast) -> None:
    person = member("contributor", cast.hebron)
    person.memberships.create(role="contributor", city=cast.bursa)
    _key, token = given_key(cast.registrar, person, [cast.hebron])
    assert sees(token, AgreementFactory(parties=[cast.hebron, cast.amman]))
    assert not sees(token, AgreementFactory(parties=[cast.bursa, cast.amman]))


def test_a_reading_key_sees_no_drafts_even_of_a_registrar(cast: Cast) -> None:
    key, token = given_key(cast.registrar)
    ApiKey.objects.filter(pk=key.pk).update(person=cast.registrar)
    assert not sees(token, AgreementFactory(parties=[cast.hebron, cast.amman]))


def test_a_key_ends_with_the_role_of_its_person(cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    _key, token = given_key(cast.registrar, cast.contributor_of_hebron, [cast.hebron])
    assert sees(token, draft)
    cast.contributor_of_hebron.memberships.all().delete()
    assert not sees(token, draft)


def test_no_key_is_the_registrar(cast: Cast) -> None:
    key, _token = given_key(cast.registrar, cast.registrar, [cast.hebron])
    assert rules.standing_through(key) == rules.Standing(reviews=frozenset([cast.hebron.pk]))


# ---- Giving out, replacing, revoking


def test_only_the_registrar_gives_out_and_takes_back(cast: Cast) -> None:
    key, _token = given_key(cast.registrar)
    for role in ("partner", "contributor_of_hebron", "reviewer_of_hebron"):
        person: Any = cast.person(role)
        with pytest.raises(PermissionDenied):
            given_key(person)
        with pytest.raises(PermissionDenied):
            key.revoke(by=person)
        with pytest.raises(PermissionDenied):
            key.rotate(by=person, overlap=timedelta(days=1))
    assert ApiKey.objects.get().revoked_at is None


def test_a_writing_key_needs_a_person(cast: Cast) -> None:
    key, _token = given_key(cast.registrar)
    with pytest.raises(ValidationError, match="يُكتب"):
        ApiKey(site=key.site, scope="write").issue(by=cast.registrar)


def test_a_replaced_key_works_until_the_site_has_changed_over(cast: Cast) -> None:
    key, token = given_key(cast.registrar, cast.contributor_of_hebron, [cast.hebron])
    heir, new = key.rotate(by=cast.registrar, overlap=timedelta(days=3))
    assert (ask(token).status_code, ask(new).status_code) == (200, 200)
    key.refresh_from_db()
    assert key.valid_until == timezone.localdate() + timedelta(days=3)
    assert (heir.scope, heir.person, list(heir.cities.all()), heir.site) == (
        "write",
        cast.contributor_of_hebron,
        [cast.hebron],
        key.site,
    )
    with pytest.raises(ValidationError):
        key.rotate(by=cast.registrar, overlap=timedelta(days=3))


def test_replacing_does_not_prolong_a_key(cast: Cast) -> None:
    key, _token = given_key(cast.registrar, valid_until=timezone.localdate())
    key.rotate(by=cast.registrar, overlap=timedelta(days=30))
    assert ApiKey.objects.get(pk=key.pk).valid_until == timezone.localdate()
