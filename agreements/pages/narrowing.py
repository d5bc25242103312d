"""What stands around a narrowed list: the filters that are in use, the choices left, the order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from agreements.facets import Facet, decade_in_words
from agreements.models import City
from agreements.partial_dates import PartialDate
from agreements.strict_filters import StrictFilterSet
from agreements.writing import in_words

# A long facet shows so many choices at first.
SHOWN = 8


class Sort(NamedTuple):
    """An order of a list: its words, and the columns."""

    words: Any
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Chip:
    """A filter in use: what it says, and the address of the list without it."""

    label: Any
    words: Any
    without: str


@dataclass(frozen=True)
class Link:
    """A choice: where it leads, whether it is taken already."""

    address: str
    words: Any
    count: int = 0
    value: str = ""
    is_taken: bool = False


@dataclass(frozen=True)
class FacetLinks:
    """A facet as links: those shown at first, those behind “more”."""

    name: str
    label: Any
    shown: list[Link]
    more: list[Link]
    is_taken: bool


def address_with(query: QueryDict, **changes: str | None) -> str:
    """The list's address with some parameters set or (None) left out; it begins at its first page."""
    changed = query.copy()
    for name, value in {"page": None, **changes}.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


def chips_of(filterset: StrictFilterSet) -> list[Chip]:
    return [
        Chip(filterset.filters[name].label, words, address_with(filterset.data, **{name: None}))
        for name, words in _in_use(filterset)
    ]


def _in_use(filterset: StrictFilterSet) -> Iterator[tuple[str, Any]]:
    """Each filter that holds, with its value in words."""
    for name, value in filterset.form.cleaned_data.items():
        if value not in (None, "") and filterset.data.get(name):
            yield name, _in_words(filterset.form.fields[name], name, value)


def _in_words(field: Any, name: str, value: Any) -> Any:
    if isinstance(value, PartialDate):
        return in_words(value)
    if isinstance(value, date):
        return in_words(PartialDate.of(value))
    if isinstance(value, Model):
        return getattr(value, "name", value)
    if name == "decade" and value != "unknown":
        return decade_in_words(value)
    if name == "city":
        called = City.objects.listed().filter(slug=value).first()
        return called.name if called else value
    return dict(getattr(field, "choices", ())).get(value, value)


def facets_beside(facets: list[Facet], filterset: StrictFilterSet) -> list[FacetLinks]:
    """The facets as links that keep every other filter; those with no choice are left out."""
    return [_as_links(facet, filterset) for facet in facets if facet.choices]


def _as_links(facet: Facet, filterset: StrictFilterSet) -> FacetLinks:
    taken = filterset.data.get(facet.name) if facet.name in filterset.form.cleaned_data else None
    links = [
        Link(
            address=address_with(
                filterset.data, **{facet.name: None if choice.value == taken else choice.value}
            ),
            words=choice.words,
            count=choice.count,
            value=choice.value,
            is_taken=choice.value == taken,
        )
        for choice in facet.choices
    ]
    return FacetLinks(facet.name, facet.label, links[:SHOWN], links[SHOWN:], bool(taken))


def page_nearest(paginator: Paginator, query: QueryDict) -> Page:
    """The page that is asked for; the first where that is none, the last where there are not so many."""
    try:
        return paginator.get_page(max(int(query.get("page", "")), 1))
    except ValueError:
        return paginator.get_page(1)


def remarks_on_page(query: QueryDict, page: Page) -> Iterator[str]:
    """That another page is shown than the one asked for, where there is no such page."""
    asked = query.get("page", "")
    if asked and asked != str(page.number):
        yield _("There is no page “%(asked)s”; page %(shown)s is shown.") % {
            "asked": asked[:40],
            "shown": page.number,
        }


def sorts_of(sorts: Mapping[str, Sort], taken: str, query: QueryDict) -> list[Link]:
    return [
        Link(address_with(query, ordering=name), sort.words, is_taken=name == taken)
        for name, sort in sorts.items()
    ]
