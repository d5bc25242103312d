"""What the accounts library asks the registry: who may open an account, and where signing in leads."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.accounts.sealing import seal, unseal
from agreements.rules import may_enter_admin


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Members go to their desk, others to the first page."""
        return reverse("desk" if may_enter_admin(request.user) else "home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show once more who one is; a passkey is called so here as on every page."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        passkey = {"description": _("Use a passkey")}
        return [way | passkey if way["id"].endswith(":webauthn") else way for way in ways]


class FactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors are stored sealed; what a page shows of them is in its language."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "unverified_email": gettext_lazy(
            "A second factor can be added once your e-mail address is confirmed."
        ),
        "add_email_blocked": gettext_lazy("An account with a second factor takes no further e-mail address."),
        "cannot_delete_authenticator": gettext_lazy("The second factor cannot be removed."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Key %(number)s") % {"number": number}

    def build_totp_svg(self, url: str) -> str:
        """The picture for the camera, to stand within a page."""
        drawn: str = super().build_totp_svg(url)
        return drawn[drawn.index("<svg") :]


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """A municipality's directory says who somebody is, never what they may do: it opens no account and
    gives no role. It signs in who has an account under an e-mail address that it vouches for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
