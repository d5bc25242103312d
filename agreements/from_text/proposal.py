"""What a text is read to say: each piece with its words in the text, how sure it is, and by which rule."""

from dataclasses import dataclass, field
from typing import Any, Literal

Happening = Literal["signed", "planned", "none"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that say something: from where to where, how sure (0 to 1), and the rule's name."""

    start: int
    end: int
    certainty: float
    rule: str


@dataclass(slots=True)
class ProposedParty:
    """A city's place in the agreement. `slug` names it in the register; empty for a new city."""

    name: str
    city: str
    country: str
    evidence: Evidence
    slug: str = ""
    geonames_id: int = 0


@dataclass(frozen=True, slots=True)
class ProposedSignatory:
    name: str
    office: str
    party: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ProposedDomain:
    code: str
    quote: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ProposedKind:
    code: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ProposedText:
    """A designation, a date or a place: its value, and the words as they stand."""

    value: str
    written: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ProposedActivity:
    kind: str
    title: str
    evidence: Evidence


@dataclass(slots=True)
class ProposedAgreement:
    kinds: list[ProposedKind] = field(default_factory=list)
    designation: ProposedText | None = None
    parties: list[ProposedParty] = field(default_factory=list)
    signatories: list[ProposedSignatory] = field(default_factory=list)
    domains: list[ProposedDomain] = field(default_factory=list)
    signed_on: ProposedText | None = None
    place: ProposedText | None = None
    activities: list[ProposedActivity] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "kinds": [kind.code for kind in self.kinds],
            "designation": self.designation.value if self.designation else None,
            "parties": [
                {"name": party.name, "city": party.city, "country": party.country or None}
                for party in self.parties
            ],
            "signatories": [
                {"name": person.name, "office": person.office, "party": person.party}
                for person in self.signatories
            ],
            "domains": [{"code": domain.code, "quote": domain.quote} for domain in self.domains],
            "signed_on": self.signed_on.value or None if self.signed_on else None,
            "place": self.place.value if self.place else None,
        }


@dataclass(slots=True)
class Proposal:
    """All that one text is read to announce."""

    event: Happening
    language: str
    agreements: list[ProposedAgreement] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"event": self.event, "agreements": [one.as_json() for one in self.agreements]}
