"""Many reviewers at once: on a real database, each publication takes its turn at the counter."""

from typing import Any

import pytest
from django.utils import timezone

from agreements.enumerations import MembershipRole
from agreements.lifecycle import status_periods
from agreements.models import Agreement, AgreementLink, Event, RegistryYear
from agreements.models.derivation import lifecycle_events, terms_of
from tests.at_once import all_at_once
from tests.factories import AgreementFactory, member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("first_of_the_year", [True, False])
def test_publications_at_the_same_moment_get_different_numbers_without_gaps(first_of_the_year: bool) -> None:
    if not first_of_the_year:
        RegistryYear.objects.create(year=timezone.localdate().year, last_number=0)
    registrar = member(MembershipRole.REGISTRAR)
    for _ in range(8):
        AgreementFactory().submit(by=member(MembershipRole.REGISTRAR))

    all_at_once(lambda pk: Agreement.objects.get(pk=pk).publish(by=registrar), pks())

    year = timezone.localdate().year
    numbers = Agreement.objects.order_by("registry_number").values_list("registry_number", flat=True)
    assert list(numbers) == [f"TW-{year}-{count:05d}" for count in range(1, 9)]


def test_a_failure_among_them_leaves_no_gap() -> None:
    registrar = member(MembershipRole.REGISTRAR)
    for _ in range(6):
        AgreementFactory().submit(by=member(MembershipRole.REGISTRAR))
    drafts = {AgreementFactory().pk, AgreementFactory().pk}

    refusals = all_at_once(lambda pk: Agreement.objects.get(pk=pk).publish(by=registrar), pks())

    assert len([each for each in refusals if each is not None]) == len(drafts)
    published = Agreement.objects.published().order_by("registry_number")
    assert [number[-5:] for number in published.values_list("registry_number", flat=True)] == [
        f"{count:05d}" for count in range(1, 7)
    ]
    assert RegistryYear.objects.get().last_number == 6


def test_one_record_is_published_once() -> None:
    registrar = member(MembershipRole.REGISTRAR)
    agreement = AgreementFactory()
    agreement.submit(by=member(MembershipRole.REGISTRAR))

    outcomes = all_at_once(lambda pk: Agreement.objects.get(pk=pk).publish(by=registrar), [agreement.pk] * 4)

    assert len([each for each in outcomes if each is None]) == 1
    assert RegistryYear.objects.get().last_number == 1
    assert agreement.state_changes.filter(after="published").count() == 1


def test_events_written_at_the_same_moment_all_count_for_the_status() -> None:
    agreement = AgreementFactory(effect_rule="on_signature", signed_on="2014")
    entries = [("suspended", "2015"), ("reinstated", "2016"), ("suspended", "2017"), ("terminated", "2018")]

    all_at_once(lambda entry: add_event(agreement.pk, *entry), entries)

    computed = status_periods(terms_of(agreement), lifecycle_events(agreement))
    assert agreement.events.count() == len(entries)
    assert [(row.status, row.since) for row in agreement.status_periods.all()] == [
        (period.status, period.since) for period in computed
    ]


def add_event(pk: int, kind: str, day: str) -> None:
    Event.objects.create(agreement=Agreement.objects.get(pk=pk), kind=kind, date=day)


def pks() -> list[int]:
    return list(Agreement.objects.values_list("pk", flat=True))


def test_two_links_at_the_same_moment_do_not_close_a_ring() -> None:
    one, other = AgreementFactory(), AgreementFactory()

    def renew(pair: Any) -> None:
        AgreementLink.objects.create(subject=pair[0], predicate="renews", object=pair[1])

    outcomes = all_at_once(renew, [(one, other), (other, one)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "ValidationError"]
    assert AgreementLink.objects.count() == 1
