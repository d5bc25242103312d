"""The shape of people's names in English: capitalised words in a row, over nicknames and initials."""

import re
from collections.abc import Sequence

from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import adjectives
from agreements.from_text.tokens import Token, breaks, tidy

MOST_NAMES = 5
QUOTES = frozenset("\"“”‘’'")
_NICKNAME = re.compile(r"\s*[\"“‘'][^\"”’']+[\"”’'](?= )")


class EnglishPersonNames:
    """Finds the names of one sentence."""

    def __init__(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self.text, self.tokens = text, tokens
        self.mentions = list(mentions)
        self.starting = {mention.first: mention for mention in mentions}
        self.covered = {at for one in mentions for at in range(one.first, one.last)}

    def written(self, first: int, last: int) -> str:
        """The name without what somebody is called by: Sebastian “Baste” Duterte."""
        whole = self.text[self.tokens[first].start : self.tokens[last - 1].end]
        return tidy(_NICKNAME.sub("", whole))

    def _name_after(self, end: int) -> tuple[int, int] | None:
        at = end
        if at >= len(self.tokens) or any(sign in self.tokens[at].gap for sign in "(\n;:."):
            return None
        while (
            at < len(self.tokens)
            and (self.tokens[at].key in words("title.en") or self.tokens[at].text == "HE")
            and self.tokens[at].key not in {"e"}
        ):
            at += 1
        last = self.end(at)
        if last - at < 1 or (
            at in self.starting and self.starting[at].last >= last and self.starting[at].head
        ):
            return None
        if last - at == 1 and breaks(self.tokens[at]):
            return None
        if (
            breaks(self.tokens[at])
            and last < len(self.tokens)
            and "," in self.tokens[last].gap
            and self.tokens[last].key in {"mayor", "deputy"} | words("office.lead_en")
        ):
            return None
        return at, last

    def end(self, at: int) -> int:
        """Where the name that begins here ends."""
        first = at
        while at < len(self.tokens) and at - first < MOST_NAMES + 1:
            behind = self._past_nickname(at) if at > first else 0
            at = behind or at
            token = self.tokens[at]
            if (
                at > first
                and not behind
                and (
                    (breaks(token) and token.gap not in {"-", "–"})
                    or any(sign in token.gap for sign in '"“”:\n')
                )
                and not (len(self.tokens[at - 1].text) == 1 and token.gap == ". ")
            ):
                break
            joins = (
                token.key in words("name.joins_en")
                and at + 1 < len(self.tokens)
                and self.tokens[at + 1].is_capital
            )
            part = at > first and token.gap in {"-", "‑"} and token.text.isalpha()  # “Ko Wen-je”
            if not (self._may_be_name(token) or part or (joins and at > first)):
                break
            at += 1
            if token.text.endswith(("’s", "'s")):
                break
        return at

    def _past_nickname(self, at: int) -> int:
        """“Sebastian ‘Baste’ Duterte”: where the name goes on behind what somebody is called by; 0 where no
        such word stands."""
        if at + 1 >= len(self.tokens) or not QUOTES & set(self.tokens[at].gap):
            return 0
        closed = self.tokens[at + 1]
        goes_on = closed.gap[:1] in QUOTES and closed.gap[1:] == " " and self._may_be_name(closed)
        return at + 1 if goes_on and self.tokens[at].is_capital else 0

    def _may_be_name(self, token: Token) -> bool:
        return (
            token.is_capital
            and token.key not in words("city.no_name_en")
            and token.key not in words("office.en")
            and token.key not in words("body.en")
            and token.key not in words("instrument.en")
            and token.key not in words("act.signed_en")
        )

    def _name_before(self, at: int) -> tuple[int, int] | None:
        """“Jane Doe, Mayor of X”."""
        last = at
        while last > 0 and (
            self.tokens[last - 1].key in {"the", "a", "its", "who", "is", "his", "her", "their"}
            or self.tokens[last - 1].key in adjectives()
        ):
            last -= 1
        if last == 0 or (
            "," not in self.tokens[last].gap and "(" not in self.tokens[last].gap and last == at
        ):
            return None
        first = last
        while first > 0 and last - first < MOST_NAMES:
            token = self.tokens[first - 1]
            joins = token.key in words("name.joins_en") and first < last
            if first != last and breaks(self.tokens[first]) and len(token.text) != 1:
                break
            part = first < last and self.tokens[first - 1].gap in {"-", "‑"}
            if not (self._may_be_name(token) or joins or part) or token.key in words("title.en"):
                break
            if any(one.head and one.first < first <= one.last for one in self.mentions):
                break
            first -= 1
        return (first, last) if last - first >= 2 else None
