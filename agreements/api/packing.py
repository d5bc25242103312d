"""Answers of the API on their way out: packed as the caller can unpack them, and said to caches rightly.

A packed answer is other bytes than the plain one, so its strong ETag is another too: the plain one with the
packing's name. What a caller sends back is understood in either form.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import brotli
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from agreements.api.formats import Xlsx

Door = Callable[[HttpRequest], HttpResponseBase]

# Shorter ones are not worth it.
LEAST = 1_000
PACKED_TAG = re.compile(r'-(?:br|gzip)"')
WANTED = re.compile(r"\s*(br|gzip|\*)\s*(?:;\s*q=([0-9.]+)\s*)?")
PACKED_ALREADY = (Xlsx.media_type, "image/", "application/pdf", "application/zip", "application/octet-stream")


def packed_under_api(get_response: Door) -> Door:
    def answer(request: HttpRequest) -> HttpResponseBase:
        if not _is_of_api(request):
            return get_response(request)
        for header in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"):
            if header in request.META:
                request.META[header] = plain_tags(request.META[header])
        response = get_response(request)
        packing = _agreed(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        has_words = response.status_code >= 400 or request.method not in ("GET", "HEAD")
        response.headers["Vary"] = _varying(response.headers.get("Vary", ""), has_words)
        if not has_words:
            response.headers.pop("Content-Language", None)
        if packing and _is_worth_it(response):
            _pack(response, packing)
        return response

    return answer


def packed_beside_api(get_response: Door) -> Door:
    """Pages are packed by Django; an answer of the API would lose its strong ETag by that."""
    packed: Any = GZipMiddleware(get_response)
    return lambda request: get_response(request) if _is_of_api(request) else packed(request)


def plain_tags(tags: str) -> str:
    """Tags of packed answers as those of the plain ones."""
    return PACKED_TAG.sub('"', tags)


def _is_of_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


@lru_cache(maxsize=500)
def _agreed(accepted: str) -> str | None:
    """The packing that the caller likes best, of those that we know; the tighter of equals."""
    liked = {}
    for each in accepted.lower().split(","):
        if found := WANTED.fullmatch(each):
            liked[found[1]] = float(found[2] or 1) if (found[2] or "1").count(".") < 2 else 0.0
    either = liked.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda name: liked.get(name, either))
    return best if liked.get(best, either) > 0 else None


@lru_cache(maxsize=500)
def _varying(vary: str, has_words: bool) -> str:
    """By which headers of a request the answer differs: also by what the caller can unpack. What the register
    tells does not depend on the language that the caller prefers, and caches need not keep one answer for
    each; a refusal does."""
    names = [name.strip() for name in vary.split(",") if name.strip()]
    kept = [name for name in names if has_words or name.lower() != "accept-language"]
    return ", ".join(kept if "accept-encoding" in vary.lower() else [*kept, "Accept-Encoding"])


def _is_worth_it(response: HttpResponseBase) -> bool:
    if response.status_code == 304:
        return True
    if response.headers.get("Content-Type", "").startswith(PACKED_ALREADY):
        return False
    if response.status_code != 200 or "Content-Encoding" in response.headers:
        return False
    return bool(response.streaming) or len(response.content) >= LEAST  # type: ignore[attr-defined]


def _pack(response: Any, packing: str) -> None:
    if tag := response.headers.get("ETag"):
        response.headers["ETag"] = f'{tag[:-1]}-{packing}"'
    if response.status_code == 304:
        return
    pack = {"br": _brotli, "gzip": _gzip}[packing]
    if response.streaming:
        response.streaming_content = pack(response.streaming_content)
        response.headers.pop("Content-Length", None)
    else:
        response.content = b"".join(pack([response.content]))
        response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Encoding"] = packing


def _gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes give the same answer: the head of the file names no time."""
    packer = zlib.compressobj(5, zlib.DEFLATED, 31)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def _brotli(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = brotli.Compressor(quality=4)
    for piece in pieces:
        if packed := packer.process(piece):
            yield packed
    yield packer.finish()
