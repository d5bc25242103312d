"""For which party each person signed: by the office, by what the text says of the person elsewhere, else by
the order in which persons and parties are named."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from agreements.arabic import fold
from agreements.from_text.frames import Frame
from agreements.from_text.lexicon import words
from agreements.from_text.members import Member
from agreements.from_text.mentions import Mention
from agreements.from_text.offices_ar import heads_named
from agreements.from_text.people import Person
from agreements.from_text.proposal import Evidence, ProposedParty, ProposedSignatory
from agreements.from_text.reader import Reader
from agreements.from_text.tokens import Sentence, breaks, phrase_at

BOTH = 2
CLOSE_BEFORE = 4
# By which rules a party is the city whose news it is.
OWN = frozenset({"subject", "begins_with"})
# How many words from the verb those who sign stand.
NEAR = 7
SIDE = frozenset({"الجانب", "الطرف", "جانب", "طرف"})
# How far behind «عن» they stand.
BEHALF = 6
# How far behind the verb the names of those who sign stand.
FAR_NAMES = 25


class Directory:
    """Everybody whom the text names in full with the office at a city, by the last word of the name."""

    def __init__(self, reader: Reader) -> None:
        self.known: dict[str, list[Person]] = {}
        self.of_sentence = [reader.people(index) for index in range(len(reader.sentences))]
        for people, mentions in zip(self.of_sentence, reader.mentions, strict=True):
            for person in (of_authority_before(one, mentions) for one in people):
                if " " in person.name and not (person.mention and person.mention.body):
                    self.known.setdefault(surname(person.name), []).append(person)

    def head_of(self, member: Member) -> Person | None:
        """Who leads a city, as the text first says."""
        people = (one for bearers in self.known.values() for one in bearers)
        return next(
            (one for one in people if one.leads and one.mention and member.is_same(one.mention)), None
        )

    def only_one_of(self, member: Member) -> Person | None:
        """The one person whom the text names with an office at a city."""
        people = [
            one
            for bearers in self.known.values()
            for one in bearers
            if one.mention and member.is_same(one.mention)
        ]
        return people[0] if len({fold(one.name) for one in people}) == 1 else None

    def find(self, name: str) -> Person | None:
        """The person of this name, or of this surname if only one bears it."""
        bearers = self.known.get(surname(name), [])
        exact = next((one for one in bearers if fold(one.name) == fold(name)), None)
        if exact or " " in name:
            return exact
        return bearers[0] if len({fold(one.name) for one in bearers}) == 1 else None


def of_authority_before(person: Person, mentions: Sequence[Mention]) -> Person:
    """«بلدية البيرة ممثلة برئيس البلدية فلان»: of the authority named right before."""
    heads = heads_named(person.office) if person.leads and person.mention is None else set()
    before = [one for one in mentions if 0 <= person.first - one.last < CLOSE_BEFORE and one.head in heads]
    return replace(person, mention=before[-1]) if before else person


def _leads(person: ProposedSignatory) -> bool:
    heads = words("office.head_ar") | words("office.of_city_en")
    return any(word in heads for word in fold(person.office).split())


def surname(name: str) -> str:
    return fold(name).split()[-1] if fold(name) else ""


class Signing:
    """One person a party: the first whom the text says to have signed for it."""

    def __init__(self, directory: Directory, members: list[Member], parties: list[ProposedParty]) -> None:
        self.directory, self.members, self.parties = directory, members, parties
        self.found: dict[int, ProposedSignatory] = {}
        self.open: list[ProposedSignatory] = []
        self.of_others: list[tuple[ProposedSignatory, str]] = []

    def add(self, person: ProposedSignatory, mention: Mention | None, country: str) -> None:
        """Somebody who signs: beside a city, for a country (“the Turkish side”), for a body, or for none
        that the sentence names."""
        if country == "body":
            return
        known = self.directory.find(person.name)
        if known and " " not in person.name:
            person = ProposedSignatory(
                known.name, known.office or person.office, person.party, person.evidence
            )
        index = self._of_city(mention)
        if index is None and mention is None and country:
            index = self._of_country(country)
        if index is None and mention is None and known:
            index = self._of_city(known.mention)
        if index is not None:
            self._take(index, person)
        elif mention is None:
            self.open.append(person)
        else:
            lies = mention.country or next((place.country for place in mention.places), "")
            self.of_others.append((person, lies))

    def by_office(self, frame: Frame) -> None:
        """«وقعها رئيسة بلدية X ورئيس بلدية Y فلان»: who holds the office, as the text says elsewhere."""
        for mention in frame.mentions:
            index = None if mention.body else self._of_city(mention)
            if index is None or index in self.found or not self._is_held(frame, mention):
                continue
            if head := self.directory.head_of(self.members[index]):
                place = Evidence(mention.start, mention.end, 0.6, "office")
                self._take(index, ProposedSignatory(head.name, head.office, "", place))

    def _is_held(self, frame: Frame, mention: Mention) -> bool:
        """Whether the head of the city stands right before or behind the verb, with no name."""
        tokens = frame.tokens
        first = mention.first - 1
        heads = words("office.head_ar")
        tail = words("office.tail_ar") - heads
        while first > 0 and tokens[first].key in tail and not breaks(tokens[first + 1]):
            first -= 1
        if first < 0 or not tokens[first].among(heads) or frame.act is None:
            return False
        opens = any(seat.slot and seat.mention is mention for seat in frame.seats)
        return opens or frame.act.at + 1 == first or (first > 0 and tokens[first - 1].key == "قبل")

    def by_surname(self, tokens: Sentence, act: int) -> None:
        """«وقع السعودي وايرفولينو», “Kassis and Borgen signed”: whom the text names in full elsewhere."""
        for token in tokens[max(0, act - NEAR) : act + NEAR]:
            for form, _ in token.forms():
                known = self.directory.find(form)
                if known is None or not known.leads or known.start <= token.start < known.end:
                    continue
                place = Evidence(token.start, token.end, 0.6, "surname")
                self.add(ProposedSignatory(known.name, known.office, "", place), known.mention, known.country)

    def by_full_name(self, tokens: Sentence, act: int, attend: frozenset[str]) -> None:
        """“signed between the Head of X Jane Doe and John Roe”: whom the text names elsewhere with the
        office."""
        keys = [token.key for token in tokens]
        for bearers in self.directory.known.values():
            person = bearers[0]
            words_of = fold(person.name).split()
            size = len(words_of)
            for at in range(act + 1, min(len(keys) - size + 1, act + FAR_NAMES)):
                here = tokens[at].start
                if keys[at : at + size] != words_of or person.start <= here < person.end or not person.leads:
                    continue
                if any(phrase_at(tokens, one, attend, 3) for one in range(act, at)):
                    break
                place = Evidence(here, tokens[at + size - 1].end, 0.6, "full_name")
                self.add(
                    ProposedSignatory(person.name, person.office, "", place), person.mention, person.country
                )
                break

    def by_behalf(self, tokens: Sentence) -> None:
        """«وعن الجانب السويدي ليندستروم»: whom the text names in full elsewhere."""
        for at, token in enumerate(tokens):
            side = at + 1 < len(tokens) and tokens[at + 1].key in SIDE
            behalf = token.among({"عن"}) or (token.among({"من"}) and side)
            for word in tokens[at + 1 : at + BEHALF] if behalf else ():
                if breaks(word):
                    break
                known = self.directory.find(word.key)
                if known and " " in known.name and fold(known.name).split()[-1] == word.key:
                    place = Evidence(word.start, word.end, 0.6, "surname")
                    self.add(
                        ProposedSignatory(known.name, known.office, "", place), known.mention, known.country
                    )

    def by_block(self, sentences: Sequence[Sentence]) -> None:
        """Lines at the end that hold nothing but a person with the office: a block of signatures."""
        half = len(sentences) // 2
        for tokens, people in zip(sentences[half + 1 :], self.directory.of_sentence[half + 1 :], strict=True):
            for person in people:
                alone = tokens[0].start == person.start and tokens[-1].end == person.end
                if alone and person.mention:
                    place = Evidence(person.start, person.end, 0.7, "signature_block")
                    self.add(ProposedSignatory(person.name, person.office, "", place), person.mention, "")

    def by_both(self, announcing: Iterable[Sentence]) -> None:
        """«وقع الطرفان», “the two mayors signed”: who leads the two cities, where the text names both."""
        if self.found or self.open or len(self.parties) != BOTH:
            return
        if not any(
            phrase_at(tokens, at, words("act.by_both"), 2)
            for tokens in announcing
            for at in range(len(tokens))
        ):
            return
        heads = [
            self.directory.head_of(member) or self.directory.only_one_of(member) for member in self.members
        ]
        for index, head in enumerate(heads):
            if head and all(heads):
                place = Evidence(head.start, head.end, 0.5, "both_sides")
                self._take(index, ProposedSignatory(head.name, head.office, "", place))

    def by_chair(self, sentences: Sequence[Sentence]) -> None:
        """«وترأس مراسيم التوقيع رئيس مجلس X إلى جانب عمدة Y»: both heads, where nobody else is named."""
        if self.found or self.open or len(self.parties) != BOTH:
            return
        for tokens, people in zip(sentences, self.directory.of_sentence, strict=True):
            chaired = any(token.among(words("act.chaired_ar")) for token in tokens)
            if not chaired or not any(token.named({"التوقيع", "توقيع"}) for token in tokens):
                continue
            leading = [(self._of_city(person.mention), person) for person in people if person.leads]
            if {index for index, _ in leading if index is not None} == set(range(BOTH)):
                for index, person in leading:
                    place = Evidence(person.start, person.end, 0.4, "chaired")
                    if index is not None:
                        self._take(index, ProposedSignatory(person.name, person.office, "", place))
                return

    def _of_city(self, mention: Mention | None) -> int | None:
        if mention is None:
            return None
        return next((at for at, member in enumerate(self.members) if member.is_same(mention)), None)

    def _of_country(self, country: str) -> int | None:
        free = self._free()
        return next((at for at in free if self.parties[at].country == country), None)

    def _free(self) -> list[int]:
        return [at for at in range(len(self.parties)) if at not in self.found]

    def _take(self, index: int, person: ProposedSignatory) -> None:
        if index not in self.found:
            self.found[index] = ProposedSignatory(
                person.name, person.office, self.parties[index].name, person.evidence
            )

    def all(self) -> list[ProposedSignatory]:
        """The signatories in the order of the parties."""
        for person in self._unplaced():
            own = self._of_the_authority(person)
            if own is not None:
                self._take(own, person)
        left, free = self._unplaced(), self._free()
        if len(left) > len(free):  # Who leads a city, before who chairs its association.
            left = [person for person in left if _leads(person)]
        for person, country in self.of_others:
            near = [at for at in free if country and self.parties[at].country == country]
            if len(near) == 1 and len(free) > 1:  # The governor of Sinai signs for Sharm, not for Aqaba.
                self._take(near[0], person)
        free = self._free()
        others = {surname(one.name): one for one, _country in self.of_others}
        others = {name: one for name, one in others.items() if one.name not in self._names_found()}
        if len(free) == 1 and not left and len(others) == 1 and self.found:
            left = list(others.values())  # «محافظ نينوى», who signs for Mosul.
        if len(left) == 1 and len(free) == BOTH and self.parties[0].evidence.rule in OWN:
            free = free[:1]  # The mayor without a city is the one of the city whose news it is.
        if len(left) == len(free) or len(free) == 1:
            for index, person in zip(free, left, strict=False):
                self._take(index, person)
        return [self.found[at] for at in sorted(self.found)]

    def _names_found(self) -> set[str]:
        return {one.name for one in self.found.values()}

    def _unplaced(self) -> list[ProposedSignatory]:
        """Who signs for a party that is not known, each once."""
        placed = {surname(one.name) for one in self.found.values()}
        left: dict[str, ProposedSignatory] = {}
        for person in self.open:
            if surname(person.name) not in placed:
                left.setdefault(surname(person.name), person)
        return list(left.values())

    def _of_the_authority(self, person: ProposedSignatory) -> int | None:
        """«مدير عام البلدية», with no city named: of the one such authority among the parties."""
        heads = heads_named(person.office)
        named = [at for at, party in enumerate(self.parties) if party.name.startswith(tuple(heads))]
        return named[0] if len(named) == 1 else None
