"""Suspension: an interval in which an agreement sleeps, laid over whatever its status is beneath."""

from bisect import bisect_right
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from agreements.lifecycle.departures import Departure
from agreements.lifecycle.facts import Chronicle, EventKind, LifecycleEvent, Reason, Status
from agreements.lifecycle.terms import day_after
from agreements.lifecycle.turns import Turn, look_up_day

CAN_BE_SUSPENDED = frozenset({Status.SIGNED, Status.IN_FORCE, Status.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Spell:
    """One party's part in one suspension: from a day on, until it wakes."""

    member: Hashable
    begins: Turn
    ends: Turn | None

    def covers(self, day: date) -> bool:
        return self.begins.day <= day and (self.ends is None or day < self.ends.day)


@dataclass(frozen=True, slots=True)
class Sleep:
    """All that says on which days fewer than two parties take part, because some are suspended."""

    members: tuple[Hashable, ...]
    spells: list[Spell]
    gone: list[tuple[LifecycleEvent, Turn]]

    @classmethod
    def of(cls, chronicle: Chronicle, departures: Iterable[Departure], after: date) -> "Sleep":
        gone = [(departure.event, departure.over) for departure in departures if departure.over]
        return cls(chronicle.members, _spells(chronicle, after), gone)

    def edges(self) -> set[date]:
        """The days on which anything here changes."""
        wakings = {spell.ends.day for spell in self.spells if spell.ends}
        return wakings | {spell.begins.day for spell in self.spells} | {turn.day for _, turn in self.gone}

    def on(self, day: date) -> Spell | None:
        """The spell that suspends the agreement on that day, the latest to begin; None if it is awake."""
        asleep = [spell for spell in self.spells if spell.covers(day)]
        absent = {spell.member for spell in asleep}
        for event, turn in self.gone:
            absent |= {member for member in self.members if turn.day <= day and event.concerns(member)}
        if len(self.members) - len(absent) >= 2:
            return None
        return max(asleep, key=lambda spell: spell.begins.day, default=None)

    def turn_at(self, day: date) -> Turn | None:
        """The turn that fell on a day: somebody fell asleep or left."""
        turns = [*(spell.begins for spell in self.spells), *(turn for _, turn in self.gone)]
        return next((turn for turn in turns if turn.day == day), None)

    def waking_at(self, day: date) -> Turn | None:
        return next((spell.ends for spell in self.spells if spell.ends and spell.ends.day == day), None)


def suspended(track: list[Turn], sleep: Sleep) -> list[Turn]:
    """The track with the suspensions laid over it. Expiry and termination take their course beneath them."""
    if not sleep.spells:
        return track
    edges = {edge for edge in sleep.edges() if edge > track[0].day}
    layered: list[Turn] = []
    for day in sorted(edges | {turn.day for turn in track}):
        asleep_before = bool(layered) and layered[-1].status == Status.SUSPENDED
        turn = _turn_on(day, track, sleep, asleep_before=asleep_before)
        layered += [turn] if turn else []
    return layered


def _turn_on(day: date, track: list[Turn], sleep: Sleep, *, asleep_before: bool) -> Turn | None:
    beneath = track[bisect_right(track, day, key=lambda turn: turn.day) - 1]
    spell = sleep.on(day) if beneath.status in CAN_BE_SUSPENDED else None
    if spell:
        since = (sleep.turn_at(day) or beneath).since
        return Turn(Status.SUSPENDED, since, day, spell.begins.reason)
    if beneath.day == day:
        return beneath
    waking = sleep.waking_at(day) if asleep_before else None
    if waking is None:
        return None
    reason = waking.reason if beneath.status == Status.IN_FORCE else beneath.reason
    return Turn(beneath.status, waking.since, day, reason)


def _spells(chronicle: Chronicle, after: date) -> list[Spell]:
    """Every suspension, party by party; one that would end before it begins is none."""
    members = chronicle.members
    reinstatements = chronicle.events_of(EventKind.REINSTATED)
    spells = []
    for event in chronicle.events_of(EventKind.SUSPENDED):
        begins = _falling_asleep(event, len(members), after)
        for member in members:
            if event.concerns(member):
                ends = _waking(event, begins.day, [each for each in reinstatements if each.concerns(member)])
                spells.append(Spell(member, begins, ends))
    return [spell for spell in spells if spell.ends is None or spell.ends.day > spell.begins.day]


def _falling_asleep(event: LifecycleEvent, parties: int, after: date) -> Turn:
    since = event.takes_effect
    if event.party is not None and parties > 2:
        reason = Reason.of("suspended_fewer_than_two", event, date=since)
    elif event.effective_to:
        reason = Reason.of("suspended_to", event, date=since, end=event.effective_to)
    else:
        reason = Reason.of("suspended", event, date=since)
    return Turn(Status.SUSPENDED, since, look_up_day(since, after), reason)


def _waking(event: LifecycleEvent, begun: date, reinstatements: list[LifecycleEvent]) -> Turn | None:
    """The end of a spell: as it was set beforehand, or a reinstatement if that is dated and comes first.

    An undated reinstatement ends a spell for which nothing else tells an end.
    """
    dated = [each for each in reinstatements if each.takes_effect and each.takes_effect.latest >= begun]
    undated = [each for each in reinstatements if each.takes_effect is None]
    wakings = [*_set_end(event, begun), *(_reinstated(each, begun) for each in dated)]
    wakings = wakings or [_reinstated(each, begun) for each in undated]
    return min(wakings, key=lambda turn: turn.day, default=None)


def _set_end(event: LifecycleEvent, begun: date) -> list[Turn]:
    since = event.effective_to and day_after(event.effective_to)
    if since is None:
        return []
    reason = Reason.of("in_force_resumed", event, date=since, end=event.effective_to)
    return [Turn(Status.IN_FORCE, since, look_up_day(since, begun), reason)]


def _reinstated(event: LifecycleEvent, begun: date) -> Turn:
    since = event.takes_effect
    return Turn(
        Status.IN_FORCE,
        since,
        look_up_day(since, begun),
        Reason.of("in_force_reinstated", event, date=since),
    )
