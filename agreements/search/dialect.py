"""What differs between SQLite and PostgreSQL in full-text search, and nothing else.

Each searchable kind of record has a table of entries: the record's id, the keys of its headings in
`title`, those of everything else in `body`. SQLite indexes such a table with an FTS5 table that three
triggers keep; PostgreSQL with a generated column and a GIN index. Keys are letters and digits only, so
that nothing in a match needs escaping.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Func

from agreements.search.asked import Group

CAP = 5_000
WEIGHT_OF_TITLE = 10.0


def install(schema_editor: Any, table: str) -> None:
    """Lay the index over a table of entries; harmless where it lies already. On SQLite it is laid anew
    after every change of that table's columns, for remaking a table drops its triggers."""
    for statement in {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor](table):
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


def _sqlite(table: str) -> list[str]:
    added = f"INSERT INTO {table}_fts(rowid, title, body) VALUES (new.record_id, new.title, new.body);"
    removed = (
        f"INSERT INTO {table}_fts({table}_fts, rowid, title, body)"
        " VALUES ('delete', old.record_id, old.title, old.body);"
    )
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table}_fts USING fts5(title, body,"
        f" content='{table}', content_rowid='record_id', tokenize='unicode61 remove_diacritics 0')",
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


def put(table: str, entries: Sequence[tuple[int, str, str]]) -> None:
    """Write entries, each as the record's id and its two columns, over those that are there."""
    otherwise = "(record_id) DO UPDATE SET title = excluded.title, body = excluded.body"
    _insert(table, ("record_id", "title", "body"), entries, otherwise)


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


def match_expression(groups: Sequence[Group], begun: bool, without: Sequence[str] = ()) -> str:
    """The groups as one match: all of them, each by any of its alternatives; the word being typed
    also by how it begins; and none of the keys in `without`."""
    if connection.vendor == "sqlite":
        whole, start, either, every, but = '"{}"', '"{}"*', " OR ", " AND ", "({}) NOT ({})"
    else:
        whole, start, either, every, but = "'{}'", "'{}':*", " | ", " & ", "({}) & !({})"

    def alternatives(group: Group, last: bool) -> str:
        terms = [whole.format(key) for key in group]
        if begun and last:
            terms.append(start.format(group[0]))
        return f"({either.join(terms)})"

    final = len(groups) - 1
    match = every.join(alternatives(group, place == final) for place, group in enumerate(groups))
    return but.format(match, either.join(map(whole.format, without))) if without else match


def some_ids(table: str, match: str, number: int) -> list[int]:
    """The ids of a few of the matching entries, in no order."""
    return _column(_some(table, "{id}", number), match)


def ranked_ids(table: str, match: str, rank_by: str) -> list[int] | None:
    """The ids of the matching entries, best first by what of the match tells them apart; None where more than
    CAP match."""
    if connection.vendor == "sqlite":
        number = _number_up_to(table, match, CAP + 1)
        select = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s ORDER BY rank, rowid DESC"
        return None if number > CAP else _column(select, match) if number else []
    # To count is to read each row: where few are expected they are ranked as they are read.
    if _expected(table, match) > CAP and _number_up_to(table, match, CAP + 1) > CAP:
        return None
    ids = _column(
        f"WITH found AS MATERIALIZED (SELECT record_id, ts_rank(tsv, %s::tsquery) AS worth FROM {table}"
        f" WHERE tsv @@ %s::tsquery), few AS (SELECT record_id, worth FROM found LIMIT {CAP + 1})"
        " SELECT record_id FROM few ORDER BY worth DESC, record_id DESC",
        rank_by,
        match,
    )
    return ids if len(ids) <= CAP else None


def _expected(table: str, match: str) -> int:
    """How many matches PostgreSQL expects, from what it knows of the words."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {table} WHERE tsv @@ %s::tsquery", [match])
        [[plan]] = cursor.fetchall()
    return int(plan[0]["Plan"]["Plan Rows"])


def _number_up_to(table: str, match: str, most: int) -> int:
    """How many entries match, counted no further than `most`."""
    [number] = _column(f"SELECT count(*) FROM ({_some(table, '1', most)}) AS few", match)
    return number


def _some(table: str, what: str, number: int) -> str:
    if connection.vendor == "sqlite":
        return f"SELECT {what.format(id='rowid')} FROM {table}_fts WHERE {table}_fts MATCH %s LIMIT {number}"
    # With the limit inside, the planner expects to meet some soon, and reads the whole table for none.
    return (
        f"WITH found AS MATERIALIZED (SELECT record_id FROM {table} WHERE tsv @@ %s::tsquery)"
        f" SELECT {what.format(id='record_id')} FROM found LIMIT {number}"
    )


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
            context["arg_joiner"] = f" IN (SELECT rowid FROM {self.table}_fts WHERE {self.table}_fts MATCH "
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
