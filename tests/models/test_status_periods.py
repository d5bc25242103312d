"""The stored legal status is what would be computed afresh, whatever was written and in whichever order."""

from datetime import date
from typing import Any

import pytest
from django.db.models import RestrictedError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.enumerations import ApprovalOutcome, EffectKind, EventKind, LegalStatus, RenewalRule, TermKind
from agreements.lifecycle import Period, standing, status_on, status_periods
from agreements.models import Agreement, Approval, Event, Party
from agreements.models.derivation import lifecycle_events, terms_of
from agreements.partial_dates import PartialDate
from tests.factories import AgreementFactory, CityFactory, EventFactory

pytestmark = pytest.mark.django_db

# ---- Anything a clerk may write

some_days = st.dates(date(2010, 1, 1), date(2022, 12, 31)).map(PartialDate.of)
partial_dates = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(2010, 2022)),
    st.builds(PartialDate, st.integers(2010, 2022), st.integers(1, 12)),
    some_days,
)
months = st.none() | st.integers(1, 60)
places = st.integers(0, 5)

terms = st.fixed_dictionaries(
    {
        "signed_on": partial_dates,
        "in_force_on": partial_dates,
        "effect_rule": st.sampled_from(EffectKind),
        "notice_months": months,
    }
).flatmap(
    lambda chosen: st.one_of(
        st.fixed_dictionaries({"term": st.sampled_from([TermKind.INDEFINITE, TermKind.UNKNOWN])}).map(
            lambda more: {**chosen, **more, "duration_months": None, "expires_on": None}
        ),
        st.fixed_dictionaries({"duration_months": months, "expires_on": partial_dates}).map(
            lambda more: {**chosen, **more, "term": TermKind.FIXED}
        ),
    )
)
renewals = st.one_of(
    st.sampled_from([RenewalRule.NONE, RenewalRule.BY_AGREEMENT, RenewalRule.UNKNOWN]).map(
        lambda rule: {"renewal": rule, "renewal_months": None}
    ),
    months.map(lambda count: {"renewal": RenewalRule.TACIT, "renewal_months": count}),
)


def set_terms(agreement: Agreement, columns: dict[str, Any]) -> None:
    for column, value in columns.items():
        setattr(agreement, column, value)
    agreement.save()


def add_event(agreement: Agreement, kind: EventKind, place: int, dates: list[PartialDate | None]) -> None:
    party = pick(agreement.parties.all(), place)
    if kind == EventKind.WITHDRAWAL and party is None:
        return
    columns = dict(zip(("date", "effective_from", "effective_to"), dates, strict=True))
    Event.objects.create(agreement=agreement, kind=kind, party=party, **columns)


def void_event(agreement: Agreement, place: int) -> None:
    if event := pick(agreement.events.all(), place):
        Event.objects.create(agreement=agreement, kind=EventKind.VOIDED, voids=event)


def delete_event(agreement: Agreement, place: int) -> None:
    if event := pick(agreement.events.all(), place):
        try:
            event.delete()
        except RestrictedError:
            assert event.voided_by.exists()


def change_event(agreement: Agreement, place: int, day: PartialDate | None) -> None:
    if event := pick(agreement.events.all(), place):
        event.date = day
        event.save()


def add_party(agreement: Agreement) -> None:
    Party.objects.create(agreement=agreement, city=CityFactory())


def remove_party(agreement: Agreement, place: int) -> None:
    if party := pick(agreement.parties.all(), place):
        try:
            party.delete()
        except RestrictedError:
            assert party.events.filter(voided_by__isnull=False).exists()


def decide(agreement: Agreement, place: int, outcome: str, day: PartialDate | None) -> None:
    if party := pick(agreement.parties.all(), place):
        Approval.objects.create(party=party, outcome=outcome, decided_on=day)


def take_back_decisions(agreement: Agreement, place: int) -> None:
    if party := pick(agreement.parties.all(), place):
        party.approvals.all().delete()


def pick(rows: Any, place: int) -> Any:
    """One of the rows, or None for one place more than there are."""
    return (*rows, None)[place % (len(rows) + 1)]


writes = st.one_of(
    st.builds(lambda columns, more: (set_terms, {**columns, **more}), terms, renewals),
    st.tuples(
        st.just(add_event),
        st.sampled_from([kind for kind in EventKind if kind != EventKind.VOIDED]),
        places,
        st.lists(partial_dates, min_size=3, max_size=3),
    ),
    st.tuples(st.just(void_event), places),
    st.tuples(st.just(delete_event), places),
    st.tuples(st.just(change_event), places, partial_dates),
    st.tuples(st.just(add_party)),
    st.tuples(st.just(remove_party), places),
    st.tuples(st.just(decide), places, st.sampled_from(ApprovalOutcome), partial_dates),
    st.tuples(st.just(take_back_decisions), places),
)
days = st.one_of(st.dates(date(2008, 1, 1), date(2025, 1, 1)), st.sampled_from([date.min, date.max]))


