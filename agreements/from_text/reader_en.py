"""Reading an announcement in English."""

from collections.abc import Sequence
from dataclasses import replace

from agreements.from_text.frames import Frame, Seat
from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.mentions_en import EnglishMentions
from agreements.from_text.people import Person
from agreements.from_text.people_en import EnglishPeople
from agreements.from_text.proposal import Evidence, ProposedText
from agreements.from_text.reader import Reader
from agreements.from_text.signers_en import EnglishSigners
from agreements.from_text.tokens import Sentence, Token, breaks, phrase_at
from agreements.from_text.turns_en import is_open

# How far behind the verb of signing its place may stand.
NEAR_ACT = 18
DIRECTIONS = frozenset(
    {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "nearby"}
)


class EnglishReader(Reader):
    language = "en"

    def parts(self, sentence: Sentence) -> list[Sentence]:
        """“an agreement between A and B, as well as an agreement between A and C”: two."""
        instruments = words("instrument.en")
        named = [at for at, token in enumerate(sentence) if token.key in instruments]
        for at in range(2, len(sentence)):
            again = next((one for one in named if at < one <= at + 4), 0)
            joins = sentence[at - 1].key == "well" and sentence[at].key == "as"
            if joins and again and any(token.key == "between" for token in sentence[again : again + 8]):
                first = sentence[: at - 2]
                if named[0] < at and any(token.key == "between" for token in first):
                    return [first, *self.parts(sentence[: named[0]] + sentence[again:])]
        return [sentence]

    def find_mentions(self) -> list[list[Mention]]:
        read = [EnglishMentions(self.text, tokens, self.gazetteer).all() for tokens in self.sentences]
        read = self._without_surnames(read)
        short = self._short_forms(read)
        if not short:
            return read
        known = self.gazetteer.beside((key, named.country) for key, named in short.items())
        read = [EnglishMentions(self.text, tokens, known).all() for tokens in self.sentences]
        return [[self._in_full(one, short) for one in mentions] for mentions in read]

    def _without_surnames(self, read: list[list[Mention]]) -> list[list[Mention]]:
        """“Governor Garcia … invited Garcia”: the surname of somebody is no city, though one bears it."""
        surnames = {
            person.name.casefold().split()[-1]
            for tokens, mentions in zip(self.sentences, read, strict=True)
            for person in EnglishPeople(self.text, tokens, mentions).all()
            if " " in person.name
        }
        return [
            [one for one in mentions if one.head or one.country or one.place.casefold() not in surnames]
            for mentions in read
        ]

    def _short_forms(self, read: list[list[Mention]]) -> dict[str, Mention]:
        """What “(GAM)” behind a name stands for in the rest of the text."""
        return {
            tokens[one.last].key: one
            for tokens, mentions in zip(self.sentences, read, strict=True)
            for one in mentions
            if one.last < len(tokens)
            and "(" in tokens[one.last].gap
            and tokens[one.last].text.isupper()
            and not one.body
        }

    def _in_full(self, mention: Mention, short: dict[str, Mention]) -> Mention:
        full = short.get(mention.key)
        if full is None or mention.head:
            return mention
        return replace(full, first=mention.first, last=mention.last, start=mention.start, end=mention.end)

    # ---- Cities

    def seats(self, frame: Frame) -> list[Seat]:
        tokens, act = frame.tokens, frame.act
        if act is None and _tells_of_others(tokens):
            return []
        starting = {mention.first: mention for mention in frame.mentions}
        probe = EnglishMentions(self.text, tokens, self.gazetteer)
        found: dict[int, Seat] = {}
        group = -1
        body = self.body_start(tokens)
        for at, token in enumerate(tokens):
            if at < body:
                continue
            if token.key == "between":
                self._sit(found, self._list(starting, probe, tokens, at + 1), "between", 0.95)
            elif token.key == "with":
                group += 1
                listed = self._list(starting, probe, tokens, at + 1)
                listed = [one for one in listed if not self._as_capital(tokens, one.last)]
                self._sit(found, listed, "with", 0.95, group)
            elif token.key in {"counterpart", "counterparts"}:
                group += token.key == "counterpart"
                self._sit(found, self._list(starting, probe, tokens, at + 1), "with", 0.85, max(group, 0))
            elif (
                token.key == "of"
                and at > 1
                and tokens[at - 1].key in {"twinning", "cities"}
                and tokens[at - 2].key not in {"the"}
            ):
                self._sit(found, self._list(starting, probe, tokens, at + 1), "twinning_of", 0.9)
        if act:
            self._subjects(found, frame, probe, body)
        for mention in frame.mentions:
            fresh = mention.first >= body and mention.first not in found and not mention.body
            if fresh and not self._is_aside(frame, mention):
                found[mention.first] = Seat(mention, False, "named_beside", 0.5)
        seats = [seat for _, seat in sorted(found.items())]
        frame.has_body = any(seat.mention.body for seat in seats)
        frame.body_signs = any(seat.mention.body and seat.slot for seat in seats)
        return [seat for seat in seats if not seat.mention.body]

    def _as_capital(self, tokens: Sequence[Token], at: int) -> bool:
        """“a state with Jerusalem as its capital”."""
        return [token.key for token in tokens[at : at + 3]][::2] == ["as", "capital"]

    def _subjects(self, found: dict[int, Seat], frame: Frame, probe: EnglishMentions, body: int) -> None:
        """The cities before the verb: “A and B have signed”, “A, its mayor and B’s sign”."""
        act = frame.act
        assert act is not None
        ahead = [one for one in frame.mentions if body <= one.first and one.last <= act.at]
        for mention in ahead:
            if not self._is_aside(frame, mention) and mention.first not in found:
                found[mention.first] = Seat(mention, act.is_verb, "subject", 0.85)
        for other in self._joined_to(ahead, frame, probe, body):
            found.setdefault(other.first, Seat(other, act.is_verb, "subject", 0.7))
        if not ahead and act.is_verb and body < act.at:
            bare = probe.bare(body)
            if bare and bare.last == act.at and (bare.known or bare.country):
                found[bare.first] = Seat(bare, True, "subject", 0.7)

    def _joined_to(
        self, known: list[Mention], frame: Frame, probe: EnglishMentions, body: int
    ) -> list[Mention]:
        """“Orvana and Hebron”, “Hebron and Orvana, a town in …, have signed”: unknown names that “and”
        joins to a known city."""
        tokens, act = frame.tokens, frame.act
        assert act is not None
        found: list[Mention] = []
        for mention in known:
            if self._is_aside(frame, mention):
                continue
            behind = mention.last + 1 if tokens[mention.last].key == "and" else act.at
            before = body if tokens[mention.first - 1].key == "and" else act.at
            for at, ends in ((behind, act.at), (before, mention.first - 1)):
                other = probe.bare(at) if at < act.at and not breaks(tokens[at]) else None
                joined = other is not None and (other.last == ends if at == before else other.last <= ends)
                if other and joined and not other.known and " " not in other.place:
                    found.append(other)
        return found

    def _sit(
        self, found: dict[int, Seat], listed: list[Mention], rule: str, certainty: float, group: int = -1
    ) -> None:
        for mention in listed:
            known = found.get(mention.first)
            if known is None or not known.slot:
                found[mention.first] = Seat(mention, True, rule, certainty, group)

    def _list(
        self, starting: dict[int, Mention], probe: EnglishMentions, tokens: Sequence[Token], at: int
    ) -> list[Mention]:
        """The cities listed from here; over “the”, an office and the person who holds it."""
        found: list[Mention] = []
        steps = 0
        while at < len(tokens) and steps < 14:
            token = tokens[at]
            mention = starting.get(at)
            if mention is None and (not found or tokens[at - 1].key in {"and", "with"}) and steps < 2:
                mention = self._probed(probe, tokens, at)
            if mention is not None:
                found.append(mention)
                at = mention.last
                steps = 0
                continue
            if token.key == "in" and not found:  # “with a village in Gaza” does not name the village.
                break
            if (
                token.key
                in {
                    "with",
                    "between",
                    "at",
                    "during",
                    "on",
                    "signed",
                    "in",
                    "to",
                    "which",
                    "that",
                    "following",
                    "after",
                    "as",
                }
                and found
            ) and token.key != "in":
                break
            if not found and token.key in words("instrument.en") | words("act.said_en"):
                break
            if found and phrase_at(tokens, at, words("act.attend_en"), 3):
                break
            if not found and not (
                token.key in {"the", "both", "its", "twin", "sister", "their", "his", "her", "new", "a"}
                or token.is_capital
                or steps < 8
            ):
                break
            if found and not (
                token.key in {"and", "the", "both", "its"}
                or token.is_capital
                or "," in token.gap
                or token.key in words("office.en")
                or token.key in {"of", "mayor", "city", "town", "represented", "by"}
            ):
                break
            steps += 1
            at += 1
        if any(one.known or one.head or one.country for one in found):  # Others are people.
            found = [one for one in found if one.known or one.head or one.country or " " not in one.place]
        return found

    def _probed(self, probe: EnglishMentions, tokens: Sequence[Token], at: int) -> Mention | None:
        """A bare name that is no person: nothing follows that a person's office would."""
        before = tokens[at - 1]
        if before.key in words("title.en") | words("office.en") and before.is_capital:
            return None
        if before.is_capital and not breaks(tokens[at]) and before.key not in words("city.no_name_en"):
            return None
        mention = probe.bare(at)
        if mention is None:
            return None
        if mention.known:
            alone = not (mention.head or mention.country)
            return None if alone and probe.before_person(mention.last) else mention
        if mention.country or mention.head:
            return mention
        if " " in mention.place:
            return None
        return mention

    def _is_aside(self, frame: Frame, mention: Mention) -> bool:
        tokens = frame.tokens
        before = [token.key for token in tokens[max(0, mention.first - 4) : mention.first]]
        before = [key for key in before if key not in DIRECTIONS][-3:]
        joined = 1 if before[-1:] == ["and"] else 0
        listed = next((one for one in frame.mentions if one.last == mention.first - joined), None)
        if listed and (joined or "," in tokens[mention.first].gap):
            return self._is_aside(frame, listed)
        if before[-2:-1] and before[-1] == "from" and before[-2] in words("city.sends_en"):
            return True
        if (before and before[-1] in {"in", "at", "to", "near", "from"}) or before[-2:] in (
            ["in", "the"],
            ["at", "the"],
            ["to", "the"],
            ["from", "the"],
        ):
            return "from" not in before or frame.act is None
        if before[-1:] == ["capital"]:  # “in the capital X”, but “mayors of the Bosnian capital X and …”
            return not {"of", "and"} & {
                token.key for token in tokens[max(0, mention.first - 5) : mention.first]
            }
        return not is_open(tokens, mention.first)

    # ---- People

    def people(self, index: int) -> list[Person]:
        return EnglishPeople(self.text, self.sentences[index], self.mentions[index]).all()

    def signers(self, frame: Frame) -> None:
        EnglishSigners(self.text).read(frame)

    # ---- Place

    def place(self, frame: Frame) -> ProposedText | None:
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
            target = starting.get(at + 1) or starting.get(at + 2) or probe.bare(at + 1)
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


def _tells_of_others(tokens: Sequence[Token]) -> bool:
    """“Among the other sister cities of X are …”"""
    return any(
        [token.key for token in tokens[at : at + 3]] == ["other", "sister", "cities"]
        for at in range(len(tokens))
    )
