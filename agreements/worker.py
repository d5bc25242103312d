"""The worker: does what changes left in the queue, and looks after what was left behind.

It outlives what may happen around it: a database that restarts is waited for, a job that was cut off is
taken up again, told to stop it ends the job in hand first.
"""

import logging
import os
import signal
import time
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from uuid import uuid4

from django.apps import apps
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from agreements import tasks
from agreements.models import Document
from agreements.models.delivery import kinds_of_delivery, lease
from agreements.remembering import remind

logger = logging.getLogger(__name__)

# Seconds between two looks for what was left behind; days that finished tasks are kept for reading.
ROUND_EVERY = 30
# The hour of the morning from which on the day’s reminders are written.
MORNING = 6
KEPT_DAYS = 7


class Worker(QueueWorker):
    """Runs tasks until told to stop; each second it looks whether there are new ones."""

    def __init__(self, once: bool = False, sign: Path | None = None, parent: int | None = None) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=1,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=uuid4().hex,
        )
        self.once, self.sign, self.parent = once, sign, parent
        self.next_round = 0.0
        self.begun_on: date | None = None

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Told to stop: the job in hand is ended first, however often it is said."""
        self.running = False

    def work(self) -> None:
        """Do what there is to do, again and again; `once`: until the queue is empty."""
        while self.running and not self._is_orphan():
            try:
                self._look_around()
                self.run()
            except (OperationalError, InterfaceError) as failure:
                if self.once:
                    raise
                logger.warning("The database does not answer, the worker waits: %s", failure)
                connection.close()
            if self.once:
                return
            self._rest()

    def _look_around(self) -> None:
        if self.sign:
            self.sign.touch()
        if time.monotonic() >= self.next_round:
            take_up_what_was_left()
            self._begin_the_day()
            self.next_round = time.monotonic() + min(ROUND_EVERY, lease().total_seconds())

    def _begin_the_day(self) -> None:
        """The day's reminders, in the morning, and away with what was forgotten; another worker may have done
        both already."""
        now = timezone.localtime()
        if now.hour >= MORNING and self.begun_on != now.date():
            remind(now.date())
            tasks.throw_away_forgotten.enqueue()
            self.begun_on = now.date()

    def _rest(self) -> None:
        """Until it is time to look again, or the word to stop comes."""
        end = time.monotonic() + self.interval
        while self.running and time.monotonic() < end:
            time.sleep(0.1)

    def _is_orphan(self) -> bool:
        """Whether whoever started it is gone, and it was told not to outlive them."""
        return self.parent is not None and os.getppid() != self.parent


def take_up_what_was_left() -> None:
    """Tasks and deliveries whose worker was killed go back into the queue; old results go."""
    now = timezone.now()
    # Later than the claims of the rows that these tasks name.
    long_ago = now - lease() - timedelta(seconds=1)
    cut_off = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lte=long_ago)
    if number := cut_off.update(status=TaskResultStatus.READY):
        logger.warning("Taken up again: %s tasks that were cut off", number)
    for kind in kinds_of_delivery(apps.get_models()):
        kind._default_manager.take_up_again()
    for pk in Document.objects.left_unread().values_list("pk", flat=True):
        tasks.read_text.enqueue(pk)
    ended = DBTaskResult.objects.finished()
    ended.filter(finished_at__lt=now - timedelta(days=KEPT_DAYS)).delete()


def stop_when_told(worker: Worker) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.shutdown)
