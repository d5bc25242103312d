"""Many agreements with all that hangs on them, in as many queries as one.

What Django's own prefetching does, but for the querysets that it copies for each row and relation, which
cost more than the rows: the related rows hang on their owners as plain lists, which only `.all()` reads.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import QuerySet, prefetch_related_objects

from agreements.hanging import rows_of

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement


def gathered(ids: Collection[int]) -> "list[Agreement]":
    """These agreements with everything from which something is derived, and what was derived before."""
    agreements = _gathered(ids, ["search_entry"])
    hang(agreements, "status_periods")
    hang([party.city for agreement in agreements for party in rows_of(agreement, "parties")], "aliases")
    return agreements


def gathered_as_entered(ids: Collection[int]) -> "list[Agreement]":
    """These agreements with everything that somebody entered, and nothing that follows from it."""
    agreements = _gathered(ids)
    for relation in ("state_changes", "checks"):
        hang(agreements, relation)
    prefetch_related_objects(hang(agreements, "activities"), "cities", "domains")
    return agreements


def _gathered(ids: Collection[int], entry: Sequence[str] = ()) -> "list[Agreement]":
    rows = apps.get_model("agreements", "Agreement")._default_manager.filter(pk__in=ids).order_by("pk")
    agreements = list(rows.select_related(*entry) if entry else rows)
    parties = hang(agreements, "parties", select_related=["city"])
    for relation in ("events", "documents", "sources", "links"):
        hang(agreements, relation)
    hang(agreements, "coverages", select_related=["domain__parent"])
    for relation in ("approvals", "statements"):
        hang(parties, relation)
    hang(parties, "signatories", select_related=entry)
    return agreements


def hang_unstored(agreements: "Sequence[Agreement]", parts: Mapping[str, Sequence[Any]]) -> None:
    """The same for agreements that are not stored yet but have their ids, with all their rows by the names
    of their relations: each in the order in which the database would give it."""
    parties = sorted(parts["parties"], key=lambda party: (party.order, party.pk))
    signatories = sorted(parts["signatories"], key=lambda person: (person.order, person.pk))
    statements = sorted(parts["statements"], key=lambda one: (str(one.made_on), one.pk), reverse=True)
    activities = sorted(parts["activities"], key=lambda done: done.pk)
    activities.sort(key=lambda done: str(done.starts_on or ""), reverse=True)
    hang_known(agreements, "parties", parties)
    hang_known(parties, "signatories", signatories)
    hang_known(parties, "approvals", sorted(parts["approvals"], key=_by_day("decided_on")))
    hang_known(parties, "statements", statements)
    hang_known(agreements, "events", sorted(parts["events"], key=_by_day("date")))
    hang_known(agreements, "activities", activities)
    for relation in ("sources", "coverages"):
        hang_known(agreements, relation, parts[relation])
    for relation in ("status_periods", "documents", "links", "inverse_links"):
        hang_known(agreements, relation, ())


def _by_day(column: str) -> Callable[[Any], tuple[str, int]]:
    return lambda row: (str(getattr(row, column) or ""), row.pk)


def hang(owners: Sequence[Any], relation: str, select_related: Sequence[str] = ()) -> list[Any]:
    """Read the rows of a relation of all these owners in one query, in the rows' own order; each finds its
    owner, and each owner its rows. All the rows are returned."""
    if not owners:
        return []
    column = owners[0]._meta.get_field(relation).field
    by_pk = {owner.pk: owner for owner in owners}
    query: QuerySet[Any] = column.model._default_manager.filter(**{f"{column.name}__in": list(by_pk)})
    rows = list(query.select_related(*select_related) if select_related else query)
    for row in rows:
        setattr(row, column.name, by_pk[getattr(row, column.attname)])
    hang_known(owners, relation, rows)
    return rows


def hang_known(owners: Iterable[Any], relation: str, rows: Iterable[Any]) -> None:
    """Hang rows that are at hand on their owners, in the order in which they come; they are all that the
    relation has. An owner may come in several copies."""
    of_owner: dict[int, list[Any]] = {}
    for owner in owners:
        if not hasattr(owner, "_prefetched_objects_cache"):
            owner._prefetched_objects_cache = {}
        owner._prefetched_objects_cache[relation] = of_owner.setdefault(owner.pk, [])
        column = owner._meta.get_field(relation).field.attname
    for row in rows:
        of_owner[getattr(row, column)].append(row)
