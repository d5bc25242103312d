"""Writing what is searched: the keys of a record's passages, in the transaction that changes it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import apps

from agreements.arabic import tokens, words
from agreements.search.keys import name_keys, near_variants, stored_keys
from agreements.search.passages import Passage

SHORTEST_WORD = 3
CHUNK = 500


def entries_of(model: Any) -> Any:
    """The table of search entries of a kind of record, as a model."""
    return model._meta.get_field("search_entry").related_model


def renew_agreements(ids: Iterable[int]) -> None:
    """Write the entries of these agreements anew, after something changed that many of them name."""
    agreements = apps.get_model("agreements", "Agreement")
    remaining = iter(sorted(set(ids)))
    while chunk := list(islice(remaining, CHUNK)):
        entries_of(agreements).write(agreements.objects.filter(pk__in=chunk))


def write_entries(
    entries: Any,
    records: Iterable[Any],
    passages_of: Callable[[Any], Iterator[Passage]],
    filter_keys_of: Callable[[Any], Iterator[str]] = lambda record: iter(()),
) -> None:
    """Write or renew the entry of each record in `entries`, a model of search entries."""
    written, shown = [], {}
    for record in records:
        passages = [passage for passage in passages_of(record) if passage.text]
        title = [key for passage in passages if passage.heading for key in keys_of(passage)]
        rest = [key for passage in passages if not passage.heading for key in keys_of(passage)]
        body = dict.fromkeys([*filter_keys_of(record), *rest])
        written.append(entries(record_id=record.pk, title=" ".join(title), body=" ".join(body)))
        shown.update(_words_to_know(passages))
    entries.objects.bulk_create(
        written, update_conflicts=True, unique_fields=["record"], update_fields=["title", "body"]
    )
    _learn(entries.vocabulary(), shown)


def keys_of(passage: Passage) -> list[str]:
    return name_keys(passage.text) if passage.name else stored_keys(passage.text)


# ---- The words that a misspelt one may have meant --------------------------------------------


def _words_to_know(passages: list[Passage]) -> dict[str, str]:
    """The words of names and titles, each key with the word as it is written."""
    known: dict[str, str] = {}
    for passage in passages:
        if passage.heading:
            for _start, _end, token in tokens(passage.text):
                for key in stored_keys(token):
                    if len(key) > SHORTEST_WORD and not key.isdigit() and len(words(token)) == 1:
                        known.setdefault(key, token)
    return known


def _learn(vocabulary: Any, shown: dict[str, str]) -> None:
    """Add the words that the spelling table does not know, with their slips."""
    known = set(vocabulary.objects.filter(key__in=shown).values_list("key", flat=True))
    fresh = {key: word for key, word in shown.items() if key not in known}
    if not fresh:
        return
    vocabulary.objects.bulk_create(
        [vocabulary(key=key, shown=word[:80]) for key, word in fresh.items()], ignore_conflicts=True
    )
    slips = vocabulary._meta.get_field("slips").related_model
    ids = vocabulary.objects.filter(key__in=fresh).values_list("pk", "key")
    slips.objects.bulk_create(
        [slips(word_id=pk, text=variant) for pk, key in ids for variant in near_variants(key)],
        ignore_conflicts=True,
    )
