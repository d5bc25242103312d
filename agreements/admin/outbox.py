"""The outbox: what was written to whom, and what could not be delivered."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from agreements.admin.ruled import KeptByRegistrar
from agreements.enumerations import DeliveryState
from agreements.models import OutgoingMail

# The rows of the queue say nothing to a registrar; what they are for does.
admin.site.unregister(DBTaskResult)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(KeptByRegistrar):
    """Read only; what was given up can be sent anew."""

    list_display = ["written_at", "to", "subject", "state", "attempts", "last_error"]
    list_filter = ["state", "language"]
    search_fields = ["to", "subject"]
    list_per_page = 100
    actions = ["send_again"]
    fields = ["to", "subject", "language", "state", "attempts", "due_at", "last_error"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields or []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only so far that the list offers its action."""
        return obj is None and super().has_change_permission(request)

    @admin.action(description=_("Send the given-up mails again"))
    def send_again(self, request: HttpRequest, mails: QuerySet[OutgoingMail]) -> None:
        for mail in mails.filter(state=DeliveryState.GIVEN_UP):
            mail.try_again()
