"""Answers that copies and caches can rely on: each has a strong ETag, known from what it is made of before it
is written; whoever has it already is told so (304) and nothing is sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from agreements.api.formats import Format, Negotiation
from agreements.api.wanted import Wanted
from agreements.models import Change

# How long a shared cache may answer for the register, in seconds.
FRESH_FOR = 60
FOR_EVERYBODY = f"public, max-age={FRESH_FOR}"
# By which headers of a request answers differ.
VARYING = ("Accept", "Authorization", "Cookie")


@dataclass(frozen=True)
class Told:
    """A record as it is told: its JSON, a tag that changes exactly when it does, when it last changed."""

    composed: bytes | Callable[[], bytes]
    tag: bytes
    changed_at: datetime | None = None

    @cached_property
    def text(self) -> bytes:
        """Written when it is read: whoever has it already only needs its tag."""
        return self.composed() if callable(self.composed) else self.composed


class Answers:
    """Answers with an ETag known beforehand, and with a word to the caches in between."""

    request: Any
    content_negotiation_class: Any = Negotiation

    @property
    def form(self) -> Format:
        """The format that was agreed upon."""
        chosen: Any = self.request.accepted_renderer
        return cast(Format, chosen)

    def answer(
        self, tag: bytes, body: Callable[[], Any], records: Sequence[Told], wanted: Wanted
    ) -> HttpResponseBase:
        """The body, unless the caller has it already. The tag is made the answer's own: of the same records
        another format, part or origin is another answer."""
        request, form = self.request._request, self.form
        etag = etag_of(tag, form, wanted, origin_of(request))
        response = unless_known(request, etag, body, form)
        if changed := [told.changed_at for told in records if told.changed_at]:
            response.headers["Last-Modified"] = http_date(max(changed).timestamp())
        elif last := Change.objects.order_by("-number").values_list("at", flat=True).first():
            response.headers["Last-Modified"] = http_date(last.timestamp())
        return response

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Shared caches may keep what everybody reads; what a person or a key reads is theirs alone."""
        final = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if request.method in ("GET", "HEAD") and final.status_code < 400:
            final.headers.setdefault("Cache-Control", self._for_caches(request))
            patch_vary_headers(final, VARYING)
        return final

    def _for_caches(self, request: Any) -> str:
        if request.user and request.user.is_authenticated:
            return "private, no-cache"
        return FOR_EVERYBODY


# ---- Sent only where it is news ----------------------------------------------------------------


def etag_of(tag: bytes, form: Format, wanted: Wanted, origin: bytes) -> str:
    """The ETag of an answer that is made of what this tag names: of the same records another format, part
    or origin is another answer."""
    digest = sha256(b"\n".join([tag, form.format.encode(), wanted.name, origin])).hexdigest()
    return f'"{digest[:32]}"'


def unless_known(request: HttpRequest, etag: str, body: Callable[[], Any], form: Format) -> HttpResponseBase:
    """The body with its ETag, or that the caller has it already."""
    known: HttpResponseBase | None = get_conditional_response(request, etag, None, None)
    response = known or _sent(body(), form)
    response.headers["ETag"] = etag
    return response


def origin_of(request: HttpRequest) -> bytes:
    """What the addresses in an answer begin with."""
    return f"{request.scheme}://{request.get_host()}".encode()


def _sent(body: Any, form: Format) -> HttpResponseBase:
    content_type = f"{form.media_type}; charset={form.charset}" if form.charset else form.media_type
    if isinstance(body, bytes):
        return HttpResponse(body, content_type=content_type)
    # The first piece is made before the answer begins: what fails then is still answered as a failure.
    pieces = iter(body)
    first = next(pieces, b"")
    return StreamingHttpResponse(chain([first], pieces), content_type=content_type)
