"""Writing with a key: drafts with their parts, events, documents, by the rules of every door; each change
names the state it is meant for, and what is refused changes nothing."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Document, Event, KeptAnswer, Party, Proposal, Source
from agreements.models.revision import Revision
from tests.api.test_problems import is_problem
from tests.cast import Cast
from tests.factories import AgreementFactory, DomainFactory, given_key, published

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/agreements/"

WHOLE: dict[str, Any] = {
    "kind": "brotherhood",
    "designation": {"ar": "اتفاقية تآخٍ وتعاون"},
    "title": {"ar": "اتفاقية تآخي وتعاون بين الخليل وعمّان", "en": "Hebron and Amman"},
    "summary": {"ar": None},
    "authentic_languages": ["ar"],
    "signed_on": "2014-06",
    "place": {"ar": "عمّان"},
    "effect_rule": "on_signature",
    "term": "fixed",
    "duration_months": 60,
    "renewal": "tacit",
    "renewal_months": 12,
    "parties": [
        {
            "city": "hebron",
            "written_name": {"ar": "بلدية الخليل"},
            "signatories": [{"name": {"ar": "داوود الزعتري"}, "office": {"ar": "رئيس بلدية الخليل"}}],
            "approvals": [{"level": "council", "outcome": "approved", "decided_on": "2014-05"}],
        },
        {"city": "amman", "signatories": [{"name": {"ar": "عقل بلتاجي"}, "office": {"ar": "أمين عمّان"}}]},
    ],
    "domains": [{"code": "gis", "basis": "explicit", "quote": {"ar": "نظم المعلومات الجغرافية"}}],
    "sources": [
        {
            "kind": "press",
            "title": {"ar": "خبر"},
            "url": "https://news.example/1",
            "locator": "الصفحة 3",
            "date": "2014",
        }
    ],
}


class Partner:
    """A city's own system: it calls with a key, in English."""

    def __init__(self, token: str) -> None:
        self.client = Client(headers={"authorization": f"Bearer {token}", "accept-language": "en"})

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        content = {} if body is None else {"data": text, "content_type": "application/json"}
        return self.client.generic(method, ROOT + path, headers=named, **content)

    def create(self, body: Any, **headers: str) -> Any:
        return self.send("POST", "", body, **headers)

    def tag(self, reference: str) -> str:
        return str(self.client.get(f"{ROOT}{reference}/").headers["etag"])

    def change(self, agreement: Agreement, body: Any) -> Any:
        reference = agreement.reference
        return self.send("PATCH", f"{reference}/", body, if_match=self.tag(reference))


@pytest.fixture
def partner_of(cast: Cast) -> Callable[..., Partner]:
    """`partner_of(person, *cities)`: the system that writes for a person in those cities; Hebron's unless
    said."""
    DomainFactory(code="gis")

    def made(person: Any = cast.contributor_of_hebron, *cities: Any) -> Partner:
        return Partner(given_key(cast.registrar, person, cities or [cast.hebron])[1])

    return made


@pytest.fixture
def partner(partner_of: Callable[..., Partner]) -> Partner:
    return partner_of()


# ---- Creating


def test_a_draft_is_created_whole(partner: Partner, cast: Cast) -> None:
    answer = partner.create(WHOLE)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    agreement = Agreement.objects.get()
    assert answer.headers["location"] == told["url"] == f"http://testserver{ROOT}draft-{agreement.pk}/"
    assert agreement.created_by == cast.contributor_of_hebron
    assert (told["record_state"]["code"], told["signed_on"], told["duration_months"]) == (
        "draft",
        "2014-06",
        60,
    )
    assert told["designation"] == {"ar": "اتفاقية تآخٍ وتعاون", "en": None}
    assert [party["city"]["slug"] for party in told["parties"]] == ["hebron", "amman"]
    assert told["parties"][0]["signatories"][0]["office"]["ar"] == "رئيس بلدية الخليل"
    assert told["parties"][0]["approvals"][0]["decided_on"] == "2014-05"
    assert told["domains"][0]["quote"]["ar"] == "نظم المعلومات الجغرافية"
    assert (told["sources"][0]["publisher"], told["sources"][0]["locator"]) == (None, "الصفحة 3")
    assert told["status"]["code"] == "expired" or told["status"]["code"] == "in_force"
    assert LogEntry.objects.get().user == cast.contributor_of_hebron
    assert str(LogEntry.objects.get().change_message).startswith("twr_")


