"""Work done beside whoever writes its outcome: in a second process where there is a second core.

The work is a function of its piece alone and never asks the database: what another process has not
committed, nobody else sees."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

import django
from django.db import connection
from django.utils.translation import activate, get_language

from agreements.exchange.garbage import Sweeping

Held = TypeVar("Held")
Piece = TypeVar("Piece")
Outcome = TypeVar("Outcome")

# Pieces that wait for the other process, so that it never waits for one; and those that are not fetched yet.
AHEAD = 2
MOST = 6


class AskedTheDatabase(Exception):
    """The work asked the database, which it must not do in another process."""


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def worked_out(
    work: Callable[[Piece], Outcome], pieces: Iterable[tuple[Held, Piece]], beside: bool
) -> Iterator[tuple[Held, Outcome]]:
    """The outcome of each piece, in their order, with what is held of it here. With `beside`, another process
    does what it can, and this one the rest."""
    if not beside or cores() < 2:
        yield from ((held, work(piece)) for held, piece in pieces)
        return
    with _another_process() as other:
        waiting: deque[tuple[Held, Piece, Future[Outcome]]] = deque()
        for held, piece in pieces:
            is_idle = sum(not future.done() for _held, _piece, future in waiting) < AHEAD
            waiting.append((held, piece, _handed(other, work, piece) if is_idle else _done_here(work, piece)))
            # One at a time while the other may run out of pieces: to write an outcome takes time as well.
            if waiting[0][2].done() or len(waiting) >= MOST:
                yield _fetched(work, *waiting.popleft())
        while waiting:
            yield _fetched(work, *waiting.popleft())


@contextmanager
def _another_process() -> Iterator[Executor]:
    """A process of its own with the same settings and language; it is started anew, not copied, since a
    database connection cannot be shared."""
    other = ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin, initargs=(get_language(),))
    try:
        yield other
    finally:
        other.shutdown(wait=True, cancel_futures=True)


def _begin(language: str | None) -> None:
    django.setup()
    activate(language or "en")
    connection.execute_wrappers.append(_refuse)
    _sweepings.append(Sweeping())


def _refuse(*asked: Any) -> Any:
    raise AskedTheDatabase(asked[1])


# That of the other process, and of no other.
_sweepings: list[Sweeping] = []


def _and_swept(work: Callable[[Piece], Outcome], piece: Piece) -> Outcome:
    try:
        return work(piece)
    finally:
        for swept in _sweepings:
            swept()


def _handed(other: Executor, work: Callable[[Piece], Outcome], piece: Piece) -> "Future[Outcome]":
    try:
        return other.submit(_and_swept, work, piece)
    except BrokenExecutor:
        return _done_here(work, piece)


def _done_here(work: Callable[[Piece], Outcome], piece: Piece) -> "Future[Outcome]":
    future: Future[Outcome] = Future()
    try:
        future.set_result(work(piece))
    except Exception as failure:
        future.set_exception(failure)
    return future


def _fetched(
    work: Callable[[Piece], Outcome], held: Held, piece: Piece, future: "Future[Outcome]"
) -> tuple[Held, Outcome]:
    """The outcome; where the other process came to grief, of the same work done here."""
    try:
        return held, future.result()
    except (BrokenExecutor, AskedTheDatabase):
        return held, work(piece)
