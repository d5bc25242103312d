"""Comparing text in Arabic, and in the Latin letters that stand beside it, as its readers do.

A reader takes «بلدية الخَلِيل», «بلديه الخليل» and «بلـــدية الخليل» for the same words, and ٢٠١٤ for 2014;
a computer does not. Folding removes what readers do not compare by; stemming removes what grammar
attaches to a word: the article, the conjunction, endings of number, gender and possession.

>>> fold("اتِّفاقِيَّةُ تَوْأَمَةٍ بين إربد و Şanlıurfa، ٢٠١٤م")
'اتفاقيه توامه بين اربد و sanliurfa 2014 م'
>>> [stem(word) for word in words("وبالبلديات البلديتان لبلديتهم")]
['بلدي', 'بلدي', 'لبلد']

A preposition that stands alone before a word (لبلديتهم) is not removed: only a dictionary knows whether
ل in «لبنان» is one. Who searches asks for both forms.

The module needs nothing but Python. No text makes it raise: not a lone surrogate, not a NUL.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST_WORD = 40

# ---- Folding: letters ------------------------------------------------------------------------

# Signs inside transliterated words that no reader searches by: Sana'a, ʿAjlūn, Hawaiʻi, Слов'янськ.
APOSTROPHES = frozenset("'’‘‛`´ʹʺʻʼʽʾʿˀˁˈʔʕꞋꞌ′＇")

# After marks are split off by Unicode's own decomposition, letters that remain and mean the same here.
SAME_LETTERS = {
    "ا": "ٱ",
    "ب": "پٮٻ",
    "ت": "ٹ",
    "ج": "چڃ",
    "د": "ڈ",
    "ر": "ڑڕ",
    "ز": "ژ",
    "غ": "ڠ",
    "ف": "ڤڥڢ",
    "ق": "ڨڧٯ",
    "ك": "کڪڭگݣ",
    "ل": "ڵ",
    "ن": "ں",
    "ه": "ةھہۃە",
    "و": "ۆۇۈۋ",
    "ي": "ىیېےێۍ",
    "i": "ı",
    "l": "ł",
    "o": "ø",
    "d": "đð",
    "h": "ħ",
    "n": "ŋ",
    "t": "ŧ",
    "a": "ə",
    "ae": "æ",
    "oe": "œ",
    "th": "þ",
}
DROPPED = frozenset({"Mn", "Mc", "Me", "Cf"})
TATWEEL = "ـ"
HIGH_HAMZA = "ٴ"
HAMZA_ABOVE = "\u0654"


class _Letters(dict[int, str | None]):
    """A table for str.translate that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        folded: str | None = character
        if unicodedata.category(character) in DROPPED or character in APOSTROPHES:
            folded = None
        elif character.isdigit():
            folded = str(unicodedata.digit(character))
        self[code] = folded
        return folded


_LETTERS = _Letters({ord(HIGH_HAMZA): None, ord(HAMZA_ABOVE): HAMZA_ABOVE})
_LETTERS.update({ord(other): letter for letter, others in SAME_LETTERS.items() for other in others})


# ---- Folding: words --------------------------------------------------------------------------


class _Shapes(dict[int, str]):
    """What each character is to the shape of a word: a cased letter (a), another letter (w), a digit (d),
    a mark (m), an invisible sign (c), an apostrophe (') or a gap."""

    def __missing__(self, code: int) -> str:
        self[code] = shape = _shape(chr(code))
        return shape


def _shape(character: str) -> str:
    if unicodedata.normalize("NFC", character) in APOSTROPHES:
        return "'"
    category = unicodedata.category(character)
    if category == "Cf":
        return "c"
    if category in DROPPED or character in (TATWEEL, HIGH_HAMZA):
        return "m"
    plain = unicodedata.normalize("NFKD", character)
    first = next((letter for letter in plain if letter.isalnum() and letter != TATWEEL), "")
    if not first:
        return "m" if category[0] == "L" else " "
    if first.isdigit():
        return "d"
    return "a" if first.lower() != first.upper() else "w"


