"""Writing what is searched: the keys of a record's passages, in the transaction that changes it."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from agreements.arabic import tokens, words
from agreements.search.keys import name_keys, stored_keys
from agreements.search.passages import Passage
from agreements.search.slips import near_variants

SHORTEST_WORD = 3


def entries_of(model: Any) -> Any:
    """The table of search entries of a kind of record, as a model."""
    return model._meta.get_field("search_entry").related_model


def write_entries(
    entries: Any,
    records: Iterable[Any],
    passages_of: Callable[[Any], Iterator[Passage]],
    filter_keys_of: Callable[[Any], Iterator[str]] = lambda record: iter(()),
    afresh: bool = False,
) -> None:
    """Write the entry of each record in `entries`, a model of search entries, if it is not the one that
    the record holds already; `afresh`: in any case."""
    changed: list[Any] = []
    shown: dict[str, str] = {}
    for record in records:
        passages = [passage for passage in passages_of(record) if passage.text]
        entry = entries(record_id=record.pk, **_keys_of(passages, filter_keys_of(record)))
        held = None if afresh else getattr(record, "search_entry", None)
        if held is None or (held.title, held.body) != (entry.title, entry.body):
            changed.append(entry)
        if held is None or held.title != entry.title:
            shown.update(_words_to_know(passages))
    if changed:
        columns = ["title", "body"]
        entries.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["record"], update_fields=columns
        )
    if shown:
        _learn(entries.vocabulary(), shown)


def _keys_of(passages: list[Passage], filter_keys: Iterable[str]) -> dict[str, str]:
    """The two columns of an entry."""
    title: list[str] = []
    body = dict.fromkeys(filter_keys)
    for passage in passages:
        keys = name_keys(passage.text) if passage.name else stored_keys(passage.text)
        if passage.heading:
            title += keys
        else:
            body.update(dict.fromkeys(keys))
    return {"title": " ".join(title), "body": " ".join(body)}


# ---- The words that a misspelt one may have meant --------------------------------------------


def _words_to_know(passages: list[Passage]) -> dict[str, str]:
    """The words of names and titles, each key with the word as it is written."""
    known: dict[str, str] = {}
    for passage in passages:
        if passage.heading:
            for _start, _end, token in tokens(passage.text):
                for key in _worth_knowing(token):
                    known.setdefault(key, token)
    return known


@lru_cache(maxsize=20_000)
def _worth_knowing(token: str) -> list[str]:
    if len(words(token)) != 1:
        return []
    return [key for key in stored_keys(token) if len(key) >= SHORTEST_WORD and not key.isdigit()]


def _learn(vocabulary: Any, shown: dict[str, str]) -> None:
    """Add the words that the spelling table does not know, with their slips."""
    known = set(vocabulary.objects.filter(key__in=shown).values_list("key", flat=True))
    fresh = [vocabulary(key=key, shown=word[:80]) for key, word in shown.items() if key not in known]
    if not fresh:
        return
    vocabulary.objects.bulk_create(fresh, ignore_conflicts=True)
    slips = vocabulary._meta.get_field("slips").related_model
    ids = vocabulary.objects.filter(key__in=[word.key for word in fresh]).values_list("pk", "key")
    slips.objects.bulk_create(
        [slips(word_id=pk, text=variant) for pk, key in ids for variant in near_variants(key)],
        ignore_conflicts=True,
    )
