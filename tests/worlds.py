"""What many tests begin with: made once by the registry's own verbs, then put again row by row.

`begin_with(assemble)` gives what `assemble()` gives and leaves the same rows; only the first time does it
do the work. It remembers upon the migrated database and upon what it put there; in any other state of the
database it does the work as well.
"""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.db import connection, models, transaction

from agreements.models import Edition

T = TypeVar("T")

# Django fills these itself. The edition is turned instead: no mark comes back.
LEFT_ALONE = {"contenttypes.contenttype", "auth.permission", "agreements.edition"}


class Table(NamedTuple):
    """A table as the database's language names it; `last` asks for the greatest id of a counted one,
    `counter` for the name of what counts it."""

    name: str
    columns: str
    last: str
    counter: str

    def rows(self) -> list[Any]:
        """As `insert` takes them again."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"SELECT {self.columns} FROM {self.name}")
                return list(cursor.fetchall())
            cursor.execute(f"SELECT to_jsonb(one)::text FROM {self.name} one")
            return [text for (text,) in cursor.fetchall()]

    def insert(self, rows: list[Any]) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                places = ", ".join("%s" for _column in rows[0])
                cursor.executemany(f"INSERT INTO {self.name} ({self.columns}) VALUES ({places})", rows)
            else:
                cursor.execute(
                    f"INSERT INTO {self.name} ({self.columns}) SELECT {self.columns}"
                    f" FROM jsonb_populate_recordset(NULL::{self.name}, %s::jsonb)",
                    [f"[{','.join(rows)}]"],
                )


@cache
def tables() -> tuple[Table, ...]:
    return tuple(
        _table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label_lower not in LEFT_ALONE
    )


def _table(model: Any) -> Table:
    quote = connection.ops.quote_name
    key = model._meta.pk
    return Table(
        quote(model._meta.db_table),
        ", ".join(quote(field.column) for field in model._meta.concrete_fields),
        *(_counting(model._meta) if isinstance(key, models.AutoField) else ("0", "")),
    )


def _counting(meta: Any) -> tuple[str, str]:
    quote = connection.ops.quote_name
    counter = f"pg_get_serial_sequence('{quote(meta.db_table)}', '{meta.pk.column}')"
    return f"MAX({quote(meta.pk.column)})", counter


def count_on(tables: Iterable[Table]) -> None:
    """Let PostgreSQL count on from the rows that were put with their ids: a test that was undone may have set
    its counters back, which is not undone."""
    counted = [table for table in tables if table.counter]
    if connection.vendor == "postgresql" and counted:
        set_on = (
            f"setval({one.counter}, GREATEST(nextval({one.counter}), (SELECT {one.last} FROM {one.name})))"
            for one in counted
        )
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(set_on)}")


# How many rows each table has, and its last id.
State = tuple[tuple[int, int], ...]


def state() -> State:
    asked = " UNION ALL ".join(
        f"SELECT {place}, COUNT(*), COALESCE({table.last}, 0) FROM {table.name}"
        for place, table in enumerate(tables())
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return tuple((number, last) for _place, number, last in sorted(cursor.fetchall()))


@dataclass(frozen=True)
class World:
    """What was made: its rows, whether the public reads something else since, what was given, and the state
    of the database with it."""

    rows: dict[Table, list[Any]]
    turns_edition: bool
    given: Any
    after: State

    def put(self) -> None:
        with transaction.atomic():
            for table, rows in self.rows.items():
                table.insert(rows)
            count_on(self.rows)
            if self.turns_edition:
                Edition.turn()


_begun: set[State] = set()
_worlds: dict[tuple[Callable[[], Any], State], World] = {}


def remember_from_here() -> None:
    """The database as it stands now is one from which tests begin."""
    _begun.add(state())


def begin_with(make: Callable[[], T]) -> T:
    before = state()
    if before not in _begun:
        return make()
    if world := _worlds.get((make, before)):
        world.put()
    else:
        world = _worlds[make, before] = _made(make)
        _begun.add(world.after)
    return deepcopy(world.given)


def _made(make: Callable[[], Any]) -> World:
    """Do the work, and remember it. What was there before has to stay as it was."""
    before, mark = {table: set(table.rows()) for table in tables()}, Edition.now()
    given = make()
    rows = {}
    for table, old in before.items():
        now = table.rows()
        assert old.issubset(now), f"{table.name} had rows that would have to be changed again"
        if fresh := [row for row in now if row not in old]:
            rows[table] = fresh
    return World(rows, Edition.now() != mark, deepcopy(given), state())
