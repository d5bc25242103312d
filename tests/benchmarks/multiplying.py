"""A register many times as large, made in the database itself of one that was taken over record by record.

Each copy has the cities, domains and dates of the first, so that words are as common as they were. The family
names of those who sign hold a mark, in whose place each copy writes letters of its own, so that rare names
stay rare and new ones go on coming, as they do in a register that grows.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import F, Max

from agreements.models import (
    Agreement,
    AgreementEntry,
    DomainCoverage,
    Party,
    PublicRecord,
    RegisterCounter,
    SearchWord,
    Signatory,
    SignatoryEntry,
    Source,
    StatusPeriod,
)
from agreements.search import dialect
from agreements.search.index import learn
from tests.benchmarks.register import MARK_AR, MARK_LATIN

# Letters that no word begins or ends with by grammar.
ARABIC, LATIN = "دجرزشصطعغقثح", "djrzcpfqgkvx"
NUMBERS_A_COPY = 100_000
# Of SQLite, while it multiplies; the cache in KiB.
MEANWHILE = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -2000000")

# Each after those that it refers to.
COPIED: tuple[Any, ...] = (
    Agreement,
    Party,
    Signatory,
    DomainCoverage,
    Source,
    StatusPeriod,
    PublicRecord,
    AgreementEntry,
    SignatoryEntry,
)
MARKED: dict[Any, Sequence[str]] = {
    Signatory: ("name_ar", "name_en"),
    AgreementEntry: ("title",),
    SignatoryEntry: ("title",),
}


def multiply(times: int) -> None:
    """Make so many of each agreement that is in the register, with all that hangs on it."""
    width = {model: model._default_manager.aggregate(most=Max("pk"))["most"] or 0 for model in COPIED}
    entries = [model._meta.db_table for model in MARKED if "search" in model._meta.db_table]
    with _without_way_back(), transaction.atomic(), connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        for table in entries:
            dialect.remove(editor, table)
        for model in COPIED:
            for copy in range(1, times):
                cursor.execute(_one_more(model, copy, width))
        connection.check_constraints()  # PostgreSQL changes no table that it still has to look through.
        for table in entries:
            dialect.install(editor, table)
        dialect.rebuild(entries)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
            cursor.execute(statement)
        RegisterCounter.objects.update(published=F("published") * times)
        _learn_names(times)
    settle()


@contextmanager
def _without_way_back() -> Iterator[None]:
    """SQLite keeps no journal meanwhile: what is multiplied here is thrown away if it fails."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        for meanwhile in MEANWHILE:
            cursor.execute(f"PRAGMA {meanwhile}")
    yield
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = WAL")


def settle() -> None:
    """Let the database look at what it holds, as it does by itself some minutes after."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _one_more(model: Any, copy: int, width: dict[Any, int]) -> str:
    """The statement that writes one more copy of the first rows of a table, with what they refer to."""
    quote = connection.ops.quote_name
    columns = {quote(field.column): _copied(model, field, copy, width) for field in model._meta.local_fields}
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {table}"
        f" WHERE {key} <= {width[model]}"
    )


def _copied(model: Any, field: Any, copy: int, width: dict[Any, int]) -> str:
    """The value of a column in a copy."""
    held = connection.ops.quote_name(field.column)
    referred = field.related_model if field.is_relation else model if field.primary_key else None
    if referred in width:
        return f"{held} + {copy * width[referred]}"
    if field.name == "place":
        return f"{held} + {copy * width[model._meta.pk.related_model]}"
    if field.name == "registry_number":
        number = f"CAST(substr({held}, 9) AS integer) + {copy * NUMBERS_A_COPY}"
        return f"substr({held}, 1, 8) || CAST({number} AS varchar(8))"
    if field.name in MARKED.get(model, ()):
        return (
            f"replace(replace({held}, '{MARK_AR}', '{_letters(copy, ARABIC)}'),"
            f" '{MARK_LATIN}', '{_letters(copy, LATIN)}')"
        )
    return held


def _letters(copy: int, alphabet: str) -> str:
    """Three letters that stand for the mark in this copy."""
    base = len(alphabet)
    return alphabet[copy % base] + alphabet[copy // base % base] + alphabet[copy // base**2 % base]


def _learn_names(times: int) -> None:
    """Tell the spelling table the names of each copy."""
    known = dict(SearchWord.objects.values_list("key", "shown"))
    for copy in range(1, times):
        arabic, latin = _letters(copy, ARABIC), _letters(copy, LATIN)
        fresh = {
            key.replace(MARK_AR, arabic).replace(MARK_LATIN, latin): shown.replace(MARK_AR, arabic)
            for key, shown in known.items()
            if MARK_AR in key or MARK_LATIN in key
        }
        learn(SearchWord, fresh)
