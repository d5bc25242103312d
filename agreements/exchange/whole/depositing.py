"""The documents of an export, deposited again with their files."""

import base64
import binascii
import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Q

from agreements.exchange.bulk import set_moments
from agreements.exchange.whole.rows import NotTaken, Told, made
from agreements.models import Agreement, Document


def document_like(told: Told, agreement: int | None) -> int | None:
    """The document of this agreement that has the same bytes, if it is there."""
    same = Document.objects.filter(Q(agreement=agreement), sha256=told.get("sha256") or "-")
    return same.values_list("pk", flat=True).first()


def deposit(told: Told, agreement: int | None, earlier: list[int]) -> Document:
    """Deposit a document with its file, as one that is handed in: recognised, scanned, and read later."""
    told = dict(told)
    if agreement is None:
        raise NotTaken("There is no such agreement.")
    if "content" not in told:
        raise NotTaken("The export was made without files: the document is in the backup.")
    content, replaces = decoded(told.pop("content")), told.pop("replaces", None)
    recorded = {name: told.pop(name, None) for name in ("sha256", "size", "media_type", "original_name")}
    if hashlib.sha256(content).hexdigest() != recorded["sha256"]:
        raise NotTaken("The file is not the one that was deposited: its fingerprint differs.")
    if replaces is not None and not (isinstance(replaces, int) and 0 <= replaces < len(earlier)):
        raise NotTaken("The document that it replaces is not there.")
    moments: list[Any] = []
    file = ContentFile(content, name=str(recorded["original_name"] or "document")[:200])
    relations = {
        "agreement": Agreement.objects.get(pk=agreement),
        "replaces_id": None if replaces is None else earlier[replaces],
        "file": file,
    }
    document: Document = made(Document, told, relations, moments)
    document.save()
    set_moments([(document, times) for _row, times in moments])
    return document


def decoded(content: Any) -> bytes:
    try:
        return base64.b64decode(str(content), validate=True)
    except binascii.Error as error:
        raise NotTaken("The bytes of the file cannot be read.") from error
