"""Who is acting, and why: known while a request is answered or a command runs, so that what is written
down of a change can say it. Everything written within one act counts as one change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponseBase


@dataclass(frozen=True)
class Act:
    """One thing that somebody does, with the reason they give. `person` is asked when it is needed: a
    request knows its user only once the view has looked."""

    person: Callable[[], Any]
    reason: str = ""
    key: UUID = field(default_factory=uuid4)

    @property
    def by(self) -> Any:
        """The account that acts, or None: a command, or a visitor with a one-time link."""
        person = self.person()
        return person if getattr(person, "pk", None) else None


_current: ContextVar[Act | None] = ContextVar("act", default=None)


def current_act() -> Act:
    """The act that is going on; outside of any, an act of its own by nobody."""
    return _current.get() or Act(lambda: None)


@contextmanager
def acting(by: Any = None, reason: str = "") -> Iterator[Act]:
    """Within this block, changes are by this person and for this reason."""
    act = Act(lambda: by, reason)
    token = _current.set(act)
    try:
        yield act
    finally:
        _current.reset(token)


def acts_of_requests(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: each request is one act of its user."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        token = _current.set(Act(lambda: getattr(request, "user", None)))
        try:
            return answer(request)
        finally:
            _current.reset(token)

    return answered
