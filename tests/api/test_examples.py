"""The examples in the contract: what the application answers for the sample register, each within the shape
that the contract promises. With WRITE_EXAMPLES=1 they are written anew (`make openapi`)."""

import json
import os
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from jsonschema import Draft202012Validator

from agreements.api.contract.schema import EXAMPLES, FORMATS, OTHER
from agreements.api.documentation import CONTRACT
from agreements.api.formats import Xlsx
from agreements.models import Agreement, Document
from agreements.reference import sample as sample_register
from agreements.reference.taxonomy import load_taxonomy
from tests.factories import given_key, member
from tests.worlds import begin_with

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"
MOMENTS = {
    re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)"): "2026-01-15T09:00:00+02:00",
    re.compile(r"DTSTAMP:\d{8}T\d{6}Z"): "DTSTAMP:20260115T070000Z",
}
NO_TEXT = (Xlsx.media_type, "application/octet-stream")
# What is read as a text or as JSON; a workbook is neither.
SHOWN = ("jsonl", "csv", "geojson", "jsonld", "ics", "atom")
MESSAGE = re.compile(r"msg_[0-9a-f]{32}")
# What differs from one run to the next, by the name of its field.
FLEETING: dict[str, Any] = {
    "recorded_at": "2026-01-15T09:00:00+02:00",
    "published_at": "2026-01-15T09:00:00+02:00",
    "updated_at": "2026-01-15T09:00:00+02:00",
    "deposited_at": "2026-01-15T09:00:00+02:00",
    "at": "2026-01-15T09:00:00+02:00",
    "as_of": "2026-01-15",
    "cursor": "MTc:1vXyZa:an-example",
    "created_at": "2026-01-15T09:00:00+02:00",
    "written_at": "2026-01-15T09:00:00+02:00",
    "next_attempt_at": "2026-01-15T09:00:00+02:00",
    "secret": "whsec_bm90IGEgc2VjcmV0IGJ1dCBhbiBleGFtcGxlIG9mIG9uZQ==",
}
DRAFT = {
    "kind": "friendship",
    "title": {"ar": "اتفاقية صداقة", "en": "Agreement of friendship"},
    "signed_on": "2021-09",
    "parties": [{"city": "hebron", "signatories": [{"name": {"ar": "داوود الزعتري"}}]}, {"city": "bursa"}],
    "domains": [{"code": "gis"}],
    "sources": [{"kind": "press", "title": {"ar": "خبر"}}],
}


def settled(told: Any) -> Any:
    """The same without what differs from run to run."""
    if isinstance(told, dict):
        return {
            name: FLEETING[name] if name in FLEETING and value is not None else settled(value)
            for name, value in told.items()
        }
    if isinstance(told, list):
        return [settled(each) for each in told]
    if isinstance(told, str):
        for fleeting, value in MOMENTS.items():
            told = fleeting.sub(value, told)
        told = MESSAGE.sub("msg_5f0c954f2c5b4a5f8f2f1f6f7a0b1c2d", told)
        text = told.replace("http://testserver", "https://registry.example")
        return text.replace(f"TW-{date.today().year}-", "TW-2026-").replace(
            f"TWINNING_{date.today().year}", "TWINNING_2026"
        )
    return told


@pytest.fixture
def answers(db: None, django_db_reset_sequences: Any) -> dict[str, dict[str, Any]]:
    """What the application answers now: operation → status → answer."""
    begin_with(load_taxonomy)
    begin_with(sample_register.load_sample)
    person = member("contributor", Agreement.objects.first().parties.first().city)  # type: ignore[union-attr]
    key, token = given_key(member("registrar"), person, [person.memberships.get().city])
    client = Client(headers={"authorization": f"Bearer {token}"})
    number = Agreement.objects.order_by("registry_number").values_list("registry_number", flat=True)[0]
    found: dict[str, dict[str, Any]] = {}

    def keep(operation: str, answer: Any) -> Any:
        assert answer.status_code in (200, 201, 202), (operation, answer.content)
        found.setdefault(operation, {})[str(answer.status_code)] = settled(answer.json())
        return answer

    _read(lambda operation, path: keep(operation, Client().get(ROOT + path)), number)
    _write(client, keep)
    _propose(client, keep, number)
    _be_told(client, keep)
    assert key
    return found


