"""The parts of the entry form: the instrument, and the rows that hang on it, each a form of its own."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from agreements.enumerations import CityKind, EventKind
from agreements.languages import COMMON, language_name
from agreements.models import Agreement, City, Document, DomainCoverage, Event, Party, Signatory, Source
from agreements.models.bilingual import readers_language
from agreements.search.named import cities_meant
from agreements.search.query import find

DIRECTIONS = {"ar": "rtl", "en": "ltr"}
SHORT = {"rows": 2}


class EntryPart(forms.ModelForm):
    """A form whose fields run in the direction of their language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            direction = DIRECTIONS.get(name[-2:], "auto") if name[-3:-2] == "_" else "auto"
            if isinstance(field.widget, forms.TextInput | forms.Textarea):
                field.widget.attrs.setdefault("dir", direction)
            if direction != "auto":
                field.widget.attrs["lang"] = name[-2:]
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.update(SHORT)
            field.widget.attrs.pop("maxlength", None)

    def wrong(self) -> dict[str, Any]:
        """The faults by field name as it stands on the page."""
        return {self.add_prefix(name): errors for name, errors in self.errors.items()}


class InstrumentForm(EntryPart):
    authentic_languages = forms.MultipleChoiceField(
        label=_("authentic languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The languages whose text has legal force."),
    )

    class Meta:
        model = Agreement
        fields = [
            "kind",
            "title_ar",
            "title_en",
            "designation_ar",
            "designation_en",
            "summary_ar",
            "summary_en",
            "authentic_languages",
            "signed_on",
            "signed_on_as_written",
            "place_ar",
            "place_en",
            "effect_rule",
            "in_force_on",
            "term",
            "duration_months",
            "expires_on",
            "renewal",
            "renewal_months",
            "notice_months",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = dict.fromkeys([*COMMON, *self.instance.authentic_languages])
        offered = cast(Any, self.fields["authentic_languages"])
        offered.choices = [(code, language_name(code, readers_language())) for code in codes]


class PartyRow(EntryPart):
    """A city in its place. The city is typed by name: the page's suggestions fill in which one is meant;
    without them the name decides, and where it cannot, the possible ones are offered."""

    city_name = forms.CharField(label=_("city"), max_length=200)
    city = forms.ModelChoiceField(City.objects.all(), required=False, widget=forms.HiddenInput)
    add_city = forms.BooleanField(label=_("The register does not have this city: add it"), required=False)
    add_country = forms.ChoiceField(
        label=_("country of the new city"), required=False, choices=[("", "---------"), *countries]
    )
    add_kind = forms.ChoiceField(
        label=_("kind of the new city"), required=False, choices=[("", "---------"), *CityKind.choices]
    )

    class Meta:
        model = Party
        fields = ["role", "name_ar", "name_en"]

    # The cities that the name may mean, where it does not decide.
    possible: list[City] = []

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name = cleaned.get("city_name", "").strip()
        if not name:
            return cleaned
        city = cleaned.get("city")
        if city is None or name not in _names_of(city):
            city = self._meant(name)
        if city is None and cleaned.get("add_city"):
            city = self._new_city(name, cleaned)
        if city is None:
            self.add_error("city_name", self._unknown(name))
        else:
            cleaned["city"] = self.instance.city = city
        return cleaned

    def _meant(self, name: str) -> City | None:
        """The one city that is called so; where there are more or none, those that may be meant are kept."""
        exact = cities_meant(name)[:8]
        if len(exact) == 1:
            return exact[0]
        self.possible = exact or list(find(City.objects.all(), name).listing()[:8])
        return None

    def _new_city(self, name: str, cleaned: dict[str, Any]) -> City | None:
        """A city that is not saved yet; None, with the fault at its field, while something is missing."""
        arabic = any("\u0600" <= letter <= "\u06ff" for letter in name)
        city = City(
            country=cleaned.get("add_country", ""),
            kind=cleaned.get("add_kind") or CityKind.MUNICIPALITY,
            **{"name_ar" if arabic else "name_en": name},
        )
        if not city.country:
            self.add_error("add_country", _("Say in which country the new city lies."))
            return None
        city.choose_slug()
        return city

    def _unknown(self, name: str) -> ValidationError:
        if self.possible:
            return ValidationError(_("Which city do you mean by “%(name)s”?"), params={"name": name})
        message = _("The register has no city called “%(name)s”. Check the spelling, or add the city.")
        return ValidationError(message, params={"name": name})


def _names_of(city: City) -> set[str]:
    return {city.name_ar, city.name_en, city.authority_ar, city.authority_en, city.picked_name}


class SignatoryRow(EntryPart):
    # Which row of the parties the person signed for.
    of = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Signatory
        fields = ["name_ar", "name_en", "office_ar", "office_en", "role"]


class SourceRow(EntryPart):
    class Meta:
        model = Source
        fields = ["kind", "publisher", "title_ar", "title_en", "url", "date", "quote"]


class EventRow(EntryPart):
    side = forms.ChoiceField(label=_("party"), required=False)

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
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = cast(Any, self.fields["kind"])
        if self.instance.kind != EventKind.VOIDED:
            kind.choices = [choice for choice in kind.choices if choice[0] != EventKind.VOIDED]

    def offer_sides(self, parties: list[Any]) -> None:
        """The parties on the same page, by the keys of their rows."""
        sides = [(row.key, f"{number}. {row.shown_name}") for number, row in enumerate(parties, start=1)]
        cast(Any, self.fields["side"]).choices = [("", _("All parties")), *sides]


class FileRow(EntryPart):
    """What is said of a file that waits to be deposited with the record."""

    class Meta:
        model = Document
        fields = ["kind", "visibility", "language"]


class CoverageRow(EntryPart):
    class Meta:
        model = DomainCoverage
        fields = ["quote_ar", "quote_en", "article"]


FORMS: dict[str, type[EntryPart]] = {
    "party": PartyRow,
    "signatory": SignatoryRow,
    "source": SourceRow,
    "event": EventRow,
    "file": FileRow,
}
