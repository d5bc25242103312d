"""How many of some agreements fall under each country, city, domain, kind, status, decade and level of
evidence: what a reader can narrow a list by, with the number that each choice would leave."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Func, Model, QuerySet
from django.db.models.functions import Coalesce, Substr
from django.utils.translation import gettext as _
from django_countries import countries

from agreements.enumerations import AgreementKind, LegalStatus
from agreements.evidence import EvidenceLevel
from agreements.models import Agreement, City, CooperationDomain, DomainCoverage, Party, StatusPeriod
from agreements.models.agreement_queries import AgreementQuerySet
from agreements.writing import in_digits

# So many cities are offered; any other is named in the form. Of the rest everything is.
MOST_CITIES = 12


@dataclass(frozen=True)
class Choice:
    """One way to narrow: the value of the filter, its words, and how many agreements it leaves."""

    value: str
    words: Any
    count: int


@dataclass(frozen=True)
class Facet:
    """The choices of one filter, the most frequent first."""

    name: str
    label: Any
    choices: list[Choice]


def facets_of(agreements: AgreementQuerySet, day: date, whole: bool = False) -> list[Facet]:
    """The facets of these agreements, with their legal status on a day. `whole`: they are all that are
    published. Choices that would leave nothing are not among them. Asks the database six questions, however
    many agreements there are."""
    own = _own_columns(agreements)
    periods = _of(agreements, whole, StatusPeriod).filter(first_day__lte=day, last_day__gte=day)
    statuses = [*periods.values("status").annotate(found=Count("pk"))]
    parties = _of(agreements, whole, Party)
    return [
        Facet("country", _("Country"), _countries(parties)),
        Facet("city", _("City"), _cities(parties)),
        Facet("domain", _("Cooperation domain"), _domains(_of(agreements, whole, DomainCoverage))),
        Facet("kind", _("Kind"), _of_list(own, "kind", AgreementKind)),
        Facet("status", _("Legal status"), _of_list(statuses, "status", LegalStatus)),
        Facet("decade", _("Decade of signature"), _decades(own)),
        Facet("evidence_level", _("Evidence"), _of_list(own, "evidence_level", EvidenceLevel)),
    ]


def _of(agreements: AgreementQuerySet, whole: bool, part: type[Model]) -> QuerySet[Any]:
    """The rows of a kind that hang on these agreements; of the whole register, all but those of the few that
    are not published."""
    rows = part._default_manager.order_by()
    if whole:
        return rows.exclude(agreement__in=Agreement.objects.not_published().order_by().values("pk"))
    return rows.filter(agreement__in=agreements.order_by())


def _own_columns(agreements: AgreementQuerySet) -> list[dict[str, Any]]:
    """How many there are of each kind, decade and level of evidence together."""
    decade = Substr("signed_on", 1, 3, output_field=CharField())
    dated = agreements.order_by().annotate(decade=decade)
    counted = dated.values("kind", "decade", "evidence_level").annotate(found=Count("pk"))
    return [dict(row) for row in counted]


def _summed(rows: Iterable[dict[str, Any]], column: str) -> Counter[Any]:
    sums: Counter[Any] = Counter()
    for row in rows:
        sums[row[column]] += row["found"]
    return sums


def _of_list(rows: list[dict[str, Any]], column: str, choices: Any) -> list[Choice]:
    """Of a closed list; what has no value (no status yet) is no choice."""
    sums = _summed(rows, column)
    known = [(value, count) for value, count in sums.most_common() if value is not None]
    return [Choice(str(value), choices(value).label, count) for value, count in known]


def _decades(rows: list[dict[str, Any]]) -> list[Choice]:
    """The latest first, those of unknown date last."""
    sums = _summed(rows, "decade")
    known = [
        Choice(f"{start}0", decade_in_words(f"{start}0"), sums[start])
        for start in sorted((start for start in sums if start), reverse=True)
    ]
    unknown = sums.get("", 0)
    return [*known, Choice("unknown", _("Date not known"), unknown)] if unknown else known


def decade_in_words(decade: str) -> str:
    """`2010` is 2010–2019."""
    return in_digits(f"{decade}–{int(decade) + 9}")


def _countries(parties: QuerySet[Any]) -> list[Choice]:
    counted = parties.values_list("city__country").annotate(found=_distinct_agreements())
    named = [Choice(code, countries.name(code), found) for code, found in counted]
    return sorted(named, key=lambda choice: (-choice.count, str(choice.words)))


def _cities(parties: QuerySet[Any]) -> list[Choice]:
    counted = parties.values_list("city").annotate(found=Count("pk")).order_by("-found", "city")
    found = dict(counted[:MOST_CITIES])
    named = City.objects.filter(pk__in=found).order_by()
    choices = [Choice(city.slug, city.name, found[city.pk]) for city in named]
    return sorted(choices, key=lambda choice: (-choice.count, choice.value))


def _domains(coverages: QuerySet[Any]) -> list[Choice]:
    """The top level only: a sub-domain counts as its domain, once an agreement."""
    tops = coverages.annotate(top=Coalesce("domain__parent", "domain"))
    found = dict(tops.values_list("top").annotate(found=_distinct_agreements()))
    named = CooperationDomain.objects.filter(pk__in=found)
    choices = [Choice(domain.code, domain.name, found[domain.pk]) for domain in named]
    return sorted(choices, key=lambda choice: -choice.count)


def _distinct_agreements() -> Func:
    return Count("agreement", distinct=True)
