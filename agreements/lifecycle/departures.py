"""Parties that leave an agreement, by notice or by withdrawal, until fewer than two are left."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date

from agreements.lifecycle.facts import LifecycleEvent, Reason, Status, Term, Terms
from agreements.lifecycle.terms import TermEnds, maybe_in_time, surely_in_time
from agreements.lifecycle.turns import Turn, look_up_day
from agreements.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class Departure:
    """A party (or all of them) leaving: surely from `over` on, and perhaps from `doubt` on already."""

    event: LifecycleEvent
    over: Turn | None
    doubt: Turn | None = None

    @property
    def perhaps(self) -> Turn | None:
        """The turn from which the party may be gone."""
        return self.doubt or self.over


def fall_below_two(members: tuple[Hashable, ...], departures: list[Departure]) -> list[Turn]:
    """The turns by which the agreement ends because fewer than two of its members are left.

    One turn to the end; before it, or without it, one to `unknown` where that may have happened already.
    """
    end = _turn_below_two(members, [(each.event, each.over) for each in departures])
    perhaps = _turn_below_two(members, [(each.event, each.perhaps) for each in departures])
    ended = [end] if end else []
    if perhaps is None or (end and perhaps.day >= end.day):
        return ended
    doubts = [each.doubt for each in departures if each.doubt and each.doubt.day <= perhaps.day]
    reason = max(doubts, key=lambda doubt: doubt.day).reason
    return [replace(perhaps, status=Status.UNKNOWN, reason=reason), *ended]


def _turn_below_two(
    members: tuple[Hashable, ...], leavings: list[tuple[LifecycleEvent, Turn | None]]
) -> Turn | None:
    """The departure of the last member but one."""
    firsts = []
    for member in members:
        turns = [turn for event, turn in leavings if turn and event.concerns(member)]
        firsts += sorted(turns, key=lambda turn: turn.day)[:1]
    in_order = sorted(firsts, key=lambda turn: turn.day)
    return in_order[len(members) - 2] if len(in_order) >= len(members) - 1 else None


def withdrawal(event: LifecycleEvent, after: date) -> Departure:
    """A party that withdraws is gone from the day on which that takes effect."""
    since = event.takes_effect
    reason = Reason.of("fewer_than_two_parties", event, date=since)
    return Departure(event, Turn(Status.TERMINATED, since, look_up_day(since, after), reason))


def departure_by_notice(
    notice: LifecycleEvent, terms: Terms, ends: TermEnds | None, after: date
) -> Departure | None:
    """What a notice brings about: in a fixed term that no tacit rule renews, nothing by itself."""
    if terms.renews_tacitly:
        return _leaving_at_a_terms_end(notice, terms, ends, after)
    if terms.term == Term.FIXED or terms.notice_months is None:
        return None
    return _leaving_after_notice(notice, terms.notice_months, after)


def _leaving_after_notice(notice: LifecycleEvent, months: int, after: date) -> Departure | None:
    """Without a term, notice ends the agreement when its months have run out."""
    try:
        since = notice.date and notice.date.plus_months(months)
    except OverflowError:
        return None
    reason = Reason.of(
        "terminated_by_notice", notice, "notice_months", notice=notice.date, notice_months=months
    )
    return Departure(notice, Turn(Status.TERMINATED, since, look_up_day(since, after), reason))


def _leaving_at_a_terms_end(
    notice: LifecycleEvent, terms: Terms, ends: TermEnds | None, after: date
) -> Departure | None:
    """Where terms renew themselves, notice ends the agreement with the first term for which it is in time."""
    if ends is None:
        return _in_doubt(notice, notice.date, after)
    perhaps = ends.renewals_until(lambda end: maybe_in_time(notice.date, terms.notice_months, end))
    surely = ends.renewals_until(lambda end: surely_in_time(notice.date, terms.notice_months, end))
    if perhaps is None:
        return None if ends.step else _late_for_the_only_known_term(notice, ends, after)
    over = None if surely is None else _expired(notice, ends, surely, perhaps, after)
    if perhaps == surely:
        return Departure(notice, over)
    since = ends.over(perhaps)
    doubt = since and _in_doubt(notice, since, after, ends.end(perhaps))
    return replace(doubt, over=over) if doubt else None


def _late_for_the_only_known_term(notice: LifecycleEvent, ends: TermEnds, after: date) -> Departure | None:
    """The next term is of unknown length: from its start, or from the notice if later, nothing is certain."""
    over = ends.over()
    if over is None:
        return None
    later = max((over, notice.date or over), key=lambda moment: moment.earliest)
    return _in_doubt(notice, later, after)


def _in_doubt(
    notice: LifecycleEvent, since: PartialDate | None, after: date, end: PartialDate | None = None
) -> Departure:
    """Nobody can say whether the notice has ended the agreement: it may be late, or the term is not known."""
    reason = Reason.of("notice_term_unknown", notice, notice=notice.date)
    if end:
        reason = Reason.of("notice_in_doubt", notice, notice=notice.date, end=end)
    return Departure(notice, None, Turn(Status.UNKNOWN, since, look_up_day(since, after), reason))


def _expired(notice: LifecycleEvent, ends: TermEnds, renewals: int, perhaps: int, after: date) -> Turn | None:
    """The turn to `expired` after the term that the notice ends; None beyond the calendar."""
    since, end = ends.over(renewals), ends.end(renewals)
    if since is None:
        return None
    missed = ends.end(renewals - 1) if renewals else None
    if perhaps != renewals:
        reason = Reason.of("expired_after_doubtful_notice", notice, notice=notice.date, end=end)
    elif missed and notice.date and notice.date.earliest <= missed.latest:
        reason = Reason.of("expired_by_late_notice", notice, notice=notice.date, missed=missed, end=end)
    else:
        reason = Reason.of("expired_by_notice", notice, notice=notice.date, end=end)
    return Turn(Status.EXPIRED, since, look_up_day(since, after), reason)
