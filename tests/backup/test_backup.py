"""The whole register into one file and back, on whichever database the tests run."""

import io
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from agreements.backup.archive import HEAD, MANIFEST
from agreements.models import Agreement, City, Document, User
from tests.backup.forging import resealed
from tests.factories import AgreementFactory, CityFactory, EventFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def archive(media: Path, tmp_path: Path) -> Path:
    """A backup of a register with one agreement and one document; something changed after it."""
    agreement = AgreementFactory(title_ar="قبل النسخ")
    EventFactory(agreement=agreement, date="2014")
    Document.objects.create(agreement=agreement, file=SimpleUploadedFile("نص.pdf", b"%PDF-" + b"x" * 70_000))
    path = tmp_path / "register.tar"
    call_command("backup", str(path), stdout=io.StringIO())
    agreement.title_ar = "بعد النسخ"
    agreement.save()
    CityFactory(slug="after")
    return path


@pytest.fixture
def emptied(archive: Path, media: Path) -> Path:
    """The archive beside an installation as migrate leaves it."""
    empty(media)
    return archive


def empty(media: Path) -> None:
    call_command("flush", interactive=False, verbosity=0)
    for file in sorted(media.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Agreement, City, Document, User))


def restored(path: Path) -> str:
    out = io.StringIO()
    call_command("restore", str(path), stdout=out)
    return out.getvalue()


def test_a_backup_restores_what_was_there_and_not_what_came_after(emptied: Path, media: Path) -> None:
    assert counts() == (0, 0, 0, 0)
    restored(emptied)
    agreement = Agreement.objects.with_status().get()
    assert (agreement.title_ar, agreement.status) == ("قبل النسخ", "signed")
    assert not City.objects.filter(slug="after").exists()
    assert City.objects.count() == 2
    with Document.objects.get().file.open("rb") as file:
        assert file.read() == b"%PDF-" + b"x" * 70_000


def test_numbers_go_on_where_they_were(emptied: Path) -> None:
    restored(emptied)
    last = City.objects.order_by("-pk")[0].pk
    assert CityFactory(slug="next").pk > last


def test_a_restored_register_is_searched(emptied: Path) -> None:
    restored(emptied)
    AgreementFactory(title_ar="جديد")
    assert Agreement.objects.filter(title_ar__contains="النسخ").count() == 1


def test_verify_tells_what_the_archive_holds(archive: Path) -> None:
    out = io.StringIO()
    call_command("verify", str(archive), stdout=out)
    assert "1 documents" in out.getvalue()
    assert connection.vendor in out.getvalue()


def test_an_installation_in_use_is_not_overwritten(archive: Path) -> None:
    before = counts()
    with pytest.raises(CommandError, match="not empty"):
        restored(archive)
    assert counts() == before


def test_documents_that_lie_there_are_not_overwritten(emptied: Path, media: Path) -> None:
    media.mkdir(exist_ok=True)
    (media / "old.pdf").write_bytes(b"old")
    with pytest.raises(CommandError, match="folder of documents is not empty"):
        restored(emptied)
    assert (media / "old.pdf").read_bytes() == b"old"
    assert counts() == (0, 0, 0, 0)


def test_a_backup_replaces_no_file(media: Path, tmp_path: Path) -> None:
    path = tmp_path / "register.tar"
    path.write_bytes(b"mine")
    with pytest.raises(CommandError, match="There is a file already"):
        call_command("backup", str(path))
    assert path.read_bytes() == b"mine"
    assert list(tmp_path.glob("*.part")) == []


def test_the_archive_is_one_that_tar_reads(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert names[0] == HEAD
    assert names[-2:] == [MANIFEST, "seal.sha256"]
    assert archive.stat().st_mode & 0o077 == 0


# ---- What is refused ---------------------------------------------------------------------------


def test_a_changed_archive_writes_nothing(emptied: Path, media: Path) -> None:
    raw = bytearray(emptied.read_bytes())
    raw[len(raw) // 2] ^= 1
    emptied.write_bytes(raw)
    with pytest.raises(CommandError, match="Nothing was restored"):
        restored(emptied)
    assert counts() == (0, 0, 0, 0)
    assert [file for file in media.rglob("*") if file.is_file()] == []


def test_an_archive_without_the_tables_is_refused(media: Path, tmp_path: Path) -> None:
    path = tmp_path / "forged.tar"
    path.write_bytes(resealed(("documents/a", b"x"), database=connection.vendor))
    with pytest.raises(CommandError, match=r"other migrations|does not hold the database"):
        restored(path)
    assert not media.exists()


def test_a_database_that_cannot_be_read_leaves_nothing_behind(emptied: Path, media: Path) -> None:
    """A right seal over a database that is none: what was written before is taken back."""
    if connection.vendor != "sqlite":
        pytest.skip("The tables of PostgreSQL come one by one.")
    broken = ("database/register.sqlite3", b"no database" * 100)
    emptied.write_bytes(resealed(broken, ("documents/a", b"x"), database="sqlite"))
    with pytest.raises(CommandError, match="cannot be read"):
        restored(emptied)
    assert counts() == (0, 0, 0, 0)
    assert [file for file in media.rglob("*") if file.is_file()] == []


def test_the_archive_of_a_newer_version_is_refused(media: Path, tmp_path: Path) -> None:
    path = tmp_path / "newer.tar"
    newer = ("agreements.9999_of_tomorrow",)
    member = ("database/register.sqlite3", b"x")
    path.write_bytes(resealed(member, database=connection.vendor, migrations=newer))
    with pytest.raises(CommandError, match=r"newer than this one|other migrations"):
        restored(path)


def test_another_database_is_named(emptied: Path) -> None:
    emptied.write_bytes(resealed(("database/a.copy", b""), database="oracle"))
    with pytest.raises(CommandError, match="database of oracle, this installation uses"):
        restored(emptied)


def test_a_person_who_was_there_signs_in_again(media: Path, tmp_path: Path) -> None:
    UserFactory(email="kept@registry.test")
    path = tmp_path / "register.tar"
    call_command("backup", str(path), stdout=io.StringIO())
    empty(media)
    restored(path)
    assert User.objects.get().email == "kept@registry.test"
