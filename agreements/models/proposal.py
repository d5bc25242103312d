"""What a contributor proposes to add to a published record, until a reviewer has looked at it."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.acts import acting
from agreements.enumerations import AdditionKind, CorrectionState, MembershipRole
from agreements.models.activity import Activity
from agreements.models.agreement import Agreement
from agreements.models.content import plain_columns
from agreements.models.document import Document
from agreements.models.event import Event
from agreements.models.held_file import HeldFile
from agreements.models.outgoing_mail import OutgoingMail
from agreements.models.user import User
from agreements.rules import may_decide_on_proposal, may_propose_to, standing_of

MODELS: dict[str, type[Any]] = {
    AdditionKind.EVENT: Event,
    AdditionKind.ACTIVITY: Activity,
    AdditionKind.DOCUMENT: Document,
}


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> "ProposalQuerySet":
        """Those nobody has decided on."""
        return self.filter(state=CorrectionState.OPEN)

    def to_decide(self, user: Any) -> "ProposalQuerySet":
        """The open ones that this person decides on: those of others, where one of their cities is a
        party; the registrar on all."""
        standing, others = standing_of(user), self.open().exclude(by=user)
        if standing.registrar:
            return others
        theirs = Agreement.objects.filter(parties__city__in=standing.reviews)
        return others.filter(agreement__in=theirs.values("pk"))

    def for_list(self) -> "ProposalQuerySet":
        """With what a line of a list shows."""
        return self.select_related("agreement", "by", "decided_by", "file")

    def propose(self, agreement: Agreement, by: Any, kind: str, row: Any, **more: Any) -> "Proposal":
        """Propose a row that was filled in and checked; `named` says which of its columns, `lists` what it
        names in lists, by the ids; `file` is what was sent with it. Its reviewers are told by mail. Raises
        PermissionDenied with the reason."""
        answer = may_propose_to(by, agreement)
        if not answer:
            raise PermissionDenied(answer.reason)
        content = {**plain_columns(row, more["named"]), **more.get("lists", {})}
        with transaction.atomic():
            made = self.create(
                agreement=agreement,
                by=by,
                kind=kind,
                content=content,
                file=more.get("file"),
                reason=more.get("reason", ""),
            )
            made._tell(made._reviewers(), "proposal_made")
        return made


class Proposal(models.Model):
    """An event, an activity or a document that somebody who works for a party would add to a published
    record. It becomes part of the record when a reviewer accepts it, as if the reviewer had entered it."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="proposals", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=AdditionKind)
    content = models.JSONField(_("content"))
    file = models.OneToOneField(
        HeldFile, models.SET_NULL, null=True, related_name="proposal", verbose_name=_("file")
    )
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    state = models.CharField(_("state"), max_length=8, choices=CorrectionState, default=CorrectionState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decision = models.TextField(_("reason of the decision"), blank=True)

    # Given by the page that shows it: its columns in words.
    said: list[Any]

    objects: ClassVar[Any] = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed addition")
        verbose_name_plural = _("proposed additions")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "-at"], name="proposal_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CorrectionState.OPEN, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=CorrectionState.OPEN) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="proposal_is_decided_by_somebody",
                violation_error_message=_("A decision says when it was made."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.agreement}"

    # ---- The verbs

    def accept(self, by: Any) -> None:
        """It becomes part of the record. Raises PermissionDenied, and ValidationError where it was decided
        on before or no longer fits the record."""
        with transaction.atomic():
            self._decide(CorrectionState.ACCEPTED, by, "")
            reason = _("Proposed by %(person)s.") % {"person": self.by}
            with acting(by, f"{reason} {self.reason}".strip()):
                self._add()
            self._tell([self.by], "proposal_decided")

    def refuse(self, by: Any, reason: str) -> None:
        """It does not, and its author reads why."""
        if not reason.strip():
            raise ValidationError({"reason": _("Give the reason in a sentence.")})
        with transaction.atomic():
            self._decide(CorrectionState.DECLINED, by, reason.strip())
            if self.file is not None:
                self.file.throw_away()
            self._tell([self.by], "proposal_decided")

    def _decide(self, state: CorrectionState, by: Any, decision: str) -> None:
        self.refresh_from_db(from_queryset=Proposal.objects.select_for_update(of=("self",)))
        answer = may_decide_on_proposal(by, self)
        if not answer:
            raise PermissionDenied(answer.reason)
        if self.state != CorrectionState.OPEN:
            raise ValidationError(_("This proposal has been decided on already."))
        self.state, self.decided_by, self.decision, self.decided_at = state, by, decision, timezone.now()
        self.save(update_fields=["state", "decided_by", "decision", "decided_at"])

    def row(self) -> Any:
        """What would be added, with the columns that were proposed."""
        model = MODELS[self.kind]
        made = model(agreement=self.agreement)
        for field in model._meta.concrete_fields:
            if field.attname in self.content:
                setattr(made, field.attname, field.to_python(self.content[field.attname]))
        return made

    def _add(self) -> None:
        row = self.row()
        if self.kind == AdditionKind.DOCUMENT:
            if self.file is None:
                raise ValidationError(_("The file is no longer there."))
            row.deposit_held(self.file)
            return
        row.full_clean()
        row.save()
        for field in row._meta.many_to_many:
            if ids := self.content.get(field.name):
                getattr(row, field.name).set(field.related_model.objects.filter(pk__in=ids))

    # ---- Who is told

    def _reviewers(self) -> Any:
        reviewing = {
            "memberships__role": MembershipRole.REVIEWER,
            "memberships__city__in": self.agreement.parties.values("city"),
        }
        return User.objects.filter(is_active=True, **reviewing).exclude(pk=self.by_id).distinct()

    def _tell(self, people: Any, template: str) -> None:
        for person in people:
            context = {"proposal": self, "agreement": self.agreement, "person": person}
            OutgoingMail.objects.write(person, f"{template}-{self.pk}", template, context)
