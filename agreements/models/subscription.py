"""What a member wants to be told by the registry: mail now and then, and a calendar."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import Digest
from agreements.models.user import User

# The first day of the working week, as `date.weekday()` counts: Sunday.
WEEKLY_ON = 6
SALT = "agreements.subscription"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def of(self, user: Any) -> "Subscription":
        """A member's; whoever has not chosen is written to weekly."""
        return self.get_or_create(user=user)[0]

    def by_token(self, token: str) -> "Subscription | None":
        """Whose mail a link to stop it stood in, if the registry signed it."""
        try:
            return self.filter(pk=signing.Signer(salt=SALT).unsign(token)).select_related("user").first()
        except (signing.BadSignature, ValueError):
            return None


class Subscription(models.Model):
    """How one member is reminded."""

    user = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="subscription", verbose_name=_("user")
    )
    digest = models.CharField(_("Summary by e-mail"), max_length=8, choices=Digest, default=Digest.WEEKLY)
    # Whoever knows it reads the calendar: it stands in an address that is told to nobody else.
    calendar_key = models.UUIDField(default=uuid4, unique=True, editable=False)

    objects: ClassVar[Any] = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return f"{self.user}: {self.get_digest_display()}"

    @property
    def token(self) -> str:
        """What a link to stop the mail carries."""
        return signing.Signer(salt=SALT).sign(str(self.pk))

    def is_due(self, day: date) -> bool:
        """Whether this is a day on which the member is written to."""
        if self.digest == Digest.DAILY:
            return True
        return self.digest == Digest.WEEKLY and day.weekday() == WEEKLY_ON

    def stop(self) -> None:
        type(self).objects.filter(pk=self.pk).update(digest=Digest.NEVER)

    def new_calendar(self) -> UUID:
        """Give the calendar another address; the old one leads nowhere from now on."""
        self.calendar_key = uuid4()
        type(self).objects.filter(pk=self.pk).update(calendar_key=self.calendar_key)
        return self.calendar_key
