"""The day that a page is read as of: today, or the one in its address."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from agreements.filters import DayFormField


@dataclass(frozen=True)
class AsOf:
    """`day`: the day asked for, or None for today; `problem`: why what was asked for is no day."""

    day: date | None = None
    problem: str = ""

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
