"""Whether the register can hold what a row of a sheet says: the models' own rules, told of its cells."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from agreements.exchange.sheets.row import Fault, Reading
from agreements.models import (
    Activity,
    Agreement,
    Approval,
    DomainCoverage,
    Event,
    Party,
    Signatory,
    Source,
)

# Which column of a sheet shows a field of a part, where they are not called alike.
COLUMN_OF_PART: dict[type[Any], str] = {
    Party: "parties",
    Signatory: "signatories",
    Approval: "approvals",
    Source: "sources",
    DomainCoverage: "domains",
    Event: "events",
    Activity: "activities",
}
RELATIONS = frozenset(
    {"agreement", "city", "party", "domain", "source", "voids", "created_by", "submitted_by", "merged_into"}
)


def judge(reading: Reading, thorough: bool) -> None:
    """Hold the record and its parts against the models' own rules; where many are taken over, what the
    database refuses by itself is left to it."""
    for part in (reading.record.agreement, *reading.record.parts, *_done(reading)):
        if isinstance(part, Agreement) and reading.number:
            continue
        try:
            rules_of(part, thorough)
        except ValidationError as error:
            column = COLUMN_OF_PART.get(type(part), "")
            for name, errors in error.error_dict.items():
                shown = column if column and name not in reading.given else name
                reading.faults.append(
                    Fault("" if shown == NON_FIELD_ERRORS else shown, ValidationError(errors))
                )


def _done(reading: Reading) -> list[Activity]:
    return [done.activity for done in reading.record.activities]


def rules_of(row: Any, thorough: bool) -> None:
    """The rules that a row keeps by itself. Raises ValidationError by field."""
    problems: dict[str, Any] = {}
    relations = {name for name in RELATIONS if hasattr(row, f"{name}_id")}
    rules = [lambda: row.clean_fields(exclude=relations), row.clean]
    if thorough:
        rules.append(lambda: row.validate_constraints(exclude=relations))
    for rule in rules:
        try:
            rule()
        except ValidationError as error:
            problems = error.update_error_dict(problems)
            break
    if problems:
        raise ValidationError(problems)
