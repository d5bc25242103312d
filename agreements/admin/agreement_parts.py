"""The form of an agreement and of all that belongs to it, each part with its own rules."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agreements.admin.ruled import DraftPart, LivingPart, labelled, was_published
from agreements.admin.sides import NamesItsSide, OptionalSideForm, PartyFormSet, SideForm, SideInline
from agreements.comparing import Comparison
from agreements.enumerations import EventKind, Subject
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
    Revision,
    Signatory,
    Source,
)
from agreements.models.agreement_queries import AgreementQuerySet
from agreements.models.bilingual import readers_language
from agreements.models.event import ABOUT_THE_RECORD
from agreements.writing import in_a_row

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
        return short_textarea(super().formfield_for_dbfield(db_field, request, **kwargs))


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
        return short_textarea(super().formfield_for_dbfield(db_field, request, **kwargs))


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
        return super().get_queryset(request).filter(object__in=readable(request)).select_related("object")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "object":
            kwargs["queryset"] = readable(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return _plain(super().formfield_for_dbfield(db_field, request, **kwargs))


def readable(request: HttpRequest) -> AgreementQuerySet:
    return Agreement.objects.visible_to(request.user)


def _plain(field: Any) -> Any:
    """A narrow field for a row of a table: a short box, and a chooser without its four buttons."""
    for button in ("can_add_related", "can_change_related", "can_view_related", "can_delete_related"):
        if hasattr(getattr(field, "widget", None), button):
            setattr(field.widget, button, False)
    return labelled(short_textarea(field))


def short_textarea(field: Any) -> Any:
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
    # Which state of the record the form shows: another has been saved since where this is not the latest.
    version = forms.IntegerField(label=_("number of the state"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        if field := self.fields.get("authentic_languages"):
            codes = dict.fromkeys([*COMMON, *self.instance.authentic_languages])
            field.choices = [(code, language_name(code, readers_language())) for code in codes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Nothing is overwritten silently: what others saved meanwhile is named, the text typed here stays,
        and saving once more is a decision."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        found = cleaned.get("version")
        if self.instance.pk and found is not None and found != self.instance.version:
            states = Revision.objects.of(Subject.AGREEMENT, self.instance.pk)
            before, now = states.filter(number=found).first(), states.last()
            then = before.content if before else None
            content = now.content if now else None
            differences = Comparison([then, content]).between(then, content)
            changed = dict.fromkeys(one.where for one in differences)
            self.data = cast(Any, self.data).copy()
            cast(Any, self.data)[self.add_prefix("version")] = str(self.instance.version)
            message = _(
                "Not saved: meanwhile %(name)s changed this record (%(fields)s). What you typed still stands "
                "here; save again to keep yours, or open the record anew to see theirs."
            )
            params = {"name": (now and now.by) or "–", "fields": in_a_row(changed)}
            raise ValidationError(message, params=params)
        return cleaned

    class Meta:
        model = Agreement
        fields = [field.name for field in Agreement._meta.fields if field.editable and not field.primary_key]
