"""Webhooks: which site is told of changes, and each message to it. The registrar keeps them."""

from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from agreements.admin.ruled import KeptByRegistrar, KeptPart
from agreements.enumerations import DeliveryState
from agreements.models import Webhook, WebhookAttempt, WebhookMessage
from agreements.rules import may_keep_register

# In the session of whoever is to see the secret of a webhook next.
SHOWN_NEXT = "webhook-secret"


@admin.register(Webhook)
class WebhookAdmin(KeptByRegistrar):
    """Their secrets are shown when they are made or renewed, and no more."""

    list_display = ["url", "site", "created_at", "stopped_at"]
    list_select_related = ["site"]
    list_per_page = 100
    search_fields = ["url", "site__name_ar", "site__name_en"]
    autocomplete_fields = ["site"]
    readonly_fields = ["stopped_at"]
    actions = ["try_out", "renew_secret", "stop", "resume"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["site", "url", "stopped_at"] if obj else ["site", "url"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["site", "stopped_at"] if obj else []

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self._to_be_shown(request, obj)

    @admin.action(description=_("Send a message for trial"))
    def try_out(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> None:
        for webhook in webhooks:
            webhook.try_out()
        messages.success(request, _("Written; the list of messages tells how the delivery goes."))

    @admin.action(description=_("Renew the secret (of one webhook)"))
    def renew_secret(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> HttpResponse | None:
        """Both secrets sign for a week."""
        if webhooks.count() != 1:
            messages.error(request, _("Choose one webhook: its new secret is shown once."))
            return None
        webhook = webhooks.get()
        webhook.rotate_secret(cast(Any, request.user))
        return self._to_be_shown(request, webhook)

    @admin.action(description=_("Tell no more"))
    def stop(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> None:
        for webhook in webhooks:
            webhook.stop()

    @admin.action(description=_("Tell again"))
    def resume(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> None:
        for webhook in webhooks:
            webhook.resume()

    def get_urls(self) -> list[Any]:
        secret = self.admin_site.admin_view(self.secret)
        return [path("<int:pk>/secret/", secret, name="webhook-secret"), *super().get_urls()]

    def _to_be_shown(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        """Lead to the page that shows the secret, once: to load it again renews nothing."""
        request.session[SHOWN_NEXT] = webhook.pk
        return redirect("admin:webhook-secret", webhook.pk)

    def secret(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page after a secret was made or renewed; afterwards it leads to the webhook."""
        if not self.has_change_permission(request):
            raise PermissionDenied(may_keep_register(request.user).reason)
        if request.session.pop(SHOWN_NEXT, None) != pk:
            return redirect("admin:agreements_webhook_change", pk)
        webhook = get_object_or_404(Webhook, pk=pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": webhook,
            "title": _("The secret of the webhook"),
            "token": webhook.secret,
        }
        return TemplateResponse(request, "admin/agreements/webhook/issued.html", context)


class AttemptInline(KeptPart, admin.TabularInline):
    """Each attempt to hand the message over, as it went; read only."""

    model = WebhookAttempt
    fields: ClassVar[Any] = ["begun_at", "ended_at", "url", "answered", "error"]
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(WebhookMessage)
class WebhookMessageAdmin(KeptByRegistrar):
    """Read only; what was given up can be sent anew."""

    list_display = ["written_at", "webhook", "state", "attempts", "answered", "last_error"]
    list_filter = ["state"]
    list_select_related = ["webhook"]
    list_per_page = 100
    actions = ["send_again"]
    inlines = [AttemptInline]
    fields = ["webhook", "body", "state", "attempts", "due_at", "delivered_at", "answered", "last_error"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields or []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only so far that the list offers its action."""
        return obj is None and super().has_change_permission(request)

    @admin.action(description=_("Send the given-up messages again"))
    def send_again(self, request: HttpRequest, given_up: QuerySet[WebhookMessage]) -> None:
        for message in given_up.filter(state=DeliveryState.GIVEN_UP):
            message.try_again()
