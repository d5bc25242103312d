"""Numbered pages, 50 a page unless asked otherwise; a page that does not exist is the caller's mistake."""

import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from agreements.search.query import Bounded

MOST = 200
DIGITS = re.compile(r"[0-9]{1,3}")


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = MOST

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        try:
            return super().paginate_queryset(queryset, request, view)
        except NotFound as error:
            raise ValidationError({"page": [_("There is no such page.")]}) from error

    def get_paginated_response(self, data: Any) -> Response:
        """`count_is_minimum`: whether more match a search than were counted."""
        answer = super().get_paginated_response(data)
        answer.data["count_is_minimum"] = self.page is not None and isinstance(
            self.page.paginator.object_list, Bounded
        )
        return answer

    def get_page_size(self, request: Any) -> int | None:
        asked = request.query_params.get(self.page_size_query_param)
        if asked is not None and not (DIGITS.fullmatch(asked) and 1 <= int(asked) <= MOST):
            message = _("A page holds from 1 to %(most)s records.") % {"most": MOST}
            raise ValidationError({"page_size": [message]})
        return super().get_page_size(request)
