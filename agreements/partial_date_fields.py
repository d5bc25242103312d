"""Partial dates in the database, in forms and in the API.

One column holds the ISO 8601 text (`2014`, `2014-06`, `2014-06-03`); the empty text is an unknown
date. In Python the value is a `PartialDate`, or None where the date is not known. The text sorts
as the earliest day it can mean, so `order_by` and range lookups work on the column itself.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.lookups import IsNull
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agreements.partial_dates import FIRST_YEAR, PartialDate, PartialDateError

FIRST_DAY = date(FIRST_YEAR, 1, 1)

MESSAGES = {
    "malformed": _("“%(text)s” is not a date. Write a year (2014), a month (06/2014) or a day (3/6/2014)."),
    "no_such_month": _("“%(text)s” has no such month: months run from 1 to 12."),
    "no_such_day": _("“%(text)s” has no such day: that month is shorter."),
    "year_out_of_range": _("“%(text)s” is outside the years a register can hold (1000 to 9999)."),
}


def read_or_refuse(text: str) -> PartialDate | None:
    """What a person typed as a date, or None for nothing.

    Raises ValidationError in the reader's words."""
    if not text.strip():
        return None
    try:
        return PartialDate.read(text)
    except PartialDateError as error:
        params = {"text": text[:40]}
        raise ValidationError(MESSAGES[error.code], code=error.code, params=params) from error


class PartialDateFormField(forms.CharField):
    """A text box that takes 2014, 06/2014, 3/6/2014 and Arabic-Indic digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)
        # They judge text; by the time they run, the value is a date.
        self.validators = []
        self.widget.attrs.setdefault("dir", "ltr")
        self.widget.attrs.setdefault("placeholder", "2014 · 06/2014 · 3/6/2014")
        self.widget.attrs.setdefault("size", "22")

    def to_python(self, value: Any) -> Any:
        return read_or_refuse(super().to_python(value) or "")

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial and str(initial)) != self.to_python(data)
        except ValidationError:
            return True


class NotADate(str):
    """What was given as a date and is none. It is kept for `full_clean` to refuse by its field, and is
    false: no date is known from it."""

    def __bool__(self) -> bool:
        return False


class PartialDateAttribute(DeferredAttribute):
    """The date on a record, whether it was set as a date or as text that writes one."""

    field: "PartialDateField"

    def __set__(self, instance: models.Model, value: Any) -> None:
        try:
            known: Any = self.field.to_python(value)
        except ValidationError:
            known = NotADate(value)
        instance.__dict__[self.field.attname] = known


if TYPE_CHECKING:
    Column = models.CharField[PartialDate | None, PartialDate | None]
else:
    Column = models.CharField


class PartialDateField(Column):
    """A date known to the day, the month or the year, or not known at all."""

    description = _("Partial date (ISO 8601)")
    descriptor_class = PartialDateAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=10, blank=True, default=None)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "blank", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or isinstance(value, PartialDate):
            return value
        return read_or_refuse(str(value))

    def get_prep_value(self, value: Any) -> str:
        value = self.to_python(value)
        return "" if value is None else str(value)

    def clean(self, value: Any, model_instance: models.Model | None) -> PartialDate | None:
        return self.to_python(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": PartialDateFormField, **kwargs})


@PartialDateField.register_lookup
class Unknown(IsNull):
    """`signed_on=None`, `signed_on__isnull=True`: the date is not known."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        if self.rhs:
            return f"({column} IS NULL OR {column} = '')", [*params, *params]
        return f"({column} IS NOT NULL AND {column} <> '')", [*params, *params]


def may_reach(column: str, day: date) -> Q:
    """Whether the column's date can mean this day or a later one; false where it is not known.

    The column sorts as its earliest day, so only the coarser dates that contain the day need naming:
    `2014` and `2014-06` may lie after 2014-06-03."""
    text = max(day, FIRST_DAY).isoformat()
    return Q(**{f"{column}__gte": text}) | Q(**{f"{column}__in": [text[:4], text[:7]]})


def may_begin_by(column: str, day: date) -> Q:
    """Whether the column's date can mean this day or an earlier one; false where it is not known."""
    if day < FIRST_DAY:
        return Q(pk__in=[])
    return Q(**{f"{column}__gt": "", f"{column}__lte": day.isoformat()})


def surely_by(column: str, day: date) -> Q:
    """Whether every day that the column's date can mean is this one or an earlier one."""
    may_be = may_begin_by(column, day)
    return may_be if day == date.max else may_be & ~may_reach(column, day + timedelta(days=1))


class PartialDateSerializerField(serializers.CharField):
    """The ISO text in the API; null where the date is not known."""

    def to_representation(self, value: Any) -> str:
        return str(value)
