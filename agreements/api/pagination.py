"""Numbered pages, 50 a page unless asked otherwise; a page that does not exist is the caller's mistake."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination

MOST = 200


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = MOST

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        try:
            return super().paginate_queryset(queryset, request, view)
        except NotFound as error:
            raise ValidationError({"page": [_("There is no such page.")]}) from error

    def get_page_size(self, request: Any) -> int | None:
        asked = request.query_params.get(self.page_size_query_param)
        if asked is not None and not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= MOST):
            message = _("A page holds from 1 to %(most)s records.") % {"most": MOST}
            raise ValidationError({"page_size": [message]})
        return super().get_page_size(request)
