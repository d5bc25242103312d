"""The computed legal status of an agreement, stored from one date to the next."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import LegalStatus
from agreements.models.agreement import Agreement
from agreements.models.bilingual import readers_language
from agreements.partial_date_fields import PartialDateField
from agreements.reasons import Language, sentence


class StatusPeriod(models.Model):
    """That an agreement stands in one legal status from a date until another, and why.

    Derived: written with the agreement (see `derivation`) from the terms and events, never by hand. `since`
    and `until` keep the precision of what is known (`until` is the first date that no longer counts);
    `first_day` and `last_day` are the calendar days for which the status is looked up."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="status_periods", verbose_name=_("agreement")
    )
    status = models.CharField(_("legal status"), max_length=16, choices=LegalStatus)
    since = PartialDateField(_("since"))
    until = PartialDateField(_("until"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.JSONField(_("reason"), default=dict)

    class Meta:
        verbose_name = _("period of legal status")
        verbose_name_plural = _("periods of legal status")
        ordering = ["agreement", "first_day"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "first_day"], name="status_one_a_day"),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="status_period_runs_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "first_day", "last_day", "agreement"], name="status_on_a_day_of"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.since or '…'}–{self.until or '…'}"

    @property
    def why(self) -> str:
        """The reason as a sentence in the reader's language."""
        return why(self.reason, readers_language())


def why(reason: dict[str, Any], language: Language) -> str:
    """A stored reason as a sentence in Arabic or English, dates in the manner of the site's region."""
    return sentence(reason["code"], reason["params"], language, settings.REGION)
