"""Cells that hold a list, as the register exports one or as a person writes one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.exchange import tabular
from agreements.exchange.cells import split

FIELDS_OF = {column.key: column.fields for column in tabular.COLUMNS if column.fields}


def items(column: str, text: str) -> list[dict[str, str]]:
    """The items of a cell that holds a list, by the names of their fields; of an item with one field only,
    which a person wrote, the first."""
    names = FIELDS_OF[column]
    found = []
    for parts in split(text):
        if len(parts) == 1:
            found.append({names[0]: parts[0]})
        else:
            found.append(dict(zip(names, parts + [""] * len(names), strict=False)))
    return found


def numbered(rows: list[Any], place: str) -> Any:
    """What a list's own number refers to: 1 for the first."""
    if not place:
        return None
    if place.isdecimal() and len(place) < 6 and 0 < int(place) <= len(rows):
        return rows[int(place) - 1]
    raise ValidationError(_("“%(text)s” is no place in the list."), params={"text": place[:20]})
