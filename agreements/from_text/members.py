"""The cities of a text: one member for each, however often and however written it is named."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from agreements.arabic import fold
from agreements.from_text.frames import Frame, Seat
from agreements.from_text.gazetteer import LARGE, Place, sounding_like
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import adjectives, countries, headed_regions
from agreements.from_text.proposal import Evidence, ProposedParty
from agreements.from_text.reader import Reader

# Beside a larger namesake, a place with fewer than one in so many inhabitants is not meant.
TOO_SMALL = 200
# Where alone authorities are called so, unless the text says another country.
# What a text from Morocco counts to Morocco: «العيون», «الداخلة».
DISPUTED, ADMINISTERING = "EH", "MA"
ONLY_IN = {"جماعة": "MA", "عمالة": "MA"}


@dataclass(slots=True)
class Member:
    """One city over the whole text: where it is named, and where the form of a sentence makes it a party."""

    mentions: list[Mention] = field(default_factory=list)
    seats: list[tuple[Frame, Seat]] = field(default_factory=list)
    # One mention for each way that the text names it, by what tells one city from another.
    ways: dict[tuple[str, str, str, tuple[Place, ...]], Mention] = field(default_factory=dict)

    def add(self, mention: Mention) -> None:
        self.mentions.append(mention)
        self.ways.setdefault((mention.key, mention.place, mention.country, mention.places), mention)

    def is_same(self, mention: Mention) -> bool:
        return any(one.is_same(mention) for one in self.ways.values())


class Members:
    """The members of the sentences that announce; the rest of the text adds what it calls them."""

    def __init__(self, reader: Reader, frames: Sequence[Frame]) -> None:
        self.reader = reader
        self.all: list[Member] = []
        for frame in frames:
            for seat in frame.seats:
                self.seat(frame, seat)
        for mentions in self.reader.mentions:
            for mention in mentions:
                for member in self.all:
                    if not mention.body and member.is_same(mention):
                        member.add(mention)
                        break

    def seat(self, frame: Frame, seat: Seat) -> None:
        """Give the city of a mention its seat in a sentence."""
        self._member(seat.mention).seats.append((frame, seat))

    def _member(self, mention: Mention) -> Member:
        for member in self.all:
            if member.is_same(mention):
                member.add(mention)
                return member
        member = Member()
        member.add(mention)
        self.all.append(member)
        return member

    def party(self, member: Member, members: list[Member]) -> ProposedParty:
        seat = max((seat for _frame, seat in member.seats), key=lambda seat: (seat.slot, seat.certainty))
        named = self._best_mention(member)
        country, place = self._country(member, members)
        name = named.name
        if self.reader.language == "ar" and not named.head:
            other = next((one for one in members if one is not member), None)
            head = self._best_mention(other).head if other else ""
            name = f"{head} {named.place}".strip() if head in {"بلدية"} else named.name
        evidence = Evidence(seat.mention.start, seat.mention.end, seat.certainty, seat.rule)
        return ProposedParty(
            name,
            named.place,
            country,
            evidence,
            place.slug if place else "",
            place.geonames_id if place else 0,
        )

    def _best_mention(self, member: Member) -> Mention:
        """The mention whose name the party bears: an authority's before a bare one."""
        seats = [seat.mention for _frame, seat in member.seats]
        slots = [seat.mention for _frame, seat in member.seats if seat.slot]
        keys = {one.key for one in slots or seats}

        arabic = self.reader.language == "ar"

        def rank(mention: Mention) -> tuple[int, ...]:
            return (
                mention.key not in keys,
                not arabic and mention not in slots,
                arabic and mention.head not in self.reader.text[mention.start : mention.end],
                not mention.head,
                mention.head == "مدينة",
                mention not in slots,
                not mention.charted,
                -len(mention.name),
            )

        return min([*seats, *member.mentions], key=rank)

    def _country(self, member: Member, members: list[Member]) -> tuple[str, Place | None]:
        """What the words say, else the register, else the place that the text's countries allow."""
        stated = Counter(one.country for one in member.mentions if one.country)
        places = list(
            dict.fromkeys(place for one in member.mentions for place in one.places if place.country)
        )
        if stated:
            country = stated.most_common(1)[0][0]
            return country, next((place for place in places if place.country == country), None)
        if not places:
            key = member.mentions[0].key
            country = self._headed_region(member) or self._left_over(member, members)
            country = country or sounding_like(key) or self._of_town_within(member)
            country = country or self._of_the_rest(members)
            return country or next(
                (ONLY_IN[one.head] for one in member.mentions if one.head in ONLY_IN), ""
            ), None
        held = [place for place in places if place.slug]
        if held:
            return held[0].country, held[0]
        named = self._countries_in_text
        if DISPUTED in {place.country for place in places} and named & {ADMINISTERING, DISPUTED} == {
            ADMINISTERING
        }:
            place = next(place for place in places if place.country == DISPUTED)
            return ADMINISTERING, replace(place, country=ADMINISTERING)
        allowed = [
            place
            for place in places
            if place.country in named and place.population * TOO_SMALL >= places[0].population
        ]
        chosen = allowed[0] if allowed else places[0]
        return chosen.country, chosen

    def _headed_region(self, member: Member) -> str:
        """«محافظة الشرقية»: the country of a part of it that only its authority's word tells."""
        named = [one.place for one in member.mentions if one.head]
        return next((headed_regions()[fold(place)] for place in named if fold(place) in headed_regions()), "")

    def _of_the_rest(self, members: list[Member]) -> str:
        """«وقعت أمانة بغداد مذكرة بين الكاظمية ومشهد»: of the one country of the cities besides."""
        found = {
            mention.places[0].country
            for mentions in self.reader.mentions
            for mention in mentions
            if mention.head
            and mention.places
            and (mention.places[0].slug or mention.places[0].population >= LARGE)
            and not any(member.is_same(mention) for member in members)
        }
        return found.pop() if len(found) == 1 else ""

    def _of_town_within(self, member: Member) -> str:
        """«حارة صيدا»: the country of the town whose name stands in a longer one."""
        words = fold(member.mentions[0].place).split()
        towns = [place for word in words[1:] for place in self.reader.gazetteer.find(word)[:1]]
        return next((place.country for place in towns if place.slug or place.population >= LARGE), "")

    @cached_property
    def _countries_in_text(self) -> set[str]:
        found: set[str] = set()
        for tokens in self.reader.sentences:
            for token in tokens:
                for form, _ in token.forms():
                    code = adjectives().get(form) or countries().get(form)
                    if code and (self.reader.language == "ar" or token.is_capital):
                        found.add(code)
        return found

    def _left_over(self, member: Member, members: list[Member]) -> str:
        """The one country that the text names and no other party has."""
        if not members:
            return ""
        others = {self._country(one, [])[0] for one in self.all if one is not member}
        rest = self._countries_in_text - others
        return rest.pop() if len(rest) == 1 else ""
