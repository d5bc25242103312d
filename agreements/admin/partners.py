"""Partner sites and their keys, which the registrar gives out."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from agreements.admin.ruled import KeptByRegistrar
from agreements.enumerations import KeyScope
from agreements.models import ApiKey, PartnerSite
from agreements.rules import may_keep_register, may_use, standing_of


@admin.register(PartnerSite)
class PartnerSiteAdmin(KeptByRegistrar):
    list_display = ["name_ar", "name_en", "website"]
    list_display_links = ["name_ar", "name_en"]
    search_fields = ["name_ar", "name_en"]
    list_per_page = 100


class KeyForm(forms.ModelForm):
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def clean(self) -> dict[str, Any]:
        """A writing key belongs to a person and to cities for which that person works."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("scope") or self.instance.scope) != KeyScope.WRITE:
            return cleaned
        person, cities = cleaned.get("person"), cleaned.get("cities") or []
        if not cities and "cities" not in self.errors:
            self.add_error("cities", _("Choose the cities for which the key may write."))
        if person is None:
            return cleaned
        standing = standing_of(person)
        foreign = [city for city in cities if not (standing.registrar or city.pk in standing.cities)]
        if foreign:
            message = _("%(person)s does not work for %(city)s.")
            self.add_error(
                "cities", ValidationError(message, params={"person": person, "city": foreign[0].name})
            )
        return cleaned


class ChangeOverForm(forms.Form):
    """For how long the old key goes on working beside the new one."""

    days = forms.IntegerField(
        label=_("Days for which the old key goes on working"), min_value=0, max_value=90, initial=14
    )


@admin.register(ApiKey)
class ApiKeyAdmin(KeptByRegistrar):
    """Keys: seen whole once, when they are made; never deleted, so that it stays known who wrote what."""

    form = KeyForm
    change_form_template = "admin/agreements/apikey/change_form.html"
    fields = ["site", "scope", "person", "cities", "valid_until"]
    life = ["begins_with", "state", "last_used_at", "created_at", "created_by", "replaces"]
    autocomplete_fields = ["site", "person", "cities"]
    list_display = ["begins_with", "site", "scope", "state", "valid_until", "last_used_at"]
    list_filter = ["scope"]
    list_select_related = ["site", "person"]
    search_fields = ["prefix", "site__name_ar", "site__name_en"]
    list_per_page = 100

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.life, *self.fields] if obj else [*self.fields, "once"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whose key it is and what it is for is said once."""
        return [*self.life, "site", "scope"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("begins with"), ordering="prefix")
    def begins_with(self, key: ApiKey) -> str:
        return f"\N{LEFT-TO-RIGHT ISOLATE}{key}\N{POP DIRECTIONAL ISOLATE}"

    @admin.display(description=_("state"))
    def state(self, key: ApiKey) -> str:
        answer = may_use(key)
        return str(_("In use")) if answer else answer.reason

    # ---- Giving out, replacing, revoking

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A form that is sent again, as when the page with the new key is reloaded, makes no second key."""
        if made := _made_with(request.POST.get("once", "")):
            messages.info(request, _("This key was made already; it cannot be shown again."))
            return redirect("admin:agreements_apikey_change", made.pk)
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.asked_as = form.cleaned_data["once"]
            obj.token = obj.issue(by=cast(Any, request.user))  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self._shown_once(request, obj, obj.token)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/replace/", wrap(self.replace), name="key-replace"),
            path("<int:pk>/revoke/", wrap(self.revoke), name="key-revoke"),
            *super().get_urls(),
        ]

    def replace(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page that gives out a new key in place of one."""
        key = self._kept(request, pk)
        form = ChangeOverForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                heir, token = key.rotate(cast(Any, request.user), timedelta(form.cleaned_data["days"]))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_change(request, key, [{"changed": {"name": str(heir), "object": str(key)}}])
                return self._shown_once(request, heir, token)
        return self._asked(request, key, _("Replace the key"), form)

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page that revokes a key for good."""
        key = self._kept(request, pk)
        if request.method != "POST":
            return self._asked(request, key, _("Revoke the key"))
        key.revoke(cast(Any, request.user))
        self.log_change(request, key, [{"changed": {"fields": ["revoked_at"]}}])
        messages.success(request, _("The key has been revoked."))
        return redirect("admin:agreements_apikey_change", key.pk)

    def _kept(self, request: HttpRequest, pk: int) -> ApiKey:
        """Raises PermissionDenied for all but the registrar, Http404 for no key."""
        if not self.has_change_permission(request):
            raise PermissionDenied(may_keep_register(request.user).reason)
        return get_object_or_404(ApiKey.objects.select_related("site"), pk=pk)

    def _asked(self, request: HttpRequest, key: ApiKey, title: Any, form: Any = None) -> HttpResponse:
        context = {**self._about(request, key), "title": title, "form": form}
        return TemplateResponse(request, "admin/agreements/apikey/step.html", context)

    def _shown_once(self, request: HttpRequest, key: ApiKey, token: str) -> HttpResponse:
        context = {**self._about(request, key), "title": _("The new key"), "token": token}
        return TemplateResponse(request, "admin/agreements/apikey/issued.html", context)

    def _about(self, request: HttpRequest, key: ApiKey) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "original": key}


def _made_with(once: str) -> ApiKey | None:
    """The key that the form of this name made."""
    try:
        return ApiKey.objects.filter(asked_as=UUID(once)).first()
    except ValueError:
        return None
