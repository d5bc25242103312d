"""Which of a text's sentences tell of one agreement, and between which cities."""

from collections.abc import Sequence

from agreements.from_text.domains import spoken
from agreements.from_text.frames import MANY, Frame, Seat
from agreements.from_text.kinds import numbered, refers
from agreements.from_text.members import Member, Members
from agreements.from_text.reader import Reader

# In how many sentences at the beginning, and among how many words of each, the city of the news stands.
LEAD = 3
SUBJECT_REACH = 10
# Among so few words a city without an authority's word is what the news is of: «جلبت مصراتة …».
BEGINNING = 2
# How many words a line has that names but the agency and where it writes from.
DATELINE = 4
BOTH = 2

# The sentences of one agreement, its cities, and which of the sentences' instruments it is (-1: any).
Group = tuple[list[Frame], list[Member], int]


class Groups:
    """The agreements of one text, as far as its sentences tell them apart; `members` are the cities of those
    that were read last."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.members = Members(reader, [])

    def of(self, frames: Sequence[Frame]) -> list[Group]:
        """The agreements: their sentences and their cities."""
        told = [frame for frame in frames if frame.act]
        plain = [
            frame
            for frame in told
            if not spoken(frame.tokens[frame.start :], self.reader.text, self.reader.language)
        ]
        quoted = [frame for frame in told if frame not in plain] if plain else []
        told = plain if any(not frame.headline for frame in plain) else told
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
            start = self.reader.body_start(tokens)
            if any(token.key == "already" for token in tokens):
                continue  # “Brisbane already has a relationship with Hyderabad”
            if len(tokens) <= DATELINE and any(set("-–—/") & set(token.gap) for token in tokens[1:]):
                continue  # «القدس - وفا»
            alone = [self.reader.bare(tokens, at) for at in range(min(BEGINNING, len(tokens)))]
            for mention in [*mentions, *filter(None, alone)]:
                known = any(party.is_same(mention) for party in parties)
                if mention.body or known or not start <= mention.first <= SUBJECT_REACH + start:
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
