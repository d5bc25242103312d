"""Backing up this installation, and restoring a backup into an empty one."""

import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.utils import timezone

from agreements.backup.archive import BadArchive, Manifest, Writer, contents, verify, written
from agreements.backup.databases import (
    DatabaseRestore,
    applied_migrations,
    is_empty,
    require_restorable,
    write_database,
)

DOCUMENTS = "documents/"


def back_up(path: Path) -> Manifest:
    """Write the archive and go through it once. Raises FileExistsError, OSError, BadArchive."""
    manifest = Manifest(
        created_at=timezone.now().isoformat(timespec="seconds"),
        version=_version(),
        database=connection.vendor,
        migrations=applied_migrations(),
    )
    with written(path) as file:
        writer = Writer(file, manifest)
        # The database first: what it names was deposited before.
        write_database(writer, path.parent)
        for document in _documents():
            name = document.relative_to(settings.MEDIA_ROOT).as_posix()
            with document.open("rb") as source:
                writer.copy(DOCUMENTS + name, source)
        writer.close()
        return verify(file)


def _version() -> str:
    try:
        return version("twinning-registry")
    except PackageNotFoundError:  # Run from its folder, it is installed nowhere.
        return "0.1.0"


def _documents() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    return (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())


def restore(file: IO[bytes]) -> Manifest:
    """Put a backup into this empty installation. Raises BadArchive, with nothing written."""
    manifest = verify(file)
    if not is_empty():
        raise BadArchive("This installation is not empty: a backup is restored into an empty one only.")
    root = Path(settings.MEDIA_ROOT)
    if root.exists() and any(root.iterdir()):
        raise BadArchive(f"The folder of documents is not empty: {root}")
    require_restorable(manifest)
    try:
        _take_all(file, manifest, root)
    except BaseException:
        _clear(root)
        raise
    return manifest


def _take_all(file: IO[bytes], manifest: Manifest, root: Path) -> None:
    database = DatabaseRestore(manifest, root.parent)
    root.mkdir(parents=True, exist_ok=True)
    documents = ((name, content) for name, content in contents(file) if name.startswith(DOCUMENTS))
    for name, content in documents:
        target = root / name.removeprefix(DOCUMENTS)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as copy:
            shutil.copyfileobj(content, copy, 1 << 20)
    with database.begun():
        for name, content in contents(file):
            if not name.startswith(DOCUMENTS):
                database.take(name, content)


def _clear(root: Path) -> None:
    """Remove what was written into a folder that was empty before."""
    for left in root.iterdir() if root.exists() else ():
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
