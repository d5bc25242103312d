"""What falls due, and when: a table."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.lifecycle import (
    EffectRule,
    EventKind,
    LifecycleEvent,
    Renewal,
    Term,
    Terms,
    status_on,
    status_periods,
)
from agreements.lifecycle.dues import RUNNING, dues
from agreements.partial_dates import PartialDate

day = PartialDate.parse
BASE: dict[str, Any] = {
    "parties": ("Hebron", "Amman"),
    "signed_on": day("2014-06-03"),
    "effect_rule": EffectRule.ON_SIGNATURE,
}
FIXED = BASE | {"term": Term.FIXED, "duration_months": 60}
TACIT = FIXED | {"renewal": Renewal.TACIT, "notice_months": 6}


def event(kind: str, on: str, **more: Any) -> LifecycleEvent:
    dates = {name: day(text) for name, text in more.items() if name.startswith("effective")}
    return LifecycleEvent(id=1, kind=EventKind(kind), date=day(on), **dates)


@pytest.mark.parametrize(
    ("terms", "events", "since", "until", "expected"),
    [
        # A term that nothing renews ends.
        (FIXED, [], "2019-01-01", "2019-06-30", ["expiry 2019-06-02"]),
        (FIXED, [], "2019-06-03", "2020-12-31", []),
        (FIXED, [], "2017-01-01", "2017-05-31", []),
        # One that renews itself: notice, term after term.
        (TACIT, [], "2018-12-02", "2018-12-02", ["notice 2018-12-02"]),
        (TACIT, [], "2018-12-03", "2018-12-31", []),
        (TACIT, [], "2020-01-01", "2024-05-31", ["notice 2023-12-02"]),
        (TACIT, [], "2023-12-01", "2028-12-31", ["notice 2023-12-02", "notice 2028-12-02"]),
        (
            TACIT | {"renewal_months": 12},
            [],
            "2018-12-01",
            "2020-12-31",
            ["notice 2018-12-02", "notice 2019-12-02", "notice 2020-12-02"],
        ),
        # Notice period not known: the end itself. Length of the renewal not known: one notice.
        (TACIT | {"notice_months": None}, [], "2019-01-01", "2019-06-30", ["notice 2019-06-02"]),
        (
            BASE | {"term": Term.FIXED, "expires_on": day("2019-06-02"), "renewal": Renewal.TACIT},
            [],
            "2019-01-01",
            "2099-01-01",
            ["notice 2019-06-02"],
        ),
        # Known only in part: until the year is over.
        (
            BASE | {"term": Term.FIXED, "expires_on": day("2031")},
            [],
            "2030-01-01",
            "2032-01-01",
            ["expiry 2031-12-31"],
        ),
        # Notice was given: it ends, and nobody is reminded of the next notice.
        (TACIT, [event("notice_given", "2018-11-01")], "2018-12-01", "2025-01-01", ["expiry 2019-06-02"]),
        # Extended, terminated, suspended.
        (
            FIXED,
            [event("extended", "2019-01-01", effective_to="2021-12-31")],
            "2019-02-01",
            "2022-01-31",
            ["expiry 2021-12-31"],
        ),
        (FIXED, [event("terminated", "2016-01-01")], "2016-02-01", "2030-01-01", []),
        (TACIT, [event("suspended", "2018-01-01")], "2018-12-01", "2018-12-31", ["notice 2018-12-02"]),
        # Without end, or not concluded: nothing.
        (BASE | {"term": Term.INDEFINITE}, [], "2015-07-01", "2016-05-31", []),
        ({"parties": ("Hebron", "Bursa")}, [], "2015-07-01", "2016-05-31", []),
        # Not known when it ends: nothing is made up.
        (BASE | {"term": Term.FIXED}, [], "2015-07-01", "2030-05-31", []),
    ],
)
def test_what_falls_due(
    terms: dict[str, Any], events: list[LifecycleEvent], since: str, until: str, expected: list[str]
) -> None:
    found = dues(Terms(**terms), events, date.fromisoformat(since), date.fromisoformat(until))
    assert [f"{due.kind} {due.day}" for due in found if due.kind != "anniversary"] == expected


def test_an_anniversary_is_kept_while_the_agreement_runs() -> None:
    found = dues(Terms(**FIXED), [], date(2014, 1, 1), date(2025, 1, 1))
    assert [(due.years, due.day) for due in found if due.kind == "anniversary"] == [
        (years, date(2014 + years, 6, 3)) for years in range(1, 5)
    ]
    leap = dues(
        Terms(**BASE | {"signed_on": day("2016-02-29"), "term": Term.INDEFINITE}),
        [],
        date(2017, 1, 1),
        date(2017, 12, 31),
    )
    assert [due.day for due in leap] == [date(2017, 2, 28)]
    in_part = Terms(**BASE | {"signed_on": day("2014-06"), "term": Term.INDEFINITE})
    assert dues(in_part, [], date(2014, 1, 1), date(2025, 1, 1)) == []


@given(
    months=st.none() | st.integers(1, 600),
    notice=st.none() | st.integers(0, 60),
    renewal=st.sampled_from(list(Renewal)),
    signed=st.dates(date(1950, 1, 1), date(2030, 1, 1)),
    since=st.dates(date(1950, 1, 1), date(2060, 1, 1)),
    length=st.integers(0, 4000),
)
def test_whatever_the_terms_what_falls_due_lies_in_the_time_asked_for_and_the_agreement_runs(
    months: int | None, notice: int | None, renewal: Renewal, signed: date, since: date, length: int
) -> None:
    terms = Terms(
        parties=("a", "b"),
        signed_on=PartialDate.of(signed),
        effect_rule=EffectRule.ON_SIGNATURE,
        term=Term.FIXED,
        duration_months=months,
        renewal=renewal,
        notice_months=notice,
    )
    until = date.fromordinal(since.toordinal() + length)
    found = dues(terms, [], since, until)
    assert found == sorted(found, key=lambda due: due.day)
    periods = status_periods(terms, [])
    for due in found:
        then = status_on(periods, due.day)
        assert since <= due.day <= until
        assert then is not None
        assert then.status in RUNNING