@pytest.fixture
def formats(answers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What the application answers in the formats beside JSON: operation → media type → text, or JSON."""
    first = Agreement.objects.published().earliest("registry_number")
    file = ContentFile(b"%PDF-1.4\n", "text.pdf")
    Document.objects.create(agreement=first, visibility="public", title_ar="نص الاتفاقية", file=file)
    number = first.registry_number
    found: dict[str, dict[str, Any]] = {}
    for operation, path in _in_short(number).items():
        mark = "&" if "?" in path else "?"
        for form in SHOWN:
            answer = Client().get(f"{ROOT}{path}{mark}format={form}")
            if answer.status_code == 400:
                continue  # It is not offered there.
            text = answer.getvalue().decode()
            media_type = answer.headers["Content-Type"].partition(";")[0]
            told = json.loads(text) if media_type.endswith("+json") else text
            found.setdefault(operation, {})[media_type] = settled(told)
    return found


def _in_short(number: str | None) -> dict[str, str]:
    """Lists of a record or two, and one record of each kind."""
    lists = {
        "agreements_list": "agreements/?city=bursa",
        "cities_list": "cities/?country=TR",
        "domains_list": "domains/?parent=gis",
        "signatories_list": "signatories/?city=amman",
        "documents_list": "documents/",
        "activities_list": "activities/",
        "events_list": "events/",
        "relationships_list": "relationships/?city=bursa",
        "relationships_of_two": "relationships/hebron/bursa/",
    }
    ones = {"agreements_retrieve": f"agreements/{number}/", "cities_retrieve": "cities/bursa/"}
    for several in ("domains", "signatories", "documents", "activities", "events"):
        one = Client().get(f"{ROOT}{several}/?page_size=1").json()["results"][0]["url"]
        ones[f"{several}_retrieve"] = one.partition(ROOT)[2]
    return lists | ones


def _read(ask: Callable[[str, str], Any], number: str | None) -> None:
    for name, path in {
        "agreements_list": "agreements/?page_size=1&signed_from=1900",
        "agreements_retrieve": f"agreements/{number}/",
        "changes_list": "changes/?page_size=1",
        "cities_list": "cities/?page_size=2",
        "cities_retrieve": "cities/hebron/",
        "domains_list": "domains/?page_size=2",
        "domains_retrieve": "domains/gis/",
        "documents_list": "documents/",
        "signatories_list": "signatories/?page_size=2",
        "activities_list": "activities/?page_size=1",
        "events_list": "events/?page_size=1",
        "relationships_list": "relationships/?city=hebron",
        "relationships_of_two": "relationships/hebron/amman/",
        "statistics_retrieve": "statistics/?country=TR",
    }.items():
        ask(name, path)
    for several in ("activities", "events"):
        one = Client().get(f"{ROOT}{several}/?page_size=1").json()["results"][0]["url"]
        ask(f"{several}_retrieve", one.partition(ROOT)[2])
    signatory = Client().get(f"{ROOT}signatories/?page_size=1").json()["results"][0]["url"]
    ask("signatories_retrieve", signatory.partition(ROOT)[2])


def _write(client: Client, keep: Callable[[str, Any], Any]) -> None:
    asked = {"content_type": "application/json"}
    made = keep("agreements_create", client.post(f"{ROOT}agreements/", DRAFT, **asked))
    place = made.json()["url"].partition("testserver")[2]

    def state() -> dict[str, str]:
        return {"if-match": client.get(place).headers["etag"]}

    change = {"place": {"ar": "الخليل"}}
    keep("agreements_change", client.patch(place, change, **asked, headers=state()))
    keep(
        "agreements_events_create",
        client.post(f"{place}events/", {"kind": "signed", "date": "2021-09"}, **asked),
    )
    file = {"file": SimpleUploadedFile("text.pdf", b"%PDF-1.4\n"), "visibility": "public"}
    document = keep("agreements_documents_create", client.post(f"{place}documents/", file))
    keep("documents_retrieve", client.get(document.json()["url"]))
    keep("agreements_submit_create", client.post(f"{place}submit/", headers=state()))


def _propose(client: Client, keep: Callable[[str, Any], Any], number: str | None) -> None:
    """What a contributor adds to a published record."""
    place = f"{ROOT}agreements/{number}/"
    event = {"kind": "reviewed", "date": "2026-01", "reason": "محضر الجلسة"}
    keep("agreements_events_create", client.post(f"{place}events/", event, content_type="application/json"))
    file = {"file": SimpleUploadedFile("minutes.pdf", b"%PDF-1.4\n"), "kind": "minutes"}
    keep("agreements_documents_create", client.post(f"{place}documents/", file))


def _be_told(client: Client, keep: Callable[[str, Any], Any]) -> None:
    root, asked = f"{ROOT}webhooks/", {"content_type": "application/json"}
    made = keep("webhooks_create", client.post(root, {"address": "https://partner.example/hook"}, **asked))
    one = f"{root}{made.json()['id']}/"
    keep("webhooks_list", client.get(root))
    keep("webhooks_retrieve", client.get(one))
    keep("webhooks_secret_create", client.post(f"{one}secret/"))
    keep("webhooks_resume_create", client.post(f"{one}resume/"))
    keep("webhooks_trial_create", client.post(f"{one}trial/"))
    keep("webhooks_deliveries_list", client.get(f"{one}deliveries/"))


def test_the_examples_are_what_the_application_answers(answers: dict[str, Any]) -> None:
    if os.environ.get("WRITE_EXAMPLES"):
        EXAMPLES.write_text(json.dumps(answers, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    pinned = json.loads(EXAMPLES.read_text())
    assert _names(pinned) == _names(answers), "make openapi"


def test_the_other_formats_are_shown_as_the_application_writes_them(formats: dict[str, Any]) -> None:
    if os.environ.get("WRITE_EXAMPLES"):
        FORMATS.write_text(json.dumps(formats, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    pinned = json.loads(FORMATS.read_text())
    assert _names(pinned) == _names(formats), "make openapi"


def _names(told: Any) -> Any:
    """What there is, whatever its values: ids differ from one database to another."""
    if isinstance(told, dict):
        return {name: _names(value) for name, value in told.items()}
    return [_names(each) for each in told] if isinstance(told, list) else None if told is None else "…"


def test_each_answer_of_the_contract_has_an_example_within_its_shape() -> None:
    contract = yaml.safe_load(CONTRACT.read_text())
    for path, operations in contract["paths"].items():
        for method, operation in operations.items():
            for status, body in operation["responses"].items():
                for media_type, content in body.get("content", {}).items():
                    if media_type in NO_TEXT:
                        continue
                    assert content.get("examples"), (path, method, status, media_type)
                    if content["schema"] in (OTHER, {"type": "object"}):
                        continue
                    schema = {**content["schema"], "components": contract["components"]}
                    for example in content["examples"].values():
                        Draft202012Validator(schema).validate(example["value"])
