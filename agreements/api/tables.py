"""The lists beside the agreements as tables: the columns follow from what the API tells of each record.

As with agreements, a table without a language is for programs: headings are keys, values of closed lists
their codes. With one it is for people: headings and words in Arabic or English.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from operator import itemgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from rest_framework import serializers

from agreements.api.shapes import BilingualField, PageField
from agreements.wording import LANGUAGES

Record = dict[str, Any]
Read = Callable[[Record], Any]

# What no column of a model is called.
WORDS: dict[str, Promise] = {
    "id": _("identifier"),
    "url": _("address"),
    "file": _("address of the file"),
    "page_ar": _("page in Arabic"),
    "page_en": _("page in English"),
    "agreement": _("agreement"),
    "agreement_ar": _("title in Arabic"),
    "agreement_en": _("title in English"),
    "agreement_count": _("agreements"),
    "agreements": _("list of agreements"),
    "partners": _("list of partners"),
    "city": _("city"),
    "city_ar": _("city in Arabic"),
    "city_en": _("city in English"),
    "cities": _("cities"),
    "domains": _("domains covered"),
    "party": _("party"),
    "aliases": _("other names"),
    "children": _("sub-domains"),
    "first": _("first city"),
    "first_ar": _("first city in Arabic"),
    "first_en": _("first city in English"),
    "second": _("second city"),
    "second_ar": _("second city in Arabic"),
    "second_en": _("second city in English"),
    "in_force_count": _("in force"),
}
# By what a record is named where others are listed with it.
NAMED_BY = ("slug", "code", "registry_number", "text")


@dataclass(frozen=True)
class Column:
    """A column: its key, its heading, which field of the record it belongs to, and what it holds."""

    key: str
    heading: Promise | str
    field: str
    read: Read

    def cell(self, record: Record, language: str | None) -> str:
        return _written(self.read(record), language)


@cache
def columns_of(serializer: Any) -> tuple[Column, ...]:
    """The columns for what a serializer tells."""
    model = getattr(getattr(serializer, "Meta", None), "model", None)
    return tuple(
        Column(key, _heading(model, key), name, read)
        for name, field in serializer().fields.items()
        for key, read in _parts(name, field)
    )


def columns_of_pairs() -> tuple[Column, ...]:
    """The columns for what joins two cities."""
    ends: list[tuple[str, Read]] = [
        (key if part == "slug" else f"{key}_{part}", _of_end(place, part))
        for place, key in enumerate(("first", "second"))
        for part in ("slug", *LANGUAGES)
    ]
    numbers: list[tuple[str, Read]] = [
        (name, itemgetter(name)) for name in ("agreement_count", "in_force_count", "url")
    ]
    return tuple(Column(key, _heading(None, key), "", read) for key, read in [*ends, *numbers])


def _of_end(place: int, part: str) -> Read:
    if part == "slug":
        return lambda record: record["cities"][place]["slug"]
    return lambda record: record["cities"][place]["name"][part]


def _parts(name: str, field: Any) -> Iterator[tuple[str, Read]]:
    """The columns of one field: a text has one in each language, and so has what bears a name."""
    if isinstance(field, BilingualField | PageField):
        yield from _in_both(name, lambda record: record[name])
        return
    yield name, lambda record: record[name]
    if isinstance(field, serializers.Serializer):
        text = "name" if "name" in field.fields else "title"
        yield from _in_both(name, lambda record: (record[name] or {}).get(text))


def _in_both(name: str, texts: Read) -> Iterator[tuple[str, Read]]:
    for language in LANGUAGES:
        yield f"{name}_{language}", partial(_text_in, texts, language)


def _text_in(texts: Read, language: str, record: Record) -> Any:
    return (texts(record) or {}).get(language)


def _heading(model: Any, key: str) -> Promise | str:
    if key in WORDS:
        return WORDS[key]
    try:
        return model._meta.get_field(key).verbose_name
    except (AttributeError, FieldDoesNotExist):
        return key


def _written(value: Any, language: str | None) -> str:
    """A value as text: of a closed list its code or word, of another record its short name."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return " ".join(_written(each, language) for each in value)
    if isinstance(value, dict):
        if value.keys() == {"code", "name"} and language:
            return str(value["name"][language])
        return str(next((value[name] for name in NAMED_BY if value.get(name) is not None), ""))
    return str(value)


def headings(columns: Iterable[Column], language: str | None) -> list[str]:
    if language is None:
        return [column.key for column in columns]
    with override(language):
        return [str(column.heading) for column in columns]
