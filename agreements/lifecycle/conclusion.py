"""How an agreement comes about: from the first plan over signature to entry into force, or to nothing."""

from dataclasses import dataclass
from datetime import date

from agreements.lifecycle.facts import Chronicle, EffectRule, EventKind, LifecycleEvent, Reason, Status
from agreements.lifecycle.turns import Turn, followed_by, look_up_day
from agreements.partial_dates import PartialDate

DRAFTING = (EventKind.PROPOSED, EventKind.INITIALLED)
LEGAL_ORDER = list(EventKind)


@dataclass(frozen=True, slots=True)
class Milestone:
    """Signature or entry into force: its date, on what ground it is known, and the day it cannot precede."""

    since: PartialDate | None
    ground: str
    event: LifecycleEvent | None = None
    clause: str | None = None
    not_before: date = date.min

    @property
    def is_scheduled(self) -> bool:
        """Whether the instrument merely names the date, and something may still come between."""
        return self.ground == "in_force_on_fixed_date"


def conclusion(chronicle: Chronicle) -> list[Turn]:
    """The turns from the first plan to entry into force; never empty.

    A rejection, or a note that the agreement was not concluded, ends the track unless it was overcome later.
    """
    signature = signature_of(chronicle)
    entry = entry_into_force_of(chronicle, signature)
    failure = failure_of(chronicle, signature, entry)
    if failure:
        entry = None
    track = _planned(chronicle, signature or entry)
    if signature and signature != entry:
        track = followed_by(track, _signed(chronicle, signature, entry, _last_day(track)))
    if entry:
        track = followed_by(track, _in_force(entry, _last_day(track)))
    if failure:
        track = followed_by(track, _not_concluded(failure, _last_day(track)))
    return track or [Turn(Status.UNKNOWN, None, date.min, Reason.of("not_signed"))]


def signature_of(chronicle: Chronicle) -> Milestone | None:
    """The signature: the date that the instrument bears, else the last of the recorded signatures."""
    if chronicle.terms.signed_on:
        return Milestone(chronicle.terms.signed_on, "in_force_on_signature", clause="signed_on")
    signings = chronicle.events_of(EventKind.SIGNED)
    if not signings:
        return None
    last = max(signings, key=_moment)
    return Milestone(last.happened, "in_force_on_signature", last)


def entry_into_force_of(chronicle: Chronicle, signature: Milestone | None) -> Milestone | None:
    """The entry into force: as an event or the terms report it, else as the effect rule makes it follow."""
    terms = chronicle.terms
    reported = _reported_entry(chronicle)
    if reported and reported.since:
        return reported
    if terms.in_force_on and (reported or terms.effect_rule != EffectRule.FIXED_DATE):
        return Milestone(terms.in_force_on, "in_force_stated", clause="in_force_on")
    if reported or not signature:
        return reported
    if terms.effect_rule == EffectRule.ON_SIGNATURE:
        return signature
    if terms.effect_rule == EffectRule.ON_LAST_APPROVAL:
        return _entry_on_last_approval(chronicle, signature)
    if terms.effect_rule == EffectRule.FIXED_DATE and terms.in_force_on:
        return Milestone(terms.in_force_on, "in_force_on_fixed_date", clause="in_force_on")
    return None


def failure_of(
    chronicle: Chronicle, signature: Milestone | None, entry: Milestone | None
) -> LifecycleEvent | None:
    """The refusal that stands, the first of them that is dated."""
    if entry and not entry.is_scheduled:
        return None
    refusals = chronicle.events_of(EventKind.REJECTED, EventKind.NOT_CONCLUDED)
    standing = [refusal for refusal in refusals if not _overcome(refusal, chronicle, signature, entry)]
    return min(standing, key=lambda refusal: refusal.happened is None, default=None)


def _overcome(
    refusal: LifecycleEvent, chronicle: Chronicle, signature: Milestone | None, entry: Milestone | None
) -> bool:
    """Whether it was in force already, was signed afterwards, or approved after all by those who refused."""
    if entry and refusal.happened and not _happened_before(refusal, entry):
        return True
    if signature and _happened_before(refusal, signature):
        return True
    approvals = chronicle.events_of(EventKind.APPROVED) if refusal.kind == EventKind.REJECTED else []
    return any(_reverses(approval, refusal) for approval in approvals)


