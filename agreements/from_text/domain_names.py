"""By which words a domain is named: the lists of the press and the taxonomy's names, by their stems."""

from collections.abc import Sequence
from functools import cache

from agreements.arabic import fold, stem
from agreements.from_text.lexicon import read
from agreements.from_text.tokens import Sentence

LONGEST = 6
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
                "جسور",
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
# Words with the stem of a domain's: «اجتماع» is none of «اجتماعي», «مصالح» none of «مصالحة».
NO_DOMAINS = frozenset(
    map(
        fold,
        [
            *("مصالح", "المصالح", "مصالحها", "مصالحهم", "بعثة", "البعثة", "بعثته"),
        ],
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


class DomainNames:
    """Finds the names of domains in the sentences of one language."""

    def __init__(self, language: str, named: tuple[Named, ...]) -> None:
        self.language = language
        self.phrases = phrases(named)

    def at(self, tokens: Sentence, at: int) -> tuple[int, str]:
        """How many words from here name a domain, and its code; the longest name counts."""
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
        reach = 3 if following and following.key == "and" else 1
        if token.key in OF_SOMETHING and any(word.key in OF for word in tokens[at + 1 : at + 1 + reach]):
            return False  # “training of fire brigades”, “communication and dialogue between them”
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
