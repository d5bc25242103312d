"""What the legal status of an agreement is computed from, and the reason a status is given.

Facts are of two sorts: the terms that the instrument states, and the dated chain of what happened to it.
Plain values only: no clock, no database. The codes are those the register stores and publishes.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date as calendar_day
from enum import StrEnum
from typing import Self

from agreements.partial_dates import PartialDate


class Status(StrEnum):
    """The legal status of an agreement."""

    PLANNED = "planned"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"
    NOT_CONCLUDED = "not_concluded"
    UNKNOWN = "unknown"


class EventKind(StrEnum):
    """What happened, in the order in which the law expects it; undated events keep this order."""

    PROPOSED = "proposed"
    INITIALLED = "initialled"
    SIGNED = "signed"
    REJECTED = "rejected"
    APPROVED = "approved"
    NOT_CONCLUDED = "not_concluded"
    ENTERED_INTO_FORCE = "entered_into_force"
    EXTENDED = "extended"
    RENEWED = "renewed"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    NOTICE_GIVEN = "notice_given"
    WITHDRAWAL = "withdrawal"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"
    REVIEWED = "reviewed"
    CORRECTED = "corrected"
    VOIDED = "voided"


class Term(StrEnum):
    """Whether the instrument says when it ends."""

    INDEFINITE = "indefinite"
    FIXED = "fixed"
    UNKNOWN = "unknown"


class Renewal(StrEnum):
    """What the instrument says happens when its term ends."""

    NONE = "none"
    BY_AGREEMENT = "by_agreement"
    TACIT = "tacit"
    UNKNOWN = "unknown"


class EffectRule(StrEnum):
    """What the instrument makes its entry into force depend on."""

    ON_SIGNATURE = "on_signature"
    ON_LAST_APPROVAL = "on_last_approval"
    FIXED_DATE = "fixed_date"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the instrument states. A date or a number of months that it does not state is None.

    `in_force_on` is the date that a fixed-date rule names or, under any other rule, the known date of entry
    into force. `renewal_months` is the length of each renewal; `notice_months` how long before the end of a
    term notice must be given or, where there is no term, how long after notice the agreement ends.
    """

    parties: tuple[Hashable, ...] = ()
    signed_on: PartialDate | None = None
    effect_rule: EffectRule = EffectRule.UNKNOWN
    in_force_on: PartialDate | None = None
    term: Term = Term.UNKNOWN
    duration_months: int | None = None
    expires_on: PartialDate | None = None
    renewal: Renewal = Renewal.UNKNOWN
    renewal_months: int | None = None
    notice_months: int | None = None

    @property
    def renews_tacitly(self) -> bool:
        """Whether a term that ends is followed by another unless notice was given."""
        return self.term == Term.FIXED and self.renewal == Renewal.TACIT

    @property
    def months_of_renewal(self) -> int | None:
        """The length of a renewed term: as stated, else that of the first term."""
        return self.renewal_months or self.duration_months


@dataclass(frozen=True, slots=True)
class LifecycleEvent:
    """One thing that happened to an agreement. `party` None is all parties; `voids` is the id of an event."""

    id: Hashable | None
    kind: EventKind
    party: Hashable | None = None
    date: PartialDate | None = None
    effective_from: PartialDate | None = None
    effective_to: PartialDate | None = None
    voids: Hashable | None = None

    @property
    def happened(self) -> PartialDate | None:
        """When it was done."""
        return self.date or self.effective_from

    @property
    def takes_effect(self) -> PartialDate | None:
        """From when it tells."""
        return self.effective_from or self.date

    def concerns(self, party: Hashable) -> bool:
        return self.party is None or self.party == party


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a status is what it is: a code with the values its sentence names, and what stands behind it.

    Values are ISO dates (the empty string is a date not known) or whole numbers, as strings. `event` is the
    id of the event behind the status, `clause` the field of `Terms`.
    """

    code: str
    params: tuple[tuple[str, str], ...] = ()
    event: Hashable | None = None
    clause: str | None = None

    @classmethod
    def of(
        cls,
        code: str,
        event: LifecycleEvent | None = None,
        clause: str | None = None,
        **values: PartialDate | int | None,
    ) -> Self:
        params = tuple((name, "" if value is None else str(value)) for name, value in values.items())
        return cls(code, params, event and event.id, clause)

    def and_then(self, later: "Reason") -> "Reason":
        """The same reason, and what has prolonged the status since; only the latest prolongation is told."""
        kept = tuple((name, value) for name, value in self.params if not name.startswith("then"))
        told = tuple((f"then_{name}", value) for name, value in later.params)
        return Reason(self.code, (*kept, ("then", later.code), *told), self.event, self.clause)


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The terms of one agreement with the events that count, in order of time.

    An event that is voided does not count, nor does a mere review or correction of the record.
    """

    terms: Terms
    events: tuple[LifecycleEvent, ...]

    @classmethod
    def of(cls, terms: Terms, events: Iterable[LifecycleEvent]) -> Self:
        return cls(terms, tuple(sorted(standing(list(events)), key=_place_in_time)))

    def events_of(self, *kinds: EventKind) -> list[LifecycleEvent]:
        return [event for event in self.events if event.kind in kinds]

    @property
    def members(self) -> tuple[Hashable, ...]:
        """The parties, at least two: a draft that names fewer has others that are not yet recorded."""
        named = tuple(dict.fromkeys(self.terms.parties))
        if len(named) < 2:
            acting = [event.party for event in self.events if event.party is not None]
            named = tuple(dict.fromkeys((*named, *acting)))
        return named + tuple(("party not recorded", number) for number in range(len(named), 2))


def standing(events: list[LifecycleEvent]) -> list[LifecycleEvent]:
    """The events that are not voided. To void a voiding restores what it had voided.

    Voidings that void one another in a ring decide nothing, and what they name stands.
    """
    undecided = [event for event in events if event.kind == EventKind.VOIDED and event.voids is not None]
    void: set[Hashable] = set()
    while sound := [event for event in undecided if not _attacked(event, undecided)]:
        void |= {event.voids for event in sound}
        undecided = [event for event in undecided if event not in sound and event.id not in void]
    return [event for event in events if event.id is None or event.id not in void]


def _attacked(event: LifecycleEvent, voidings: list[LifecycleEvent]) -> bool:
    return event.id is not None and any(voiding.voids == event.id for voiding in voidings)


def _place_in_time(event: LifecycleEvent) -> tuple[object, ...]:
    """A total order: by time, undated first, then as the law expects, then by whatever tells two apart."""
    moment = event.takes_effect
    when = moment.sort_key if moment else (calendar_day.min, calendar_day.min)
    rest = (event.date, event.effective_to, event.party, event.id)
    return (when, list(EventKind).index(EventKind(event.kind)), *map(repr, rest))
