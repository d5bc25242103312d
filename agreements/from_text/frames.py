"""A sentence that announces: its act, the cities in it, and who stands where."""

from dataclasses import dataclass, field

from agreements.from_text.act import Act
from agreements.from_text.mentions import Mention
from agreements.from_text.proposal import ProposedKind, ProposedSignatory, ProposedText
from agreements.from_text.tokens import Sentence

MANY = 2


@dataclass(slots=True)
class Seat:
    """A city in a sentence that announces. With a slot the sentence's own form makes it a party
    (subject, «بين … و…», «مع …»), else it only stands there. `group` tells several instruments of
    one sentence apart; -1 belongs to all of them."""

    mention: Mention
    slot: bool
    rule: str
    certainty: float
    group: int = -1


def sit(found: dict[int, Seat], listed: list[Mention], rule: str, certainty: float, group: int = -1) -> None:
    """Give these cities, by where they begin, their places; a place that the form gave is kept."""
    for mention in listed:
        known = found.get(mention.first)
        if known is None or not known.slot:
            found[mention.first] = Seat(mention, True, rule, certainty, group)


@dataclass(slots=True)
class Frame:
    tokens: Sentence
    headline: bool
    act: Act | None
    mentions: list[Mention] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    kinds: list[ProposedKind] = field(default_factory=list)
    kinds_of_group: dict[int, list[ProposedKind]] = field(default_factory=dict)
    designation: ProposedText | None = None
    signatories: list[tuple[ProposedSignatory, Mention | None, str]] = field(default_factory=list)
    signed_on: ProposedText | None = None
    place: ProposedText | None = None
    many: bool = False
    start: int = 0
    has_body: bool = False
    body_signs: bool = False

    @property
    def cities_in_slots(self) -> int:
        return len({seat.mention.key for seat in self.seats if seat.slot})

    @property
    def body_first(self) -> bool:
        """Whether somebody who is no city signs: the first whom the sentence names, with one city at most."""
        named = [mention for mention in self.mentions if mention.first >= self.start]
        return bool(named and named[0].body and self.cities_in_slots < MANY)
