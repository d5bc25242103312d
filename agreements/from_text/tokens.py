"""A text as words with their places, in sentences."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agreements import arabic

# A full stop after a title or an initial ends no sentence: «م. سعد», Dr. Smith, J. Smith.
_ABBREVIATED = re.compile(
    r"(?:(?<![^\W_])[^\W\d_]|\b(?:Dr|Mr|Mrs|Ms|St|Prof|Cllr|Hon|Rev|Mdm|Bt|Gov|Gen|Sen|Eng|Jr|No|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|أ\.د))$"
)
_END = re.compile(r"[.!?؟](?=[\s»”\"]|$)|\n")

# These letters end a word: what stands behind them was written on by mistake («المدينةالمنورة»).
_GLUED = re.compile(r"(?<=[ةى])(?=[ء-ي]{3})")

# A text without full stops is read in pieces.
LONGEST_SENTENCE = 250


@dataclass(frozen=True, slots=True)
class Token:
    """One word: where it stands, how it is written, how readers compare it, and the signs before it."""

    start: int
    end: int
    text: str
    key: str
    gap: str

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_number(self) -> bool:
        return self.key.isdigit()

    def forms(self) -> tuple[tuple[str, int], ...]:
        """Its key, and what is left without what Arabic writes onto a word, with how many letters went.

        >>> next(sentences("وببلدية"))[0].forms()
        (('وببلديه', 0), ('ببلديه', 1), ('بلديه', 2))
        """
        return _forms(self.key)

    def among(self, words: Collection[str]) -> bool:
        """Whether it is one of these words, perhaps with «و» before it."""
        return self.key in words or (self.key[:1] in ("و", "ف") and self.key[1:] in words)

    def named(self, words: Collection[str]) -> bool:
        """Whether it is one of these words, whatever is written onto it."""
        return any(form in words for form, _ in self.forms())

    def without(self, letters: int) -> str:
        """As it is written, without so many letters at the beginning; «لل» gives its ا back."""
        article = letters and self.key[letters - 1 : letters + 1] == "لل"
        return "ال" + self.text[letters + 1 :] if article else self.text[letters:]


Sentence = tuple[Token, ...]


@lru_cache(maxsize=20_000)
def _forms(key: str) -> tuple[tuple[str, int], ...]:
    found = [(key, 0)]
    rest = key
    if rest[:1] in ("و", "ف") and len(rest) > 2:
        rest = rest[1:]
        found.append((rest, 1))
    if rest[:2] == "لل" and len(rest) > 3:
        found.append(("ال" + rest[2:], len(key) - len(rest) + 1))
    elif rest[:1] in ("ب", "ل", "ك") and len(rest) > 3:
        found.append((rest[1:], len(key) - len(rest) + 1))
    return tuple(found)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text; a line is at least one."""
    begun: list[Token] = []
    last = 0
    for start, end, word in arabic.tokens(text):
        if word.endswith(("'s", "’s")):  # Oxford’s: the sign of possession is no part of the name.
            word, end = word[:-2], end - 2
        gap = text[last:start]
        if begun and (len(begun) >= LONGEST_SENTENCE or ends_sentence(text, last, gap)):
            yield tuple(begun)
            begun = []
        for part in _GLUED.split(word):
            begun.append(Token(start, start + len(part), part, "".join(arabic.words(part)), gap))
            start, gap = start + len(part), ""
        last = end
    if begun:
        yield tuple(begun)


def ends_sentence(text: str, last: int, gap: str) -> bool:
    """Whether what stands between two words ends a sentence."""
    if "\n" in gap:
        return True
    stop = _END.search(gap + " ")
    if stop is None or (gap == "." and text[last - 1].isdigit() and text[last + 1].isdigit()):
        return False
    return stop[0] != "." or not _ABBREVIATED.search(text[max(0, last - 8) : last])


def tidy(text: str) -> str:
    text = _GLUED.sub(" ", text)
    return re.sub(r"\s+", " ", re.sub(r"[\"“”«»„]", "", text)).strip(" ،,.:;-–")


def breaks(token: Token) -> bool:
    """Whether a comma, a bracket or a dash stands before the word."""
    return any(sign in token.gap for sign in ",،;؛:()[]–—") or " - " in token.gap or "- " in token.gap


def phrase_at(tokens: Sequence[Token], at: int, phrases: Collection[str], longest: int = 5) -> int:
    """How many words from here make one of the folded phrases; the longest counts; 0 if none does.

    A conjunction may be written onto the first."""
    for size in range(min(longest, len(tokens) - at), 0, -1):
        keys = [token.key for token in tokens[at : at + size]]
        whole = " ".join(keys)
        if whole in phrases:
            return size
        if whole[:1] in ("و", "ف") and whole[1:] in phrases:
            return size
    return 0
