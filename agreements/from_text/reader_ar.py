"""Reading an announcement in Arabic."""

from collections import Counter
from collections.abc import Iterator, Sequence

from agreements.from_text.frames import Frame, Seat
from agreements.from_text.gazetteer import LARGE, same
from agreements.from_text.lexicon import names, signing_ar, words
from agreements.from_text.mentions import Mention
from agreements.from_text.mentions_ar import ArabicMentions
from agreements.from_text.nations import adjectives, countries
from agreements.from_text.offices_ar import heads_named
from agreements.from_text.people import Person
from agreements.from_text.people_ar import ArabicPeople
from agreements.from_text.place_names_ar import QUOTES
from agreements.from_text.proposal import Evidence, ProposedSignatory, ProposedText
from agreements.from_text.reader import Reader
from agreements.from_text.signing_place_ar import ArabicSigningPlace
from agreements.from_text.tokens import Sentence, Token, breaks, phrase_at

NEAR_ACT = 4
LONGEST_RUN = 3
TOWARDS = frozenset({"الي", "الى"})
IN = frozenset({"في", "فى"})
AGAIN = frozenset({"مع", "بين", "وبين"})
SHORTEST_GLUED = 3
ANOTHER = frozenset({"اخري", "اخرى"})
TWINNING = frozenset({"توامه", "التوامه"})
WHILE = frozenset({"فيما", "بينما", "كما"})
SIGNINGS = frozenset({"توقيع", "التوقيع"})
EACH_OF = frozenset({"وكل", "وكلا", "كل"})
SKIPPED = frozenset({"كل", "من", "كلا", "كلتا", "السيد", "السيده", "وكل"})


