"""What was really done, under an agreement or between cities."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import ActivityKind, ActivityState
from agreements.models.agreement import Agreement
from agreements.models.bilingual import Bilingual, known_in_one_language
from agreements.models.city import City
from agreements.models.domain import CooperationDomain
from agreements.models.timestamped import Timestamped
from agreements.partial_date_fields import PartialDateField


class Activity(Timestamped):
    """A visit, a project, a training, a festival…: cooperation as it happened."""

    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("agreement"),
        help_text=_("Leave empty if it took place between cities without an agreement."),
    )
    cities = models.ManyToManyField(City, blank=True, related_name="activities", verbose_name=_("cities"))
    kind = models.CharField(_("kind"), max_length=16, choices=ActivityKind)
    state = models.CharField(_("state"), max_length=10, choices=ActivityState, default=ActivityState.UNKNOWN)
    title_ar = models.CharField(_("title in Arabic"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    starts_on = PartialDateField(_("starts on"))
    ends_on = PartialDateField(_("ends on"))
    place_ar = models.CharField(_("place in Arabic"), max_length=200, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    domains = models.ManyToManyField(
        CooperationDomain, blank=True, related_name="activities", verbose_name=_("cooperation domains")
    )
    outcome_ar = models.TextField(_("outcome in Arabic"), blank=True)
    outcome_en = models.TextField(_("outcome in English"), blank=True)
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("Three letters by ISO 4217: ILS, JOD, EUR…")
    )

    title = Bilingual("title")
    place = Bilingual("place")
    outcome = Bilingual("outcome")

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-starts_on", "pk"]
        constraints = [
            known_in_one_language(
                "title", "activity_has_a_title", _("Give the title in Arabic or in English.")
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | (Q(budget__gte=0) & ~Q(currency="")),
                name="activity_budget_has_a_currency",
                violation_error_message=_(
                    "Give the currency of the budget, and an amount that is not negative."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on.before(self.starts_on):
            raise ValidationError({"ends_on": _("The end lies before the beginning.")})
