"""Deposited files."""

import logging
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import tasks
from agreements.deposit import reading
from agreements.deposit.recognition import EMPTY, Unacceptable
from agreements.enumerations import Authenticity, DocumentKind, TextState, Visibility
from agreements.models.agreement import Agreement
from agreements.models.bilingual import Bilingual
from agreements.models.part import AgreementPart, AgreementPartQuerySet
from agreements.models.taken_file import TakenFile
from agreements.rules import standing_of

NOT_EXCHANGED = _("A deposited file is not exchanged: deposit a new version of it.")

logger = logging.getLogger(__name__)


class DocumentQuerySet(AgreementPartQuerySet):
    def current(self) -> "DocumentQuerySet":
        """Those that no newer version stands beside."""
        return self.filter(replaced_by=None)

    def left_unread(self, at: datetime | None = None) -> "DocumentQuerySet":
        """Those deposited a while ago whose text nobody has read: the task was cut off."""
        pause = timedelta(seconds=settings.JOB_LEASE_SECONDS)
        return self.filter(text_state=TextState.WAITING, deposited_at__lte=(at or timezone.now()) - pause)

    def readable_by(self, user: Any) -> "DocumentQuerySet":
        """The files that this person may read: the public ones of records that they see, and the internal
        ones where one of their cities is a party."""
        standing = standing_of(user)
        rows = self.filter(agreement__in=Agreement.objects.visible_to(user))
        if standing.registrar:
            return rows
        theirs = Agreement.objects.filter(parties__city__in=standing.cities)
        return rows.filter(Q(visibility=Visibility.PUBLIC) | Q(agreement__in=theirs.values("pk")))


class Document(AgreementPart, TakenFile):
    """A deposited file. A new version stands beside the old one and never overwrites it."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="documents", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind, default=DocumentKind.AGREEMENT)
    title_ar = models.CharField(_("title in Arabic"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    language = models.CharField(
        _("language"), max_length=8, blank=True, help_text=_("Language code: ar, en, tr, fr…")
    )
    authenticity = models.CharField(
        _("authenticity"), max_length=16, choices=Authenticity, default=Authenticity.UNKNOWN
    )
    visibility = models.CharField(
        _("who may read it"), max_length=10, choices=Visibility, default=Visibility.INTERNAL
    )
    replaces = models.OneToOneField(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("new version of"),
    )

    # ---- When it came
    deposited_at = models.DateTimeField(_("deposited at"), auto_now_add=True)
    deposited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("deposited by"),
    )

    # ---- Its text, read in the background for the search
    text = models.TextField(_("text of the file"), blank=True, editable=False)
    text_state = models.CharField(
        _("state of the text"), max_length=10, choices=TextState, default=TextState.WAITING, editable=False
    )

    # ---- Checked against the original
    checked_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day on which it was compared with the signed original."),
    )

    title = Bilingual("title")

    objects: ClassVar[Any] = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-deposited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="document_is_not_empty",
                violation_error_message=EMPTY,
            )
        ]
        indexes = [
            models.Index(
                fields=["deposited_at"], condition=Q(text_state=TextState.WAITING), name="document_unread"
            )
        ]

    def __str__(self) -> str:
        return str(self.title) or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if self._exchanges_the_file():
            problems["file"] = NOT_EXCHANGED
        elif self.is_new_file():
            try:
                self.take_in()
            except Unacceptable as refusal:
                problems["file"] = refusal.message
        if self.replaces and self.replaces.agreement_id != self.agreement_id:
            problems["replaces"] = _("This document belongs to another agreement.")
        elif self._is_among_its_own_predecessors():
            problems["replaces"] = _("This document is the newer version of the two.")
        if problems:
            raise ValidationError(problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError where a deposited file would be overwritten, or the new one is none that
        is taken. Its text is read later."""
        if self._exchanges_the_file():
            raise ValidationError({"file": NOT_EXCHANGED})
        if not self.is_new_file():
            super().save(*args, **kwargs)
            return
        try:
            self.take_in()
        except Unacceptable as refusal:
            raise ValidationError({"file": refusal.message}) from refusal
        with transaction.atomic():
            super().save(*args, **kwargs)
            tasks.read_text.enqueue(self.pk)

    def deposit_held(self, held: Any) -> None:
        """Deposit a file that was taken in before and has waited since: it is not moved, and no longer
        waits."""
        with transaction.atomic():
            for name in ("original_name", "sha256", "size", "media_type"):
                setattr(self, name, getattr(held, name))
            self.file, self.deposited_by = held.file.name, held.by
            self.full_clean()
            self.save()
            tasks.read_text.enqueue(self.pk)
            held.let_go()

    # ---- The text

    def read_text(self) -> None:
        """Read the text of the file, for the search; once."""
        if self.text_state != TextState.WAITING:
            return
        self.text_state = TextState.NONE
        if reading.has_text(self.media_type):
            try:
                with self.file.open("rb") as file:
                    self.text = reading.text_of(file, self.media_type)
            except (reading.Unreadable, FileNotFoundError) as failure:
                logger.warning("The text of document %s cannot be read: %s", self.pk, failure)
                self.text_state = TextState.UNREADABLE
            else:
                self.text_state = TextState.READ if self.text else TextState.NONE
        self.save(update_fields=["text", "text_state"])

    # ---- The file

    def _exchanges_the_file(self) -> bool:
        deposited = Document.objects.filter(pk=self.pk).values_list("file", flat=True).first()
        return deposited is not None and (self.is_new_file() or deposited != self.file.name)

    def _is_among_its_own_predecessors(self) -> bool:
        """Whether the chain of older versions leads back to this document."""
        older, seen = self.replaces, set()
        while older and older.pk not in seen:
            seen.add(older.pk)
            older = older.replaces
        return self.pk in seen
