"""Which domains of cooperation the text names, where it tells what the instrument covers."""

from collections.abc import Sequence

from agreements.arabic import fold
from agreements.from_text.domain_names import DomainNames, Named
from agreements.from_text.lexicon import words
from agreements.from_text.proposal import Evidence, ProposedDomain
from agreements.from_text.tokens import Sentence, Token, phrase_at, tidy

# So many different domains within so many words are a list.
MANY, CLOSE = 3, 12
SAID_REACH = 14
# With these begins what somebody said.
CLAUSES = frozenset({"that", "the", "his", "her", "he", "she", "it", "they", "this", "these", "how"})
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
MET = frozenset(map(fold, ("التقى", "التقت", "استقبل", "استقبلت")))
CARE = frozenset({"رعايه"})


class DomainReader:
    def __init__(self, text: str, language: str, named: tuple[Named, ...]) -> None:
        self.text, self.language = text, language
        self.names = DomainNames(language, named)
        self.met: dict[tuple[int, int], tuple[int, str]] = {}

    def read(
        self, sentences: Sequence[Sentence], skipped: Sequence[bool], telling: Sequence[bool]
    ) -> list[ProposedDomain]:
        """The domains of these sentences, each once. A sentence that is skipped only breaks the thread; one
        that tells of the signing is no mere report of a visit."""
        found: dict[str, ProposedDomain] = {}
        thread = False
        for tokens, skip, tells in zip(sentences, skipped, telling, strict=True):
            skip = skip or any(token.among(words(f"scope.shown_{self.language}")) for token in tokens)
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
                size, code = self._named(tokens, at)
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

    def _named(self, tokens: Sentence, at: int) -> tuple[int, str]:
        """Which domain is named here, looked up once for all agreements of a text."""
        key = tokens[0].start, at
        if key not in self.met:
            self.met[key] = self.names.at(tokens, at)
        return self.met[key]

    def _add(self, found: dict[str, ProposedDomain], tokens: Sentence, at: int, size: int, code: str) -> None:
        first, last = tokens[at], tokens[at + size - 1]
        quote = tidy(self.text[first.start : last.end])
        if quote[:1] == "و" and self.language == "ar" and first.key[:2] in ("وا", "وب", "ول"):
            quote = quote[1:]
        place = Evidence(first.start, last.end, 0.85, "domain_words")
        found.setdefault(code, ProposedDomain(code, quote, place))

    def _scope(self, tokens: Sentence, thread: bool, tells: bool) -> int:
        """Where the sentence begins to tell what is covered; -1 if it does not."""
        language = self.language
        cues = words(f"scope.{language}")
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
        met = [(at, code) for at in range(len(tokens)) for _size, code in [self._named(tokens, at)] if code]
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
        if tokens[at].named(CARE) and self.names.at(tokens, at)[0] > 1:
            return False  # «رعاية الطفولة» is no patronage.
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
