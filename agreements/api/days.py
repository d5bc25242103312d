"""Reading as of a past day: with the legal status, the numbers and the names of cities of that day."""

from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError as ModelProblem
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from agreements import public_json
from agreements.api.filtering import NOTHING_GIVEN
from agreements.filter_values import read_day
from agreements.models import City, CityAlias

OF_A_DAY = "The day that is told of: today, unless one is named."


class OnADay:
    """What is told of the day that `as_of` names."""

    request: Any

    @cached_property
    def asked_day(self) -> date | None:
        """The day that `as_of` names; None for today."""
        asked = self.request.query_params.get("as_of")
        if asked == "":
            raise ValidationError({"as_of": [NOTHING_GIVEN]})
        try:
            return read_day(asked)
        except ModelProblem as error:
            raise ValidationError({"as_of": error.messages}) from error

    @cached_property
    def day(self) -> date:
        return self.asked_day or timezone.localdate()

    @cached_property
    def names_then(self) -> dict[str, dict[str, str]]:
        """The names that cities bore on the day that was asked about, by short name and language."""
        if self.asked_day is None:
            return {}
        names = CityAlias.objects.borne_on(self.asked_day)
        slugs = City.objects.filter(pk__in=names).values_list("pk", "slug") if names else ()
        return {slug: names[pk] for pk, slug in slugs}

    def called_then(self, city: dict[str, Any]) -> dict[str, Any]:
        """What is told of a city, under the name of that day."""
        return public_json.called_then(city, self.names_then)
