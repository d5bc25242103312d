"""What differs between SQLite and PostgreSQL in full-text search, and nothing else.

Each searchable kind of record has a table of entries: the record's id, its `place` among the others, the keys
of its headings in `title`, those of everything else in `body`. SQLite indexes such a table with an FTS5 table
that three triggers keep; PostgreSQL with a generated column and a GIN index. FTS5 keeps its rows in the order
of their numbers, which are the places; the record's id is the lower half of its place.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, overload

from django.db import connection
from django.db.models import BooleanField, Func

from agreements.search.asked import Group
from agreements.search.match import Match

CAP = 5_000
# So few ids are read at once.
FEW = 100
WEIGHT_OF_TITLE = 10.0
# What a word weighs in the body, which is D, and in the title, which is A.
IN_TITLE = "{0, 0, 0, 1}"
# The record's id in a row of FTS5.
ID = "rowid & 4294967295"


def install(schema_editor: Any, table: str, number: str = "place") -> None:
    """Lay the index over a table of entries; harmless where it lies already. On SQLite it is laid anew
    after every change of that table's columns, for remaking a table drops its triggers. `number`: the
    column that numbers the rows of FTS5."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _sqlite(table, number) if is_sqlite else _postgresql(table):
        schema_editor.execute(statement)


def remove(schema_editor: Any, table: str) -> None:
    """Take the index away and leave the entries."""
    if schema_editor.connection.vendor == "sqlite":
        statements = [f"DROP TRIGGER IF EXISTS {table}_{when}" for when in ("added", "removed", "changed")]
        statements.append(f"DROP TABLE IF EXISTS {table}_fts")
    else:
        statements = [f"ALTER TABLE {table} DROP COLUMN IF EXISTS tsv"]
    for statement in statements:
        schema_editor.execute(statement)


def _sqlite(table: str, number: str) -> list[str]:
    added = f"INSERT INTO {table}_fts(rowid, title, body) VALUES (new.{number}, new.title, new.body);"
    removed = (
        f"INSERT INTO {table}_fts({table}_fts, rowid, title, body)"
        f" VALUES ('delete', old.{number}, old.title, old.body);"
    )
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table}_fts USING fts5(title, body,"
        f" content='{table}', content_rowid='{number}', tokenize='unicode61 remove_diacritics 0')",
        f"INSERT INTO {table}_fts({table}_fts, rank) VALUES ('rank', 'bm25({WEIGHT_OF_TITLE}, 1.0)')",
        f"CREATE TRIGGER IF NOT EXISTS {table}_added AFTER INSERT ON {table} BEGIN {added} END",
        f"CREATE TRIGGER IF NOT EXISTS {table}_removed AFTER DELETE ON {table} BEGIN {removed} END",
        f"CREATE TRIGGER IF NOT EXISTS {table}_changed AFTER UPDATE ON {table} BEGIN {removed} {added} END",
    ]


def _postgresql(table: str) -> list[str]:
    vector = (
        "setweight(to_tsvector('simple'::regconfig, title), 'A')"
        " || array_to_tsvector(string_to_array(body, ' '))"
    )
    return [
        f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS tsv tsvector GENERATED ALWAYS AS ({vector}) STORED",
        f"ALTER TABLE {table} SET (toast_tuple_target = 4096)",
        f"CREATE INDEX IF NOT EXISTS {table}_tsv ON {table} USING gin (tsv)",
        # What waits to be entered is read through by every search: each save enters its own at once.
        f"ALTER INDEX {table}_tsv SET (fastupdate = off)",
        f"SELECT gin_clean_pending_list('{table}_tsv')",
    ]


# ---- Writing ---------------------------------------------------------------------------------


ROWS_AT_ONCE = 1_000


def put(table: str, entries: Sequence[tuple[int, int, str, str]]) -> None:
    """Write entries, each as the record's id, its place and its two columns, over those that are there."""
    otherwise = (
        "(record_id) DO UPDATE SET place = excluded.place, title = excluded.title, body = excluded.body"
    )
    _insert(table, ("record_id", "place", "title", "body"), entries, otherwise)