_SHAPES = _Shapes()
# Marks and invisible signs belong to the word they stand in; digits to Latin letters (A4) but not to
# Arabic ones, which are written close to them (2014م); an apostrophe joins two cased letters.
_TOKEN = re.compile(
    r"w(?:[mc]*w)*(?:c*m)*"
    r"|[ad](?:[mc]*[ad]|(?<=a)[mc]*'[mc]*(?=a))*(?:c*m)*"
)


def tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word as it stands in the text: where it begins, where it ends, and itself, with the marks and
    the tatweel inside it. `words` of it gives its folded form, mostly one word.

    >>> list(tokens("أمانة «عمّـان»"))
    [(0, 5, 'أمانة'), (7, 13, 'عمّـان')]
    """
    for found in _TOKEN.finditer(text.translate(_SHAPES)):
        start, end = found.span()
        yield start, end, text[start:end]


def words(text: str) -> list[str]:
    """The words of a text, folded, so that words which readers take for the same are equal.

    >>> words("Al-Kāẓimiyya, كاظمیّه، ﺍﻟﻜﺎﻇﻤﻴﺔ")
    ['al', 'kazimiyya', 'كاظميه', 'الكاظميه']
    >>> words("مسئول = مسؤول; Straße = STRASSE; San‘a’ 'الخليل'")
    ['مسوول', 'مسوول', 'strasse', 'strasse', 'sana', 'الخليل']
    """
    return [word for _, _, token in tokens(text) for word in _folded_once(token)]


def fold(text: str) -> str:
    """The folded words of a text with single spaces between them.

    >>> fold("  بلديـّـة — «القاهــرة»  ")
    'بلديه القاهره'
    """
    return " ".join(words(text))


def _folded(token: str) -> tuple[str, ...]:
    # Apostrophes go first: some decompose into a space and a mark.
    plain = "".join(letter for letter in token if not _is_padding(letter))
    plain = unicodedata.normalize("NFKD", plain).casefold()
    folded = unicodedata.normalize("NFKD", plain).translate(_LETTERS)
    # The hamza goes last: مسئول is مسؤول in Egypt's spelling, but no مسيول.
    folded = folded.replace("ي" + HAMZA_ABOVE + "و", "وو").replace(HAMZA_ABOVE, "")
    spans = (found.span() for found in _TOKEN.finditer(folded.translate(_SHAPES)))
    return tuple(folded[start:end][:LONGEST_WORD] for start, end in spans)


def _is_padding(character: str) -> bool:
    shape = _SHAPES[ord(character)]
    return shape == "'" or (shape == "m" and unicodedata.category(character)[0] == "L")


_remembered = lru_cache(maxsize=50_000)(_folded)


def _folded_once(token: str) -> tuple[str, ...]:
    """Texts repeat their words; only what is as long as a word is worth remembering."""
    return _remembered(token) if len(token) <= LONGEST_WORD else _folded(token)


# ---- Stemming --------------------------------------------------------------------------------

# What may stand before a word and be written to it: at least three letters follow, two after ال and لل.
ARTICLES = ("وبال", "فبال", "وكال", "فكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "لال", "ال")
BEFORE_SHORT_WORDS = frozenset({"ال", "لل", "ولل", "فلل"})
GOD = frozenset({"الله", "لله", "بالله"})

# How words begin whose first letters look like «و» or an article and are neither.
ROOTED = tuple(
    words(
        """
        واجب واجه واحات واحد واحة وادي واردات وارسو واسط واسع واشنطن واصل واعد وافد وافر واقع والده والونيا
        وايومنغ وتير وثائق وثيق وجاه وجبات وجبة وجدان وجدة وجهات وجهة وجوه وجود وجيه وحدات وحدة وحدوي وحيد
        وداد وديان وديع وردية ورزازات ورشات ورشة ورقاء ورقلة وريد وزار وزان وزراء وزير وساط وسام وسائط وسائل
        وسطاء وسطى وسيط وسيل وسيم وصايا وصفي وصول وصية وضاح وضعي وطن وظائف وظيف وعاء وعود وفاء وفاق وفود
        وفير وقائع وقائي وقاية وقفي وقود وقوف وكال وكلاء وكيل ولادة ولاي وليام وليد وليم ونشريس وهاب وهران
        وهمي وهيب وورسستر ويلز ويلنغتون ويلينغتون ويليام وينيبيغ ويمبلي ويسكونسن باليرمو بالتيمور كالكوتا
        كالياري كاليفورنيا كالغاري فالنسيا فالنتين
        """
    )
)

# Bare words that are not to swallow the longer word made of them: سليم is not سليمان, الرياض is not
# الرياضة, ناصر is neither الناصرة nor الناصرية.
APART = frozenset(
    words(
        """
        رياض جبال مكتب جامع سلام مدرس عمار قاهر بريد أمان مهرج براغ منور فلاح طريق جمهور أمير جورج مقدس بني
        علي محمد أحمد محمود إسماعيل إبراهيم ناصر منصور خالد هاشم عباس صالح حسين يوسف سليم سليمان سلمان سعود
        إسكندر داود موسى عثمان سعيد رشيد حميد مجيد فيصل سالم جابر صباح زاهر ظاهر طاهر عامر قاسم كاظم أمين
        شريف خليل كونغ عاصم سامر صلاح علام عزيز لطيف زينب يعقوب إسحق أيوب كامل كمال جمال جلال جميل كريم رحيم
        نبيل نادر ماجد مازن مروان عدنان غسان حسان رضوان سامي هادي مهدي مبارك مسعود معاذ نايف وليد ياسر ياسين
        بدران حمدان زيدان زهران رمضان شعبان طلال عادل عابد فارس فاضل فواز مالك ماهر نعيم هلال وسيم زياد إياد
        بشار بسام حازم حاتم راشد عماد فؤاد فريد منير ناجي هشام
        """
    )
)

# Words in ت, whose own ت is no ending.
ENDING_IN_TEH = tuple(words("بيروت كويت حضرموت تكريت إنترنت أرجنت مؤقت ثابت زيت بيت وقت صوت"))
# Countries and gardens, whose تان is no dual.
ENDING_IN_STAN = tuple(
    words(
        """
        باكستان أفغانستان كردستان طاجيكستان أوزبكستان تركمانستان كازاخستان قازاقستان قرغيزستان قيرغيزستان
        داغستان بلوشستان راجستان عربستان لرستان هندوستان سيستان خوزستان بستان
        """
    )
)
FEMININE = ("تهما", "تهم", "تها", "تنا", "ته", "تين", "تان", "تي", "تا")
FEMININE_OF_SHORT_WORDS = ("تهما", "تها", "تين", "تان")
RELATION = ("يات", "يه", "يا", "ي")
OTHER_ENDINGS = ("هما", "هم", "ون", "ين", "ان", "و", "ا")
LONG_STEM = 4
SHORT_STEM = 3
SHORTEST_STEM = 2


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """One folded word without what grammar attaches to it. The stem of a stem is the stem itself.

    >>> stem("والاتفاقيات"), stem("اتفاقيه"), stem("اتفاقهم")
    ('اتفاق', 'اتفاق', 'اتفاق')
    >>> stem("رياضيين"), stem("رياضه"), stem("رياض")
    ('رياضي', 'رياضه', 'رياض')
    >>> stem("municipalities"), stem("churches"), stem("paris")
    ('municipality', 'church', 'paris')
    """
    if word.isascii():
        return _latin_stem(word)
    if not _ARABIC.match(word):
        return word
    while (shorter := _without_ending(_without_seats(without_article(word)))) != word:
        word = shorter
    return word


_ARABIC = re.compile("[ء-ي]")


def without_article(word: str) -> str:
    """One folded word without the article and the conjunction, and with its endings.

    >>> without_article("والبلديات"), without_article("وزاره")
    ('بلديات', 'وزاره')
    """
    while (shorter := _without_beginning(word)) != word:
        word = shorter
    return word


def _without_seats(word: str) -> str:
    """The word as those write it who leave the hamza out: شئون and شؤون, العلماء and العلما, داوود and داود;
    and اللاجئون like اللاجئين, though its hamza stands before a و."""
    if word.endswith("وون") and len(word) > LONG_STEM + 1:
        word = word[:-3] + "ي"
    word = word.replace("وو", "و")
    bare = word.replace("ء", "")
    return bare if len(bare) >= SHORT_STEM else word


def _without_beginning(word: str) -> str:
    if word in GOD:
        return "الله"
    if word.startswith(ROOTED):
        return word
    for article in ARTICLES:
        rest = word.removeprefix(article)
        if rest != word and len(rest) >= (SHORTEST_STEM if article in BEFORE_SHORT_WORDS else SHORT_STEM):
            return rest
    if word[0] == "و" and len(word) > LONG_STEM:
        return word[1:]
    return word


def _without_ending(word: str) -> str:
    """One ending less; `stem` asks until nothing is left to remove."""
    for ending in FEMININE:
        rest = word.removesuffix(ending)
        least = SHORTEST_STEM if ending in FEMININE_OF_SHORT_WORDS else SHORT_STEM
        if rest != word and len(rest) >= least and not _is_of_the_word(rest, ending):
            return rest + ("ت" if rest.endswith("ا") else "ه")
    for ending in RELATION:
        rest = word.removesuffix(ending)
        least = SHORTEST_STEM if ending == "يه" else SHORT_STEM
        if rest != word and len(rest) >= least:
            related = _related(rest)
            return word if related in APART else related
    for ending in ("ات", "ه"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= SHORTEST_STEM:
            return rest if _swallows(rest) else rest + "ه"
    for ending in OTHER_ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and _swallows(rest):
            return rest
    rest = word.removesuffix("ها")
    return rest if len(rest) >= SHORT_STEM else word


def _swallows(rest: str) -> bool:
    """Whether what remains is long enough, and no other word, to stand for the whole."""
    return len(rest) >= LONG_STEM and rest not in APART


def _is_of_the_word(rest: str, ending: str) -> bool:
    """Whether the ت is the word's own, as in بيروتي, باكستان, جاكرتا and معلوماتي."""
    return (
        (ending == "تي" and rest.endswith("ا"))
        or (ending == "تا" and not rest.endswith("ي"))
        or (rest + ending).endswith(ENDING_IN_STAN)
        or (rest + "ت").endswith(ENDING_IN_TEH)
    )


