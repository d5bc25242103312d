"""Where an agreement was signed, in English: “in X”, “at X City Hall”, “at City Hall, X”."""

from collections.abc import Sequence

from agreements.from_text.frames import Frame
from agreements.from_text.gazetteer import Gazetteer
from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.mentions_en import EnglishMentions
from agreements.from_text.proposal import Evidence, ProposedText
from agreements.from_text.tokens import Token, breaks

# How far behind the verb of signing its place may stand.
NEAR_ACT = 18
# What stands for the city that its name follows: “at City Hall, X”.
HALLS = frozenset({"hall", "palace", "centre", "center", "hotel", "house"})


class EnglishSigningPlace:
    """The place of signing in one sentence that announces."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.text, self.gazetteer = text, gazetteer

    def read(self, frame: Frame) -> ProposedText | None:
        """The first place that belongs to the signing: not to a visit or to what someone said."""
        tokens = frame.tokens
        starting = {mention.first: mention for mention in frame.mentions}
        probe = EnglishMentions(self.text, tokens, self.gazetteer)
        for at, token in enumerate(tokens):
            if token.key not in {"in", "at"} or at + 1 >= len(tokens):
                continue
            before = {word.key for word in tokens[max(0, at - 8) : at]}
            act = frame.act
            told = act is not None and act.is_verb and act.at < at <= act.at + NEAR_ACT
            if not (before & words("city.held_en") or told) and at > 0:
                continue
            target = (
                self._behind_hall(starting, tokens, at)
                or starting.get(at + 1)
                or starting.get(at + 2)
                or probe.bare(at + 1)
            )
            if target is None or target.body or not (target.known or target.head or target.country):
                continue
            if {"capital", "fields", "areas"} & {
                word.key for word in tokens[at : target.first + 1]
            } or breaks(tokens[at + 1]):
                continue
            if "presence" in before or "said" in before:
                continue
            first, last = tokens[at], tokens[target.last - 1]
            return ProposedText(
                target.place,
                self.text[first.start : last.end],
                Evidence(first.start, last.end, 0.7, "place_in"),
            )
        return None

    def _behind_hall(self, starting: dict[int, Mention], tokens: Sequence[Token], at: int) -> Mention | None:
        """“at City Hall, Nairobi”: the city behind its building."""
        for last in range(at + 2, min(at + 5, len(tokens))):
            if breaks(tokens[last]):
                hall = tokens[last - 1].key in HALLS and "," in tokens[last].gap
                return starting.get(last) if hall else None
        return None
