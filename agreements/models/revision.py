"""What every record said, from one change to the next: who changed it, when and why."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.acts import current_act
from agreements.enumerations import Subject


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, subject: str, pk: Any) -> "RevisionQuerySet":
        """The states of one record, the oldest first."""
        return self.filter(subject=subject, row=pk)

    def version(self, subject: str, pk: Any) -> int:
        """The number of its present state; 0 for a record that has not changed since histories are kept."""
        number: int | None = self.of(subject, pk).aggregate(found=Max("number"))["found"]
        return number or 0

    def keep_first(self, subject: str, pk: Any, said: Callable[[], dict[str, Any]]) -> None:
        """Keep what a record said before its first change, if nothing is kept of it yet; it is asked only
        then."""
        if not self.of(subject, pk).exists():
            self.create(subject=subject, row=pk, number=1, content=said(), at=None)

    def keep(self, subject: str, pk: Any, content: dict[str, Any] | None) -> None:
        """Keep what a record says now (None: that it is no more), where that differs from what it said. All
        that one act changes is one state. Within the transaction that changes it and holds its row."""
        act = current_act()
        last = self.of(subject, pk).order_by("-number").first()
        if (last and last.content == content) or (last is None and content is None):
            return
        if last and last.act == act.key:
            last.content, last.at = content, timezone.now()
            last.save(update_fields=["content", "at"])
            return
        number = last.number + 1 if last else 1
        self.create(
            subject=subject,
            row=pk,
            number=number,
            content=content,
            at=timezone.now(),
            by=act.by,
            reason=act.reason,
            act=act.key,
        )


class Revision(models.Model):
    """A record as it stood after a change. The first of a record that is older than its history has no
    date: it says what was there before. Kept for good, also of what was discarded."""

    subject = models.CharField(_("kind of record"), max_length=12, choices=Subject)
    row = models.PositiveBigIntegerField(_("record"))
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("content"), null=True)
    at = models.DateTimeField(_("at"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"), blank=True)
    act = models.UUIDField(null=True, editable=False)

    objects: ClassVar[Any] = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("state of a record")
        verbose_name_plural = _("states of records")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "row", "number"], name="revision_has_its_number"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.row}, {self.number}"
