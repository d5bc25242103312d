"""Several people at the same moment, each in a thread and with a connection of their own."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection


def all_at_once(act: Callable[[Any], Any], rows: Iterable[Any]) -> list[Any]:
    """Do it to each row in a thread of its own, all starting together; what each gave or raised."""
    rows = list(rows)
    together = threading.Barrier(len(rows))

    def run(row: Any) -> Any:
        together.wait()
        try:
            return act(row)
        except (PermissionDenied, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(rows)) as pool:
        return list(pool.map(run, rows))
