"""Cities, the taxonomy, people, and what else the registrar keeps."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.admin.ruled import KeptByRegistrar, RuledAdmin
from agreements.models import City, CityAlias, CooperationDomain, Membership, User

admin.site.unregister(Group)


class AliasInline(admin.TabularInline):
    model = CityAlias
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


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
        return (queryset.named_like(search_term) if search_term else queryset), False


@admin.register(CooperationDomain)
class CooperationDomainAdmin(RuledAdmin):
    list_display = ["code", "name_ar", "name_en", "parent"]
    list_select_related = ["parent"]
    list_per_page = 100
    search_fields = ["code", "name_ar", "name_en", "parent__name_ar", "parent__name_en"]
    autocomplete_fields = ["parent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("parent")


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["city"]


class UserCreationForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("email",)


@admin.register(User)
class UserAdmin(KeptByRegistrar, StockUserAdmin):
    add_form = UserCreationForm
    inlines = [MembershipInline]
    list_display = ["email", "name_ar", "name_en", "is_active"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = ["email", "name_ar", "name_en"]
    ordering = ["email"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Person"), {"fields": [("name_ar", "name_en"), "is_active"]}),
        (_("Dates"), {"fields": ["last_login"]}),
    ]
    readonly_fields = ["last_login"]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["email", "name_ar", "name_en", "usable_password", "password1", "password2"],
            },
        )
    ]
