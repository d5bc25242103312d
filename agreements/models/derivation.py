"""What follows from an agreement's terms, events, statements and documents, stored beside them.

Brought up to date in the transaction that changes any of them (`Agreement.kept_current`, or by whoever
writes many rows at once), so that what is stored never differs from what would be computed afresh.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction

from agreements.enumerations import ApprovalOutcome, Authenticity, DocumentKind
from agreements.evidence import Claim, Evidence, confirmation, evidence_level
from agreements.hanging import rows_of
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
from agreements.models.edition import Edition
from agreements.models.gathering import gathered, hang_known
from agreements.search.index import entries_of

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement

# Agreements that are read and written together; the number of queries is the same for any number.
CHUNK = 500


def bring_up_to_date(ids: Iterable[int]) -> None:
    """Rewrite what changed of all that is derived of these agreements, a chunk at a time: status
    periods, withdrawals, confirmation, evidence, what the search finds them by, and what the public reads.

    Whoever writes one of them at the same time waits, or is waited for."""
    agreements = apps.get_model("agreements", "Agreement")._default_manager
    wanted = sorted(set(ids))
    with transaction.atomic():
        # All of them first: whoever stands at the counter of changes waits for no record.
        for chunk in _chunks(wanted):
            list(agreements.locked(chunk).values_list("pk"))
        for chunk in _chunks(wanted):
            bring_chunk_up_to_date(chunk)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    remaining = iter(ids)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def bring_chunk_up_to_date(ids: Collection[int]) -> "list[Agreement]":
    """The same for agreements whose rows this transaction holds; they are returned as they then stand."""
    chunk = gathered(ids)
    _derive(chunk)
    return chunk


def _derive(chunk: "Sequence[Agreement]") -> None:
    events = {agreement.pk: lifecycle_events(agreement) for agreement in chunk}
    _store_periods({of: status_periods(terms_of(of), events[of.pk]) for of in chunk})
    gone = [party for of in chunk for party in _mark_withdrawals(of, standing(events[of.pk]))]
    if gone:
        type(gone[0])._default_manager.bulk_update(gone, ["has_withdrawn", "withdrawn_on"])
    proved = [agreement for agreement in chunk if _mark_evidence(agreement)]
    if proved:
        type(proved[0])._default_manager.bulk_update(proved, ["confirmation", "evidence_level"])
    agreements = apps.get_model("agreements", "Agreement")
    entries_of(agreements).write(chunk)
    public_records_of(agreements).write(chunk)
    if any(agreement.is_numbered for agreement in chunk):
        Edition.turn()


@dataclass
class Derived:
    """What follows from agreements that are not stored yet, to be put in its place once they are."""

    periods: list[Any]
    entries: Any
    public: list[tuple[Any, ...]]
    turns_edition: bool

    def put(self) -> None:
        """Of the periods only that they are there, as rows like any other, is for whoever writes those."""
        agreements = apps.get_model("agreements", "Agreement")
        self.entries.put()
        public_records_of(agreements).put(self.public)
        if self.turns_edition:
            Edition.turn()


def derive_unstored(agreements: "Sequence[Agreement]", now: datetime) -> Derived:
    """The same for agreements that have their ids and all their rows at hand but are not stored yet: what
    follows in columns of their own is set, the rest is returned. Asks nothing of the database."""
    rows = apps.get_model("agreements", "StatusPeriod")
    periods = []
    for agreement in agreements:
        events = lifecycle_events(agreement)
        follow = status_periods(terms_of(agreement), events)
        periods += [rows(agreement=agreement, **_columns(period)) for period in follow]
        _mark_withdrawals(agreement, standing(events))
        _mark_evidence(agreement)
    hang_known(agreements, "status_periods", periods)
    model = apps.get_model("agreements", "Agreement")
    return Derived(
        periods,
        entries_of(model).compose(agreements),
        public_records_of(model).compose(agreements, now),
        any(agreement.is_numbered for agreement in agreements),
    )


def public_records_of(model: Any) -> Any:
    """The table of what the public reads, as a model."""
    return model._meta.get_field("public_record").related_model


# ---- Legal status ----------------------------------------------------------------------------


def terms_of(agreement: "Agreement") -> Terms:
    return Terms(
        parties=tuple(party.pk for party in rows_of(agreement, "parties")),
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
    """The agreement's events, and the approvals of its parties as far as they decide its effect; of an
    agreement that was gathered or came by `for_status`, without a query."""
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
        for event in rows_of(agreement, "events")
    ]
    for party in rows_of(agreement, "parties"):
        events.extend(_approvals_of(party))
    return events


def _approvals_of(party: Any) -> list[LifecycleEvent]:
    """A party has approved once its last body has; one refusal is a refusal. Of each body the latest
    decision counts: what a council deferred or rejected it may approve later."""
    by_body = {
        (approval.level, approval.body_ar, approval.body_en): approval
        for approval in rows_of(party, "approvals")
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


def _store_periods(computed: "dict[Agreement, list[Period]]") -> None:
    rows = apps.get_model("agreements", "StatusPeriod")
    changed = {
        agreement: columns
        for agreement, periods in computed.items()
        if (columns := [_columns(period) for period in periods])
        != [_stored_columns(row) for row in rows_of(agreement, "status_periods")]
    }
    if changed:
        rows._default_manager.filter(agreement__in=changed).delete()
        fresh = rows._default_manager.bulk_create(
            rows(agreement=agreement, **columns)
            for agreement, periods in changed.items()
            for columns in periods
        )
        hang_known(changed, "status_periods", fresh)


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


def _stored_columns(row: Any) -> dict[str, Any]:
    names = ("status", "since", "until", "first_day", "last_day", "reason")
    return {name: getattr(row, name) for name in names}


def _mark_withdrawals(agreement: "Agreement", events: list[LifecycleEvent]) -> list[Any]:
    """Mark each party with the date on which it left, or as still in; those that were not so marked."""
    changed = []
    withdrawals = [event for event in events if event.kind == EventKind.WITHDRAWAL]
    for party in rows_of(agreement, "parties"):
        left_on = [event.takes_effect for event in withdrawals if event.party == party.pk]
        dated = sorted((day for day in left_on if day), key=lambda day: day.sort_key)
        gone, first = bool(left_on), dated[0] if dated else None
        if (party.has_withdrawn, party.withdrawn_on) != (gone, first):
            party.has_withdrawn, party.withdrawn_on = gone, first
            changed.append(party)
    return changed


# ---- Confirmation and evidence ---------------------------------------------------------------


def _mark_evidence(agreement: "Agreement") -> bool:
    """Set what its statements and documents prove; whether that is something else than before."""
    confirmed = confirmation([_latest_claim(party) for party in rows_of(agreement, "parties")])
    evidence = Evidence(
        confirmation=confirmed,
        signed_document_checked=any(map(_proves, rows_of(agreement, "documents"))),
        certified=agreement.certified_on is not None,
    )
    level = evidence_level(evidence)
    if (agreement.confirmation, agreement.evidence_level) == (confirmed, level):
        return False
    agreement.confirmation, agreement.evidence_level = confirmed, level
    return True


def _latest_claim(party: Any) -> Claim | None:
    """What the party said last; its statements come newest first."""
    latest = next(iter(rows_of(party, "statements")), None)
    return latest and Claim(
        kind=latest.kind_claimed or None, in_force=latest.in_force_claimed, signed_on=latest.signed_on_claimed
    )


def _proves(document: Any) -> bool:
    """Whether it is the signed document, and was checked against the original."""
    return (
        document.kind == DocumentKind.AGREEMENT
        and document.authenticity in (Authenticity.AUTHENTIC, Authenticity.CERTIFIED_COPY)
        and document.checked_on is not None
    )