def add(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Add rows, but for those that are there."""
    _insert(table, columns, rows, "DO NOTHING")


def _insert(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], otherwise: str) -> None:
    """Many rows in a statement: not every driver sends more than one row at a time by itself."""
    row = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        for place in range(0, len(rows), ROWS_AT_ONCE):
            batch = rows[place : place + ROWS_AT_ONCE]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * len(batch))}"
                f" ON CONFLICT {otherwise}",
                [value for values in batch for value in values],
            )


# ---- Matching --------------------------------------------------------------------------------


def some_ids(table: str, match: str, number: int) -> list[int]:
    """The ids of a few of the matching entries, in no order."""
    if connection.vendor == "sqlite":
        return _column(f"SELECT {ID} FROM {table}_fts WHERE {table}_fts MATCH %s LIMIT {number}", match)
    # With the limit inside, the planner expects to meet some soon, and reads the whole table for none.
    return _column(
        f"WITH found AS MATERIALIZED (SELECT record_id FROM {table} WHERE tsv @@ %s::tsquery)"
        f" SELECT record_id FROM found LIMIT {number}",
        match,
    )


def _number_up_to(table: str, match: str, most: int) -> int:
    """How many entries match, counted no further than `most`; on PostgreSQL where more are expected."""
    matching = f"{table}_fts WHERE {table}_fts MATCH %s"
    if connection.vendor == "postgresql":
        matching = f"{table} WHERE tsv @@ %s::tsquery"
    [number] = _column(f"SELECT count(*) FROM (SELECT 1 FROM {matching} LIMIT {most}) AS few", match)
    return number


class InOrder(Sequence[int]):
    """Ids in an order, of which the first are read as far as somebody asks. `first(n)` gives the first n."""

    def __init__(self, number: int, first: Callable[[int], list[int]]) -> None:
        self.number, self.first = number, first

    def __len__(self) -> int:
        return self.number

    def __iter__(self) -> Iterator[int]:
        return iter(self.first(self.number))

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> list[int]: ...
    def __getitem__(self, place: int | slice) -> int | list[int]:
        if isinstance(place, int):
            place = range(self.number)[place]
            return self.first(place + 1)[place]
        wanted = range(self.number)[place]
        ids = self.first(max(wanted[0], wanted[-1]) + 1) if wanted else []
        return [ids[at] for at in wanted if at < len(ids)]


def best_first(table: str, match: Match, is_dated: bool) -> Sequence[int] | None:
    """The ids of the matching entries, best first; None where more than CAP match.

    Of records that have a date those are the best that hold all the words in their headings, then those that
    hold some there; the latest first among equals. Others are ranked by how much of them is what matched."""
    if connection.vendor == "postgresql":
        return _best_first_on_postgresql(table, match, is_dated)
    number = _number_up_to(table, match.expression, CAP + 1)
    if number > CAP:
        return None
    if is_dated:
        ids = InOrder(number, partial(_first_of, table, match.by_title))
        return ids if number > FEW else list(ids)
    select = f"SELECT {ID} FROM {table}_fts WHERE {table}_fts MATCH %s ORDER BY rank, rowid DESC"
    return _column(select, match.expression) if number else []


def latest_first(table: str, match: Match) -> Sequence[int] | None:
    """The ids of the first CAP of very many matching entries, the latest first, where the index has them in
    that order."""
    if connection.vendor == "postgresql":
        return None
    return InOrder(CAP, partial(_first_of, table, [match.expression]))


def _first_of(table: str, matches: Iterable[str], number: int) -> list[int]:
    """The ids of the first so many entries: of those that meet the first match, the latest first, then of
    those that meet the next."""
    ids: list[int] = []
    for match in matches:
        if len(ids) < number:
            select = f"SELECT {ID} FROM {table}_fts WHERE {table}_fts MATCH %s ORDER BY rowid DESC"
            ids += _column(f"{select} LIMIT {number - len(ids)}", match)
    return ids


def _best_first_on_postgresql(table: str, match: Match, is_dated: bool) -> list[int] | None:
    # To count is to read each row: where few are expected they are ranked as they are read.
    expression = match.expression
    if _expected(table, expression) > CAP and _number_up_to(table, expression, CAP + 1) > CAP:
        return None
    words = match.each_word if is_dated else [match.of_words]
    worth = " + ".join([f"(ts_rank('{IN_TITLE}', tsv, %s::tsquery) > 0)::int"] * len(words))
    order = f"worth = {len(words)} DESC, worth > 0 DESC"
    if not is_dated:
        worth, order = "ts_rank(tsv, %s::tsquery)", "worth DESC"
    ids = _column(
        f"WITH found AS MATERIALIZED (SELECT record_id, place, {worth} AS worth FROM {table}"
        f" WHERE tsv @@ %s::tsquery), few AS (SELECT * FROM found LIMIT {CAP + 1})"
        f" SELECT record_id FROM few ORDER BY {order}, place DESC",
        *words,
        expression,
    )
    return ids if len(ids) <= CAP else None


def _expected(table: str, match: str) -> int:
    """How many matches PostgreSQL expects, from what it knows of the words."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {table} WHERE tsv @@ %s::tsquery", [match])
        [[plan]] = cursor.fetchall()
    return int(plan[0]["Plan"]["Plan Rows"])


