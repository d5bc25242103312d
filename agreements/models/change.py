"""What changed in the public register, in order: for those who keep a copy of it."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import ChangeKind
from agreements.models.agreement import Agreement
from agreements.models.webhook import Webhook


class RegisterCounter(models.Model):
    """How many changes the register has seen, and how many records the public reads. One row: the queue at
    the counter, in which every change of what is public waits until the one before it is done."""

    last_number = models.PositiveBigIntegerField(_("last number"), default=0)
    published = models.PositiveBigIntegerField(_("published records"), default=0)

    class Meta:
        verbose_name = _("counter of changes")
        verbose_name_plural = _("counters of changes")

    def __str__(self) -> str:
        return str(self.last_number)

    @classmethod
    def published_records(cls) -> int:
        """How many records the public reads, without counting them."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT published FROM agreements_registercounter WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else 0


class ChangeQuerySet(models.QuerySet["Change"]):
    def after(self, number: int) -> "ChangeQuerySet":
        """What happened after the change of this number, in order; 0 for all."""
        return self.filter(number__gt=number).order_by("number")

    def for_followers(self) -> "ChangeQuerySet":
        """Each with its agreement, and with what the public reads of it now."""
        return self.select_related("agreement__public_record", "agreement__merged_into")


class Change(models.Model):
    """That a record was published, changed in what the public reads, withdrawn or merged. Numbered from 1
    without gaps, in the order in which the changes became visible. Written once, never changed."""

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="changes", verbose_name=_("agreement")
    )
    kind = models.CharField(_("what happened"), max_length=12, choices=ChangeKind)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of the register")
        verbose_name_plural = _("changes of the register")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    @staticmethod
    def record(happened: Sequence[tuple[int, str]]) -> None:
        """Number and write what happened, each as an agreement's id and a kind. Within the transaction of
        the changes: who comes second waits for the first, and a failure gives the numbers back."""
        if not happened:
            return
        RegisterCounter.objects.get_or_create(pk=1)
        counter = RegisterCounter.objects.select_for_update().get(pk=1)
        made = Change.objects.bulk_create(
            Change(number=number, agreement_id=agreement, kind=kind)
            for number, (agreement, kind) in enumerate(happened, start=counter.last_number + 1)
        )
        Webhook.objects.tell(made)
        counter.last_number += len(happened)
        counter.published += sum(_MORE_TO_READ.get(kind, 0) for _agreement, kind in happened)
        counter.save(update_fields=["last_number", "published"])


_MORE_TO_READ: dict[Any, int] = {ChangeKind.PUBLICATION: 1, ChangeKind.WITHDRAWAL: -1, ChangeKind.MERGE: -1}
