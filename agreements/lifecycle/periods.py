"""The legal status of an agreement over time, computed from its terms and from what happened to it.

>>> from agreements.lifecycle.facts import EffectRule, Term
>>> day = PartialDate.parse
>>> terms = Terms(
...     parties=("Hebron", "Amman"),
...     signed_on=day("2014-06-03"),
...     effect_rule=EffectRule.ON_SIGNATURE,
...     term=Term.FIXED,
...     duration_months=24,
... )
>>> for period in status_periods(terms, []):
...     print(period.status, period.since, period.until, period.reason.code)
in_force 2014-06-03 2016-06-03 in_force_on_signature
expired 2016-06-03 None expired_renewal_unknown

One rule makes days of dates that are known only in part: the look-up day of a bound is the earliest day it
can mean. Where that would fall before a turn that must come first (an undated termination, before entry into
force), it is the day after that turn. A turn that its successor reaches or passes gives way, so contradictory
facts still give ordered periods.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from agreements.lifecycle.conclusion import conclusion
from agreements.lifecycle.ends import course
from agreements.lifecycle.facts import Chronicle, LifecycleEvent, Reason, Status, Terms
from agreements.lifecycle.suspension import Sleep, suspended
from agreements.lifecycle.turns import Turn
from agreements.partial_dates import PartialDate

PROLONGATIONS = frozenset({"renewed_tacitly", "extended", "renewed"})
ENDS_NOT_STATED = frozenset({"extended_end_unknown", "renewed_end_unknown"})


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which the legal status was one and the same.

    `since` and `until` are as precise as they are known: `since` None is a start not known; `until`, which it
    excludes, is the next `since`, None in the last. The concrete days for which it is looked up run from
    `first_day` to `last_day`, both inclusive; the periods cover every day from the first `first_day` on.
    """

    status: Status
    since: PartialDate | None
    until: PartialDate | None
    reason: Reason
    first_day: date
    last_day: date


def status_periods(terms: Terms, events: Iterable[LifecycleEvent]) -> list[Period]:
    """Every period of an agreement's legal status, future ones included: at least one, in order, no gaps.

    Depends on nothing but its arguments, and not on the order of the events. Never raises on valid ones.
    """
    chronicle = Chronicle.of(terms, events)
    concluded = conclusion(chronicle)
    run = course(chronicle, concluded)
    sleep = Sleep.of(chronicle, run.departures, concluded[-1].day)
    return _periods(_merged(suspended(run.track, sleep)))


def status_on(periods: Sequence[Period], day: date) -> Period | None:
    """The period in which a day falls; None before the first."""
    position = bisect_right(periods, day, key=lambda period: period.first_day)
    return periods[position - 1] if position else None


def _merged(track: list[Turn]) -> list[Turn]:
    """The track without turns that do not change the status.

    Extension and renewal, tacit or agreed, begin no new period: what was in force goes on, and the latest
    of them is told with the reason. Two sorts stay apart all the same: a term whose end is from then on not
    stated, and an unknown status that becomes unknown for another reason.
    """
    merged = track[:1]
    for turn in track[1:]:
        last = merged[-1]
        if turn.status != last.status or _differs_materially(turn.reason, last.reason):
            merged.append(turn)
        elif turn.reason.code in PROLONGATIONS:
            merged[-1] = replace(last, reason=last.reason.and_then(turn.reason))
    return merged


def _differs_materially(later: Reason, earlier: Reason) -> bool:
    if later == earlier:
        return False
    return later.code in ENDS_NOT_STATED or later.code.startswith(("notice_", "fixed_term_"))


def _periods(track: list[Turn]) -> list[Period]:
    return [
        Period(
            status=turn.status,
            since=turn.since,
            until=following.since if following else None,
            reason=turn.reason,
            first_day=turn.day,
            last_day=following.day - timedelta(days=1) if following else date.max,
        )
        for turn, following in pairwise([*track, None])
        if turn
    ]
