"""Single sign-on from the sign-in page to the desk, with a directory that answers over HTTP."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client

from agreements.models import User
from tests.accounts.provider import CLIENT, SECRET, Directory, directory_on_loopback
from tests.cast import Cast

pytestmark = pytest.mark.django_db

LOGIN = "/account/oidc/directory/login/"
CALLBACK = "/account/oidc/directory/login/callback/"


@pytest.fixture
def directory(settings: LazySettings) -> Iterator[Directory]:
    with directory_on_loopback() as made:
        app = {
            "provider_id": "directory",
            "name": "دليل بلدية الخليل",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": made.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield made


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def come_back(client: Client, directory: Directory, **otherwise: str) -> Any:
    """Off to the directory, and back with what it gives; `otherwise` is changed on the way."""
    leads_to = client.post(LOGIN).url
    return client.get(CALLBACK, directory.let_in(leads_to) | otherwise)


def test_the_way_there_asks_for_a_code_with_state_and_challenge(cast: Cast, directory: Directory) -> None:
    leads_to = Client().post(LOGIN).url
    asked = {name: values[0] for name, values in parse_qs(urlsplit(leads_to).query).items()}
    assert leads_to.startswith(f"{directory.address}/authorize?")
    assert directory.asked == ["/.well-known/openid-configuration"]
    assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
    assert asked["redirect_uri"] == f"http://testserver{CALLBACK}"
    assert (asked["code_challenge_method"], "openid" in asked["scope"].split()) == ("S256", True)
    assert asked["state"]


def test_who_has_an_account_arrives_at_the_desk(cast: Cast, directory: Directory) -> None:
    directory.person |= {"email": cast.reviewer_of_amman.email, "email_verified": True}
    client = Client()
    assert come_back(client, directory).url == "/ar/desk/"
    assert client.session["_auth_user_id"] == str(cast.reviewer_of_amman.pk)
    assert client.get("/ar/desk/").status_code == 200
    # The second time the directory's own number for the person is known.
    directory.person |= {"email": "renamed@amman.test"}
    again = Client()
    assert come_back(again, directory).url == "/ar/desk/"
    assert User.objects.filter(email="renamed@amman.test").count() == 0


@pytest.mark.parametrize(
    "person",
    [
        {"email": "stranger@hebron.test", "email_verified": True},
        {"email": "contributor.of.hebron", "email_verified": False},
        {},
    ],
)
def test_a_stranger_and_who_is_not_vouched_for_get_neither_account_nor_role(
    cast: Cast, directory: Directory, person: dict[str, Any]
) -> None:
    if person.get("email") == "contributor.of.hebron":
        person = {**person, "email": cast.contributor_of_hebron.email}
    directory.person |= person
    people, client = User.objects.count(), Client()
    answer = come_back(client, directory)
    assert answer.status_code in (200, 302)
    assert not is_signed_in(client)
    assert client.get("/ar/desk/").status_code == 302
    assert User.objects.count() == people


def test_a_state_that_was_not_given_to_this_browser_is_refused(cast: Cast, directory: Directory) -> None:
    directory.person |= {"email": cast.reviewer_of_amman.email, "email_verified": True}
    client, other = Client(), Client()
    assert come_back(client, directory, state="made-up").status_code == 401
    stolen = directory.let_in(client.post(LOGIN).url)
    assert other.get(CALLBACK, stolen).status_code == 401
    assert not is_signed_in(client)
    assert not is_signed_in(other)
    assert "/token" not in directory.asked, "the code is not even tried"


def test_a_code_is_good_once_and_with_its_own_challenge(cast: Cast, directory: Directory) -> None:
    directory.person |= {"email": cast.reviewer_of_amman.email, "email_verified": True}
    first = directory.let_in(Client().post(LOGIN).url)
    client = Client()
    # A code that was stolen from another browser, with this browser's own state.
    answer = come_back(client, directory, code=first["code"])
    assert (answer.status_code, is_signed_in(client)) == (401, False)


@pytest.mark.parametrize(
    "claims",
    [{"aud": "another site"}, {"iss": "http://elsewhere.test"}, {"exp": 1}],
    ids=["aud", "iss", "exp"],
)
def test_a_token_for_another_from_another_or_of_yesterday_is_refused(
    cast: Cast, directory: Directory, claims: dict[str, Any]
) -> None:
    directory.person |= {"email": cast.reviewer_of_amman.email, "email_verified": True}
    directory.claims = claims
    client = Client()
    answer = come_back(client, directory)
    assert (answer.status_code, is_signed_in(client)) == (401, False)
    assert "<h1>" in answer.content.decode(), "and a page says so"
