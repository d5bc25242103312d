"""What is searched in each kind of record: its passages, each with the heading under which a reader
knows it. The index is made from them, and the reason of a match is looked up in them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from agreements.enumerations import AgreementKind, RecordState, Visibility
from agreements.hanging import rows_of
from agreements.wording import both_words, country_names

LONGEST_DOCUMENT = 200_000

# Labels are made once: a register says them of each of its records.
TITLE = _("Title")
OWN_DESIGNATION = _("Own designation")
REGISTRY_NUMBER = _("Registry number")
KIND = _("Kind")
SIGNED_ON = _("Signed on")
PLACE_OF_SIGNING = _("Place of signing")
SUMMARY = _("Summary")
SOURCE = _("Source")
DOCUMENT = _("Document")
CITY = _("City")
PARTY = _("Party")
SIGNATORY = _("Signatory")
OFFICE_OF_A_SIGNATORY = _("Office of a signatory")
COUNTRY = _("Country")
COOPERATION_DOMAIN = _("Cooperation domain")
WORDS_THAT_NAME_A_DOMAIN = _("Words that name a domain")
NAME = _("Name")
ALSO_WRITTEN = _("Also written")
LOCAL_AUTHORITY = _("Local authority")
OFFICE = _("Office")


class Passage(NamedTuple):
    """A text of a record. `heading`: counts more in ranking; `name`: a name of a place or person,
    looked for in one word or several."""

    label: Any
    text: str
    heading: bool = False
    name: bool = False


def passages_of_agreement(agreement: Any) -> Iterator[Passage]:
    """The searchable texts of an agreement; documents only as far as the public may read them."""
    yield from own_passages_of_agreement(agreement)
    yield from _other_passages(agreement)


def own_passages_of_agreement(agreement: Any) -> Iterator[Passage]:
    """The first of them, which stand in its own row: what it is called."""
    for text in (agreement.title_ar, agreement.title_en):
        yield Passage(TITLE, text, heading=True)
    for text in (agreement.designation_ar, agreement.designation_en):
        yield Passage(OWN_DESIGNATION, text, heading=True)
    for number in (agreement.registry_number, *agreement.merged_numbers):
        yield Passage(REGISTRY_NUMBER, number or "", heading=True)


def _other_passages(agreement: Any) -> Iterator[Passage]:
    for party in rows_of(agreement, "parties"):
        yield from _of_party(party)
    yield Passage(KIND, " ".join(both_words(AgreementKind, agreement.kind).values()))
    yield Passage(SIGNED_ON, str(agreement.signed_on or ""))
    for text in (agreement.place_ar, agreement.place_en):
        yield Passage(PLACE_OF_SIGNING, text, name=True)
    for text in (agreement.summary_ar, agreement.summary_en):
        yield Passage(SUMMARY, text)
    for coverage in rows_of(agreement, "coverages"):
        yield from _of_coverage(coverage)
    for source in rows_of(agreement, "sources"):
        for text in (source.title_ar, source.title_en, source.publisher):
            yield Passage(SOURCE, text)
    for document in rows_of(agreement, "documents"):
        if document.visibility == Visibility.PUBLIC:
            for text in (document.title_ar, document.title_en, document.text[:LONGEST_DOCUMENT]):
                yield Passage(DOCUMENT, text)


def _of_party(party: Any) -> Iterator[Passage]:
    city = party.city
    for text in (city.name_ar, city.name_en, *(alias.text for alias in rows_of(city, "aliases"))):
        yield Passage(CITY, text, heading=True, name=True)
    for text in (party.name_ar, party.name_en, city.authority_ar, city.authority_en):
        yield Passage(PARTY, text, heading=True)
    for signatory in rows_of(party, "signatories"):
        for text in (signatory.name_ar, signatory.name_en):
            yield Passage(SIGNATORY, text, heading=True, name=True)
        for text in (signatory.office_ar, signatory.office_en):
            yield Passage(OFFICE_OF_A_SIGNATORY, text)
    for text in country_names(city.country.code).values():
        yield Passage(COUNTRY, text, name=True)


def _of_coverage(coverage: Any) -> Iterator[Passage]:
    domain = coverage.domain
    for named in filter(None, (domain, domain.parent)):
        for text in (named.name_ar, named.name_en):
            yield Passage(COOPERATION_DOMAIN, text)
    for text in (coverage.quote_ar, coverage.quote_en):
        yield Passage(WORDS_THAT_NAME_A_DOMAIN, text)


def passages_of_city(city: Any) -> Iterator[Passage]:
    for text in (city.name_ar, city.name_en):
        yield Passage(NAME, text, heading=True, name=True)
    for alias in rows_of(city, "aliases"):
        yield Passage(ALSO_WRITTEN, alias.text, heading=True, name=True)
    for text in (city.authority_ar, city.authority_en):
        yield Passage(LOCAL_AUTHORITY, text, heading=True)
    for text in country_names(city.country.code).values():
        yield Passage(COUNTRY, text, name=True)


def passages_of_signatory(signatory: Any) -> Iterator[Passage]:
    for text in (signatory.name_ar, signatory.name_en):
        yield Passage(NAME, text, heading=True, name=True)
    for text in (signatory.office_ar, signatory.office_en):
        yield Passage(OFFICE, text)
    city = signatory.party.city
    for text in (city.name_ar, city.name_en, *(alias.text for alias in rows_of(city, "aliases"))):
        yield Passage(CITY, text, name=True)


# ---- Filters as keys -------------------------------------------------------------------------


def filter_keys_of_agreement(agreement: Any) -> Iterator[str]:
    """The filters that an agreement meets, as keys that no text holds: a filter beside a common word is
    then one more key of the match instead of a join over thousands of rows."""
    yield filter_key("state", agreement.record_state)
    yield filter_key("kind", agreement.kind)
    for party in rows_of(agreement, "parties"):
        yield filter_key("city", party.city_id)
        yield filter_key("country", party.city.country.code)
    for coverage in rows_of(agreement, "coverages"):
        yield filter_key("domain", coverage.domain_id)
        if coverage.domain.parent_id:
            yield filter_key("domain", coverage.domain.parent_id)


FILTER_LETTERS = {"state": "s", "kind": "k", "city": "c", "country": "n", "domain": "d"}


def filter_key(name: str, value: Any) -> str:
    """`filter_key("city", 17)` is `xqc17`."""
    return f"xq{FILTER_LETTERS[name]}{str(value).lower().replace('_', '')}"


def unpublished_keys() -> list[str]:
    """Those of records that are not published. Nearly all are, so that leaving out the few costs less than
    asking for the many."""
    return [filter_key("state", state) for state in RecordState if state != RecordState.PUBLISHED]
