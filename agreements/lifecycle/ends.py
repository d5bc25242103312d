"""How a concluded agreement goes on and ends: by its term, by extension and renewal, and for good."""

from dataclasses import dataclass
from datetime import date

from agreements.lifecycle.departures import Departure, departure_by_notice, fall_below_two, withdrawal
from agreements.lifecycle.facts import (
    Chronicle,
    EventKind,
    LifecycleEvent,
    Reason,
    Renewal,
    Status,
    Term,
    Terms,
)
from agreements.lifecycle.terms import TermEnds, day_after, first_term, prolonged, running_end
from agreements.lifecycle.turns import Turn, followed_by, laid, look_up_day, up_to_final

GOING_ON = frozenset({Status.SIGNED, Status.IN_FORCE})
EXPIRY = {Renewal.NONE: "expired_no_renewal", Renewal.BY_AGREEMENT: "expired_not_renewed"}


@dataclass(frozen=True, slots=True)
class Course:
    """The turns of an agreement so far, those by which it ends if nothing is done, and who has left it."""

    track: list[Turn]
    ends: TermEnds | None = None
    closings: tuple[Turn, ...] = ()
    departures: tuple[Departure, ...] = ()


def course(chronicle: Chronicle, conclusion: list[Turn]) -> Course:
    """How an agreement went on that came about by these turns, to its end for good if it has one."""
    start = conclusion[-1]
    if start.status == Status.NOT_CONCLUDED:
        return Course(conclusion)
    withdrawals = tuple(withdrawal(event, start.day) for event in chronicle.events_of(EventKind.WITHDRAWAL))
    acts = _prolonging_acts(chronicle, start)
    run = _outset(chronicle.terms, conclusion)
    for number, act in enumerate((None, *acts)):
        if act:
            run = _prolonged(chronicle.terms, run, act)
        notices = [notice for notice in _notices(chronicle, start) if _acts_before(notice, acts) == number]
        run = _closed(chronicle, run, notices, withdrawals, start.day)
    track = laid(run.track, run.closings)
    final = _final_event(chronicle, start.day)
    track = up_to_final(followed_by(track, final) if final else track)
    return Course(track, run.ends, departures=(*run.departures, *withdrawals))


def _prolonging_acts(chronicle: Chronicle, start: Turn) -> list[LifecycleEvent]:
    """The extensions and renewals that can matter: of an agreement that was concluded, and for a term."""
    if start.status not in GOING_ON or chronicle.terms.term == Term.INDEFINITE:
        return []
    return chronicle.events_of(EventKind.EXTENDED, EventKind.RENEWED)


def _notices(chronicle: Chronicle, start: Turn) -> list[LifecycleEvent]:
    return chronicle.events_of(EventKind.NOTICE_GIVEN) if start.status in GOING_ON else []


def _acts_before(notice: LifecycleEvent, acts: list[LifecycleEvent]) -> int:
    """How many extensions and renewals were agreed before the notice; an undated notice comes after all."""
    if notice.date is None:
        return len(acts)
    dates = [act.happened for act in acts]
    return sum(agreed is None or agreed.earliest <= notice.date.earliest for agreed in dates)


def _outset(terms: Terms, conclusion: list[Turn]) -> Course:
    """The agreement in its first term. A fixed term whose end cannot be told leaves its status unknown."""
    start = conclusion[-1]
    if start.status not in GOING_ON or terms.term != Term.FIXED:
        return Course(conclusion)
    ends = first_term(terms, start.since)
    if ends or terms.renews_tacitly or start.status == Status.SIGNED:
        return Course(conclusion, ends)
    reason = Reason("fixed_term_end_unknown", start.reason.params[:1], start.reason.event, "term")
    return Course([*conclusion[:-1], Turn(Status.UNKNOWN, start.since, start.day, reason)])


def _closed(
    chronicle: Chronicle,
    run: Course,
    notices: list[LifecycleEvent],
    withdrawals: tuple[Departure, ...],
    after: date,
) -> Course:
    """The run with the turns by which it ends as things stand: by its term, by notice, by withdrawal."""
    terms, status = chronicle.terms, run.track[-1].status
    given = (departure_by_notice(notice, terms, run.ends, after) for notice in notices)
    leaving = (*run.departures, *(departure for departure in given if departure))
    below_two = fall_below_two(chronicle.members, [*leaving, *withdrawals])
    by_term = _end_of_term(terms, run.ends, status, after)
    closings = tuple(sorted((*by_term, *below_two), key=lambda turn: turn.day))
    return Course(run.track, run.ends, closings, leaving)


def _end_of_term(terms: Terms, ends: TermEnds | None, status: Status, after: date) -> list[Turn]:
    """What comes when the running term is over: expiry, or the next term where terms renew themselves."""
    since = ends.over() if ends else None
    if ends is None or since is None:
        return []
    if terms.renews_tacitly:
        reason = Reason.of("renewed_tacitly", clause="renewal", date=since)
        return [Turn(status, since, look_up_day(since, after), reason)]
    code = EXPIRY.get(terms.renewal, "expired_renewal_unknown")
    reason = Reason.of(code, ends.event, ends.clause, end=ends.first)
    return [Turn(Status.EXPIRED, since, look_up_day(since, after), reason)]


def _prolonged(terms: Terms, run: Course, act: LifecycleEvent) -> Course:
    """The run after an extension or a renewal: without a break, or again in force after one.

    Notices that have not taken effect by then are spent; after a break, whoever had given notice is back.
    """
    moment = act.takes_effect.earliest if act.takes_effect else date.min
    past = [turn for turn in run.closings if turn.day < moment]
    track = laid(run.track, past)
    broken = any(turn.status not in GOING_ON for turn in past)
    ends = prolonged(terms, run.ends, act, after_a_gap=broken)
    gone = () if broken else tuple(each for each in run.departures if each.over and each.over.day < moment)
    return Course(followed_by(track, _prolongation(terms, run, act, ends, track[-1])), ends, (), gone)


def _prolongation(
    terms: Terms, run: Course, act: LifecycleEvent, ends: TermEnds | None, running: Turn
) -> Turn:
    """The turn that an extension or a renewal brings: after the running term, else when it takes effect."""
    status, since = Status.IN_FORCE, act.takes_effect
    if running.status in GOING_ON:
        status = running.status
        since = day_after(running_end(terms, run.ends, since)) if run.ends else since
    reason = (
        Reason.of(str(act.kind), act, date=since, end=ends.first)
        if ends
        else Reason.of(f"{act.kind}_end_unknown", act, date=since)
    )
    return Turn(status, since, look_up_day(since, running.day), reason)


def _final_event(chronicle: Chronicle, after: date) -> Turn | None:
    """Termination or supersession: the first that is dated, else an undated one."""
    events = chronicle.events_of(EventKind.TERMINATED, EventKind.SUPERSEDED)
    final = min(events, key=lambda event: event.takes_effect is None, default=None)
    if final is None:
        return None
    since, code = final.takes_effect, str(final.kind)
    return Turn(Status(code), since, look_up_day(since, after), Reason.of(code, final, date=since))
