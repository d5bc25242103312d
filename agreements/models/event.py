"""The dated things that happened to an agreement, and the decisions taken on it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import ApprovalLevel, ApprovalOutcome, EventKind
from agreements.lifecycle import standing
from agreements.models.agreement import Agreement
from agreements.models.agreement_queries import NUMBERED_STATES
from agreements.models.bilingual import Bilingual
from agreements.models.derivation import lifecycle_events
from agreements.models.part import AgreementPart, PartOfParty
from agreements.models.party import Party
from agreements.models.source import Source
from agreements.partial_date_fields import PartialDateField
from agreements.partial_dates import PartialDate

# Entries that tell of the record itself, not of what the parties did.
ABOUT_THE_RECORD = (EventKind.VOIDED, EventKind.CORRECTED)

NOT_CHANGED = _("A published event is not changed: void it by another and enter it anew.")


class Event(AgreementPart):
    """One thing that happened to an agreement. Append-only once the record is published: a wrong
    event is not changed but voided by another."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="events", verbose_name=_("agreement")
    )
    kind = models.CharField(_("what happened"), max_length=20, choices=EventKind)
    party = models.ForeignKey(
        Party,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("party"),
        help_text=_("Leave empty if it concerns all parties."),
    )
    date = PartialDateField(_("date"), help_text=_("As far as it is known: 2014, 06/2014 or 3/6/2014."))
    effective_from = PartialDateField(_("effective from"))
    effective_to = PartialDateField(
        _("effective to"), help_text=_("The last day: of a suspension, or of the extended or renewed term.")
    )
    decision_reference = models.CharField(_("decision number"), max_length=80, blank=True)
    note_ar = models.TextField(_("note in Arabic"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("source")
    )
    voids = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="voided_by",
        verbose_name=_("voids the entry"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    note = Bilingual("note")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EventKind.VOIDED, voids__isnull=False)
                | (~Q(kind=EventKind.VOIDED) & Q(voids__isnull=True)),
                name="event_voids_exactly_when_it_says_so",
                violation_error_message=_(
                    "“Entry voided” names the event that it voids; no other event does."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(voids=F("id")),
                name="event_does_not_void_itself",
                violation_error_message=_("An entry cannot void itself."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=EventKind.WITHDRAWAL) | Q(party__isnull=False),
                name="event_withdrawal_names_its_party",
                violation_error_message=_("Say which party withdrew."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date or ''}".strip()

    @property
    def begins(self) -> Any:
        """The date from which it counts: effective from, else its own date."""
        return self.effective_from or self.date

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if self.party and self.party.agreement_id != self.agreement_id:
            problems["party"] = _("This party belongs to another agreement.")
        elif self.party and self.kind == EventKind.WITHDRAWAL:
            problems.update(self._leaves_events_behind())
        elif self.party and self.kind not in ABOUT_THE_RECORD:
            problems.update(comes_after_withdrawal(self.party, "date", self.date or self.effective_from))
        if self.voids and self.voids.agreement_id != self.agreement_id:
            problems["voids"] = _("This event belongs to another agreement.")
        if self.effective_to and self.begins and self.effective_to.before(self.begins):
            problems["effective_to"] = _("The end lies before the beginning.")
        if self._changes_a_published_entry():
            problems["__all__"] = NOT_CHANGED
        if problems:
            raise ValidationError(problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a published event that would change."""
        if self._changes_a_published_entry():
            raise ValidationError(NOT_CHANGED)
        super().save(*args, **kwargs)

    def _leaves_events_behind(self) -> dict[str, Any]:
        """The problem of a withdrawal after which something is already recorded of the same party."""
        if self.agreement_id is None or not self.begins:
            return {}
        agreement = Agreement.objects.for_status().get(pk=self.agreement_id)
        later = [
            event.happened
            for event in standing(lifecycle_events(agreement))
            if event.party == self.party_id
            and str(event.kind) not in (EventKind.WITHDRAWAL, *ABOUT_THE_RECORD)
            and event.happened
            and event.happened.after(self.begins)
        ]
        if not later:
            return {}
        message = _("Something is on record of this party after that, on %(later)s: it cannot have left yet.")
        return {"date": ValidationError(message, params={"later": max(later, key=lambda day: day.sort_key)})}

    def _changes_a_published_entry(self) -> bool:
        if self.pk is None:
            return False
        before = Event.objects.filter(pk=self.pk, agreement__record_state__in=NUMBERED_STATES).first()
        if before is None:
            return False
        columns = self._meta.concrete_fields
        return any(
            column.get_prep_value(getattr(before, column.attname))
            != column.get_prep_value(getattr(self, column.attname))
            for column in columns
        )


class Approval(PartOfParty):
    """A decision of a body on an agreement, taken on the side of one party."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="approvals", verbose_name=_("party"))
    level = models.CharField(_("level"), max_length=12, choices=ApprovalLevel, default=ApprovalLevel.COUNCIL)
    body_ar = models.CharField(
        _("body in Arabic"), max_length=200, blank=True, help_text=_("مجلس بلدي الخليل")
    )
    body_en = models.CharField(_("body in English"), max_length=200, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=80, blank=True)
    decided_on = PartialDateField(_("decision date"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=ApprovalOutcome, default=ApprovalOutcome.APPROVED
    )

    body = Bilingual("body")

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["decided_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.get_outcome_display()}"

    def clean(self) -> None:
        if self.party_id and (problem := comes_after_withdrawal(self.party, "decided_on", self.decided_on)):
            raise ValidationError(problem)


def comes_after_withdrawal(party: Party, field: str, day: PartialDate | None) -> dict[str, Any]:
    """The problem, by field, of what surely happened to a party after it left; none if it may have been
    before."""
    if not (day and party.withdrawn_on and day.after(party.withdrawn_on)):
        return {}
    message = _("%(party)s withdrew on %(withdrawn)s: after that nothing can happen to it.")
    params = {"party": party.name, "withdrawn": party.withdrawn_on}
    return {field: ValidationError(message, params=params)}
