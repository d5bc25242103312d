"""Agreements in the admin: one form for the instrument and all that hangs on it."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from agreements import rules
from agreements.admin.listfilters import CountryFilter, SignatureYearFilter, StatusFilter
from agreements.admin.ruled import DraftPart, LivingPart, RuledAdmin
from agreements.admin.sides import OptionalSideForm, PartyFormSet, SideForm, SideInline
from agreements.admin.steps import STEPS, StepForm, open_steps
from agreements.languages import COMMON, language_name
from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    Approval,
    Document,
    DomainCoverage,
    Event,
    Party,
    Signatory,
    Source,
)
from agreements.models.bilingual import readers_language
from agreements.models.status_period import why

# ---- What hangs on an agreement --------------------------------------------------------------


class PartyInline(DraftPart, admin.TabularInline):
    model = Party
    formset = PartyFormSet
    fields = ["city", "role", "name_ar", "name_en"]
    autocomplete_fields = ["city"]
    max_num = 12

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 2

    def get_queryset(self, request: HttpRequest) -> QuerySet[Party]:
        return super().get_queryset(request).select_related("city")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return _plain(super().formfield_for_dbfield(db_field, request, **kwargs))


class SignatoryForm(SideForm):
    class Meta:
        model = Signatory
        fields = ["name_ar", "name_en", "office_ar", "office_en", "role", "signed_on"]


class SignatoryInline(DraftPart, SideInline):
    model = Signatory
    form = SignatoryForm
    fields = [("side", "role", "signed_on"), ("name_ar", "office_ar"), ("name_en", "office_en")]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 2


class CoverageInline(DraftPart, admin.TabularInline):
    model = DomainCoverage
    fields = ["domain", "basis", "article", "quote_ar", "quote_en"]
    autocomplete_fields = ["domain"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 3

    def get_queryset(self, request: HttpRequest) -> QuerySet[DomainCoverage]:
        return super().get_queryset(request).select_related("domain")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return _plain(super().formfield_for_dbfield(db_field, request, **kwargs))


class SourceInline(DraftPart, admin.StackedInline):
    model = Source
    fields = [("kind", "publisher"), ("title_ar", "title_en"), ("url", "date"), "quote"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 1

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return _short_textarea(super().formfield_for_dbfield(db_field, request, **kwargs))


class ApprovalForm(SideForm):
    class Meta:
        model = Approval
        fields = ["level", "body_ar", "body_en", "decision_number", "decided_on", "outcome"]


class ApprovalInline(LivingPart, SideInline):
    model = Approval
    form = ApprovalForm
    fields = [("side", "level", "outcome"), ("body_ar", "body_en"), ("decision_number", "decided_on")]


class EventForm(OptionalSideForm):
    class Meta:
        model = Event
        fields = [
            "kind",
            "date",
            "effective_from",
            "effective_to",
            "decision_reference",
            "note_ar",
            "note_en",
            "source",
            "voids",
        ]


class EventInline(LivingPart, admin.StackedInline):
    model = Event
    form = EventForm
    extra = 0
    fields = [
        ("kind", "side", "date"),
        ("effective_from", "effective_to", "decision_reference"),
        ("note_ar", "note_en"),
        ("source", "voids"),
    ]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)

        class WithSides(formset):  # type: ignore[misc, valid-type]
            def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
                return {**super().get_form_kwargs(index), "agreement": self.instance}

        return WithSides

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Sources and events to choose from are those of this agreement."""
        object_id = request.resolver_match and request.resolver_match.kwargs.get("object_id")
        if db_field.name in ("source", "voids"):
            kwargs["queryset"] = db_field.remote_field.model.objects.filter(agreement=object_id or None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return _short_textarea(super().formfield_for_dbfield(db_field, request, **kwargs))


class DocumentInline(LivingPart, admin.StackedInline):
    model = Document
    extra = 0
    fields = [
        ("file", "kind", "language"),
        ("title_ar", "title_en"),
        ("authenticity", "visibility", "checked_on"),
        "sha256",
    ]
    readonly_fields = ["sha256"]


class ActivityInline(LivingPart, admin.StackedInline):
    model = Activity
    extra = 0
    fields = [("kind", "state"), ("title_ar", "title_en"), ("starts_on", "ends_on"), "domains"]
    autocomplete_fields = ["domains"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Activities are living notes: those who may add them may bring them up to date."""
        return self.has_add_permission(request, obj)


class LinkInline(DraftPart, admin.TabularInline):
    model = AgreementLink
    fk_name = "subject"
    extra = 0
    autocomplete_fields = ["object"]


def _plain(field: Any) -> Any:
    """A narrow field for a row of a table: a short box, and a chooser without its four buttons."""
    for button in ("can_add_related", "can_change_related", "can_view_related", "can_delete_related"):
        if hasattr(getattr(field, "widget", None), button):
            setattr(field.widget, button, False)
    return _short_textarea(field)


def _short_textarea(field: Any) -> Any:
    if field is not None and isinstance(field.widget, forms.Textarea):
        field.widget.attrs.update(rows=2, dir="auto")
    return field


# ---- The agreement itself --------------------------------------------------------------------


class AgreementForm(forms.ModelForm):
    authentic_languages = forms.MultipleChoiceField(
        label=_("authentic languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The languages whose text has legal force."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("authentic_languages"):
            codes = dict.fromkeys([*COMMON, *self.instance.authentic_languages])
            field.choices = [(code, language_name(code, readers_language())) for code in codes]  # type: ignore[attr-defined]

    class Meta:
        model = Agreement
        fields = [field.name for field in Agreement._meta.fields if field.editable and not field.primary_key]


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
        (None, {"fields": ["record", "status_now", "status_history"]}),
        (
            _("The instrument"),
            {
                "fields": [
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
    computed = ["record", "status_now", "status_history", "evidence"]

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
    list_filter = ["record_state", StatusFilter, "kind", CountryFilter, SignatureYearFilter, "evidence_level"]
    list_per_page = 50
    date_hierarchy = "created_at"
    search_fields = ["registry_number"]
    search_help_text = _(
        "Titles, designations, registry numbers and the names of cities, in Arabic or English"
    )
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Agreement.objects.visible_to(request.user).for_list().newest_first()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (queryset.matching(search_term) if search_term else queryset), False

    @admin.display(description=_("title"), ordering="title_ar")
    def headline(self, agreement: Agreement) -> str:
        return str(agreement)

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
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name.endswith("_en") and field is not None:
            field.widget.attrs["dir"] = "ltr"
        if db_field.name.endswith("_ar") and field is not None:
            field.widget.attrs["dir"] = "rtl"
        return _short_textarea(field)

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """Let the rows that belong to a party see the parties on the same form."""
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        parties = next((formset for formset in formsets if isinstance(formset, PartyFormSet)), None)
        for formset in formsets:
            for form in formset.forms:
                if isinstance(form, SideForm):
                    form.parties = parties
        return formsets, inlines

    def save_model(self, request: HttpRequest, obj: Agreement, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = cast(Any, request.user)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("record"))
    def record(self, agreement: Agreement) -> str:
        state = str(agreement.get_record_state_display()) if agreement.pk else "–"
        return f"{agreement.registry_number} · {state}" if agreement.registry_number else state

    @admin.display(description=_("legal status today"))
    def status_now(self, agreement: Agreement) -> str:
        """The computed status, with the sentence that says why."""
        if not agreement.pk or not agreement.status or not agreement.status_reason:
            return "–"
        return f"{agreement.status_label}: {why(agreement.status_reason, readers_language())}"

    @admin.display(description=_("through time"))
    def status_history(self, agreement: Agreement) -> str:
        if not agreement.pk:
            return "–"
        periods = ((period.get_status_display(), period.why) for period in agreement.status_periods.all())
        return format_html_join("", "<div>{}: {}</div>", periods)

    @admin.display(description=_("evidence"))
    def evidence(self, agreement: Agreement) -> str:
        return f"{agreement.get_evidence_level_display()} · {agreement.get_confirmation_display()}"

    # ---- From draft to publication

    def get_urls(self) -> list[Any]:
        step = path(
            "<int:pk>/<slug:name>-step/", self.admin_site.admin_view(self.take_step), name="agreement-step"
        )
        return [step, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        agreement = kwargs.get("obj")
        context["steps"] = open_steps(request.user, agreement) if agreement else []
        context["may_save_and_submit"] = agreement is None or bool(rules.may_submit(request.user, agreement))
        return super().render_change_form(request, context, *args, **kwargs)

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
        form = StepForm(request.POST or None, step=step)
        if request.method == "POST" and form.is_valid():
            try:
                step.take(agreement, cast(Any, request.user), form.cleaned_data.get("reason", ""))
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
            "gaps": agreement.gaps() if step.reason_label is None else {},
        }
        return TemplateResponse(request, "admin/agreements/step.html", context)
