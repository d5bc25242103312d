"""The keys a text is found by: computed alike from what is stored and from what is asked.

A key is the stem of a folded word (`agreements.arabic`), or of several words written as one. Keys consist
of letters and digits only, so that no database needs them escaped. Whoever changes what keys a text has
raises KEYS_VERSION: stored keys are then computed anew.

What can be decided by looking at a word is decided in both places (بالخليل and خليل have one key). What
cannot is left as it stands in the stored text and asked in every way it may stand there: whether the ل of
«لبنان» is a preposition, whether «بيت جالا» was written as one word, which plural «طالب» has.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import zip_longest

from agreements import arabic

KEYS_VERSION = 1
MOST_CHARACTERS = 200
MOST_WORDS = 12
LONGEST_RUN = 5
SHORTEST_PADDED = 5

Group = tuple[str, ...]
"""What may stand for one word that was typed; the word's own key first."""

HYPHENS = frozenset("-\u2010\u2011")

# Words that bind others and say nothing by themselves. على is none of them: it is written as علي, a name.
FUNCTION_WORDS = frozenset(
    arabic.words("بين في مع من إلى عن أو ثم and or of the between with in on at to for by from an")
)

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

# The Arabic article in Latin letters: al-Khalil, El Jadida, and before certain letters as-Salt, ar-Ramtha.
ARTICLES = frozenset({"al", "el", "ul", "il"})
ASSIMILATED = re.compile(r"[aeu](sh|th|dh|[trzsdn])")
ELIDED = re.compile(r"(?:[dlmnco]|qu|dell|dall|nell|sull|all|sant)")

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
PARTICLES = "بلوكف"
PARTICLES_OF_SHORT_WORDS = "بلو"
SHORT = 3

# عمّان, the city, and عُمان, the country, are one word when folded. Where marks or a neighbour tell them
# apart the text is found by the name in Latin letters, which every record of either bears.
AMMAN, OMAN = "amman", "oman"
SHADDA, DAMMA, FATHA = "\u0651", "\u064f", "\u064e"
SPELLING = frozenset("عمان") | {chr(mark) for mark in range(0x064B, 0x0653)}
MARKED_AMMAN = re.compile("ع([\u064b-\u0652]*)م([\u064b-\u0652]*)ا[\u064b-\u0652]*ن")

UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
WRITTEN_OUT = re.compile("|".join(UMLAUTS.values()))


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
        return _one(self.whole) if self.article and self.is_letter else arabic.stem(self.folded)

    @cached_property
    def stored(self) -> tuple[str, ...]:
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


def _written(text: str) -> list[Word]:
    """The words of a text; an article in Latin letters goes with its word."""
    found: list[Word] = []
    last_end = 0
    for start, end, token in arabic.tokens(text):
        if found and text[last_end:start] in HYPHENS:
            found[-1] = replace(found[-1], hyphen=True)
        for word in _words_of(token):
            if found and _is_article(found[-1].folded, word.folded):
                found[-1] = Word(word.folded, token, article=found[-1].whole)
            else:
                found.append(word)
        last_end = end
    return found


@lru_cache(maxsize=50_000)
def _words_of(token: str) -> tuple[Word, ...]:
    """Mostly one; texts repeat their words, and a word computes its keys once."""
    return tuple(Word(folded, token) for folded in arabic.words(token))


def _is_article(word: str, following: str) -> bool:
    if word in ARTICLES:
        return following.isascii() and following.isalpha()
    if assimilated := ASSIMILATED.fullmatch(word):
        return following.startswith(assimilated[1]) and len(following) > SHORT
    return False


def _one(*parts: str) -> str:
    """The key of words written as one."""
    return arabic.stem("".join(parts)[: arabic.LONGEST_WORD])


# ---- What is stored --------------------------------------------------------------------------


LONGEST_REPEATED = 200


def stored_keys(text: str) -> Sequence[str]:
    """The keys of running text, in its order; no key twice for one word.

    >>> stored_keys("بلدية رام الله والخليل")
    ('بلدي', 'رام', 'رامالل', 'الله', 'خليل')
    """
    return _keys_of(text, in_a_name=False)


def name_keys(text: str) -> Sequence[str]:
    """The keys of a name, of a city or a person: those of running text, and any two neighbours as one
    word, for nobody can list the names that are written either way.

    >>> name_keys("بيت جالا")
    ('بيت', 'بيتجال', 'جالا')
    >>> name_keys("As-Salt")
    ('salt', 'as', 'assalt', 'alsalt')
    """
    return _keys_of(text, in_a_name=True)


def _keys_of(text: str, in_a_name: bool) -> Sequence[str]:
    """A register says the same in many records: names, domains, offices, kinds."""
    return _remembered(text, in_a_name) if len(text) <= LONGEST_REPEATED else tuple(_stored(text, in_a_name))


@lru_cache(maxsize=20_000)
def _remembered(text: str, in_a_name: bool) -> Sequence[str]:
    return tuple(_stored(text, in_a_name))