def test_what_is_read_can_be_written_back(partner: Partner) -> None:
    partner.create(WHOLE)
    agreement = Agreement.objects.get()
    told = partner.client.get(f"{ROOT}{agreement.reference}/").json()
    ids = {"id": told["parties"][0]["signatories"][0]["id"]}
    again = WHOLE | {"sources": [WHOLE["sources"][0] | {"id": told["sources"][0]["id"]}]}
    again["parties"] = [
        WHOLE["parties"][0] | {"signatories": [WHOLE["parties"][0]["signatories"][0] | ids]},
        {"city": "amman"},
    ]
    answer = partner.change(agreement, again)
    assert answer.status_code == 200, answer.content
    assert answer.json() | {"updated_at": ""} == told | {"updated_at": "", "likely_duplicates": []}


def test_the_same_instrument_is_pointed_at(partner: Partner, cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman], signed_on="2014")
    (alike,) = partner.create(WHOLE).json()["likely_duplicates"]
    assert alike["registry_number"] == record.registry_number


MISTAKES = [
    ({"kind": "alliance"}, "kind"),
    ({"kind": None}, "kind"),
    ({"kind": ["twinning"]}, "kind"),
    ({"title": "Twinning"}, "title"),
    ({"title": {"fr": "Jumelage"}}, "title.fr"),
    ({"title": {"ar": "خ" * 501}}, "title.ar"),
    ({"title": {"ar": "a\x00b"}}, "title.ar"),
    ({"title": {"ar": "\ud800"}}, "title.ar"),
    ({"title": {"ar": {"ar": {}}}}, "title.ar"),
    ({"colour": "red"}, "colour"),
    ({"record_state": "published"}, "record_state"),
    ({"registry_number": "TW-2026-00001"}, "registry_number"),
    ({"created_by": 1}, "created_by"),
    ({"signed_on": "2014-13"}, "signed_on"),
    ({"signed_on": True}, "signed_on"),
    ({"signed_on": "3" * 10_000}, "signed_on"),
    ({"in_force_on": "2013"}, "in_force_on"),
    ({"term": "unknown"}, "duration_months"),
    ({"duration_months": -1}, "duration_months"),
    ({"duration_months": 10**30}, "duration_months"),
    ({"duration_months": "soon"}, "duration_months"),
    ({"authentic_languages": ["Arabic!"]}, "authentic_languages"),
    ({"authentic_languages": "ar"}, "authentic_languages"),
    ({"parties": {}}, "parties"),
    ({"parties": ["hebron"]}, "parties.0"),
    ({"parties": [{"city": "atlantis"}]}, "parties.0.city"),
    ({"parties": [{"city": {"slug": "hebron"}}]}, "parties.0.city"),
    ({"parties": [{"city": "\x00"}]}, "parties.0.city"),
    ({"parties": [{}]}, "parties.0.city"),
    ({"parties": [{"city": "hebron"}, {"city": "hebron"}]}, "parties.1.city"),
    ({"parties": [{"city": "hebron"}] * 13}, "parties"),
    (
        {"parties": [{"city": "hebron", "signatories": [{"office": {"ar": "رئيس"}}]}]},
        "parties.0.signatories.0",
    ),
    ({"parties": [{"city": "hebron", "signatories": [{"id": 7}]}]}, "parties.0.signatories.0.id"),
    (
        {"parties": [{"city": "hebron", "approvals": [{"decided_on": "x"}]}]},
        "parties.0.approvals.0.decided_on",
    ),
    ({"domains": [{"code": "magic"}]}, "domains.0.code"),
    ({"domains": [{"code": "gis"}, {"code": "gis"}]}, "domains.1.code"),
    ({"sources": [{"kind": "press"}]}, "sources.0"),
    ({"sources": [{"url": "javascript:alert(1)"}]}, "sources.0.url"),
    ({"sources": [{"id": 10**40}]}, "sources.0.id"),
]


