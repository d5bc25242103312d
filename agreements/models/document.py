"""Deposited files."""

import hashlib
import mimetypes
from pathlib import PurePath
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import Authenticity, DocumentKind, Visibility
from agreements.models.agreement import Agreement
from agreements.models.bilingual import Bilingual
from agreements.models.part import AgreementPart, AgreementPartQuerySet
from agreements.rules import standing_of

NOT_EXCHANGED = _("A deposited file is not exchanged: deposit a new version of it.")

ACCEPTED = ["pdf", "png", "jpg", "jpeg", "tif", "tiff", "webp", "docx", "odt"]


def where_it_is_kept(document: "Document", filename: str) -> str:
    """A path of our own making; of the sender's name only the ending is kept."""
    return f"documents/{uuid4().hex}{PurePath(filename).suffix.lower()[:10]}"


class DocumentQuerySet(AgreementPartQuerySet):
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
        _("file"), upload_to=where_it_is_kept, validators=[FileExtensionValidator(ACCEPTED)], max_length=120
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

    text = models.TextField(_("text of the file"), blank=True, editable=False)

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
                violation_error_message=_("The file is empty."),
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
        elif self._is_new_file() and not self.file.size:
            problems["file"] = _("The file is empty.")
        if self.replaces and self.replaces.agreement_id != self.agreement_id:
            problems["replaces"] = _("This document belongs to another agreement.")
        elif self._is_among_its_own_predecessors():
            problems["replaces"] = _("This document is the newer version of the two.")
        if problems:
            raise ValidationError(problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError where a deposited file would be overwritten."""
        if self._exchanges_the_file():
            raise ValidationError({"file": NOT_EXCHANGED})
        if self._is_new_file():
            self._describe_file()
        super().save(*args, **kwargs)

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

    def _describe_file(self) -> None:
        """Read name, size, fingerprint and type off the file that is being deposited."""
        self.original_name = PurePath(str(self.file.name)).name[:255]
        self.size = self.file.size
        self.media_type = mimetypes.guess_type(self.original_name)[0] or "application/octet-stream"
        digest = hashlib.sha256()
        for chunk in self.file.chunks():
            digest.update(chunk)
        self.sha256 = digest.hexdigest()
