"""Reading an announcement in Arabic."""

from collections.abc import Sequence

from agreements.from_text.closed_names_ar import ClosedNames
from agreements.from_text.frames import Frame, Seat, sit
from agreements.from_text.gazetteer import LARGE
from agreements.from_text.lexicon import signing_ar, words
from agreements.from_text.mentions import Mention
from agreements.from_text.mentions_ar import ArabicMentions
from agreements.from_text.nations import countries
from agreements.from_text.people import Person
from agreements.from_text.people_ar import ArabicPeople
from agreements.from_text.place_names_ar import QUOTES
from agreements.from_text.proposal import ProposedText
from agreements.from_text.reader import Reader
from agreements.from_text.signers_ar import ArabicSigners
from agreements.from_text.signing_place_ar import ArabicSigningPlace
from agreements.from_text.tokens import Sentence, Token, breaks, phrase_at
from agreements.from_text.turns_ar import is_open

NEAR_ACT = 4
TOWARDS = frozenset({"الي", "الى"})
IN = frozenset({"في", "فى"})
AGAIN = frozenset({"مع", "بين", "وبين"})
SHORTEST_GLUED = 3
ANOTHER = frozenset({"اخري", "اخرى"})
TWINNING = frozenset({"توامه", "التوامه"})
WHILE = frozenset({"فيما", "بينما", "كما"})
EACH_OF = frozenset({"وكل", "وكلا", "كل"})
SKIPPED = frozenset({"كل", "من", "كلا", "كلتا", "السيد", "السيده", "وكل"})


