"""Bringing back what a record said, as a new change by somebody with a reason."""

from typing import Any

from agreements.acts import acting
from agreements.models import (
    Agreement,
    CooperationDomain,
    DomainCoverage,
    Party,
    Signatory,
    Source,
    User,
)
from agreements.models.content import LEFT_OUT
from agreements.models.publication import MOVED_BY_VERBS

# What describes is brought back; what happened (events, decisions, statements) and what was deposited stays
# as it is: it is corrected by what is entered after it.
PARTS: dict[str, type[Any]] = {"coverages": DomainCoverage, "sources": Source}


def restore(agreement: Agreement, content: dict[str, Any], by: User, reason: str) -> None:
    """Write the terms, texts, parties, signatories, domains and sources as they were. A party that came
    later stays where the record was published meanwhile."""
    with acting(by, reason), agreement.kept_current():
        kept = MOVED_BY_VERBS | {"certified_on"}
        _fill(agreement, content, without=kept)
        agreement.save()
        _parties(agreement, content.get("parties", {}))
        for name, model in PARTS.items():
            _rows(model, {"agreement": agreement}, getattr(agreement, name).all(), content.get(name, {}))


def _parties(agreement: Agreement, wanted: dict[str, Any]) -> None:
    present = {str(party.pk): party for party in agreement.parties.all()}
    if not agreement.is_numbered:
        for pk in present.keys() - wanted.keys():
            present.pop(pk).delete()
    for pk, columns in wanted.items():
        party = present.get(pk) or Party(pk=_free(Party, pk), agreement=agreement)
        _fill(party, columns)
        party.save()
        _rows(Signatory, {"party": party}, party.signatories.all(), columns.get("signatories", {}))


def _rows(model: type[Any], owner: dict[str, Any], present: Any, wanted: dict[str, Any]) -> None:
    """Make the rows of an owner those that are wanted; a row that was removed comes back under its id."""
    found = {str(row.pk): row for row in present}
    for pk in found.keys() - wanted.keys():
        found[pk].delete()
    for pk, columns in wanted.items():
        if model is DomainCoverage and not CooperationDomain.objects.filter(pk=columns["domain_id"]).exists():
            continue
        row = found.get(pk) or model(pk=_free(model, pk), **owner)
        _fill(row, columns)
        row.save()


def _free(model: type[Any], pk: str) -> int | None:
    """The id that the row had, unless it has gone to another agreement with it."""
    return None if model.objects.filter(pk=pk).exists() else int(pk)


def _fill(row: Any, columns: dict[str, Any], without: frozenset[str] = frozenset()) -> None:
    known = {field.attname: field for field in row._meta.concrete_fields}
    for name, value in columns.items():
        if name in known and name not in LEFT_OUT and name not in without:
            setattr(row, name, known[name].to_python(value))
