"""How many calls a minute: so many for an address on the net, more for a key or a person signed in.

What is left stands in the headers of every answer: RateLimit-Limit, RateLimit-Remaining,
RateLimit-Reset (seconds).
"""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.throttling import BaseThrottle

from agreements.api.counters import Counters
from agreements.callers import network_of


@cache
def counters(file: Path) -> Counters:
    return Counters(file)


class CallsAMinute(BaseThrottle):
    seconds_left = 0

    def allow_request(self, request: Any, view: Any) -> bool:
        limit, made = self._count(request)
        view.headers.update(self._told(limit, made))
        return made <= limit

    def of_nobody(self, meta: dict[str, Any]) -> tuple[dict[str, str], bool]:
        """The headers for a caller without a key whose request has these, counted here, and whether the call
        is within the limit."""
        limit, made = self._of_network(meta)
        return self._told(limit, made), made <= limit

    def _told(self, limit: int, made: int) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(limit),
            "RateLimit-Remaining": str(max(limit - made, 0)),
            "RateLimit-Reset": str(self.seconds_left),
        }

    def wait(self) -> float:
        return self.seconds_left

    def refuse_beyond_limit(self, request: Any) -> None:
        """Raises Throttled for a caller without a key whose limit is used up."""
        limit, made = self._of_network(request.META)
        if made > limit:
            raise Throttled(wait=self.seconds_left)

    def _count(self, request: Any) -> tuple[int, int]:
        if request.auth is not None:
            return self._counted(f"key {request.auth.pk}", settings.API_CALLS_WITH_KEY)
        if request.user and request.user.is_authenticated:
            return self._counted(f"person {request.user.pk}", settings.API_CALLS_WITH_KEY)
        return self._of_network(request.META)

    def _of_network(self, meta: dict[str, Any]) -> tuple[int, int]:
        return self._counted(f"from {network_of(meta)}", settings.API_CALLS_WITHOUT_KEY)

    def _counted(self, caller: str, limit: int) -> tuple[int, int]:
        made, self.seconds_left = counters(settings.COUNTERS_FILE).count(caller)
        return limit, made
