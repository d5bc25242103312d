"""Agreements of an export from their lines to rows of the database: a piece of the file at a time, so that
another process can do it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.utils import timezone

from agreements.exchange.composing import PARTS, Composed, Named, NewRecord, Numbers, compose
from agreements.exchange.whole.restoring import record_of
from agreements.exchange.whole.rows import NotTaken, Told, in_words
from agreements.models import Activity, Agreement, CooperationDomain, User
from agreements.models.inserting import Ids

# By what name a line tells the parts of an agreement, and those of each of its parties.
OF_AGREEMENT = {
    "parties": "parties",
    "sources": "sources",
    "domains": "coverages",
    "events": "events",
    "activities": "activities",
    "history": "state_changes",
    "checked": "checks",
}
OF_PARTY = ("signatories", "approvals", "statements")
KINDS: dict[str, Any] = {"agreements": Agreement, **PARTS, "activities": Activity}


@dataclass(frozen=True)
class Piece:
    """Some lines that tell agreements, with all that has to be known of the register to read them."""

    raws: list[bytes]
    numbers: Numbers
    named: Named
    by: int


@dataclass
class Understood:
    """What was made of the lines of a piece. A refused one is told by its place, as is the id and number of
    each that is not."""

    composed: Composed | None = None
    refused: list[tuple[int, str]] = field(default_factory=list)
    taken: list[tuple[int, int, str | None]] = field(default_factory=list)


def piece_of(
    lines: Sequence[tuple[bytes, Told]],
    cities: dict[str, int],
    domains: dict[str, CooperationDomain],
    ids: Ids,
    by: User,
) -> Piece:
    """Lines, each as it stands there and what it says, with ids for everything that they tell."""
    count = dict.fromkeys(KINDS, 0) | {"agreements": len(lines)}
    slugs: set[Any] = set()
    codes: set[Any] = set()
    for _raw, told in lines:
        for name, kind in OF_AGREEMENT.items():
            count[kind] += len(_entries(told, name))
        parties, activities = _entries(told, "parties"), _entries(told, "activities")
        for name in OF_PARTY:
            count[name] += sum(len(_entries(party, name)) for party in parties)
        slugs.update(_text(party, "city") for party in parties)
        codes.update(_text(covered, "code") for covered in _entries(told, "domains"))
        for done in activities:
            slugs.update(map(str, _entries(done, "cities")))
            codes.update(map(str, _entries(done, "domains")))
    return Piece(
        [raw for raw, _told in lines],
        {name: ids.take(kind, count[name]) for name, kind in KINDS.items()},
        Named.now(
            {cities[slug] for slug in slugs if slug in cities},
            {domains[code].pk for code in codes if code in domains},
        ),
        by.pk,
    )


def _entries(told: Any, name: str) -> Sequence[Any]:
    """What hangs on a record, where it is a list; what else it may be is refused when it is read."""
    entries = told.get(name) if isinstance(told, dict) else None
    return entries if isinstance(entries, list) else ()


def _text(told: Any, name: str) -> str:
    return str(told.get(name, "")) if isinstance(told, dict) else ""


def understood(piece: Piece) -> Understood:
    """Asks nothing of the database."""
    cities = {city.slug: pk for pk, city in piece.named.cities.items()}
    domains = {domain.code: domain for domain in piece.named.domains.values()}
    by = User(pk=piece.by)
    outcome = Understood()
    records: list[NewRecord] = []
    places: list[int] = []
    for place, raw in enumerate(piece.raws):
        try:
            record = record_of(orjson.loads(raw), cities, domains, by)
        except (ValidationError, NotTaken) as refusal:
            outcome.refused.append((place, in_words(refusal)))
        else:
            records.append(record)
            places.append(place)
    if records:
        outcome.composed = compose(records, piece.numbers, piece.named, timezone.now())
        outcome.taken = [
            (place, record.agreement.pk, record.agreement.registry_number)
            for place, record in zip(places, records, strict=True)
        ]
    return outcome


def likenesses(told: Iterable[Told]) -> set[str]:
    """What tells these agreements from others: the number, or when a draft was entered and what it is
    called."""
    return {
        str(one.get("registry_number") or (one.get("created_at"), one.get("title_ar"), one.get("title_en")))
        for one in told
    }
