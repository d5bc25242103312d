"""What a record says, as plain values that stand by themselves: cities by short name, domains by code,
agreements by registry number.

Who entered it is not told: accounts belong to an installation. What follows from the rest (legal status,
evidence, search) is not told either: it follows again wherever the record is.
"""

import base64
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from django.db import models

from agreements.models import Agreement, City, CooperationDomain, Document, Event
from agreements.partial_date_fields import PartialDateField

Told = dict[str, Any]

# Columns that follow from others, or from the file of a document.
DERIVED = frozenset(
    {
        "confirmation",
        "evidence_level",
        "withdrawn_on",
        "has_withdrawn",
        "text_state",
        "form_key",
        "word_key",
    }
)


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """The columns that somebody entered, without the relations."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not field.is_relation
        and field.name not in DERIVED
        and not (model is Document and field.name == "text")
    ]


_columns: dict[type[models.Model], list[tuple[str, Callable[[Any], Any]]]] = {}


def entered(row: models.Model) -> Told:
    """What was entered in a row, empty columns left out."""
    model = type(row)
    if model not in _columns:
        _columns[model] = [(field.attname, _teller(field)) for field in columns_of(model)]
    told = {}
    for name, plain in _columns[model]:
        value = getattr(row, name)
        if value is not None and value != "" and value != []:
            told[name] = plain(value)
    return told


def _teller(field: models.Field) -> Callable[[Any], Any]:
    if isinstance(field, PartialDateField | models.FileField):
        return str
    if type(field).__name__ == "CountryField":
        return lambda value: value.code
    return _plain


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    # A word of a closed list is its code.
    return str(value) if isinstance(value, str) else value


# ---- Reference -------------------------------------------------------------------------------


def of_domain(domain: CooperationDomain) -> Told:
    told = {"type": "domain", **entered(domain)}
    return told | ({"parent": domain.parent.code} if domain.parent else {})


def of_city(city: City) -> Told:
    told = {"type": "city", **entered(city)}
    told.pop("emblem", None)
    told["aliases"] = [entered(alias) for alias in city.aliases.all()]
    if city.proposed_by_id:
        told["proposed"] = True
    if city.emblem and (content := _bytes_of(city.emblem)):
        told["emblem"] = {"name": PurePosixPath(str(city.emblem)).name, "content": content}
    return told


def _bytes_of(file: Any) -> str | None:
    """The bytes of a file as text; None where the store has lost it."""
    try:
        with file.open("rb") as opened:
            return base64.b64encode(opened.read()).decode()
    except FileNotFoundError:
        return None


# ---- Agreements ------------------------------------------------------------------------------


def of_agreement(agreement: Agreement, key: str) -> Told:
    """All that was entered of an agreement that came by `gathered_as_entered`; its links and the files of its
    documents are told apart."""
    parties = list(agreement.parties.all())
    slugs = {party.pk: party.city.slug for party in parties}
    sources = list(agreement.sources.all())
    told = {
        "type": "agreement",
        "key": key,
        **entered(agreement),
        "parties": [_party(party) for party in parties],
        "sources": [entered(source) for source in sources],
        "domains": [{"code": one.domain.code, **entered(one)} for one in agreement.coverages.all()],
        "events": _events(agreement, slugs, {source.pk: place for place, source in enumerate(sources)}),
        "activities": [of_activity(activity) for activity in agreement.activities.all()],
        "history": [entered(change) for change in agreement.state_changes.all()],
        "checked": sorted({check.on.isoformat() for check in agreement.checks.all()}),
    }
    return {name: value for name, value in told.items() if value != []}


def _party(party: Any) -> Told:
    told = {
        "city": party.city.slug,
        **entered(party),
        "signatories": [entered(one) for one in party.signatories.all()],
        "approvals": [entered(one) for one in party.approvals.all()],
        "statements": [entered(one) for one in party.statements.all()],
    }
    return {name: value for name, value in told.items() if value != []}


def _events(agreement: Agreement, slugs: dict[int, str], sources: dict[int, int]) -> list[Told]:
    """Each after what it voids, and otherwise in the order in which they are read."""
    events = list(agreement.events.all())
    depth: dict[int, int] = {}
    by_pk = {event.pk: event for event in events}

    def depth_of(event: Event) -> int:
        if event.pk not in depth:
            depth[event.pk] = 0
            if event.voids_id in by_pk:
                depth[event.pk] = depth_of(by_pk[event.voids_id]) + 1
        return depth[event.pk]

    events.sort(key=depth_of)
    places = {event.pk: place for place, event in enumerate(events)}
    told = []
    for event in events:
        one = entered(event)
        if event.party_id:
            one["party"] = slugs[event.party_id]
        if event.source_id:
            one["source"] = sources[event.source_id]
        if event.voids_id:
            one["voids"] = places[event.voids_id]
        told.append(one)
    return told


def of_activity(activity: Any) -> Told:
    told = entered(activity)
    told["cities"] = sorted(city.slug for city in activity.cities.all())
    told["domains"] = sorted(domain.code for domain in activity.domains.all())
    return {name: value for name, value in told.items() if value != []}


def of_document(document: Document, agreement: str, replaces: int | None, with_file: bool) -> Told:
    """A document, by its place among those of its agreement where a newer version names it."""
    told = {"type": "document", "agreement": agreement, **entered(document)}
    told.pop("file")
    if replaces is not None:
        told["replaces"] = replaces
    if with_file and (content := _bytes_of(document.file)):
        told["content"] = content
    return told


def links_of(agreement: Agreement) -> Iterable[tuple[str, int]]:
    """Its links to others, by predicate and the other's id."""
    return [(link.predicate, link.object_id) for link in agreement.links.all()]


def content_of(agreement: Agreement) -> Told:
    """What an agreement says, without when it was said: to see whether somebody changed it since."""
    told = of_agreement(agreement, "")
    told.pop("updated_at", None)
    told["links"] = [list(link) for link in links_of(agreement)]
    told["documents"] = [document.sha256 for document in agreement.documents.all()]
    return told
