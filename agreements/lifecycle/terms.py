"""The terms of an agreement in time: when each of them ends, and whether a notice was given in time."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from agreements.lifecycle.facts import EventKind, LifecycleEvent, Terms
from agreements.partial_dates import FIRST_YEAR, LAST_YEAR, PartialDate

LONGEST_RUN = 12 * (LAST_YEAR - FIRST_YEAR + 1)


@dataclass(frozen=True, slots=True)
class TermEnds:
    """The last day of a term, and by `step` months a renewal those of the terms that tacit renewal adds.

    A term counted from `start` is renewed by counting on from there, so that month ends do not drift:

    >>> monthly = counted(PartialDate.parse("2014-01-31"), 1, step=1)
    >>> print(*(monthly.end(renewals) for renewals in range(3)))
    2014-02-27 2014-03-30 2014-04-29
    """

    first: PartialDate
    step: int | None = None
    start: PartialDate | None = None
    duration: int = 0
    clause: str | None = None
    event: LifecycleEvent | None = None

    def end(self, renewals: int) -> PartialDate | None:
        """The last day after so many renewals; None beyond the calendar or if their length is not known."""
        if renewals == 0:
            return self.first
        if not self.step:
            return None
        try:
            start = self.start or _start_after(self.first)
            return end_of(start, self.duration + renewals * self.step)
        except OverflowError:
            return None

    def over(self, renewals: int = 0) -> PartialDate | None:
        """What follows that end: the date from which it is past; None beyond the calendar."""
        end = self.end(renewals)
        return end and day_after(end)

    def renewals_until(self, holds: Callable[[PartialDate], bool]) -> int | None:
        """The fewest renewals after which the end satisfies a test that every later end satisfies too."""
        choices = range(1 + LONGEST_RUN // self.step if self.step else 1)
        found = bisect_left(choices, True, key=lambda renewals: _holds(self.end(renewals), holds))
        return found if found < len(choices) and self.end(found) else None


def stated(
    end: PartialDate, step: int | None, clause: str | None = None, event: LifecycleEvent | None = None
) -> TermEnds:
    """A term whose end the instrument or an event names."""
    return TermEnds(end, _positive(step), clause=clause, event=event)


def counted(
    start: PartialDate | None,
    months: int | None,
    step: int | None,
    clause: str | None = None,
    event: LifecycleEvent | None = None,
) -> TermEnds | None:
    """A term of so many months from its start; None if either is not known, or beyond the calendar."""
    if start is None or not _positive(months) or months is None:
        return None
    try:
        return TermEnds(end_of(start, months), _positive(step), start, months, clause, event)
    except OverflowError:
        return None


def first_term(terms: Terms, start: PartialDate | None) -> TermEnds | None:
    """The term that the instrument itself gives, counted from entry into force or else from signature."""
    step = terms.months_of_renewal
    if terms.expires_on:
        return stated(terms.expires_on, step, "expires_on")
    return counted(start, terms.duration_months, step, "duration_months")


def prolonged(
    terms: Terms, ends: TermEnds | None, act: LifecycleEvent, *, after_a_gap: bool
) -> TermEnds | None:
    """The term that an extension or a renewal gives: to the date it names, else as long as the terms say."""
    step = terms.months_of_renewal
    months = terms.duration_months if act.kind == EventKind.EXTENDED else step
    if act.effective_to:
        return stated(act.effective_to, step, event=act)
    if after_a_gap:
        return counted(act.takes_effect, months, step, event=act)
    if ends is None:
        return None
    running = running_end(terms, ends, act.takes_effect)
    try:
        return counted(_start_after(running), months, step, event=act)
    except OverflowError:
        return None


def running_end(terms: Terms, ends: TermEnds, moment: PartialDate | None) -> PartialDate:
    """The end of the term that runs at a moment; where nothing renews it by itself, simply the end."""
    if moment is None or not terms.renews_tacitly:
        return ends.first
    renewals = ends.renewals_until(lambda end: moment.earliest <= end.latest)
    return (ends.end(renewals) if renewals else None) or ends.first


def day_after(end: PartialDate) -> PartialDate | None:
    """What follows a last day, month or year; None at the end of the calendar."""
    try:
        return end.following()
    except OverflowError:
        return None


def surely_in_time(notice: PartialDate | None, months: int | None, end: PartialDate) -> bool:
    """Whether every day that the notice can mean respects every deadline that the term's end can mean."""
    return (notice.latest if notice else date.max) <= _deadline(end.earliest, months)


def maybe_in_time(notice: PartialDate | None, months: int | None, end: PartialDate) -> bool:
    """Whether some day that the notice can mean respects some deadline that the term's end can mean."""
    return (notice.earliest if notice else date.min) <= _deadline(end.latest, months)


def last_day_for_notice(end: PartialDate, months: int | None) -> date:
    """The last day on which notice is surely in time."""
    return _deadline(end.earliest, months)


def _deadline(end: date, months: int | None) -> date:
    """The last day for notice: the term's last day less the months of notice."""
    try:
        return PartialDate.of(end).plus_months(-(months or 0)).earliest
    except OverflowError:
        return date.min


def end_of(start: PartialDate, months: int) -> PartialDate:
    """The end of a term: the day before its anniversary, but the anniversary's own month or year."""
    anniversary = start.plus_months(months)
    return anniversary.preceding() if anniversary.precision == "day" else anniversary


def _start_after(end: PartialDate) -> PartialDate:
    """The start of the term that follows one: of months and years only the anniversary is known."""
    return end.following() if end.precision == "day" else end


def _positive(months: int | None) -> int | None:
    return months if months and months > 0 else None


def _holds(end: PartialDate | None, holds: Callable[[PartialDate], bool]) -> bool:
    return end is None or holds(end)
