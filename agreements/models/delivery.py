"""What has to reach somebody outside: written with the change it tells of, handed over by the worker.

Nothing is lost: the row stands in the transaction of the change, and waits until it has been delivered or
given up in words. Nothing is done twice, as far as one side alone can see to that: an attempt is claimed and
written down before it is made, no second worker takes a claimed row, and what was handed over is marked at
once, even if the database is away for a while. One gap cannot be closed from here: a machine that dies after
the other side took the delivery and before it was marked. The row is then taken up again with the same key
(for mail, the same Message-ID), by which the other side knows that it has it already.
"""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import tasks
from agreements.enumerations import DeliveryState

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
# As long as mail servers commonly keep trying.
PATIENCE = timedelta(days=5)


class Refused(Exception):
    """The other side will not take the delivery, now or later; says why."""


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts that failed.

    >>> [str(pause_after(attempts)) for attempts in (1, 2, 3, 20)]
    ['0:01:00', '0:02:00', '0:04:00', '6:00:00']
    """
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)


def lease() -> timedelta:
    """How long an attempt may take before it counts as cut off."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


class DeliveryQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        return self.filter(state=DeliveryState.WAITING)

    def left_behind(self, at: datetime | None = None) -> Self:
        """Those long due that nobody took: their task was cut off, or is gone from the queue."""
        return self.waiting().filter(due_at__lte=(at or timezone.now()) - lease())

    def take_up_again(self) -> int:
        """Put what was left behind into the queue anew; returns how many."""
        found = list(self.left_behind())
        for delivery in found:
            delivery.put_in_queue()
        return len(found)


class Delivery(models.Model):
    """Something that has to reach somebody outside, once. A kind of delivery says how, in `hand_over`."""

    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING, editable=False
    )
    # When the next attempt may be made; during one, when it counts as cut off.
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    last_error = models.TextField(_("last failure"), blank=True, editable=False)
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state=DeliveryState.WAITING),
                name="%(class)s_waiting",
            )
        ]

    def hand_over(self) -> None:
        """Give it to the other side, within less than the lease. Raises Refused where trying again is of
        no use, anything else where it may be tried again."""
        raise NotImplementedError

    def columns_once_delivered(self) -> dict[str, Any]:
        """What else changes in the row when it has been delivered."""
        return {}

    def put_in_queue(self, at: datetime | None = None) -> None:
        """Have the worker deliver it, not before `at`; within the transaction of the change."""
        self.due_at = at or timezone.now()
        type(self)._default_manager.filter(pk=self.pk).update(due_at=self.due_at)
        task = tasks.deliver.using(run_after=at) if at else tasks.deliver
        task.enqueue(self._meta.label, self.pk)

    def deliver(self) -> None:
        """Make one attempt, unless it is delivered, not due, or in another worker's hands."""
        if not self._claim():
            return
        try:
            self.hand_over()
        except Refused as refusal:
            self._give_up(str(refusal))
        except Exception as failure:
            self._put_off(f"{type(failure).__name__}: {failure}")
        else:
            delivered = {"state": DeliveryState.DELIVERED, "delivered_at": timezone.now(), "last_error": ""}
            self._write_down(**delivered, **self.columns_once_delivered())

    def try_again(self) -> None:
        """A person has it tried anew after it was given up."""
        self._write_down(state=DeliveryState.WAITING, attempts=0, written_at=timezone.now())
        self.put_in_queue()

    # ---- How it went

    def _claim(self) -> bool:
        """Take the row for one attempt; False where there is none to make."""
        now = timezone.now()
        free = type(self)._default_manager.filter(pk=self.pk, state=DeliveryState.WAITING, due_at__lte=now)
        if not free.update(attempts=F("attempts") + 1, due_at=now + lease(), last_error=""):
            return False
        if self.attempts and not self.last_error:
            logger.warning("%s %s: attempt %s was cut off", self._meta.label, self.pk, self.attempts)
        self.refresh_from_db()
        return True

    def _put_off(self, error: str) -> None:
        next_attempt = timezone.now() + pause_after(self.attempts)
        if next_attempt > self.written_at + PATIENCE:
            return self._give_up(error)
        logger.warning("%s %s: attempt %s failed: %s", self._meta.label, self.pk, self.attempts, error)
        self._write_down(last_error=error)
        self.put_in_queue(at=next_attempt)
        return None

    def _give_up(self, error: str) -> None:
        logger.error(
            "%s %s is given up after %s attempts: %s", self._meta.label, self.pk, self.attempts, error
        )
        self._write_down(state=DeliveryState.GIVEN_UP, last_error=error)

    def _write_down(self, **columns: Any) -> None:
        """Write how it went, even if the database is away for a while: what happened outside happened."""
        end = time.monotonic() + lease().total_seconds() / 2
        while True:
            try:
                type(self)._default_manager.filter(pk=self.pk).update(**columns)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block or time.monotonic() > end:
                    raise
                connection.close()
                time.sleep(0.5)
            else:
                break
        for name, value in columns.items():
            setattr(self, name, value)


def kinds_of_delivery(models_: Iterable[type[models.Model]]) -> list[type[Delivery]]:
    """Those of the models that are deliveries."""
    return [model for model in models_ if issubclass(model, Delivery)]
