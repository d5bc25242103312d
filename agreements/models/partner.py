"""Partner sites, and the keys with which their programs call the API."""

import secrets
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import rules
from agreements.enumerations import KeyScope
from agreements.models.bilingual import Bilingual, known_in_one_language
from agreements.models.city import City
from agreements.web_address_field import WebAddressField

if TYPE_CHECKING:
    from agreements.models.user import User

# By this a program that looks for leaked secrets knows a key of ours.
MARK = "twr"
# A call is noted at most so often, so that reading stays reading.
NOTED_EVERY = timedelta(minutes=10)


def in_a_year() -> date:
    return timezone.localdate() + timedelta(days=365)


class PartnerSite(models.Model):
    """Who calls the API: a municipality's site, an association, a ministry, a city's document system."""

    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    website = WebAddressField(_("website"), blank=True)
    contact = models.EmailField(
        _("office e-mail address"),
        blank=True,
        help_text=_("Of the office that runs the site, not of a person."),
    )

    name = Bilingual("name")

    class Meta:
        verbose_name = _("partner site")
        verbose_name_plural = _("partner sites")
        ordering = ["name_ar", "name_en", "pk"]
        constraints = [
            known_in_one_language(
                "name", "partner_site_has_a_name", _("Give the name in Arabic or in English.")
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def of_token(self, token: str) -> "ApiKey | None":
        """The key that this is the whole text of, usable or not; None if it is none."""
        mark, _separator, rest = token.partition("_")
        prefix, _separator, _secret = rest.partition("_")
        if mark != MARK or not prefix.isascii() or not prefix.isalnum():
            return None
        found = self.select_related("person").filter(prefix=prefix).first()
        same = found is not None and secrets.compare_digest(found.digest, digest_of(token))
        return found if same else None


class ApiKey(models.Model):
    """A secret by which a partner site's program is known. Only its digest is kept: whoever loses a key
    gets a new one."""

    site = models.ForeignKey(PartnerSite, models.PROTECT, related_name="keys", verbose_name=_("partner site"))
    scope = models.CharField(_("may"), max_length=8, choices=KeyScope, default=KeyScope.READ)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answers for it"),
        help_text=_("What is written with the key is written in this person’s name and within their roles."),
    )
    cities = models.ManyToManyField(
        City,
        blank=True,
        related_name="+",
        verbose_name=_("cities"),
        help_text=_("A writing key works for these cities only, and never as the registrar."),
    )
    valid_until = models.DateField(_("valid until"), default=in_a_year, help_text=_("The last day."))

    # ---- The secret
    prefix = models.CharField(_("begins with"), max_length=8, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    # ---- Its life
    # The form that it was asked for with: sent twice, it makes one key.
    asked_as = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("created by"),
    )
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="replaced_by",
        verbose_name=_("takes the place of"),
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("revoked by"),
    )

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope=KeyScope.READ) | Q(person__isnull=False),
                name="writing_key_has_a_person",
                violation_error_message=_("Say who answers for what is written with the key."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="revoked_key_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{MARK}_{self.prefix}…"

    @property
    def writes(self) -> bool:
        return self.scope == KeyScope.WRITE

    # ---- Its verbs. Each that makes a key answers with the whole of it, which is never seen again.

    def issue(self, by: "User") -> str:
        """Give the key out: it is saved with a secret of its own, which is the answer."""
        _allow(rules.may_keep_register(by))
        token = f"{MARK}_{secrets.token_hex(4)}_{secrets.token_urlsafe(32)}"
        self.prefix, self.digest, self.created_by = token.split("_")[1], digest_of(token), by
        self.full_clean()
        self.save(force_insert=True)
        return token

    def rotate(self, by: "User", overlap: timedelta) -> "tuple[ApiKey, str]":
        """A new key in place of this one, which goes on working for as long as the site needs to change
        over."""
        with transaction.atomic():
            self._lock()
            _allow(rules.may_keep_register(by))
            if self.revoked_at or hasattr(self, "replaced_by"):
                raise ValidationError(_("This key was revoked or replaced already."))
            heir = ApiKey(site=self.site, scope=self.scope, person=self.person, replaces=self)
            token = heir.issue(by)
            heir.cities.set(self.cities.all())
            self.valid_until = min(self.valid_until, timezone.localdate() + overlap)
            self.save(update_fields=["valid_until"])
        return heir, token

    def revoke(self, by: "User") -> None:
        """From now on the key opens nothing."""
        with transaction.atomic():
            self._lock()
            _allow(rules.may_keep_register(by))
            if self.revoked_at is None:
                self.revoked_at, self.revoked_by = timezone.now(), by
                self.save(update_fields=["revoked_at", "revoked_by"])

    def _lock(self) -> None:
        self.refresh_from_db(from_queryset=ApiKey.objects.select_for_update())

    def note_use(self) -> None:
        """That it was used, at most once in ten minutes."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > NOTED_EVERY:
            ApiKey.objects.filter(pk=self.pk).update(last_used_at=now)


def digest_of(token: str) -> str:
    """Of a long random secret a plain fingerprint is enough: there is nothing to guess it from."""
    return sha256(token.encode()).hexdigest()


def _allow(answer: rules.Answer) -> None:
    if not answer:
        raise PermissionDenied(answer.reason)
