"""Files that were sent and belong to no record yet."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.deposit.recognition import Unacceptable
from agreements.models.taken_file import TakenFile

# With one entry, and from one person.
MOST_HELD = 20
KEPT_FOR = timedelta(days=90)


class HeldFileQuerySet(models.QuerySet["HeldFile"]):
    def hold(self, file: Any, by: Any, entry: Any = None) -> "HeldFile":
        """Take in what somebody sent, with the entry they are typing if it is for one. Raises ValidationError
        where it is no file that is taken, or one too many."""
        if self.filter(by=by).count() >= MOST_HELD * 5 or (entry and entry.files.count() >= MOST_HELD):
            raise ValidationError(_("So many files are not kept at once: save the entry first."))
        held: HeldFile = self.model(file=file, by=by, entry=entry)
        try:
            held.take_in()
        except Unacceptable as refusal:
            raise ValidationError(refusal.message) from refusal
        held.save()
        return held

    def waiting_of(self, person: Any) -> "HeldFileQuerySet":
        """Those that this person sent for a record of their own hand."""
        return self.filter(by=person, proposal=None)

    def forgotten(self, at: datetime | None = None) -> "HeldFileQuerySet":
        """Those nobody came back for: neither sent nor with an entry that was typed on lately."""
        limit = (at or timezone.now()) - KEPT_FOR
        return self.filter(at__lt=limit, proposal=None).exclude(entry__saved_at__gte=limit)

    def throw_away_forgotten(self) -> int:
        """How many were forgotten and are gone now; each in a transaction of its own."""
        rows = list(self.forgotten())
        for row in rows:
            with transaction.atomic():
                row.throw_away()
        return len(rows)


class HeldFile(TakenFile):
    """A file that waits: with an entry that is being typed, or for a reviewer's decision."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    entry = models.ForeignKey(
        "EntryDraft",
        models.SET_NULL,
        null=True,
        related_name="files",
        verbose_name=_("unfinished entry"),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects: ClassVar[Any] = HeldFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file that waits")
        verbose_name_plural = _("files that wait")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.original_name

    def let_go(self) -> None:
        """It waits no longer: the file is another's now."""
        HeldFile.objects.filter(pk=self.pk).delete()

    def throw_away(self) -> None:
        """The file itself too, once that is certain."""
        storage, name = self.file.storage, str(self.file.name)
        self.let_go()
        transaction.on_commit(lambda: storage.delete(name), robust=True)
