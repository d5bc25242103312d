"""Parties and signatories: who is in an agreement, under which name, and who signed."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from agreements.models import Party, Signatory
from tests.cast import Cast
from tests.factories import AgreementFactory, EventFactory, SignatoryFactory, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "authority", "shown"),
    [
        ("مجلس بلدي الخليل", "بلدية الخليل", "مجلس بلدي الخليل"),
        ("", "بلدية الخليل", "بلدية الخليل"),
        ("", "", "الخليل"),
    ],
)
def test_a_party_bears_the_name_in_the_instrument_else_its_authoritys_else_the_citys(
    cast: Cast, written: str, authority: str, shown: str
) -> None:
    cast.hebron.authority_ar, cast.hebron.authority_en = authority, ""
    assert Party(city=cast.hebron, name_ar=written).name == shown


def test_parties_stand_in_their_order(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.amman, cast.hebron, cast.bursa])
    agreement.parties.filter(city=cast.bursa).update(order=1)
    assert [party.city.slug for party in agreement.parties.all()] == ["amman", "bursa", "hebron"]


def test_two_cities_of_one_country_may_agree() -> None:
    agreement = AgreementFactory()
    assert {party.city.country.code for party in agreement.parties.all()} == {"PS"}
    agreement.full_clean()


def test_a_signatory_is_named_with_the_office_as_printed(cast: Cast) -> None:
    party = AgreementFactory(parties=[cast.hebron, cast.amman]).parties.get(order=1)
    mayor = SignatoryFactory(party=party, name_en="", office_en="")
    with translation.override("en"):
        assert mayor.name == "داوود الزعتري"
        assert mayor.office.is_fallback


def test_signatories_of_some_agreements_are_theirs_alone(cast: Cast) -> None:
    public, draft = published(parties=[cast.hebron, cast.amman]), AgreementFactory()
    signed = SignatoryFactory(party=public.parties.get(order=1))
    SignatoryFactory(party=draft.parties.get(order=1))
    assert list(Signatory.objects.of_agreements(type(public).objects.published())) == [signed]


def removed_by_itself(party: Party) -> Any:
    return party.delete()


def removed_in_a_query(party: Party) -> Any:
    return Party.objects.filter(pk=party.pk).delete()


@pytest.mark.parametrize("remove", [removed_by_itself, removed_in_a_query])
def test_a_party_leaves_a_draft_but_not_a_published_record(cast: Cast, remove: Any) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman, cast.bursa])
    EventFactory(agreement=draft, kind="suspended", party=draft.parties.get(order=3), date="2016")
    remove(draft.parties.get(order=3))
    assert [party.city.slug for party in draft.parties.all()] == ["hebron", "amman"]

    public = published(parties=[cast.hebron, cast.amman, cast.bursa])
    with pytest.raises(ValidationError):
        remove(public.parties.get(order=3))
    assert public.parties.count() == 3
