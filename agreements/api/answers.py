"""Answers that copies and caches can rely on: each has a strong ETag, known from what it is made of before it
is written; whoever has it already is told so (304) and nothing is sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import Any, cast

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from agreements.api.formats import Format, Negotiation
from agreements.api.wanted import Wanted
from agreements.models import Change

# How long a shared cache may answer for the register, in seconds.
FRESH_FOR = 60


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
        request: Any = self.request
        form = self.form
        whose = (str(form.format), repr(wanted), request.scheme, request.get_host())
        etag = sha256(b"\n".join([tag, *(part.encode() for part in whose)])).hexdigest()[:32]
        response: HttpResponseBase | None = get_conditional_response(
            request._request, f'"{etag}"', None, None
        )
        if response is None:
            response = self._sent(body(), form)
        response.headers["ETag"] = f'"{etag}"'
        if changed := [told.changed_at for told in records if told.changed_at]:
            response.headers["Last-Modified"] = http_date(max(changed).timestamp())
        elif last := Change.objects.order_by("-number").values_list("at", flat=True).first():
            response.headers["Last-Modified"] = http_date(last.timestamp())
        return response

    def _sent(self, body: Any, form: Format) -> HttpResponseBase:
        content_type = f"{form.media_type}; charset={form.charset}" if form.charset else form.media_type
        if isinstance(body, bytes):
            return HttpResponse(body, content_type=content_type)
        # The first piece is made before the answer begins: what fails then is still answered as a failure.
        pieces = iter(body)
        first = next(pieces, b"")
        return StreamingHttpResponse(chain([first], pieces), content_type=content_type)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Shared caches may keep what everybody reads; what a person or a key reads is theirs alone."""
        final = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if request.method in ("GET", "HEAD") and final.status_code < 400:
            final.headers.setdefault("Cache-Control", self._for_caches(request))
            patch_vary_headers(final, ["Accept", "Authorization", "Cookie"])
        return final

    def _for_caches(self, request: Any) -> str:
        if request.user and request.user.is_authenticated:
            return "private, no-cache"
        return f"public, max-age={FRESH_FOR}"