@pytest.mark.parametrize(("wrong", "name"), MISTAKES, ids=lambda value: str(value)[:60])
def test_a_mistake_is_told_by_its_name_and_nothing_is_written(
    partner: Partner, wrong: Any, name: str
) -> None:
    told = is_problem(partner.create(WHOLE | wrong), 400, "invalid")
    assert name in told["errors"]
    for model in (Agreement, Party, Source, LogEntry):
        assert not model.objects.exists()


def test_all_mistakes_are_told_at_once(partner: Partner) -> None:
    wrong = {"domains": [{"code": "gis"}, {"code": "gis"}], "sources": [{}], "in_force_on": "2013"}
    told = is_problem(partner.create(WHOLE | wrong | {"in_force_on": None}), 400, "invalid")
    assert set(told["errors"]) == {"domains.1.code", "sources.0"}


@pytest.mark.parametrize(
    ("body", "status", "name"),
    [
        ("", 400, "invalid"),
        ("{", 400, "malformed"),
        ("[" * 100_000, 400, "malformed"),
        ('{"title":' * 50_000, 400, "malformed"),
        ('{"duration_months": NaN}', 400, "malformed"),
        (b"\xff\xfe", 400, "malformed"),
        ("[]", 400, "invalid"),
        ("null", 400, "invalid"),
        ('"text"', 400, "invalid"),
        ("7", 400, "invalid"),
        ('{"title": {"ar": "' + "x" * 1_000_000 + '"}}', 413, "too-large"),
    ],
    ids=lambda value: str(value)[:20],
)
@pytest.mark.parametrize("named", [{}, {"idempotency_key": "one"}], ids=["", "named"])
def test_a_body_that_is_none(partner: Partner, body: Any, status: int, name: str, named: Any) -> None:
    is_problem(partner.create(body, **named), status, name)
    assert not Agreement.objects.exists()
    assert not KeptAnswer.objects.exists()


def test_a_body_in_another_format_is_not_read(partner: Partner) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x"):
        answer = partner.client.post(ROOT, "kind=twinning", content_type=kind)
        is_problem(answer, 415, "unsupported-media-type")


# ---- Who may


