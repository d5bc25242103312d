"""Answers kept so that a request that is sent twice is carried out once."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Whoever repeats a request does so within days.
KEPT_FOR = timedelta(days=7)


class KeptAnswerQuerySet(models.QuerySet["KeptAnswer"]):
    def forget_old(self) -> None:
        self.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()


class KeptAnswer(models.Model):
    """What was answered to a caller's request that bore a name of its own (Idempotency-Key)."""

    caller = models.CharField(_("caller"), max_length=40)
    name = models.CharField(_("name of the request"), max_length=255)
    fingerprint = models.CharField(_("fingerprint of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    body: Any = models.JSONField(_("answer"), default=dict)
    headers: Any = models.JSONField(_("headers"), default=dict)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True, db_index=True)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [models.UniqueConstraint(fields=["caller", "name"], name="request_has_one_answer")]

    def __str__(self) -> str:
        return f"{self.caller}: {self.name}"
