"""Writing what is searched: the keys of a record's passages, in the transaction that changes it."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from agreements.arabic import tokens, words
from agreements.partial_dates import PartialDate
from agreements.search import dialect
from agreements.search.keys import name_keys, stored_keys
from agreements.search.passages import Passage
from agreements.search.slips import near_variants

SHORTEST_WORD = 3
Columns = tuple[int, int, str, str]
"""The id of a record, its place, and the two columns of its entry."""


def entries_of(model: Any) -> Any:
    """The table of search entries of a kind of record, as a model."""
    return model._meta.get_field("search_entry").related_model


class Composed(NamedTuple):
    """A record's entry as it is to be written: its place and its two columns, and what its headings say."""

    pk: int
    place: int
    title: str
    body: str
    headings: list[str]


def place_of(pk: int, date: PartialDate | None) -> int:
    """Where a record stands among all of its kind: by its date, an unknown one first; among equals by its id,
    which is the lower half of the number."""
    number = (date.year << 4 | (date.month or 0)) << 5 | (date.day or 0) if date else 0
    return number << 32 | pk


def _undated(record: Any) -> PartialDate | None:
    return None


def _no_filters(record: Any) -> Iterator[str]:
    return iter(())


def composed(
    record: Any,
    passages_of: Callable[[Any], Iterator[Passage]],
    filter_keys_of: Callable[[Any], Iterator[str]] = _no_filters,
    date_of: Callable[[Any], PartialDate | None] = _undated,
) -> Composed:
    """The entry of a record, of what is at hand of it."""
    passages = [passage for passage in passages_of(record) if passage.text]
    title, body = _keys_of(passages, filter_keys_of(record))
    headings = [passage.text for passage in passages if passage.heading]
    return Composed(record.pk, place_of(record.pk, date_of(record)), title, body, headings)


def write_entries(
    entries: Any,
    records: Iterable[Any],
    passages_of: Callable[[Any], Iterator[Passage]],
    filter_keys_of: Callable[[Any], Iterator[str]] = _no_filters,
    date_of: Callable[[Any], PartialDate | None] = _undated,
    afresh: bool = False,
) -> None:
    """Write the entry of each record in `entries`, a model of search entries, if it is not the one that
    the record holds already; `afresh`: in any case."""
    changed: list[Columns] = []
    shown: dict[str, str] = {}
    for record in records:
        entry = composed(record, passages_of, filter_keys_of, date_of)
        held = None if afresh else getattr(record, "search_entry", None)
        if held is None or (held.place, held.title, held.body) != entry[1:4]:
            changed.append(entry[:4])
        if held is None or held.title != entry.title:
            shown.update(words_to_know(entry))
    put_entries(entries, changed, shown)


def put_entries(entries: Any, columns: list[Columns], shown: dict[str, str]) -> None:
    """Write entries as they were composed, and let the spelling know their words."""
    if columns:
        dialect.put(entries._meta.db_table, columns)
    if shown:
        learn(entries.vocabulary(), shown)


def _keys_of(passages: list[Passage], filter_keys: Iterable[str]) -> tuple[str, str]:
    """The two columns of an entry."""
    title: list[str] = []
    body = dict.fromkeys(filter_keys)
    for passage in passages:
        keys = name_keys(passage.text) if passage.name else stored_keys(passage.text)
        if passage.heading:
            title += keys
        else:
            body.update(dict.fromkeys(keys))
    return " ".join(title), " ".join(body)


# ---- The words that a misspelt one may have meant --------------------------------------------


def words_to_know(entry: Composed) -> dict[str, str]:
    """The words of names and titles, each key with the word as it is written."""
    known: dict[str, str] = {}
    for text in entry.headings:
        known.update(_worth_knowing(text))
    return known


# A register repeats its names, and new names their words.
@lru_cache(maxsize=20_000)
def _worth_knowing(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for piece in text.split() for pair in _words_of_piece(piece))


@lru_cache(maxsize=20_000)
def _words_of_piece(piece: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for _start, _end, token in tokens(piece) for pair in _words_of_token(token))


def _words_of_token(token: str) -> tuple[tuple[str, str], ...]:
    if len(words(token)) != 1:
        return ()
    keys = stored_keys(token)
    return tuple((key, token) for key in keys if len(key) >= SHORTEST_WORD and not key.isdigit())


def learn(vocabulary: Any, shown: dict[str, str]) -> None:
    """Add the words that the spelling table does not know, with their slips."""
    words, slips = vocabulary._meta, vocabulary._meta.get_field("slips").related_model._meta
    fresh = shown.keys() - vocabulary.objects.filter(key__in=shown).values_list("key", flat=True)
    if not fresh:
        return
    in_order = sorted(fresh)
    dialect.add(words.db_table, ("key", "shown"), [(key, shown[key][:80]) for key in in_order])
    ids = vocabulary.objects.filter(key__in=in_order).values_list("pk", "key")
    dialect.add(
        slips.db_table,
        ("word_id", "text"),
        [(pk, variant) for pk, key in ids for variant in near_variants(key)],
    )
