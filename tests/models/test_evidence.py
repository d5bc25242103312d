"""Statements and documents: what the parties confirm, and how well a record is proved."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from agreements.evidence import EvidenceLevel
from agreements.models import Agreement, Document, Party, Statement
from tests.factories import AgreementFactory, CityFactory, published

pytestmark = pytest.mark.django_db


def says(agreement: Agreement, order: int, made_on: str = "2024-01-01", **claims: Any) -> Statement:
    party = agreement.parties.get(order=order)
    return Statement.objects.create(
        party=party, made_on=made_on, made_by="رئيس البلدية", channel="account", **claims
    )


def deposit(agreement: Agreement, **columns: Any) -> Document:
    checked = {"kind": "agreement", "authenticity": "authentic", "checked_on": "2024-02-01", **columns}
    return Document.objects.create(agreement=agreement, file=ContentFile(b"%PDF-1.4\n", "a.pdf"), **checked)


def standing(agreement: Agreement) -> tuple[str, int]:
    return Agreement.objects.values_list("confirmation", "evidence_level").get(pk=agreement.pk)


UNCONFIRMED, ONE_SIDED = ("unconfirmed", 0), ("one_sided", 1)
CONFIRMED, DISPUTED = ("confirmed", 2), ("disputed", 1)


def test_a_record_begins_unconfirmed() -> None:
    assert standing(AgreementFactory()) == UNCONFIRMED


def test_it_is_one_sided_until_the_last_party_has_spoken() -> None:
    agreement = AgreementFactory()
    says(agreement, 1, kind_claimed="twinning")
    assert standing(agreement) == ONE_SIDED
    says(agreement, 2, kind_claimed="twinning")
    assert standing(agreement) == CONFIRMED


@pytest.mark.parametrize(
    ("hebron", "amman", "result"),
    [
        ({"kind_claimed": "twinning"}, {"kind_claimed": "memorandum"}, DISPUTED),
        ({"kind_claimed": "twinning"}, {}, CONFIRMED),
        ({"in_force_claimed": True}, {"in_force_claimed": False}, DISPUTED),
        ({"in_force_claimed": True}, {"in_force_claimed": None}, CONFIRMED),
        ({"signed_on_claimed": "2014"}, {"signed_on_claimed": "2014-06-03"}, CONFIRMED),
        ({"signed_on_claimed": "2014"}, {"signed_on_claimed": "2015-06-03"}, DISPUTED),
        ({"signed_on_claimed": "2014-06-03"}, {"signed_on_claimed": "2014-06-04"}, DISPUTED),
    ],
)
def test_statements_that_cannot_both_be_true_are_a_dispute(
    hebron: dict[str, Any], amman: dict[str, Any], result: tuple[str, int]
) -> None:
    agreement = AgreementFactory()
    says(agreement, 1, **hebron)
    says(agreement, 2, **amman)
    assert standing(agreement) == result


def test_of_each_party_the_latest_statement_counts_whenever_it_was_entered() -> None:
    agreement = AgreementFactory()
    says(agreement, 1, kind_claimed="twinning")
    says(agreement, 2, "2024-03-01", kind_claimed="twinning")
    says(agreement, 2, "2024-02-01", kind_claimed="memorandum")
    assert standing(agreement) == CONFIRMED
    says(agreement, 2, "2024-03-01", kind_claimed="memorandum")
    assert standing(agreement) == DISPUTED


def test_a_party_that_joins_has_still_to_confirm() -> None:
    agreement = AgreementFactory()
    says(agreement, 1)
    says(agreement, 2)
    Party.objects.create(agreement=agreement, city=CityFactory(), order=3)
    assert standing(agreement) == ONE_SIDED


@pytest.mark.parametrize(
    ("columns", "level"),
    [
        ({}, 3),
        ({"authenticity": "certified_copy"}, 3),
        ({"authenticity": "copy"}, 0),
        ({"checked_on": None}, 0),
        ({"kind": "translation"}, 0),
    ],
)
def test_a_signed_document_counts_once_it_is_checked(columns: dict[str, Any], level: int) -> None:
    agreement = AgreementFactory()
    document = deposit(agreement, **columns)
    assert standing(agreement) == ("unconfirmed", level)
    document.delete()
    assert standing(agreement) == UNCONFIRMED


def test_the_registrars_certificate_stands_above_all() -> None:
    agreement = AgreementFactory(certified_on="2024-05-01")
    says(agreement, 1, in_force_claimed=True)
    says(agreement, 2, in_force_claimed=False)
    assert standing(agreement) == ("disputed", EvidenceLevel.CERTIFIED)
    agreement.certified_on = None
    agreement.save()
    assert standing(agreement) == DISPUTED


def test_what_is_derived_is_not_written_by_hand() -> None:
    agreement = AgreementFactory()
    agreement.confirmation, agreement.evidence_level = "confirmed", 4
    agreement.save()
    assert standing(agreement) == UNCONFIRMED
    assert (agreement.confirmation, agreement.evidence_level) == UNCONFIRMED


def test_a_statement_on_a_published_record_is_not_deleted() -> None:
    statement = says(published(), 1)
    with pytest.raises(ValidationError):
        statement.delete()
