"""What is derived follows at once, for one agreement or for many, in the same few queries."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, AgreementEntry, Event, Party, Signatory, StatusPeriod
from agreements.models.derivation import bring_up_to_date
from tests.cast import Cast
from tests.factories import AgreementFactory, CityFactory, SignatoryFactory, published
from tests.search.conftest import found

pytestmark = pytest.mark.django_db


def full(**columns: Any) -> Agreement:
    """An agreement with something of everything that is derived from."""
    agreement = AgreementFactory(signed_on="2014-06-03", **columns)
    party = agreement.parties.first()
    SignatoryFactory(party=party)
    party.statements.create(made_on="2024-01-01", made_by="Mayor", channel="account", kind_claimed="twinning")
    party.approvals.create(decided_on="2014-07-01")
    Event.objects.create(agreement=agreement, kind="signed", date="2014-06-03")
    return agreement


def queries(work: Any) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        work()
    return [query["sql"] for query in asked]


def forgotten() -> None:
    """All that is derived is as if it had never been computed, as after rows were written in bulk."""
    StatusPeriod.objects.all().delete()
    AgreementEntry.objects.all().delete()
    Agreement.objects.update(confirmation="unconfirmed", evidence_level=0)
    Party.objects.update(has_withdrawn=False, withdrawn_on=None)


def derived() -> list[Any]:
    periods = StatusPeriod.objects.order_by("agreement", "first_day")
    return [
        list(periods.values_list("agreement", "status", "first_day", "last_day", "reason")),
        list(AgreementEntry.objects.order_by("pk").values_list("pk", "title", "body")),
        list(Agreement.objects.order_by("pk").values_list("pk", "confirmation", "evidence_level")),
        list(Party.objects.order_by("pk").values_list("pk", "has_withdrawn", "withdrawn_on")),
    ]


def test_many_at_once_get_what_each_got_by_itself() -> None:
    agreements = [full() for _ in range(3)]
    leaving = AgreementFactory(parties=[CityFactory() for _ in range(3)])
    Event.objects.create(
        agreement=leaving,
        kind="withdrawal",
        party=leaving.parties.first(),
        date="2020",
        effective_from="2020",
    )
    one_by_one = derived()
    forgotten()
    assert derived() != one_by_one
    bring_up_to_date([leaving.pk, *(agreement.pk for agreement in agreements)])
    assert derived() == one_by_one


def test_the_number_of_queries_does_not_depend_on_the_number_of_agreements() -> None:
    first = [full().pk for _ in range(2)]
    more = [full().pk for _ in range(9)]
    forgotten()
    few = queries(lambda: bring_up_to_date(first))
    many = queries(lambda: bring_up_to_date(more))
    assert len(few) == len(many) <= 26


def test_what_has_not_changed_is_read_and_not_rewritten() -> None:
    ids = [full().pk for _ in range(2)]
    asked = queries(lambda: bring_up_to_date(ids))
    assert not [sql for sql in asked if sql.startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.parametrize("parties", [2, 6])
def test_a_save_asks_the_same_few_questions_however_much_hangs_on_it(parties: int) -> None:
    agreement = full(parties=[CityFactory() for _ in range(parties)])
    for party in agreement.parties.all():
        SignatoryFactory(party=party)
    agreement.summary_en = "Something else"
    assert len(queries(agreement.save)) == 23


def test_a_part_that_moves_is_found_where_it_is_and_no_longer_where_it_was(cast: Cast) -> None:
    here, there = AgreementFactory(), AgreementFactory()
    person = SignatoryFactory(party=here.parties.first(), name_en="Nadir Zenith")
    person.party = there.parties.first()
    person.save()
    entries = AgreementEntry.objects.filter(title__contains="zenith")
    assert [entry.pk for entry in entries] == [there.pk]


def test_an_event_that_moves_changes_the_status_of_both() -> None:
    here, there = AgreementFactory(), AgreementFactory()
    event = Event.objects.create(agreement=here, kind="signed", date="2014-06-03")
    assert here.status_periods.exists()
    event.agreement = there
    event.save()
    assert not here.status_periods.filter(status="signed").exists()
    assert there.status_periods.filter(status="signed").exists()


def test_a_part_of_a_published_record_stays_with_it() -> None:
    here, there = published(), AgreementFactory()
    party = here.parties.first()
    party.agreement = there
    with pytest.raises(ValidationError):
        party.save()
    assert Party.objects.get(pk=party.pk).agreement == here
    person = SignatoryFactory(party=here.parties.first())
    person.party = there.parties.first()
    person.save()
    assert Signatory.objects.get(pk=person.pk).party.agreement == there


def test_an_agreement_whose_kind_is_not_known_yet_can_be_kept(cast: Cast) -> None:
    agreement = AgreementFactory(kind="", title_en="Kindless")
    assert found("Kindless") == set()
    assert AgreementEntry.objects.get(pk=agreement.pk).title
