"""Where no record holds all the words that were typed: what holds all but one of them."""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from agreements.search.asked import telling_words

# Of more words each one is not left out by turns: nobody can say which of them was meant.
MOST_WORDS = 5
MOST_OFFERED = 4


class Fewer(NamedTuple):
    """A text that does find something: how many records, or `is_more` than those."""

    text: str
    number: int
    is_more: bool


def with_fewer_words(text: str, ask: Callable[[str], Any]) -> list[Fewer]:
    """What was typed without one of its words, where something holds the others as they stand; where
    nothing does, each word by itself. What finds least comes first, for it says most.

    `ask` searches for a text as it is typed, and gives a `Finding` or None."""
    words = telling_words(text)
    if not 1 < len(words) <= MOST_WORDS:
        return []
    for number in sorted({len(words) - 1, 1}, reverse=True):
        if found := list(_met(combinations(words, number), ask)):
            return sorted(found, key=lambda each: (each.is_more, each.number))[:MOST_OFFERED]
    return []


def _met(choices: Iterator[tuple[str, ...]], ask: Callable[[str], Any]) -> Iterator[Fewer]:
    for chosen in choices:
        text = " ".join(chosen)
        found = ask(text)
        if found and (number := len(found.listing())):
            yield Fewer(text, number, found.is_more)
