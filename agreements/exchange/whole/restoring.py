"""An agreement of an export with all that hangs on it, as rows that are not saved yet."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from agreements.exchange.composing import NewActivity, NewRecord
from agreements.exchange.whole.rows import NotTaken, Told, found, listed, made
from agreements.models import (
    Activity,
    Agreement,
    Approval,
    City,
    CooperationDomain,
    DomainCoverage,
    Event,
    Party,
    RecordCheck,
    Signatory,
    Source,
    StateChange,
    Statement,
    User,
)


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
