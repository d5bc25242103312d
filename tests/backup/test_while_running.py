"""A backup while others write: one moment of the register, whole, with every document that it names."""

import io
import threading
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import close_old_connections, connection, transaction

from agreements.models import Agreement, Document
from tests.factories import AgreementFactory

pytestmark = pytest.mark.django_db(transaction=True)

LARGE = b"%PDF-" + b"x" * 6_000_000
TRIES = 20


class Depositor(threading.Thread):
    """Deposits documents one after the other, and notes in the same transaction how many there are."""

    def __init__(self, agreement: Agreement) -> None:
        super().__init__(daemon=True)
        self.agreement, self.done, self.written = agreement, threading.Event(), 0
        self.failed: Exception | None = None

    def run(self) -> None:
        try:
            while not self.done.wait(0.01):
                self._deposit()
        except Exception as error:
            self.failed = error
        finally:
            connection.close()

    def _deposit(self) -> None:
        content = b"%PDF-" + str(self.written).encode() * 1000
        with transaction.atomic():
            Document.objects.create(
                agreement=self.agreement, file=SimpleUploadedFile(f"{self.written}.pdf", content)
            )
            Agreement.objects.filter(pk=self.agreement.pk).update(summary_en=str(Document.objects.count()))
        self.written += 1


@pytest.fixture
def copied_between(settings: Any, tmp_path: Path) -> tuple[Path, int]:
    """An archive during whose writing documents were deposited, and how many there were at its end."""
    settings.MEDIA_ROOT = tmp_path / "media"
    agreement = AgreementFactory(summary_en="1")
    Document.objects.create(agreement=agreement, file=SimpleUploadedFile("large.pdf", LARGE))
    depositor = Depositor(agreement)
    depositor.start()
    try:
        for attempt in range(TRIES):
            path = tmp_path / f"{attempt}.tar"
            before = depositor.written
            call_command("backup", str(path), stdout=io.StringIO())
            if before and depositor.written > before:
                return path, depositor.written
        raise AssertionError(f"Nothing was written during {TRIES} copies: {depositor.failed}")
    finally:
        depositor.done.set()
        depositor.join(30)
        close_old_connections()


def test_a_backup_taken_while_documents_are_deposited_restores_one_moment(
    copied_between: tuple[Path, int], settings: Any, tmp_path: Path
) -> None:
    path, at_its_end = copied_between
    call_command("flush", interactive=False, verbosity=0)
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    call_command("restore", str(path), stdout=io.StringIO())
    documents = list(Document.objects.all())
    assert 1 < len(documents) <= at_its_end + 1
    assert Agreement.objects.get().summary_en == str(len(documents))
    for document in documents:
        with document.file.open("rb") as file:
            assert sha256(file.read()).hexdigest() == document.sha256
