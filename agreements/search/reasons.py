"""Why each of the records on a page was found, read in a few queries for all of them."""

from collections.abc import Iterable
from typing import Any

from agreements.models import Agreement, City, Signatory
from agreements.search.explain import Reason, reason_of_match
from agreements.search.passages import (
    own_passages_of_agreement,
    passages_of_agreement,
    passages_of_city,
    passages_of_signatory,
)
from agreements.search.query import Finding

# The columns of what an agreement is called.
CALLED = ("title_ar", "title_en", "designation_ar", "designation_en", "registry_number", "merged_numbers")


def reasons(records: Iterable[Any], found: Finding) -> dict[int, Reason]:
    """Of each record that a passage explains, by its id; none where nothing was searched for."""
    ids = [record.pk for record in records] if found.groups else []
    if not ids:
        return {}
    explained = _by_their_names(found, ids) if found.within.model is Agreement else {}
    if rest := [pk for pk in ids if pk not in explained]:
        rows, passages_of = _read(found.within.model, rest)
        for row in rows:
            if reason := reason_of_match(passages_of(row), found.groups, found.begun):
                explained[row.pk] = reason
    return explained


def _by_their_names(found: Finding, ids: list[int]) -> dict[int, Reason]:
    """Of the agreements that hold all the words in what they are called, which most do: nothing else of
    these is read."""
    explained = {}
    for row in Agreement.objects.filter(pk__in=ids).only(*CALLED).order_by():
        passages = own_passages_of_agreement(row)
        if reason := reason_of_match(passages, found.groups, found.begun, whole=True):
            explained[row.pk] = reason
    return explained


def _read(model: Any, ids: list[int]) -> tuple[Iterable[Any], Any]:
    """The records with their texts, and what their passages are."""
    rows = model._default_manager.filter(pk__in=ids)
    if model is Agreement:
        return rows.for_reasons(), passages_of_agreement
    if model is City:
        return rows.prefetch_related("aliases"), passages_of_city
    if model is Signatory:
        return rows.select_related("party__city").prefetch_related(
            "party__city__aliases"
        ), passages_of_signatory
    raise NotImplementedError(f"{model.__name__} is not searched")
