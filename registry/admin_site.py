"""The admin site: who may enter, and what it is called."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.rules import may_enter_admin


class RegistryAdminSite(admin.AdminSite):
    site_header = _("Twinning registry")
    site_title = _("Twinning registry")
    index_title = _("Data entry and oversight")

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(may_enter_admin(request.user))
