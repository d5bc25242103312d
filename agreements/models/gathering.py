"""Many agreements with all that hangs on them, in as many queries as one.

What Django's own prefetching does, but for the querysets that it copies for each row and relation, which
cost more than the rows: the related rows hang on their owners as plain lists, which only `.all()` reads.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import QuerySet

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement


def gathered(ids: Collection[int]) -> "list[Agreement]":
    """These agreements with everything from which something is derived, and what was derived before."""
    rows = apps.get_model("agreements", "Agreement")._default_manager.filter(pk__in=ids).order_by("pk")
    agreements = list(rows.select_related("search_entry"))
    parties = hang(agreements, "parties", select_related=["city"])
    for relation in ("events", "status_periods", "documents", "sources", "links"):
        hang(agreements, relation)
    hang(agreements, "coverages", select_related=["domain__parent"])
    for relation in ("approvals", "statements"):
        hang(parties, relation)
    hang(parties, "signatories", select_related=["search_entry"])
    hang([party.city for party in parties], "aliases")
    return agreements


def hang(owners: Sequence[Any], relation: str, select_related: Sequence[str] = ()) -> list[Any]:
    """Read the rows of a relation of all these owners in one query, in the rows' own order; each finds its
    owner, and each owner its rows. All the rows are returned."""
    if not owners:
        return []
    column = owners[0]._meta.get_field(relation).field
    of_owner: dict[int, list[Any]] = {owner.pk: [] for owner in owners}
    by_pk = {owner.pk: owner for owner in owners}
    query: QuerySet[Any] = column.model._default_manager.filter(**{f"{column.name}__in": list(of_owner)})
    rows = list(query.select_related(*select_related) if select_related else query)
    for row in rows:
        owner = getattr(row, column.attname)
        of_owner[owner].append(row)
        setattr(row, column.name, by_pk[owner])
    for owner in owners:
        if not hasattr(owner, "_prefetched_objects_cache"):
            owner._prefetched_objects_cache = {}
        owner._prefetched_objects_cache[relation] = of_owner[owner.pk]
    return rows
