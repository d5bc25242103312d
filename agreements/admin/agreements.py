"""Agreements in the admin: one form for the whole record, its list, and its steps."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from agreements import rules
from agreements.admin.agreement_parts import (
    ActivityInline,
    AgreementForm,
    ApprovalInline,
    CoverageInline,
    DocumentInline,
    EventInline,
    LinkInline,
    PartyInline,
    SignatoryInline,
    SourceInline,
    readable,
    short_textarea,
)
from agreements.admin.explained import ExplainedList, snippet
from agreements.admin.listfilters import CountryFilter, SignatureYearFilter, StatusFilter
from agreements.admin.ruled import RuledAdmin, without_nul
from agreements.admin.sides import PartyFormSet, SideForm
from agreements.models import (
    Agreement,
    Document,
)
from agreements.models.bilingual import readers_language
from agreements.models.status_period import why
from agreements.search.asked import MOST_CHARACTERS
from agreements.search.query import Bounded, find
from agreements.steps import STEPS, StepForm, open_steps
from agreements.templatetags.record import on_day


@admin.register(Agreement)
class AgreementAdmin(RuledAdmin):
    class Media:
        css = {"all": ["registry/admin.css"]}

    form = AgreementForm
    change_form_template = "admin/agreements/agreement/change_form.html"
    inlines = [
        PartyInline,
        SignatoryInline,
        CoverageInline,
        SourceInline,
        EventInline,
        ApprovalInline,
        DocumentInline,
        ActivityInline,
        LinkInline,
    ]
    fieldsets = [
        (None, {"fields": ["record", "course", "status_now", "status_history"]}),
        (
            _("The instrument"),
            {
                "fields": [
                    "version",
                    "kind",
                    ("title_ar", "title_en"),
                    ("designation_ar", "designation_en"),
                    ("summary_ar", "summary_en"),
                    "authentic_languages",
                ]
            },
        ),
        (_("Signature"), {"fields": [("signed_on", "signed_on_as_written"), ("place_ar", "place_en")]}),
        (
            _("Entry into force, term and renewal"),
            {
                "fields": [
                    ("effect_rule", "in_force_on"),
                    ("term", "duration_months", "expires_on"),
                    ("renewal", "renewal_months", "notice_months"),
                ]
            },
        ),
        (_("Evidence"), {"fields": ["evidence", "certified_on"]}),
    ]
    computed = ["record", "course", "status_now", "status_history", "evidence"]

    # ---- The list
    list_display = [
        "headline",
        "parties_named",
        "kind",
        "signed_on",
        "status_word",
        "record_state",
        "registry_number",
    ]
    list_display_links = ["headline"]
    list_filter = [
        *("record_state", StatusFilter, "kind", CountryFilter),
        *(SignatureYearFilter, "evidence_level", "created_at"),
    ]
    list_per_page = 50
    search_fields = ["registry_number"]
    search_help_text = _(
        "Titles, designations, registry numbers and the names of cities, in Arabic or English"
    )
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # Counting each choice would cost a query a choice.
    actions = None

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sought = str(request.GET.get(SEARCH_VAR, ""))
        if len(sought) > MOST_CHARACTERS:
            # It would stand in each link of the list, and no more of it is looked for.
            asked = request.GET.copy()
            asked[SEARCH_VAR] = sought[:MOST_CHARACTERS]
            return redirect(f"{request.path}?{asked.urlencode()}")
        return super().changelist_view(request, *args, **kwargs)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Of the time of entry only what its own filter asks."""
        if lookup.startswith("created_at__") and lookup not in ("created_at__gte", "created_at__lt"):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return readable(request).for_list().newest_first()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        request.found = find(queryset, without_nul(search_term))  # type: ignore[attr-defined]
        return request.found.rows, False  # type: ignore[attr-defined]

    def get_paginator(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        """Of more than can be ranked only the first are shown, and nobody waits until they are counted."""
        found = getattr(request, "found", None)
        rows = Bounded(queryset) if found is not None and found.is_more else queryset
        return super().get_paginator(request, cast(Any, rows), *args, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ExplainedList]:
        return ExplainedList

    @admin.display(description=_("title"), ordering="title_ar")
    def headline(self, agreement: Agreement) -> str:
        """With the passage by which it was found beneath it, where a text was searched for."""
        why_found = getattr(agreement, "why_found", None)
        return format_html("{}{}", agreement, snippet(why_found) if why_found else "")

    @admin.display(description=_("parties"))
    def parties_named(self, agreement: Agreement) -> str:
        return format_html_join(" ⟷ ", "<bdi>{}</bdi>", ((party.name,) for party in agreement.parties.all()))

    @admin.display(description=_("legal status"))
    def status_word(self, agreement: Agreement) -> str:
        return agreement.status_label or "–"

    # ---- Who may do what

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(rules.may_create_agreement(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(rules.may_enter_admin(request.user) if obj is None else rules.may_read(request.user, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return bool(rules.may_create_agreement(request.user))
        return bool(rules.may_edit(request.user, obj) or rules.may_add_to(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and bool(rules.may_delete(request.user, obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What goes with a draft is counted by what a clerk entered; what was derived is not mentioned."""
        _listed, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        entered = {str(inline.model._meta.verbose_name_plural) for inline in self.inlines}
        entered.add(str(self.opts.verbose_name_plural))
        counted = {name: count for name, count in counts.items() if str(name) in entered}
        return [str(agreement) for agreement in objs], counted, forbidden, protected

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The computed fields always; all fields where one may add to the record but not correct it;
        and the certificate for all but the registrar."""
        if obj is not None and not rules.may_edit(request.user, obj):
            return [*self.computed, *AgreementForm.Meta.fields]
        if rules.may_keep_register(request.user):
            return self.computed
        return [*self.computed, "certified_on"]

    # ---- The form

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return short_textarea(super().formfield_for_dbfield(db_field, request, **kwargs))

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """Let the rows that belong to a party see the parties on the same form."""
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        parties = next((formset for formset in formsets if isinstance(formset, PartyFormSet)), None)
        if parties is not None:
            parties.editor = request.user
        for formset in formsets:
            for form in formset.forms:
                if isinstance(form, SideForm):
                    form.parties = parties
        return formsets, inlines

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.extra_forms:
            if isinstance(row.instance, Document):
                row.instance.deposited_by = cast(Any, request.user)
        super().save_formset(request, form, formset, change)

    def save_model(self, request: HttpRequest, obj: Agreement, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = cast(Any, request.user)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("record"))
    def record(self, agreement: Agreement) -> str:
        state = str(agreement.get_record_state_display()) if agreement.pk else "–"
        return f"{agreement.registry_number} · {state}" if agreement.registry_number else state

    @admin.display(description=_("course of the record"))
    def course(self, agreement: Agreement) -> str:
        """Who moved the record when, with what was asked for when it was returned or withdrawn."""
        if not agreement.pk:
            return "–"
        changes = agreement.state_changes.select_related("by")
        lines = (
            (
                on_day(change.at),
                change.get_after_display(),
                change.by,
                format_html(": <bdi>{}</bdi>", change.reason) if change.reason else "",
            )
            for change in changes
        )
        return format_html_join("", "<div>{} · {} · <bdi>{}</bdi>{}</div>", lines) or "–"

    @admin.display(description=_("legal status today"))
    def status_now(self, agreement: Agreement) -> str:
        """The computed status, with the sentence that says why."""
        if not agreement.pk or not agreement.status or not agreement.status_reason:
            return "–"
        return why(agreement.status_reason, readers_language())

    @admin.display(description=_("through time"))
    def status_history(self, agreement: Agreement) -> str:
        if not agreement.pk:
            return "–"
        return format_html_join(
            "", "<div>{}</div>", ((period.why,) for period in agreement.status_periods.all())
        )

    @admin.display(description=_("evidence"))
    def evidence(self, agreement: Agreement) -> str:
        return f"{agreement.get_evidence_level_display()} · {agreement.get_confirmation_display()}"

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The desk tells it: each change, with what it was before."""
        agreement = self.get_object(request, unquote(object_id))
        if agreement is not None and self.has_view_permission(request, agreement):
            return redirect("desk-history", agreement.reference)
        return super().history_view(request, object_id, extra_context)

    # ---- From draft to publication

    def get_urls(self) -> list[Any]:
        step = path(
            "<int:pk>/<slug:name>-step/", self.admin_site.admin_view(self.take_step), name="agreement-step"
        )
        return [step, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        agreement = kwargs.get("obj")
        context["steps"] = open_steps(request.user, agreement) if agreement else []
        context["duplicates"] = self._likely_duplicates(request, agreement)
        context["may_save_and_submit"] = agreement is None or bool(rules.may_submit(request.user, agreement))
        return super().render_change_form(request, context, *args, **kwargs)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raises PermissionDenied, in words, for a form that was opened before somebody else moved the
        record on. Who sends theirs at the same time waits, and is asked to look again."""
        if request.method != "POST":
            return super().change_view(request, object_id, *args, **kwargs)
        with transaction.atomic():
            return self._change_in_turn(request, object_id, *args, **kwargs)

    def _change_in_turn(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        found = self.get_object(request, unquote(object_id))
        if found is not None:
            list(Agreement.objects.locked({found.pk}))
        agreement = self.get_object(request, unquote(object_id))
        if agreement is not None:
            if request.POST.get("_record_state", agreement.record_state) != agreement.record_state:
                message = _("Meanwhile the record has become “%(state)s”. Open it again before changing it.")
                raise PermissionDenied(message % {"state": agreement.get_record_state_display()})
            if not self.has_change_permission(request, agreement):
                raise PermissionDenied(rules.may_edit(request.user, agreement).reason)
        return super().change_view(request, object_id, *args, **kwargs)

    def _likely_duplicates(self, request: HttpRequest, agreement: Agreement | None) -> list[Agreement]:
        """Records that may be of the same instrument, as far as this person may read them: shown until
        the record is published."""
        if agreement is None or agreement.is_numbered:
            return []
        return list(readable(request).likely_duplicates_of(agreement)[:10])

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        if "_then_submit" in request.POST:
            return redirect("admin:agreement-step", obj.pk, "submit")
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if "_then_submit" in request.POST:
            return redirect("admin:agreement-step", obj.pk, "submit")
        return super().response_change(request, obj)

    def take_step(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """The page on which a step is confirmed, with its reason where one is due."""
        agreement = get_object_or_404(self.get_queryset(request), pk=pk)
        step = STEPS.get(name)
        if step is None or not (answer := step.allowed(request.user, agreement)):
            raise PermissionDenied(answer.reason if step else _("There is no such step."))
        data = request.POST if request.method == "POST" else None
        form = StepForm(data, step=step, user=request.user, agreement=agreement)
        if request.method == "POST" and form.is_valid():
            try:
                step.take(agreement, cast(Any, request.user), form.cleaned_data)
            except ValidationError as error:
                for message in error.messages:
                    form.add_error(None, message)
            else:
                messages.success(request, _("Done: %(step)s.") % {"step": step.label})
                return redirect(reverse("admin:agreements_agreement_change", args=[agreement.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": step.label,
            "opts": self.opts,
            "original": agreement,
            "step": step,
            "form": form,
            "duplicates": self._likely_duplicates(request, agreement),
            "candidates": Agreement.objects.published().likely_duplicates_of(agreement)[:10]
            if step.needs_survivor
            else [],
            "gaps": agreement.gaps() if step.reason_label is None else {},
        }
        return TemplateResponse(request, "admin/agreements/step.html", context)
