"""Accounts, and the roles that people hold."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from agreements.enumerations import MembershipRole
from agreements.models import Membership, User
from tests.cast import Cast
from tests.factories import AgreementFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_is_the_same_however_its_letters_are_capitalised() -> None:
    user = User.objects.create_user("Clerk@Hebron.test", "correct horse")
    assert user.email == "clerk@hebron.test"
    assert authenticate(username="CLERK@hebron.TEST", password="correct horse") == user


def test_the_form_writes_the_address_in_small_letters() -> None:
    user = User(email="Clerk@Hebron.test", password="!")
    user.full_clean()
    assert user.email == "clerk@hebron.test"


@pytest.mark.parametrize("role", ["contributor_of_hebron", "reviewer_of_hebron", "registrar"])
def test_roles_open_the_admin(cast: Cast, role: str) -> None:
    person = cast.person(role)
    assert person is not None
    assert person.is_staff


def test_no_role_opens_nothing(cast: Cast) -> None:
    assert not cast.partner.is_staff


def test_a_closed_account_has_no_standing(cast: Cast) -> None:
    cast.registrar.is_active = False
    assert not cast.registrar.is_staff


def test_one_person_may_hold_several_roles(cast: Cast) -> None:
    person = UserFactory()
    for city, role in ((cast.hebron, "reviewer"), (cast.hebron, "contributor"), (cast.amman, "reviewer")):
        membership = Membership(user=person, city=city, role=role)
        membership.full_clean()
        membership.save()
    assert person.memberships.count() == 3


@pytest.mark.parametrize(
    ("role", "of_hebron"), [("contributor", False), ("reviewer", False), ("registrar", True)]
)
def test_a_role_is_of_a_city_exactly_when_it_is_not_the_registrars(
    cast: Cast, role: str, of_hebron: bool
) -> None:
    with pytest.raises(ValidationError, match="مدينة"):
        Membership(user=cast.partner, city=cast.hebron if of_hebron else None, role=role).full_clean()


def test_who_moved_a_record_cannot_be_deleted(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    agreement.submit(by=cast.contributor_of_hebron)
    with pytest.raises(ProtectedError):
        cast.contributor_of_hebron.delete()


def test_a_city_that_people_work_for_cannot_be_deleted(cast: Cast) -> None:
    assert Membership.objects.filter(city=cast.bursa, role=MembershipRole.REVIEWER).exists()
    with pytest.raises(ProtectedError):
        cast.bursa.delete()
