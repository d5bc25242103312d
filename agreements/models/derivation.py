"""What follows from an agreement's terms, events, statements and documents, stored beside them.

Called by `Agreement.kept_current` within the transaction that changes any of them, so that what is
stored never differs from what would be computed afresh.
"""

from typing import TYPE_CHECKING, Any

from agreements.enumerations import ApprovalOutcome, Authenticity, DocumentKind
from agreements.evidence import Claim, Evidence, confirmation, evidence_level
from agreements.lifecycle import (
    EffectRule,
    EventKind,
    LifecycleEvent,
    Period,
    Renewal,
    Term,
    Terms,
    standing,
    status_periods,
)
from agreements.search.index import entries_of

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement


def bring_up_to_date(agreement: "Agreement") -> None:
    """Rewrite what changed of the derived facts: status periods, withdrawals, confirmation,
    evidence, and what the search finds it by."""
    events = lifecycle_events(agreement)
    _store_periods(agreement, status_periods(terms_of(agreement), events))
    _store_withdrawals(agreement, standing(events))
    _store_evidence(agreement)
    entries_of(type(agreement)).write(type(agreement)._default_manager.filter(pk=agreement.pk))


# ---- Legal status ----------------------------------------------------------------------------


def terms_of(agreement: "Agreement") -> Terms:
    return Terms(
        parties=tuple(agreement.parties.values_list("pk", flat=True)),
        signed_on=agreement.signed_on,
        effect_rule=EffectRule(agreement.effect_rule),
        in_force_on=agreement.in_force_on,
        term=Term(agreement.term),
        duration_months=agreement.duration_months,
        expires_on=agreement.expires_on,
        renewal=Renewal(agreement.renewal),
        renewal_months=agreement.renewal_months,
        notice_months=agreement.notice_months,
    )


def lifecycle_events(agreement: "Agreement") -> list[LifecycleEvent]:
    """The agreement's events, and the approvals of its parties as far as they decide its effect."""
    events = [
        LifecycleEvent(
            id=event.pk,
            kind=EventKind(event.kind),
            party=event.party_id,
            date=event.date,
            effective_from=event.effective_from,
            effective_to=event.effective_to,
            voids=event.voids_id,
        )
        for event in agreement.events.all()
    ]
    for party in agreement.parties.prefetch_related("approvals"):
        events.extend(_approvals_of(party))
    return events


def _approvals_of(party: Any) -> list[LifecycleEvent]:
    """A party has approved once its last body has; one refusal is a refusal. Of each body the latest
    decision counts: what a council deferred or rejected it may approve later."""
    by_body = {
        (approval.level, approval.body_ar, approval.body_en): approval for approval in party.approvals.all()
    }
    standing_decisions = sorted(by_body.values(), key=_when_decided)
    outcomes = {approval.outcome for approval in standing_decisions}
    if ApprovalOutcome.REJECTED in outcomes:
        kind, decisive = EventKind.REJECTED, ApprovalOutcome.REJECTED
    elif outcomes == {ApprovalOutcome.APPROVED}:
        kind, decisive = EventKind.APPROVED, ApprovalOutcome.APPROVED
    else:
        return []
    last = [approval for approval in standing_decisions if approval.outcome == decisive][-1]
    return [LifecycleEvent(id=f"approval-{last.pk}", kind=kind, party=party.pk, date=last.decided_on)]


def _when_decided(approval: Any) -> tuple[str, int]:
    return str(approval.decided_on or ""), approval.pk


def _store_periods(agreement: "Agreement", periods: list[Period]) -> None:
    stored = list(agreement.status_periods.order_by("first_day"))
    computed = [agreement.status_periods.model(agreement=agreement, **_columns(period)) for period in periods]
    if [_content(row) for row in stored] != [_content(row) for row in computed]:
        agreement.status_periods.all().delete()
        agreement.status_periods.bulk_create(computed)


def _columns(period: Period) -> dict[str, Any]:
    reason = period.reason
    return {
        "status": str(period.status),
        "since": period.since,
        "until": period.until,
        "first_day": period.first_day,
        "last_day": period.last_day,
        "reason": {
            "code": reason.code,
            "params": dict(reason.params),
            "event": reason.event,
            "clause": reason.clause,
        },
    }


def _content(row: Any) -> tuple[Any, ...]:
    return (row.status, row.since, row.until, row.first_day, row.last_day, row.reason)


def _store_withdrawals(agreement: "Agreement", events: list[LifecycleEvent]) -> None:
    """Mark each party with the date on which it left, or as still in."""
    withdrawals = [event for event in events if event.kind == EventKind.WITHDRAWAL]
    for party in agreement.parties.all():
        left_on = [event.takes_effect for event in withdrawals if event.party == party.pk]
        dated = sorted((day for day in left_on if day), key=lambda day: day.sort_key)
        gone, first = bool(left_on), dated[0] if dated else None
        if (party.has_withdrawn, party.withdrawn_on) != (gone, first):
            agreement.parties.filter(pk=party.pk).update(has_withdrawn=gone, withdrawn_on=first)


# ---- Confirmation and evidence ---------------------------------------------------------------


def _store_evidence(agreement: "Agreement") -> None:
    claims = [_latest_claim(party) for party in agreement.parties.prefetch_related("statements")]
    confirmed = confirmation(claims)
    checked = agreement.documents.filter(
        kind=DocumentKind.AGREEMENT,
        authenticity__in=[Authenticity.AUTHENTIC, Authenticity.CERTIFIED_COPY],
        checked_on__isnull=False,
    )
    level = evidence_level(
        Evidence(
            confirmation=confirmed,
            signed_document_checked=checked.exists(),
            certified=agreement.certified_on is not None,
        )
    )
    if (agreement.confirmation, agreement.evidence_level) != (confirmed, level):
        agreement.confirmation, agreement.evidence_level = confirmed, level
        type(agreement)._default_manager.filter(pk=agreement.pk).update(
            confirmation=confirmed, evidence_level=level
        )


def _latest_claim(party: Any) -> Claim | None:
    """What the party said last; its statements come newest first."""
    latest = next(iter(party.statements.all()), None)
    return latest and Claim(
        kind=latest.kind_claimed or None, in_force=latest.in_force_claimed, signed_on=latest.signed_on_claimed
    )