class ArabicReader(Reader):
    language = "ar"

    def parts(self, sentence: Sentence) -> list[Sentence]:
        """«وقع الاتفاقية الأولى فلان، فيما وقع الثانية فلان», «توأمة بين X وY، وأخرى بين A وB»: two."""
        sentence = tuple(part for token in sentence for part in self._separated(token))
        for at in range(1, len(sentence) - 1):
            if sentence[at].key in WHILE and breaks(sentence[at]) and sentence[at + 1].among(signing_ar()):
                return [sentence[:at], *self.parts(sentence[at + 1 :])]
            if sentence[at].named(ANOTHER) and sentence[at + 1].key == "بين":
                first = next((index for index in range(at) if sentence[index].key == "بين"), 0)
                if first:  # What is told before the first pair of cities is told of the second as well.
                    again = sentence[:first] + sentence[at + 1 :]
                    return [sentence[:at], *self.parts(again)]
        return [sentence]

    def _separated(self, token: Token) -> list[Token]:
        """«الرباطوالقدس»: two known names that were written together are two words."""
        for at in range(SHORTEST_GLUED, len(token.key) - SHORTEST_GLUED):
            if token.key[at] != "و" or len(token.key) != len(token.text):
                continue
            before = Token(token.start, token.start + at, token.text[:at], token.key[:at], token.gap)
            behind = Token(before.end, token.end, token.text[at:], token.key[at:], "")
            known = before.named(countries()) or any(map(self._is_large, before.forms()))
            if known and (behind.key[1:] in countries() or self._is_large((behind.key[1:], 0))):
                return [before, behind]
        return [token]

    def _is_large(self, form: tuple[str, int]) -> bool:
        places = self.gazetteer.find(form[0]) if len(form[0]) >= SHORTEST_GLUED else []
        return any(place.slug or place.population >= LARGE for place in places)

    def bare(self, tokens: Sequence[Token], at: int) -> Mention | None:
        if tokens[0].named(words("body.ar")) or not QUOTES.isdisjoint(tokens[at].gap):
            return None
        found = ArabicMentions(self.text, tokens, self.gazetteer).bare(at)
        large = found and any(place.slug or place.population >= LARGE for place in found.places)
        return found if large else None

    def find_mentions(self) -> list[list[Mention]]:
        counted = ClosedNames(self.text, self.sentences, self.gazetteer).all()
        return [ArabicMentions(self.text, one, self.gazetteer, counted).all() for one in self.sentences]

    # ---- Cities

    def seats(self, frame: Frame) -> list[Seat]:
        tokens, act = frame.tokens, frame.act
        starting = {mention.first: mention for mention in frame.mentions}
        probe = ArabicMentions(self.text, tokens, self.gazetteer, (), self._names_in(frame))
        found: dict[int, Seat] = {}
        body = self.body_start(tokens)
        groups = -1
        for at, token in enumerate(tokens):
            if at < body:
                continue
            if token.among({"بين"}) or token.key == "وبين":
                listed = self._list(starting, probe, tokens, at + 1)
                listed += self._second(probe, tokens, listed)
                sit(found, listed, "between", 0.95)
                if self._each_by_itself(tokens, at, listed):
                    for group, mention in enumerate(listed[1:]):
                        found[mention.first] = Seat(mention, True, "between", 0.9, group)
            elif token.key == "مع":
                groups += 1
                sit(found, self._list(starting, probe, tokens, at + 1), "with", 0.95, groups)
            elif token.named(TWINNING | {"تاخي"}) and at + 1 < len(tokens):
                sit(found, self._list(starting, probe, tokens, at + 1, listed=True), "twinning_of", 0.9)
        if act and (act.is_verb or is_open(tokens, act.at)):
            for at in range(act.at + 1, min(act.at + 1 + NEAR_ACT, len(tokens))):
                if phrase_at(tokens, at, words("act.attend_ar"), 3):
                    break  # «وجرت مراسم التوقيع بحضور محافظ X»
                listed = self._list(starting, probe, tokens, at)
                if listed:
                    sit(found, listed, "subject", 0.9)
                    break
                if not tokens[at].among(words("title.ar")) and tokens[at].among(words("instrument.ar")):
                    break
            if act.is_verb:
                sit(found, self._subject_before(starting, probe, tokens, body, act.at), "subject", 0.9)
        for mention in frame.mentions:
            if mention.first >= body and mention.first not in found and not mention.body:
                goes_there = (
                    act
                    and act.standing == "planned"
                    and mention.first
                    and tokens[mention.first - 1].key in TOWARDS
                )
                if goes_there or not self._is_aside(tokens, mention):
                    found[mention.first] = Seat(mention, False, "named_beside", 0.5)
        seats = [seat for _, seat in sorted(found.items())]
        between = [seat.mention for seat in seats if seat.rule == "between"]
        if len(between) > 1:  # «وقع محافظ سيناء … بين مدينتي X وY»: whose governor it is, is no party beside.
            for seat in seats:
                if seat.rule == "subject" and not any(seat.mention.is_same(one) for one in between):
                    seat.slot = False
        self._without_earlier(frame, between)
        seats = [seat for seat in seats if seat.rule != "between" or seat.mention in between]
        frame.has_body = any(seat.mention.body for seat in seats)
        frame.body_signs = any(seat.mention.body and seat.slot for seat in seats)
        return [seat for seat in seats if not seat.mention.body]

    def _each_by_itself(self, tokens: Sequence[Token], at: int, listed: list[Mention]) -> bool:
        """«توأمة بين مدينة X وكل من مدينتي Y وZ»: two towns are twins, so that these are two twinnings."""
        if len(listed) < 3 or not any(token.named(TWINNING) for token in tokens[max(0, at - 3) : at]):
            return False
        return any(token.key in EACH_OF for token in tokens[listed[0].last : listed[1].first])

    def _second(self, probe: ArabicMentions, tokens: Sequence[Token], listed: list[Mention]) -> list[Mention]:
        """«بين مدينة شرم الشيخ واستبونا.»: between one city and another, known or not."""
        at = listed[0].last if len(listed) == 1 else len(tokens)
        if at >= len(tokens) or tokens[at].key[:1] != "و" or breaks(tokens[at]):
            return []
        ends = at + 1 == len(tokens) or breaks(tokens[at + 1]) or not probe.may_be_name(tokens[at + 1])
        return [one for one in [probe.joined(at)] if one] if ends else []

    def _without_earlier(self, frame: Frame, between: list[Mention]) -> None:
        """«بعد دخول التوأمة بين X وY حيز التنفيذ، وقعت توأمة بين A وB»: the cities behind the act count."""
        after = [mention for mention in between if frame.act and mention.first > frame.act.at]
        if len({mention.key for mention in after}) > 1:
            between[:] = after

    def _names_in(self, frame: Frame) -> set[int]:
        """Where the letters of people's names begin: «الخضر» in one is no town."""
        spans = []
        for person in ArabicPeople(self.text, frame.tokens, frame.mentions).all():
            start = self.text.find(person.name, person.start)
            spans.append((start, start + len(person.name)))
        return {
            token.start
            for token in frame.tokens
            if any(start <= token.start + (token.key[:1] == "و") < end for start, end in spans)
        }

    def _subject_before(
        self,
        starting: dict[int, Mention],
        probe: ArabicMentions,
        tokens: Sequence[Token],
        body: int,
        act: int,
    ) -> list[Mention]:
        """«بلدية الخليل توقع …»: the cities before the verb, from the sentence's beginning."""
        if act - body > 14 or act == body:
            return []
        return [one for one in self._list(starting, probe, tokens, body) if one.last <= act]

    def _list(
        self,
        starting: dict[int, Mention],
        probe: ArabicMentions,
        tokens: Sequence[Token],
        at: int,
        listed: bool = False,
    ) -> list[Mention]:
        """The cities that are listed from here: «كل من بلدية X و… Y»; over the people named beside them."""
        skipped = SKIPPED | words("title.ar") | words("act.does_ar")
        while at < len(tokens) and (tokens[at].key in skipped or _twice_two(tokens, at)):
            at += 1
        found: list[Mention] = []
        steps = 0
        while at < len(tokens) and steps < 16:
            if found and tokens[at].key in EACH_OF:  # «بين بلدية X وكل من مدينتي Y وZ»
                at += 1 + (at + 1 < len(tokens) and tokens[at + 1].key == "من")
                steps = 0
                continue
            mention = starting.get(at)
            if mention is None and (not found or tokens[at].key[:1] == "و") and not listed:
                mention = probe.bare(at)
            if mention is None and not found:
                mention = self._of_office(starting, tokens, at)
            if mention is None:
                if not found or tokens[at].named(words("instrument.ar")) or tokens[at].key in AGAIN:
                    break
                if not self._speaks_for(tokens[at], steps):
                    break
                steps += 1
                at += 1
                continue
            before = tokens[at - 1]
            office = before.key[:1] == "و" and before.key[1:] in words("office.ar")  # «ورئيس بلدية X»
            joins = self._continues(tokens[at]) or before.key in {"و", "من"} or at - 1 in starting or office
            if found and not joins:
                break
            found.append(mention)
            at = mention.last
            if mention.body and (acting := self._represented(tokens, at)):
                found.pop()
                at = acting
            steps = 0
        return found

    def _represented(self, tokens: Sequence[Token], at: int) -> int:
        """«وزارة البلدية ممثلة في بلدية الدوحة»: where the authority stands that acts for the body."""
        for index in range(at, min(at + 5, len(tokens) - 1)):
            if tokens[index].among({"ممثله", "ممثلا", "يمثلها", "تمثلها"}):
                return index + 1 + (tokens[index + 1].key in IN)
            if breaks(tokens[index]):
                return 0
        return 0

    def _continues(self, token: Token) -> bool:
        return token.key[:1] == "و" or "،" in token.gap

    def _of_office(self, starting: dict[int, Mention], tokens: Sequence[Token], at: int) -> Mention | None:
        """«مع رئيسة بلدية سكاربيك»: the city of the office."""
        if not (tokens[at].among(words("office.ar")) or tokens[at].key in words("counterpart.person_ar")):
            return None
        for step in range(at + 1, min(at + 5, len(tokens))):
            if step in starting:
                return starting[step]
            if breaks(tokens[step]):
                return None
        return None

    def _speaks_for(self, token: Token, steps: int) -> bool:
        """Whether the list may go on behind this word: «ممثلة برئيسها فلان»، «ورئيس بلدية …»."""
        if token.key == "و" or token.among(words("office.ar")) or token.among(words("title.ar")):
            return True
        return token.among({"ممثله", "ممثلا", "يمثلها", "برئيسها", "بشخص", "في", "من"}) or steps > 0

    def _is_aside(self, tokens: Sequence[Token], mention: Mention) -> bool:
        """Whether the city only stands for a place, or in the office of someone who was there."""
        first = mention.first
        if mention.last < len(tokens) and tokens[mention.last].key in {"السابق", "الاسبق", "السابقه"}:
            return True
        before = [token.key for token in tokens[max(0, first - 2) : first]]
        token = tokens[first]
        if before and (before[-1] in IN or before[-1] in words("place.inside_ar")):
            return True
        own = bool(self.gazetteer.find(token.key))  # The ب of «بيروت» is the name's.
        if (
            token.key[:1] == "ب"
            and not own
            and token.key not in {"بلديه", "بلديات", "بلديتي", "بلديتا", "بلده"}
        ):
            return True
        return not is_open(tokens, first)

    # ---- People

    def people(self, index: int) -> list[Person]:
        return ArabicPeople(self.text, self.sentences[index], self.mentions[index]).all()

    def signers(self, frame: Frame) -> None:
        ArabicSigners(self.text, self.gazetteer).read(frame)

    def place(self, frame: Frame) -> ProposedText | None:
        names = self._names_in(frame)
        signing = ArabicSigningPlace(self.text, self.gazetteer, frame, names, self.mentions)
        return signing.read(self.body_start(frame.tokens))


def _twice_two(tokens: Sequence[Token], at: int) -> bool:
    """«بين بلديتي مدينتي X وY»: the names stand behind the second word."""
    two = words("pair.two_ar")
    return at + 1 < len(tokens) and tokens[at].named(two) and tokens[at + 1].named(two)
