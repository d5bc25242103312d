"""Pages that every visitor reads alike are composed once and kept, under the edition of the register that
they show: whatever is published makes a new edition, and what was kept under the old one is asked for no
more. Nothing waits for a time to run out, nothing is stale.

Whoever is signed in is answered afresh.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from agreements.models import Edition

View = Callable[..., Any]
FASTEST_WORTHWHILE = 5


@dataclass(frozen=True)
class Kept:
    """A page as it is kept: compressed, with its media type."""

    packed: bytes
    media_type: str


def kept_for_visitors(view: View) -> View:
    """A view whose page is the same for everybody who is not signed in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        edition = Edition.now() if _is_a_visitor(request) else ""
        if not edition:
            return view(request, *args, **kwargs)
        name = _name_of(request, edition)
        etag = f'W/"{name}"'
        if unchanged := get_conditional_response(request, etag=etag):
            return _marked(unchanged, etag)
        kept = caches["pages"].get(name)
        if kept is None:
            response = _rendered(view(request, *args, **kwargs))
            if not _may_be_kept(request, response):
                return response
            packed = gzip.compress(response.content, FASTEST_WORTHWHILE, mtime=0)
            kept = Kept(packed, response["Content-Type"])
            caches["pages"].set(name, kept)
        return _marked(_unpacked(request, kept), etag)

    return answer


def _is_a_visitor(request: HttpRequest) -> bool:
    """Whether this reads, and bears nothing that could make the page its own: no session, no message."""
    own = {settings.SESSION_COOKIE_NAME, "messages"}
    return request.method in ("GET", "HEAD") and own.isdisjoint(request.COOKIES)


def _written() -> int:
    """When the code, the words or the look of the pages were last written on this machine."""
    folders = [settings.BASE_DIR / name for name in ("agreements", "registry", "templates")]
    files = (file for folder in folders for file in folder.rglob("*.*"))
    return max(int(file.stat().st_mtime) for file in files if file.suffix in (".py", ".html", ".mo", ".css"))


_built = cache(_written)


def _name_of(request: HttpRequest, edition: str) -> str:
    """What a page depends on: the installation, the register, the day (legal status goes by it), language
    and address."""
    day = timezone.localdate().isoformat()
    parts = (
        _written() if settings.DEBUG else _built(),
        edition,
        day,
        get_language(),
        request.build_absolute_uri(),
    )
    return sha256("\n".join(map(str, parts)).encode(errors="replace")).hexdigest()[:32]


def _rendered(response: Any) -> Any:
    return response.render() if hasattr(response, "render") else response


def _may_be_kept(request: HttpRequest, response: Any) -> bool:
    """Pages alone, and none that holds a form's own token or gives the reader a cookie."""
    is_page = response.status_code == 200 and not response.streaming
    return is_page and not response.cookies and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")


def _unpacked(request: HttpRequest, kept: Kept) -> HttpResponse:
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(kept.packed, content_type=kept.media_type)
        response["Content-Encoding"] = "gzip"
        return response
    return HttpResponse(gzip.decompress(kept.packed), content_type=kept.media_type)


def _marked(response: Any, etag: str) -> Any:
    """Asked for anew each time, and answered in a word while nothing changed."""
    response["ETag"] = etag
    patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response
