"""What readers suggested: looked at here, decided on at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from agreements import rules
from agreements.admin.ruled import RuledAdmin
from agreements.models import CorrectionSuggestion


@admin.register(CorrectionSuggestion)
class CorrectionAdmin(RuledAdmin):
    list_display = ["text", "agreement", "city", "domain", "state", "made_at", "decided_by"]
    list_filter = ["state", "language"]
    list_select_related = ["agreement", "city", "domain", "decided_by"]
    list_per_page = 50
    search_fields = ["text", "evidence"]
    fields = [
        ("agreement", "signatory"),
        ("city", "domain"),
        "text",
        "evidence",
        ("name", "email"),
        ("language", "made_at"),
        "state",
        ("decided_by", "decided_at"),
        "decision",
    ]
    readonly_fields = [
        "agreement",
        "signatory",
        "city",
        "domain",
        "text",
        "evidence",
        "name",
        "email",
        "language",
        "made_at",
        "state",
        "decided_by",
        "decided_at",
        "decision",
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return CorrectionSuggestion.objects.visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Abuse is thrown away by the registrar."""
        return bool(rules.may_keep_register(request.user))
