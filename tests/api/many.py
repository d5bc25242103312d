"""Many records at once, for counting queries: written straight to the database."""

from itertools import pairwise

from django.db import connection

from agreements.enumerations import RecordState, SignatoryRole, SourceKind
from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    Approval,
    City,
    CooperationDomain,
    DomainCoverage,
    Event,
    Party,
    Signatory,
    Source,
)
from agreements.models.derivation import bring_up_to_date


def many_agreements(count: int) -> None:
    """So many published agreements, each with two parties and one of everything that hangs on it."""
    cities = City.objects.bulk_create(
        City(slug=f"city-{number}", name_ar=f"مدينة {number}", country="PS") for number in range(count)
    )
    parents = CooperationDomain.objects.bulk_create(
        CooperationDomain(code=f"domain-{number}", name_ar=f"مجال {number}") for number in range(count)
    )
    CooperationDomain.objects.bulk_create(
        CooperationDomain(code=f"part-{parent.code}", name_ar=parent.name_ar, parent=parent)
        for parent in parents
    )
    agreements = Agreement.objects.bulk_create(
        Agreement(
            kind="twinning",
            title_ar=f"اتفاقية {number}",
            record_state=RecordState.PUBLISHED,
            registry_number=f"TW-2020-{number:05d}",
        )
        for number in range(1, count + 1)
    )
    sides = [(agreement, order) for agreement in agreements for order in (0, 1)]
    parties = Party.objects.bulk_create(
        Party(agreement=agreement, city=cities[(place // 2 + order) % count], order=order + 1)
        for place, (agreement, order) in enumerate(sides)
    )
    Signatory.objects.bulk_create(
        Signatory(party=party, name_ar="رئيس البلدية", role=SignatoryRole.SIGNED) for party in parties
    )
    Approval.objects.bulk_create(Approval(party=party) for party in parties)
    hang_on(agreements, parties, parents)
    activities = Activity.objects.bulk_create(
        Activity(agreement=agreement, kind="visit", title_ar="زيارة") for agreement in agreements
    )
    Activity.cities.through.objects.bulk_create(
        Activity.cities.through(activity=activity, city=city)
        for activity, city in zip(activities, cities, strict=True)
    )
    Activity.domains.through.objects.bulk_create(
        Activity.domains.through(activity=activity, cooperationdomain=domain)
        for activity, domain in zip(activities, parents, strict=True)
    )
    count_rows()
    bring_up_to_date(agreement.pk for agreement in agreements)
    count_rows()


def count_rows() -> None:
    """As PostgreSQL's own housekeeping does it with committed rows; without it, it plans in the dark."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def hang_on(agreements: list[Agreement], parties: list[Party], domains: list[CooperationDomain]) -> None:
    sources = Source.objects.bulk_create(
        Source(agreement=agreement, kind=SourceKind.PRESS, title_ar="خبر") for agreement in agreements
    )
    Event.objects.bulk_create(
        Event(agreement=agreement, kind="signed", party=parties[2 * place], source=sources[place])
        for place, agreement in enumerate(agreements)
    )
    DomainCoverage.objects.bulk_create(
        DomainCoverage(agreement=agreement, domain=domains[place])
        for place, agreement in enumerate(agreements)
    )
    AgreementLink.objects.bulk_create(
        AgreementLink(subject=later, predicate="renews", object=earlier)
        for earlier, later in pairwise(agreements)
    )
