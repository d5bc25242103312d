"""Bringing back what a record said, as a new change by somebody with a reason."""

from typing import Any

from django.db import transaction

from agreements.acts import acting
from agreements.models import (
    Agreement,
    AgreementLink,
    CityAlias,
    CooperationDomain,
    DomainCoverage,
    Membership,
    Party,
    Signatory,
    Source,
    User,
)
from agreements.models.content import LEFT_OUT, OF_ACTIVITY
from agreements.models.publication import MOVED_BY_VERBS

# What describes is brought back; what happened (events, decisions, statements) and which files were deposited
# stays as it is: it is corrected by what is entered after it.
PARTS: dict[str, type[Any]] = {"coverages": DomainCoverage, "sources": Source, "links": AgreementLink}
OWNER = {"links": "subject"}
OF_A_FILE = ("kind", "title_ar", "title_en", "language", "authenticity", "visibility", "checked_on")
OF_OTHERS: dict[str, type[Any]] = {"aliases": CityAlias, "memberships": Membership}


def restore(agreement: Agreement, content: dict[str, Any], by: User, reason: str) -> None:
    """Write the terms, texts, parties, signatories, domains, sources, links and what is said of documents as
    they were. A party that came later stays where the record was published meanwhile."""
    with acting(by, reason), agreement.kept_current():
        kept = MOVED_BY_VERBS | {"certified_on"}
        _fill(agreement, content, without=kept)
        agreement.save()
        _parties(agreement, content.get("parties", {}))
        for name, model in PARTS.items():
            if name in content:
                owner = {OWNER.get(name, "agreement"): agreement}
                _rows(model, owner, getattr(agreement, name).all(), content[name])
        for document in agreement.documents.all():
            said = content.get("documents", {}).get(str(document.pk), {})
            _fill(document, {name: said[name] for name in OF_A_FILE if name in said})
            document.save()


def restore_plain(record: Any, content: dict[str, Any], by: User, reason: str) -> None:
    """Write a city, a domain, an activity or a person as it was, with what hangs on it; one that was deleted
    comes back under its id. Raises ValidationError where that cannot be, such as where its short name is
    another's now."""
    with acting(by, reason), transaction.atomic(), record.remembered():
        _fill(record, content)
        if "agreement_id" in content:
            record.agreement_id = content["agreement_id"]
        record.full_clean(exclude=["password"])
        record.save()
        for name in OF_ACTIVITY:
            if name in content:
                found = getattr(record, name)
                found.set(found.model.objects.filter(pk__in=content[name]))
        for name, model in OF_OTHERS.items():
            if name in content:
                rows = getattr(record, name)
                _rows(model, {rows.field.name: record}, rows.all(), content[name])


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
