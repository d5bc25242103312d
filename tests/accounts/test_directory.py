"""Single sign-on: a municipality's directory says who somebody is, and nothing else."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from agreements.models import User
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DIRECTORY = {
    "provider_id": "directory",
    "name": "دليل بلدية الخليل",
    "client_id": "registry",
    "secret": "of this test only",
    "settings": {"server_url": "http://127.0.0.1:9/"},
}


@pytest.fixture
def directory(settings: LazySettings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [DIRECTORY]}}


def vouched_for(email: str, verified: bool) -> tuple[HttpRequest, HttpResponse]:
    """What happens when the directory sends somebody back with this address."""
    request = RequestFactory().get("/account/oidc/directory/login/callback/")
    SessionMiddleware(lambda request: HttpResponse()).process_request(request)
    MessageMiddleware(lambda request: HttpResponse()).process_request(request)
    request.user = AnonymousUser()
    account = SocialAccount(provider="directory", uid="4711", extra_data={})
    addresses = [EmailAddress(email=email, verified=verified, primary=True)]
    provider = get_adapter().get_provider(request, "directory")
    arrived = SocialLogin(
        user=User(email=email), account=account, email_addresses=addresses, provider=provider
    )
    arrived.state = {"process": "login"}
    with request_context(request):
        return request, complete_social_login(request, arrived)


def test_an_address_that_it_has_verified_signs_in_its_account(cast: Cast, directory: None) -> None:
    request, answer = vouched_for(cast.reviewer_of_amman.email, verified=True)
    assert (request.user, answer.url) == (cast.reviewer_of_amman, "/ar/desk/")


def test_an_address_that_it_has_not_verified_signs_in_nobody(cast: Cast, directory: None) -> None:
    request, _answer = vouched_for(cast.reviewer_of_amman.email, verified=False)
    assert request.user.is_anonymous


def test_a_stranger_gets_neither_account_nor_role(cast: Cast, directory: None) -> None:
    people = User.objects.count()
    request, answer = vouched_for("stranger@hebron.test", verified=True)
    assert request.user.is_anonymous
    assert "بدعوة" in answer.content.decode()
    assert User.objects.count() == people


def test_who_has_no_role_gets_none_by_it(cast: Cast, directory: None) -> None:
    request, answer = vouched_for(cast.partner.email, verified=True)
    assert (request.user, answer.url) == (cast.partner, "/ar/")
    assert not cast.partner.memberships.exists()


def test_the_sign_in_page_offers_it_where_there_is_one(db: None, directory: None) -> None:
    page = Client().get("/ar/account/login/").content.decode()
    assert "دليل بلدية الخليل" in page
    assert 'action="/account/oidc/directory/login/' in page


def test_without_a_directory_none_is_offered(db: None) -> None:
    assert "/oidc/" not in Client().get("/ar/account/login/").content.decode()
