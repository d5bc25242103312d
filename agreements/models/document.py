"""Deposited files."""

import hashlib
import logging
import mimetypes
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import tasks
from agreements.deposit import reading
from agreements.deposit.recognition import EMPTY, ENDING_OF, Unacceptable, recognise
from agreements.deposit.scanner import scan
from agreements.enumerations import Authenticity, DocumentKind, TextState, Visibility
from agreements.models.agreement import Agreement
from agreements.models.bilingual import Bilingual
from agreements.models.part import AgreementPart, AgreementPartQuerySet
from agreements.rules import standing_of

NOT_EXCHANGED = _("A deposited file is not exchanged: deposit a new version of it.")

TOO_LARGE = _("The file has %(size)s MB; the largest that is taken has %(limit)s MB.")

logger = logging.getLogger(__name__)


def where_it_is_kept(document: "Document", filename: str) -> str:
    """A path of our own making, with the ending of what the file is; nothing of the sender's name."""
    return f"documents/{uuid4().hex}{ENDING_OF.get(document.media_type, '')}"


def plain_name(sent: str) -> str:
    """The sender's name for the file, without the folders it may claim and without unprintable letters.

    >>> plain_name("..\\\\..\\\\etc/passwd\\r.pdf")
    'passwd.pdf'
    """
    last = PurePosixPath(sent.replace("\\", "/")).name.lstrip(".")
    return "".join(letter for letter in last if letter.isprintable())[:255]


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


class Document(AgreementPart):
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

    # ---- The file itself
    file = models.FileField(
        _("file"),
        upload_to=where_it_is_kept,
        max_length=120,
        help_text=_("PDF, picture (PNG, JPEG, TIFF, WebP), Word or OpenDocument."),
    )
    original_name = models.CharField(_("file name"), max_length=255, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    media_type = models.CharField(_("media type"), max_length=100, editable=False)
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

    @property
    def download_name(self) -> str:
        """The sender's name, with the ending of what the file really is."""
        ending = ENDING_OF.get(self.media_type, "")
        named = PurePosixPath(self.original_name)
        fits = mimetypes.guess_type(named.name)[0] == self.media_type
        return named.name if fits or not ending else f"{named.stem or 'document'}{ending}"

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if self._exchanges_the_file():
            problems["file"] = NOT_EXCHANGED
        elif self._is_new_file():
            try:
                self._take_in()
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
        if not self._is_new_file():
            super().save(*args, **kwargs)
            return
        try:
            self._take_in()
        except Unacceptable as refusal:
            raise ValidationError({"file": refusal.message}) from refusal
        with transaction.atomic():
            super().save(*args, **kwargs)
            tasks.read_text.enqueue(self.pk)

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
        return deposited is not None and (self._is_new_file() or deposited != self.file.name)

    def _is_among_its_own_predecessors(self) -> bool:
        """Whether the chain of older versions leads back to this document."""
        older, seen = self.replaces, set()
        while older and older.pk not in seen:
            seen.add(older.pk)
            older = older.replaces
        return self.pk in seen

    def _is_new_file(self) -> bool:
        """Whether the file is being deposited now and is not in the store yet."""
        return not getattr(self.file, "_committed", True)

    def _take_in(self) -> None:
        """Recognise the file that is being deposited, have it scanned, and read off it what is recorded of
        it: name, size, type and fingerprint. Once for each file. Raises Unacceptable."""
        taken, limit = self.file.file, settings.LARGEST_DOCUMENT_MB
        if getattr(self, "_taken", None) is taken:
            return
        if self.file.size > limit * 1_000_000:
            size = round(self.file.size / 1_000_000, 1)
            raise Unacceptable(TOO_LARGE % {"size": size, "limit": limit})
        kind = recognise(taken)
        scan(taken)
        self.media_type = kind.name
        self.original_name = plain_name(str(self.file.name)) or f"document{kind.ending}"
        self.size = self.file.size
        digest = hashlib.sha256()
        for chunk in self.file.chunks():
            digest.update(chunk)
        self.sha256 = digest.hexdigest()
        self._taken = taken
