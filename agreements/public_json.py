"""What the public is told of an agreement: its JSON, held ready in the database and copied into answers.

Composed of an agreement that came by `for_public_json`, by plain functions: a hundred thousand records are
told anew in a minute. The API's serializers describe the same shape for its contract and tell what the
public is not shown; a test holds the two together.

What differs from one answer to the next is marked by control characters, which JSON text never holds: ORIGIN
stands for the address at which the register was asked, STATUS and PERIODS for the legal status on the day
and its periods. So a held text stays right when midnight turns a status and whoever asks.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

import orjson
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from agreements.enumerations import (
    ActivityKind,
    ActivityState,
    AgreementKind,
    ApprovalLevel,
    ApprovalOutcome,
    Authenticity,
    Confirmation,
    CoverageBasis,
    DocumentKind,
    EffectKind,
    EventKind,
    LegalStatus,
    LinkPredicate,
    PartyRole,
    RecordState,
    RenewalRule,
    SignatoryRole,
    SourceKind,
    TermKind,
)
from agreements.evidence import EvidenceLevel
from agreements.hanging import rows_of
from agreements.partial_dates import PartialDate
from agreements.wording import LANGUAGES, both_words, country_names

ORIGIN, STATUS, PERIODS, NEXT_PERIOD = b"\x01", b"\x02", b"\x03", b"\x04"

Told = dict[str, Any]
Why = Callable[[dict[str, Any], Any], str]

# ---- Small shapes ----------------------------------------------------------------------------


def both(row: Any, stem: str) -> Told:
    """A text in both languages; one that is not recorded is null."""
    return {"ar": getattr(row, f"{stem}_ar") or None, "en": getattr(row, f"{stem}_en") or None}


def coded(choices: Any, value: Any) -> Told | None:
    """A value of a closed list by code and word; null where it is not known."""
    return None if value in (None, "") else {"code": value, "name": both_words(choices, value)}


def iso(known: Any) -> str | None:
    """A partial date as ISO 8601 text."""
    return str(known) if known else None


def moment(at: datetime | None) -> str | None:
    """A point in time with the offset of the register's own zone."""
    if at is None:
        return None
    written = at.astimezone(timezone.get_default_timezone()).isoformat()
    return f"{written.removesuffix('+00:00')}Z" if written.endswith("+00:00") else written


# A name such as each kind of record has in its address.
NAMES = {"agreement": "TW-2000-00000", "city": "name", "document": "0"}


@cache
def _around(view: str, language: str) -> tuple[bytes, bytes]:
    """The address of a view's records before and after the record's own name, as JSON."""
    place = NAMES[view.removeprefix("api:").partition("-")[0]]
    with override(language):
        head, _found, tail = reverse(view, args=[place]).rpartition(f"/{place}/")
    return b'"' + ORIGIN + head.encode() + b"/", b"/" + tail.encode() + b'"'


def address(view: str, name: Any, language: str = "ar") -> orjson.Fragment:
    """Where a record is found, by its short name, its number or its id."""
    head, tail = _around(view, language)
    return orjson.Fragment(b"".join((head, str(name).encode(), tail)))


# ---- What hangs on an agreement --------------------------------------------------------------


def city_named(city: Any) -> Told:
    """A city where another record names it."""
    code = city.country.code
    return {
        "url": address("api:city-detail", city.slug),
        "slug": city.slug,
        "name": both(city, "name"),
        "country": {"code": code, "name": country_names(code)},
    }


def signatory(person: Any) -> Told:
    return {
        "id": person.pk,
        "name": both(person, "name"),
        "office": both(person, "office"),
        "role": coded(SignatoryRole, person.role),
        "signed_on": iso(person.signed_on),
    }


def approval(decision: Any) -> Told:
    return {
        "level": coded(ApprovalLevel, decision.level),
        "body": both(decision, "body"),
        "decision_number": decision.decision_number or None,
        "decided_on": iso(decision.decided_on),
        "outcome": coded(ApprovalOutcome, decision.outcome),
    }


