"""A register of any size, made of invented but plausible names, the same at every run.

Cities are as unevenly twinned as real ones: the n-th has about 1/n of the agreements of the first.
"""

import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from agreements.enumerations import AgreementKind, RecordState
from agreements.exchange.bulk import chunks
from agreements.exchange.composing import NewRecord
from agreements.models import (
    Agreement,
    City,
    CityEntry,
    CooperationDomain,
    DomainCoverage,
    Party,
    Signatory,
    Source,
)
from agreements.reference.taxonomy import load_taxonomy

CITIES = 5_000
ARABIC = "بي دار كفر سا نو ري مار طول حل زي عين قا لو شر بر جن تل فا رم سي"
LATIN = "bei dar kaf sa no ri mar tol hal zi ain qa lo shar bor jen tel fa ram si"
SYLLABLES = list(zip(ARABIC.split(), LATIN.split(), strict=True))
WORDS_AR = (
    "تبادل الخبرات في مجالات الخدمات البلدية والتنمية المستدامة ودعم المشاريع المشتركة وتعزيز العلاقات "
    "بين المجلسين وتنظيم زيارات متبادلة للوفود والشباب والطلبة وحماية البيئة وإدارة النفايات والمياه"
)
WORDS_EN = (
    "exchange of expertise in municipal services sustainable development joint projects visits of "
    "delegations youth students environment water waste culture heritage"
)
# Stands in each family name; `multiplying` writes other letters in its place.
MARK_AR, MARK_LATIN = "ضغض", "qxq"
COUNTRIES = ["PS", "JO", "TR", "EG", "FR", "DE", "MA", "TN", "LB", "IT", "ES", "GB"]


def records(size: int) -> Iterator[NewRecord]:
    """So many agreements of the same kind, for an empty database to take over; its cities are added."""
    chance = random.Random(7)
    load_taxonomy()
    cities = _cities(chance)
    for chunk in chunks(cities):
        CityEntry.write(City.objects.filter(pk__in=[city.pk for city in chunk]).for_index())
    domains = list(CooperationDomain.objects.all())
    weights = list(accumulate(1 / rank for rank in range(1, len(cities) + 1)))
    for number in range(1, size + 1):
        first, second = chance.choices(cities, cum_weights=weights, k=2)
        pair = [first, second if second != first else cities[number % len(cities) - 1]]
        if pair[0] != pair[1]:
            yield _record(_agreement(number, pair, chance), pair, chance, domains)


def _record(agreement: Agreement, pair: list[City], chance: random.Random, domains: list[Any]) -> NewRecord:
    parties = [Party(agreement=agreement, city=city, order=order) for order, city in enumerate(pair, start=1)]
    covered = chance.sample(domains, chance.randint(1, 4))
    return NewRecord(
        agreement,
        [
            *parties,
            *_signatories(parties, chance),
            *(DomainCoverage(agreement=agreement, domain=domain) for domain in covered),
            Source(agreement=agreement, publisher="Gazette"),
        ],
    )


def _name(chance: random.Random, length: int) -> tuple[str, str]:
    """An invented name, in Arabic and in Latin letters."""
    picked = chance.choices(SYLLABLES, k=length)
    return "".join(arabic for arabic, _latin in picked), "".join(latin for _arabic, latin in picked)


def _family_name(chance: random.Random) -> tuple[str, str]:
    (before_ar, before_en), (after_ar, after_en) = chance.choices(SYLLABLES, k=2)
    return f"{before_ar}{MARK_AR}{after_ar}", f"{before_en}{MARK_LATIN}{after_en}"


def _cities(chance: random.Random) -> list[City]:
    made: dict[str, City] = {}
    while len(made) < CITIES:
        arabic, latin = _name(chance, chance.choice((2, 3, 3, 4)))
        country = chance.choice(COUNTRIES)
        made[latin] = City(slug=latin, name_ar=arabic, name_en=latin.title(), country=country)
    return City.objects.bulk_create(made.values(), batch_size=500)


def _agreement(number: int, pair: list[City], chance: random.Random) -> Agreement:
    kind = chance.choice(list(AgreementKind))
    year = chance.randint(1960, 2026)
    return Agreement(
        registry_number=f"TW-{year}-{number:07d}",
        record_state=RecordState.PUBLISHED,
        kind=kind,
        title_ar=f"اتفاقية توأمة بين {pair[0].name_ar} و{pair[1].name_ar}",
        title_en=f"{kind.label} of {pair[0].name_en} and {pair[1].name_en}",
        summary_ar=" ".join(chance.choices(WORDS_AR.split(), k=40)),
        summary_en=" ".join(chance.choices(WORDS_EN.split(), k=30)),
        signed_on=f"{year}-{chance.randint(1, 12):02d}",
    )


def _signatories(parties: list[Party], chance: random.Random) -> Iterator[Signatory]:
    for party in parties:
        (first_ar, first_en), (last_ar, last_en) = _name(chance, 2), _family_name(chance)
        yield Signatory(
            party=party,
            name_ar=f"{first_ar} {last_ar}",
            name_en=f"{first_en.title()} {last_en}",
            office_en="Mayor",
            office_ar="رئيس البلدية",
        )
