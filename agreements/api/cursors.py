"""Places in a list, given out as signed text: nobody reads anything into them or makes one up."""

from typing import Any

from django.core import signing
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

LONGEST = 200


def written(place: int, of: str) -> str:
    """The cursor that stands for a place in a list of this name."""
    return signing.dumps(place, salt=f"agreements.api.cursors.{of}")


def read(cursor: str, of: str, parameter: str) -> int:
    """The place that a cursor stands for; raises ValidationError, by the parameter, for one that was not
    given out for this list."""
    try:
        place: Any = signing.loads(cursor[: LONGEST + 1], salt=f"agreements.api.cursors.{of}")
    except signing.BadSignature:
        place = None
    if not isinstance(place, int):
        raise ValidationError(
            {parameter: [_("This is no cursor that was given out here. Begin without one.")]}
        )
    return place
