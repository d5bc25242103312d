"""Which domains of cooperation the text names, where it tells what the instrument covers."""

from collections.abc import Sequence
from functools import cache

from agreements.arabic import fold, stem
from agreements.from_text.lexicon import read, words
from agreements.from_text.proposal import Evidence, ProposedDomain
from agreements.from_text.tokens import Sentence, Token, phrase_at, tidy

LONGEST = 6
# So many different domains within so many words are a list.
MANY, CLOSE = 3, 12
SAID_REACH = 14
# With these begins what somebody said.
CLAUSES = frozenset({"that", "the", "his", "her", "he", "she", "it", "they", "this", "these", "how"})
# A top-level domain's code, and a name that the taxonomy gives to it or to one of its parts.
Named = tuple[str, str]


# «إدارة الأسواق» is about markets: alone these words name a field only with the article.
NOUNS_OF = frozenset(
    map(
        stem,
        map(
            fold,
            (
                "بحث",
                "تشغيل",
                "رسكلة",
                "آثار",
                "لوجستي",
                "إدارة",
                "تسيير",
                "تنظيم",
                "بناء",
                "تكوين",
                "تدريب",
                "سير",
                "نقل",
                "مناخ",
            ),
        ),
    )
)


def stemmed(text: str) -> str:
    """A phrase by the stems of its words; a conjunction at its beginning is none of it.

    >>> stemmed("والرعاية الصحية") == stemmed("رعاية صحية")
    True
    >>> stemmed("السياحة والثقافة") == stemmed("السياحة الثقافية")
    False
    """
    return of_stems(fold(text).split())


def of_stems(keys: Sequence[str]) -> str:
    """The stems of folded words, with a sign where one is joined to the others by «و»."""
    joined = [at and (key.startswith("وال") or keys[at - 1] == "و") for at, key in enumerate(keys)]
    return " ".join(
        f"{'+' if joins else ''}{stem(key)}" for key, joins in zip(keys, joined, strict=True) if key != "و"
    )


OF_SOMETHING = frozenset({"training", "communication", "communications", "dialogue"})
OF = frozenset({"of", "for", "between", "among", "amongst", "with"})
COLLEGES = frozenset(map(fold, ("كلية", "جامعة", "معهد", "مدرسة", "أكاديمية")))
EVENTS = frozenset(map(fold, ("معرض", "منتدى", "ملتقى", "مؤتمر", "قمة", "كأس", "بطولة")))
MET = frozenset(map(fold, ("التقى", "التقت", "استقبل", "استقبلت")))
# Words with the stem of a domain's: «اجتماع» is none of «اجتماعي», «مصالح» none of «مصالحة».
NO_DOMAINS = frozenset(
    map(
        fold,
        [
            *("مصالح", "المصالح", "مصالحها", "مصالحهم", "بعثة", "البعثة", "بعثته"),
        ],
    )
)
HERITAGE = frozenset(map(fold, ("التراث", "الموروث", "الإرث", "تراث")))
ITS_SORTS = frozenset(
    map(
        fold,
        (
            *("الثقافي", "الحضاري", "الإنساني", "الفني", "المشترك", "الشعبي", "التاريخي", "المعماري"),
            *("العمراني", "الطبيعي", "المادي", "اللامادي", "الإسلامي", "والحضاري", "والثقافي", "والشعبي"),
            *("والتاريخي", "والمعماري", "والعمراني", "والطبيعي", "واللامادي", "والفني"),
        ),
    )
)
TIES = frozenset(map(fold, ("علاقات", "روابط", "أواصر", "قيم", "عرى", "العلاقات", "الروابط")))
FOSTERED = frozenset(
    map(fold, ("تعزيز", "توطيد", "توثيق", "دعم", "إطار", "تطوير", "تقوية", "علاقات", "ترسيخ"))
)
# The taxonomy has them, but every announcement speaks of them.
GENERIC = frozenset(
    map(
        stemmed,
        (
            *("المشاريع المشتركة", "joint projects", "التعاون الدولي", "international cooperation"),
            *("التعاون اللامركزي", "التعاون الدولي اللامركزي", "decentralised cooperation"),
            *("decentralized cooperation", "العلاقات الدولية", "international relations"),
        ),
    )
)


@cache
def phrases(named: tuple[Named, ...]) -> dict[str, str]:
    """The domain that each phrase names: the lists of the press, and the taxonomy's own names."""
    found = {
        stemmed(phrase): code
        for code, languages in read("domains").items()
        for language in languages.values()
        for phrase in language
    }
    taxonomy = {stemmed(name): code for code, name in named if " " in name.strip()}
    return {phrase: code for phrase, code in (taxonomy | found).items() if phrase not in GENERIC}


