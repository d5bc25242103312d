"""The words of a text as somebody wrote them, in Arabic or in Latin letters, and what they are bound to."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from agreements import arabic

SHORT = 3
SHORTEST_PADDED = 5
PARTICLES = "بلوكف"
HYPHENS = frozenset("-\u2010\u2011")

# The Arabic article in Latin letters: al-Khalil, El Jadida, and before certain letters as-Salt, ar-Ramtha.
ARTICLES = frozenset({"al", "el", "ul", "il"})
ASSIMILATED = re.compile(r"[aeu](sh|th|dh|[trzsdn])")
ELIDED = re.compile(r"(?:[dlmnco]|qu|dell|dall|nell|sull|all|sant)")

# عمّان, the city, and عُمان, the country, are one word when folded. Where marks or a neighbour tell them
# apart the text is found by the name in Latin letters, which every record of either bears.
AMMAN, OMAN = "amman", "oman"
SHADDA, DAMMA, FATHA = "\u0651", "\u064f", "\u064e"
SPELLING = frozenset("عمان") | {chr(mark) for mark in range(0x064B, 0x0653)}
MARKED_AMMAN = re.compile("ع([\u064b-\u0652]*)م([\u064b-\u0652]*)ا[\u064b-\u0652]*ن")


@dataclass(frozen=True)
class Word:
    """One word as it was written: folded, with the Latin article before it, and how it is bound to the
    word that follows."""

    folded: str
    token: str
    article: str = ""
    hyphen: bool = False

    @cached_property
    def key(self) -> str:
        """Of the word without its article; of «al k», which somebody is still typing, with it."""
        return one_key(self.whole) if self.article and self.is_letter else arabic.stem(self.folded)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """All keys that it has by itself, whatever stands beside it."""
        return tuple(dict.fromkeys((self.key, *_of_the_same_word(self))))

    @cached_property
    def may_be_either(self) -> bool:
        """Whether it may be Amman as well as Oman."""
        rest = self.folded[1:] if self.folded[0] in PARTICLES else ""
        return "عمان" in (arabic.stem(self.folded), rest and arabic.stem(rest))

    @property
    def whole(self) -> str:
        return self.article + self.folded

    @property
    def is_letter(self) -> bool:
        return len(self.folded) == 1 and not self.folded.isdigit() and self.folded < "\u0700"


def written(text: str) -> tuple[list[Word], list[tuple[int, int]]]:
    """The words of a text, and where each stands in it; an article in Latin letters goes with its word."""
    found: list[Word] = []
    spans: list[tuple[int, int]] = []
    last_end = 0
    for start, end, token in arabic.tokens(text):
        if found and text[last_end:start] in HYPHENS:
            found[-1] = replace(found[-1], hyphen=True)
        for word in words_of(token):
            if found and _is_article(found[-1].folded, word.folded):
                found[-1] = Word(word.folded, token, article=found[-1].whole)
                spans[-1] = (spans[-1][0], end)
            else:
                found.append(word)
                spans.append((start, end))
        last_end = end
    return found, spans


@lru_cache(maxsize=50_000)
def words_of(token: str) -> tuple[Word, ...]:
    """Mostly one; texts repeat their words, and a word computes its keys once."""
    return tuple(Word(folded, token) for folded in arabic.words(token))


def may_be_article(word: Word) -> bool:
    """Whether it may be the article of the word that follows."""
    return word.folded in ARTICLES or ASSIMILATED.fullmatch(word.folded) is not None


def _is_article(word: str, following: str) -> bool:
    if word in ARTICLES:
        return following.isascii() and following.isalpha()
    if assimilated := ASSIMILATED.fullmatch(word):
        return following.startswith(assimilated[1]) and len(following) > SHORT
    return False


def one_key(*parts: str) -> str:
    """The key of words written as one."""
    return arabic.stem("".join(parts)[: arabic.LONGEST_WORD])


def _of_the_same_word(word: Word) -> Iterator[str]:
    """The article and what it makes of the word (alkhalil); what follows an elision (L'Aquila); a number
    without the noughts that fill it up."""
    if word.article:
        yield from (arabic.stem(word.article), one_key(word.whole), one_key("al", word.folded))
    if elided := after_elision(word):
        yield elided
    if len(word.folded) >= SHORTEST_PADDED and word.folded.isdigit():
        yield word.folded.lstrip("0") or "0"


def after_elision(word: Word) -> str:
    for place, character in enumerate(word.token):
        if character in arabic.APOSTROPHES:
            first, rest = arabic.fold(word.token[:place]), arabic.fold(word.token[place:])
            return arabic.stem(rest) if ELIDED.fullmatch(first) and len(rest) >= SHORT else ""
    return ""


def by_marks(token: str) -> str:
    """The name that the marks on ع and م spell, if they spell one of the two."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", token) if c in SPELLING)
    marked = MARKED_AMMAN.search(letters)
    if not marked:
        return ""
    on_ayn, on_mim = marked.groups()
    is_oman, is_amman = DAMMA in on_ayn, SHADDA in on_mim or FATHA in on_ayn
    return "" if is_oman == is_amman else OMAN if is_oman else AMMAN
