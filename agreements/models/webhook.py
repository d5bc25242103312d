"""Telling partner sites of changes: who wants to know, and each message to them.

Messages follow the Standard Webhooks: `webhook-id` is the same in every attempt, `webhook-signature` signs
it, the time and the body with a secret that only the site and the register have.
"""

import base64
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, ClassVar
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import outward, rules
from agreements.enumerations import DeliveryState
from agreements.models.delivery import Delivery, DeliveryQuerySet, Refused
from agreements.models.partner import PartnerSite
from agreements.web_address_field import WebAddressField

MARK = "whsec_"
# As long as a site may need to change over to a new secret.
OVERLAP = timedelta(days=7)
# Changes in one message; a great import makes many.
MOST_CHANGES = 100
KEPT_FOR = timedelta(days=90)


def new_secret() -> str:
    return MARK + base64.b64encode(secrets.token_bytes(32)).decode()


def can_be_called(url: str) -> None:
    """Refuse an address that is never called; where its name leads is judged when it is called."""
    try:
        outward.checked(url, settings.TRUSTED_NETWORKS)
    except outward.NotReached as error:
        raise ValidationError(
            _("Give an https address on port 443 or 8443, without a password: %(why)s."),
            params={"why": str(error)},
        ) from error


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def listening(self) -> "WebhookQuerySet":
        return self.filter(stopped_at__isnull=True)

    def tell(self, changes: Sequence[Any]) -> None:
        """Write a message about these changes to each site that wants to know; within their transaction."""
        webhooks = list(self.listening())
        if not webhooks:
            return
        told = _told(changes)
        for webhook in webhooks:
            for first in range(0, len(told), MOST_CHANGES):
                webhook.write({"changes": told[first : first + MOST_CHANGES]})


def _told(changes: Sequence[Any]) -> list[dict[str, Any]]:
    """Each change by its number, with the record that it is about: what it says now is read there."""
    changed = apps.get_model("agreements", "Agreement").objects.filter(
        pk__in={change.agreement_id for change in changes}
    )
    numbers = dict(changed.values_list("pk", "registry_number"))
    return [
        {
            "number": change.number,
            "kind": str(change.kind),
            "registry_number": numbers[change.agreement_id],
            "url": settings.SITE_URL + reverse("api:agreement-detail", args=[numbers[change.agreement_id]]),
        }
        for change in changes
    ]


class Webhook(models.Model):
    """An address of a partner site at which it wants to be told of every change of the public register."""

    site = models.ForeignKey(
        PartnerSite, models.PROTECT, related_name="webhooks", verbose_name=_("partner site")
    )
    url = WebAddressField(
        _("address"),
        max_length=500,
        validators=[can_be_called],
        help_text=_("Where messages are sent (POST): https, at an address that the whole world reaches."),
    )
    stopped_at = models.DateTimeField(_("stopped at"), null=True, editable=False)

    # Kept as it is: it signs. The one before it signs beside it while the site changes over.
    secret = models.CharField(max_length=60, default=new_secret, editable=False)
    old_secret = models.CharField(max_length=60, blank=True, editable=False)
    old_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "url"],
                name="webhook_once_a_site",
                violation_error_message=_("This site is already told at this address."),
            )
        ]

    def __str__(self) -> str:
        return self.url

    def write(self, data: dict[str, Any], kind: str = "register.changed") -> "WebhookMessage":
        """Write a message and have it sent; within the transaction of what it tells of."""
        told = {"type": kind, "timestamp": timezone.now().isoformat(), "data": data}
        message = self.messages.create(body=json.dumps(told, ensure_ascii=False))
        message.put_in_queue()
        return message

    def try_out(self) -> "WebhookMessage":
        """Send a message that tells of nothing, so that the site sees whether it arrives."""
        with transaction.atomic():
            return self.write({"changes": []}, "register.test")

    def rotate_secret(self, by: Any, key: Any = None) -> str:
        """A new secret, which is the answer; for a while messages are signed with both."""
        if not (answer := rules.may_renew_secret(by, self, key)):
            raise PermissionDenied(answer.reason)
        self.old_secret, self.old_until = self.secret, timezone.now() + OVERLAP
        self.secret = new_secret()
        self.save(update_fields=["secret", "old_secret", "old_until"])
        return self.secret

    def stop(self) -> None:
        """Tell the site no more: it does not answer, or wants to hear nothing."""
        if self.stopped_at is None:
            self._set(timezone.now())

    def resume(self) -> None:
        """Tell the site again, from now on; what it missed it reads from the list of changes."""
        self._set(None)

    def _set(self, stopped_at: datetime | None) -> None:
        self.stopped_at = stopped_at
        self.save(update_fields=["stopped_at"])

    def signatures(self, message: str, at: datetime, body: bytes) -> str:
        """What the header `webhook-signature` says: one for each secret that counts at this time."""
        both = [self.secret]
        if self.old_until and at < self.old_until:
            both.append(self.old_secret)
        return " ".join(signature(secret, message, at, body) for secret in both)


