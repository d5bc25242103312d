"""Which state of a record a change is meant for: its ETag, and `If-Match`."""

import json
from hashlib import sha256
from typing import Any

from django.utils.http import parse_etags
from rest_framework.renderers import JSONRenderer

from agreements.api.problems import Refusal

# What follows from the day or from others, and is no part of what is being changed.
BESIDE = ("status", "status_periods", "links", "likely_duplicates")


def tag_of(told: Any) -> str:
    """The ETag of a record that is told in full to those who work on it."""
    entered = {name: value for name, value in told.items() if name not in BESIDE}
    text = JSONRenderer().render(entered)
    return f'"{sha256(json.dumps(json.loads(text), sort_keys=True).encode()).hexdigest()[:32]}"'


def require(request: Any, current: str) -> None:
    """Raises Refusal where the caller does not say which state is meant, or means an older one. A proxy
    that compresses may have marked the tag as weak: it still names the state."""
    given = request.headers.get("If-Match")
    if given is None:
        raise Refusal("precondition-required")
    if given.strip() == "*":
        return
    if current not in {tag.removeprefix("W/") for tag in parse_etags(given)}:
        raise Refusal("changed-meanwhile")
