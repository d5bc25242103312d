"""How far two words lie apart: a letter too many, missing, wrong or swapped, or written as it is heard."""

import re
from collections.abc import Iterable

from agreements.arabic import stem

SHORTEST_SLIPPED = 4
# In words of so many letters two slips are forgiven where one variant is met by both.
SHORTEST_OF_TWO_SLIPS = 6

# Letters that are written for one another by ear. Alike in sound is no slip.
SOUND = str.maketrans("طصظذثقغ", "تسضدتكج")
LATIN_SOUND = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch|t?ch", "sh"),
        (r"dj", "j"),
        (r"ou|oo|w", "u"),
        (r"ee|ie|y", "i"),
        (r"ph", "f"),
        (r"gh", "g"),
        (r"q|ck|c(?![eih])", "k"),
        (r"([a-z])\1", r"\1"),
    )
]


def near_variants(word: str) -> set[str]:
    """The word, and the word with any one letter missing: two words one slip apart share a variant. So do
    longer words that are one slip apart by ear: Youssef and Yusuf, استانبول and اسطنبول.

    >>> sorted(near_variants("عمان"))
    ['عان', 'عما', 'عمان', 'عمن', 'مان']
    >>> near_variants("dawood") & near_variants("daoud") != set()
    True
    """
    if len(word) < SHORTEST_SLIPPED:
        return {word}
    variants = _shortened(word)
    sound = _sound(word)
    if sound != word and len(sound) >= SHORTEST_SLIPPED:
        variants |= _shortened(sound)
    return variants


def variants_of_written(folded: str) -> set[str]:
    """The same of a word whose ending may be taken for another when a letter is missing: the stems of the
    word as it is written with any one letter left out.

    >>> "اتيان" in variants_of_written("ايتيان"), "اتيان" in near_variants(stem("ايتيان"))
    (True, False)
    """
    return {stem(variant) for variant in near_variants(folded)}


def _shortened(word: str) -> set[str]:
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def _sound(word: str) -> str:
    if not word.isascii():
        return word.translate(SOUND)
    for pattern, sound in LATIN_SOUND:
        word = pattern.sub(sound, word)
    return word


def closest(typed: str, known: Iterable[str], whole: str = "") -> list[str]:
    """Those of some near words that are meant, the nearest first: where some sound like what was typed, no
    others; unless it is itself a word, which somebody wrote for another. Else those a slip away, as it is
    written or by ear; of a long word, two. `whole`: what was typed, with its ending.

    >>> closest("بورسه", ["بورصه", "فورسه"]), closest("jala", ["jalla", "alla"])
    (['بورصه'], ['jalla'])
    >>> closest("youth", ["south", "lith", "utah"])
    ['south']
    """
    words = list(known)
    alike = [word for word in words if _sound(word) == _sound(typed)] if typed not in words else []
    most = 1 if len(typed) < SHORTEST_OF_TWO_SLIPS else 2
    away = {word: min(slips(typed, word), slips(whole or typed, word)) for word in words}
    near = alike or [word for word in words if away[word] <= most or _sounds_near(typed, word)]
    return sorted(near, key=lambda word: (away[word], word))


def _sounds_near(typed: str, word: str) -> bool:
    return slips(_sound(typed), _sound(word)) <= 1


def slips(typed: str, known: str) -> int:
    """How many letters must be added, left out, changed or swapped to make one word of the other.

    >>> slips("خيلل", "خليل"), slips("hebrn", "hebron"), slips("oman", "amman")
    (1, 1, 2)
    """
    before: list[int] = []
    row = list(range(len(known) + 1))
    for down, letter in enumerate(typed):
        earlier, before, row = before, row, [down + 1]
        for across, other in enumerate(known):
            cost = min(before[across + 1] + 1, row[across] + 1, before[across] + (letter != other))
            if down and across and letter == known[across - 1] and typed[down - 1] == other:
                cost = min(cost, earlier[across - 1] + 1)
            row.append(cost)
    return row[-1]
