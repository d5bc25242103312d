"""The forms of a draft from a press text: the text, and what was read from it, for the clerk to correct."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from agreements.city_by_name import city_meant
from agreements.enumerations import ActivityKind, AgreementKind
from agreements.from_text.read import LONGEST_TEXT
from agreements.models import City, CooperationDomain
from agreements.partial_date_fields import PartialDateFormField
from agreements.web_address_field import WebAddressField

MOST_ROWS = 30


class TextForm(forms.Form):
    """The announcement, and where it stands."""

    text = forms.CharField(
        label=gettext_lazy("text of the announcement"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=gettext_lazy("Paste it whole, with its headline, in Arabic or English."),
        error_messages={
            "required": gettext_lazy("The text is empty: paste the announcement."),
            "max_length": gettext_lazy(
                "The text is too long: an announcement has at most 100,000 characters."
            ),
        },
    )
    url = WebAddressField(gettext_lazy("web address"), max_length=500, blank=True).formfield()
    publisher = forms.CharField(
        label=gettext_lazy("publisher"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Wafa, Petra, the municipality’s website…"),
    )
    published = PartialDateFormField(
        label=gettext_lazy("published on"),
        required=False,
        help_text=gettext_lazy("“Yesterday” and “on Tuesday” are reckoned from this day and nothing else."),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError(_("The text is empty: paste the announcement."))
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("url") and not cleaned.get("publisher") and "url" in cleaned:
            self.add_error("publisher", _("Say where it stands: a publisher or a web address."))
        return cleaned


class InstrumentForm(forms.Form):
    """The agreement itself."""

    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=AgreementKind.choices)
    designation = forms.CharField(label=gettext_lazy("own designation"), required=False, max_length=300)
    signed_on = PartialDateFormField(label=gettext_lazy("signed on"), required=False)
    place = forms.CharField(label=gettext_lazy("place of signing"), required=False, max_length=200)


class TakenForm(forms.Form):
    """A row that is taken over only if it is ticked; what is not ticked is not judged."""

    take = forms.BooleanField(label=gettext_lazy("take over"), required=False)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.cleaned_data.get("take"):
            self._errors = forms.utils.ErrorDict()

    @property
    def taken(self) -> bool:
        return bool(self.cleaned_data.get("take"))


class PartyForm(TakenForm):
    name = forms.CharField(label=gettext_lazy("name as written"), max_length=250)
    city = forms.CharField(
        label=gettext_lazy("city"),
        max_length=200,
        help_text=gettext_lazy("By its name or short name in the register."),
    )
    is_new = forms.BooleanField(label=gettext_lazy("new to the register"), required=False)
    country = forms.ChoiceField(
        label=gettext_lazy("country"), required=False, choices=lambda: [("", "—"), *countries]
    )

    found: City | None = None

    def clean(self) -> dict[str, Any]:
        """Finds the city that is meant, unless it is new."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("take") or not cleaned.get("city"):
            return cleaned
        if cleaned.get("is_new"):
            if not cleaned.get("country"):
                self.add_error("country", _("A new city needs its country."))
            return cleaned
        try:
            self.found = city_meant(cleaned["city"], cleaned.get("country", ""))
        except ValidationError as refusal:
            unknown = _("The register has no city of this name: correct it, or mark it as new.")
            self.add_error("city", unknown if refusal.code == "unknown" else refusal)
        return cleaned


class SignatoryForm(TakenForm):
    name = forms.CharField(label=gettext_lazy("name"), max_length=150)
    office = forms.CharField(label=gettext_lazy("office"), max_length=200, required=False)
    party = forms.CharField(
        label=gettext_lazy("signed for"),
        max_length=250,
        help_text=gettext_lazy("The party’s name, as above."),
    )


class CoverageForm(TakenForm):
    domain = forms.ModelChoiceField(
        CooperationDomain.objects.none(), to_field_name="code", label=gettext_lazy("cooperation domain")
    )
    quote = forms.CharField(label=gettext_lazy("words that name it"), required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["domain"]
        field.queryset = CooperationDomain.objects.all()  # type: ignore[attr-defined]


class ActivityForm(TakenForm):
    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=ActivityKind.choices)
    title = forms.CharField(label=gettext_lazy("title"), max_length=300)


def rows(form: type[forms.Form]) -> Any:
    return forms.formset_factory(form, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


PartyRows, SignatoryRows = rows(PartyForm), rows(SignatoryForm)
CoverageRows, ActivityRows = rows(CoverageForm), rows(ActivityForm)
