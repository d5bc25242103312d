"""The cities of an English sentence that announces, and how each stands in it: “between A and B”, “with B”,
“A and B have signed”."""

from collections.abc import Sequence

from agreements.from_text.frames import Frame, Seat, sit
from agreements.from_text.gazetteer import Gazetteer
from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.mentions_en import EnglishMentions
from agreements.from_text.tokens import Token, breaks, phrase_at
from agreements.from_text.turns_en import is_open

# What they name is what the cities become: sister cities.
DECLARES = frozenset({"declare", "declared", "declares", "declaring", "proclaimed", "proclaim"})
FAR_FROM = frozenset({"west", "east", "north", "south", "kilometers", "kilometres", "km", "miles", "outside"})
TWINNED = frozenset({"twin", "sister", "partner"})
# “in South Lipa”
DIRECTIONS = frozenset(
    {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "nearby"}
)


class EnglishSeats:
    """Reads the cities of a sentence that announces, or that only names the instrument."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.text, self.gazetteer = text, gazetteer

    def read(self, frame: Frame, body: int) -> list[Seat]:
        tokens, act = frame.tokens, frame.act
        if act is None and _tells_of_others(tokens):
            return []
        starting = {mention.first: mention for mention in frame.mentions}
        probe = EnglishMentions(self.text, tokens, self.gazetteer)
        found: dict[int, Seat] = {}
        group = -1
        earlier: list[Mention] = []
        for at, token in enumerate(tokens):
            if at < body:
                continue
            if token.key == "between":
                sit(found, self._list(starting, probe, tokens, at + 1), "between", 0.95)
            elif token.key == "with" and _is_twinned_already(tokens, at):
                earlier += self._list(starting, probe, tokens, at + 1)
            elif token.key == "with" and act and _with_bodies(tokens, at):
                frame.body_signs = True
            elif token.key == "with":
                group += 1
                listed = self._list(starting, probe, tokens, at + 1)
                listed = [one for one in listed if not self._as_capital(tokens, one.last)]
                sit(found, listed, "with", 0.95, group)
            elif token.key in DECLARES and self._as_sisters(tokens, at):
                sit(found, self._list(starting, probe, tokens, at + 1), "between", 0.9)
            elif token.key in {"counterpart", "counterparts"}:
                group += token.key == "counterpart"
                sit(found, self._list(starting, probe, tokens, at + 1), "with", 0.85, max(group, 0))
            elif (
                token.key == "of"
                and at > 1
                and tokens[at - 1].key in {"twinning", "cities"}
                and tokens[at - 2].key not in {"the"}
            ):
                sit(found, self._list(starting, probe, tokens, at + 1), "twinning_of", 0.9)
        if act:
            self._subjects(found, frame, probe, body)
        for mention in frame.mentions if act else ():
            if self._is_twin(tokens, mention.first):
                sit(found, [mention], "twinning_of", 0.9)
        for mention in frame.mentions:
            fresh = mention.first >= body and mention.first not in found and not mention.body
            fresh = fresh and not any(mention.first == one.first for one in earlier)
            fresh = fresh and not self._says_where(
                tokens, mention, [one for one in frame.mentions if act and one.last <= act.at]
            )
            if fresh and not self._is_aside(frame, mention):
                found[mention.first] = Seat(mention, False, "named_beside", 0.5)
        seats = [seat for _, seat in sorted(found.items())]
        declared = [seat.mention for seat in seats if seat.rule == "between"]
        if len(declared) > 1 and any(token.key in DECLARES for token in tokens):
            # “The governor of Sindh declared Karachi and Istanbul sister cities”: Sindh is none.
            seats = [seat for seat in seats if seat.rule == "between"]
        frame.has_body = any(seat.mention.body for seat in seats)
        frame.body_signs |= any(seat.mention.body and seat.slot for seat in seats)
        return [seat for seat in seats if not seat.mention.body]

    def _is_twin(self, tokens: Sequence[Token], at: int) -> bool:
        """“to be the twin city of Verona”: the city of “twin city of”."""
        of_city = tokens[at].key in {"city", "town"} and at > 0
        first = at - 1 if of_city else at - 3
        return first >= 0 and tokens[first].key in TWINNED and (of_city or tokens[at - 1].key == "of")

    def _is_far_from(self, tokens: Sequence[Token], at: int) -> bool:
        """“a town 200 kilometres south-west of the Libyan capital Tripoli”."""
        for index in range(at - 1, max(-1, at - 7), -1):
            if tokens[index].key in FAR_FROM:
                return any(token.key in {"of", "from"} for token in tokens[index + 1 : at])
            if breaks(tokens[index]) and tokens[index].gap != "-":
                return False
        return False

    def _as_sisters(self, tokens: Sequence[Token], at: int) -> bool:
        """“declared Hebron and Amman (as) sister cities”."""
        ahead = [token.key for token in tokens[at + 1 : at + 12]]
        return any(word in {"sister", "twin", "twins"} for word in ahead)

    def _as_capital(self, tokens: Sequence[Token], at: int) -> bool:
        """“a state with Jerusalem as its capital”."""
        return [token.key for token in tokens[at : at + 3]][::2] == ["as", "capital"]

    def _subjects(self, found: dict[int, Seat], frame: Frame, probe: EnglishMentions, body: int) -> None:
        """The cities before the verb: “A and B have signed”, “A, its mayor and B’s sign”."""
        act = frame.act
        assert act is not None
        ahead = [one for one in frame.mentions if body <= one.first and one.last <= act.at]
        ahead = [one for one in ahead if not self._says_where(frame.tokens, one, ahead)]
        for mention in ahead:
            if not self._is_aside(frame, mention) and mention.first not in found:
                found[mention.first] = Seat(mention, act.is_verb, "subject", 0.85)
        for other in self._joined_to(ahead, frame, probe, body):
            found.setdefault(other.first, Seat(other, act.is_verb, "subject", 0.7))
        if not ahead and act.is_verb and body < act.at:
            bare = probe.bare(body)
            if bare and bare.last == act.at and (bare.known or bare.country):
                found[bare.first] = Seat(bare, True, "subject", 0.7)

    def _says_where(self, tokens: Sequence[Token], mention: Mention, ahead: list[Mention]) -> bool:
        """“Edogawa-ku, Tokyo has signed”: one city signs, and the other says where it lies."""
        after = tokens[mention.last].key if mention.last < len(tokens) else ""
        listed = any(one.last == mention.first for one in ahead) and "," in tokens[mention.first].gap
        return listed and len(ahead) == 2 and after in {"has", "signs", "is", "was"}

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
        if self._is_far_from(tokens, mention.first):
            return True
        if before[-1:] == ["capital"]:  # “in the capital X”, but “mayors of the Bosnian capital X and …”
            return not {"of", "and"} & {
                token.key for token in tokens[max(0, mention.first - 5) : mention.first]
            }
        return not is_open(tokens, mention.first)


def _is_twinned_already(tokens: Sequence[Token], at: int) -> bool:
    """“Pendle, already twinned with Creil in France”."""
    before = [token.key for token in tokens[max(0, at - 3) : at]]
    return before[-1:] == ["twinned"] and bool({"already", "also", "currently"} & set(before))


def _with_bodies(tokens: Sequence[Token], at: int) -> bool:
    """“signed with two formidable organizations in X”: with somebody who is no city."""
    for token in tokens[at + 1 : at + 6]:
        if token.is_capital or breaks(token):
            return False
        if token.key in words("body.en") or token.key.removesuffix("s") in words("body.en"):
            return True
    return False


def _tells_of_others(tokens: Sequence[Token]) -> bool:
    """“Among the other sister cities of X are …”"""
    if any(token.key in {"already", "joins", "joining"} for token in tokens):
        return True
    return any(
        [token.key for token in tokens[at : at + 3]] == ["other", "sister", "cities"]
        for at in range(len(tokens))
    )
