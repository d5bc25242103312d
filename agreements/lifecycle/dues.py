"""What falls due of an agreement, and when: the last day for notice, the end, the anniversaries.

>>> from agreements.lifecycle.facts import EffectRule, Renewal, Term
>>> terms = Terms(
...     parties=("Hebron", "Amman"),
...     signed_on=PartialDate.parse("2014-06-03"),
...     effect_rule=EffectRule.ON_SIGNATURE,
...     term=Term.FIXED,
...     duration_months=60,
...     renewal=Renewal.TACIT,
...     notice_months=6,
... )
>>> for due in dues(terms, [], date(2018, 7, 1), date(2019, 6, 30)):
...     print(due.kind, due.day, due.end, due.next_end, due.years)
notice 2018-12-02 2019-06-02 2024-06-02 0
anniversary 2019-06-03 None None 5
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from agreements.lifecycle.conclusion import conclusion
from agreements.lifecycle.ends import GOING_ON, course
from agreements.lifecycle.facts import Chronicle, LifecycleEvent, Status, Terms
from agreements.lifecycle.periods import status_on, status_periods
from agreements.lifecycle.terms import TermEnds, last_day_for_notice
from agreements.partial_dates import PartialDate

RUNNING = GOING_ON | {Status.SUSPENDED}


class DueKind(StrEnum):
    """What falls due."""

    NOTICE = "notice"
    EXPIRY = "expiry"
    ANNIVERSARY = "anniversary"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that falls due on a day. Of a date that is known only in part it is the earliest that it can
    mean: nobody is late who heeds it.

    `end` is the last day of the term; of a notice, `next_end` is that of the term that begins if none is
    given, None if its length is not known. `years` is the number of an anniversary."""

    kind: DueKind
    day: date
    end: PartialDate | None = None
    next_end: PartialDate | None = None
    years: int = 0


def dues(terms: Terms, events: Iterable[LifecycleEvent], since: date, until: date) -> list[Due]:
    """What falls due from one day to another, both included, in order, as things stand."""
    events = list(events)
    found = [*_of_term(terms, events, since, until), *_anniversaries(terms, events, since, until)]
    return sorted(found, key=lambda due: (due.day, due.kind))


def _of_term(terms: Terms, events: list[LifecycleEvent], since: date, until: date) -> Iterator[Due]:
    periods = status_periods(terms, events)
    now = status_on(periods, since)
    if now is None or now.status not in RUNNING:
        return
    over = next((each for each in periods if each.first_day > since and each.status not in RUNNING), None)
    if over is not None:
        last = over.first_day - timedelta(days=1)
        if last <= until:
            yield Due(DueKind.EXPIRY, last, end=over.since and over.since.preceding())
    elif terms.renews_tacitly:
        chronicle = Chronicle.of(terms, events)
        ends = course(chronicle, conclusion(chronicle)).ends
        yield from _notices(ends, terms.notice_months, since, until) if ends else ()


def _notices(ends: TermEnds, months: int | None, since: date, until: date) -> Iterator[Due]:
    """The last day for notice of each term, as far as it lies between the days."""
    first = ends.renewals_until(lambda end: last_day_for_notice(end, months) >= since)
    renewals = first or 0
    while (end := ends.end(renewals)) and (day := last_day_for_notice(end, months)) <= until:
        if first is None:
            return
        yield Due(DueKind.NOTICE, day, end=end, next_end=ends.end(renewals + 1))
        if not ends.step:
            return
        renewals += 1


def _anniversaries(terms: Terms, events: list[LifecycleEvent], since: date, until: date) -> Iterator[Due]:
    """The years that an agreement completes while it runs; of a signature that is known to the day."""
    signed = terms.signed_on
    if signed is None or signed.precision != "day":
        return
    periods = status_periods(terms, events)
    for years in range(max(1, since.year - signed.year), until.year - signed.year + 1):
        day = signed.plus_months(12 * years).earliest
        then = status_on(periods, day)
        if since <= day <= until and then and then.status in RUNNING:
            yield Due(DueKind.ANNIVERSARY, day, years=years)
