"""Why a record was found: the passage that holds the words, with the words marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agreements.arabic import tokens, words
from agreements.search.keys import Group, stored_keys
from agreements.search.passages import Passage

WIDTH = 160


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool


@dataclass(frozen=True)
class Reason:
    """The heading of the passage, and a stretch of it in pieces, some of them marked."""

    label: Any
    pieces: list[Piece]


def reason_of_match(passages: Iterable[Passage], groups: list[Group], begun: bool = False) -> Reason | None:
    """The passage that holds the most of the words asked for, the earlier one of equals; None where the
    words stand in no single passage that is shown."""
    best: tuple[int, Passage, list[tuple[int, int]]] | None = None
    for passage in passages:
        spans, held = _spans(passage.text, groups, begun)
        if spans and (best is None or held > best[0]):
            best = (held, passage, spans)
            if held == len(groups):
                break
    if best is None:
        return None
    _held, passage, spans = best
    return Reason(passage.label, _pieces(passage.text, spans))


def _spans(text: str, groups: list[Group], begun: bool) -> tuple[list[tuple[int, int]], int]:
    """Where the words stand in a text, and how many of the groups they meet."""
    found = list(tokens(text))
    spans: list[tuple[int, int]] = []
    met: set[int] = set()
    for place, (start, end, token) in enumerate(found):
        single, pair = set(stored_keys(token)), set()
        stop = end
        if place + 1 < len(found):
            _start, stop, following = found[place + 1]
            pair = set(stored_keys("".join(words(token) + words(following))))
        for number, group in enumerate(groups):
            is_last = begun and number == len(groups) - 1
            if single.intersection(group) or (is_last and any(key.startswith(group[0]) for key in single)):
                spans.append((start, end))
                met.add(number)
            elif pair.intersection(group):
                spans.append((start, stop))
                met.add(number)
    return _joined(sorted(set(spans)), text), len(met)


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
