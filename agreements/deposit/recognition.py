"""What kind of file this is, told by its content alone: a name can say anything.

Nothing is unpacked on the way: of an archive only its table of contents is read, of a picture its head.
"""

import warnings
from dataclasses import dataclass
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

# A PDF may begin with some other bytes (a mail server's, a scanner's).
PDF_BEGINS_WITHIN = 1024
# An archive that promises more than this is a bomb, or no document that anybody reads.
MOST_ENTRIES = 5_000
LARGEST_CONTENT = 500_000_000
LARGEST_RATIO = 200


class Unacceptable(ValueError):
    """The file is not taken; the message says why, in the reader's language."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class MediaType:
    """A kind of file: its name on the internet, and the ending that its files have."""

    name: str
    ending: str


PDF = MediaType("application/pdf", ".pdf")
PICTURES = {
    "PNG": MediaType("image/png", ".png"),
    "JPEG": MediaType("image/jpeg", ".jpg"),
    "TIFF": MediaType("image/tiff", ".tif"),
    "WEBP": MediaType("image/webp", ".webp"),
}
WORD = MediaType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")
OPEN_DOCUMENT = {
    kind.name: kind
    for kind in (
        MediaType("application/vnd.oasis.opendocument.text", ".odt"),
        MediaType("application/vnd.oasis.opendocument.spreadsheet", ".ods"),
        MediaType("application/vnd.oasis.opendocument.presentation", ".odp"),
    )
}
ACCEPTED = (PDF, *PICTURES.values(), WORD, *OPEN_DOCUMENT.values())
ENDING_OF = {kind.name: kind.ending for kind in ACCEPTED}

UNKNOWN = _("This is no PDF, picture (PNG, JPEG, TIFF, WebP), Word (.docx) or OpenDocument file.")
BOMB = _("The file would unpack to far more than a document holds: it was not opened.")
EMPTY = _("The file is empty.")


def recognise(file: IO[bytes]) -> MediaType:
    """The kind of a file, which stands at its beginning again afterwards. Raises Unacceptable."""
    file.seek(0)
    head = file.read(PDF_BEGINS_WITHIN)
    try:
        if not head:
            raise Unacceptable(EMPTY)
        if head.startswith(b"PK\x03\x04"):
            return _archive(file)
        if b"%PDF-" in head:
            return PDF
        return _picture(file)
    finally:
        file.seek(0)


def _picture(file: IO[bytes]) -> MediaType:
    """A picture that is one as far as its structure goes, and that can be opened without harm."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=list(PICTURES)) as picture:
                kind = PICTURES[str(picture.format)]
                picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Unacceptable(BOMB) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise Unacceptable(UNKNOWN) from fault
    return kind


def _archive(file: IO[bytes]) -> MediaType:
    """Word or OpenDocument: an archive that holds what such a document must."""
    try:
        with ZipFile(file) as archive:
            _refuse_bombs(archive)
            return _kind_of(archive)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as fault:
        raise Unacceptable(UNKNOWN) from fault


def _refuse_bombs(archive: ZipFile) -> None:
    entries = archive.infolist()
    content = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or content > LARGEST_CONTENT or content > LARGEST_RATIO * max(packed, 1):
        raise Unacceptable(BOMB)


def _kind_of(archive: ZipFile) -> MediaType:
    names = set(archive.namelist())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unacceptable(_("The file holds macros, which are programs: save it without them."))
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise Unacceptable(_("The file is locked with a password: deposit it without one."))
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return WORD
    if {"mimetype", "content.xml"} <= names:
        with archive.open("mimetype") as declared:
            kind = OPEN_DOCUMENT.get(declared.read(100).decode("ascii", "replace").strip())
        if kind:
            return kind
    raise Unacceptable(UNKNOWN)
