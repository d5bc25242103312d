"""The forms of an invitation, offering a role and taking it up; and of a passkey."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.city_by_name import CityByNameField
from agreements.models import Invitation, User


class InvitationForm(forms.ModelForm):
    """Whom the registrar invites, to what."""

    city = CityByNameField(
        required=False,
        max_length=200,
        label=_("city"),
        help_text=_("Leave empty for a registrar only."),
    )

    class Meta:
        model = Invitation
        fields = ["email", "role", "city"]


class NewAccountForm(forms.ModelForm):
    """The account of a person who takes up an invitation; its address is the one that was invited."""

    password = forms.CharField(
        label=_("password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 8 characters. A sentence that only you would think of is a good one."),
    )

    class Meta:
        model = User
        fields = ["name_ar", "name_en"]
        widgets = {
            "name_ar": forms.TextInput(attrs={"dir": "rtl", "autocomplete": "name"}),
            "name_en": forms.TextInput(attrs={"dir": "ltr", "autocomplete": "name"}),
        }

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("name_ar") or cleaned.get("name_en")):
            self.add_error("name_ar", _("Give the name in Arabic or in English."))
        return cleaned

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.instance)
        return password

    def save(self, commit: bool = True) -> Any:
        """The account, with its address verified: whoever has the link reads its mail."""
        with transaction.atomic():
            self.instance.set_password(self.cleaned_data["password"])
            user = super().save(commit)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey: held by a telephone, a computer or a key of its own."""

    name = forms.CharField(
        label=_("name of the key"), required=False, help_text=_("Such as: my telephone, the key in the safe.")
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with this key alone, without a password"),
        required=False,
        initial=True,
        help_text=_("The key then asks for your finger, your face or its PIN."),
    )


class RenamePasskeyForm(EditWebAuthnForm):
    name = forms.CharField(label=_("name of the key"), max_length=100)
