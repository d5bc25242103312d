"""Many records at once, as when a list or a spreadsheet is taken over: what the models' own verbs do for
one record, in a number of queries that does not grow with the records of a chunk.

Records come as a stream and are written a chunk at a time, each chunk in a transaction of its own: what
has been handed back stays, whatever happens afterwards. Nothing is held in memory beyond the chunk.
The records are as their maker gives them; that each is valid by itself is for the maker to see to.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from agreements.enumerations import RecordState
from agreements.exchange.composing import Composed, Named, NewActivity, NewRecord, compose, numbers_for
from agreements.models import (
    Activity,
    Agreement,
    City,
    CityAlias,
    CityEntry,
    Party,
    RegistryYear,
    Source,
    StateChange,
    User,
)
from agreements.models.inserting import Ids, send_each

CHUNK = 500


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


@transaction.atomic
def publish_chunk(records: Sequence[NewRecord], by: User, reason: str) -> list[Agreement]:
    """What `publish_many` does, for records that fit in memory."""
    if not records:
        return []
    now = timezone.now()
    numbers = RegistryYear.next_numbers(timezone.localdate(now), len(records))
    published = []
    for record, number in zip(records, numbers, strict=True):
        _require_completeness(record)
        record.agreement.record_state = RecordState.PUBLISHED
        record.agreement.registry_number = number
        record.agreement.published_at = now
        moved = StateChange(
            agreement=record.agreement,
            before=RecordState.DRAFT,
            after=RecordState.PUBLISHED,
            by=by,
            reason=reason,
        )
        published.append(replace(record, parts=[*record.parts, moved]))
    return enter_chunk(published)


@_seldom_looking_for_garbage()
@transaction.atomic
def enter_chunk(records: Sequence[NewRecord]) -> list[Agreement]:
    """What `enter_many` does, for records that fit in memory."""
    if not records:
        return []
    store(compose(records, numbers_for(records, Ids()), Named.by(records), timezone.now()))
    for record in records:
        for row in (record.agreement, *record.parts, *(each.activity for each in record.activities)):
            row._state.adding, row._state.db = False, connection.alias
    return [record.agreement for record in records]


def store(composed: Composed) -> None:
    """Write what was composed, within a transaction."""
    for rows in composed.tables:
        rows.insert()
    composed.derived.put()


def set_moments(moments: Sequence[tuple[Any, dict[str, datetime]]]) -> None:
    """Say of saved rows when they were written, in columns that otherwise say “now”."""
    tables: dict[tuple[str, tuple[str, ...]], list[list[Any]]] = {}
    for row, told in moments:
        values = [connection.ops.adapt_datetimefield_value(at) for at in told.values()]
        for column, at in told.items():
            setattr(row, column, at)
        tables.setdefault((row._meta.db_table, tuple(told)), []).append([*values, row.pk])
    for (table, columns), rows in tables.items():
        assigned = ", ".join(f"{connection.ops.quote_name(column)} = %s" for column in columns)
        send_each(f"UPDATE {connection.ops.quote_name(table)} SET {assigned} WHERE id = %s", rows)


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
