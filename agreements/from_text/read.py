"""From a text to a proposal: the sentences that announce, brought together."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cached_property

from agreements.from_text.activities import activities_in
from agreements.from_text.domains import Named, spoken
from agreements.from_text.frames import MANY, Frame, Seat
from agreements.from_text.gazetteer import Gazetteer
from agreements.from_text.kinds import BESIDE, GOVERNING, governed, kinds_in, numbered, refers
from agreements.from_text.lexicon import words
from agreements.from_text.members import Member, Members
from agreements.from_text.proposal import (
    Happening,
    Proposal,
    ProposedActivity,
    ProposedAgreement,
    ProposedKind,
    ProposedParty,
    ProposedSignatory,
    ProposedText,
)
from agreements.from_text.reader import Reader
from agreements.from_text.reader_ar import ArabicReader
from agreements.from_text.reader_en import EnglishReader
from agreements.from_text.scope import Scope
from agreements.from_text.signing import Directory, Signing

LONGEST_TEXT = 100_000
# In how many sentences at the beginning, and among how many words of each, the city of the news stands.
LEAD = 3
SUBJECT_REACH = 10
# Among so few words a city without an authority's word is what the news is of: «جلبت مصراتة …».
BEGINNING = 2
BOTH = 2
ARABIC_LETTERS = range(0x0620, 0x0650)


def read(
    text: str, gazetteer: Gazetteer, published: date | None = None, named: tuple[Named, ...] = ()
) -> Proposal:
    """What the text is read to announce. `named` are the taxonomy's names with their top-level codes."""
    language = language_of(text)
    reader = (ArabicReader if language == "ar" else EnglishReader)(text, gazetteer, published)
    return Assembly(reader, named).proposal()


