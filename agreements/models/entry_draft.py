"""What somebody is typing into the entry form, kept as it stands: also what is no valid record yet."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.user import User

Typed = dict[str, list[str]]

# A form that is longer than this was not filled in by hand.
MOST_LETTERS = 500_000


class EntryDraftQuerySet(models.QuerySet["EntryDraft"]):
    def keep(self, by: User, pk: int | None, agreement: Agreement | None, typed: Typed) -> "EntryDraft":
        """Keep what this person has typed so far: for an agreement, or for one that is not in the register
        yet. Of each agreement a person has one such draft; of new ones as many as they begin."""
        if agreement is not None:
            return self.update_or_create(by=by, agreement=agreement, defaults={"typed": typed})[0]
        draft = self.filter(by=by, agreement=None, pk=pk).first() if pk else None
        if draft is None:
            return self.create(by=by, typed=typed)
        draft.typed = typed
        draft.save()
        return draft


class EntryDraft(models.Model):
    """Unsaved work: the form's fields by name, each with all its values."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, null=True, related_name="entry_drafts", verbose_name=_("agreement")
    )
    typed = models.JSONField(_("what was typed"))
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    objects: ClassVar[Any] = EntryDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("unfinished entry")
        verbose_name_plural = _("unfinished entries")
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "agreement"],
                condition=Q(agreement__isnull=False),
                name="entry_draft_once_a_person_and_agreement",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(_("Without a title yet"))

    def discard(self) -> None:
        """Give it up, with the files that waited for it."""
        with transaction.atomic():
            for file in self.files.all():
                file.throw_away()
            self.delete()

    @property
    def title(self) -> str:
        """The title as far as it is typed."""
        return next(
            (
                self.typed.get(name, [""])[0]
                for name in ("title_ar", "title_en")
                if self.typed.get(name, [""])[0]
            ),
            "",
        )
