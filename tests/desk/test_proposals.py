"""Contributors propose what is to be added to a published record; a reviewer decides."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import (
    Agreement,
    Change,
    Document,
    Event,
    HeldFile,
    OutgoingMail,
    Proposal,
    Revision,
)
from tests.cast import Cast
from tests.deposit.files import docx
from tests.factories import AgreementFactory, published

pytestmark = pytest.mark.django_db
As = Callable[[Any], Client]

EVENT = {"kind": "renewed", "date": "2024", "effective_to": "2029", "note_ar": "جُدّدت خمس سنوات"}


@pytest.fixture
def record(cast: Cast) -> Agreement:
    return published(parties=[cast.hebron, cast.amman], signed_on="2014", effect_rule="on_signature")


def add(record: Agreement, kind: str) -> str:
    return f"/ar/desk/records/{record.reference}/add/{kind}/"


def proposed(cast: Cast, as_: As, record: Agreement, what: str = "event", **data: Any) -> Proposal:
    answer = as_(cast.contributor_of_hebron).post(add(record, what), data or EVENT)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Proposal.objects.get()


def decide(client: Client, proposal: Proposal, **data: str) -> Any:
    return client.post(f"/ar/desk/proposals/{proposal.pk}/", data)


def test_a_proposed_event_becomes_part_of_the_record_once_accepted(
    cast: Cast, as_: As, record: Agreement
) -> None:
    changes = Change.objects.count()
    proposal = proposed(cast, as_, record, reason="قرار المجلس ٤١", **EVENT)
    assert (Event.objects.count(), Change.objects.count()) == (0, changes)
    told = set(OutgoingMail.objects.filter(about=f"proposal_made-{proposal.pk}").values_list("to", flat=True))
    assert told == {cast.reviewer_of_hebron.email, cast.reviewer_of_amman.email}

    reviewer = as_(cast.reviewer_of_amman)
    assert record.registry_number in reviewer.get("/ar/desk/waiting/proposals/").content.decode()
    page = reviewer.get("/ar/desk/proposals/").content.decode()
    for words in ("جُدّدت خمس سنوات", "قرار المجلس ٤١", "جُدّدت"):
        assert words in page
    assert decide(reviewer, proposal, accept="1").status_code == 302

    event = Event.objects.get()
    assert (event.agreement, str(event.date), event.note_ar) == (record, "2024", "جُدّدت خمس سنوات")
    assert Change.objects.count() == changes + 1
    last = Revision.objects.of("agreement", record.pk).last()
    assert last.by == cast.reviewer_of_amman
    assert "قرار المجلس ٤١" in last.reason
    [mail] = OutgoingMail.objects.filter(about=f"proposal_decided-{proposal.pk}")
    assert mail.to == cast.contributor_of_hebron.email
    assert decide(reviewer, proposal, accept="1").status_code in (404, 422), "decided once"
    assert Event.objects.count() == 1


def test_a_refused_one_says_why_and_changes_nothing(cast: Cast, as_: As, record: Agreement) -> None:
    proposal = proposed(cast, as_, record)
    reviewer = as_(cast.reviewer_of_hebron)
    assert decide(reviewer, proposal, refuse="1", reason=" ").status_code == 422
    assert decide(reviewer, proposal, refuse="1", reason="لم يصدر قرار بذلك").status_code == 302
    assert not Event.objects.exists()
    own = as_(cast.contributor_of_hebron).get("/ar/desk/proposals/").content.decode()
    assert "لم يصدر قرار بذلك" in own
    assert "لم يصدر قرار بذلك" in OutgoingMail.objects.get(about=f"proposal_decided-{proposal.pk}").text


def test_a_proposed_activity_keeps_its_cities_and_its_html_is_text(
    cast: Cast, as_: As, record: Agreement
) -> None:
    proposal = proposed(
        cast,
        as_,
        record,
        "activity",
        kind="visit",
        state="done",
        title_ar="<b>زيارة</b>",
        cities=[cast.hebron.pk, cast.amman.pk],
    )
    reviewer = as_(cast.reviewer_of_amman)
    assert "<b>زيارة</b>" not in reviewer.get("/ar/desk/proposals/").content.decode()
    decide(reviewer, proposal, accept="1")
    activity = record.activities.get()
    assert set(activity.cities.all()) == {cast.hebron, cast.amman}


def test_a_proposed_file_waits_apart_and_is_deposited_unmoved(
    cast: Cast, as_: As, record: Agreement, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    file = SimpleUploadedFile("../محضر.docx", docx("نص المحضر"))
    columns = {"kind": "minutes", "authenticity": "copy", "visibility": "public", "title_ar": "محضر"}
    proposal = proposed(cast, as_, record, "document", file=file, **columns)
    held = HeldFile.objects.get()
    path = f"/ar/desk/proposals/{proposal.pk}/file/"
    assert as_(cast.reviewer_of_bursa).get(path).status_code == 404
    answer = as_(cast.reviewer_of_amman).get(path)
    assert (b"".join(answer.streaming_content)[:2], answer["X-Content-Type-Options"]) == (b"PK", "nosniff")
    decide(as_(cast.reviewer_of_amman), proposal, accept="1")
    document = Document.objects.get()
    assert (document.file.name, document.sha256) == (held.file.name, held.sha256)
    assert (document.original_name, document.deposited_by) == ("محضر.docx", cast.contributor_of_hebron)
    assert not HeldFile.objects.exists()


def test_the_file_of_a_refused_one_is_thrown_away(
    cast: Cast,
    as_: As,
    record: Agreement,
    settings: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    columns = {"kind": "agreement", "authenticity": "copy", "visibility": "internal"}
    bad = {**columns, "file": SimpleUploadedFile("a.pdf", b"GIF89a no document")}
    refused = as_(cast.contributor_of_hebron).post(add(record, "document"), bad)
    assert (refused.status_code, "file" in refused.context["form"].errors) == (422, True)
    proposal = proposed(
        cast, as_, record, "document", file=SimpleUploadedFile("a.docx", docx("x")), **columns
    )
    with django_capture_on_commit_callbacks(execute=True):
        decide(as_(cast.reviewer_of_hebron), proposal, refuse="1", reason="غير مقروء")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_who_may_add_adds_at_once_and_who_is_no_party_does_neither(
    cast: Cast, as_: As, record: Agreement
) -> None:
    assert as_(cast.reviewer_of_hebron).post(add(record, "event"), EVENT).status_code == 302
    assert (Event.objects.count(), Proposal.objects.count()) == (1, 0)
    assert as_(cast.reviewer_of_bursa).get(add(record, "event")).status_code == 403
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    draft.submit(by=cast.contributor_of_hebron)
    assert as_(cast.contributor_of_hebron).get(add(draft, "event")).status_code == 403
    with pytest.raises(PermissionDenied):
        Proposal.objects.propose(draft, cast.contributor_of_hebron, "event", Event(), named=["kind"])


def test_faults_stand_at_their_fields_and_what_no_longer_fits_is_said_to_the_reviewer(
    cast: Cast, as_: As, record: Agreement
) -> None:
    clerk = as_(cast.contributor_of_hebron)
    wrong = clerk.post(add(record, "event"), {"kind": "renewed", "date": "31/02/2024"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["date"])
    assert "31/02/2024" in wrong.content.decode()
    party = record.parties.get(city=cast.hebron)
    proposal = proposed(cast, as_, record, kind="notice_given", date="2024", party=party.pk)
    Event.objects.create(agreement=record, kind="withdrawal", party=party, date="2020")
    answer = decide(as_(cast.reviewer_of_amman), proposal, accept="1")
    assert answer.status_code == 422
    assert answer.context["refused"]["error"]
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_nobody_decides_on_their_own(cast: Cast, as_: As, record: Agreement) -> None:
    cast.contributor_of_hebron.memberships.create(role="reviewer", city=cast.bursa)
    proposal = proposed(cast, as_, record)
    cast.contributor_of_hebron.memberships.create(role="reviewer", city=cast.hebron)
    assert decide(as_(cast.contributor_of_hebron), proposal, accept="1").status_code == 403
    assert decide(as_(cast.reviewer_of_bursa), proposal, accept="1").status_code == 404
