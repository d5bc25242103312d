"""What is added to a record as time goes on: the forms of an event, an activity and a document."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import AdditionKind
from agreements.models import Activity, Agreement, City, CooperationDomain, Document, Event


class AdditionForm(forms.ModelForm):
    """A row of an agreement, which is given with the instance."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            direction = {"ar": "rtl", "en": "ltr"}.get(name[-2:] if name[-3:-2] == "_" else "")
            if direction:
                field.widget.attrs["dir"] = direction
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2
        for name, rows in self.offered(self.instance.agreement).items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def offered(self, agreement: Agreement) -> dict[str, Any]:
        """What may be chosen, by field: of this agreement, not of others."""
        return {}


class EventForm(AdditionForm):
    class Meta:
        model = Event
        fields = (
            "kind",
            "date",
            "party",
            "effective_from",
            "effective_to",
            "decision_reference",
            "note_ar",
            "note_en",
            "voids",
        )

    def offered(self, agreement: Agreement) -> dict[str, Any]:
        return {
            "party": agreement.parties.select_related("city"),
            "voids": agreement.events.filter(voided_by=None),
        }


class ActivityForm(AdditionForm):
    class Meta:
        model = Activity
        fields = (
            "kind",
            "state",
            "title_ar",
            "title_en",
            "starts_on",
            "ends_on",
            "place_ar",
            "place_en",
            "cities",
            "domains",
            "outcome_ar",
            "outcome_en",
            "budget",
            "currency",
        )
        widgets = {"cities": forms.CheckboxSelectMultiple, "domains": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("cities", [party.city_id for party in self.instance.agreement.parties.all()])

    def offered(self, agreement: Agreement) -> dict[str, Any]:
        cities = City.objects.filter(pk__in=agreement.parties.values("city"))
        return {"cities": cities, "domains": CooperationDomain.objects.top_level()}


class DocumentForm(AdditionForm):
    class Meta:
        model = Document
        fields = (
            "file",
            "kind",
            "title_ar",
            "title_en",
            "language",
            "authenticity",
            "visibility",
            "replaces",
        )

    def offered(self, agreement: Agreement) -> dict[str, Any]:
        return {"replaces": agreement.documents.current()}


FORMS: dict[str, type[AdditionForm]] = {
    AdditionKind.EVENT: EventForm,
    AdditionKind.ACTIVITY: ActivityForm,
    AdditionKind.DOCUMENT: DocumentForm,
}
ADD: dict[str, Promise] = {
    AdditionKind.EVENT: _("Add an event"),
    AdditionKind.ACTIVITY: _("Add an activity"),
    AdditionKind.DOCUMENT: _("Deposit a document"),
}
PROPOSE: dict[str, Promise] = {
    AdditionKind.EVENT: _("Propose an event"),
    AdditionKind.ACTIVITY: _("Propose an activity"),
    AdditionKind.DOCUMENT: _("Propose a document"),
}


def blank(kind: str, agreement: Agreement) -> Any:
    """An empty row of the agreement."""
    return FORMS[kind]._meta.model(agreement=agreement)
