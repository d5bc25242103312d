"""What was really done, under an agreement or between cities."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import ActivityKind, ActivityState, Subject
from agreements.models.agreement import Agreement
from agreements.models.bilingual import Bilingual, known_in_one_language
from agreements.models.city import City
from agreements.models.content import content_of_activity
from agreements.models.derivation import bring_up_to_date
from agreements.models.domain import CooperationDomain
from agreements.models.edition import Edition
from agreements.models.history import Remembered, remembering
from agreements.models.timestamped import Timestamped
from agreements.partial_date_fields import PartialDateField, may_begin_by, may_reach, surely_by


class MentionQuerySet(models.QuerySet[Any]):
    """Of the cities and domains that activities name: what agreements tell of them follows at once."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        with _those_of({row.activity_id for row in rows}):
            made = super().bulk_create(rows, *args, **kwargs)
            bring_up_to_date(_agreements_of({row.activity_id for row in rows}))
        return made

    def delete(self) -> tuple[int, dict[str, int]]:
        activities = set(self.values_list("activity", flat=True))
        with _those_of(activities):
            agreements = _agreements_of(activities)
            gone = super().delete()
            bring_up_to_date(agreements)
        return gone

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


def _those_of(activities: set[int]) -> AbstractContextManager[None]:
    return remembering(Activity.objects.filter(pk__in=activities))


def _agreements_of(activities: set[int]) -> list[int]:
    rows = Activity.objects.filter(pk__in=activities, agreement__isnull=False)
    return list(rows.values_list("agreement", flat=True))


class ActivityQuerySet(models.QuerySet["Activity"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """Each by itself, so that a published one is refused and its agreement tells of it no more."""
        rows: Counter[str] = Counter()
        with transaction.atomic():
            for activity in self:
                rows.update(activity.delete()[1])
        return rows.total(), dict(rows)

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def of_agreements(self, agreements: models.QuerySet[Any]) -> "ActivityQuerySet":
        """What was done under these agreements, with all that is told of it."""
        rows = self.filter(agreement__in=agreements).select_related("agreement")
        return rows.prefetch_related("cities", "domains")

    def really_done(self) -> "ActivityQuerySet":
        """Without what was only planned, or called off; with the days on which each surely began
        (`begun`) and surely ended (`ended`) as far as they are known."""
        return self.exclude(state__in=[ActivityState.PLANNED, ActivityState.CANCELLED]).annotate(
            begun=_either("starts_on", "ends_on"), ended=_either("ends_on", "starts_on")
        )

    def begun_by(self, day: date | None) -> "ActivityQuerySet":
        """Of what was really done: what had surely begun by a day; all of it where no day is named."""
        return self if day is None else self.filter(surely_by("begun", day))

    def surely_within(self, first: date, last: date) -> "ActivityQuerySet":
        """Of what was really done: what surely went on between these days, both included."""
        may_have_ended_before = may_begin_by("ended", first - timedelta(days=1))
        return self.filter(surely_by("begun", last) & ~may_have_ended_before)

    def perhaps_within(self, first: date, last: date) -> "ActivityQuerySet":
        """Of what was really done: what may have gone on between these days."""
        may_begin = Q(starts_on=None) | may_begin_by("starts_on", last)
        goes_on = Q(ends_on=None) & (Q(starts_on=None) | Q(state=ActivityState.UNDER_WAY))
        return self.filter(may_begin & (goes_on | may_reach("ended", first)))


def _either(column: str, other: str) -> Coalesce:
    """The date in the first column or, where it is not known, in the other; as text."""
    known = NullIf(column, Value(""), output_field=models.CharField())
    return Coalesce(known, F(other), output_field=models.CharField())


class Activity(Remembered, Timestamped):
    """A visit, a project, a training, a festival…: cooperation as it happened."""

    subject = Subject.ACTIVITY

    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("agreement"),
        help_text=_("Leave empty if it took place between cities without an agreement."),
    )
    cities = models.ManyToManyField(
        City, blank=True, related_name="activities", through="ActivityCity", verbose_name=_("cities")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ActivityKind)
    state = models.CharField(_("state"), max_length=10, choices=ActivityState, default=ActivityState.UNKNOWN)
    title_ar = models.CharField(_("title in Arabic"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    starts_on = PartialDateField(_("starts on"))
    ends_on = PartialDateField(_("ends on"))
    place_ar = models.CharField(_("place in Arabic"), max_length=200, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    domains = models.ManyToManyField(
        CooperationDomain,
        blank=True,
        related_name="activities",
        through="ActivityDomain",
        verbose_name=_("cooperation domains"),
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

    objects = ActivityQuerySet.as_manager()

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

    def content(self) -> dict[str, Any]:
        return content_of_activity(self)

    def clean(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on.before(self.starts_on):
            raise ValidationError({"ends_on": _("The end lies before the beginning.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        with self._told_of():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ValidationError once its agreement was published."""
        if self.agreement and self.agreement.is_numbered:
            raise ValidationError(_("What was published is never deleted."))
        with self._told_of():
            return super().delete(*args, **kwargs)

    @contextmanager
    def _told_of(self) -> Iterator[None]:
        """Write within this block; the agreement that it belongs to, and the one that it belonged to, tell
        of it before the transaction ends."""
        stored = Activity.objects.filter(pk=self.pk).values_list("agreement", flat=True)
        with transaction.atomic():
            concerned = {self.agreement_id, *stored}
            yield
            bring_up_to_date(pk for pk in concerned if pk is not None)
            Edition.turn()


class ActivityCity(models.Model):
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    city = models.ForeignKey(City, models.CASCADE, related_name="+")

    objects = MentionQuerySet.as_manager()

    class Meta:
        # The relation's own table, as Django lays it: forms and migrations treat it so.
        auto_created = True
        db_table = "agreements_activity_cities"
        unique_together = [("activity", "city")]


class ActivityDomain(models.Model):
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    cooperationdomain = models.ForeignKey(CooperationDomain, models.CASCADE, related_name="+")

    objects = MentionQuerySet.as_manager()

    class Meta:
        auto_created = True
        db_table = "agreements_activity_domains"
        unique_together = [("activity", "cooperationdomain")]
