"""What the words on a record's page mean for this record: how well it is proved, how alive it is, what
nobody knows of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enumerations import ActivityStatus, Confirmation, EffectKind, RenewalRule, TermKind
from agreements.evidence import EvidenceLevel
from agreements.models import Agreement

EVIDENCE = {
    EvidenceLevel.PRESS_OR_IMPORT: gettext_lazy(
        "It rests on the press or on a list taken over; no party has spoken for it yet."
    ),
    EvidenceLevel.STATED_BY_ONE: gettext_lazy("One of its parties has stated it to the register."),
    EvidenceLevel.CONFIRMED_BY_ALL: gettext_lazy("All of its parties have stated it, and agree."),
    EvidenceLevel.DOCUMENT_CHECKED: gettext_lazy(
        "The signed document lies with the register and was compared with the original."
    ),
    EvidenceLevel.CERTIFIED: gettext_lazy("The registrar has certified the record."),
}
CONFIRMATION = {
    Confirmation.UNCONFIRMED: gettext_lazy("No party has said anything of it to the register."),
    Confirmation.ONE_SIDED: gettext_lazy("Some of the parties have stated it, not all."),
    Confirmation.CONFIRMED: gettext_lazy("What the parties state agrees."),
    Confirmation.DISPUTED: gettext_lazy("The parties state different things of it; both are shown."),
}
ACTIVITY = {
    ActivityStatus.ACTIVE: gettext_lazy("something was done under it in the last 24 months"),
    ActivityStatus.DORMANT: gettext_lazy("nothing was done under it in the last 24 months"),
    ActivityStatus.UNKNOWN: gettext_lazy("no dated activity is recorded"),
}


def proof_of(agreement: Agreement) -> dict[str, Any]:
    return {
        "evidence": EVIDENCE[EvidenceLevel(agreement.evidence_level)],
        "confirmation": CONFIRMATION[Confirmation(agreement.confirmation)],
    }


def activity_of(agreement: Any) -> dict[str, Any]:
    """`agreement` comes with its activity status."""
    status = ActivityStatus(agreement.activity_status)
    return {"words": status.label, "why": ACTIVITY[status]}


def unknowns_of(agreement: Any) -> Iterator[str]:
    """What the register does not know of an agreement, each as a sentence."""
    if agreement.signed_on is None:
        yield _("On which date it was signed.")
    elif agreement.signed_on.precision != "day":
        yield _("On which day exactly it was signed.")
    if not agreement.place:
        yield _("Where it was signed.")
    for party in agreement.parties.all():
        if not party.signatories.all():
            yield _("Who signed for %(party)s.") % {"party": party.name}
    if agreement.effect_rule == EffectKind.UNKNOWN and not agreement.in_force_on:
        yield _("When it takes effect.")
    if agreement.term == TermKind.UNKNOWN:
        yield _("For how long it was concluded.")
    if agreement.renewal == RenewalRule.UNKNOWN:
        yield _("Whether it renews itself.")
    if not agreement.coverages.all():
        yield _("What it covers.")
    if not agreement.documents.all():
        yield _("What its text says: no document is deposited.")


def later_than(day: date | None, agreement: Any) -> set[Any]:
    """The events and activities that surely came after the day a page is read as of."""
    if day is None:
        return set()
    dated = [(event, event.date) for event in agreement.events.all()]
    dated += [(activity, activity.starts_on) for activity in agreement.activities.all()]
    return {each for each, known in dated if known and known.earliest > day}
