"""What the agreements of one city amount to: its partners, and their spread over countries, domains and
time."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django_countries import countries

from agreements.enumerations import LegalStatus
from agreements.facets import decade_in_words
from agreements.models import Agreement, City


@dataclass
class Partner:
    """A city that signed with this one: the agreements, the latest signed first."""

    city: City
    relationship: str
    agreements: list[Agreement] = field(default_factory=list)


@dataclass(frozen=True)
class Bar:
    """A line of a chart that is also a table: its words, its number, its share of the longest in percent,
    and the list that it stands for."""

    words: Any
    count: int
    share: int
    address: str


@dataclass(frozen=True)
class Portrait:
    partners: list[Partner]
    by_country: list[Bar]
    by_domain: list[Bar]
    by_decade: list[Bar]
    in_force: int


def portrait_of(city: City, agreements: Iterable[Agreement]) -> Portrait:
    """`agreements`: those of the city, with status, parties and domains, the latest signed first."""
    rows = list(agreements)
    partners = _partners(city, rows)
    lands = Counter(
        land
        for agreement in rows
        for land in {party.city.country.code for party in agreement.parties.all() if party.city_id != city.pk}
    )
    domains: Counter[Any] = Counter()
    for agreement in rows:
        tops = {coverage.domain.parent or coverage.domain for coverage in agreement.coverages.all()}
        domains.update(tops)
    decades = Counter(f"{agreement.signed_on.year // 10}0" for agreement in rows if agreement.signed_on)
    return Portrait(
        partners=partners,
        by_country=_bars(
            [(countries.name(code), many, {"country": code}) for code, many in lands.most_common()], city
        ),
        by_domain=_bars(
            [(top.name, many, {"domain": top.code}) for top, many in domains.most_common()], city
        ),
        by_decade=_bars(
            [(decade_in_words(start), many, {"decade": start}) for start, many in sorted(decades.items())],
            city,
        ),
        in_force=sum(agreement.status == LegalStatus.IN_FORCE for agreement in rows),
    )


def _partners(city: City, agreements: list[Agreement]) -> list[Partner]:
    """By country and name, in the reader's language."""
    found: dict[int, Partner] = {}
    signed: dict[int, list[Agreement]] = defaultdict(list)
    for agreement in agreements:
        for party in agreement.parties.all():
            if party.city_id != city.pk:
                found.setdefault(
                    party.city_id,
                    Partner(party.city, relationship_of(city, party.city), signed[party.city_id]),
                )
                signed[party.city_id].append(agreement)
    return sorted(found.values(), key=lambda one: (one.city.country.name, str(one.city.name)))


def relationship_of(one: City, other: City) -> str:
    """The address of all that two cities signed together; one address, whoever is named first."""
    return reverse("relationship", args=sorted([one.slug, other.slug]))


def _bars(lines: list[tuple[Any, int, dict[str, str]]], city: City) -> list[Bar]:
    most = max((many for _words, many, _filters in lines), default=1)
    start = reverse("agreements")
    return [
        Bar(words, many, round(100 * many / most), f"{start}?{urlencode({'city': city.slug, **filters})}")
        for words, many, filters in lines
    ]
