"""Whoever reads the API without a key and without a cookie is nobody in particular: what the pages do for
people (session, account, messages, the form's own token) is left out, and the view is asked at once.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import activate, get_language_from_request

from agreements.api import single

Door = Callable[[HttpRequest], HttpResponseBase]

# Nothing that the API tells is shown as a page of ours.
NO_PAGE = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "X-Frame-Options": "DENY"}


class Innermost:
    """The last of the middleware: remembers the view's own door for `open_reading`, which stands before."""

    door: ClassVar[Door]

    def __init__(self, get_response: Door) -> None:
        self.get_response = Innermost.door = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)


def open_reading(get_response: Door) -> Door:
    view = Innermost.door

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not is_open_reading(request.META):
            return get_response(request)
        response = single.answer(request)
        if response is None:
            activate(_language(request.META.get("HTTP_ACCEPT_LANGUAGE", "")))
            response = view(request)
        return _finished(response)

    return answer


def is_open_reading(meta: dict[str, Any]) -> bool:
    """Whether a request with these headers reads an address of the API and bears nothing by which anybody is
    known."""
    path = meta.get("PATH_INFO", "")
    return (
        path.startswith("/api/v1/")
        and path.endswith("/")
        and meta.get("REQUEST_METHOD") in ("GET", "HEAD")
        and not meta.get("HTTP_COOKIE")
        and not meta.get("HTTP_AUTHORIZATION")
    )


@lru_cache(maxsize=500)
def _language(accepted: str) -> str:
    """The language of a caller who says no more of it than this header."""
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return get_language_from_request(asked)


def _finished(response: Any) -> HttpResponseBase:
    for name, value in NO_PAGE.items():
        response.headers[name] = value
    if not (response.streaming or response.status_code == 304 or "Content-Length" in response.headers):
        response.headers["Content-Length"] = str(len(response.content))
    return response
