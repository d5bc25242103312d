"""The keys a text is found by: computed alike from what is stored and from what is asked.

A key is the stem of a folded word (`agreements.arabic`), or of several words written as one. Keys consist
of letters and digits only, so that no database needs them escaped. Whoever changes what keys a text has
has them computed anew (`rebuild_search`).

What can be decided by looking at a word is decided in both places (بالخليل and خليل have one key). What
cannot is left as it stands in the stored text and asked in every way it may stand there: whether the ل of
«لبنان» is a preposition, whether «بيت جالا» was written as one word, which plural «طالب» has.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from agreements import arabic
from agreements.search.written import (
    AMMAN,
    HYPHENS,
    OMAN,
    Word,
    by_marks,
    may_be_article,
    one_key,
    words_of,
    written,
)

LONGEST_RUN = 5
Placed = tuple[int, int, Sequence[str]]

# The first half of names that are written in one word as often as in two.
FIRST_HALVES = frozenset(
    arabic.words(
        """
        أبو أبي أبا بو أم بن ابن عبد بيت دير خان تل عين كفر رأس سيدي بني باب برج جبل خربة بير بئر شرم مرسى
        سان سانت abu abi abou abo bin bint ben ibn umm abd abdul abdel abdal beit bayt bait beyt deir dayr
        khan tel tell tall ain ayn ein wadi oued ras sidi bani beni jabal jebel djebel kafr kfar kufr bir
        burj borj bourj
        """
    )
)
SECOND_HALVES = frozenset({"الله", "الدين"})


def stored_keys(text: str) -> Sequence[str]:
    """The keys of running text, in its order; no key twice for one word.

    >>> stored_keys("بلدية رام الله والخليل")
    ('بلدي', 'رام', 'رامالل', 'الله', 'خليل')
    """
    return _keys_of(text, in_a_name=False)


def name_keys(text: str) -> Sequence[str]:
    """The keys of a name, of a city or a person: those of running text, any two neighbours as one word,
    and the whole as one, for nobody can list the names that are written either way.

    >>> name_keys("بيت جالا")
    ('بيت', 'بيتجال', 'جالا')
    >>> name_keys("As-Salt")
    ('salt', 'as', 'assalt', 'alsalt')
    """
    return _keys_of(text, in_a_name=True)


def placed_keys(text: str, in_a_name: bool = False) -> Iterator[Placed]:
    """The same keys with the stretch of the text from which each comes: from where, until where.

    >>> list(placed_keys("سلطنة عمان"))
    [(0, 5, ('سلطن',)), (6, 10, ('عمان',)), (0, 10, ('oman',))]
    """
    words, spans = written(text)
    before = None
    for place, (word, after) in enumerate(zip_longest(words, words[1:])):
        start, end = spans[place]
        yield start, end, word.keys
        if word.may_be_either:
            yield from _told_apart(word, before, after, spans[max(place - 1, 0) : place + 2])
        if after and (in_a_name or word.hyphen or _is_half_a_name(word, after)):
            yield start, spans[place + 1][1], (one_key(word.whole, after.whole),)
        before = word
    if any(word.hyphen for word in words):
        yield from _runs(words, spans)
    if in_a_name and 2 < len(words) <= LONGEST_RUN:
        yield spans[0][0], spans[-1][1], (one_key(*(word.whole for word in words)),)


# A register says the same in many records: names, domains, offices, kinds.
LONGEST_REPEATED = 200


def _keys_of(text: str, in_a_name: bool) -> Sequence[str]:
    return _remembered(text, in_a_name) if len(text) <= LONGEST_REPEATED else _all_keys(text, in_a_name)


def _all_keys(text: str, in_a_name: bool) -> Sequence[str]:
    keys = None if in_a_name else _word_by_word(text)
    if keys is None:
        keys = [key for _start, _end, those in placed_keys(text, in_a_name) for key in those]
    return tuple(keys)


_remembered = lru_cache(maxsize=20_000)(_all_keys)


def _word_by_word(text: str) -> list[str] | None:
    """The keys of running text in which no word is bound to the one beside it, which most is; None for
    other text."""
    if not HYPHENS.isdisjoint(text):
        return None
    keys: list[str] = []
    for piece in text.split():
        own = _keys_if_unbound(piece)
        if own is None:
            return None
        keys += own
    return keys


@lru_cache(maxsize=50_000)
def _keys_if_unbound(piece: str) -> tuple[str, ...] | None:
    """The keys of what stands between two spaces, mostly one word, if none of its words is an article or half
    a name, nor Amman or Oman; else None."""
    words = [word for _start, _end, token in arabic.tokens(piece) for word in words_of(token)]
    if any(may_be_article(word) or word.may_be_either or _halves(word) for word in words):
        return None
    return tuple(key for word in words for key in word.keys)


def _is_half_a_name(word: Word, after: Word) -> bool:
    return word.folded in FIRST_HALVES or after.folded in SECOND_HALVES


def _halves(word: Word) -> bool:
    """Whether it is half a name with the word before or after it."""
    return word.folded in FIRST_HALVES or word.folded in SECOND_HALVES


def _runs(words: Sequence[Word], spans: Sequence[tuple[int, int]]) -> Iterator[Placed]:
    """Three words or more that hyphens join, as one: a registry number, Aix-en-Provence."""
    run: list[str] = []
    first = 0
    for place, word in enumerate(words):
        first = first if run else place
        run.append(word.whole)
        if not word.hyphen:
            if 2 < len(run) <= LONGEST_RUN:
                yield spans[first][0], spans[place][1], (one_key(*run),)
            run = []


def _told_apart(
    word: Word, before: Word | None, after: Word | None, spans: Sequence[tuple[int, int]]
) -> Iterator[Placed]:
    """Amman or Oman, where the text itself says which: by marks, or by the word beside it."""
    own = spans[1] if before else spans[0]
    if marked := by_marks(word.token):
        yield *own, (marked,)
    elif before and before.folded.endswith("سلطنه"):
        yield spans[0][0], own[1], (OMAN,)
    elif before and before.folded.endswith("امانه"):
        yield spans[0][0], own[1], (AMMAN,)
    elif after and after.folded == "الكبري":
        yield own[0], spans[-1][1], (AMMAN,)
