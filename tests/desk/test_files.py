"""Documents in the entry form: they wait with what is typed, and become documents of the record with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from agreements import tasks
from agreements.models import Agreement, Document, EntryDraft, HeldFile
from agreements.worker import Worker
from tests.background.queue import do_all
from tests.cast import Cast
from tests.deposit.files import bomb
from tests.desk.test_entry import keep, stored
from tests.factories import AgreementFactory

pytestmark = pytest.mark.django_db
Send = Callable[..., Any]
PDF = b"%PDF-1.7 of this test"


def pdf(name: str = "text.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def hold(client: Client, draft: Any, file: Any) -> Any:
    return client.post("/ar/desk/entry/files/", {"_draft": draft, "file": file})


def row(pk: int, **more: str) -> dict[str, Any]:
    """What the form says of a file that waits."""
    said = {"kind": "agreement", "visibility": "public", "language": "ar"} | more
    return {"file": [str(pk)], **{f"file-{pk}-{name}": value for name, value in said.items()}}


def test_a_file_waits_with_the_entry_and_is_deposited_with_the_record(
    cast: Cast, as_: Any, send: Send, filled: dict
) -> None:
    clerk = as_(cast.contributor_of_hebron)
    draft = keep(clerk, title_ar="نصف عنوان").json()["draft"]
    answer = hold(clerk, draft, pdf("اتفاقية.pdf"))
    held = HeldFile.objects.get()
    assert answer.status_code == 201
    assert f'name="file-{held.pk}-kind"' in answer.json()["row"]
    page = clerk.get(f"/ar/desk/entry/?draft={draft}").content.decode()
    assert "اتفاقية.pdf" in page, "it is there after the browser died"
    assert not Document.objects.exists()

    assert (
        send(cast.contributor_of_hebron, None, filled | row(held.pk) | {"_draft": draft}).status_code == 302
    )
    document = Document.objects.get(agreement=Agreement.objects.get())
    assert (document.original_name, document.visibility, document.language) == ("اتفاقية.pdf", "public", "ar")
    assert document.deposited_by == cast.contributor_of_hebron
    with document.file.open() as deposited:
        assert deposited.read() == PDF
    assert not HeldFile.objects.exists()
    do_all()
    assert Document.objects.left_unread(timezone.now() + timedelta(days=1)).count() == 0


def test_without_a_script_files_go_with_the_form_and_outlast_its_faults(
    cast: Cast, send: Send, filled: dict
) -> None:
    faulty = send(
        cast.contributor_of_hebron, None, filled | {"kind": "", "files": [pdf("a.pdf"), pdf("b.pdf")]}
    )
    assert faulty.status_code == 422
    assert [one.file.original_name for one in faulty.context["entry"].files] == ["a.pdf", "b.pdf"]
    typed = faulty.context["entry"].typed | {"kind": "brotherhood"}
    first = typed["file"][0]
    assert send(cast.contributor_of_hebron, None, typed | {f"file-{first}-remove": "on"}).status_code == 302
    assert [one.original_name for one in Document.objects.all()] == ["b.pdf"]
    assert not HeldFile.objects.exists()


def test_a_document_is_added_to_a_draft_that_is_there(cast: Cast, as_: Any, send: Send) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    data = stored(as_(cast.contributor_of_hebron), agreement)
    assert send(cast.contributor_of_hebron, agreement, data | {"files": [pdf()]}).status_code == 302
    assert agreement.documents.get().original_name == "text.pdf"


def test_the_form_sent_twice_deposits_its_file_once(cast: Cast, as_: Any, send: Send, filled: dict) -> None:
    draft = keep(as_(cast.contributor_of_hebron), title_ar="نصف عنوان").json()["draft"]
    hold(as_(cast.contributor_of_hebron), draft, pdf())
    data = filled | row(HeldFile.objects.get().pk) | {"_draft": draft}
    assert send(cast.contributor_of_hebron, None, data).status_code == 302
    again = send(cast.contributor_of_hebron, None, data)
    assert again.status_code == 422
    assert "اختره من جديد" in again.content.decode()
    assert (Agreement.objects.count(), Document.objects.count()) == (1, 1)


def test_a_colleagues_file_is_nobody_elses(cast: Cast, as_: Any, send: Send, filled: dict) -> None:
    draft = keep(as_(cast.contributor_of_hebron), title_ar="نصف عنوان").json()["draft"]
    hold(as_(cast.contributor_of_hebron), draft, pdf("secret.pdf"))
    answer = send(cast.reviewer_of_hebron, None, filled | row(HeldFile.objects.get().pk))
    assert answer.status_code == 422
    assert "secret.pdf" not in answer.content.decode()
    assert hold(as_(cast.reviewer_of_hebron), draft, pdf()).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("text.pdf", b"<script>alert(1)</script>", "PDF"),
        ("empty.pdf", b"", "فارغ"),
        ("big.pdf", PDF + b"0" * 1_000_001, "1.0"),
        ("bomb.docx", bomb(), "لم يُفتح"),
    ],
)
def test_what_is_no_document_is_refused_in_words_at_both_doors(
    cast: Cast, as_: Any, send: Send, filled: dict, settings: Any, name: str, content: bytes, said: str
) -> None:
    settings.LARGEST_DOCUMENT_MB = 1
    clerk = as_(cast.contributor_of_hebron)
    draft = keep(clerk, title_ar="نصف عنوان").json()["draft"]
    answer = hold(clerk, draft, SimpleUploadedFile(name, content))
    assert (answer.status_code, said in answer.json()["message"]) == (422, True)
    page = send(cast.contributor_of_hebron, None, filled | {"files": [SimpleUploadedFile(name, content)]})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "اتفاقية التآخي والتعاون" in page.content.decode(), "what was typed is still there"
    assert not HeldFile.objects.exists()
    assert hold(clerk, draft, "no file").status_code == 422


def test_a_path_and_html_in_a_files_name_are_a_name_and_no_more(cast: Cast, as_: Any) -> None:
    clerk = as_(cast.contributor_of_hebron)
    draft = keep(clerk, title_ar="نصف عنوان").json()["draft"]
    shown = hold(clerk, draft, pdf("../../etc/<img src=x onerror=alert(1)>.pdf")).json()["row"]
    held = HeldFile.objects.get()
    assert "<img" not in shown
    assert held.original_name == "<img src=x onerror=alert(1)>.pdf"
    assert held.file.name.startswith("documents/")
    assert "img" not in held.file.name


def test_so_many_files_are_refused(cast: Cast, as_: Any) -> None:
    clerk = as_(cast.contributor_of_hebron)
    draft = keep(clerk, title_ar="نصف عنوان").json()["draft"]
    assert {hold(clerk, draft, pdf()).status_code for _each in range(20)} == {201}
    assert hold(clerk, draft, pdf()).status_code == 422


# ---- Forgotten


def test_what_nobody_came_back_for_goes_by_the_worker(
    cast: Cast, as_: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    clerk = as_(cast.contributor_of_hebron)
    drafts = [keep(clerk, title_ar=title).json()["draft"] for title in ("قديم", "حي")]
    for draft in drafts:
        hold(clerk, draft, pdf())
    hold(clerk, drafts[0], pdf("late.pdf"))
    long_ago = timezone.now() - timedelta(days=91)
    HeldFile.objects.exclude(original_name="late.pdf").update(at=long_ago)
    EntryDraft.objects.filter(pk=drafts[0]).update(saved_at=long_ago)
    gone, alive, late = HeldFile.objects.order_by("pk")
    storage, name = gone.file.storage, gone.file.name
    assert storage.exists(name)

    monkeypatch.setattr("agreements.worker.MORNING", 0)
    Worker(once=True)._look_around()
    with django_capture_on_commit_callbacks(execute=True):
        do_all()
    assert not storage.exists(name)
    assert list(HeldFile.objects.order_by("pk")) == [alive, late]
    tasks.throw_away_forgotten.func()
    assert HeldFile.objects.count() == 2
