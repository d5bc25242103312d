"""An invitation from the registrar's form to the invited person's desk."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from agreements.models import City, Invitation, OutgoingMail, User
from tests.cast import Cast
from tests.factories import CityFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "ثلاثة جمال وبئر"
ACCOUNT = {"name_ar": "ليلى التميمي", "name_en": "", "password": PASSWORD}


def newest_link() -> str:
    written = OutgoingMail.objects.get(pk=max(OutgoingMail.objects.values_list("pk", flat=True)))
    assert written.to == "laila@hebron.test"
    return re.search(r"https?://localhost:8000(\S+)", written.text)[1]


@pytest.fixture
def link(cast: Cast, as_: Callable[[User], Client]) -> str:
    """The address in the mail that invites a contributor of Hebron."""
    form = {"email": "Laila@Hebron.test", "role": "contributor", "city": "hebron"}
    assert as_(cast.registrar).post("/ar/account/invitations/", form).status_code == 302
    return newest_link()


def test_the_invited_opens_an_account_and_has_the_role(cast: Cast, link: str) -> None:
    client = Client()
    page = client.get(link).content.decode()
    assert "بلدية الخليل" in page
    assert "laila@hebron.test" in page
    assert client.post(link, ACCOUNT).url == "/ar/desk/"
    user = User.objects.get(email="laila@hebron.test")
    assert user.check_password(PASSWORD)
    assert user.emailaddress_set.get().verified
    assert list(user.memberships.values_list("role", "city__slug")) == [("contributor", "hebron")]
    assert client.get("/ar/desk/").status_code == 200


def test_a_link_works_once(link: str) -> None:
    Client().post(link, ACCOUNT)
    for answer in (Client().get(link), Client().post(link, {**ACCOUNT, "name_ar": "غيرها"})):
        assert answer.status_code == 410
        assert "سبق قبول" in answer.content.decode()
    assert User.objects.filter(email="laila@hebron.test").count() == 1


def test_who_comes_second_at_the_same_moment_is_told(link: str) -> None:
    """The second had the invitation before their eyes while the first took it up."""
    stale = Invitation.objects.get()
    Client().post(link, ACCOUNT)
    with pytest.raises(ValidationError):
        stale.claim()


def test_an_expired_a_revoked_and_an_unknown_link(cast: Cast, as_, link: str) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "انتهت صلاحية" in Client().get(link).content.decode()
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    invitation = Invitation.objects.get()
    as_(cast.registrar).post(f"/ar/account/invitations/{invitation.pk}/revoke/")
    assert Client().post(link, ACCOUNT).status_code == 410
    assert Client().get("/ar/account/invitation/abc/").status_code == 404
    assert not User.objects.filter(email="laila@hebron.test").exists()


def test_sending_again_makes_a_new_link_and_ends_the_old(cast: Cast, as_, link: str) -> None:
    as_(cast.registrar).post(f"/ar/account/invitations/{Invitation.objects.get().pk}/send/")
    new = newest_link()
    assert Client().get(link).status_code == 404
    assert Client().get(new).status_code == 200


def test_who_has_an_account_signs_in_and_accepts(cast: Cast, as_, link: str) -> None:
    user = UserFactory(email="laila@hebron.test")
    visitor = Client().get(link).content.decode()
    assert f"/ar/account/login/?next={link}" in visitor
    assert as_(cast.partner).post(link).status_code == 200
    assert as_(user).post(link).url == "/ar/desk/"
    assert user.memberships.get().city == cast.hebron


def test_a_weak_password_is_named_at_its_field_and_the_name_is_still_there(link: str) -> None:
    page = Client().post(link, {**ACCOUNT, "password": "12345678"})
    assert page.context["form"].errors.keys() == {"password"}
    assert "ليلى التميمي" in page.content.decode()
    assert Client().post(link, {**ACCOUNT, "name_ar": ""}).context["form"].errors.keys() == {"name_ar"}


def test_a_name_with_html_is_shown_as_it_was_typed(link: str) -> None:
    client = Client()
    client.post(link, {**ACCOUNT, "name_ar": "<script>alert(1)</script>"})
    page = client.get("/ar/account/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_role_of_no_city_and_a_role_held_already_are_refused_at_the_form(cast: Cast, as_) -> None:
    client = as_(cast.registrar)
    for row in (
        {"email": "a@registry.test", "role": "reviewer", "city": ""},
        {"email": "a@registry.test", "role": "registrar", "city": "hebron"},
        {"email": cast.reviewer_of_hebron.email, "role": "reviewer", "city": "hebron"},
        {"email": "no address", "role": "registrar", "city": ""},
    ):
        page = client.post("/ar/account/invitations/", row)
        assert page.context["form"].errors, row
    assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_the_city_is_named_among_thousands_and_asked_where_several_bear_the_name(cast: Cast, as_) -> None:
    CityFactory(slug="hebron-us", name_en="Hebron", name_ar="", country="US")
    client = as_(cast.registrar)

    def invited(city: str) -> Any:
        row = {"email": "laila@hebron.test", "role": "contributor", "city": city}
        return client.post("/en/account/invitations/", row)

    assert "hebron, hebron-us" in invited("Hebron").context["form"].errors["city"][0]
    assert "No city is called" in invited("Nowhere").context["form"].errors["city"][0]
    assert Invitation.objects.count() == 0
    invited("الخليل")
    assert Invitation.objects.get().city == cast.hebron


def test_only_the_registrar_invites(cast: Cast) -> None:
    invitation = Invitation(email="a@registry.test", role="reviewer", city=City.objects.first())
    with pytest.raises(PermissionDenied):
        invitation.send(by=cast.reviewer_of_hebron)