def _happened_before(event: LifecycleEvent, milestone: Milestone) -> bool:
    """Whether an event is dated before a milestone; False if either date is missing."""
    if event.happened is None or milestone.since is None:
        return False
    return event.happened.earliest < milestone.since.earliest


def _reverses(approval: LifecycleEvent, refusal: LifecycleEvent) -> bool:
    same = refusal.party is None or approval.concerns(refusal.party)
    if approval.happened and refusal.happened:
        return same and approval.happened.earliest >= refusal.happened.earliest
    return same


def _reported_entry(chronicle: Chronicle) -> Milestone | None:
    entries = chronicle.events_of(EventKind.ENTERED_INTO_FORCE)
    first = min(entries, key=lambda entry: entry.takes_effect is None, default=None)
    return Milestone(first.takes_effect, "in_force_entered", first) if first else None


def _entry_on_last_approval(chronicle: Chronicle, signature: Milestone) -> Milestone | None:
    """Entry into force when every party has approved, or on signature if that came later."""
    firsts = []
    for member in chronicle.members:
        approvals = [each for each in chronicle.events_of(EventKind.APPROVED) if each.concerns(member)]
        if not approvals:
            return None
        firsts.append(min(approvals, key=lambda approval: approval.happened is None))
    last = max(firsts, key=_moment)
    if all(approval.happened for approval in firsts) and _moment(last) < _moment(signature):
        return signature
    undated = next((approval for approval in firsts if approval.happened is None), None)
    return Milestone(
        (undated or last).happened, "in_force_on_last_approval", undated or last, not_before=_moment(last)[0]
    )


def _planned(chronicle: Chronicle, milestone: Milestone | None) -> list[Turn]:
    """The plan: from its first step before signature (or entry into force), or no turn at all."""
    steps = [
        step
        for step in chronicle.events_of(*DRAFTING, EventKind.APPROVED)
        if milestone is None or _precedes(step, milestone)
    ]
    if not steps:
        return []
    first = min(steps, key=lambda step: LEGAL_ORDER.index(step.kind))
    if first.happened:
        first = min((step for step in steps if step.happened), key=_moment)
    code = "approved_before_signature" if first.kind == EventKind.APPROVED else str(first.kind)
    reason = Reason.of(code, first, date=first.happened)
    return [Turn(Status.PLANNED, first.happened, look_up_day(first.happened), reason)]


def _precedes(step: LifecycleEvent, milestone: Milestone) -> bool:
    """Whether a step came before a milestone; where a date is missing, as the law expects it."""
    if step.happened and milestone.since:
        return _happened_before(step, milestone)
    return step.kind in DRAFTING


def _signed(chronicle: Chronicle, signature: Milestone, entry: Milestone | None, after: date) -> Turn:
    day = look_up_day(signature.since, after)
    return Turn(Status.SIGNED, signature.since, day, _why_only_signed(chronicle, signature, entry))


def _why_only_signed(chronicle: Chronicle, signature: Milestone, entry: Milestone | None) -> Reason:
    def because(code: str, **dates: PartialDate | None) -> Reason:
        return Reason.of(code, signature.event, signature.clause, date=signature.since, **dates)

    rule = chronicle.terms.effect_rule
    if rule == EffectRule.ON_LAST_APPROVAL:
        return because("signed_awaiting_approvals")
    if rule == EffectRule.FIXED_DATE:
        named = entry.since if entry else chronicle.terms.in_force_on
        return because("signed_before_entry", entry=named) if named else because("signed_fixed_date_unknown")
    if entry:
        return because("signed_before_entry", entry=entry.since)
    return because("signed_effect_unknown")


def _in_force(entry: Milestone, after: date) -> Turn:
    day = look_up_day(entry.since, max(after, entry.not_before))
    reason = Reason.of(entry.ground, entry.event, entry.clause, date=entry.since)
    return Turn(Status.IN_FORCE, entry.since, day, reason)


def _not_concluded(failure: LifecycleEvent, after: date) -> Turn:
    reason = Reason.of(str(failure.kind), failure, date=failure.happened)
    return Turn(Status.NOT_CONCLUDED, failure.happened, look_up_day(failure.happened, after), reason)


def _last_day(track: list[Turn]) -> date:
    return track[-1].day if track else date.min


def _moment(dated: LifecycleEvent | Milestone) -> tuple[date, date]:
    """Its interval for sorting; what is not dated sorts first."""
    moment = dated.since if isinstance(dated, Milestone) else dated.happened
    return moment.sort_key if moment else (date.min, date.min)
