"""Long imports, in the background: a task does some pieces and leaves the rest to another."""

import time

from django_tasks import task

from agreements.exchange.sheets import process

# Well within the time after which a task counts as cut off.
SECONDS = 60


@task()
def carry_on(pk: int) -> None:
    """Go on with an import; run again, it goes on from where it stood."""
    until = time.monotonic() + SECONDS
    while process.go_on(pk).is_at_work:
        if time.monotonic() > until:
            carry_on.enqueue(pk)
            return
