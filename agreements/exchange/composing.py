"""New records as the database takes them: every row with its id, and all that follows from them, worked out
without asking the database anything, so that it may be done beside it (see `beside`)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from agreements.models import (
    Activity,
    Agreement,
    Approval,
    City,
    CooperationDomain,
    DomainCoverage,
    Event,
    Party,
    RecordCheck,
    Signatory,
    Source,
    StateChange,
    Statement,
)
from agreements.models.derivation import Derived, derive_unstored
from agreements.models.gathering import hang, hang_unstored
from agreements.models.inserting import Ids, Rows, as_inserted, complete

# What may hang on a new agreement, each kind after those that it refers to.
PARTS: dict[str, type[Any]] = {
    "parties": Party,
    "signatories": Signatory,
    "approvals": Approval,
    "statements": Statement,
    "sources": Source,
    "coverages": DomainCoverage,
    "events": Event,
    "state_changes": StateChange,
    "checks": RecordCheck,
}
Numbers = dict[str, list[int]]


@dataclass
class NewActivity:
    """What was done under a new agreement, with the cities and domains that it names."""

    activity: Activity
    cities: list[City] = field(default_factory=list)
    domains: list[CooperationDomain] = field(default_factory=list)


@dataclass
class NewRecord:
    """An agreement that is not in the register yet, with its parts, none of them saved.

    The parts name it and each other by object: `Party(agreement=agreement, city=hebron)`."""

    agreement: Agreement
    parts: list[Any] = field(default_factory=list)
    activities: list[NewActivity] = field(default_factory=list)
    # When rows were written first and last, where that is told and not now: a row, and its columns.
    moments: list[tuple[Any, dict[str, datetime]]] = field(default_factory=list)

    def of(self, kind: type[Any]) -> list[Any]:
        return [part for part in self.parts if type(part) is kind]


@dataclass
class Named:
    """The cities and domains that new records name, as they are called now, in the register's own order."""

    cities: dict[int, City]
    domains: dict[int, CooperationDomain]

    @classmethod
    def now(cls, cities: Collection[int], domains: Collection[int]) -> "Named":
        """Read once for all records that name them."""
        named = {city.pk: city for city in City.objects.filter(pk__in=cities)}
        hang(list(named.values()), "aliases")
        covered = CooperationDomain.objects.filter(pk__in=domains).select_related("parent")
        return cls(named, {domain.pk: domain for domain in covered})

    @classmethod
    def by(cls, records: Iterable[NewRecord]) -> "Named":
        cities: set[int] = set()
        domains: set[int] = set()
        for record in records:
            for part in record.parts:
                if type(part) is Party:
                    # A city that was added after the party named it has given it no id yet.
                    cities.add(part.city_id or part.city.pk)
                elif type(part) is DomainCoverage:
                    domains.add(part.domain_id)
            for done in record.activities:
                cities.update(city.pk for city in done.cities)
                domains.update(domain.pk for domain in done.domains)
        return cls.now(cities, domains)


@dataclass
class Composed:
    """All rows of new records, and what follows from them."""

    tables: list[Rows]
    derived: Derived


def numbers_for(records: Sequence[NewRecord], ids: Ids) -> Numbers:
    """Ids for everything in these records."""
    numbers = {"agreements": ids.take(Agreement, len(records))}
    for name, kind in PARTS.items():
        numbers[name] = ids.take(kind, sum(len(record.of(kind)) for record in records))
    numbers["activities"] = ids.take(Activity, sum(len(record.activities) for record in records))
    return numbers


def compose(records: Sequence[NewRecord], numbers: Numbers, named: Named, now: datetime) -> Composed:
    """The records with these ids and what follows from them. Rows of theirs that say when they were written
    say now, unless they were told otherwise."""
    agreements = [record.agreement for record in records]
    complete(agreements, iter(numbers["agreements"]), now)
    parts: dict[str, list[Any]] = {}
    for name, kind in PARTS.items():
        parts[name] = [part for record in records for part in record.of(kind)]
        if kind is Event:
            parts[name] = list(_each_after_what_it_voids(parts[name]))
        complete(parts[name], iter(numbers[name]), now)
    done = [each for record in records for each in record.activities]
    parts["activities"] = [each.activity for each in done]
    complete(parts["activities"], iter(numbers["activities"]), now)
    for record in records:
        for row, moments in record.moments:
            row.__dict__.update(moments)
    _name(parts, done, named)
    hang_unstored(agreements, parts)
    derived = derive_unstored(agreements, now)
    tables = [as_inserted(rows) for rows in (agreements, *parts.values()) if rows]
    tables += [as_inserted(rows) for rows in (*_mentions(done), derived.periods) if rows]
    derived.periods = []
    return Composed(tables, derived)


def _each_after_what_it_voids(events: list[Event]) -> Iterator[Event]:
    """The events in the order in which they may have been recorded."""
    waiting, told = events, set[int]()
    while waiting:
        ready = [event for event in waiting if event.voids is None or id(event.voids) in told]
        yield from ready or waiting
        told |= set(map(id, ready))
        waiting = [event for event in waiting if id(event) not in told] if ready else []


def _name(parts: dict[str, list[Any]], done: Sequence[NewActivity], named: Named) -> None:
    """Let the rows name cities and domains as they are called now."""
    for party in parts["parties"]:
        party.city = named.cities[party.city_id]
    for coverage in parts["coverages"]:
        coverage.domain = named.domains[coverage.domain_id]
    places = {pk: place for place, pk in enumerate(named.cities)}
    lines = {pk: line for line, pk in enumerate(named.domains)}
    for each in done:
        cities = [named.cities[city.pk] for city in each.cities]
        domains = [named.domains[domain.pk] for domain in each.domains]
        activity: Any = each.activity
        activity._prefetched_objects_cache = {
            "cities": sorted(cities, key=lambda city: places[city.pk]),
            "domains": sorted(domains, key=lambda domain: lines[domain.pk]),
        }


def _mentions(done: Sequence[NewActivity]) -> Iterator[list[Any]]:
    """The rows that say which cities and domains an activity names."""
    cities: Any = Activity.cities.through
    domains: Any = Activity.domains.through
    yield [cities(activity=each.activity, city=city) for each in done for city in each.cities]
    yield [
        domains(activity=each.activity, cooperationdomain=domain) for each in done for domain in each.domains
    ]
