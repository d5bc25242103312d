"""That a party looked at a published record and found it still right."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement

SALT = "agreements.record-check"
LINK_DAYS = 90


class RecordCheckQuerySet(models.QuerySet["RecordCheck"]):
    def confirm(self, agreement: Agreement, by: Any, on: date | None = None) -> "RecordCheck":
        """Somebody says that the record is still right; twice on one day is once."""
        return self.get_or_create(agreement=agreement, by=by, on=on or timezone.localdate())[0]


class RecordCheck(models.Model):
    """On that day this person found the record still right."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="checks", verbose_name=_("agreement")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    on = models.DateField(_("checked on"))

    objects: ClassVar[Any] = RecordCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a record")
        verbose_name_plural = _("checks of records")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "by", "on"], name="record_check_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, {self.on}"


def check_token(agreement: Agreement, user: Any) -> str:
    """What a link carries by which this person confirms this record, without signing in."""
    return signing.TimestampSigner(salt=SALT).sign_object([agreement.pk, user.pk])


def read_check_token(token: str) -> tuple[int, int] | None:
    """The ids of the agreement and the person; None where the registry did not sign it, or long ago."""
    try:
        agreement, user = signing.TimestampSigner(salt=SALT).unsign_object(
            token, max_age=LINK_DAYS * 24 * 60 * 60
        )
    except (signing.BadSignature, ValueError):
        return None
    return agreement, user
