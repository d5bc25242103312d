"""The registrar's invitations: a role offered to an e-mail address, taken up once."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements import rules
from agreements.enumerations import MembershipRole
from agreements.models.city import City
from agreements.models.outgoing_mail import OutgoingMail
from agreements.models.user import ROLE_HAS_ITS_CITY, WORKS_FOR, Membership, User

DAYS_OPEN = 7


def fingerprint(token: str) -> str:
    """What is stored of a link: enough to know it again, not enough to make it."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def by_token(self, token: str) -> "InvitationQuerySet":
        return self.filter(fingerprint=fingerprint(token))

    def open(self) -> "InvitationQuerySet":
        """Those whose links still lead somewhere."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A role offered to whoever reads the mail of an address: by a link that works once and expires."""

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=16, choices=MembershipRole)
    city = models.ForeignKey(
        City, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("city")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("link valid until"), editable=False)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("accepted by"),
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=ROLE_HAS_ITS_CITY,
                name="invitation_to_a_city_unless_registrar",
                violation_error_message=WORKS_FOR,
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_is_taken_up_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"

    @property
    def state(self) -> str:
        """`open`, `accepted`, `revoked` or `expired`."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "open" if self.expires_at > timezone.now() else "expired"

    def clean(self) -> None:
        self.email = self.email.lower()
        held = Membership.objects.filter(user__email=self.email, role=self.role, city=self.city_id)
        if held.exists():
            raise ValidationError({"email": _("This person already holds this role.")})

    # ---- The verbs

    def send(self, by: User) -> None:
        """Offer the role by mail, or offer it again under a new link, in the language in which the
        registrar works. Whoever had a former link can no longer use it."""
        _registrar(by)
        token = secrets.token_urlsafe(32)
        self.invited_by, self.invited_at = by, timezone.now()
        self.expires_at = self.invited_at + timedelta(days=DAYS_OPEN)
        self.fingerprint = fingerprint(token)
        with transaction.atomic():
            if self.pk:
                self._still("accepted")
                self.revoked_at = None
            self.save()
            link = f"{settings.SITE_URL}{reverse('invitation', args=[token])}"
            OutgoingMail.objects.write(
                self.email,
                f"invitation-{self.fingerprint}",
                "invitation",
                {"invitation": self, "link": link},
                language=get_language(),
            )

    def revoke(self, by: User) -> None:
        _registrar(by)
        with transaction.atomic():
            self._still("accepted")
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])

    def claim(self) -> None:
        """Take the invitation for the rest of the transaction; who comes second finds it taken up. Raises
        ValidationError if it is over."""
        self._still("accepted", "revoked", "expired")

    def accept(self, user: User) -> None:
        """Give the role to this account. Raises ValidationError if the link was used meanwhile, and
        PermissionDenied for an account of another address."""
        if user.email != self.email:
            raise PermissionDenied(_("This invitation was sent to another e-mail address."))
        with transaction.atomic():
            self.claim()
            Membership.objects.get_or_create(user=user, role=self.role, city=self.city)
            self.accepted_at, self.accepted_by = timezone.now(), user
            self.save(update_fields=["accepted_at", "accepted_by"])

    def _still(self, *ended: str) -> None:
        """Take the row for the rest of the transaction; raises ValidationError if it came to one of these
        ends."""
        now = Invitation.objects.select_for_update().get(pk=self.pk)
        if now.state in ended:
            raise ValidationError(ENDS[now.state])


def _registrar(user: Any) -> None:
    answer = rules.may_keep_register(user)
    if not answer:
        raise PermissionDenied(answer.reason)


ENDS = {
    "accepted": _("This invitation was already taken up. Sign in with the account that was made then."),
    "revoked": _("This invitation was revoked. Ask the registrar if you need another."),
    "expired": _("This invitation has expired. Ask the registrar to send it again."),
}
