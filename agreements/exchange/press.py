"""A press text read with the register's own names and taxonomy."""

from datetime import date

from django.utils.translation import gettext as _

from agreements.from_text.gazetteer import Gazetteer, Place
from agreements.from_text.proposal import Proposal
from agreements.from_text.read import LONGEST_TEXT, read
from agreements.models import City, CooperationDomain
from agreements.reference.taxonomy import names_in_file


class NoText(ValueError):
    """There is nothing to read, or too much; says so in words."""


def proposal_of(text: str, published: date | None = None) -> Proposal:
    """What the text is read to announce. Raises NoText for an empty one and one of over 100,000 letters."""
    return read(readable(text), gazetteer(), published, taxonomy())


def proposal_without_register(text: str, published: date | None = None) -> Proposal:
    """The same from the world's cities and the taxonomy's file alone, where the database cannot be read."""
    return read(readable(text), Gazetteer(), published, names_in_file())


def readable(text: str) -> str:
    """The text without what no database takes; raises NoText in words."""
    if not text.strip():
        raise NoText(_("The text is empty: paste the announcement."))
    if len(text) > LONGEST_TEXT:
        raise NoText(_("The text is too long: an announcement has at most 100,000 characters."))
    return text.replace("\x00", " ")


def gazetteer() -> Gazetteer:
    """The cities of the register, by all that they are called."""
    found = Gazetteer()
    for city in City.objects.with_aliases():
        place = Place(city.country.code, city.population or 0, city.slug, city.geonames_id or 0)
        found.add(place, [city.name_ar, city.name_en, *(alias.text for alias in city.aliases.all())])
    return found


def taxonomy() -> tuple[tuple[str, str], ...]:
    """The names of all domains, each with the code of its top-level domain."""
    domains = CooperationDomain.objects.select_related("parent")
    return tuple(
        (domain.parent.code if domain.parent else domain.code, name)
        for domain in domains
        for name in (domain.name_ar, domain.name_en)
        if name
    )
