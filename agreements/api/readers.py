"""Whoever reads the API without a key and without a cookie is nobody in particular: what the pages do for
people (session, account, messages, the form's own token) is left out, and the view is asked at once.

Who asks again and again whether something has changed is answered from memory, before anything else is
done: which tag an address had is true as long as the register is in the same edition on the same day.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import activate, get_language_from_request

from agreements.api import single
from agreements.api.limits import CallsAMinute
from agreements.api.packing import plain_tags
from agreements.models import Edition

Door = Callable[[HttpRequest], HttpResponseBase]

# Nothing that the API tells is shown as a page of ours.
NO_PAGE = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "X-Frame-Options": "DENY"}
# Of an answer's headers, those that are said again where nothing has changed: what caches and browsers go by.
SAID_AGAIN = frozenset({"cache-control", "vary", "strict-transport-security"})
FOR_SCRIPTS = "access-control-"
MOST_KNOWN = 20_000


# ---- Reading what may be new -------------------------------------------------------------------


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
        if not is_open_reading(request):
            return get_response(request)
        response = single.answer(request)
        if response is None:
            activate(_language(request.META.get("HTTP_ACCEPT_LANGUAGE", "")))
            response = view(request)
        return _finished(response)

    return answer


def is_open_reading(request: HttpRequest) -> bool:
    """Whether this reads an address of the API and bears nothing by which anybody is known."""
    return (
        request.path_info.startswith("/api/v1/")
        and request.method in ("GET", "HEAD")
        and not request.META.get("HTTP_COOKIE")
        and not request.META.get("HTTP_AUTHORIZATION")
        and request.path_info.endswith("/")
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


# ---- Asking whether anything is new ------------------------------------------------------------


def unchanged_since(get_response: Door) -> Door:
    """The first of the middleware: says from memory that nothing has changed, where that is known."""
    known = Known()

    def answer(request: HttpRequest) -> HttpResponseBase:
        if "HTTP_IF_NONE_MATCH" in request.META and is_open_reading(request):
            return known.answer(request, get_response)
        return get_response(request)

    return answer


class Headers(NamedTuple):
    """What an address was answered with: the answer's tag as it stood, and unpacked; when it last changed;
    and what most answers have in common."""

    tag: str
    plain: str
    changed: str
    others: tuple[tuple[str, str], ...]


class Known:
    """The tags of what was asked about, in this process: of one edition of the register, on one day."""

    def __init__(self) -> None:
        self.of: tuple[str, date] | None = None
        self.headers: dict[tuple[Any, ...], Headers] = {}
        self.alike: dict[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] = {}

    def answer(self, request: HttpRequest, otherwise: Door) -> HttpResponseBase:
        """That nothing has changed, where that is known; what is answered otherwise, which is known then."""
        # Looked at before anything is read: what is told is of this edition or a later one, which has tags
        # of its own.
        now = (Edition.now(), timezone.localdate())
        if now != self.of or len(self.headers) > MOST_KNOWN:
            self.of, self.headers, self.alike = now, {}, {}
        # A thread that looked earlier may still write what it found to what was then known.
        headers, asked = self.headers, _asked(request)
        if asked in headers and (unchanged := _unchanged(request, headers[asked])):
            return unchanged
        response = otherwise(request)
        if now[0] and response.status_code in (200, 304) and "ETag" in response.headers:
            headers[asked] = self._of(response)
        return response

    def _of(self, response: HttpResponseBase) -> Headers:
        tag, changed = response.headers["ETag"], response.headers.get("Last-Modified", "")
        others = tuple((name, value) for name, value in response.items() if _is_said_again(name.lower()))
        return Headers(tag, plain_tags(tag), changed, self.alike.setdefault(others, others))


def _is_said_again(name: str) -> bool:
    return name in SAID_AGAIN or name.startswith(FOR_SCRIPTS)


# All of a request that an answer without words depends on, beside its address.
ASKED = (
    *("HTTP_HOST", "SERVER_NAME", "SERVER_PORT"),
    *("HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ORIGIN"),
)


def _asked(request: HttpRequest) -> tuple[Any, ...]:
    meta = request.META
    return (request.scheme, request.path, meta.get("QUERY_STRING", ""), *map(meta.get, ASKED))


def _unchanged(request: HttpRequest, known: Headers) -> HttpResponseBase | None:
    """The answer to whoever has this already; None for anybody else, and where the limit is used up."""
    if "HTTP_IF_MATCH" in request.META or "HTTP_IF_UNMODIFIED_SINCE" in request.META:
        return None
    if not _has(known.plain, plain_tags(request.META["HTTP_IF_NONE_MATCH"])):
        return None
    limits, is_allowed = CallsAMinute().of_nobody(request)
    if not is_allowed:
        return None
    response = HttpResponseNotModified(headers=dict(known.others) | limits | {"ETag": known.tag})
    if known.changed:
        response.headers["Last-Modified"] = known.changed
    return response


def _has(tag: str, given: str) -> bool:
    if given == tag:
        return True
    tags: Iterable[str] = parse_etags(given)
    return any(each == "*" or each.removeprefix("W/") == tag for each in tags)
