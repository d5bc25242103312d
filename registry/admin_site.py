"""The admin site: who may enter, and what it is called."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.rules import may_enter_admin


class RegistryAdminSite(admin.AdminSite):
    site_header = _("Twinning registry")
    site_title = _("Twinning registry")
    index_title = _("Data entry and oversight")

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(may_enter_admin(request.user))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one sign-in page for everything. Raises PermissionDenied, with the reason, for who has
        signed in already and may still not enter."""
        answer = may_enter_admin(request.user)
        target = request.GET.get("next") or reverse("admin:index")
        if request.user.is_authenticated and not answer:
            raise PermissionDenied(answer.reason)
        return redirect_to_login(target)

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")
