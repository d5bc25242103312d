"""The form of a backup: what a changed, cut, foreign or forged one is told."""

import io
import tarfile
from collections.abc import Callable
from hashlib import sha256

import pytest

from agreements.backup.archive import (
    BLOCK,
    HEAD,
    MANIFEST,
    TRAILER_SIZE,
    BadArchive,
    header,
    trailer,
    verify,
)
from tests.backup.forging import resealed


def changed(where: Callable[[int], int]) -> Callable[[bytes], bytes]:
    def change(raw: bytes) -> bytes:
        at = where(len(raw))
        return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]

    return change


def forged(*names: str) -> Callable[[bytes], bytes]:
    return lambda _raw: resealed(*((name, b"x") for name in names))


def with_link(raw: bytes) -> bytes:
    info = tarfile.TarInfo("documents/link")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return sealed(header(HEAD, 0) + info.tobuf() + header(MANIFEST, 2) + b"{}".ljust(BLOCK, b"\0"))


def sealed(body: bytes) -> bytes:
    return body + trailer(sha256(body).hexdigest())


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (changed(lambda size: BLOCK + 1), "changed or cut off"),
        (changed(lambda size: size // 2), "changed or cut off"),
        (changed(lambda size: size - TRAILER_SIZE - 1), "changed or cut off"),
        (changed(lambda size: size - TRAILER_SIZE + 20), "changed or cut off"),
        (changed(lambda size: size - 1), "changed or cut off"),
        (lambda raw: raw[: len(raw) // 2], "changed or cut off"),
        (lambda raw: raw[:-1], "changed or cut off"),
        (lambda raw: raw + b"\0", "changed or cut off"),
        (lambda raw: b"", "no backup of a register"),
        (lambda raw: b"PK\x03\x04" * 5_000, "no backup of a register"),
        (forged("documents/../../evil"), "does not belong there"),
        (forged("/etc/evil"), "does not belong there"),
        (forged("documents//evil"), "does not belong there"),
        (forged("database/x.sqlite3", "database/x.sqlite3"), "not hold what its manifest"),
        (with_link, "no plain file"),
    ],
    ids=range(15),
)
def test_a_damaged_or_foreign_archive_is_refused_in_words(
    damage: Callable[[bytes], bytes], words: str
) -> None:
    whole = resealed(("database/register.sqlite3", b"x" * 5_000), ("documents/a.pdf", b"y" * 5_000))
    with pytest.raises(BadArchive, match=words):
        verify(io.BytesIO(damage(whole)))


def test_no_byte_changes_unseen() -> None:
    whole = resealed(("documents/a.pdf", b"y" * 100))
    assert verify(io.BytesIO(whole)).entries[0].name == "documents/a.pdf"
    unseen = []
    for at in range(len(whole)):
        raw = bytearray(whole)
        raw[at] ^= 1
        try:
            verify(io.BytesIO(raw))
        except BadArchive:
            continue
        unseen.append(at)
    assert unseen == []
