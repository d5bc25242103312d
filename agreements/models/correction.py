"""What readers suggest to correct: kept until somebody of the register has looked at it."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import CorrectionState
from agreements.models.agreement import Agreement
from agreements.models.city import City
from agreements.models.domain import CooperationDomain
from agreements.models.party import Signatory
from agreements.rules import may_decide_on_correction, standing_of

# From one place on the net, and from all together, within an hour.
MOST_FROM_ONE = 5
MOST_FROM_ALL = 200


class CorrectionQuerySet(models.QuerySet["CorrectionSuggestion"]):
    def open(self) -> "CorrectionQuerySet":
        """Those nobody has decided on."""
        return self.filter(state=CorrectionState.OPEN)

    def visible_to(self, user: Any) -> "CorrectionQuerySet":
        """What this person may read: the registrar all, whoever works for a city those that are about it
        or about an agreement it is party to."""
        standing = standing_of(user)
        if standing.registrar:
            return self
        agreements = Agreement.objects.filter(parties__city__in=standing.cities).values("pk")
        return self.filter(Q(city__in=standing.cities) | Q(agreement__in=agreements))

    def for_list(self) -> "CorrectionQuerySet":
        """With what a line of a list shows."""
        return self.select_related("agreement", "city", "domain", "signatory", "decided_by")

    def are_too_many(self, sender: str) -> bool:
        """Whether this sender, or all together, have suggested enough for an hour."""
        lately = self.filter(made_at__gt=timezone.now() - timedelta(hours=1))
        return lately.filter(sender=sender).count() >= MOST_FROM_ONE or lately.count() >= MOST_FROM_ALL


class CorrectionSuggestion(models.Model):
    """What a reader of a public page says is wrong with the record of an agreement, a city or a domain; where
    it is about somebody who signed, it stands with the agreement they signed."""

    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("agreement"),
    )
    city = models.ForeignKey(
        City, models.CASCADE, null=True, blank=True, related_name="corrections", verbose_name=_("city")
    )
    domain = models.ForeignKey(
        CooperationDomain,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("cooperation domain"),
    )
    signatory = models.ForeignKey(
        Signatory,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("signatory"),
    )
    text = models.TextField(_("what should be corrected"), max_length=4000)
    evidence = models.CharField(_("where it can be checked"), max_length=500, blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    sender = models.CharField(max_length=40, editable=False)

    state = models.CharField(
        _("state"), max_length=8, choices=CorrectionState, default=CorrectionState.OPEN, editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decision = models.TextField(_("reason of the decision"), blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested correction")
        verbose_name_plural = _("suggested corrections")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-made_at"], name="correction_by_state"),
            models.Index(fields=["made_at"], name="correction_lately"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreement__isnull=False, city__isnull=True, domain__isnull=True)
                | Q(agreement__isnull=True, city__isnull=False, domain__isnull=True)
                | Q(agreement__isnull=True, city__isnull=True, domain__isnull=False),
                name="correction_is_of_one_record",
                violation_error_message=_("A suggestion is about one agreement, one city or one domain."),
            ),
            models.CheckConstraint(
                condition=Q(signatory__isnull=True) | Q(agreement__isnull=False),
                name="correction_of_a_signatory_is_of_an_agreement",
                violation_error_message=_("A suggestion about a signatory is about an agreement."),
            ),
            models.CheckConstraint(
                condition=Q(state=CorrectionState.OPEN, decided_at__isnull=True)
                | (~Q(state=CorrectionState.OPEN) & Q(decided_at__isnull=False)),
                name="correction_is_decided_by_somebody",
                violation_error_message=_("A decision says when it was made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record}: {self.text[:60]}"

    @property
    def record(self) -> Agreement | City | CooperationDomain | None:
        """What it is about."""
        return self.agreement or self.city or self.domain

    # ---- The verbs

    def accept(self, by: Any, reason: str = "") -> None:
        """Somebody of the register agrees; the record is corrected by hand, by its own rules."""
        self._decide(CorrectionState.ACCEPTED, by, reason)

    def decline(self, by: Any, reason: str) -> None:
        """Somebody of the register does not agree, and says why."""
        if not reason.strip():
            raise ValidationError({"reason": _("Give the reason in a sentence.")})
        self._decide(CorrectionState.DECLINED, by, reason)

    def _decide(self, state: CorrectionState, by: Any, reason: str) -> None:
        """Raises PermissionDenied, and ValidationError where it was decided before."""
        with transaction.atomic():
            rows = CorrectionSuggestion.objects.select_for_update()
            self.refresh_from_db(from_queryset=rows)
            answer = may_decide_on_correction(by, self)
            if not answer:
                raise PermissionDenied(answer.reason)
            if self.state != CorrectionState.OPEN:
                raise ValidationError(_("This suggestion has been decided on already."))
            self.state, self.decided_by, self.decision = state, by, reason.strip()
            self.decided_at = timezone.now()
            self.save(update_fields=["state", "decided_by", "decision", "decided_at"])


def sender_of(network: str) -> str:
    """What is kept of where a suggestion came from: enough to count them, not enough to know it."""
    return salted_hmac("agreements.correction", network, algorithm="sha256").hexdigest()[:40]
