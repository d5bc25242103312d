"""A draft of the register from what a source was read to say: entered in one transaction, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from agreements.arabic import fold
from agreements.enumerations import CityKind, EventKind, SourceKind
from agreements.models import (
    Activity,
    Agreement,
    City,
    CooperationDomain,
    DomainCoverage,
    Event,
    Party,
    Signatory,
    Source,
)
from agreements.partial_dates import PartialDate

Language = Literal["ar", "en"]

# What the authority's first words say of the kind of a new city.
KINDS = {
    "محافظة": CityKind.GOVERNORATE,
    "governorate": CityKind.GOVERNORATE,
    "أمانة": CityKind.GREATER_MUNICIPALITY,
    "greater": CityKind.GREATER_MUNICIPALITY,
    "بلدية": CityKind.MUNICIPALITY,
    "municipality": CityKind.MUNICIPALITY,
    "جماعة": CityKind.COMMUNE,
    "commune": CityKind.COMMUNE,
    "مجلس قروي": CityKind.VILLAGE_COUNCIL,
    "village council": CityKind.VILLAGE_COUNCIL,
    "إقليم": CityKind.REGION,
    "جهة": CityKind.REGION,
    "region": CityKind.REGION,
    "مقاطعة": CityKind.DISTRICT,
}


@dataclass(frozen=True)
class DraftParty:
    """A party: a city of the register, or the name and country of one that is to be added."""

    name: str
    city: City | None = None
    new_name: str = ""
    country: str = ""
    wikidata_id: str = ""
    geonames_id: int | None = None


@dataclass(frozen=True)
class DraftSource:
    kind: SourceKind
    title: str = ""
    publisher: str = ""
    url: str = ""
    locator: str = ""
    date: PartialDate | None = None
    quote: str = ""


@dataclass
class Draft:
    """All that goes into the record. Texts are in one language."""

    language: Language
    kind: str
    parties: Sequence[DraftParty]
    source: DraftSource
    designation: str = ""
    title: str = ""
    signed_on: PartialDate | None = None
    place: str = ""
    happened: Literal["signed", "planned", ""] = ""
    # Name, office, and which of the parties.
    signatories: Sequence[tuple[str, str, int]] = ()
    coverages: Sequence[tuple[CooperationDomain, str]] = ()
    activities: Sequence[tuple[str, str]] = field(default_factory=tuple)


@transaction.atomic
def enter_draft(draft: Draft, by: Any) -> Agreement:
    """Write the draft. Raises ValidationError, with nothing written, where the register does not hold it."""
    _require_distinct(draft.parties)
    agreement = Agreement(
        kind=draft.kind,
        signed_on=draft.signed_on,
        created_by=by,
        **_said(draft.language, designation=draft.designation, title=draft.title[:500], place=draft.place),
    )
    _write(agreement)
    parties = [
        _party(agreement, order, one, draft.language, by) for order, one in enumerate(draft.parties, 1)
    ]
    for order, (name, office, index) in enumerate(draft.signatories, 1):
        columns = _said(draft.language, name=name, office=office)
        _write(Signatory(party=parties[index], order=order, **columns))
    for domain, quote in draft.coverages:
        _write(DomainCoverage(agreement=agreement, domain=domain, **_said(draft.language, quote=quote)))
    _write(_source(agreement, draft))
    if draft.happened:
        kind = EventKind.SIGNED if draft.happened == "signed" else EventKind.PROPOSED
        _write(
            Event(agreement=agreement, kind=kind, date=draft.signed_on if kind == EventKind.SIGNED else None)
        )
    for kind_of_activity, title in draft.activities:
        activity = Activity(agreement=agreement, kind=kind_of_activity, **_said(draft.language, title=title))
        _write(activity)
        activity.cities.set([party.city for party in parties])
    return agreement


def _said(language: Language, **texts: str) -> dict[str, str]:
    """The columns of these texts in one language."""
    return {f"{name}_{language}": text for name, text in texts.items()}


def _write(row: Any) -> None:
    row.full_clean()
    row.save()


def _require_distinct(parties: Sequence[DraftParty]) -> None:
    held = [one.city.pk if one.city else (fold(one.new_name), one.country) for one in parties]
    if len(set(held)) < len(held):
        raise ValidationError(_("This city is already a party: no city stands twice in one agreement."))


def _party(agreement: Agreement, order: int, one: DraftParty, language: Language, by: Any) -> Party:
    city = one.city or new_city(one, language, by)
    usual = city.authority_ar if language == "ar" else city.authority_en
    name = "" if one.name in (usual, city.name_ar, city.name_en) else one.name
    party = Party(agreement=agreement, city=city, order=order, **_said(language, name=name))
    _write(party)
    return party


def new_city(one: DraftParty, language: Language, by: Any) -> City:
    """A city of which the source says no more than its name and country; what a clerk adds, the registrar
    looks at."""
    authority = one.name if one.name != one.new_name else ""
    city = City(
        slug=free_slug(one.new_name, one.country),
        kind=kind_of(one.name),
        country=one.country,
        wikidata_id=one.wikidata_id,
        geonames_id=one.geonames_id,
        **_said(language, name=one.new_name, authority=authority),
    )
    city.propose(by)
    _write(city)
    return city


def kind_of(authority: str) -> CityKind:
    """What the words of an authority say of its kind.

    >>> kind_of("محافظة القاهرة"), kind_of("Ghent")
    (CityKind.GOVERNORATE, CityKind.UNKNOWN)
    """
    folded = f" {fold(authority)} "
    return next((kind for word, kind in KINDS.items() if f" {fold(word)} " in folded), CityKind.UNKNOWN)


def free_slug(name: str, country: str) -> str:
    """A short name for the address that no city has yet; one that cannot be written in Latin letters
    is called by its country."""
    base = slugify(fold(name))[:60] or f"city-{country.lower()}"
    taken = set(City.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    tried = [base, f"{base}-{country.lower()}"]
    number = 2
    while tried[-1] in taken or len(tried) < 3:
        if tried[0] not in taken:
            return tried[0]
        if tried[1] not in taken:
            return tried[1]
        tried.append(f"{base}-{country.lower()}-{number}")
        number += 1
    return tried[-1]


def _source(agreement: Agreement, draft: Draft) -> Source:
    source = draft.source
    return Source(
        agreement=agreement,
        kind=source.kind,
        publisher=source.publisher,
        url=source.url,
        locator=source.locator,
        date=source.date,
        quote=source.quote,
        **_said(draft.language, title=source.title[:300]),
    )


def day_of(published: PartialDate | None) -> date | None:
    """The day from which “yesterday” is reckoned: only one that is known to the day."""
    return published.earliest if published and published.precision == "day" else None
