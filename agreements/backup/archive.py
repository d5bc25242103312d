"""The form of a backup: members in a row, a manifest of their hashes, and the seal."""

import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any, Self

FORMAT = 1
CHUNK = 1 << 20
HEAD, MANIFEST, SEAL = "registry-backup.json", "manifest.json", "seal.sha256"
BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)
TRAILER_SIZE = 2 * BLOCK + len(END)
# A manifest of a hundred thousand documents has 20 MB.
LARGEST_MANIFEST = 256 << 20
MEMBER = re.compile(r"database/[A-Za-z0-9_]{1,100}\.(?:sqlite3|copy)|documents/.+", re.DOTALL)

Hash = Any


class BadArchive(Exception):
    """Why a file is no backup that can be restored, in words."""


@dataclass(frozen=True)
class Entry:
    """A member: its name in the archive, its size and its hash."""

    name: str
    size: int
    sha256: str


@dataclass
class Manifest:
    """What the archive holds. `database` is sqlite or postgresql, `migrations` those that it had applied,
    `rows` how many each table has, `columns` in which order a table was written."""

    created_at: str
    version: str
    database: str
    migrations: list[str]
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    format: int = FORMAT

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def of_json(cls, raw: bytes) -> Self:
        """Raises BadArchive."""
        try:
            told = json.loads(raw)
            told["entries"] = [Entry(**entry) for entry in told["entries"]]
            manifest = cls(**told)
        except (ValueError, TypeError, KeyError) as error:
            raise BadArchive("The manifest of the archive cannot be read.") from error
        if manifest.format != FORMAT:
            raise BadArchive(f"The archive has the format {manifest.format}, this version reads {FORMAT}.")
        return manifest


# ---- Writing ---------------------------------------------------------------------------------


class Writer:
    """Writes the members one after the other; what it holds in memory does not grow with them."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        self.file, self.manifest = file, manifest
        self._whole(HEAD, json.dumps({"format": FORMAT, "created_at": manifest.created_at}).encode())

    @contextmanager
    def member(self, name: str) -> Iterator["Member"]:
        """A member of unknown size: its header is written when its content is."""
        _require_safe(name)
        start = self.file.tell()
        self.file.write(bytes(BLOCK))
        member = Member(self.file)
        yield member
        self.file.write(bytes(-member.size % BLOCK))
        end = self.file.tell()
        self.file.seek(start)
        self.file.write(header(name, member.size))
        self.file.seek(end)
        self.manifest.entries.append(Entry(name, member.size, member.hash.hexdigest()))

    def copy(self, name: str, source: IO[bytes]) -> None:
        with self.member(name) as member:
            while chunk := source.read(CHUNK):
                member.write(chunk)

    def close(self) -> None:
        """Write the manifest, and the seal over all that stands before it."""
        self._whole(MANIFEST, self.manifest.as_json())
        self.file.flush()
        self.file.seek(0)
        digest = _hash_of(self.file, None)
        self.file.write(trailer(digest))

    def _whole(self, name: str, content: bytes) -> None:
        self.file.write(header(name, len(content)) + content + bytes(-len(content) % BLOCK))


class Member:
    """A member while it is written, for who wants to write into a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.hash, self.size = file, sha256(), 0

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        self.size += len(data)
        return self.file.write(data)


def header(name: str, size: int) -> bytes:
    """The header of a member: always the same for the same name and size."""
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, 0
    return info.tobuf(tarfile.PAX_FORMAT)


def trailer(digest: str) -> bytes:
    content = digest.encode()
    return header(SEAL, len(content)) + content + bytes(BLOCK - len(content)) + END


def _hash_of(file: IO[bytes], length: int | None) -> str:
    """The SHA-256 from here on: of so many bytes, or of all that follow."""
    found, left = sha256(), length
    while chunk := file.read(CHUNK if left is None else min(CHUNK, left)):
        found.update(chunk)
        left = None if left is None else left - len(chunk)
    return found.hexdigest()


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A new file that has its name only once it is complete. Raises FileExistsError."""
    if path.exists():
        raise FileExistsError(path)
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)  # Unlike a renaming it never replaces another file.
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


# ---- Reading ---------------------------------------------------------------------------------


def verify(file: IO[bytes]) -> Manifest:
    """Go through a whole archive; its manifest if all is as it was written. Raises BadArchive."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size < TRAILER_SIZE + 2 * BLOCK or file.read(len(HEAD)) != HEAD.encode():
        raise BadArchive("This file is no backup of a register.")
    file.seek(0)
    digest = _hash_of(file, size - TRAILER_SIZE)
    if file.read(TRAILER_SIZE + 1) != trailer(digest):
        raise BadArchive("The archive was changed or cut off since it was written: it is not restored.")
    return _agrees(file)


def _agrees(file: IO[bytes]) -> Manifest:
    """The manifest, if it names just the members that are there, each with its hash."""
    found: list[Entry] = []
    manifest: Manifest | None = None
    for info, content in _members(file):
        if info.name in (HEAD, SEAL):
            continue
        if info.name == MANIFEST:
            if info.size > LARGEST_MANIFEST:
                raise BadArchive("The manifest of the archive is too large.")
            manifest = Manifest.of_json(content.read())
            continue
        _require_safe(info.name)
        found.append(Entry(info.name, info.size, _hash_of(content, None)))
    if manifest is None:
        raise BadArchive("The archive has no manifest.")
    if found != manifest.entries or len({entry.name for entry in found}) < len(found):
        raise BadArchive("The archive does not hold what its manifest says.")
    return manifest


def _members(file: IO[bytes]) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    file.seek(0)
    try:
        with tarfile.open(fileobj=file, mode="r:") as archive:
            for info in archive:
                content = archive.extractfile(info) if info.isreg() else None
                if content is None:
                    raise BadArchive(f"The archive holds what is no plain file: {info.name[:80]}")
                yield info, content
                archive.members = []  # type: ignore[attr-defined]  # They would be kept for all members.
    except tarfile.TarError as error:
        raise BadArchive("The archive cannot be read as one.") from error


def contents(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """The members of a verified archive with their content, in order."""
    for info, content in _members(file):
        if info.name not in (HEAD, MANIFEST, SEAL):
            yield info.name, content


def _require_safe(name: str) -> None:
    """Raises BadArchive for a name that would be written elsewhere than in its folder."""
    path = PurePosixPath(name)
    plain = not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\x00" not in name
    if not (plain and MEMBER.fullmatch(name) and str(path) == name):
        raise BadArchive(f"The archive holds a file that does not belong there: {name[:80]}")
