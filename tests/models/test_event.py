"""Events: what may be recorded of an agreement, when, and how an entry is undone."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import RestrictedError

from agreements.models import Agreement, Event, Party
from tests.cast import Cast
from tests.factories import AgreementFactory, EventFactory, published

pytestmark = pytest.mark.django_db


def status(agreement: Agreement) -> str | None:
    return Agreement.objects.with_status().get(pk=agreement.pk).status


def party(agreement: Agreement, order: int = 1) -> Party:
    return agreement.parties.get(order=order)


def problems(row: Event) -> dict[str, Any]:
    try:
        row.full_clean()
    except ValidationError as refusal:
        return refusal.message_dict
    return {}


# ---- Append-only


def test_a_draft_is_corrected_in_place() -> None:
    event = EventFactory(kind="signed", date="2014")
    event.date = "2015"
    event.full_clean()
    event.save()
    assert str(Event.objects.get().date) == "2015"


@pytest.mark.parametrize(
    ("column", "value"),
    [("date", "2015"), ("kind", "terminated"), ("note_ar", "ملاحظة"), ("effective_to", "2020")],
)
def test_a_published_event_is_not_changed(column: str, value: str) -> None:
    event = EventFactory(agreement=published(), kind="signed", date="2014")
    setattr(event, column, value)
    assert "__all__" in problems(event)
    with pytest.raises(ValidationError):
        event.save()
    assert str(Event.objects.get().date) == "2014"


def test_a_published_event_may_be_saved_as_it_stands() -> None:
    event = EventFactory(agreement=published(), kind="signed", date="2014-06-03")
    assert problems(event) == {}
    Event(
        pk=event.pk, **{field.attname: getattr(event, field.attname) for field in event._meta.fields[1:]}
    ).save()


def test_an_old_copy_of_a_draft_cannot_change_a_published_event(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    event = EventFactory(agreement=agreement, kind="signed", date="2014")
    old = Event.objects.select_related("agreement").get()
    agreement.submit(by=cast.contributor_of_hebron)
    agreement.publish(by=cast.reviewer_of_amman)
    old.date = "2015"
    with pytest.raises(ValidationError):
        old.save()
    with pytest.raises(ValidationError):
        old.delete()
    assert Event.objects.get(pk=event.pk).date == event.date or str(Event.objects.get().date) == "2014"


def test_a_published_event_is_not_deleted() -> None:
    event = EventFactory(agreement=published(), kind="signed", date="2014")
    with pytest.raises(ValidationError):
        event.delete()
    with pytest.raises(ValidationError):
        Event.objects.all().delete()
    with pytest.raises(ValidationError):
        event.agreement.events.all().delete()
    assert Event.objects.count() == 1


def test_deleting_a_drafts_events_in_a_query_brings_its_status_up_to_date() -> None:
    agreement = AgreementFactory(effect_rule="on_signature")
    EventFactory(agreement=agreement, kind="signed", date="2014")
    assert status(agreement) == "in_force"
    agreement.events.all().delete()
    assert status(agreement) == "unknown"


def test_an_event_is_added_to_a_published_record() -> None:
    agreement = published(effect_rule="on_signature", signed_on="2014")
    EventFactory(agreement=agreement, kind="terminated", date="2016")
    assert status(agreement) == "terminated"


# ---- Voiding


def test_a_voided_event_no_longer_counts_and_voiding_the_voiding_restores_it() -> None:
    agreement = published(effect_rule="on_signature", signed_on="2014")
    end = EventFactory(agreement=agreement, kind="terminated", date="2016")
    undone = EventFactory(agreement=agreement, kind="voided", voids=end)
    assert status(agreement) == "in_force"
    EventFactory(agreement=agreement, kind="voided", voids=undone)
    assert status(agreement) == "terminated"


def test_a_voided_event_stays_as_long_as_what_voids_it() -> None:
    wrong = EventFactory(kind="terminated", date="2016")
    voiding = EventFactory(agreement=wrong.agreement, kind="voided", voids=wrong)
    with pytest.raises(RestrictedError):
        wrong.delete()
    voiding.delete()
    wrong.delete()
    assert not Event.objects.exists()


@pytest.mark.parametrize("kind", ["voided", "signed"])
def test_an_entry_names_what_it_voids_exactly_when_it_voids(kind: str) -> None:
    first = EventFactory(kind="proposed", date="2013")
    row = EventFactory.build(agreement=first.agreement, kind=kind, voids=first if kind == "signed" else None)
    assert "__all__" in problems(row)


def test_an_event_of_another_agreement_is_not_voided() -> None:
    other = EventFactory(kind="signed")
    row = EventFactory.build(agreement=AgreementFactory(), kind="voided", voids=other)
    assert "voids" in problems(row)


def test_a_party_of_another_agreement_is_refused() -> None:
    row = EventFactory.build(agreement=AgreementFactory(), kind="suspended", party=party(AgreementFactory()))
    assert "party" in problems(row)


def test_an_end_before_the_beginning_is_refused() -> None:
    row = EventFactory.build(
        agreement=AgreementFactory(), kind="suspended", date="2016", effective_to="2015-12"
    )
    assert list(problems(row)) == ["effective_to"]
    row.effective_to = "2016"
    assert problems(row) == {}


# ---- A party is one until it withdraws


@pytest.mark.parametrize(
    ("withdrawn", "date", "refused"),
    [
        ("2015-03-01", "2015-03-02", True),
        ("2015-03-01", "2015-03-01", False),
        ("2015-03-01", "2015-03", False),
        ("2015-03-01", "2015-04", True),
        ("2015-03-01", "2014", False),
        ("2015-03", "2015-03-31", False),
        ("2015-03", "2015-04-01", True),
        ("2015", "2015-12-31", False),
        ("2015", "2015", False),
        ("2015", "2016-01-01", True),
        ("2015", "2016", True),
        ("2015", "", False),
        ("", "2016", False),
    ],
)
def test_an_event_surely_after_its_party_withdrew_is_refused(
    withdrawn: str, date: str, refused: bool
) -> None:
    agreement = AgreementFactory()
    EventFactory(agreement=agreement, kind="withdrawal", party=party(agreement), date=withdrawn)
    row = EventFactory.build(agreement=agreement, kind="suspended", party=party(agreement), date=date)
    assert list(problems(row)) == (["date"] if refused else [])


def test_the_refusal_names_the_party_and_the_day() -> None:
    agreement = AgreementFactory()
    EventFactory(agreement=agreement, kind="withdrawal", party=party(agreement), date="2015-03")
    row = EventFactory.build(agreement=agreement, kind="suspended", party=party(agreement), date="2016")
    (message,) = problems(row)["date"]
    assert str(party(agreement).name) in message
    assert "2015-03" in message


def test_what_takes_effect_after_the_withdrawal_is_refused_though_it_has_no_date_of_its_own() -> None:
    agreement = AgreementFactory()
    EventFactory(agreement=agreement, kind="withdrawal", party=party(agreement), date="2015")
    row = EventFactory.build(
        agreement=agreement, kind="suspended", party=party(agreement), effective_from="2016-05"
    )
    assert list(problems(row)) == ["date"]


def test_a_withdrawal_counts_from_the_day_it_takes_effect() -> None:
    agreement = AgreementFactory()
    EventFactory(
        agreement=agreement, kind="withdrawal", party=party(agreement), date="2015", effective_from="2017"
    )
    row = EventFactory.build(agreement=agreement, kind="suspended", party=party(agreement), date="2016")
    assert problems(row) == {}


@pytest.mark.parametrize("order", [None, 2])
def test_the_others_go_on(order: int | None) -> None:
    agreement = AgreementFactory()
    EventFactory(agreement=agreement, kind="withdrawal", party=party(agreement), date="2015")
    row = EventFactory.build(
        agreement=agreement, kind="reviewed", party=order and party(agreement, order), date="2016"
    )
    assert problems(row) == {}


def test_a_wrong_entry_of_the_party_that_left_can_still_be_voided() -> None:
    agreement = published()
    wrong = EventFactory(agreement=agreement, kind="suspended", party=party(agreement), date="2014")
    EventFactory(agreement=agreement, kind="withdrawal", party=party(agreement), date="2015")
    row = EventFactory.build(
        agreement=agreement, kind="voided", voids=wrong, party=party(agreement), date="2020-01-01"
    )
    assert problems(row) == {}


def test_once_the_withdrawal_is_voided_the_party_is_one_again() -> None:
    agreement = published()
    gone = EventFactory(agreement=agreement, kind="withdrawal", party=party(agreement), date="2015")
    assert party(agreement).has_withdrawn
    EventFactory(agreement=agreement, kind="voided", voids=gone)
    assert not party(agreement).has_withdrawn
    assert party(agreement).withdrawn_on is None
    row = EventFactory.build(agreement=agreement, kind="suspended", party=party(agreement), date="2016")
    assert problems(row) == {}


def test_a_party_cannot_have_withdrawn_before_what_is_recorded_of_it() -> None:
    agreement = AgreementFactory()
    later = EventFactory(agreement=agreement, kind="suspended", party=party(agreement), date="2016-05")
    row = EventFactory.build(agreement=agreement, kind="withdrawal", party=party(agreement), date="2015")
    (message,) = problems(row)["date"]
    assert "2016-05" in message
    for accepted in ("2016", "2017", ""):
        row.date = accepted
        assert problems(row) == {}
    row.date = "2015"
    EventFactory(agreement=agreement, kind="voided", voids=later)
    assert problems(row) == {}


def test_a_party_cannot_have_withdrawn_before_its_council_decided() -> None:
    agreement = AgreementFactory()
    party(agreement).approvals.create(decided_on="2016")
    row = EventFactory.build(agreement=agreement, kind="withdrawal", party=party(agreement), date="2015")
    assert list(problems(row)) == ["date"]
    row.party = party(agreement, 2)
    assert problems(row) == {}


@pytest.mark.parametrize(
    ("dates", "left"),
    [(["2015-03-01"], "2015-03-01"), (["2016", "2015"], "2015"), (["", "2015"], "2015"), ([""], "None")],
)
def test_the_day_a_party_left_follows_from_its_first_dated_withdrawal(dates: list[str], left: str) -> None:
    agreement = AgreementFactory()
    for date in dates:
        EventFactory(agreement=agreement, kind="withdrawal", party=party(agreement), date=date)
    assert party(agreement).has_withdrawn
    assert str(party(agreement).withdrawn_on) == left
    assert not party(agreement, 2).has_withdrawn


def test_a_withdrawal_that_is_deleted_from_a_draft_leaves_no_trace() -> None:
    agreement = AgreementFactory()
    EventFactory(agreement=agreement, kind="withdrawal", party=party(agreement), date="2015").delete()
    assert not party(agreement).has_withdrawn
