"""One line of an export as rows that are not saved yet, held against the models' own rules."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django_countries import countries
from django_countries.fields import CountryField

from agreements.exchange.bulk import NewActivity, NewRecord, set_moments
from agreements.exchange.whole.telling import columns_of
from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    Approval,
    City,
    CityAlias,
    CooperationDomain,
    Document,
    DomainCoverage,
    Event,
    Party,
    RecordCheck,
    Signatory,
    Source,
    StateChange,
    Statement,
    User,
    WordForm,
)

Told = dict[str, Any]
OF_THE_LINE = frozenset({"type", "key"})


class NotTaken(Exception):
    """Why a line is not taken, in words."""


def in_words(refusal: Exception) -> str:
    if isinstance(refusal, ValidationError):
        if hasattr(refusal, "error_dict"):
            named = ((name, " ".join(map(str, texts))) for name, texts in refusal.message_dict.items())
            return " ".join(f"{name}: {text}" for name, text in named)
        return " ".join(map(str, refusal.messages))
    return constraint_in_words(str(refusal)) if not isinstance(refusal, NotTaken) else str(refusal)


def constraint_in_words(complaint: str) -> str:
    """What a database's complaint means, where it names one of the models' constraints."""
    for model in RESTORED:
        for constraint in model._meta.constraints:
            if constraint.name in complaint:
                return str(constraint.violation_error_message)
    return complaint.strip().splitlines()[0]


# ---- Rows ------------------------------------------------------------------------------------

_readers: dict[type[models.Model], dict[str, tuple[models.Field, Callable[[Any], Any] | None]]] = {}


def _reader(model: type[models.Model]) -> dict[str, tuple[models.Field, Callable[[Any], Any] | None]]:
    if model not in _readers:
        _readers[model] = {column.attname: (column, _moment(column)) for column in columns_of(model)}
    return _readers[model]


def _moment(column: models.Field) -> Callable[[Any], Any] | None:
    """How a point in time is read that otherwise would be “now”."""
    if getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False):
        return column.to_python
    return None


def made(model: Any, told: Told, relations: Told, moments: list[Any]) -> Any:
    """A row of what a line tells of it; what is told must all be known. Raises NotTaken, ValidationError."""
    columns = _reader(model)
    row = model(**relations)
    times: dict[str, datetime] = {}
    for name, value in told.items():
        if name in OF_THE_LINE:
            continue
        if name not in columns:
            raise NotTaken(f"“{name[:40]}” is nothing that is told of {model._meta.verbose_name}.")
        _column, moment = columns[name]
        if moment:
            times[name] = moment(value)
        else:
            setattr(row, name, value)
    check(row, columns, told)
    if times:
        moments.append((row, times))
    return row


def check(row: Any, columns: dict[str, Any], told: Told) -> None:
    """Hold what was told against the rules of its columns, and the row against its own. Raises
    ValidationError."""
    problems: dict[str, Any] = {}
    for name, (column, moment) in columns.items():
        if moment or (name not in told and (column.blank or column.has_default() or column.null)):
            continue
        # By its own rule a country is looked for among all of them, each named in the reader's language.
        if isinstance(column, CountryField) and told.get(name) in countries:
            continue
        try:
            setattr(row, name, column.clean(getattr(row, name), row))
        except ValidationError as error:
            problems[name] = error.error_list
    try:
        row.clean()
    except ValidationError as error:
        problems = error.update_error_dict(problems)
    if problems:
        raise ValidationError(problems)


def listed(told: Told, name: str) -> list[Told]:
    """What hangs on a record, taken out of what is told of it."""
    found = told.pop(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise NotTaken(f"“{name}” is no list of entries.")
    return [dict(one) for one in found]


def saved(row: Any) -> None:
    """Save a row that keeps the rules."""
    row.full_clean()
    row.save()


def linked(link: AgreementLink) -> None:
    """Save a link that keeps the rules; what both ends tell is brought up to date afterwards."""
    link.full_clean()
    AgreementLink.objects.bulk_create([link])


# ---- Reference -------------------------------------------------------------------------------


def domain_of(told: Told, domains: dict[str, CooperationDomain]) -> CooperationDomain:
    told = dict(told)
    parent = told.pop("parent", None)
    if parent is not None and parent not in domains:
        raise NotTaken(f"There is no domain {parent}.")
    domain: CooperationDomain = made(CooperationDomain, told, {"parent": domains.get(parent)}, [])
    return domain


def word_form_of(told: Told) -> WordForm:
    form: WordForm = made(WordForm, told, {}, [])
    return form


@dataclass
class NewCity:
    city: City
    aliases: list[CityAlias] = field(default_factory=list)
    moments: dict[str, datetime] = field(default_factory=dict)
    emblem: Told | None = None

    def keep_emblem(self) -> None:
        if self.emblem:
            content = decoded(self.emblem.get("content"))
            self.city.emblem.save(
                str(self.emblem.get("name", "emblem"))[:80], ContentFile(content), save=False
            )
            City.objects.filter(pk=self.city.pk).update(emblem=self.city.emblem.name)


def city_of(told: Told, by: User) -> NewCity:
    told = dict(told)
    aliases, emblem = listed(told, "aliases"), told.pop("emblem", None)
    proposed_by = by if told.pop("proposed", False) else None
    moments: list[Any] = []
    city = made(City, told, {"proposed_by": proposed_by}, moments)
    rows = [made(CityAlias, alias, {"city": city}, []) for alias in aliases]
    return NewCity(city, rows, moments[0][1] if moments else {}, emblem if isinstance(emblem, dict) else None)


# ---- Agreements ------------------------------------------------------------------------------


def record_of(
    told: Told, cities: dict[str, int], domains: dict[str, CooperationDomain], by: User
) -> NewRecord:
    """An agreement with all that hangs on it."""
    told = dict(told)
    told.pop("merged_into", None)
    groups = ("parties", "sources", "domains", "events", "activities", "history")
    lists = {name: listed(told, name) for name in groups}
    checked = told.pop("checked", [])
    record = NewRecord(Agreement())
    agreement = record.agreement = made(Agreement, told, {"created_by": by}, record.moments)
    of_agreement = {"agreement": agreement}
    sides = _parties(record, lists["parties"], cities)
    sources = [made(Source, one, of_agreement, record.moments) for one in lists["sources"]]
    record.parts += sources
    for one in lists["domains"]:
        domain = found(domains, one.pop("code", None), "domain")
        record.parts.append(made(DomainCoverage, one, of_agreement | {"domain": domain}, record.moments))
    _events(record, lists["events"], sides, sources)
    for one in lists["activities"]:
        activity, moments = activity_of(one, cities, domains, agreement)
        record.activities.append(activity)
        if moments:
            record.moments.append((activity.activity, moments))
    for one in lists["history"]:
        record.parts.append(made(StateChange, one, of_agreement | {"by": by}, record.moments))
    for day in checked:
        record.parts.append(made(RecordCheck, {"on": day}, of_agreement | {"by": by}, record.moments))
    return record


def found(rows: dict[str, Any], name: Any, what: str) -> Any:
    if name not in rows:
        raise NotTaken(f"There is no {what} {str(name)[:80]}.")
    return rows[name]


def _parties(record: NewRecord, told: list[Told], cities: dict[str, int]) -> dict[str, Party]:
    sides: dict[str, Party] = {}
    for one in told:
        slug = one.pop("city", None)
        hanging = {name: listed(one, name) for name in ("signatories", "approvals", "statements")}
        relations = {"agreement": record.agreement, "city_id": found(cities, slug, "city")}
        party = sides[str(slug)] = made(Party, one, relations, record.moments)
        record.parts.append(party)
        for model, name in ((Signatory, "signatories"), (Approval, "approvals"), (Statement, "statements")):
            record.parts += [made(model, row, {"party": party}, record.moments) for row in hanging[name]]
    return sides


def _events(record: NewRecord, told: list[Told], sides: dict[str, Party], sources: list[Source]) -> None:
    events: list[Event] = []
    for one in told:
        party, source, voids = one.pop("party", None), one.pop("source", None), one.pop("voids", None)
        relations = {
            "agreement": record.agreement,
            "party": None if party is None else found(sides, party, "party"),
            "source": _at(sources, source),
            "voids": _at(events, voids),
        }
        events.append(made(Event, one, relations, record.moments))
    record.parts += events


def _at(rows: list[Any], place: Any) -> Any:
    """What an entry refers to by its place in a list: 0 for the first."""
    if place is None:
        return None
    if not isinstance(place, int) or not 0 <= place < len(rows):
        raise NotTaken(f"There is no entry {str(place)[:20]} to refer to.")
    return rows[place]


def activity_of(
    told: Told,
    cities: dict[str, int],
    domains: dict[str, CooperationDomain],
    agreement: Agreement | None = None,
) -> tuple[NewActivity, dict[str, datetime]]:
    slugs, codes = told.pop("cities", []), told.pop("domains", [])
    moments: list[Any] = []
    activity = made(Activity, told, {"agreement": agreement}, moments)
    named = [City(pk=found(cities, slug, "city")) for slug in slugs]
    covered = [found(domains, code, "domain") for code in codes]
    return NewActivity(activity, named, covered), moments[0][1] if moments else {}


def likeness(told: Told) -> tuple[Any, ...]:
    """What tells a draft from another: when it was entered, and what it is called."""
    moment = told.get("created_at")
    try:
        at = Agreement._meta.get_field("created_at").to_python(moment)
    except ValidationError:
        at = None
    return (at, told.get("title_ar", ""), told.get("title_en", ""))


def drafts_like(told: Iterable[Told]) -> dict[tuple[Any, ...], int]:
    """The ids of the drafts that are there already, by their likeness."""
    moments = {likeness(one)[0] for one in told if not one.get("registry_number")} - {None}
    rows = Agreement.objects.filter(registry_number=None, created_at__in=moments)
    return {
        tuple(likeness): pk for pk, *likeness in rows.values_list("pk", "created_at", "title_ar", "title_en")
    }


def link_of(told: Told, ids: dict[Any, int]) -> AgreementLink:
    told = dict(told)
    relations = {f"{end}_id": found(ids, told.pop(end, None), "agreement") for end in ("subject", "object")}
    link: AgreementLink = made(AgreementLink, told, relations, [])
    return link


# ---- Documents -------------------------------------------------------------------------------


def document_like(told: Told, agreement: int | None) -> int | None:
    """The document of this agreement that has the same bytes, if it is there."""
    same = Document.objects.filter(Q(agreement=agreement), sha256=told.get("sha256") or "-")
    return same.values_list("pk", flat=True).first()


def deposit(told: Told, agreement: int | None, earlier: list[int]) -> Document:
    """Deposit a document with its file, as one that is handed in: recognised, scanned, and read later."""
    told = dict(told)
    if agreement is None:
        raise NotTaken("There is no such agreement.")
    if "content" not in told:
        raise NotTaken("The export was made without files: the document is in the backup.")
    content, replaces = decoded(told.pop("content")), told.pop("replaces", None)
    recorded = {name: told.pop(name, None) for name in ("sha256", "size", "media_type", "original_name")}
    if hashlib.sha256(content).hexdigest() != recorded["sha256"]:
        raise NotTaken("The file is not the one that was deposited: its fingerprint differs.")
    if replaces is not None and not (isinstance(replaces, int) and 0 <= replaces < len(earlier)):
        raise NotTaken("The document that it replaces is not there.")
    moments: list[Any] = []
    file = ContentFile(content, name=str(recorded["original_name"] or "document")[:200])
    relations = {
        "agreement": Agreement.objects.get(pk=agreement),
        "replaces_id": None if replaces is None else earlier[replaces],
        "file": file,
    }
    document: Document = made(Document, told, relations, moments)
    document.save()
    set_moments([(document, times) for _row, times in moments])
    return document


def decoded(content: Any) -> bytes:
    try:
        return base64.b64decode(str(content), validate=True)
    except binascii.Error as error:
        raise NotTaken("The bytes of the file cannot be read.") from error


RESTORED: tuple[Any, ...] = (
    Agreement,
    Party,
    Signatory,
    Approval,
    Statement,
    Source,
    DomainCoverage,
    Event,
    Activity,
    AgreementLink,
    City,
    CityAlias,
    CooperationDomain,
    Document,
    StateChange,
    RecordCheck,
    WordForm,
)
