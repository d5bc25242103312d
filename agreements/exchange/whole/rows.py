"""What one line of an export tells, as rows that are not saved yet, held against the models' own rules."""

import sys
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django_countries import countries
from django_countries.fields import CountryField

from agreements.exchange.whole.telling import columns_of
from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    Approval,
    City,
    CityAlias,
    CooperationDomain,
    Document,
    DomainCoverage,
    Event,
    Party,
    RecordCheck,
    Signatory,
    Source,
    StateChange,
    Statement,
    WordForm,
)

Told = dict[str, Any]
OF_THE_LINE = frozenset({"type", "key"})


class NotTaken(Exception):
    """Why a line is not taken, in words."""


def in_words(refusal: Exception) -> str:
    if isinstance(refusal, ValidationError):
        if hasattr(refusal, "error_dict"):
            named = ((name, " ".join(map(str, texts))) for name, texts in refusal.message_dict.items())
            return " ".join(f"{name}: {text}" for name, text in named)
        return " ".join(map(str, refusal.messages))
    return constraint_in_words(str(refusal)) if not isinstance(refusal, NotTaken) else str(refusal)


def constraint_in_words(complaint: str) -> str:
    """What a database's complaint means, where it names one of the models' constraints."""
    for model in RESTORED:
        for constraint in model._meta.constraints:
            if constraint.name in complaint or _columns_of(model, constraint) in complaint:
                return str(constraint.violation_error_message)
    return complaint.strip().splitlines()[0]


def _columns_of(model: type[models.Model], constraint: models.BaseConstraint) -> str:
    """How SQLite names a constraint of what stands once: by its columns."""
    if not isinstance(constraint, models.UniqueConstraint) or not constraint.fields:
        return constraint.name
    fields: list[Any] = [model._meta.get_field(name) for name in constraint.fields]
    return ", ".join(f"{model._meta.db_table}.{field.column}" for field in fields)


class Reading(NamedTuple):
    """How what is told of a column is read. `moment`: of a point in time that otherwise would be “now”;
    `is_right`: whether it plainly is what the column takes, so that its own rule need not be asked."""

    column: models.Field
    moment: Callable[[Any], Any] | None
    is_right: Callable[[Any], bool]
    may_be_left_out: bool


@cache
def _readings(model: type[models.Model]) -> dict[str, Reading]:
    return {
        column.attname: Reading(
            column,
            _moment(column),
            _is_right(column),
            column.blank or column.has_default() or column.null,
        )
        for column in columns_of(model)
    }


def _moment(column: models.Field) -> Callable[[Any], Any] | None:
    if getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False):
        return column.to_python
    return None


def _is_right(column: models.Field) -> Callable[[Any], bool]:
    if isinstance(column, CountryField):
        # By its own rule it is looked for among all countries, each named in the reader's language.
        return lambda value: value in countries
    if type(column) not in (models.CharField, models.TextField):
        return lambda value: False
    if column.choices:
        codes = {code for code, _words in column.flatchoices}
        return lambda value: type(value) is str and value in codes
    least, most = int(not column.blank), column.max_length or sys.maxsize
    return lambda value: type(value) is str and least <= len(value) <= most


def made(model: Any, told: Told, relations: Told, moments: list[Any]) -> Any:
    """A row of what a line tells of it; what is told must all be known. Raises NotTaken, ValidationError."""
    readings = _readings(model)
    times: dict[str, datetime] = {}
    values: Told = {}
    for name, value in told.items():
        if name in OF_THE_LINE:
            continue
        if name not in readings:
            raise NotTaken(f"“{name[:40]}” is nothing that is told of {model._meta.verbose_name}.")
        if moment := readings[name].moment:
            times[name] = moment(value)
        else:
            values[name] = value
    row = model(**values)
    for name, named in relations.items():
        _let_name(row, name, named)
    _check(row, readings, values)
    if times:
        moments.append((row, times))
    return row


def _let_name(row: Any, name: str, named: Any) -> None:
    """What `row.name = named` does, but for asking each time whether both are of one database."""
    column = row._meta.get_field(name)
    if column.is_relation and name != column.attname:
        column.set_cached_value(row, named)
        row.__dict__[column.attname] = None if named is None else named.pk
    else:
        row.__dict__[name] = named


def _check(row: Any, readings: dict[str, Reading], told: Told) -> None:
    """Hold what was told against the rules of its columns, and the row against its own. Raises
    ValidationError."""
    problems: dict[str, Any] = {}
    for name, (column, moment, is_right, may_be_left_out) in readings.items():
        if name in told:
            if is_right(told[name]):
                continue
        elif moment or may_be_left_out:
            continue
        try:
            setattr(row, name, column.clean(getattr(row, name), row))
        except ValidationError as error:
            problems[name] = error.error_list
    try:
        row.clean()
    except ValidationError as error:
        problems = error.update_error_dict(problems)
    if problems:
        raise ValidationError(problems)


def listed(told: Told, name: str) -> list[Told]:
    """What hangs on a record, taken out of what is told of it."""
    found = told.pop(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise NotTaken(f"“{name}” is no list of entries.")
    return [dict(one) for one in found]


def found(rows: dict[str, Any], name: Any, what: str) -> Any:
    if name not in rows:
        raise NotTaken(f"There is no {what} {str(name)[:80]}.")
    return rows[name]


RESTORED: tuple[Any, ...] = (
    Agreement,
    Party,
    Signatory,
    Approval,
    Statement,
    Source,
    DomainCoverage,
    Event,
    Activity,
    AgreementLink,
    City,
    CityAlias,
    CooperationDomain,
    Document,
    StateChange,
    RecordCheck,
    WordForm,
)
