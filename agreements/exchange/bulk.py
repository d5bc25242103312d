"""Many records at once, as when a list or a spreadsheet is taken over: what the models' own verbs do for
one record, in a number of queries that does not grow with the records of a chunk.

Records come as a stream and are written a chunk at a time, each chunk in a transaction of its own: what
has been handed back stays, whatever happens afterwards. Nothing is held in memory beyond the chunk.
The records are as their maker gives them; that each is valid by itself is for the maker to see to.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from agreements.enumerations import RecordState
from agreements.models import (
    Activity,
    Agreement,
    Approval,
    City,
    CityAlias,
    CityEntry,
    CooperationDomain,
    DomainCoverage,
    Event,
    Party,
    RecordCheck,
    RegistryYear,
    Signatory,
    Source,
    StateChange,
    Statement,
    User,
)
from agreements.models.derivation import derive_new

CHUNK = 500

# What may hang on a new agreement, each kind after those that it refers to.
PARTS: dict[str, type[Any]] = {
    "parties": Party,
    "signatories": Signatory,
    "approvals": Approval,
    "statements": Statement,
    "sources": Source,
    "coverages": DomainCoverage,
    "events": Event,
    "state_changes": StateChange,
    "checks": RecordCheck,
}


@dataclass
class NewActivity:
    """What was done under a new agreement, with the cities and domains that it names."""

    activity: Activity
    cities: list[City] = field(default_factory=list)
    domains: list[CooperationDomain] = field(default_factory=list)


@dataclass
class NewRecord:
    """An agreement that is not in the register yet, with its parts, none of them saved.

    The parts name it and each other by object: `Party(agreement=agreement, city=hebron)`."""

    agreement: Agreement
    parts: list[Any] = field(default_factory=list)
    activities: list[NewActivity] = field(default_factory=list)
    # When rows were written first and last, where that is told and not now: a row, and its columns.
    moments: list[tuple[Any, dict[str, datetime]]] = field(default_factory=list)

    def of(self, kind: type[Any]) -> list[Any]:
        return [part for part in self.parts if type(part) is kind]


def chunks(things: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    remaining = iter(things)
    while chunk := list(islice(remaining, size)):
        yield chunk


def publish_many(
    records: Iterable[NewRecord], by: User, reason: str, size: int = CHUNK
) -> Iterator[list[Agreement]]:
    """Enter the records and make them public at once, a chunk in a transaction, and hand back each chunk.

    This is no review: whoever imports answers for it, and the history of each record says so in
    `reason`. Raises ValidationError, by field, for a record that lacks what publication needs."""
    for chunk in chunks(records, size):
        yield publish_chunk(chunk, by, reason)


def enter_many(records: Iterable[NewRecord], size: int = CHUNK) -> Iterator[list[Agreement]]:
    """Enter the records as they are, drafts unless they say otherwise, a chunk in a transaction, and hand
    back each chunk."""
    for chunk in chunks(records, size):
        yield enter_chunk(chunk)


@contextmanager
def _seldom_looking_for_garbage() -> Iterator[None]:
    """A chunk makes some ten thousand objects that all go at its end. Python looks for garbage at every
    seven hundred new ones unless told otherwise, which took a third of the time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@_seldom_looking_for_garbage()
@transaction.atomic
def publish_chunk(records: Sequence[NewRecord], by: User, reason: str) -> list[Agreement]:
    """What `publish_many` does, for records that fit in memory."""
    if not records:
        return []
    now = timezone.now()
    numbers = RegistryYear.next_numbers(timezone.localdate(now), len(records))
    for record, number in zip(records, numbers, strict=True):
        _require_completeness(record)
        record.agreement.record_state = RecordState.PUBLISHED
        record.agreement.registry_number = number
        record.agreement.published_at = now
    agreements, parts = _write(records)
    StateChange.objects.bulk_create(
        StateChange(
            agreement=agreement, before=RecordState.DRAFT, after=RecordState.PUBLISHED, by=by, reason=reason
        )
        for agreement in agreements
    )
    derive_new(agreements, parts)
    return agreements


@_seldom_looking_for_garbage()
@transaction.atomic
def enter_chunk(records: Sequence[NewRecord]) -> list[Agreement]:
    """What `enter_many` does, for records that fit in memory."""
    agreements, parts = _write(records)
    derive_new(agreements, parts)
    return agreements


def _write(records: Sequence[NewRecord]) -> tuple[list[Agreement], dict[str, list[Any]]]:
    """The agreements, and the rows written with them by the names of their relations."""
    agreements = Agreement.objects.bulk_create([record.agreement for record in records])
    parts: dict[str, list[Any]] = {}
    for name, kind in PARTS.items():
        rows = parts[name] = [part for record in records for part in record.of(kind)]
        for turn in _each_after_what_it_voids(rows) if kind is Event else [rows]:
            kind._default_manager.bulk_create(turn)
    write_activities([activity for record in records for activity in record.activities])
    set_moments([moment for record in records for moment in record.moments])
    return agreements, parts


def set_moments(moments: Sequence[tuple[Any, dict[str, datetime]]]) -> None:
    """Say of saved rows when they were written, in columns that otherwise say “now”."""
    tables: dict[tuple[str, tuple[str, ...]], list[list[Any]]] = {}
    for row, told in moments:
        values = [connection.ops.adapt_datetimefield_value(at) for at in told.values()]
        for column, at in told.items():
            setattr(row, column, at)
        tables.setdefault((row._meta.db_table, tuple(told)), []).append([*values, row.pk])
    with connection.cursor() as cursor:
        for (table, columns), rows in tables.items():
            assigned = ", ".join(f"{connection.ops.quote_name(column)} = %s" for column in columns)
            cursor.executemany(
                f"UPDATE {connection.ops.quote_name(table)} SET {assigned} WHERE id = %s", rows
            )


def _each_after_what_it_voids(events: list[Event]) -> Iterator[list[Event]]:
    """The events in as many turns as are needed for each to find the one that it voids in the database."""
    waiting = events
    while waiting:
        ready = [event for event in waiting if event.voids is None or event.voids.pk is not None]
        yield ready or waiting
        waiting = [event for event in waiting if event.pk is None] if ready else []


def write_activities(done: Sequence[NewActivity]) -> None:
    """Enter activities; what is derived of their agreements is for the caller to bring up to date."""
    Activity.objects.bulk_create([each.activity for each in done])
    relations: tuple[tuple[Any, str, list[list[Any]]], ...] = (
        (Activity.cities.through, "city", [[*each.cities] for each in done]),
        (Activity.domains.through, "cooperationdomain", [[*each.domains] for each in done]),
    )
    for relation, column, named in relations:
        rows = [
            relation(activity=each.activity, **{column: one})
            for each, those in zip(done, named, strict=True)
            for one in those
        ]
        # Their own manager would derive once more what is derived afterwards.
        QuerySet(relation).bulk_create(rows)


def _require_completeness(record: NewRecord) -> None:
    agreement = record.agreement
    missing = agreement.lacking(parties=len(record.of(Party)), proved=bool(record.of(Source)))
    if missing:
        raise ValidationError(missing)


def add_cities(cities: Sequence[City], aliases: Sequence[CityAlias] = ()) -> None:
    """Add new cities with their other names, and let the search find them."""
    with transaction.atomic():
        City.objects.bulk_create(cities)
        CityAlias.objects.bulk_create(aliases)
        for chunk in chunks(cities):
            prefetch_related_objects(chunk, "aliases")
            CityEntry.write(chunk, afresh=True)