def party(side: Any) -> Told:
    return {
        "order": side.order,
        "role": coded(PartyRole, side.role),
        "city": city_named(side.city),
        "written_name": both(side, "name"),
        "has_withdrawn": side.has_withdrawn,
        "withdrawn_on": iso(side.withdrawn_on),
        "signatories": [signatory(person) for person in rows_of(side, "signatories")],
        "approvals": [approval(decision) for decision in rows_of(side, "approvals")],
    }


def coverage(covered: Any) -> Told:
    return {
        "code": covered.domain.code,
        "name": both(covered.domain, "name"),
        "basis": coded(CoverageBasis, covered.basis),
        "article": covered.article or None,
        "quote": both(covered, "quote"),
    }


def period(row: Any, why: Why) -> Told:
    """A period of legal status; `why` tells its reason in a language."""
    return {
        "code": row.status,
        "name": both_words(LegalStatus, row.status),
        "since": iso(row.since),
        "until": iso(row.until),
        "reason": {language: why(row.reason, language) for language in LANGUAGES},
    }


def event(entry: Any) -> Told:
    return {
        "id": entry.pk,
        "kind": coded(EventKind, entry.kind),
        "party": entry.party.city.slug if entry.party else None,
        "date": iso(entry.date),
        "effective_from": iso(entry.effective_from),
        "effective_to": iso(entry.effective_to),
        "decision_reference": entry.decision_reference or None,
        "note": both(entry, "note"),
        "source": entry.source_id,
        "voids": entry.voids_id,
        "recorded_at": moment(entry.recorded_at),
    }


def activity(done: Any) -> Told:
    return {
        "id": done.pk,
        "kind": coded(ActivityKind, done.kind),
        "state": coded(ActivityState, done.state),
        "title": both(done, "title"),
        "starts_on": iso(done.starts_on),
        "ends_on": iso(done.ends_on),
        "place": both(done, "place"),
        "cities": [city_named(city) for city in rows_of(done, "cities")],
        "domains": [domain.code for domain in rows_of(done, "domains")],
        "outcome": both(done, "outcome"),
        "budget": None if done.budget is None else f"{done.budget:.2f}",
        "currency": done.currency or None,
    }


def agreement_named(agreement: Any) -> Told:
    """An agreement where another record names it."""
    return {
        "url": address("api:agreement-detail", agreement.reference),
        "registry_number": agreement.registry_number,
        "title": both(agreement, "title"),
    }


def links(agreement: Any) -> list[Told]:
    """The published instruments before and after it, read from its own end."""
    forward = [(link.predicate, False, link.object) for link in rows_of(agreement, "links")]
    backward = [(link.predicate, True, link.subject) for link in rows_of(agreement, "inverse_links")]
    return [
        {
            "predicate": coded(LinkPredicate, predicate),
            "inverse": inverse,
            "agreement": agreement_named(other),
        }
        for predicate, inverse, other in forward + backward
        if other.record_state == RecordState.PUBLISHED
    ]


def document(deposited: Any) -> Told:
    return {
        "id": deposited.pk,
        "url": address("api:document-detail", deposited.pk),
        "file": address("api:document-file", deposited.pk),
        "kind": coded(DocumentKind, deposited.kind),
        "title": both(deposited, "title"),
        "language": deposited.language or None,
        "authenticity": coded(Authenticity, deposited.authenticity),
        "sha256": deposited.sha256,
        "size": deposited.size,
        "media_type": deposited.media_type,
        "deposited_at": moment(deposited.deposited_at),
    }


def source(origin: Any) -> Told:
    return {
        "id": origin.pk,
        "kind": coded(SourceKind, origin.kind),
        "title": both(origin, "title"),
        "publisher": origin.publisher or None,
        "url": origin.url or None,
        "locator": origin.locator or None,
        "date": iso(origin.date),
        "quote": origin.quote or None,
    }


# ---- The agreement ---------------------------------------------------------------------------


