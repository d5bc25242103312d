"""Depositing a document: by the form, and by script."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import Agreement, Document
from agreements.search.query import find
from tests.background.queue import do_all
from tests.cast import Cast
from tests.deposit.files import WORDS, bomb, docx, pdf
from tests.factories import AgreementFactory, published
from tests.pages.reading import badly_nested, text_of, words_of

JSON = {"Accept": "application/json"}


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return published(parties=[cast.hebron, cast.amman])


def send(visitor: Client, agreement: Agreement, content: bytes, name: str = "a.pdf", **columns: Any) -> Any:
    """Deposit by script."""
    data = {"kind": "agreement", "authenticity": "copy", "visibility": "public", **columns}
    file = SimpleUploadedFile(name, content)
    address = f"{agreement.get_absolute_url()}documents/"
    return visitor.post(address, {**data, "file": file}, headers=JSON)


def test_a_deposit_is_answered_with_what_is_recorded(cast: Cast, as_: Any, agreement: Agreement) -> None:
    response = send(as_(cast.reviewer_of_hebron), agreement, pdf("x"), "نص.pdf", title_ar="النص")
    assert response.status_code == 201
    document = Document.objects.get()
    answer = response.json()
    assert (answer["name"], answer["title"], answer["size"]) == ("نص.pdf", "النص", len(pdf("x")))
    assert (answer["sha256"], answer["url"]) == (document.sha256, f"/ar/documents/{document.pk}/")
    assert document.deposited_by == cast.reviewer_of_hebron


def test_the_form_deposits_without_a_script(cast: Cast, as_: Any, agreement: Agreement) -> None:
    reviewer = as_(cast.reviewer_of_hebron)
    address = f"{agreement.get_absolute_url()}documents/"
    page = reviewer.get(address)
    assert badly_nested(text_of(page)) == []
    data = {"kind": "annex", "authenticity": "copy", "visibility": "internal", "title_ar": "ملحق"}
    refused = reviewer.post(address, {**data, "file": SimpleUploadedFile("a.pdf", b"<html>")})
    assert refused.status_code == 400
    assert 'value="ملحق"' in text_of(refused)
    assert "ليس الملف" in words_of(refused)
    response = reviewer.post(address, {**data, "file": SimpleUploadedFile("a.pdf", pdf("x"))})
    assert response.url == agreement.get_absolute_url()
    assert Document.objects.get().title_ar == "ملحق"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<!doctype html><script>alert(1)</script>", "agreement.pdf"),
        (b"", "empty.pdf"),
        (bomb(), "bomb.docx"),
        (b"%PDF-" + b"x" * 2_000_000, "large.pdf"),
    ],
)
def test_what_is_no_document_is_refused_at_its_field(
    cast: Cast, as_: Any, agreement: Agreement, settings: Any, content: bytes, name: str
) -> None:
    settings.LARGEST_DOCUMENT_MB = 1
    response = send(as_(cast.reviewer_of_hebron), agreement, content, name)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["file"]
    assert not Document.objects.exists()


def test_no_file_at_all_is_refused(cast: Cast, as_: Any, agreement: Agreement) -> None:
    address = f"{agreement.get_absolute_url()}documents/"
    response = as_(cast.reviewer_of_hebron).post(address, headers=JSON)
    assert response.status_code == 400
    assert "file" in response.json()["errors"]


def test_a_refusal_says_why(cast: Cast, as_: Any, agreement: Agreement) -> None:
    response = send(as_(cast.contributor_of_hebron), agreement, pdf("x"))
    assert response.status_code == 403
    assert response.json()["errors"]["__all__"]


def test_a_picture_that_calls_itself_a_program_is_handed_out_as_a_picture(
    cast: Cast, as_: Any, agreement: Agreement, client: Client
) -> None:
    send(as_(cast.reviewer_of_hebron), agreement, pdf("x"), "صفحة.html")
    response = client.get(Document.objects.get().get_absolute_url())
    assert b"".join(response.streaming_content) == pdf("x")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].endswith(".pdf")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_new_version_replaces_the_newest_only(cast: Cast, as_: Any, agreement: Agreement) -> None:
    reviewer = as_(cast.reviewer_of_hebron)
    first = send(reviewer, agreement, pdf("1")).json()["id"]
    second = send(reviewer, agreement, pdf("2"), replaces=first).json()
    assert second["replaces"] == first
    assert list(send(reviewer, agreement, pdf("3"), replaces=first).json()["errors"]) == ["replaces"]
    elsewhere = send(reviewer, AgreementFactory(parties=[cast.hebron, cast.amman]), pdf("4")).json()["id"]
    assert list(send(reviewer, agreement, pdf("5"), replaces=elsewhere).json()["errors"]) == ["replaces"]


# ---- Its text


def test_the_text_of_a_public_document_is_found_by_the_search(
    cast: Cast, as_: Any, agreement: Agreement
) -> None:
    def found() -> bool:
        return find(Agreement.objects.published(), "زيتون").rows.exists()

    reviewer = as_(cast.reviewer_of_hebron)
    send(reviewer, agreement, docx(WORDS + " وشجرة زيتون"), "text.docx", visibility="public")
    assert not found()
    do_all()
    assert found()
    assert Document.objects.get().text_state == "read"


def test_the_text_of_an_internal_document_is_not(cast: Cast, as_: Any, agreement: Agreement) -> None:
    send(as_(cast.reviewer_of_hebron), agreement, docx("زيتون"), visibility="internal")
    do_all()
    assert not find(Agreement.objects.published(), "زيتون").rows.exists()


def test_a_file_that_cannot_be_read_stays_and_says_so(cast: Cast, as_: Any, agreement: Agreement) -> None:
    send(as_(cast.reviewer_of_hebron), agreement, b"%PDF-1.7 and nothing more")
    do_all()
    assert Document.objects.get().text_state == "unreadable"
