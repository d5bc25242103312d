"""What a filter may be given, read strictly: names of cities, registry numbers, days, moments, decades."""

import re
from datetime import date, datetime
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.partial_date_fields import PartialDateFormField, read_or_refuse
from agreements.partial_dates import PartialDate
from agreements.search.named import cities_called

DECADE = re.compile(r"[1-9][0-9]{2}0")


class NamedCities(str):
    """A city's name as it was typed, with the ids of the cities that are called so."""

    ids: list[int]

    def __new__(cls, name: str) -> "NamedCities":
        made = super().__new__(cls, name)
        made.ids = [city.pk for city in cities_called(name)]
        return made


class CityNameField(forms.CharField):
    """A city by its short name or any of its names; one that no city bears is refused."""

    def clean(self, value: Any) -> Any:
        """Only a text that could be a name is looked up, and once for all that is asked about the city."""
        name = super().clean(value)
        if not name:
            return name
        named = NamedCities(name)
        if not named.ids:
            raise ValidationError(_("No city is called “%(name)s”."), params={"name": name[:80]})
        return named


class CityNameFilter(django_filters.CharFilter):
    field_class = CityNameField


class AgreementNumberField(forms.CharField):
    """A published agreement by its registry number; a number that no such record has is refused."""

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        if value and not Agreement.objects.published().by_reference(value).exists():
            message = _("No published record has the registry number “%(number)s”.")
            raise ValidationError(message, params={"number": value[:40]})


class AgreementNumberFilter(django_filters.CharFilter):
    """What belongs to an agreement, by its registry number."""

    field_class = AgreementNumberField

    def __init__(self, field_name: str = "agreement__registry_number", **kwargs: Any) -> None:
        super().__init__(field_name=field_name, max_length=16, **kwargs)


class PartialDateFilter(django_filters.Filter):
    field_class = PartialDateFormField


class DayFormField(forms.DateField):
    """A whole day: 2016-05-01, 1/5/2016, in any digits."""

    widget = forms.TextInput(attrs={"dir": "ltr", "placeholder": "2016-05-01", "size": "12"})

    def to_python(self, value: Any) -> date | None:
        found = value if isinstance(value, PartialDate) else read_or_refuse(str(value or ""))
        if found is None:
            return None
        if found.precision != "day":
            raise ValidationError(_("Give a whole day, such as 2016-05-01."))
        return found.earliest


def read_day(text: str | None) -> date | None:
    """The day that a parameter names, None for none; raises ValidationError in the reader's words."""
    return DayFormField(required=False).clean(text) if text else None


class DayFilter(django_filters.Filter):
    field_class = DayFormField


class MomentField(forms.CharField):
    """A point in time by ISO 8601, or a day for its beginning."""

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "")
        if not text:
            return None
        try:
            # In an address a plus sign comes as a space.
            moment = datetime.fromisoformat(text.replace(" ", "+"))
        except ValueError as error:
            message = _("“%(text)s” is no moment. Write 2026-05-01T12:00:00Z, or a day: 2026-05-01.")
            raise ValidationError(message, params={"text": text[:40]}) from error
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


class MomentFilter(django_filters.Filter):
    field_class = MomentField


class DecadeField(forms.CharField):
    """The first year of a decade, such as 2010, or `unknown` for what has no date of signature."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        if text in ("", "unknown") or DECADE.fullmatch(text):
            return text
        message = _("“%(text)s” is no decade. Give its first year, such as 2010, or “unknown”.")
        raise ValidationError(message, params={"text": text[:40]})


class DecadeFilter(django_filters.Filter):
    field_class = DecadeField
