"""Admin pages whose permissions are the registry's rules, and no others."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agreements import rules
from agreements.models.history import Remembered


class RuledAdmin(admin.ModelAdmin):
    """Everyone who works in the registry may look; the registrar keeps it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(rules.may_enter_admin(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(rules.may_enter_admin(request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(rules.may_keep_register(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(rules.may_keep_register(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(rules.may_keep_register(request.user))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return directed(super().formfield_for_dbfield(db_field, request, **kwargs), db_field)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """A filter with a NUL asks for what cannot be there: the whole list is shown."""
        if any("\x00" in value for value in request.GET.values()):
            return redirect(request.path)
        return super().changelist_view(request, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The register keeps what a record said from change to change: that is its history, not what the
        stock admin noted of its own forms."""
        record = self.get_object(request, unquote(object_id))
        if isinstance(record, Remembered) and self.has_view_permission(request, record):
            return redirect("desk-history-of", record.subject, record.pk)
        return super().history_view(request, object_id, extra_context)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return super().get_search_results(request, queryset, without_nul(search_term))


def without_nul(term: str) -> str:
    """What was typed, less the one character that no text of the register holds: PostgreSQL refuses to
    look for it, and SQLite finds it everywhere."""
    return term.replace("\x00", "")


def directed(field: Any, column: Any) -> Any:
    """A form field that runs in the direction of its language, whichever the page is read in."""
    direction = {"ar": "rtl", "en": "ltr"}.get(column.name[-2:] if column.name[-3:-2] == "_" else "")
    if field is not None and direction:
        field.widget.attrs["dir"] = direction
    return field


def labelled(field: Any) -> Any:
    """A field in a row of a table, where only the column’s head is seen: its name is said aloud."""
    if field is not None:
        field.widget.attrs.setdefault("aria-label", field.label)
    return field


class KeptByRegistrar(RuledAdmin):
    """What only the registrar sees: people and their roles."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(rules.may_keep_register(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(rules.may_keep_register(request.user))


class KeptPart(InlineModelAdmin):
    """A table that everyone reads who may read its page, and that the registrar keeps."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return labelled(directed(super().formfield_for_dbfield(db_field, request, **kwargs), db_field))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(rules.may_keep_register(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(rules.may_keep_register(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(rules.may_keep_register(request.user))


class DraftPart(InlineModelAdmin):
    """An inline that may be written wherever its agreement's own terms may be."""

    def _may(self, request: HttpRequest, agreement: Any) -> bool:
        if agreement is None:
            return bool(rules.may_create_agreement(request.user))
        return bool(rules.may_edit(request.user, agreement))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return directed(super().formfield_for_dbfield(db_field, request, **kwargs), db_field)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)


class LivingPart(DraftPart):
    """An inline to which reviewers go on adding after publication; what was published stays."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self._may(request, obj)
        return bool(rules.may_add_to(request.user, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj) and not was_published(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj) and not was_published(obj)


def was_published(agreement: Any) -> bool:
    return agreement is not None and agreement.is_numbered