class DomainReader:
    def __init__(self, text: str, language: str, named: tuple[Named, ...]) -> None:
        self.text, self.language = text, language
        self.phrases = phrases(named)

    def read(
        self, sentences: Sequence[Sentence], skipped: Sequence[bool], telling: Sequence[bool]
    ) -> list[ProposedDomain]:
        """The domains of these sentences, each once. A sentence that is skipped only breaks the thread; one
        that tells of the signing is no mere report of a visit."""
        found: dict[str, ProposedDomain] = {}
        thread = False
        for tokens, skip, tells in zip(sentences, skipped, telling, strict=True):
            start = -1 if skip else self._scope(tokens, thread, tells)
            if start < 0 and not skip and not self._is_rhetoric(tokens) and self._lists_many(tokens):
                start = 0
            thread = thread and not skip
            if start < 0:
                thread = thread and len(tokens) <= 9 and not skip
                continue
            at = start
            before = set(found)
            while at < len(tokens):
                if self._closes(tokens, at, start):
                    if not (again := self._reopens(tokens, at)):
                        break
                    at = again
                size, code = self._phrase(tokens, at)
                if not size:
                    at += 1
                    continue
                if tokens[at + size - 1].named(HERITAGE):  # «التراث الثقافي» is one thing.
                    while at + size < len(tokens) and tokens[at + size].key in ITS_SORTS:
                        size += 1
                self._add(found, tokens, at, size, code)
                at += size
            thread = True
            if set(found) - before == {
                "international"
            }:  # «تعزيز التعاون الدولي» alone is a manner of speaking.
                del found["international"]
        return list(found.values())

    def _add(self, found: dict[str, ProposedDomain], tokens: Sentence, at: int, size: int, code: str) -> None:
        first, last = tokens[at], tokens[at + size - 1]
        quote = tidy(self.text[first.start : last.end])
        if quote[:1] == "و" and self.language == "ar" and first.key[:2] in ("وا", "وب", "ول"):
            quote = quote[1:]
        place = Evidence(first.start, last.end, 0.85, "domain_words")
        found.setdefault(code, ProposedDomain(code, quote, place))

    def _phrase(self, tokens: Sentence, at: int) -> tuple[int, str]:
        for size in range(min(LONGEST, len(tokens) - at), 0, -1):
            inside = tokens[at : at + size]
            if any("," in token.gap or "،" in token.gap or "." in token.gap for token in inside[1:]):
                continue
            keys = [token.key for token in inside]
            if keys[0] == "و" or keys[-1] == "و":
                continue
            for first in dict.fromkeys([keys[0], *(form for form, _ in inside[0].forms())]):
                whole = of_stems([first, *keys[1:]])
                code = self.phrases.get(whole)
                if code and self._is_lone_sense(tokens, at, size, whole):
                    return size, code
        return 0, ""

    def _is_lone_sense(self, tokens: Sentence, at: int, size: int, whole: str) -> bool:
        """Whether a word of many senses stands here for a field: not IT for it, nor a mayor's office."""
        token = tokens[at]
        if size == 1 and token.named({"لامركزي", "اللامركزي"}):  # The cooperation is, not what it is on.
            return False
        if token.named(NO_DOMAINS) or ("اجتماع" in token.key and "اجتماعي" not in token.key):
            return False
        if self.language == "ar" and size == 1 and whole in NOUNS_OF:
            return "ال" in token.key[:3] or token.key.startswith("لل")
        following = tokens[at + size] if at + size < len(tokens) else None
        if token.key in OF_SOMETHING and size == 1 and following and following.key in OF:
            return False  # “training of fire brigades”, “communication between them”
        if self.language == "en" and whole == "it":
            return token.text == "IT"
        if self.language == "en" and size == 1 and token.is_capital and at and "," not in token.gap:
            return not (following and following.is_capital and following.gap == " ") and not (
                tokens[at - 1].is_capital and token.gap == " "
            )
        before = tokens[at - 1] if at else None
        if token.key.startswith("وال") and any(word.named(COLLEGES) for word in tokens[max(0, at - 2) : at]):
            return False  # «كلية العلوم والتقنيات»
        if any(word.named(EVENTS) for word in tokens[max(0, at - 2) : at]):
            return False  # «معرض قطر الزراعي»
        if self.phrases.get(whole) == "international" and any(
            word.named(FOSTERED) for word in tokens[max(0, at - 2) : at]
        ):
            return False  # «في إطار تعزيز التعاون اللامركزي» says why, not on what.
        if self.phrases.get(whole) == "solidarity" and any(
            word.named(TIES) for word in tokens[max(0, at - 3) : at]
        ):
            return False  # «علاقات الصداقة والتضامن»
        return not (
            before
            and before.named(
                {
                    "مدير",
                    "مديره",
                    "قسم",
                    "وزير",
                    "وزيره",
                    "وزاره",
                    "رئيس",
                    "لجنه",
                    "دائره",
                    "مستشار",
                    "منسق",
                    "جامعه",
                    "كليه",
                    "مركز",
                    "نادي",
                    "جمعيه",
                    "معهد",
                    "مستشفي",
                    "ملتقي",
                    "موتمر",
                    "المجلس",
                    "مجلس",
                    "القمه",
                }
            )
        )

    def _scope(self, tokens: Sentence, thread: bool, tells: bool) -> int:
        """Where the sentence begins to tell what is covered; -1 if it does not."""
        language = self.language
        cues = words(f"scope.{language}")
        if any(token.among(words(f"scope.shown_{language}")) for token in tokens):
            return -1
        met = tells and tokens[0].among(MET)  # «التقى … وتم توقيع»: it was signed where they met.
        if not met and self._is_rhetoric(tokens):
            strong = {"مجال", "مجالات", "المجالات", "fields", "areas", "field"}
            if not any(token.named(strong) for token in tokens):
                return -1
        if thread and len(tokens) <= 14 and self._is_list(tokens):
            return 0
        of_it = words(f"scope.instrument_{language}").union(
            words(f"instrument.{language}"), words(f"instrument.many_{language}")
        )
        behind = words(f"scope.behind_{language}")
        if any(phrase_at(tokens, at, behind, 2) for at in range(3, len(tokens))):
            return 0
        speaks_of_it = thread or any(token.named(of_it) for token in tokens)
        if not speaks_of_it:
            return -1
        for at in range(len(tokens)):
            if size := phrase_at(tokens, at, cues, 3):
                return at + size
        return -1

    def _is_rhetoric(self, tokens: Sentence) -> bool:
        """Whether it tells of a visit or of what there is in common."""
        told = words(f"scope.rhetoric_{self.language}")
        return any(phrase_at(tokens, at, told, 3) for at in range(len(tokens)))

    def _lists_many(self, tokens: Sentence) -> bool:
        """Whether so many domains stand close together that they can only be what the instrument covers."""
        met = [(at, code) for at in range(len(tokens)) for _size, code in [self._phrase(tokens, at)] if code]
        return any(
            len({code for at, code in met if first <= at < first + CLOSE}) >= MANY for first, _code in met
        )

    def _is_list(self, tokens: Sentence) -> bool:
        start = tokens[0]
        return bool(set("-•*–·") & set(start.gap)) or (start.is_number and len(tokens) > 1)

    def _reopens(self, tokens: Sentence, at: int) -> int:
        """«تنص الاتفاقية، التي حضر توقيعها السفير فلان، على …»: where the clause on who was there ends."""
        there = range(at + 1, len(tokens))
        if self.language == "en":
            fields = words("scope.again_en")
            return next((one + size for one in there if (size := phrase_at(tokens, one, fields, 3))), 0)
        return next((index for index in there if tokens[index].key == "علي" and "،" in tokens[index].gap), 0)

    def _closes(self, tokens: Sentence, at: int, start: int) -> bool:
        """Whether something else begins: who was there, or what somebody said."""
        if at - start < 2:
            return False
        return bool(phrase_at(tokens, at, words(f"act.attend_{self.language}"), 3))


def _says_later(tokens: Sequence[Token]) -> bool:
    """“At the ceremony, Mayor Doe said …”: within so many words, behind a name."""
    said = words("act.said_en")
    return any(
        token.key in said
        and token.text.islower()
        and after.key != "by"
        and (before.is_capital or after.key in CLAUSES)
        for before, token, after in zip(tokens[:SAID_REACH], tokens[1:], tokens[2:], strict=False)
    )


def spoken(tokens: Sequence[Token], text: str, language: str) -> bool:
    """Whether a sentence is what somebody says: it begins so, or stands within quotation marks."""
    if any(token.among(words(f"act.said_{language}")) for token in tokens[:4]):
        return True
    if language == "en" and _says_later(tokens):
        return True
    before = text[: tokens[0].start]
    line = before[before.rfind("\n") + 1 :]
    return line.count('"') % 2 == 1 or line.count("“") > line.count("”") or line.count("«") > line.count("»")
