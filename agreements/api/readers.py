"""Whoever reads the API without a key and without a cookie is nobody in particular: what the pages do for
people (session, account, messages, the form's own token) is left out, and the view is asked at once.

Who asks again and again whether something has changed is answered from memory: which tag an address had is
true as long as the register is in the same edition on the same day.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import activate, get_language_from_request

from agreements.api.limits import CallsAMinute
from agreements.models import Edition

Door = Callable[[HttpRequest], HttpResponseBase]

# Nothing that the API tells is shown as a page of ours.
NO_PAGE = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "X-Frame-Options": "DENY"}
SAID_AGAIN = ("ETag", "Last-Modified", "Cache-Control", "Vary")
MOST_KNOWN = 20_000


class Innermost:
    """The last of the middleware: remembers the view's own door for `open_reading`, which stands before."""

    door: ClassVar[Door]

    def __init__(self, get_response: Door) -> None:
        self.get_response = Innermost.door = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)


def open_reading(get_response: Door) -> Door:
    view, known = Innermost.door, Known()

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not is_open_reading(request):
            return get_response(request)
        activate(_language(request.META.get("HTTP_ACCEPT_LANGUAGE", "")))
        if "HTTP_IF_NONE_MATCH" in request.META:
            return _finished(known.answer(request, view))
        return _finished(view(request))

    return answer


def is_open_reading(request: HttpRequest) -> bool:
    """Whether this reads an address of the API and bears nothing by which anybody is known."""
    return (
        request.method in ("GET", "HEAD")
        and not request.META.get("HTTP_COOKIE")
        and not request.META.get("HTTP_AUTHORIZATION")
        and request.path_info.startswith("/api/v1/")
        and request.path_info.endswith("/")
    )


@lru_cache(maxsize=500)
def _language(accepted: str) -> str:
    """The language of a caller who says no more of it than this header."""
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return get_language_from_request(asked)


def _finished(response: Any) -> HttpResponseBase:
    _write(response, NO_PAGE)
    if not response.streaming and "Content-Length" not in response.headers:
        response.headers["Content-Length"] = str(len(response.content))
    return response


def _write(response: Any, headers: dict[str, str]) -> None:
    for name, value in headers.items():
        response.headers[name] = value


class Known:
    """The tags of what was asked about, in this process: of one edition of the register, on one day."""

    def __init__(self) -> None:
        self.of: tuple[str, date] | None = None
        self.headers: dict[tuple[Any, ...], dict[str, str]] = {}

    def answer(self, request: HttpRequest, view: Door) -> HttpResponseBase:
        """That nothing has changed, where that is known; what the view says else, which is known then."""
        # Looked at before the view reads: what it tells is of this edition or a later one, which has tags of
        # its own.
        now = (Edition.now(), timezone.localdate())
        if now != self.of or len(self.headers) > MOST_KNOWN:
            self.of, self.headers = now, {}
        # A thread that looked earlier may still write what it found to what was then known.
        headers, asked = self.headers, _asked(request)
        if asked in headers and (unchanged := _unchanged(request, headers[asked])):
            return unchanged
        response = view(request)
        if now[0] and response.status_code in (200, 304) and "ETag" in response.headers:
            headers[asked] = {name: response.headers[name] for name in SAID_AGAIN if name in response.headers}
        return response


def _asked(request: HttpRequest) -> tuple[Any, ...]:
    """All of a request that an answer depends on."""
    said = (request.META.get(name) for name in ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "HTTP_ACCEPT"))
    return (request.scheme, request.get_full_path(), *said)


def _unchanged(request: HttpRequest, headers: dict[str, str]) -> HttpResponseBase | None:
    """The answer to whoever has this already; None for anybody else, and where the limit is used up."""
    response: Any = get_conditional_response(request, headers["ETag"], None, None)
    if response is None:
        return None
    limits, is_allowed = CallsAMinute().of_nobody(request)
    if not is_allowed:
        return None
    _write(response, headers | limits)
    return response