def _related(rest: str) -> str:
    """What تركيا and تركي, ثقافة and ثقافي, كهرباء and كهربائي have in common."""
    if len(rest) >= LONG_STEM and rest.endswith("اي"):
        return rest[:-1]
    return rest if _swallows(rest) else rest + "ي"


# ---- Stemming: Latin letters -----------------------------------------------------------------

LATIN_APART = frozenset({"rhodes", "romans", "saintes", "thames", "tours", "wales"})
SERVANT_OF = re.compile(r"abd[aeiou](?:l|([rnszdt])(?=\1)|sh(?=sh))(?=[a-z]{3})(.*)")


def _latin_stem(word: str) -> str:
    """English plurals; the ways to write ة, and names with عبد ال, in Latin letters."""
    if servant := SERVANT_OF.fullmatch(word):
        name = servant[2].replace("ee", "i").replace("oo", "u").replace("ou", "u")
        word = "abdal" + name
    while (shorter := _without_latin_ending(word)) != word:
        word = shorter
    return word


def _without_latin_ending(word: str) -> str:
    if len(word) <= LONG_STEM or word.isdigit() or word in LATIN_APART:
        return word
    if word.endswith(("ah", "aa")):
        return word[:-1]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "os", "as")):
        return word[:-1]
    return word
