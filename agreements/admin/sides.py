"""Rows that belong to one party, entered on the agreement's own form.

A signatory or an approval hangs on a party, which may itself be new on the same form. The clerk
chooses the side (first party, second party…) and the row is tied to that party when all is saved.
"""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet, BaseModelFormSet, ModelForm, modelformset_factory
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Party

MOST_PARTIES = 12
ORDINALS = (
    _("First party"),
    _("Second party"),
    _("Third party"),
    _("Fourth party"),
    _("Fifth party"),
    _("Sixth party"),
    _("Seventh party"),
    _("Eighth party"),
    _("Ninth party"),
    _("Tenth party"),
    _("Eleventh party"),
    _("Twelfth party"),
)


class PartyFormSet(BaseInlineFormSet):
    """The parties in the order of their rows; no city twice."""

    def kept(self) -> list[Party]:
        """The parties that will stand after saving, in order: the first is side 1."""
        forms_kept = [form for form in self.forms if not self._discards(form)]
        return [form.instance for form in forms_kept if form.instance.pk or form.has_changed()]

    def _discards(self, form: ModelForm) -> bool:
        return bool(self.can_delete and form.cleaned_data.get("DELETE")) if form.is_valid() else False

    def validate_unique(self) -> None:
        """A city that stands twice is named at the second row."""
        seen: set[int] = set()
        for form in self.forms:
            city = getattr(form, "cleaned_data", {}).get("city")
            if city is None or self._discards(form):
                continue
            if city.pk in seen:
                form.add_error(
                    "city", _("This city is already a party: no city stands twice in one agreement.")
                )
            seen.add(city.pk)

    def save(self, commit: bool = True) -> Any:
        for order, party in enumerate(self.kept(), start=1):
            party.order = order
        return super().save(commit)


class SideForm(ModelForm):
    """A form whose row belongs to one of the parties on the same page."""

    side = forms.TypedChoiceField(label=_("party"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, agreement: Agreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties: PartyFormSet | None = None
        present = list(agreement.parties.all()) if agreement and agreement.pk else []
        side = cast(forms.TypedChoiceField, self.fields["side"])
        side.choices = [("", "---------"), *_sides(present)]
        if self.instance.party_id:
            ids = [party.pk for party in present]
            self.initial["side"] = ids.index(self.instance.party_id) + 1

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        side = cleaned.get("side")
        if side is not None and self.parties is not None:
            standing = self.parties.kept()
            if side > len(standing):
                raise ValidationError({"side": _("There is no such party on this form.")})
            self.instance.party = standing[side - 1]
        elif side is None and not self.fields["side"].required:
            self.instance.party = None
        return cleaned


class OptionalSideForm(SideForm):
    """A form whose row may concern all parties."""

    side = forms.TypedChoiceField(label=_("party"), coerce=int, empty_value=None, required=False)


def _sides(present: list[Party]) -> list[tuple[int, str]]:
    """The sides to choose from: the parties by name, then places for parties not saved yet."""
    named = [(number, f"{number}. {party.name}") for number, party in enumerate(present, start=1)]
    open_places = [(number + 1, str(ORDINALS[number])) for number in range(len(present), MOST_PARTIES)]
    return named + open_places[:4]


class SideFormSet(BaseModelFormSet):
    """The rows of all parties of one agreement, as one inline."""

    fk = None
    model: Any

    def __init__(self, *args: Any, instance: Agreement, save_as_new: bool = False, **kwargs: Any) -> None:
        self.instance = instance
        queryset = self.model._default_manager.filter(party__agreement=instance.pk).select_related("party")
        kwargs["queryset"] = queryset.order_by("party__order", "pk")
        super().__init__(*args, **kwargs)

    @classmethod
    def get_default_prefix(cls) -> str:
        return str(cls.model._meta.model_name)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "agreement": self.instance}


class SideInline(admin.StackedInline):
    """An inline of rows that hang on a party; listed after the inline of the parties."""

    form: type[SideForm] = SideForm
    checks_class = admin.checks.BaseModelAdminChecks
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        writable = self.has_change_permission(request, obj) or self.has_add_permission(request, obj)
        return modelformset_factory(
            self.model,
            form=self.form,
            formset=SideFormSet,
            fields=[name for name in flatten(self.get_fields(request, obj)) if name != "side"],
            formfield_callback=lambda field, **options: self.formfield_for_dbfield(field, request, **options),
            extra=self.get_extra(request, obj) if writable else 0,
            can_delete=self.has_delete_permission(request, obj),
        )
