"""The one city that a person means by the name they typed; a name that several bear is asked, never
guessed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.models import City
from agreements.search.named import cities_meant
from agreements.writing import in_a_row

# So many cities of one name are told to choose from.
MOST_TOLD = 6


def city_meant(name: str, country: str = "") -> City:
    """The city of this short name, name or alias; `country` (ISO 3166, two letters) decides between several.

    Raises ValidationError, with the code `unknown` where no city is called so, `several` where more are."""
    cities = cities_meant(name, country)[:MOST_TOLD]
    if not cities:
        raise ValidationError(_("No city is called “%(name)s”."), "unknown", params={"name": name[:80]})
    if len(cities) > 1:
        message = _("Several cities have this name; write the short name of one: %(names)s")
        raise ValidationError(message, "several", params={"names": in_a_row(city.slug for city in cities)})
    return cities[0]


class CityByNameField(forms.CharField):
    """One city of the thousands, typed instead of chosen from a list of all."""

    def clean(self, value: Any) -> City | None:
        name = super().clean(value)
        return city_meant(name) if name else None