def _stored(text: str, in_a_name: bool) -> Iterator[str]:
    words = _written(text)
    before = None
    for word, after in zip_longest(words, words[1:]):
        if word.may_be_either:
            yield from dict.fromkeys([*word.stored, *_names_told_apart(word, before, after)])
        else:
            yield from word.stored
        if after and (in_a_name or word.hyphen or _is_half_a_name(word, after)):
            yield _one(word.whole, after.whole)
        before = word
    if any(word.hyphen for word in words):
        yield from _runs(words)


def _of_the_same_word(word: Word) -> Iterator[str]:
    """The article and what it makes of the word (alkhalil); what follows an elision (L'Aquila); a number
    without the noughts that fill it up."""
    if word.article:
        yield from (arabic.stem(word.article), _one(word.whole), _one("al", word.folded))
    if elided := _after_elision(word):
        yield elided
    if len(word.folded) >= SHORTEST_PADDED and word.folded.isdigit():
        yield word.folded.lstrip("0") or "0"


def _after_elision(word: Word) -> str:
    for place, character in enumerate(word.token):
        if character in arabic.APOSTROPHES:
            first, rest = arabic.fold(word.token[:place]), arabic.fold(word.token[place:])
            return arabic.stem(rest) if ELIDED.fullmatch(first) and len(rest) >= SHORT else ""
    return ""


def _is_half_a_name(word: Word, after: Word) -> bool:
    return word.folded in FIRST_HALVES or after.folded in SECOND_HALVES


def _runs(words: Sequence[Word]) -> Iterator[str]:
    """Three words or more that hyphens join, as one: a registry number, Aix-en-Provence."""
    run: list[str] = []
    for word in words:
        run.append(word.whole)
        if not word.hyphen:
            if 2 < len(run) <= LONGEST_RUN:
                yield _one(*run)
            run = []


def _names_told_apart(word: Word, before: Word | None, after: Word | None) -> Iterator[str]:
    """Amman or Oman, where the text itself says which."""
    if marked := _by_marks(word.token):
        yield marked
    elif before and before.folded.endswith("سلطنه"):
        yield OMAN
    elif (before and before.folded.endswith("امانه")) or (after and after.folded == "الكبري"):
        yield AMMAN


def _by_marks(token: str) -> str:
    """The name that the marks on ع and م spell, if they spell one of the two."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", token) if c in SPELLING)
    marked = MARKED_AMMAN.search(letters)
    if not marked:
        return ""
    on_ayn, on_mim = marked.groups()
    is_oman, is_amman = DAMMA in on_ayn, SHADDA in on_mim or FATHA in on_ayn
    return "" if is_oman == is_amman else OMAN if is_oman else AMMAN


# ---- What is asked ---------------------------------------------------------------------------


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
    words = _written(text[:MOST_CHARACTERS])
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
    return groups[:MOST_WORDS]


def _says_nothing(word: Word) -> bool:
    return not word.article and (word.folded in FUNCTION_WORDS or word.is_letter)


def _asked_apart(word: Word, before: Word | None) -> str:
    if not word.may_be_either:
        return ""
    sultanate = before is not None and before.folded.endswith("سلطنه")
    return _by_marks(word.token) or (OMAN if sultanate else "")


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
        yield _one(before.whole, word.whole)
    if after and after.folded not in FUNCTION_WORDS:
        yield _one(word.whole, after.whole)


def _of_the_same_word_asked(word: Word) -> Iterator[str]:
    if word.article:
        yield from (_one(word.whole), _one("al", word.folded))
    if elided := _after_elision(word):
        yield elided
    if word.folded.isascii():
        yield from _latin_spellings(word)
    else:
        yield from _with_particles(word.folded)


def _with_particles(folded: str) -> Iterator[str]:
    """The word with a preposition or conjunction written to it, and without the one it may begin with."""
    yield from _after_particles(arabic.without_article(folded))
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


def is_too_short(text: str) -> bool:
    """Whether there is nothing to search by: no word at all, or a single letter or digit."""
    words = arabic.words(text)
    return not words or (len(words) == 1 and len(words[0]) == 1)


# ---- What is misspelt ------------------------------------------------------------------------

# Letters that are written for one another by ear. Alike in sound is no slip.
SOUND = str.maketrans("طصظذثقغ", "تسضدتكج")
LATIN_SOUND = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ou|oo|w", "u"),
        (r"ee|ie|y", "i"),
        (r"ph", "f"),
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
    if len(word) <= SHORT:
        return {word}
    variants = _shortened(word)
    sound = _sound(word)
    if sound != word and len(sound) > SHORT:
        variants |= _shortened(sound)
    return variants


def _shortened(word: str) -> set[str]:
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def _sound(word: str) -> str:
    if not word.isascii():
        return word.translate(SOUND)
    for pattern, sound in LATIN_SOUND:
        word = pattern.sub(sound, word)
    return word


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
