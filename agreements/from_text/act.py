"""An act of signing as one sentence tells of it, and what both languages read alike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from agreements.arabic import fold
from agreements.from_text.lexicon import words
from agreements.from_text.tokens import Token, phrase_at

# A mooted agreement is one whose possibility somebody talks of: that announces nothing.
Standing = Literal["signed", "planned", "mooted", "past", "denied"]

REACH = 60
BEHIND = 12
# How far behind the approving word the instrument stands: session and chair come between.
APPROVED = 20
# A council approves money for these, and no instrument.
NO_INSTRUMENT = frozenset(
    {
        "budget",
        "funding",
        "exchange",
        "exchanges",
        "programme",
        "program",
        "association",
        "committee",
        "activation",
    }
    | {fold(word) for word in ("ميزانية", "موازنة", "تمويل", "مخصصات", "تفعيل")}
)


@dataclass(frozen=True, slots=True)
class Act:
    """The word that tells of the signing: which of the sentence's words, and how it stands."""

    at: int
    standing: Standing
    is_verb: bool


def first_phrase(
    tokens: Sequence[Token], phrases: Collection[str], start: int = 0, end: int | None = None
) -> int:
    """Where the first of these phrases begins between two words; -1 if none does."""
    last = len(tokens) if end is None else min(end, len(tokens))
    for at in range(max(0, start), last):
        if phrase_at(tokens, at, phrases):
            return at
    return -1


def instruments(language: str) -> frozenset[str]:
    return words(f"instrument.{language}") | words(f"instrument.many_{language}")


def near_instrument(tokens: Sequence[Token], language: str) -> set[int]:
    """The words that have an instrument's word near: close before, or somewhere behind."""
    named = instruments(language)
    near: set[int] = set()
    for at, token in enumerate(tokens):
        if token.named(named):
            near.update(range(at - REACH + 1, at + BEHIND + 1))
    return near


def approvals(tokens: Sequence[Token], language: str) -> list[Act]:
    """A council approves a twinning, two cities agree on one: it is still to be signed; a council considers
    one: it is only talked of."""
    at = first_phrase(tokens, words(f"act.approved_{language}"))
    noun = at > 0 and tokens[at - 1].key in {"the", "its", "their"}  # “on the backs of the visit”
    if (
        at < 0
        or noun
        or not any(token.named(instruments(language)) for token in tokens[at + 1 : at + APPROVED])
    ):
        return []
    if any(token.named(NO_INSTRUMENT) for token in tokens[at : at + BEHIND]):
        return []
    denied = any(token.among(words(f"act.not_{language}")) for token in tokens[max(0, at - 3) : at + 6])
    if denied:
        return [Act(at, "denied", True)]
    talked = any(token.named(words(f"act.mooted_{language}")) for token in tokens[: at + 6])
    return [Act(at, "mooted" if talked else "planned", True)]
