"""Deposited files: fingerprinted, never exchanged, never overwritten."""

import hashlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import RestrictedError
from hypothesis import given
from hypothesis import strategies as st

from agreements.models import Agreement, Document
from agreements.models.taken_file import plain_name
from tests.factories import AgreementFactory, published

pytestmark = pytest.mark.django_db


def deposit(
    agreement: Agreement, content: bytes = b"%PDF-1.7 text", name: str = "a.pdf", **columns: Any
) -> Document:
    document = Document(agreement=agreement, file=ContentFile(content, name), **columns)
    document.full_clean()
    document.save()
    return document


def problems(document: Document) -> dict[str, Any]:
    try:
        document.full_clean()
    except ValidationError as refusal:
        return refusal.message_dict
    return {}


@given(rest=st.binary(max_size=300_000))
def test_a_file_is_known_by_its_size_and_fingerprint(rest: bytes) -> None:
    content = b"%PDF-1.7" + rest
    document = deposit(AgreementFactory(parties=[]), content)
    assert document.size == len(content)
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    with document.file.open() as kept:
        assert kept.read() == content


def test_the_senders_name_is_kept_beside_the_file_and_not_in_its_path() -> None:
    name = "اتفاقية الخليل وعمّان.PDF"
    document = deposit(AgreementFactory(), name=name)
    assert document.original_name == name
    assert name not in document.file.name
    assert document.file.name.isascii()
    assert document.file.name.endswith(".pdf")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\clerk\\نص.pdf", "نص.pdf"),
        ("a\r\nX: y\u202efdp.pdf", "aX: yfdp.pdf"),
        ("..", ""),
        ("/", ""),
    ],
)
def test_a_path_in_the_name_leads_nowhere(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


def test_two_files_of_one_name_stand_side_by_side() -> None:
    agreement = AgreementFactory()
    one, other = deposit(agreement, b"%PDF-one"), deposit(agreement, b"%PDF-other")
    assert one.file.name != other.file.name


def test_an_empty_file_is_refused() -> None:
    row = Document(agreement=AgreementFactory(), file=ContentFile(b"", "empty.pdf"))
    assert list(problems(row)) == ["file"]


def test_no_file_is_no_document() -> None:
    assert list(problems(Document(agreement=AgreementFactory()))) == ["file"]


# ---- Never exchanged


@pytest.mark.parametrize("agreement", [AgreementFactory, published])
@pytest.mark.parametrize("other", [ContentFile(b"%PDF-forged", "forged.pdf"), "documents/forged.pdf"])
def test_a_deposited_file_is_not_exchanged(agreement: Any, other: Any) -> None:
    document = deposit(agreement(), b"%PDF-genuine")
    document.file = other
    assert list(problems(document)) == ["file"]
    with pytest.raises(ValidationError):
        document.save()
    kept = Document.objects.get()
    assert kept.sha256 == hashlib.sha256(b"%PDF-genuine").hexdigest()
    with kept.file.open() as file:
        assert file.read() == b"%PDF-genuine"


def test_what_is_said_of_a_file_may_be_corrected() -> None:
    document = Document.objects.get(pk=deposit(published()).pk)
    document.title_ar, document.visibility = "نص الاتفاقية", "public"
    assert problems(document) == {}
    document.save()
    assert Document.objects.get().title_ar == "نص الاتفاقية"


def test_a_file_that_is_missing_from_the_store_does_not_stop_its_description() -> None:
    document = deposit(AgreementFactory())
    document.file.storage.delete(document.file.name)
    document = Document.objects.get()
    document.title_ar = "مفقود"
    assert problems(document) == {}
    document.save()


# ---- Versions


def test_a_new_version_stands_beside_the_old() -> None:
    old = deposit(agreement := AgreementFactory(), b"%PDF-first")
    new = deposit(agreement, b"%PDF-second", replaces=old)
    assert old.replaced_by == new
    assert [document.sha256 for document in agreement.documents.order_by("pk")] == [
        hashlib.sha256(content).hexdigest() for content in (b"%PDF-first", b"%PDF-second")
    ]


def test_a_document_has_one_next_version() -> None:
    old = deposit(agreement := AgreementFactory())
    deposit(agreement, replaces=old)
    with pytest.raises(ValidationError) as refusal:
        deposit(agreement, replaces=old)
    assert list(refusal.value.message_dict) == ["replaces"]


def test_versions_do_not_run_in_a_ring() -> None:
    first = deposit(agreement := AgreementFactory())
    second = deposit(agreement, replaces=first)
    third = deposit(agreement, replaces=second)
    for newer in (first, third):
        first.replaces = newer
        assert list(problems(first)) == ["replaces"]


def test_a_version_of_another_agreements_document_is_refused() -> None:
    old = deposit(AgreementFactory())
    with pytest.raises(ValidationError) as refusal:
        deposit(AgreementFactory(), replaces=old)
    assert list(refusal.value.message_dict) == ["replaces"]


# ---- Kept for good


def test_an_older_version_stays_as_long_as_the_newer() -> None:
    old = deposit(agreement := AgreementFactory())
    deposit(agreement, replaces=old)
    with pytest.raises(RestrictedError):
        old.delete()


def test_a_draft_goes_with_all_versions_of_its_documents() -> None:
    agreement = AgreementFactory()
    deposit(agreement, replaces=deposit(agreement))
    agreement.delete()
    assert not Document.objects.exists()


def test_a_published_document_is_not_deleted() -> None:
    document = deposit(published())
    with pytest.raises(ValidationError):
        document.delete()
    with pytest.raises(ValidationError):
        document.agreement.documents.all().delete()
    assert Document.objects.count() == 1
