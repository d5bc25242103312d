"""Files that somebody sent, taken in after a look at what they are."""

import hashlib
import mimetypes
from pathlib import PurePosixPath
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.deposit.recognition import ENDING_OF, Unacceptable, recognise
from agreements.deposit.scanner import scan

TOO_LARGE = _("The file has %(size)s MB; the largest that is taken has %(limit)s MB.")


def where_it_is_kept(taken: "TakenFile", filename: str) -> str:
    """A path of our own making, with the ending of what the file is; nothing of the sender's name."""
    return f"documents/{uuid4().hex}{ENDING_OF.get(taken.media_type, '')}"


def plain_name(sent: str) -> str:
    """The sender's name for the file, without the folders it may claim and without unprintable letters.

    >>> plain_name("..\\\\..\\\\etc/passwd\\r.pdf")
    'passwd.pdf'
    """
    last = PurePosixPath(sent.replace("\\", "/")).name.lstrip(".")
    return "".join(letter for letter in last if letter.isprintable())[:255]


class TakenFile(models.Model):
    """A file with what is recorded of it when it is taken in."""

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

    class Meta:
        abstract = True

    @property
    def download_name(self) -> str:
        """The sender's name, with the ending of what the file really is."""
        ending = ENDING_OF.get(self.media_type, "")
        named = PurePosixPath(self.original_name)
        fits = mimetypes.guess_type(named.name)[0] == self.media_type
        return named.name if fits or not ending else f"{named.stem or 'document'}{ending}"

    def is_new_file(self) -> bool:
        """Whether the file is being deposited now and is not in the store yet."""
        return not getattr(self.file, "_committed", True)

    def take_in(self) -> None:
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
