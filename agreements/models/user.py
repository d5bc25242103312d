"""People with an account, and the cities they work for."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import MembershipRole, Subject
from agreements.models.bilingual import Bilingual
from agreements.models.city import City
from agreements.models.content import content_of_person
from agreements.models.history import Remembered
from agreements.rules import may_enter_admin

WORKS_FOR = _("A contributor or reviewer works for a city; the registrar for the whole register.")
ROLE_HAS_ITS_CITY = Q(role=MembershipRole.REGISTRAR, city__isnull=True) | (
    ~Q(role=MembershipRole.REGISTRAR) & Q(city__isnull=False)
)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an e-mail address, however its letters are capitalised."""
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(Remembered, AbstractBaseUser, PermissionsMixin):
    """A person who signs in: by e-mail, with the name colleagues know them by."""

    subject = Subject.PERSON

    email = models.EmailField(_("e-mail address"), unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=150, blank=True)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    language = models.CharField(
        _("language of mail"),
        max_length=2,
        choices=[("ar", _("Arabic")), ("en", _("English"))],
        default="ar",
        help_text=_("The language in which the registry writes to this person."),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Clear this instead of deleting the account.")
    )
    date_joined = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)

    name = Bilingual("name")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_in_small_letters",
                violation_error_message=_("Write the e-mail address in small letters."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def content(self) -> dict[str, Any]:
        return content_of_person(self)

    def clean(self) -> None:
        self.email = self.email.lower()

    def get_full_name(self) -> str:
        return str(self.name) or self.email

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def is_staff(self) -> bool:
        """Whether the admin lets this person in; the roles decide, not a flag."""
        return bool(may_enter_admin(self))


class Membership(models.Model):
    """A role that a person holds: contributor or reviewer of a city, or registrar of the register."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    city = models.ForeignKey(
        City, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("city")
    )
    role = models.CharField(_("role"), max_length=16, choices=MembershipRole)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "city", "role"],
                name="membership_is_held_once",
                violation_error_message=_("This person already holds this role."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role=MembershipRole.REGISTRAR),
                name="membership_of_registrar_once",
                violation_error_message=_("This person is the registrar already."),
            ),
            models.CheckConstraint(
                condition=ROLE_HAS_ITS_CITY,
                name="membership_of_a_city_unless_registrar",
                violation_error_message=WORKS_FOR,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        with self.user.remembered():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with self.user.remembered():
            return super().delete(*args, **kwargs)
