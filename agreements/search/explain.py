"""Why a record was found: the passage that holds the words, with the words marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from agreements.search.asked import Group
from agreements.search.keys import LONGEST_REPEATED, Placed, placed_keys
from agreements.search.passages import Passage

WIDTH = 160

# Of a long document only the beginning is looked through for the words.
LONGEST_EXPLAINED = 20_000


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool


@dataclass(frozen=True)
class Reason:
    """The heading of the passage, and a stretch of it in pieces, some of them marked."""

    label: Any
    pieces: list[Piece]


def reason_of_match(
    passages: Iterable[Passage], groups: list[Group], begun: bool = False, whole: bool = False
) -> Reason | None:
    """The passage that holds the most of the words asked for, the earlier one of equals; None where the
    words stand in no single passage that is shown, or, for a `whole` reason, not all of them in one."""
    best: tuple[int, Passage, list[tuple[int, int]]] | None = None
    for passage in passages:
        spans, held = _spans(passage, groups, begun)
        if spans and (best is None or held > best[0]):
            best = (held, passage, spans)
            if held == len(groups):
                break
    if best is None or (whole and best[0] < len(groups)):
        return None
    _held, passage, spans = best
    return Reason(passage.label, _pieces(passage.text, spans))


def _spans(passage: Passage, groups: list[Group], begun: bool) -> tuple[list[tuple[int, int]], int]:
    """Where the words stand in a passage, and how many of the groups they meet."""
    spans: set[tuple[int, int]] = set()
    met: set[int] = set()
    for start, end, keys in _placed(passage.text[:LONGEST_EXPLAINED], passage.name):
        for number, group in enumerate(groups):
            beginning = group[0] if begun and number == len(groups) - 1 else None
            if any(key in group or (beginning and key.startswith(beginning)) for key in keys):
                spans.add((start, end))
                met.add(number)
    return _joined(sorted(spans), passage.text), len(met)


def _placed(text: str, in_a_name: bool) -> Iterable[Placed]:
    """The pages of a search show the same names again and again."""
    return _remembered(text, in_a_name) if len(text) <= LONGEST_REPEATED else placed_keys(text, in_a_name)


@lru_cache(maxsize=5_000)
def _remembered(text: str, in_a_name: bool) -> tuple[Placed, ...]:
    return tuple(placed_keys(text, in_a_name))


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Spans between which no letter stands as one: «Al-Khalil», «رام الله»."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not any(character.isalnum() for character in text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _pieces(text: str, spans: list[tuple[int, int]]) -> list[Piece]:
    """A stretch around the first word found, cut at blanks, in marked and plain pieces."""
    begin = max(0, spans[0][0] - WIDTH // 3)
    begin = text.find(" ", begin) + 1 if begin else 0
    begin = min(begin, spans[0][0])
    end = min(len(text), begin + WIDTH)
    end = (
        text.rfind(" ", begin, end) if end < len(text) and text.rfind(" ", begin, end) > spans[0][1] else end
    )
    pieces = [Piece("… ", False)] if begin else []
    place = begin
    for start, stop in spans:
        if start < place or stop > end:
            continue
        pieces += [Piece(text[place:start], False), Piece(text[start:stop], True)]
        place = stop
    pieces.append(Piece(text[place:end] + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece.text]
