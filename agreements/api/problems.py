"""Answers that say no, in the caller's language."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.status import HTTP_410_GONE

if TYPE_CHECKING:
    from agreements.models import StateChange


class Gone(APIException):
    """The record was published and has been withdrawn from view: its number, the day and the reason."""

    status_code = HTTP_410_GONE

    def __init__(self, withdrawal: "StateChange") -> None:
        super().__init__(
            {
                "detail": _("This record has been withdrawn from view."),
                "registry_number": withdrawal.agreement.registry_number,
                "withdrawn_on": timezone.localdate(withdrawal.at).isoformat(),
                "reason": withdrawal.reason,
            }
        )
