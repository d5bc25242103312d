"""Rows written as plain values, many at once: past the models' own saving, for whoever enters many records
and has derived what follows from them."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models
from psycopg2.extras import execute_batch, execute_values

from agreements.partial_date_fields import PartialDateField
from agreements.partial_dates import PartialDate

# Whose values, as Python has them, are what the driver takes.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)
ROWS_AT_ONCE = 500
PLAIN_VALUES = frozenset({str, int, bool, type(None)})


class Rows(NamedTuple):
    """Rows of one table, as the database takes them."""

    table: str
    columns: list[str]
    values: list[tuple[Any, ...]]

    def insert(self) -> None:
        if not self.values:
            return
        quote = connection.ops.quote_name
        named, places = ", ".join(map(quote, self.columns)), ", ".join(["%s"] * len(self.columns))
        insert = f"INSERT INTO {quote(self.table)} ({named}) VALUES"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with connection.wrap_database_errors:
                    execute_values(cursor.cursor, f"{insert} %s", self.values, page_size=ROWS_AT_ONCE)
            else:
                cursor.executemany(f"{insert} ({places})", self.values)


def send_each(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """One statement for many rows; psycopg2's own `executemany` waits for an answer after each."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:
                execute_batch(cursor.cursor, statement, rows, page_size=ROWS_AT_ONCE)
        else:
            cursor.executemany(statement, rows)


def as_inserted(rows: Sequence[Any], model: Any = None) -> Rows:
    """Rows of one model, with their ids where they have any, as values to be inserted."""
    model = model or type(rows[0])
    with_id = bool(rows) and rows[0].pk is not None
    fields = [field for field in model._meta.concrete_fields if with_id or not field.primary_key]
    readers = [(field.attname, _prepared(field)) for field in fields]
    values = []
    for row in rows:
        held = row.__dict__
        values.append(
            tuple(held[name] if prepared is None else prepared(held[name]) for name, prepared in readers)
        )
    return Rows(model._meta.db_table, [field.column for field in fields], values)


def _prepared(field: Any) -> Callable[[Any], Any]:
    """How a value of a column is handed to the database's driver."""
    if isinstance(field, PartialDateField):
        return lambda value: (
            str(value) if type(value) is PartialDate else field.get_db_prep_save(value, connection)
        )
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else json.dumps(value, cls=field.encoder)
    if isinstance(field, PLAIN):
        return lambda value: value if type(value) in PLAIN_VALUES else _plain(field, value)
    return lambda value: field.get_db_prep_save(value, connection)


def _plain(field: Any, value: Any) -> Any:
    """A word of a closed list is its code."""
    return str(value) if isinstance(value, str) else field.get_db_prep_save(value, connection)


@cache
def _told_the_time(model: Any) -> tuple[str, ...]:
    """The columns that say “now” when a row is written."""
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    )


@cache
def _relations(model: Any) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if field.is_relation)


@cache
def _amounts(model: Any) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if isinstance(field, models.DecimalField))


def complete(rows: Iterable[Any], ids: Iterator[int], now: datetime) -> None:
    """Give unsaved rows their ids, the ids of what they name, and the time; amounts become numbers, however
    they were written."""
    for row in rows:
        row.pk = next(ids)
        model: Any = type(row)
        for field in _relations(model):
            if named := field.get_cached_value(row, None):
                row.__dict__[field.attname] = named.pk
        for field in _amounts(model):
            row.__dict__[field.attname] = field.to_python(row.__dict__[field.attname])
        for name in _told_the_time(model):
            row.__dict__[name] = now


class Ids:
    """Ids for rows that are not stored yet. On SQLite they are counted on from the last, in a transaction
    that keeps all others from writing; PostgreSQL hands them out."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def take(self, model: Any, number: int) -> list[int]:
        if not number:
            return []
        table = model._meta.db_table
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                    [connection.ops.quote_name(table), model._meta.pk.column, number],
                )
                return [pk for (pk,) in cursor.fetchall()]
        if table not in self._last:
            with connection.cursor() as cursor:
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
                self._last[table] = next(iter(cursor.fetchall()), (0,))[0]
        first = self._last[table] + 1
        self._last[table] += number
        return list(range(first, first + number))
