"""The day that a page is read as of: today, or the one in its address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from agreements.filter_values import DayFormField
from agreements.models import City, CityAlias


@dataclass(frozen=True)
class AsOf:
    """`day`: the day asked for, or None for today; `problem`: why what was asked for is no day."""

    day: date | None = None
    problem: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """The same as it stands in an address; nothing for today."""
        return {"as_of": self.day.isoformat()} if self.day else {}

    @property
    def counts(self) -> date:
        """The day whose legal status is shown."""
        return self.day or timezone.localdate()


def day_asked(query: QueryDict) -> AsOf:
    """What `?as_of=2016-05-01` asks for; a mistake is told and today shown."""
    field = DayFormField(required=False)
    try:
        return AsOf(day=field.clean(query.get("as_of", "")))
    except ValidationError as error:
        return AsOf(problem=" ".join(error.messages))


def as_they_stood(as_of: AsOf, agreements: Iterable[Any], *cities: City) -> None:
    """Give these cities, and the parties of the agreements, the names that they bore on the day asked for,
    and take as still in who left after it; nothing is saved."""
    if as_of.day is None:
        return
    parties = [party for agreement in agreements for party in agreement.parties.all()]
    CityAlias.objects.call_as_on([*cities, *(party.city for party in parties)], as_of.day)
    for party in parties:
        if party.withdrawn_on and party.withdrawn_on.earliest > as_of.day:
            party.has_withdrawn = False