def begun_twice(met: Counter[str]) -> Iterator[str]:
    """What is met more than once, and is no part of something longer that is met as often."""
    for name, times in met.items():
        longer = (other for other in met if other.startswith(f"{name} "))
        if times > 1 and " " in name and all(met[other] < times for other in longer):
            yield name


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
        counted = self._closed_names()
        return [ArabicMentions(self.text, one, self.gazetteer, counted).all() for one in self.sentences]

    def _closed_names(self) -> set[str]:
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
                self._sit(found, listed, "between", 0.95)
                if self._each_by_itself(tokens, at, listed):
                    for group, mention in enumerate(listed[1:]):
                        found[mention.first] = Seat(mention, True, "between", 0.9, group)
            elif token.key == "مع":
                groups += 1
                self._sit(found, self._list(starting, probe, tokens, at + 1), "with", 0.95, groups)
            elif token.named(TWINNING | {"تاخي"}) and at + 1 < len(tokens):
                self._sit(found, self._list(starting, probe, tokens, at + 1, listed=True), "twinning_of", 0.9)
        if act and (act.is_verb or self._is_open(tokens, act.at)):
            for at in range(act.at + 1, min(act.at + 1 + NEAR_ACT, len(tokens))):
                listed = self._list(starting, probe, tokens, at)
                if listed:
                    self._sit(found, listed, "subject", 0.9)
                    break
                if not tokens[at].among(words("title.ar")) and tokens[at].among(words("instrument.ar")):
                    break
            if act.is_verb:
                self._sit(found, self._subject_before(starting, probe, tokens, body, act.at), "subject", 0.9)
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

    def _sit(
        self, found: dict[int, Seat], listed: list[Mention], rule: str, certainty: float, group: int = -1
    ) -> None:
        for mention in listed:
            known = found.get(mention.first)
            if known is None or not known.slot:
                found[mention.first] = Seat(mention, True, rule, certainty, group)

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
        while at < len(tokens) and tokens[at].key in skipped:
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
            before = tokens[at - 1].key
            joins = self._continues(tokens[at]) or before in {"و", "من"} or starting.get(at - 1)
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
        return not self._is_open(tokens, first)

    def _is_open(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the words here are about who signs, not about who was there or what was said."""
        is_open = True
        skip = 0
        for index in range(at + 1):
            if index < skip:
                continue
            if size := phrase_at(tokens, index, words("act.attend_ar"), 3):
                is_open, skip = False, index + size
            elif self._closes(tokens, index):
                is_open = False
            elif self._opens(tokens, index):
                is_open = True
        return is_open

    def _closes(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether from here on somebody speaks or looks on, or something else is told."""
        token = tokens[at]
        if token.among(words("act.witness_ar")) and self._is_person_next(tokens, at):
            return True
        said = token.among(words("act.said_ar")) and not token.among({"بين", "قدم"})
        return said or bool(phrase_at(tokens, at, words("act.turns_ar"), 3))

    def _is_person_next(self, tokens: Sequence[Token], at: int) -> bool:
        """«شهد محافظ بورسعيد توقيع …»: the governor, not the hall, saw it."""
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        return after is not None and (after.among(words("office.ar")) or after.among(words("title.ar")))

    def _opens(self, tokens: Sequence[Token], at: int) -> bool:
        token = tokens[at]
        if token.among(words("act.sign_again_ar")) or token.among(signing_ar()):
            before = tokens[max(0, at - 3) : at]
            return not any(word.among(words("act.attend_ar") | words("act.witness_ar")) for word in before)
        watched = words("act.attend_ar") | words("act.witness_ar")
        return token.named(words("instrument.ar")) and not any(
            word.among(watched) for word in tokens[max(0, at - 2) : at]
        )

    # ---- People

    def people(self, index: int) -> list[Person]:
        return ArabicPeople(self.text, self.sentences[index], self.mentions[index]).all()

    def signers(self, frame: Frame) -> None:
        tokens = frame.tokens
        people = ArabicPeople(self.text, tokens, frame.mentions).all()
        took_part = any(
            token.among({"شارك", "شاركت"}) and any(word.named(SIGNINGS) for word in tokens[at + 1 : at + 4])
            for at, token in enumerate(tokens)
        )
        for person in people:
            if not self._signs(tokens, person, frame, took_part):
                continue
            others = [one for one in people if one is not person]
            mention, rule = self._stands_for(tokens, person, frame, others)
            certainty = 0.6 if took_part else 0.9
            place = Evidence(person.start, person.end, certainty, "took_part" if took_part else "signer")
            office = person.office
            signed = ProposedSignatory(person.name, office, mention.name if mention else "", place)
            frame.signatories.append((signed, mention, person.country or rule))

    def _signs(self, tokens: Sequence[Token], person: Person, frame: Frame, took_part: bool) -> bool:
        if took_part:
            return person.leads
        if (
            person.mention
            and person.mention.last < len(tokens)
            and tokens[person.mention.last].key in {"السابق", "الاسبق"}
        ):
            return False
        if frame.act and frame.act.is_verb and person.first < frame.act.at:
            # «ذكر بيان أن أمين بغداد فلان وقع»: he is the verb's subject, whatever stands before.
            subject = tokens[frame.act.at].start - person.end <= 2
            return subject or self._is_open(tokens, person.first)
        return self._is_open(tokens, person.first) and (frame.act is None or person.first >= frame.act.at)

    def _stands_for(
        self, tokens: Sequence[Token], person: Person, frame: Frame, others: Sequence[Person]
    ) -> tuple[Mention | None, str]:
        """The city that someone signs for: of the office, else the last one named before."""
        if person.mention and not person.mention.body:
            return person.mention, ""
        if person.mention:
            return None, "body"
        of_country = words("counterpart.person_ar") | words("office.of_country_ar")
        if person.country and tokens[person.first].among(of_country):
            return None, ""
        if behalf := self._on_behalf(tokens, person, frame):
            return behalf, ""
        if country := self._of_side(tokens, person):
            return None, country
        before = [one for one in frame.mentions if one.last <= person.first and not one.body]
        if heads := heads_named(person.office):
            # «رئيس البلدية»: of a municipality, not of the city that happens to stand nearer.
            before = [one for one in before if one.head in heads]
            return (before[-1], "") if before else (None, "")
        own = tokens[person.first].named(words("office.own_ar"))
        if not own:
            before = [
                one for one in before if not any(other.start <= one.start < other.end for other in others)
            ]
        near = [one for one in before if person.first - one.last <= (6 if own else 5)]
        return (near[-1], "") if near else (None, "")

    def _on_behalf(self, tokens: Sequence[Token], person: Person, frame: Frame) -> Mention | None:
        """«وقعها عن البيرة رئيس بلديتها فلان»: the bare name after «عن»."""
        for at in range(person.first - 1, max(-1, person.first - 4), -1):
            if tokens[at].among({"عن"}):
                named = [
                    one
                    for one in frame.mentions
                    if one.first == at + 1 or one.key == same(tokens[at + 1].key)
                ]
                return named[0] if named else ArabicMentions(self.text, tokens, self.gazetteer).bare(at + 1)
        return None

    def _of_side(self, tokens: Sequence[Token], person: Person) -> str:
        """The country in «وعن الجانب التركي رئيس البلدية فلان»."""
        for at in range(max(0, person.first - 4), person.first - 2):
            if tokens[at].among({"عن"}) and tokens[at + 1].among({"الجانب", "الطرف"}):
                return adjectives().get(tokens[at + 2].key, "")
        return ""

    def place(self, frame: Frame) -> ProposedText | None:
        names = self._names_in(frame)
        signing = ArabicSigningPlace(self.text, self.gazetteer, frame, names, self.mentions)
        return signing.read(self.body_start(frame.tokens))
