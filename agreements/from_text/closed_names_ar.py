"""Names of two or three words that an Arabic text itself shows to be whole: «بلدية مراد باشا»."""

from collections import Counter
from collections.abc import Iterator, Sequence

from agreements.from_text.gazetteer import Gazetteer
from agreements.from_text.lexicon import names, signing_ar, words
from agreements.from_text.mentions_ar import DEFINED, ArabicMentions
from agreements.from_text.place_names_ar import QUOTES
from agreements.from_text.tokens import Sentence, Token, breaks

LONGEST_RUN = 3


def begun_twice(met: Counter[str]) -> Iterator[str]:
    """What is met more than once, and is no part of something longer that is met as often."""
    for name, times in met.items():
        longer = (other for other in met if other.startswith(f"{name} "))
        if times > 1 and " " in name and all(met[other] < times for other in longer):
            yield name


class ClosedNames:
    def __init__(self, text: str, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> None:
        self.text, self.sentences, self.gazetteer = text, sentences, gazetteer

    def all(self) -> set[str]:
        """Names of two or three words that stand between an authority's word and the end of a phrase, or
        twice behind one; none that the text also writes shorter."""
        closed: set[str] = set()
        met: Counter[str] = Counter()
        plain: set[str] = set()
        shorter: set[str] = set()
        for tokens in self.sentences:
            probe = ArabicMentions(self.text, tokens, self.gazetteer)
            for at, token in enumerate(tokens):
                if not token.named(names("authority.ar")):
                    continue
                at += (
                    at + 1 < len(tokens) and tokens[at + 1].key in DEFINED
                )  # «الجماعة الحضرية المشور القصبة»
                run = self._run(probe, tokens, at + 1)
                begun = [" ".join(run[:size]) for size in range(1, len(run) + 1)]
                met.update(begun)
                if at and tokens[at - 1].among(words("office.ar")):
                    continue
                plain.update(begun)
                for size in (2, 3):
                    closed |= self._closed(probe, tokens, at + 1, size)
        longest = set(begun_twice(met)) & plain
        for name in list(closed | longest):
            first = name.rsplit(" ", 1)[0]
            if met[first] > met[name]:
                shorter.add(name)
        return (closed | longest) - shorter

    def _run(self, probe: ArabicMentions, tokens: Sequence[Token], at: int) -> list[str]:
        """The words from here that may be of one name, three at most."""
        found: list[str] = []
        for token in tokens[at : at + LONGEST_RUN]:
            if found and (breaks(token) or token.key[:1] == "و" or not QUOTES.isdisjoint(token.gap)):
                break
            if not probe.may_be_name(token):
                break
            found.append(token.key)
        return found

    def _closed(self, probe: ArabicMentions, tokens: Sequence[Token], at: int, size: int) -> set[str]:
        inside, after = tokens[at : at + size], tokens[at + size : at + size + 1]
        if len(inside) < size or any(map(breaks, inside[1:])) or not all(map(probe.may_be_name, inside)):
            return set()
        if any(token.key[:1] == "و" for token in inside[1:]):
            return set()
        closes = (
            not after or breaks(after[0]) or not probe.may_be_name(after[0]) or after[0].among(signing_ar())
        )
        closed = closes and not any(token.among(signing_ar()) for token in inside)
        return {" ".join(token.key for token in inside)} if closed else set()
