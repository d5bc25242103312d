"""Numbered pages, 50 a page unless asked otherwise; a page that does not exist is the caller's mistake.
For reading a whole list there are cursors: each page names the next, however far in, at the same cost."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from agreements.api import cursors
from agreements.api.filtering import NOTHING_GIVEN
from agreements.api.searching import SEARCH, told_of_search
from agreements.search.query import Bounded

MOST = 200
DIGITS = re.compile(r"[0-9]{1,3}")


class Counted:
    """Rows of which something else than they knows how many there are."""

    def __init__(self, rows: Any, count: Callable[[], int]) -> None:
        self.rows, self.counted = rows, count

    def count(self) -> int:
        return self.counted()

    def __getitem__(self, place: Any) -> Any:
        return self.rows[place]


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    cursor_query_param = "cursor"
    max_page_size = MOST
    next_cursor: str | None = None

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        if self.cursor_query_param in request.query_params:
            return self._from_cursor(queryset, request, view)
        if request.query_params.get(self.page_query_param) == "":
            raise ValidationError({"page": [NOTHING_GIVEN]})
        try:
            rows: list[Any] | None = super().paginate_queryset(queryset, request, view)
            self.found = getattr(getattr(view, "filterset", None), "found", None)
            self.rows = rows or []
            return rows
        except NotFound as error:
            raise ValidationError({"page": [_("There is no such page.")]}) from error

    def _from_cursor(self, rows: Any, request: Any, view: Any) -> list[Any]:
        """The rows after a cursor, in the order in which they were entered; an empty one begins."""
        self.request, self.page = request, None
        for other in ("page", "ordering", "q"):
            if request.query_params.get(other):
                message = _("A cursor goes through the list in its own order: leave this out.")
                raise ValidationError({other: [message]})
        asked, size = request.query_params[self.cursor_query_param], self.get_page_size(request) or 1
        place = cursors.read(asked, view.basename, self.cursor_query_param) if asked else 0
        found = list(view.walk(rows, place)[: size + 1])
        if len(found) > size:
            self.next_cursor = cursors.written(found[size - 1].pk, view.basename)
        return found[:size]

    def get_next_link(self) -> str | None:
        if self.page is not None:
            return super().get_next_link()
        if self.next_cursor is None:
            return None
        address = self.request.build_absolute_uri() if self.request else ""
        return replace_query_param(address, self.cursor_query_param, self.next_cursor)

    def get_previous_link(self) -> str | None:
        return super().get_previous_link() if self.page is not None else None

    def around(self) -> dict[str, Any]:
        """What an answer says beside its results: how many there are (not with cursors), whether more match
        a search than were counted, where the pages before and after are; and of a search, how it was met
        and why each record was found."""
        links = {"next": self.get_next_link(), "previous": self.get_previous_link()}
        if self.page is None:
            return links
        paginator = self.page.paginator
        bounded = isinstance(paginator.object_list, Bounded)
        told: dict[str, Any] = {"count": paginator.count, "count_is_minimum": bounded, **links}
        if self.found is not None and self.found.stage != "all":
            told["search"] = told_of_search(self.found, self.rows)
        return told

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        """What an answer is made of; how many there are is not said where a cursor leads on,
        nor anything of a search where nothing was searched for."""
        address = {"type": ["string", "null"], "format": "uri"}
        said = {"count": {"type": "integer", "minimum": 0}, "count_is_minimum": {"type": "boolean"}}
        links = {"next": address, "previous": address}
        properties = {**said, "search": SEARCH, **links, "results": schema}
        return {"type": "object", "properties": properties, "required": ["next", "previous", "results"]}

    def get_paginated_response(self, data: Any) -> Response:
        return Response({**self.around(), "results": data})

    def get_page_size(self, request: Any) -> int | None:
        asked = request.query_params.get(self.page_size_query_param)
        if asked is not None and not (DIGITS.fullmatch(asked) and 1 <= int(asked) <= MOST):
            message = _("A page holds from 1 to %(most)s records.") % {"most": MOST}
            raise ValidationError({"page_size": [message]})
        return super().get_page_size(request)