# ---- The law


@settings(max_examples=60)
@given(history=st.lists(writes, max_size=10), asked=st.lists(days, min_size=1, max_size=4))
def test_after_any_writes_the_stored_status_is_the_computed_one(
    history: list[Any], asked: list[date]
) -> None:
    agreement = AgreementFactory(effect_rule="on_signature")
    for write, *details in history:
        write(Agreement.objects.get(pk=agreement.pk), *details)
    agreement = Agreement.objects.get(pk=agreement.pk)
    periods = status_periods(terms_of(agreement), lifecycle_events(agreement))

    assert [stored_content(row) for row in agreement.status_periods.all()] == [
        content(each) for each in periods
    ]
    assert left(agreement) == withdrawn(agreement)
    for day in asked:
        expected = status_on(periods, day)
        assert_status_on(day, agreement, expected)


def assert_status_on(day: date, agreement: Agreement, expected: Period | None) -> None:
    row = Agreement.objects.filter(pk=agreement.pk)
    found = row.with_status(on=day).get()
    assert found.status == (expected and expected.status)
    assert found.status_since == (expected and expected.since)
    assert found.status_until == (expected and expected.until)
    assert (found.status_reason or {}).get("code") == (expected and expected.reason.code)
    for status in LegalStatus:
        assert row.having_status(status, on=day).count() == int(found.status == status)
    assert row.in_force(on=day).exists() == (found.status == LegalStatus.IN_FORCE)


def content(period: Period) -> tuple[Any, ...]:
    reason = period.reason
    return (
        str(period.status),
        period.since,
        period.until,
        period.first_day,
        period.last_day,
        (reason.code, dict(reason.params), reason.event, reason.clause),
    )


def stored_content(row: Any) -> tuple[Any, ...]:
    reason = row.reason
    told = (reason["code"], reason["params"], reason["event"], reason["clause"])
    return (row.status, row.since, row.until, row.first_day, row.last_day, told)


def left(agreement: Agreement) -> set[int]:
    return {party.pk for party in agreement.parties.all() if party.has_withdrawn}


def withdrawn(agreement: Agreement) -> set[Any]:
    events = standing(lifecycle_events(agreement))
    return {event.party for event in events if str(event.kind) == EventKind.WITHDRAWAL}


# ---- Of many at once


def test_each_agreement_is_asked_for_its_own_status_on_the_day() -> None:
    kept = AgreementFactory(effect_rule="on_signature", signed_on="2014-06-03")
    ended = AgreementFactory(
        effect_rule="on_signature",
        signed_on="2014-06-03",
        term="fixed",
        expires_on="2016-05-01",
        renewal="none",
    )
    on = {
        day: {row.pk: row.status for row in Agreement.objects.with_status(on=date.fromisoformat(day))}
        for day in ("2014-06-02", "2014-06-03", "2016-05-01", "2016-05-02")
    }
    assert on == {
        "2014-06-02": {kept.pk: None, ended.pk: None},
        "2014-06-03": {kept.pk: "in_force", ended.pk: "in_force"},
        "2016-05-01": {kept.pk: "in_force", ended.pk: "in_force"},
        "2016-05-02": {kept.pk: "in_force", ended.pk: "expired"},
    }
    assert list(Agreement.objects.in_force(on=date(2016, 5, 2))) == [kept]


def test_a_period_that_lies_ahead_is_stored_already() -> None:
    agreement = AgreementFactory(
        effect_rule="on_signature", signed_on="2026", term="fixed", expires_on="2031", renewal="none"
    )
    assert agreement.status_periods.get(status="expired").since == PartialDate.parse("2032")


def test_what_does_not_change_is_not_written_again() -> None:
    agreement = AgreementFactory(effect_rule="on_signature", signed_on="2014")
    before = list(agreement.status_periods.values_list("pk", flat=True))
    EventFactory(agreement=agreement, kind="reviewed", date="2015")
    agreement.save()
    assert list(agreement.status_periods.values_list("pk", flat=True)) == before


def test_each_period_says_why_in_the_readers_language() -> None:
    period = AgreementFactory(effect_rule="on_signature", signed_on="2014-06-03").status_periods.get()
    assert period.why == "سارية منذ 3 حزيران 2014، تاريخ التوقيع."
    with translation.override("en"):
        assert period.why == "In force since 3 June 2014, the date of signature."