def test_nobody_writes_without_a_key_and_none_with_one_that_reads(partner: Partner, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    reading = Partner(given_key(cast.registrar)[1])
    for method, path in [
        ("POST", ""),
        ("PATCH", f"{draft.reference}/"),
        ("DELETE", f"{draft.reference}/"),
        ("POST", f"{draft.reference}/submit/"),
        ("POST", f"{draft.reference}/events/"),
    ]:
        answer = Client().generic(method, ROOT + path, "{}", content_type="application/json")
        is_problem(answer, 401, "not-authenticated")
        assert (
            is_problem(reading.send(method, path, {}), 403, "forbidden")["detail"] == "This key only reads."
        )
    assert Agreement.objects.count() == 1


def test_a_draft_of_others_is_not_written(partner: Partner, cast: Cast) -> None:
    theirs = WHOLE | {"parties": [{"city": "amman"}, {"city": "bursa"}]}
    told = is_problem(partner.create(theirs), 403, "forbidden")
    assert told["detail"] == "Your city is not a party to this agreement."
    assert not Agreement.objects.exists()
    own = AgreementFactory(parties=[cast.hebron, cast.amman])
    is_problem(partner.change(own, {"parties": theirs["parties"]}), 403, "forbidden")
    assert {party.city for party in own.parties.all()} == {cast.hebron, cast.amman}
    other = AgreementFactory(parties=[cast.bursa, cast.amman])
    for method, path in (("PATCH", ""), ("DELETE", ""), ("POST", "submit/"), ("POST", "events/")):
        is_problem(partner.send(method, f"{other.reference}/{path}", {}, if_match="*"), 404, "not-found")


def test_what_is_published_is_not_changed_with_a_key(partner: Partner, cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    for method in ("PATCH", "DELETE"):
        told = is_problem(partner.send(method, f"{record.reference}/", {}, if_match="*"), 403, "forbidden")
        assert "published" in told["detail"]


def test_a_person_signed_in_writes_by_the_same_rules(as_: Any, cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    registrar = as_(cast.registrar)
    tag = registrar.get(f"{ROOT}{record.reference}/").headers["etag"]
    body, options = json.dumps({"place": {"ar": "رام الله"}}), {"content_type": "application/json"}
    answer = registrar.patch(f"{ROOT}{record.reference}/", body, **options, headers={"if-match": tag})
    assert answer.json()["place"]["ar"] == "رام الله"
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.registrar)
    assert careful.post(ROOT, body, **options).status_code == 403


# ---- Changing


def test_what_is_left_out_stays(partner: Partner) -> None:
    partner.create(WHOLE)
    agreement = Agreement.objects.get()
    before = partner.client.get(f"{ROOT}{agreement.reference}/").json()
    told = partner.change(agreement, {"title": {"en": "Twinning"}, "parties": [{"city": "hebron"}]}).json()
    assert told["title"] == {"ar": WHOLE["title"]["ar"], "en": "Twinning"}
    assert [party["city"]["slug"] for party in told["parties"]] == ["hebron"]
    for name in ("signatories", "approvals", "written_name"):
        assert told["parties"][0][name] == before["parties"][0][name]
    for name in ("domains", "sources", "signed_on", "designation"):
        assert told[name] == before[name]


def test_parties_change_places_with_what_hangs_on_them(partner: Partner) -> None:
    partner.create(WHOLE)
    agreement = Agreement.objects.get()
    told = partner.change(agreement, {"parties": [{"city": "amman"}, {"city": "hebron"}]}).json()
    assert [party["city"]["slug"] for party in told["parties"]] == ["amman", "hebron"]
    assert told["parties"][1]["signatories"][0]["office"]["ar"] == "رئيس بلدية الخليل"


def test_null_says_that_it_is_not_known(partner: Partner) -> None:
    partner.create(WHOLE)
    agreement = Agreement.objects.get()
    told = partner.change(agreement, {"signed_on": None, "place": {"ar": None}, "sources": []}).json()
    assert (told["signed_on"], told["place"], told["sources"]) == (None, {"ar": None, "en": None}, [])


def test_a_change_says_which_state_it_is_meant_for(partner: Partner, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    path, change = f"{draft.reference}/", {"title": {"en": "Mine"}}
    is_problem(partner.send("PATCH", path, change), 428, "precondition-required")
    tag = partner.tag(draft.reference)
    assert partner.send("PATCH", path, change, if_match=f"W/{tag}").status_code == 200
    for stale in (tag, '"other"', "nonsense", ""):
        is_problem(
            partner.send("PATCH", path, {"title": {"en": "Lost"}}, if_match=stale), 412, "changed-meanwhile"
        )
    for method, rest in (("DELETE", ""), ("POST", "submit/")):
        is_problem(partner.send(method, path + rest), 428, "precondition-required")
        is_problem(partner.send(method, path + rest, if_match=tag), 412, "changed-meanwhile")
    draft.refresh_from_db()
    assert (draft.title_en, draft.record_state) == ("Mine", "draft")


@pytest.mark.parametrize("part", ["parties", "domains", "sources", "events"])
def test_a_change_of_any_part_is_another_state(partner: Partner, part: str) -> None:
    partner.create(WHOLE)
    agreement = Agreement.objects.get()
    tag = partner.tag(agreement.reference)
    if part == "events":
        agreement.events.create(kind="signed")
    else:
        {"parties": agreement.parties, "domains": agreement.coverages, "sources": agreement.sources}[
            part
        ].last().delete()
    assert partner.tag(agreement.reference) != tag


def test_what_follows_from_a_change_is_found_out_once_however_many_rows_it_has(partner: Partner) -> None:
    partner.create(WHOLE)
    agreement = Agreement.objects.get()
    found = []
    for many in (2, 12):
        sources = [{"kind": "press", "title": {"ar": f"خبر {number}"}} for number in range(many)]
        tag = partner.tag(agreement.reference)
        with CaptureQueriesContext(connection) as captured:
            answer = partner.send("PATCH", f"{agreement.reference}/", {"sources": sources}, if_match=tag)
        assert len(answer.json()["sources"]) == many
        found.append(sum('FROM "agreements_statusperiod"' in each["sql"] for each in captured))
    assert found[0] == found[1] > 0


def test_a_mistake_in_a_change_leaves_everything_as_it_was(partner: Partner) -> None:
    partner.create(WHOLE)
    agreement = Agreement.objects.get()
    tag = partner.tag(agreement.reference)
    wrong = {"title": {"ar": "آخر"}, "parties": [{"city": "amman"}, {"city": "hebron"}], "sources": [{}]}
    told = is_problem(partner.change(agreement, wrong), 400, "invalid")
    assert list(told["errors"]) == ["sources.0"]
    assert partner.tag(agreement.reference) == tag


def test_a_draft_is_discarded(partner: Partner, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    tag = partner.tag(draft.reference)
    assert partner.send("DELETE", f"{draft.reference}/", if_match=tag).status_code == 204
    assert not Agreement.objects.exists()


# ---- Handing in


def test_a_draft_is_handed_in_for_review(partner: Partner, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    path = f"{draft.reference}/submit/"
    answer = partner.send("POST", path, if_match=partner.tag(draft.reference))
    assert answer.json()["record_state"]["code"] == "submitted"
    draft.refresh_from_db()
    assert draft.submitted_by == cast.contributor_of_hebron
    told = is_problem(partner.send("POST", path, if_match="*"), 403, "forbidden")
    assert "Only a draft" in told["detail"]


def test_what_a_draft_still_needs_is_told_by_name(partner: Partner, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron], title_ar="", title_en="")
    draft.sources.all().delete()
    told = is_problem(partner.send("POST", f"{draft.reference}/submit/", if_match="*"), 400, "invalid")
    assert set(told["errors"]) == {"parties", "title.ar", "sources"}


# ---- Events and documents


def test_an_event_is_recorded(partner: Partner, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    source = draft.sources.get()
    body = {
        "kind": "withdrawal",
        "party": "amman",
        "date": "2020-03",
        "source": source.pk,
        "note": {"en": "Left"},
    }
    answer = partner.send("POST", f"{draft.reference}/events/", body)
    assert answer.status_code == 201, answer.content
    assert (answer.json()["party"], answer.json()["date"], answer.json()["note"]["en"]) == (
        "amman",
        "2020-03",
        "Left",
    )
    event = Event.objects.get()
    voiding = {"kind": "voided", "voids": event.pk}
    assert partner.send("POST", f"{draft.reference}/events/", voiding).json()["voids"] == event.pk


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "kind"),
        ({"kind": "withdrawal"}, "body"),
        ({"kind": "signed", "party": "bursa"}, "party"),
        ({"kind": "signed", "source": 2**52}, "source"),
        ({"kind": "voided", "voids": 2**52}, "voids"),
        ({"kind": "signed", "date": "soon"}, "date"),
        ({"kind": "suspended", "date": "2020", "effective_to": "2019"}, "effective_to"),
        ({"kind": "signed", "recorded_at": "2020-01-01"}, "recorded_at"),
    ],
)
def test_a_mistake_in_an_event(partner: Partner, cast: Cast, body: Any, name: str) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    told = is_problem(partner.send("POST", f"{draft.reference}/events/", body), 400, "invalid")
    assert name in told["errors"]
    assert not Event.objects.exists()


def test_to_a_published_record_only_a_reviewer_adds(partner_of: Callable[..., Partner], cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    path, body = f"{record.reference}/events/", {"kind": "reviewed", "date": "2020"}
    assert partner_of().send("POST", path, body).status_code == 202
    assert not Event.objects.exists()
    assert partner_of(cast.reviewer_of_hebron).send("POST", path, body).status_code == 201
    bursa = partner_of(cast.reviewer_of_bursa, cast.bursa)
    told = is_problem(bursa.send("POST", path, body), 403, "forbidden")
    assert told["detail"] == "Your city is not a party to this agreement."


def test_what_a_contributor_adds_to_a_published_record_is_proposed(partner: Partner, cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    body = {
        "kind": "reviewed",
        "date": "2020",
        "party": "hebron",
        "note": {"ar": "مراجعة"},
        "reason": "محضر الجلسة الثالثة",
    }
    path = f"{record.reference}/events/"
    answers = [partner.send("POST", path, body, idempotency_key="one") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    told = answers[0].json()
    assert (told["kind"]["code"], told["state"]["code"]) == ("event", "open")
    assert told["agreement"]["registry_number"] == record.registry_number
    proposal = Proposal.objects.get()
    assert (proposal.by, proposal.reason) == (cast.contributor_of_hebron, "محضر الجلسة الثالثة")
    proposal.accept(cast.reviewer_of_amman)
    event = Event.objects.get()
    assert (event.kind, str(event.date), event.note_ar) == ("reviewed", "2020", "مراجعة")
    assert event.party is not None
    assert event.party.city == cast.hebron


def test_a_file_is_proposed_too(partner: Partner, cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    answer = deposit(partner, record, kind="minutes", title_ar="محضر", visibility="public")
    assert (answer.status_code, answer.json()["kind"]["code"]) == (202, "document")
    Proposal.objects.get().accept(cast.reviewer_of_hebron)
    document = Document.objects.get()
    assert (document.kind, document.title_ar, document.size) == ("minutes", "محضر", 8)
    assert document.deposited_by == cast.contributor_of_hebron


def test_a_mistake_is_told_before_anything_is_proposed(partner: Partner, cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    body = {"kind": "reviewed", "party": "bursa"}
    told = is_problem(partner.send("POST", f"{record.reference}/events/", body), 400, "invalid")
    assert list(told["errors"]) == ["party"]
    assert not Proposal.objects.exists()


def test_why_something_was_added_is_kept_with_the_change(
    partner_of: Callable[..., Partner], cast: Cast
) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    body = {"kind": "reviewed", "date": "2020", "reason": "محضر الجلسة"}
    partner_of(cast.reviewer_of_hebron).send("POST", f"{record.reference}/events/", body)
    last = Revision.objects.of("agreement", record.pk).latest("number")
    assert (last.by, last.reason) == (cast.reviewer_of_hebron, "محضر الجلسة")


def deposit(partner: Partner, agreement: Agreement, content: bytes = b"%PDF-1.4", **also: Any) -> Any:
    headers = also.pop("headers", {})
    data = {"file": SimpleUploadedFile("text.pdf", content), **also}
    return partner.client.post(f"{ROOT}{agreement.reference}/documents/", data, headers=headers)


def test_a_file_is_deposited(partner: Partner, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    answer = deposit(partner, draft, kind="agreement", language="ar", title_ar="النص")
    assert answer.status_code == 201, answer.content
    document = Document.objects.get()
    assert (answer.json()["sha256"], answer.json()["size"]) == (document.sha256, 8)
    assert (document.deposited_by, document.visibility) == (cast.contributor_of_hebron, "internal")
    assert deposit(partner, draft, replaces=document.pk).status_code == 201


@pytest.mark.parametrize(
    ("also", "name"),
    [
        ({"content": b""}, "file"),
        ({"file": SimpleUploadedFile("run.exe", b"MZ")}, "file"),
        ({"file": "text"}, "file"),
        ({"kind": "poem"}, "kind"),
        ({"replaces": 2**52}, "replaces"),
        ({"sha256": "0"}, "sha256"),
    ],
)
def test_a_mistake_in_a_document(partner: Partner, cast: Cast, also: Any, name: str) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    told = is_problem(deposit(partner, draft, **also), 400, "invalid")
    assert name in told["errors"]
    assert not Document.objects.exists()


def test_a_file_larger_than_the_register_takes_is_refused(partner: Partner, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    path = f"{ROOT}{draft.reference}/documents/"
    answer = partner.client.post(path, b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH="50000001")
    is_problem(answer, 413, "too-large")


# ---- Once


def test_a_request_that_is_repeated_is_carried_out_once(partner: Partner) -> None:
    first, second = (partner.create(WHOLE, idempotency_key="one") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    for name in ("location", "etag"):
        assert first.headers[name] == second.headers[name]
    assert second.headers["idempotency-replayed"] == "true"
    assert Agreement.objects.count() == 1
    assert partner.create(WHOLE, idempotency_key="two").status_code == 201
    assert Agreement.objects.count() == 2


def test_a_name_stands_for_one_body(partner: Partner, partner_of: Callable[..., Partner], cast: Cast) -> None:
    partner.create(WHOLE, idempotency_key="one")
    other = WHOLE | {"kind": "twinning"}
    is_problem(partner.create(other, idempotency_key="one"), 422, "key-reused")
    draft = Agreement.objects.get()
    event = partner.send("POST", f"{draft.reference}/events/", {"kind": "signed"}, idempotency_key="one")
    is_problem(event, 422, "key-reused")
    assert partner_of().create(other, idempotency_key="one").status_code == 201
    assert Event.objects.count() == 0


def test_what_was_refused_leaves_the_name_free(partner: Partner) -> None:
    is_problem(partner.create(WHOLE | {"kind": "alliance"}, idempotency_key="one"), 400, "invalid")
    assert partner.create(WHOLE, idempotency_key="one").status_code == 201


def test_a_file_sent_twice_is_deposited_once(partner: Partner, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    named = {"headers": {"idempotency-key": "one"}}
    assert [deposit(partner, draft, **named).status_code for _ in range(2)] == [201, 201]
    assert Document.objects.count() == 1
    is_problem(deposit(partner, draft, b"%PDF-2", **named), 422, "key-reused")


@pytest.mark.parametrize("name", ["", "x" * 256, "a\x07b"])
def test_a_name_that_is_none(partner: Partner, name: str) -> None:
    told = is_problem(partner.create(WHOLE, idempotency_key=name), 400, "invalid")
    assert "Idempotency-Key" in told["errors"]


@pytest.mark.parametrize("body", [b"", b"--other\r\n", b"x" * 100])
@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_what_is_no_form_is_refused_in_words_of_ours(
    partner: Partner, cast: Cast, kind: str, body: bytes
) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    path = f"{ROOT}{draft.reference}/documents/"
    answer = partner.client.post(path, body, kind, headers={"accept-language": "ar"})
    assert answer.status_code == 400
    told = answer.json()
    for said in (told["detail"], *(text for texts in told.get("errors", {}).values() for text in texts)):
        assert re.search("[ء-ي]", said)
        assert not re.search("[A-Za-z]", said)
