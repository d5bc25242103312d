"""Approvals: the decisions on which entry into force may depend."""

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Agreement, Approval
from tests.factories import AgreementFactory, EventFactory, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    """Signed on 3 June 2014; it enters into force with the last approval."""
    return AgreementFactory(signed_on="2014-06-03", effect_rule="on_last_approval")


def decide(agreement: Agreement, order: int, **columns: object) -> Approval:
    return Approval.objects.create(party=agreement.parties.get(order=order), **columns)


def course(agreement: Agreement) -> list[tuple[str, str]]:
    return [(period.status, str(period.since)) for period in agreement.status_periods.all()]


SIGNED = ("signed", "2014-06-03")


def test_it_enters_into_force_when_the_last_party_has_approved(agreement: Agreement) -> None:
    decide(agreement, 1, decided_on="2014-09-01")
    assert course(agreement) == [SIGNED]
    decide(agreement, 2, decided_on="2014-07-15")
    assert course(agreement) == [SIGNED, ("in_force", "2014-09-01")]


def test_a_party_has_approved_when_its_last_body_has(agreement: Agreement) -> None:
    decide(agreement, 1, decided_on="2014-07-01")
    decide(agreement, 2, level="council", decided_on="2014-07-01")
    ministry = decide(agreement, 2, level="ministry", outcome="pending")
    assert course(agreement) == [SIGNED]
    ministry.outcome, ministry.decided_on = "approved", "2015-02"
    ministry.save()
    assert course(agreement) == [SIGNED, ("in_force", "2015-02")]


def test_a_refusal_before_entry_into_force_ends_the_matter(agreement: Agreement) -> None:
    decide(agreement, 1, decided_on="2014-07-01")
    decide(agreement, 2, outcome="rejected", decided_on="2014-08-01")
    assert course(agreement) == [SIGNED, ("not_concluded", "2014-08-01")]


@pytest.mark.parametrize("before", ["deferred", "rejected", "pending"])
def test_what_a_council_put_off_or_refused_it_may_approve_later(agreement: Agreement, before: str) -> None:
    decide(agreement, 1, decided_on="2014-07-01")
    decide(agreement, 2, outcome=before, decided_on="2014-08-01")
    decide(agreement, 2, outcome="approved", decided_on="2014-10-01")
    assert course(agreement) == [SIGNED, ("in_force", "2014-10-01")]


def test_the_approval_of_one_body_does_not_stand_for_anothers(agreement: Agreement) -> None:
    decide(agreement, 1, decided_on="2014-07-01")
    decide(agreement, 2, level="ministry", body_ar="وزارة المالية", outcome="pending")
    decide(agreement, 2, level="ministry", body_ar="وزارة الحكم المحلي", decided_on="2014-10-01")
    assert course(agreement) == [SIGNED]


def test_a_decision_that_is_taken_back_from_a_draft_no_longer_counts(agreement: Agreement) -> None:
    decide(agreement, 1, decided_on="2014-07-01")
    decide(agreement, 2, decided_on="2014-08-01").delete()
    assert course(agreement) == [SIGNED]


def test_a_decision_on_a_published_record_is_not_deleted() -> None:
    approval = decide(published(), 1, decided_on="2014-07-01")
    with pytest.raises(ValidationError):
        approval.delete()


def test_a_body_cannot_decide_for_a_party_that_left(agreement: Agreement) -> None:
    party = agreement.parties.get(order=1)
    EventFactory(agreement=agreement, kind="withdrawal", party=party, date="2015")
    party.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        Approval(party=party, decided_on="2016").full_clean()
    assert list(refusal.value.message_dict) == ["decided_on"]
    Approval(party=party, decided_on="2015-06").full_clean()
