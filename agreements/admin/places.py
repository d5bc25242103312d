"""Cities, the taxonomy, people, and what else the registrar keeps."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agreements.admin.ruled import KeptByRegistrar, KeptPart, RuledAdmin, without_nul
from agreements.models import City, CityAlias, CooperationDomain, Membership, User, WordForm
from agreements.search.query import find
from agreements.writing import in_a_row

# What the accounts library keeps is each person's own; directories are named by the settings.
admin.site.unregister([Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])


class AliasInline(KeptPart, admin.TabularInline):
    model = CityAlias
    extra = 0


@admin.register(City)
class CityAdmin(RuledAdmin):
    list_display = ["name_ar", "name_en", "country", "kind", "authority_ar", "authority_en"]
    list_display_links = ["name_ar", "name_en"]
    list_filter = ["kind"]
    list_per_page = 50
    search_fields = ["name_ar", "name_en", "aliases__text"]
    inlines = [AliasInline]
    fieldsets = [
        (None, {"fields": [("name_ar", "name_en"), "slug", "kind", ("authority_ar", "authority_en")]}),
        (
            _("Place"),
            {"fields": ["country", "region", ("latitude", "longitude"), ("population", "population_year")]},
        ),
        (_("Elsewhere"), {"fields": ["website", "wikidata_id", "geonames_id", "emblem"]}),
    ]
    prepopulated_fields = {"slug": ["name_en"]}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The address is proposed once and then stays."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        term = without_nul(search_term)
        return find(queryset, term).rows, False


@admin.register(CooperationDomain)
class CooperationDomainAdmin(RuledAdmin):
    list_display = ["code", "name_ar", "name_en", "parent"]
    list_select_related = ["parent"]
    list_per_page = 100
    search_fields = ["code", "name_ar", "name_en", "parent__name_ar", "parent__name_en"]
    autocomplete_fields = ["parent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("parent")


class MembershipFormSet(BaseInlineFormSet):
    """The roles of one person; none twice."""

    def clean(self) -> None:
        super().clean()
        held: set[tuple[Any, ...]] = set()
        for form in self.forms:
            row = getattr(form, "cleaned_data", {})
            if not row.get("role") or row.get(DELETION_FIELD_NAME):
                continue
            role = (row["role"], row.get("city"))
            if role in held:
                form.add_error("role", _("This person already holds this role."))
            held.add(role)


class MembershipInline(KeptPart, admin.TabularInline):
    model = Membership
    formset = MembershipFormSet
    extra = 0
    autocomplete_fields = ["city"]


def with_or_without_password() -> forms.ChoiceField:
    """Whether a person has a password: the stock field, in words that are translated."""
    return forms.ChoiceField(
        label=_("password"),
        required=False,
        initial="true",
        choices={"true": _("Set one now"), "false": _("None: the account cannot sign in for the time being")},
        widget=forms.RadioSelect(attrs={"class": "radiolist inline"}),
    )


class PasswordForm(AdminPasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "usable_password" in self.fields:
            self.fields["usable_password"] = with_or_without_password()


class UserCreationForm(AdminUserCreationForm):
    usable_password = with_or_without_password()

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("email", "language")


@admin.register(User)
class UserAdmin(KeptByRegistrar, StockUserAdmin):
    """Accounts are closed, never deleted: what they did keeps their name."""

    add_form = UserCreationForm
    change_password_form = PasswordForm
    inlines = [MembershipInline]
    list_display = ["email", "name_ar", "name_en", "is_active"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = ["email", "name_ar", "name_en"]
    ordering = ["email"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["email", "password_state"]}),
        (_("Person"), {"fields": [("name_ar", "name_en"), "language", "is_active"]}),
        (_("Dates"), {"fields": ["last_login"]}),
    ]
    readonly_fields = ["password_state", "last_login"]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": [
                    "email",
                    "name_ar",
                    "name_en",
                    "language",
                    "usable_password",
                    "password1",
                    "password2",
                ],
            },
        )
    ]

    actions = ["remove_second_factor"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Remove the second factor: the telephone or the key is lost"))
    def remove_second_factor(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """For who can no longer give it: they sign in by password alone and set up a new one."""
        Authenticator.objects.filter(user__in=chosen).delete()
        names = in_a_row(user.email for user in chosen)
        messages.success(request, _("No second factor is asked of: %(names)s.") % {"names": names})

    @admin.display(description=_("password"))
    def password_state(self, user: User) -> str:
        """Whether there is one, and where it is set."""
        state = _("A password is set.") if user.has_usable_password() else _("No password is set.")
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('{} <a class="button" href="{}">{}</a>', state, address, _("Set a password"))


@admin.register(WordForm)
class WordFormAdmin(KeptByRegistrar):
    list_display = ["form", "word", "kind"]
    list_filter = ["kind"]
    search_fields = ["form", "word"]
    list_per_page = 100
