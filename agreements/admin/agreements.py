"""Agreements in the admin: one form for the instrument and all that hangs on it."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from agreements import rules
from agreements.admin.listfilters import CountryFilter, SignatureYearFilter, StatusFilter
from agreements.admin.ruled import DraftPart, LivingPart, RuledAdmin, labelled, was_published, without_nul
from agreements.admin.sides import NamesItsSide, OptionalSideForm, PartyFormSet, SideForm, SideInline
from agreements.enumerations import EventKind
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
from agreements.models.agreement_queries import AgreementQuerySet
from agreements.models.bilingual import readers_language
from agreements.models.event import ABOUT_THE_RECORD
from agreements.models.status_period import why
from agreements.search.query import find
from agreements.steps import STEPS, StepForm, open_steps
from agreements.templatetags.record import on_day

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

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A party of a published record withdraws by an event; it does not vanish."""
        return super().has_delete_permission(request, obj) and not was_published(obj)


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
    fields = [("kind", "publisher"), ("title_ar", "title_en"), ("url", "locator", "date"), "quote"]

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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == EventKind.WITHDRAWAL and cleaned.get("side", "") is None:
            self.add_error("side", _("Say which party withdrew."))
        return cleaned


class EventFormSet(BaseInlineFormSet):
    """The events of one agreement, those on the form held against each other."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "agreement": self.instance}

    @cached_property
    def offered(self) -> dict[str, Any]:
        """The sources and the entries to choose from: the same for all rows, and read once."""
        fields: dict[str, Any] = self.form.base_fields
        return {name: list(fields[name].choices) for name in fields.keys() & {"source", "voids"}}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, choices in self.offered.items():
            form.fields[name].choices = choices

    def clean(self) -> None:
        """Nothing happens to a party after the withdrawal that stands on the same form."""
        super().clean()
        rows = [(form, self._row(form)) for form in self.forms]
        voided = {row["voids"].pk for form, row in rows if isinstance(row.get("voids"), Event)}
        left = {
            row.get("side"): row.get("effective_from") or row.get("date")
            for form, row in rows
            if row.get("kind") == EventKind.WITHDRAWAL and form.instance.pk not in voided
        }
        for form, row in rows:
            day, gone = row.get("date"), left.get(row.get("side"))
            about_party = row.get("kind") not in (None, EventKind.WITHDRAWAL, *ABOUT_THE_RECORD)
            if form.has_changed() and about_party and day and gone and day.after(gone):
                message = _("%(party)s withdrew on %(withdrawn)s: after that nothing can happen to it.")
                params = {"party": form.instance.party, "withdrawn": gone}
                form.add_error("date", ValidationError(message, params=params))

    def _row(self, form: Any) -> dict[str, Any]:
        """What the form says; nothing where the entry is being removed."""
        row: dict[str, Any] = getattr(form, "cleaned_data", {})
        return {} if row.get(DELETION_FIELD_NAME) else row


class EventInline(NamesItsSide, LivingPart, admin.StackedInline):
    model = Event
    form = EventForm
    formset = EventFormSet
    extra = 0
    fields = [
        ("kind", "side", "date"),
        ("effective_from", "effective_to", "decision_reference"),
        ("note_ar", "note_en"),
        ("source", "voids"),
    ]

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

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgreementLink]:
        """Links to records that this person may read."""
        return super().get_queryset(request).filter(object__in=_readable(request)).select_related("object")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "object":
            kwargs["queryset"] = _readable(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return _plain(super().formfield_for_dbfield(db_field, request, **kwargs))


def _readable(request: HttpRequest) -> AgreementQuerySet:
    return Agreement.objects.visible_to(request.user)


def _plain(field: Any) -> Any:
    """A narrow field for a row of a table: a short box, and a chooser without its four buttons."""
    for button in ("can_add_related", "can_change_related", "can_view_related", "can_delete_related"):
        if hasattr(getattr(field, "widget", None), button):
            setattr(field.widget, button, False)
    return labelled(_short_textarea(field))


def _short_textarea(field: Any) -> Any:
    if field is not None and isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 2
        field.widget.attrs.setdefault("dir", "auto")
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
        (None, {"fields": ["record", "course", "status_now", "status_history"]}),
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
    list_filter = ["record_state", StatusFilter, "kind", CountryFilter, SignatureYearFilter, "evidence_level"]
    list_per_page = 50
    date_hierarchy = "created_at"
    search_fields = ["registry_number"]
    search_help_text = _(
        "Titles, designations, registry numbers and the names of cities, in Arabic or English"
    )
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # Counting each choice would cost a query a choice.
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return _readable(request).for_list().newest_first()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        term = without_nul(search_term)
        return find(queryset, term).rows, False

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
        return _short_textarea(super().formfield_for_dbfield(db_field, request, **kwargs))

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
        record on."""
        agreement = self.get_object(request, unquote(object_id))
        if agreement is not None and request.method == "POST":
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
        return list(_readable(request).likely_duplicates_of(agreement)[:10])

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
