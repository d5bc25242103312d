"""The other names under which cities are met, and those that they bore before."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import AliasKind
from agreements.models.bilingual import LANGUAGES
from agreements.models.city import City
from agreements.partial_date_fields import PartialDateField
from agreements.partial_dates import PartialDate

Names = dict[int, dict[str, str]]


class CityAliasQuerySet(models.QuerySet["CityAlias"]):
    def borne_on(self, day: date) -> Names:
        """What cities were surely called on a day and are called no longer: by city, a name by language."""
        found: Names = {}
        for alias in self.filter(until__gt="", language__in=LANGUAGES).order_by("pk"):
            if alias.was_borne_on(day):
                found.setdefault(alias.city_id, {})[alias.language] = alias.text
        return found

    def call_as_on(self, cities: Iterable[City], day: date) -> None:
        """Give these cities the names that they bore on a day, for showing them; nothing is saved."""
        by_pk: dict[int, list[City]] = {}
        for city in cities:
            by_pk.setdefault(city.pk, []).append(city)
        for pk, names in self.filter(city__in=by_pk).borne_on(day).items():
            for city in by_pk[pk]:
                for language, text in names.items():
                    setattr(city, f"name_{language}", text)


class CityAlias(models.Model):
    """Another name under which a city is met: a spelling, a transliteration; or a name that it bore until a
    date, by which it is called where the register is read as of a day before."""

    city = models.ForeignKey(City, models.CASCADE, related_name="aliases", verbose_name=_("city"))
    text = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=8, help_text=_("Language code: ar, en, tr, fr…"), default="ar"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=AliasKind, default=AliasKind.SPELLING)
    since = PartialDateField(_("borne since"), help_text=_("Of a former name; leave empty if not known."))
    until = PartialDateField(
        _("borne until"), help_text=_("Of a former name: the last day on which the city was called so.")
    )

    objects: ClassVar[Any] = CityAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "text"],
                name="alias_once_a_city",
                violation_error_message=_("The city already has this name."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if self.since and self.until and self.since.after(self.until):
            raise ValidationError({"until": _("A name ends no earlier than it begins.")})

    def was_borne_on(self, day: date) -> bool:
        """Whether the city was called so on a day and is no more, as far as the dates decide it."""
        then = PartialDate.of(day)
        had_begun = self.since is None or self.since.not_after(then) is True
        return had_begun and self.until is not None and then.not_after(self.until) is True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with self.city.found_as_it_is_called():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with self.city.found_as_it_is_called():
            return super().delete(*args, **kwargs)