def signature(secret: str, message: str, at: datetime, body: bytes) -> str:
    """HMAC-SHA256 over id, time and body, as the Standard Webhooks write it."""
    signed = f"{message}.{int(at.timestamp())}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix(MARK)), signed, sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


class WebhookMessageQuerySet(DeliveryQuerySet):
    def forget_old(self) -> None:
        """What was delivered, or given up, long ago."""
        self.exclude(state=DeliveryState.WAITING).filter(written_at__lt=timezone.now() - KEPT_FOR).delete()


class WebhookMessage(Delivery):
    """One message to one site, and how its delivery went."""

    webhook = models.ForeignKey(
        Webhook, models.CASCADE, related_name="messages", verbose_name=_("webhook"), editable=False
    )
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    body = models.TextField(_("message"), editable=False)
    answered = models.PositiveSmallIntegerField(_("answered with"), null=True, editable=False)

    objects: ClassVar[Any] = WebhookMessageQuerySet.as_manager()

    class Meta(Delivery.Meta):
        verbose_name = _("message to a site")
        verbose_name_plural = _("messages to sites")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"msg_{self.key.hex}"

    def hand_over(self) -> None:
        """Send it. Raises Refused where the site is gone (410) or may not be called."""
        webhook = self.webhook
        if webhook.stopped_at:
            raise Refused(str(_("The site is not told any more.")))
        try:
            status, text = self._post()
        except outward.NotReached as error:
            raise Refused(str(error)) from error
        self._write_down(answered=status)
        if status == 410:
            webhook.stop()
            raise Refused("410 Gone")
        if not 200 <= status < 300:
            raise OSError(f"{status} {text[:200]}")

    def _post(self) -> tuple[int, str]:
        """Send it, and write down how that went: status and beginning of the answer."""
        webhook, body, now = self.webhook, self.body.encode(), timezone.now()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "twinning-registry",
            "webhook-id": str(self),
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": webhook.signatures(str(self), now, body),
        }
        attempt = self.tries.create(begun_at=now, url=webhook.url)
        try:
            reply = outward.post(webhook.url, body, headers, settings.TRUSTED_NETWORKS)
        except Exception as failure:
            attempt.end(error=f"{type(failure).__name__}: {failure}")
            raise
        attempt.end(answered=reply.status, error="" if 200 <= reply.status < 300 else reply.text[:200])
        return reply.status, reply.text

    def _give_up(self, error: str) -> None:
        """A site that did not answer for days is told no more, until the registrar says so."""
        super()._give_up(error)
        self.webhook.stop()


class WebhookAttempt(models.Model):
    """One attempt to hand a message over: written before it is made, so that one which a killed worker had in
    hand stands there too, without an end."""

    message = models.ForeignKey(
        WebhookMessage, models.CASCADE, related_name="tries", verbose_name=_("message")
    )
    url = models.CharField(_("address"), max_length=500)
    begun_at = models.DateTimeField(_("begun at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    answered = models.PositiveSmallIntegerField(_("answered with"), null=True)
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.answered or self.error or self.begun_at)

    def end(self, answered: int | None = None, error: str = "") -> None:
        self.answered, self.error, self.ended_at = answered, error, timezone.now()
        self.save(update_fields=["answered", "error", "ended_at"])
