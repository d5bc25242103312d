"""What one line of an export tells, as rows that are not saved yet, held against the models' own rules."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

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


_readers: dict[type[models.Model], dict[str, tuple[models.Field, Callable[[Any], Any] | None]]] = {}


def _reader(model: type[models.Model]) -> dict[str, tuple[models.Field, Callable[[Any], Any] | None]]:
    if model not in _readers:
        _readers[model] = {column.attname: (column, _moment(column)) for column in columns_of(model)}
    return _readers[model]


def _moment(column: models.Field) -> Callable[[Any], Any] | None:
    """How a point in time is read that otherwise would be “now”."""
    if getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False):
        return column.to_python
    return None


def made(model: Any, told: Told, relations: Told, moments: list[Any]) -> Any:
    """A row of what a line tells of it; what is told must all be known. Raises NotTaken, ValidationError."""
    columns = _reader(model)
    row = model()
    for name, named in relations.items():
        _let_name(row, name, named)
    times: dict[str, datetime] = {}
    for name, value in told.items():
        if name in OF_THE_LINE:
            continue
        if name not in columns:
            raise NotTaken(f"“{name[:40]}” is nothing that is told of {model._meta.verbose_name}.")
        _column, moment = columns[name]
        if moment:
            times[name] = moment(value)
        else:
            setattr(row, name, value)
    check(row, columns, told)
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


def check(row: Any, columns: dict[str, Any], told: Told) -> None:
    """Hold what was told against the rules of its columns, and the row against its own. Raises
    ValidationError."""
    problems: dict[str, Any] = {}
    for name, (column, moment) in columns.items():
        if moment or (name not in told and (column.blank or column.has_default() or column.null)):
            continue
        # By its own rule a country is looked for among all of them, each named in the reader's language.
        if isinstance(column, CountryField) and told.get(name) in countries:
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
