"""What programs ask for most of a single record is the whole of it, in JSON, as everybody reads it. That is
answered from what is held, with nothing between; the view answers the same question alike, to the last
header, and whatever else is asked.
"""

import re
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils import timezone
from django.utils.http import http_date

from agreements import public_json
from agreements.api.answers import FOR_EVERYBODY, VARYING, etag_of, origin_of, unless_known
from agreements.api.formats import COMMON, Json
from agreements.api.limits import CallsAMinute
from agreements.api.wanted import Wanted
from agreements.models.agreement_queries import REGISTRY_NUMBER
from agreements.models.public_record import copy_of

AGREEMENT = re.compile(f"/api/v1/agreements/({REGISTRY_NUMBER.pattern})/")
JSON, WHOLE = Json(), Wanted()


def answer(request: HttpRequest) -> HttpResponseBase | None:
    """The published agreement that is asked for; None where anything else is asked, where there is no such
    record, and where the caller's limit is used up."""
    if request.META.get("QUERY_STRING") or request.META.get("HTTP_ACCEPT", "*/*") not in COMMON:
        return None
    asked = AGREEMENT.fullmatch(request.path_info)
    held = copy_of(asked[1]) if asked else None
    if held is None:
        return None
    limits, is_allowed = CallsAMinute().of_nobody(request.META)
    if not is_allowed:
        return None
    text, place = public_json.as_of(bytes(held.text), bytes(held.periods), timezone.localdate())
    origin = origin_of(request)
    etag = etag_of(b"%s-%d" % (held.digest.encode(), place), JSON, WHOLE, origin)
    response = unless_known(request, etag, lambda: text.replace(public_json.ORIGIN, origin), JSON)
    response.headers["Last-Modified"] = http_date(held.changed_at.timestamp())
    for headers in (limits, _of_all()):
        for name, value in headers.items():
            response.headers[name] = value
    return response


@cache
def _of_all() -> dict[str, str]:
    """The headers that are the same of all records: the view's methods, and what caches are told."""
    view: Any = resolve("/api/v1/agreements/TW-2000-00000/").func
    methods = {*view.actions, "head", "options"}
    allowed = [name.upper() for name in view.cls.http_method_names if name in methods]
    return {
        "Vary": ", ".join(VARYING),
        "Allow": ", ".join(allowed),
        "Cache-Control": FOR_EVERYBODY,
    }