def _column(select: str, *arguments: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(select, arguments)
        return [row[0] for row in cursor.fetchall()]


class Among(Func):
    """Whether a number is one of these, which are written into the query: thousands of parameters would
    cost more than the query itself."""

    output_field = BooleanField()

    @classmethod
    def these(cls, expression: Any, numbers: Iterable[int]) -> "Among":
        return cls(expression, written_out=",".join(str(int(number)) for number in numbers))

    def __init__(self, expression: Any, written_out: str, **extra: Any) -> None:
        super().__init__(expression, **extra)
        self.numbers = written_out

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        context["template"] = f"%(expressions)s IN ({self.numbers})"
        return super().as_sql(compiler, connection, *args, **context)


class Matches(Func):
    """Whether the record of this id matches; asked of the full-text index itself."""

    output_field = BooleanField()

    def __init__(self, table: str, *expressions: Any, **extra: Any) -> None:
        super().__init__(*expressions, **extra)
        self.table = table

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        if connection.vendor == "sqlite":
            context["template"] = "(%(expressions)s))"
            context["arg_joiner"] = f" IN (SELECT {ID} FROM {self.table}_fts WHERE {self.table}_fts MATCH "
        else:
            context["template"] = "(%(expressions)s::tsquery))"
            context["arg_joiner"] = f" IN (SELECT record_id FROM {self.table} WHERE tsv @@ "
        return super().as_sql(compiler, connection, *args, **context)


class Holds(Func):
    """Whether the record of this id holds the groups in its entry: read word by word, past the index."""

    output_field = BooleanField()

    def __init__(
        self, table: str, expression: Any, groups: Sequence[Group], begun: bool, **extra: Any
    ) -> None:
        super().__init__(expression, **extra)
        self.table, self.groups, self.begun = table, groups, begun

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        sql, values = compiler.compile(self.source_expressions[0])
        sought = [[f" {key} " for key in group] for group in self.groups]
        if self.begun:
            sought[-1].append(f" {self.groups[-1][0]}")
        held = "instr(' ' || title || ' ' || body || ' ', %s)"
        every = " AND ".join(f"({' OR '.join([held] * len(keys))})" for keys in sought)
        found = f"EXISTS (SELECT 1 FROM {self.table} WHERE record_id = {sql} AND {every})"
        return found, [*values, *(key for keys in sought for key in keys)]


def walks_with_index() -> bool:
    """Whether rows in the reader's own order can be tested against the full-text index itself."""
    return connection.vendor == "postgresql"


def rebuild(tables: Iterable[str]) -> None:
    """Bring SQLite's index in line with its tables after rows were written past the triggers."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild')")
