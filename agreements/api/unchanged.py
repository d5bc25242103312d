"""Who asks again and again whether something has changed is answered from memory, before Django is asked:
which tag an address had is true as long as the register is in the same edition on the same day.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import Error, connection
from django.utils import timezone
from django.utils.http import parse_etags

from agreements.api.limits import CallsAMinute
from agreements.api.packing import plain_tags
from agreements.api.readers import is_open_reading
from agreements.models import Edition

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
HeaderList = list[tuple[str, str]]

# Of an answer's headers, those that are said again where nothing has changed: what caches and browsers go by.
SAID_AGAIN = frozenset({"cache-control", "vary", "strict-transport-security"})
FOR_SCRIPTS = "access-control-"
MOST_KNOWN = 20_000
# By these a question is about more than whether there is something new.
OTHER_CONDITIONS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"})

# All of a request that an answer without words depends on, beside its address.
ASKED = (
    *("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME"),
    *("PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ORIGIN"),
)


class Known(NamedTuple):
    """What an address was answered with: the answer's tag, unpacked, and the headers that are said again."""

    tag: str
    headers: HeaderList


class UnchangedSince:
    """The application behind a memory of the tags that it gave, in this process: of one edition of the
    register, on one day."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.of: tuple[str, date] | None = None
        self.known: dict[tuple[Any, ...], Known] = {}
        self.alike: dict[tuple[str, str], tuple[str, str]] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if "HTTP_IF_NONE_MATCH" not in environ or not is_open_reading(environ):
            return self.application(environ, start_response)
        try:
            # Looked at before anything is read: what is told is of this edition or a later one, which has
            # tags of its own.
            now = (Edition.now(), datetime.now(timezone.get_default_timezone()).date())
        except Error:
            # A connection that was lost is Django’s to open again.
            return self.application(environ, start_response)
        finally:
            connection.close_if_unusable_or_obsolete()
        if now != self.of or len(self.known) > MOST_KNOWN:
            self.of, self.known, self.alike = now, {}, {}
        # A thread that looked earlier may still write what it found to what was then known.
        known, asked = self.known, tuple(map(environ.get, ASKED))
        if asked in known and (limits := _limits(environ, known[asked])):
            start_response("304 Not Modified", [*known[asked].headers, *limits.items()])
            return ()

        def noting(status: str, headers: HeaderList, *failure: Any) -> Any:
            if now[0] and status[:3] in ("200", "304") and (tag := dict(headers).get("ETag")):
                known[asked] = Known(plain_tags(tag), self._said_again(headers))
            return start_response(status, headers, *failure)

        return self.application(environ, noting)

    def _said_again(self, headers: HeaderList) -> HeaderList:
        """Most answers have them in common: each is held once."""
        said = [header for header in headers if _is_said_again(header[0].lower())]
        return [self.alike.setdefault(header, header) for header in said]


def _is_said_again(name: str) -> bool:
    return name in SAID_AGAIN or name.startswith(FOR_SCRIPTS) or name in ("etag", "last-modified")


def _limits(environ: Environ, known: Known) -> dict[str, str] | None:
    """What is left to a caller who has this already; None for anybody else, and where the limit is used
    up."""
    if not OTHER_CONDITIONS.isdisjoint(environ) or not _has(known.tag, environ["HTTP_IF_NONE_MATCH"]):
        return None
    limits, is_allowed = CallsAMinute().of_nobody(environ)
    return limits if is_allowed else None


def _has(tag: str, given: str) -> bool:
    given = plain_tags(given)
    return given == tag or any(each == "*" or each.removeprefix("W/") == tag for each in parse_etags(given))