def agreement(record: Any) -> Told:
    """All that the public is told of a published agreement; marks stand for its legal status."""
    name = record.reference
    return {
        "url": address("api:agreement-detail", name),
        "page": {language: address("agreement", name, language) for language in LANGUAGES},
        "registry_number": record.registry_number,
        "merged_numbers": record.merged_numbers,
        "record_state": coded(RecordState, record.record_state),
        "kind": coded(AgreementKind, record.kind),
        "designation": both(record, "designation"),
        "title": both(record, "title"),
        "summary": both(record, "summary"),
        "authentic_languages": record.authentic_languages,
        "signed_on": iso(record.signed_on),
        "signed_on_as_written": record.signed_on_as_written or None,
        "place": both(record, "place"),
        "effect_rule": coded(EffectKind, record.effect_rule),
        "in_force_on": iso(record.in_force_on),
        "term": coded(TermKind, record.term),
        "duration_months": record.duration_months,
        "expires_on": iso(record.expires_on),
        "renewal": coded(RenewalRule, record.renewal),
        "renewal_months": record.renewal_months,
        "notice_months": record.notice_months,
        "status": orjson.Fragment(STATUS),
        "status_periods": orjson.Fragment(b"[" + PERIODS + b"]"),
        "confirmation": coded(Confirmation, record.confirmation),
        "evidence_level": coded(EvidenceLevel, record.evidence_level),
        "parties": [party(side) for side in rows_of(record, "parties")],
        "domains": [coverage(covered) for covered in rows_of(record, "coverages")],
        "events": [event(entry) for entry in rows_of(record, "events")],
        "activities": [activity(done) for done in rows_of(record, "activities")],
        "links": links(record),
        "documents": [document(each) for each in rows_of(record, "documents") if each.visibility == "public"],
        "sources": [source(origin) for origin in rows_of(record, "sources")],
        "published_at": moment(record.published_at),
        "updated_at": moment(record.updated_at),
    }


def held_text(record: Any) -> bytes:
    """The agreement's JSON with the marks in it."""
    return orjson.dumps(agreement(record))


def held_periods(rows: Iterable[Any], why: Why) -> bytes:
    """The periods of legal status, each behind its first day, parted by a mark."""
    return NEXT_PERIOD.join(
        row.first_day.isoformat().encode() + orjson.dumps(period(row, why)) for row in rows
    )


def fingerprint(text: bytes, periods: bytes) -> str:
    return sha256(text + b"\x00" + periods).hexdigest()[:24]


# ---- Reading ---------------------------------------------------------------------------------


def place_on(periods: bytes, day: date) -> int:
    """How many of the periods have begun by a day; the last of them is the status then."""
    return _place(periods.split(NEXT_PERIOD) if periods else [], day)


def _place(periods: list[bytes], day: date) -> int:
    written, place = _written(day), len(periods)
    while place and periods[place - 1][:10] > written:
        place -= 1
    return place


@lru_cache(maxsize=100)
def _written(day: date) -> bytes:
    return day.isoformat().encode()


def as_of(text: bytes, periods: bytes, day: date) -> tuple[bytes, int]:
    """The JSON with the legal status of a day, ORIGIN still in it; and which of its periods that is."""
    written = periods.split(NEXT_PERIOD) if periods else []
    place = _place(written, day)
    before, _mark, rest = text.partition(STATUS)
    between, _mark, after = rest.partition(PERIODS)
    status = written[place - 1][10:] if place else b"null"
    told = b"".join((before, status, between, b",".join([each[10:] for each in written]), after))
    return told, place


def as_it_stood(record: Told, day: date, names: dict[str, dict[str, str]]) -> Told:
    """The record with its parties as they stood on a day: who left later is still in, and cities go by the
    names that they bore then, by short name and language."""
    parties = [
        {**_not_yet_withdrawn(side, day), "city": called_then(side["city"], names)}
        for side in record["parties"]
    ]
    activities = [
        {**done, "cities": [called_then(city, names) for city in done["cities"]]}
        for done in record["activities"]
    ]
    return {**record, "parties": parties, "activities": activities}


def called_then(city: Told, names: dict[str, dict[str, str]]) -> Told:
    """What is told of a city, under the name that it bore then."""
    then = names.get(city["slug"])
    return {**city, "name": {**city["name"], **then}} if then else city


def _not_yet_withdrawn(side: Told, day: date) -> Told:
    left = side["withdrawn_on"]
    if left is None or PartialDate.parse(left).earliest <= day:
        return side
    return {**side, "has_withdrawn": False, "withdrawn_on": None}