def language_of(text: str) -> str:
    arabic = sum(ord(letter) in ARABIC_LETTERS for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    return "ar" if arabic >= latin else "en"


def _is_of(frame: Frame, members: Sequence[Member]) -> bool:
    """Whether a sentence names these cities and no other."""
    return all(any(member.is_same(seat.mention) for member in members) for seat in frame.seats)


# The sentences of one agreement, its cities, and which of the sentences' instruments it is (-1: any).
Group = tuple[list[Frame], list[Member], int]


class Assembly:
    def __init__(self, reader: Reader, named: tuple[Named, ...]) -> None:
        self.reader = reader
        self.frames = reader.frames()
        self.members = Members(reader, [])
        self.directory = Directory(reader)
        self.scope = Scope(reader, named)

    def proposal(self) -> Proposal:
        event, groups = self._announced()
        if event == "none":
            return Proposal("none", self.reader.language)
        telling = [
            {frame.tokens[0].start for frame in frames if not frame.headline} for frames, _, _ in groups
        ]
        agreements = [
            self._agreement(event, *group, set().union(*telling) - own)
            for group, own in zip(groups, telling, strict=True)
        ]
        self._share_signatories(agreements)
        return Proposal(event, self.reader.language, agreements)

    # ---- What happened

    def _announced(self) -> tuple[Happening, list[Group]]:
        """A signing between cities that is told, else one that is planned, else none."""
        for event, frames in self._happenings():
            if groups := [group for group in self._groups(frames) if len(group[1]) >= 2]:
                return event, groups
        return "none", []

    def _happenings(self) -> Iterator[tuple[Happening, list[Frame]]]:
        standings: tuple[Happening, Happening] = ("signed", "planned")
        for standing in standings:
            told = [frame for frame in self.frames if frame.act and frame.act.standing == standing]
            if told:
                beside = [
                    frame for frame in self.frames if frame.act is None or frame.act.standing == standing
                ]
                body = {frame.act.standing for frame in self.frames if frame.act and not frame.headline}
                less = body & ({"planned", "mooted"} if standing == "signed" else {"mooted"})
                if less and all(frame.headline for frame in told):
                    continue  # A headline says shortly what the text says is to come, or talked of.
                yield standing, beside

    # ---- Which cities

    def _groups(self, frames: Sequence[Frame]) -> list[Group]:
        """The agreements: their sentences and their cities."""
        told = [frame for frame in frames if frame.act]
        plain = [
            frame
            for frame in told
            if not spoken(frame.tokens[frame.start :], self.reader.text, self.reader.language)
        ]
        quoted = [frame for frame in told if frame not in plain] if plain else []
        told = plain or told
        told = [frame for frame in told if frame.seats or not frame.body_signs] or told
        if all(frame.body_first for frame in told if not frame.headline) and any(
            frame.body_first for frame in told
        ):
            return []  # A chamber or a university signed.
        if any(frame.body_signs for frame in told) and all(frame.cities_in_slots < MANY for frame in told):
            return []  # «وقعت بلدية X اتفاقية مع شركة»: other cities only stand beside.
        silent = [frame for frame in frames if not frame.act]
        self.members = Members(self.reader, told)
        if len(self._parties(told)) < 2:
            self.members = Members(self.reader, [*told, *silent])
            parties = self._parties([*told, *silent])
            if len(parties) == 1:
                host = self._host(parties)
                parties = [host, *parties] if host else parties
            if len(parties) < 2:
                parties = self._named_in(told) or self._only_two(told)
            return self._split(frames, parties, told) if len(parties) > 1 else []
        found: list[tuple[list[Frame], list[Member]]] = []
        told = self._without_sums(told)
        for frame in sorted(told, key=lambda one: one.headline):
            parties = self._parties([frame])
            if len(parties) < 2:
                continue
            for group_frames, members in found:
                if all(one in members for one in parties) or all(one in parties for one in members):
                    group_frames.append(frame)
                    if not frame.headline:
                        members += [
                            one
                            for one in parties
                            if one not in members and frame in [f for f, s in one.seats if s.slot]
                        ]
                    break
            else:
                known = any(one in members for _, members in found for one in parties)
                vague = not frame.kinds and not numbered(frame.tokens)
                if found and (frame.headline or vague or (known and self._refers(frame))):
                    # «وقع عن بلدية X فلان»: who signed them, and no instrument besides.
                    for group_frames, members in found:
                        if not frame.headline and any(one in members for one in parties):
                            group_frames.append(frame)
                    continue
                found.append(([frame], parties))
        if not found:
            return self._split(frames, self._parties(told), told)
        found += self._of_the_host(told, found)
        for frame in quoted:  # «وذكر موفد الوكالة أن الاتفاقية التي وقعت اليوم بين …»
            cities = [
                member
                for member in self.members.all
                if any(member.is_same(seat.mention) for seat in frame.seats)
            ]
            for group_frames, members in found:
                if len(cities) > 1 and all(city in members for city in cities):
                    group_frames.append(frame)
        result: list[Group] = []
        for group_frames, members in found:
            result += self._split(group_frames, members, group_frames)
        return result

    def _without_sums(self, told: list[Frame]) -> list[Frame]:
        """“Documents were signed between A, B and C. The agreement between A and B … and between A and C …”:
        a sentence that only sums up the pairs that others tell of is none of them."""
        pairs = [{id(one) for one in self._parties([frame])} for frame in told if frame.kinds]
        pairs = [pair for pair in pairs if len(pair) == BOTH]
        summed = set().union(*pairs) if len({frozenset(pair) for pair in pairs}) > 1 else set()
        return [
            frame
            for frame in told
            if not (len(parties := {id(one) for one in self._parties([frame])}) > BOTH and parties <= summed)
        ]

    def _of_the_host(
        self, told: Sequence[Frame], found: Sequence[tuple[list[Frame], list[Member]]]
    ) -> list[tuple[list[Frame], list[Member]]]:
        """«كما أقرت اللجنة مسودة اتفاقية مع بلدية X»: one more instrument of the city whose news it is."""
        if len(found) != 1 or self._trilateral():
            return []
        host = found[0][1][0]
        more: list[tuple[list[Frame], list[Member]]] = []
        taken = list(found[0][1])
        for frame in told:
            others = [one for one in self._parties([frame]) if one not in taken]
            with_one = len(others) == 1 and any(
                seat.rule == "with" for at, seat in others[0].seats if at is frame
            )
            if with_one and frame.kinds and not frame.headline:
                more.append(([frame], [host, others[0]]))
                taken += others
        return more

    def _refers(self, frame: Frame) -> bool:
        return refers(frame.tokens, self.reader.language)

    def _parties(self, frames: Sequence[Frame]) -> list[Member]:
        """The cities that these sentences make parties; those that only stand there count where the
        sentences' form names fewer than two."""
        here = [
            (member, any(seat.slot for frame, seat in member.seats if frame in frames))
            for member in self.members.all
            if any(frame in frames for frame, _seat in member.seats)
        ]
        firm = [member for member, slot in here if slot]
        signing = [
            member
            for member, _slot in here
            if member not in firm
            and any(
                mention and member.is_same(mention)
                for frame in frames
                for _person, mention, _c in frame.signatories
            )
        ]
        among = any(sum(seat.rule == "between" for seat in frame.seats) > 1 for frame in frames)
        chosen = firm if among else firm + signing
        if not chosen and len(here) != 2:
            return []
        if len(chosen) >= 2:
            return [member for member, _slot in here if member in chosen]
        return [member for member, _slot in here]

    def _host(self, parties: Sequence[Member]) -> Member | None:
        """The city that the text begins with, where it is none of these parties: the news is its own."""
        for tokens, mentions in zip(self.reader.sentences[:LEAD], self.reader.mentions, strict=False):
            alone = [self.reader.bare(tokens, at) for at in range(min(BEGINNING, len(tokens)))]
            for mention in [*mentions, *filter(None, alone)]:
                known = any(party.is_same(mention) for party in parties)
                if mention.body or known or mention.first > SUBJECT_REACH:
                    continue
                self.members.seat(Frame(tokens, False, None), Seat(mention, False, "begins_with", 0.4))
                return next(member for member in self.members.all if member.is_same(mention))
        return None

    def _named_in(self, frames: Sequence[Frame]) -> list[Member]:
        """The two cities that the sentences of the act name, though as hosts and guests: “received a
        delegation of X, and a twinning was signed”. None where they name more or fewer."""
        self.members = Members(self.reader, [])
        for frame in frames:
            for mention in frame.mentions:
                told = mention.head or mention.country or mention.known
                if told and not mention.body and frame.act and not frame.has_body:
                    self.members.seat(frame, Seat(mention, False, "named_beside", 0.4))
        return self.members.all if len(self.members.all) == 2 else []

    def _only_two(self, frames: Sequence[Frame]) -> list[Member]:
        """The two cities that the whole text speaks of, where the act says «between the two sides»."""
        if any(frame.mentions for frame in frames):
            return []
        self.members = Members(self.reader, [])
        for mentions in self.reader.mentions:
            for mention in mentions:
                if (mention.head or mention.country) and not mention.body:
                    self.members.seat(frames[0], Seat(mention, False, "named_beside", 0.3))
        return self.members.all if len(self.members.all) == 2 else []

    def _split(self, frames: Sequence[Frame], members: list[Member], told: Sequence[Frame]) -> list[Group]:
        """Several instruments of one city with each of the others, where the words say so."""
        frames, members = list(frames), list(members)
        by_group: dict[int, list[Member]] = {}
        for member in members:
            group = max((seat.group for frame, seat in member.seats if frame in told), default=-1)
            by_group.setdefault(group, []).append(member)
        shared = by_group.pop(-1, [])
        many = any(frame.many for frame in told)
        if not shared and (many or len(by_group) > 1) and (host := self._host(members)):
            shared = [host]
        elif len(members) < 3:
            return [(frames, members, -1)]
        if len(shared) == 1 and len(by_group) > 1:
            return [
                (frames, shared + side, group)
                for group, others in by_group.items()
                for side in ([[other] for other in others] if many else [others])
            ]
        if many and len(shared) == 1 and by_group:
            others = [one for group in by_group.values() for one in group]
            return [(frames, [shared[0], other], -1) for other in others]
        if many and not self._trilateral():
            return [(frames, [members[0], other], -1) for other in members[1:]]
        return [(frames, members, -1)]

    def _trilateral(self) -> bool:
        marks = {"ثلاثيه", "ثلاثي", "رباعيه", "tripartite", "trilateral", "three-way", "threeway"}
        return any(token.named(marks) for tokens in self.reader.sentences for token in tokens)

    # ---- One agreement

    def _agreement(
        self,
        event: Happening,
        frames: list[Frame],
        members: list[Member],
        group: int,
        of_others: Collection[int],
    ) -> ProposedAgreement:
        several = {id(frame) for frame in frames}
        told = [
            frame
            for frame in self.frames
            if frame.act and (id(frame) in several or len(frame.seats) < 2 or _is_of(frame, members))
        ]
        body = [frame for frame in told if not frame.headline] or told
        parties = [self.members.party(member, members) for member in members]
        found = ProposedAgreement(parties=parties)
        of_group = (
            [kind for frame in body for kind in frame.kinds_of_group.get(group, [])] if group >= 0 else []
        )
        found.kinds = governed(of_group) or self._kinds(frames, body)
        found.designation = next(
            (frame.designation for frame in body if frame.designation and frame.kinds), None
        ) or next((frame.designation for frame in frames if frame.designation and frame.kinds), None)
        found.domains = self.scope.read(of_others)
        found.activities = list(self.activities)
        if event == "signed":
            found.signatories = self._signatories(told, members, parties)
            found.signed_on = self._signed_on(body)
            found.place = next((frame.place for frame in body if frame.place), None) or self._ceremony()
        return found

    def _ceremony(self) -> ProposedText | None:
        """Where the ceremony was, if a sentence of its own says so."""
        about = words(f"act.ceremony_{self.reader.language}")
        for tokens, mentions in zip(self.reader.sentences, self.reader.mentions, strict=True):
            told = any(token.among(about) for token in tokens[:6])
            if not told or spoken(tokens, self.reader.text, self.reader.language):
                continue
            if place := self.reader.place(Frame(tokens, False, None, mentions)):
                return place
        return None

    def _signed_on(self, frames: Sequence[Frame]) -> ProposedText | None:
        dated = [frame.signed_on for frame in frames if frame.signed_on]
        return next((one for one in dated if one.value), dated[0] if dated else None)

    def _kinds(self, frames: Sequence[Frame], body: Sequence[Frame]) -> list[ProposedKind]:
        """What the announcement calls it, then what else the headline does."""
        ranked = [
            *(frame for frame in body if frame in frames),
            *(frame for frame in body if not frame.headline),
            *(frame for frame in frames if frame.headline),
            *(frame for frame in self.frames if frame.headline),
            *frames,
            *self.frames,
        ]
        named = [frame for frame in ranked if frame.kinds]
        if not named:
            return self._kinds_beside(frames)
        first = governed(named[0].kinds)
        # A headline that speaks of renewing the ties does not make the instrument a renewal.
        known = {kind.code for kind in first} | {"renewal"}
        more = {
            kind.code: kind
            for frame in named[1:]
            if frame.headline
            for kind in frame.kinds
            if kind.code not in known and (kind.code in BESIDE or known.isdisjoint(GOVERNING))
        }
        return [*first, *more.values()]

    def _kinds_beside(self, frames: Sequence[Frame]) -> list[ProposedKind]:
        """No sentence designates the instrument: “plans to twin with”."""
        for frame in frames:
            found = kinds_in(
                frame.tokens, self.reader.language, 0, len(frame.tokens), 0.5, "kind_in_announcement"
            )
            if found:
                return found[:1]
        return []

    # ---- Who signed

    def _signatories(
        self, frames: Sequence[Frame], members: list[Member], parties: list[ProposedParty]
    ) -> list[ProposedSignatory]:
        signing = Signing(self.directory, members, parties)
        for frame in sorted(frames, key=lambda one: one.headline):
            for person, mention, country in frame.signatories:
                signing.add(person, mention, country)
            if frame.act:
                signing.by_office(frame)
            if frame.act and frame.act.is_verb and not frame.headline:
                signing.by_surname(frame.tokens, frame.act.at)
                signing.by_behalf(frame.tokens)
        signing.by_block(self.reader.sentences)
        signing.by_both(frame.tokens for frame in frames if frame.act)
        signing.by_chair(self.reader.sentences)
        return signing.all()

    def _share_signatories(self, agreements: list[ProposedAgreement]) -> None:
        """Who signed one instrument for a city signed the others beside it."""
        known = {person.party: person for one in agreements for person in one.signatories}
        for one in agreements:
            signed = {person.party for person in one.signatories}
            for party in one.parties:
                if party.name not in signed and party.name in known and one.signatories:
                    one.signatories.insert(0, known[party.name])

    # ---- What else was done

    @cached_property
    def activities(self) -> list[ProposedActivity]:
        announcing = {id(frame.tokens) for frame in self.frames if frame.act}
        skipped = [
            id(tokens) in announcing or spoken(tokens, self.reader.text, self.reader.language)
            for tokens in self.reader.sentences
        ]
        return activities_in(self.reader.text, self.reader.sentences, skipped)
