"""What a text asks for, in the keys of `agreements.search.keys`: computed alike from what is stored and
from what is asked. What cannot be decided by looking at a word is asked in every way it may stand in the
stored text.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from agreements import arabic
from agreements.search.written import (
    ARTICLES,
    OMAN,
    PARTICLES,
    SHORT,
    Word,
    after_elision,
    by_marks,
    one_key,
    written,
)

MOST_CHARACTERS = 200
MOST_WORDS = 12
Group = tuple[str, ...]
"""What may stand for one word that was typed; the word's own key first."""

# Words that bind others and say nothing by themselves. على is none of them: it is written as علي, a name.
FUNCTION_WORDS = frozenset(
    arabic.words("بين في مع من إلى عن أو ثم and or of the between with in on at to for by from an")
)

# Words that say what every record is, and how people are addressed: what holds them is preferred, but nobody
# means by them that nothing else will do.
GENERAL_WORDS = frozenset(
    map(
        arabic.stem,
        arabic.words(
            """
            اتفاقية اتفاق مدينة بلدية عام سنة السيد السيدة الدكتور الدكتورة المهندس المهندسة الأستاذ الأستاذة
            معالي سعادة عطوفة agreement accord city town municipality year mr mrs ms dr eng prof
            """
        ),
    )
)

# Words whose first letter is their own, though the rest is a word as well: لبنان is not «for Banan».
OWN_FIRST_LETTER = frozenset(
    map(
        arabic.stem,
        arabic.words(
            """
            بلد بلاد بطاقة بحر بحار بحث بنك بيان برنامج برامج بريد بسام بلال بدر بشير بركات بصرة بنان بيوت
            بيت باب بسالة باسم باسل بسمة بهاء بشار بشرى بدور براق لجنة لجان لبنان لسان لقاء لواء ليون لوحة
            لغة ليبيا لطيف لطفي لبيب لبنى لقمان لندن لبان لباس كبير كتاب كريم كريمة كمال كامل كلية كرمان كرم
            كنيسة كرامة كلام كاتب كندا كراج كبار كروم كرة كاسب كفاح كساد كنوز فكرة فرقة فرق فريق فنون فلاح
            فارس فراس فريد فهد فصل فخر فتح فرات فحص فرصة فترة فوز فوزي فيصل فساد فقر فرد واحة وسام وسيم وليد
            وديع وائل وصفي وطني وفاق ورشة ورق وصول وفود ولاء وفاء ورود وعود وسط وزن وطن وادي وقف وصل وجه
            وحدة وردة وقت وضع وعد
            """
        ),
    )
)
PARTICLES_OF_SHORT_WORDS = "بلو"

# Left at two letters when they are stored, for more of such words are no articles: بالون, والد.
ARTICLES_OF_SHORT_WORDS = ("بال", "وال", "فال", "كال")

UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
WRITTEN_OUT = re.compile("|".join(UMLAUTS.values()))


def asked(text: str, forms: Mapping[str, Collection[str]] = {}) -> list[Group]:
    """What a text asks for: a group for each word, of which any one key is enough.

    Words that only bind others are not asked for, unless there are no others. `forms` holds, for a key,
    the keys of its other forms (متاحف for متحف); it is read in both directions.

    >>> asked("في القدس")
    [('قدس', 'بقدس', 'لقدس', 'وقدس')]
    >>> asked("Al-Khalil")
    [('khalil', 'alkhalil')]
    >>> asked("سلطنة عمان"), asked("عمّان")
    ([('oman',)], [('amman',)])
    """
    words, _spans = written(text[:MOST_CHARACTERS])
    telling = [word for word in words if not _says_nothing(word)] or words
    groups: list[Group] = []
    for place, word in enumerate(words):
        if word not in telling:
            continue
        before = words[place - 1] if place else None
        after = words[place + 1] if place + 1 < len(words) else None
        if told_apart := _asked_apart(word, before):
            if before and before.folded.endswith("سلطنه") and groups:
                groups.pop()
            groups.append((told_apart,))
        else:
            groups.append(tuple(dict.fromkeys(_alternatives(word, before, after, forms))))
    return _each_once(groups)[:MOST_WORDS]


def _each_once(groups: list[Group]) -> list[Group]:
    """A word that was typed again is asked for once, with all that may stand for it."""
    by_key: dict[str, Group] = {}
    for group in groups:
        by_key[group[0]] = tuple(dict.fromkeys((*by_key.get(group[0], ()), *group)))
    return list(by_key.values())


def _says_nothing(word: Word) -> bool:
    return not word.article and (word.folded in FUNCTION_WORDS or word.is_letter)


