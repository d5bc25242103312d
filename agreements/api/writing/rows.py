"""Writing an agreement with all that hangs on it, row by row with the models' own checks, so that every
mistake is told by its dotted name and none leaves anything behind."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as ModelProblem
from django.db import models, transaction
from django.utils.translation import gettext as _
from rest_framework import serializers

from agreements.models import Agreement, Approval, DomainCoverage, Party, Signatory, Source

Given = Mapping[str, Any]

# The name under which a column stands in the API, where that is another.
NAMES: dict[type[models.Model], dict[str, str]] = {
    Party: {"name_ar": "written_name.ar", "name_en": "written_name.en"},
    DomainCoverage: {"domain": "code"},
}


class Faults:
    """The mistakes found so far, by dotted name."""

    def __init__(self) -> None:
        self.found: dict[str, list[Any]] = {}

    def tell(self, error: ModelProblem, model: type[models.Model], path: str) -> None:
        """Take up what a model says against a row that stands at this path."""
        named = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for column, messages in named.items():
            name = "" if column == NON_FIELD_ERRORS else _name(model, column)
            self.found.setdefault(".".join(filter(None, (path, name))) or "body", []).extend(messages)

    def refuse(self) -> None:
        """Raises ValidationError if there is any."""
        if self.found:
            raise serializers.ValidationError(self.found)


def _name(model: type[models.Model], column: str) -> str:
    """What the API calls a column: `title_ar` is `title.ar`."""
    if known := NAMES.get(model, {}).get(column):
        return known
    stem, _underscore, language = column.rpartition("_")
    return f"{stem}.{language}" if language in ("ar", "en") and stem else column


def write_agreement(agreement: Agreement, given: Given) -> None:
    """Write a new or stored agreement and the parts that are given. Raises ValidationError with every
    mistake by its name; then nothing is written."""
    faults = Faults()
    parts = {name: given[name] for name in ("parties", "domains", "sources") if name in given}
    terms = {name: value for name, value in given.items() if name not in parts}
    with transaction.atomic():
        is_written = agreement.pk is None and _write(agreement, terms, "", faults)
        faults.refuse()
        # What follows from all of it is found out once, when everything is written.
        with agreement.kept_current():
            if is_written or _write(agreement, terms, "", faults):
                _write_parts(agreement, parts, faults)
            faults.refuse()


def _write_parts(agreement: Agreement, parts: Given, faults: Faults) -> None:
    if "parties" in parts:
        _write_parties(agreement, parts["parties"], faults)
    if "domains" in parts:
        owner = {"agreement": agreement}
        _write_rows(DomainCoverage, owner, parts["domains"], "domains", faults, same="domain_id")
    if "sources" in parts:
        _write_rows(Source, {"agreement": agreement}, parts["sources"], "sources", faults)


def _write_parties(agreement: Agreement, given: Sequence[Given], faults: Faults) -> None:
    rows = [
        {**_without(row, "signatories", "approvals"), "order": order}
        for order, row in enumerate(given, start=1)
    ]
    stored = _write_rows(Party, {"agreement": agreement}, rows, "parties", faults, same="city_id")
    for position, (row, party) in enumerate(zip(given, stored, strict=True)):
        if party is None:
            continue
        path = f"parties.{position}"
        if "signatories" in row:
            people = [{**each, "order": order} for order, each in enumerate(row["signatories"], start=1)]
            _write_rows(Signatory, {"party": party}, people, f"{path}.signatories", faults)
        if "approvals" in row:
            _write_rows(Approval, {"party": party}, row["approvals"], f"{path}.approvals", faults, same=None)


def _write_rows(
    model: Any,
    owner: dict[str, Any],
    given: Sequence[Given],
    path: str,
    faults: Faults,
    same: str | None = "id",
) -> list[Any]:
    """Make the rows of an owner those that are given: each is the stored row with the same value in a
    column, or the one in its place where that is no column. Answers with each row as it is stored; None
    where it could not be."""
    present = list(model._default_manager.filter(**owner).order_by("pk"))
    homes = _homes(present, given, same)
    for gone in {row.pk: row for row in present}.keys() - {home.pk for home in homes if home}:
        try:
            model._default_manager.get(pk=gone).delete()
        except ModelProblem as error:
            faults.tell(error, model, path)
    written: list[Any] = []
    seen: set[Any] = set()
    for position, (row, home) in enumerate(zip(given, homes, strict=True)):
        place = f"{path}.{position}"
        key = row.get("id") or row.get((same or "").removesuffix("_id"))
        if same and key and (key in seen or ("id" in row and home is None)):
            name = "id" if "id" in row else _name(model, same.removesuffix("_id"))
            faults.found[f"{place}.{name}"] = [_("This stands twice, or is not of this record.")]
            written.append(None)
            continue
        seen.add(key)
        target = home or model(**owner)
        written.append(target if _write(target, _without(row, "id"), place, faults) else None)
    return written


def _homes(present: list[Any], given: Sequence[Given], same: str | None) -> list[Any]:
    """For each row that is given, the stored one that it is; None for a new one."""
    if same is None:
        return [present[place] if place < len(present) else None for place in range(len(given))]
    stored = {getattr(row, same): row for row in present}
    if same == "id":
        return [stored.pop(row["id"], None) if "id" in row else None for row in given]
    related = same.removesuffix("_id")
    return [stored.pop(row[related].pk, None) if related in row else None for row in given]


def _write(row: Any, columns: Given, path: str, faults: Faults) -> bool:
    """Set the columns, ask the model, save; False, with the reasons told, where it refuses."""
    for name, value in columns.items():
        setattr(row, name, value)
    try:
        row.full_clean()
        row.save()
    except ModelProblem as error:
        faults.tell(error, type(row), path)
        return False
    return True


def _without(row: Given, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


# ---- One row more ------------------------------------------------------------------------------


# What is named by a short name or an id is looked for among what the agreement has.
OF_THE_AGREEMENT: dict[str, Callable[[Agreement, Any], Any]] = {
    "party": lambda agreement, slug: agreement.parties.filter(city__slug=slug),
    "source": lambda agreement, pk: agreement.sources.filter(pk=pk),
    "voids": lambda agreement, pk: agreement.events.filter(pk=pk),
    "replaces": lambda agreement, pk: agreement.documents.filter(pk=pk),
}


def fill(row: Any, given: Given) -> None:
    """Fill in an event or a document of an agreement, and ask the model. Raises ValidationError by name for
    what is wrong, or is of another agreement."""
    faults = Faults()
    for name, value in given.items():
        if value and name in OF_THE_AGREEMENT:
            value = OF_THE_AGREEMENT[name](row.agreement, value).first()
            if value is None:
                faults.found[name] = [_("This agreement has none such.")]
        setattr(row, name, value)
    faults.refuse()
    _asking(row, row.full_clean)


def store(row: Any) -> None:
    """Write what was filled in. Raises ValidationError by name where the model refuses."""
    _asking(row, row.save)


def _asking(row: Any, deed: Callable[[], Any]) -> None:
    faults = Faults()
    try:
        deed()
    except ModelProblem as error:
        faults.tell(error, type(row), "")
    faults.refuse()
