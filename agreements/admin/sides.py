"""Rows that belong to one party, entered on the agreement's own form.

A signatory or an approval hangs on a party, which may itself be new on the same form. The clerk
chooses the side (first party, second party…) and the row is tied to that party when all is saved.
"""

from collections.abc import Set
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import flatten
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet, BaseModelFormSet, ModelForm, modelformset_factory
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements import rules
from agreements.models import Agreement, Party
from agreements.models.party import MOST_PARTIES

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

    # The stored parties whose city still stands on the form, by id.
    at_home: Set[Any] = frozenset()
    # Who fills in the form.
    editor: Any = None

    def sides(self) -> list[ModelForm]:
        """The rows that hold a party, in order: the first is side 1. Rows left blank do not count; a
        party that is being removed keeps its place, so that the others keep theirs."""
        return [form for form in self.forms if form.instance.pk or form.has_changed()]

    def removes(self, form: ModelForm) -> bool:
        """Whether the clerk ticked this party to be removed."""
        return bool(self.can_delete and getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME))

    def validate_unique(self) -> None:
        """A city that stands twice is named at the second row."""
        seen: set[int] = set()
        for form in self.forms:
            city = form.instance.city_id if getattr(form, "cleaned_data", {}).get("city") else None
            if city is None or self.removes(form):
                continue
            if city in seen:
                form.add_error(
                    "city", _("This city is already a party: no city stands twice in one agreement.")
                )
            seen.add(city)

    def clean(self) -> None:
        super().clean()
        self._follow_cities()
        standing = rules.standing_of(self.editor)
        cities = {form.instance.city_id for form in self.sides() if not self.removes(form)}
        if cities and not standing.registrar and cities.isdisjoint(standing.cities):
            raise ValidationError(_("Your city is not a party to this agreement."))

    def _follow_cities(self) -> None:
        """A party follows its city, not its row: where two cities changed places, what hangs on each
        stays with it."""
        rows = [form for form in self.initial_forms if form.instance.pk]
        stored = {form.initial["city"]: form.instance.pk for form in rows}
        homes = {form: stored.pop(form.instance.city_id, None) for form in rows if not self.removes(form)}
        self.at_home = set(homes.values()) - {None}
        free = [form.instance.pk for form in rows if form.instance.pk not in self.at_home]
        for form in sorted(rows, key=lambda row: row.instance.pk not in free):
            found = homes.get(form) or (form.instance.pk if form.instance.pk in free else free[0])
            form.instance.pk = found
            if found in free:
                free.remove(found)

    def save(self, commit: bool = True) -> Any:
        """Those that stay are numbered by their rows."""
        staying = [form.instance for form in self.sides() if not self.removes(form)]
        for order, party in enumerate(staying, start=1):
            party.order = order
        saved = super().save(commit)
        for party in staying:
            Party.objects.filter(pk=party.pk).exclude(order=party.order).update(order=party.order)
        return saved


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
        if self.data.get(self.add_prefix(DELETION_FIELD_NAME)):
            return cleaned
        if side is not None and self.parties is not None:
            self.instance.party = self._party_of(side, self.parties)
        elif side is None and not self.fields["side"].required:
            self.instance.party = None
        return cleaned

    def _party_of(self, side: int, parties: PartyFormSet) -> Party:
        """The party that stands on this side. A stored row whose side nobody touched stays with its city,
        whichever side that city has now."""
        rows = parties.sides()
        if side > len(rows):
            raise ValidationError({"side": _("There is no such party on this form.")})
        chosen: Party = rows[side - 1].instance
        if self.instance.party_id and "side" not in self.changed_data:
            if self.instance.party_id in parties.at_home:
                return cast(Party, self.instance.party)
            if self.instance.party_id != chosen.pk:
                message = _("Another city stands in this place now: choose the party again.")
                raise ValidationError({"side": message})
        if parties.removes(rows[side - 1]):
            message = _("This party is being removed: choose another, or remove this entry too.")
            raise ValidationError({"side": message})
        return chosen


class OptionalSideForm(SideForm):
    """A form whose row may concern all parties."""

    side = forms.TypedChoiceField(label=_("party"), coerce=int, empty_value=None, required=False)


def _sides(present: list[Party]) -> list[tuple[int, str]]:
    """The sides to choose from: the parties by name, then places for parties not saved yet."""
    named = [(number, f"{number}. {party.name}") for number, party in enumerate(present, start=1)]
    return named + [(number + 1, str(ORDINALS[number])) for number in range(len(present), MOST_PARTIES)]


class SideFormSet(BaseModelFormSet):
    """The rows of all parties of one agreement, as one inline."""

    fk = None
    model: Any

    def __init__(self, *args: Any, instance: Agreement, save_as_new: bool = False, **kwargs: Any) -> None:
        self.instance = instance
        queryset = self.model._default_manager.filter(party__agreement=instance.pk).select_related("party")
        kwargs["queryset"] = queryset.order_by("party__order", *self.model._meta.ordering)
        super().__init__(*args, **kwargs)

    @classmethod
    def get_default_prefix(cls) -> str:
        return str(cls.model._meta.model_name)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "agreement": self.instance}


class NamesItsSide(InlineModelAdmin):
    """An inline whose rows name their side; who may only look reads the party's name."""

    @admin.display(description=_("party"))
    def side(self, row: Any) -> Any:
        return row.party


class SideInline(NamesItsSide, admin.StackedInline):
    """An inline of rows that hang on a party; listed after the inline of the parties."""

    form: type[SideForm] = SideForm
    checks_class = admin.checks.BaseModelAdminChecks
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        may_add = self.has_add_permission(request, obj)
        may_change = self.has_change_permission(request, obj)

        class PermittedForm(self.form):  # type: ignore[name-defined]
            def has_changed(self) -> bool:
                """What may not be written counts as untouched, whatever was sent."""
                permitted = may_add if self.instance._state.adding else may_change
                return bool(permitted and super().has_changed())

        return modelformset_factory(
            self.model,
            form=PermittedForm,
            formset=SideFormSet,
            fields=[name for name in flatten(self.get_fields(request, obj)) if name != "side"],
            formfield_callback=lambda field, **options: self.formfield_for_dbfield(field, request, **options),
            extra=self.get_extra(request, obj),
            max_num=self.get_max_num(request, obj),
            can_delete=self.has_delete_permission(request, obj),
        )