def _asked_apart(word: Word, before: Word | None) -> str:
    if not word.may_be_either:
        return ""
    sultanate = before is not None and before.folded.endswith("سلطنه")
    return by_marks(word.token) or (OMAN if sultanate else "")


def _alternatives(
    word: Word, before: Word | None, after: Word | None, forms: Mapping[str, Collection[str]]
) -> Iterator[str]:
    yield word.key
    keys = [word.key, *_of_the_same_word_asked(word)]
    for key in keys:
        yield key
        for form in other_forms(key, forms):
            yield form
            yield from _after_particles(form)
    if before and before.folded not in FUNCTION_WORDS:
        yield from _as_one(before, word)
    if after and after.folded not in FUNCTION_WORDS:
        yield from _as_one(word, after)


def _as_one(first: Word, second: Word) -> Iterator[str]:
    """Both as one word, unless its stem is that of one of them: سانت إتيان is not سانت."""
    key = one_key(first.whole, second.whole)
    if key not in (first.key, second.key):
        yield key


def _of_the_same_word_asked(word: Word) -> Iterator[str]:
    if word.article:
        yield from (one_key(word.whole), one_key("al", word.folded))
    if elided := after_elision(word):
        yield elided
    if word.folded.isascii():
        yield from _latin_spellings(word)
    else:
        yield from _with_particles(word.folded)


def _with_particles(folded: str) -> Iterator[str]:
    """The word with a preposition or conjunction written to it, and without the one it may begin with."""
    bare = arabic.without_article(folded)
    yield from _after_particles(bare)
    if len(bare) < SHORT:
        yield from (arabic.stem(article + bare) for article in ARTICLES_OF_SHORT_WORDS)
    rest = folded[1:]
    if folded[0] in _particles(rest) and arabic.stem(folded) not in OWN_FIRST_LETTER:
        yield arabic.stem(rest)


def _after_particles(bare: str) -> Iterator[str]:
    for particle in "" if bare.isascii() else _particles(bare):
        key = arabic.stem(particle + bare)
        if key not in OWN_FIRST_LETTER:
            yield key


def _particles(word: str) -> str:
    """Those that may be written to a word of this length without making another word of it too often."""
    if len(word) < SHORT:
        return ""
    return PARTICLES_OF_SHORT_WORDS if len(word) == SHORT else PARTICLES


def _latin_spellings(word: Word) -> Iterator[str]:
    """Köln as Koeln and Koeln as Köln; alkhalil without its article."""
    token = unicodedata.normalize("NFC", word.token).lower()
    spelt_out = arabic.fold("".join(UMLAUTS.get(letter, letter) for letter in token))
    yield arabic.stem(spelt_out.replace(" ", ""))
    yield arabic.stem(WRITTEN_OUT.sub(lambda two: two[0][0], word.folded))
    if word.folded[:2] in ARTICLES and len(word.folded) > SHORT + 3:
        yield arabic.stem(word.folded[2:])


def other_forms(key: str, forms: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The other forms of a key: those it names, those that name it, and those that share a name with it."""
    words = {*forms.get(key, ()), *(word for word, others in forms.items() if key in others)}
    for word in sorted(words):
        yield word
        yield from sorted(forms.get(word, ()))
        yield from sorted(other for other, named in forms.items() if word in named and other != key)


def without_general(groups: Sequence[Group]) -> list[Group]:
    """What is asked for less the words that say nothing of one record; the same where there are no others.

    >>> [group[0] for group in without_general(asked("اتفاقية مدينة القدس"))]
    ['قدس']
    >>> [group[0] for group in without_general(asked("the municipality"))]
    ['municipality']
    """
    return [group for group in groups if group[0] not in GENERAL_WORDS] or list(groups)


def telling_words(text: str) -> list[str]:
    """The words of a text as they were typed that say something of one record, each once.

    >>> telling_words("اتفاقية بين الخليل وبورصة")
    ['الخليل', 'وبورصة']
    >>> telling_words("Hebron and the Hebron of Al-Quds")
    ['Hebron', 'Al-Quds']
    """
    text = text[:MOST_CHARACTERS]
    by_key: dict[str, str] = {}
    for word, (start, end) in zip(*written(text), strict=True):
        if not _says_nothing(word) and word.key not in GENERAL_WORDS:
            by_key.setdefault(word.key, text[start:end])
    return list(by_key.values())


def is_too_short(text: str) -> bool:
    """Whether there is nothing to search by: no word at all, or a single letter or digit."""
    words = arabic.words(text)
    return not words or (len(words) == 1 and len(words[0]) == 1)
