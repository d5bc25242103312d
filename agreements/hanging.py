"""The rows that hang on a row, read from where they were put."""

from collections.abc import Iterable
from typing import Any


def rows_of(owner: Any, relation: str) -> Iterable[Any]:
    """The rows of a relation: those that were fetched or hung on their owner, as they lie there, else as the
    database has them. Django's own way to fetched rows makes a manager and a queryset each time, which
    costs more than all that is then done with them."""
    hung = getattr(owner, "_prefetched_objects_cache", {}).get(relation)
    found: Iterable[Any] = getattr(owner, relation).all() if hung is None else hung
    return found
