"""Deposited files, handed out to those who may read them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import Document
from tests.cast import Cast
from tests.factories import AgreementFactory


def get(visitor: Client, address: str) -> Any:
    """The answer, its file read to the end and so closed again."""
    response = visitor.get(address)
    if response.streaming:
        response.getvalue()
    return response


@pytest.fixture
def deposit(cast: Cast) -> Any:
    """`deposit("public")`: a document of the published agreement of Hebron and Amman."""

    def deposited(visibility: str, publish: bool = True, name: str = "نص الاتفاقية.pdf") -> Document:
        agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
        file = SimpleUploadedFile(name, b"%PDF-1.7 text")
        document = Document.objects.create(agreement=agreement, file=file, visibility=visibility)
        if publish:
            agreement.submit(by=cast.contributor_of_hebron)
            agreement.publish(by=cast.reviewer_of_amman)
        return document

    return deposited


def test_a_file_is_a_download_under_its_own_name_and_never_guessed_at(client: Client, deposit: Any) -> None:
    response = client.get(deposit("public").get_absolute_url())
    assert response.status_code == 200
    assert response.getvalue() == b"%PDF-1.7 text"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%D9%86%D8%B5")
    assert response["Content-Length"] == "13"


def test_a_name_cannot_break_out_of_the_header(client: Client, deposit: Any) -> None:
    response = get(client, deposit("public", name='a"; x="b.pdf').get_absolute_url())
    assert response["Content-Disposition"].startswith("attachment")
    assert "\n" not in response["Content-Disposition"]


def test_an_internal_document_is_refused_to_the_public_in_words(
    client: Client, cast: Cast, as_: Any, deposit: Any
) -> None:
    address = deposit("internal").get_absolute_url()
    for visitor in (client, as_(cast.partner), as_(cast.reviewer_of_bursa)):
        answer = get(visitor, address)
        assert answer.status_code == 403
        assert "هذه الوثيقة داخلية تخص الأطراف." in answer.content.decode()
    for person in (cast.contributor_of_hebron, cast.reviewer_of_amman, cast.registrar):
        assert get(as_(person), address).status_code == 200


@pytest.mark.parametrize("visibility", ["public", "internal"])
def test_a_document_of_a_draft_does_not_exist_for_others(
    client: Client, cast: Cast, as_: Any, deposit: Any, visibility: str
) -> None:
    address = deposit(visibility, publish=False).get_absolute_url()
    for visitor in (client, as_(cast.partner), as_(cast.reviewer_of_bursa)):
        assert get(visitor, address).status_code == 404
    assert get(as_(cast.contributor_of_hebron), address).status_code == 200


def test_a_document_goes_out_of_view_with_its_record(client: Client, cast: Cast, deposit: Any) -> None:
    document = deposit("public")
    document.agreement.withdraw(by=cast.registrar, reason="قيد مكرر")
    assert get(client, document.get_absolute_url()).status_code == 404


def test_a_file_that_is_missing_on_the_disk_is_not_found(client: Client, deposit: Any) -> None:
    document = deposit("public")
    Path(document.file.path).unlink()
    assert get(client, document.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 40, "x", "-1", "٣"])
def test_a_number_of_no_document_is_not_found(client: Client, db: None, pk: str) -> None:
    assert get(client, f"/ar/documents/{pk}/").status_code == 404


def test_a_document_is_read_and_not_written(client: Client, deposit: Any) -> None:
    address = deposit("public").get_absolute_url()
    for method in (client.post, client.put, client.delete):
        assert method(address).status_code == 405
