"""The frame of a page: its navigation, and the same page at other addresses."""

from typing import Any, NamedTuple

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import override

from agreements.strict_filters import StrictFilterSet
from agreements.waiting import CALLING, calling

register = template.Library()


@register.simple_tag(takes_context=True)
def nav_link(context: dict[str, Any], name: str, words: str) -> SafeString:
    """A link of the navigation, marked where the reader stands on that page or on one below it."""
    address = reverse(name)
    here = context["request"].path
    if here == address:
        mark = SafeString(' aria-current="page"')
    else:
        mark = SafeString(' aria-current="true"' if here.startswith(address) else "")
    return format_html('<a href="{}"{}>{}</a>', address, mark, words)


@register.simple_tag(takes_context=True)
def waiting_for_me(context: dict[str, Any]) -> str:
    """How many things wait for the act of the member who reads; on a page of the desk as it counts them."""
    known = {one.name: number for one, number in context.get("lists") or ()}
    if not known:
        number = calling(context["request"].user)
        return str(number) if number else ""
    numbers = [int(known[name].rstrip("+")) for name in CALLING]
    return str(sum(numbers)) if any(numbers) else ""


@register.simple_tag(takes_context=True)
def address_in(context: dict[str, Any], code: str) -> str:
    """This page's address in the other language, filters and all; where there is no such page, that
    language's first page."""
    request: HttpRequest = context["request"]
    if request.resolver_match is None:
        with override(code):
            return reverse("home")
    return translate_url(request.get_full_path(), code)


@register.simple_tag(takes_context=True)
def with_page(context: dict[str, Any], number: int) -> str:
    """This page's address with another page number, every filter kept."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def with_text(context: dict[str, Any], text: str) -> str:
    """This page's address with another text to search for, from the first page on, every filter kept."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["q"] = text
    return f"?{query.urlencode()}"


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """The first pages, those around this one, and the last; None stands for those left out."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in elided]


@register.simple_tag(takes_context=True)
def without_parameter(context: dict[str, Any], name: str) -> str:
    """This page's address without one parameter."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def then(context: dict[str, Any], address: str) -> str:
    """Another page's address, read as of the day that this page is read as of."""
    asked = context["as_of"].asked if "as_of" in context else {}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}" if asked else address


class FilterParts(NamedTuple):
    """A filter form taken apart: the boxes shown, the other filters in use, which a search keeps, and
    those of the others that are mistaken."""

    shown: list[BoundField]
    kept: list[tuple[str, str]]
    mistaken: list[BoundField]


@register.simple_tag
def split_filters(filterset: StrictFilterSet, boxes: str) -> FilterParts:
    """`boxes`: the names of the filters that have a box in the form, with spaces between."""
    names = boxes.split()
    fields = [filterset.form[name] for name in names if name in filterset.form.fields]
    others = [field for field in filterset.form if field.name not in names]
    kept = [(field.name, str(field.value())) for field in others if not field.errors and field.value()]
    ordering = filterset.data.get("ordering")
    return FilterParts(
        fields,
        [*kept, ("ordering", ordering)] if ordering else kept,
        [field for field in others if field.errors],
    )


@register.simple_tag
def data_address(filterset: StrictFilterSet, name: str, format_: str) -> str:
    """Where the API hands out what a list is narrowed to, in a format; mistaken filters are left out as the
    list leaves them out."""
    return f"{reverse(name)}?{urlencode({**filterset.asked, 'format': format_})}"
