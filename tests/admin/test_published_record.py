"""What may still be written on a published record, and by whom."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import Activity, Agreement, Approval, Document, Event, Signatory
from tests.admin.conftest import change_page
from tests.admin.forms import add_row, buttons_of, fields_of, send
from tests.cast import Cast
from tests.factories import AgreementFactory, EventFactory, SignatoryFactory


@pytest.fixture
def record(cast: Cast) -> Agreement:
    """The published agreement of Hebron and Amman, with an event, a signatory, a decision, an activity."""
    agreement = AgreementFactory(
        parties=[cast.hebron, cast.amman],
        title_ar="اتفاقية التآخي",
        signed_on="2014",
        effect_rule="on_signature",
    )
    first = agreement.parties.get(order=1)
    SignatoryFactory(party=first)
    EventFactory(agreement=agreement, kind="signed", date="2014", party=first)
    Approval.objects.create(party=first, level="council", outcome="approved", decided_on="2015")
    Activity.objects.create(agreement=agreement, kind="visit", title_ar="زيارة وفد")
    agreement.submit(by=cast.contributor_of_hebron)
    agreement.publish(by=cast.reviewer_of_amman)
    return agreement


def test_a_reviewer_adds_an_event_an_activity_and_a_document(reviewer: Client, record: Agreement) -> None:
    fields = fields_of(reviewer.get(change_page(record)))
    fields = add_row(fields, "events", kind="suspended", date="2018", side="")
    fields = add_row(fields, "activities", kind="project", state="under_way", title_ar="السوق المركزي")
    file = SimpleUploadedFile("text.pdf", b"%PDF-")
    columns = {"kind": "agreement", "authenticity": "copy", "visibility": "public"}
    fields = add_row(fields, "documents", file=file, **columns)
    fields = add_row(fields, "approval", side="2", level="council", outcome="approved", decided_on="2016")
    response = send(reviewer, change_page(record), fields)
    assert response.status_code == 302
    assert record.events.filter(kind="suspended").exists()
    assert record.activities.filter(title_ar="السوق المركزي").exists()
    assert record.documents.get().original_name == "text.pdf"
    assert record.parties.get(order=2).approvals.exists()
    assert "معلّقة" in reviewer.get(change_page(record)).content.decode()


def test_a_reviewer_brings_an_activity_up_to_date_but_removes_none(
    reviewer: Client, record: Agreement
) -> None:
    fields = fields_of(reviewer.get(change_page(record)))
    fields |= {"activities-0-state": "done", "activities-0-DELETE": "on"}
    assert send(reviewer, change_page(record), fields).status_code == 302
    assert Activity.objects.get().state == "done"


TERMS = {
    "kind": "memorandum",
    "title_ar": "عنوان آخر",
    "signed_on": "2001",
    "effect_rule": "unknown",
    "term": "fixed",
    "expires_on": "2015",
    "certified_on": "2020-01-01",
    "registry_number": "TW-1999-00001",
    "record_state": "draft",
    "evidence_level": "4",
    "confirmation": "confirmed",
}


def test_a_reviewer_changes_no_term_and_no_row_whatever_is_sent(
    reviewer: Client, record: Agreement, cast: Cast
) -> None:
    address = change_page(record)
    before = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    fields = fields_of(reviewer.get(address)) | TERMS
    assert not {name for name in fields_of(reviewer.get(address)) if name in TERMS}
    fields |= {
        "parties-0-city": cast.bursa.pk,
        "parties-1-DELETE": "on",
        "signatory-0-name_ar": "شخص آخر",
        "signatory-0-side": "2",
        "signatory-0-DELETE": "on",
        "events-0-date": "1999",
        "events-0-DELETE": "on",
        "approval-0-decided_on": "1999",
        "approval-0-DELETE": "on",
        "sources-0-title_ar": "مصدر آخر",
        "sources-0-DELETE": "on",
    }
    fields = add_row(fields, "parties", city=cast.bursa.pk, role="party")
    fields = add_row(fields, "signatory", side="1", name_ar="شخص مدسوس", role="signed")
    fields = add_row(fields, "coverages", domain="1", basis="explicit")
    fields = add_row(fields, "sources", kind="press", title_ar="مصدر مدسوس")
    fields = add_row(fields, "links", predicate="renews", object=record.pk)
    send(reviewer, address, fields)
    record.refresh_from_db()
    after = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    assert {name for name in before if before[name] != after[name]} <= {"updated_at"}
    assert list(record.parties.values_list("city__slug", flat=True)) == ["hebron", "amman"]
    assert Signatory.objects.get().name_ar == "داوود الزعتري"
    assert str(Event.objects.get().date) == "2014"
    assert str(Approval.objects.get().decided_on) == "2015"
    assert record.sources.get().title_ar == "خبر على الموقع الرسمي"
    assert not record.links.exists()


def test_the_registrar_corrects_terms_and_rows(registrar: Client, record: Agreement) -> None:
    address = change_page(record)
    fields = fields_of(registrar.get(address))
    fields |= {"title_ar": "عنوان مصحح", "signatory-0-office_ar": "عمدة", "sources-0-publisher": "راية"}
    assert send(registrar, address, fields).status_code == 302
    record.refresh_from_db()
    assert record.title_ar == "عنوان مصحح"
    assert record.record_state == "published"
    assert Signatory.objects.get().office_ar == "عمدة"


def test_not_even_the_registrar_changes_or_removes_what_happened(
    registrar: Client, record: Agreement
) -> None:
    address = change_page(record)
    fields = fields_of(registrar.get(address))
    assert "events-0-date" not in fields
    assert "approval-0-decided_on" not in fields
    fields |= {"events-0-date": "1999", "events-0-DELETE": "on", "approval-0-DELETE": "on"}
    fields |= {"parties-1-DELETE": "on"}
    assert send(registrar, address, fields).status_code == 302
    assert str(Event.objects.get().date) == "2014"
    assert Approval.objects.count() == 1
    assert record.parties.count() == 2


def test_a_wrong_event_is_voided_by_another(registrar: Client, record: Agreement) -> None:
    address = change_page(record)
    fields = add_row(fields_of(registrar.get(address)), "events", kind="voided", voids=Event.objects.get().pk)
    assert send(registrar, address, fields).status_code == 302
    assert Event.objects.get(kind="voided").voids.kind == "signed"


def test_a_deposited_document_stays_as_it_was_deposited(
    reviewer: Client, registrar: Client, record: Agreement, cast: Cast
) -> None:
    Document.objects.create(
        agreement=record, file=SimpleUploadedFile("a.pdf", b"%PDF-one"), deposited_by=None
    )
    for client in (reviewer, registrar):
        address = change_page(record)
        fields = fields_of(client.get(address)) | {
            "documents-0-DELETE": "on",
            "documents-0-visibility": "public",
        }
        fields["documents-0-file"] = SimpleUploadedFile("b.pdf", b"%PDF-two")
        send(client, address, fields)
    document = Document.objects.get()
    assert (document.original_name, document.visibility) == ("a.pdf", "internal")


def test_a_contributor_only_looks(contributor: Client, record: Agreement) -> None:
    page = contributor.get(change_page(record))
    assert page.status_code == 200
    assert buttons_of(page) <= {""}
    html = page.content.decode()
    assert "داوود الزعتري" in html
    assert "بلدية الخليل" in html
    answer = contributor.post(change_page(record), fields_of(page) | {"title_ar": "x"})
    assert answer.status_code == 403
    assert "لا يصححه إلا أمين السجل" in answer.content.decode() or "منشور" in answer.content.decode()


def test_nobody_deletes_a_published_record(registrar: Client, reviewer: Client, record: Agreement) -> None:
    address = change_page(record).replace("change", "delete")
    for client in (registrar, reviewer):
        assert client.get(address).status_code == 403
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert Agreement.objects.count() == 1


def test_a_reviewer_of_another_pair_reads_it_and_adds_nothing(
    as_: Any, cast: Cast, record: Agreement
) -> None:
    client = as_(cast.reviewer_of_bursa)
    page = client.get(change_page(record))
    assert page.status_code == 200
    fields = add_row(fields_of(page), "events", kind="terminated", date="2018")
    assert send(client, change_page(record), fields).status_code == 403
    assert Event.objects.count() == 1
