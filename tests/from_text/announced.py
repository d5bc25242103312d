"""What is read from a text where the register holds Hebron and Amman."""

from datetime import date

from agreements.from_text.gazetteer import Gazetteer, Place
from agreements.from_text.proposal import Proposal, ProposedAgreement
from agreements.from_text.read import read

KNOWN = Gazetteer()
KNOWN.add(Place("PS", slug="hebron"), ["الخليل", "Hebron"])
KNOWN.add(Place("JO", slug="amman"), ["عمّان", "عمان", "Amman"])


def reading(text: str, published: date | None = None) -> Proposal:
    return read(text, KNOWN, published)


def only(text: str, published: date | None = None) -> ProposedAgreement:
    (agreement,) = reading(text, published).agreements
    return agreement


def cities_of(text: str) -> list[list[str]]:
    """The cities of each agreement."""
    return [[party.city for party in agreement.parties] for agreement in reading(text).agreements]


def countries_of(text: str) -> dict[str, str]:
    return {party.city: party.country for party in only(text).parties}


def signed_by(text: str) -> list[tuple[str, str]]:
    return [(person.name, person.party) for person in only(text).signatories]


def domains_of(text: str) -> list[str]:
    return [domain.code for domain in only(text).domains]
