"""The forms of an import: the file, and what its columns say."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import rules
from agreements.city_by_name import CityByNameField
from agreements.exchange.sheets.headings import columns
from agreements.exchange.sheets.table import letter
from agreements.models import City, SheetImport, User
from agreements.rules import standing_of

LARGEST_UPLOAD = 20 << 20


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("spreadsheet"),
        help_text=gettext_lazy("XLSX, ODS or CSV, at most 20 MB and 100,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise ValidationError(_("The file is larger than 20 MB."))
        return file


class ColumnsForm(forms.Form):
    """What each column of the sheet says, and what is to become of its rows."""

    own_city = forms.ModelChoiceField(
        City.objects.none(),
        required=False,
        label=gettext_lazy("city whose agreements the sheet lists"),
        help_text=gettext_lazy("Where a row names one city only, this is the other."),
        empty_label="—",
    )
    publishes = forms.BooleanField(
        required=False,
        label=gettext_lazy("publish at once, without review"),
        help_text=gettext_lazy(
            "Otherwise the rows become drafts. What is published so is of evidence level 0."
        ),
    )

    def __init__(self, sheet: SheetImport, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        standing = standing_of(user)
        own = cast(Any, self.fields["own_city"])
        own.queryset = (
            City.objects.all() if standing.registrar else City.objects.filter(pk__in=standing.cities)
        )
        mine = list(City.objects.filter(pk__in=standing.cities)[:2])
        own.initial = sheet.own_city_id or (mine[0].pk if len(mine) == 1 else None)
        if standing.registrar:
            own.widget = forms.TextInput(attrs={"list": "cities", "data-cities": "", "dir": "auto"})
            self.fields["own_city"] = CityByNameField(
                label=own.label, help_text=own.help_text, required=False
            )
            self.fields["own_city"].initial = sheet.own_city.picked_name if sheet.own_city else ""
        if not rules.may_publish_import(user):
            del self.fields["publishes"]
        for place, heading in enumerate(sheet.headings):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading or letter(place),
                required=False,
                choices=choices(),
                initial=sheet.keys[place] if place < len(sheet.keys) else "",
            )
        self.order_fields([f"column_{place}" for place in range(len(sheet.headings))])

    @property
    def keys(self) -> list[str]:
        return [self.cleaned_data.get(f"column_{place}") or "" for place in range(len(self.sheet.headings))]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The columns of the sheet, with the first of what stands in them."""
        return [
            {
                "letter": letter(place),
                "heading": heading,
                "field": self[f"column_{place}"],
                "samples": [
                    cells[place] for cells in self.sheet.samples if place < len(cells) and cells[place]
                ],
            }
            for place, heading in enumerate(self.sheet.headings)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen: dict[str, int] = {}
        for place, key in enumerate(self.keys):
            if key and key in chosen:
                message = _("Column %(column)s was chosen for this already.") % {
                    "column": letter(chosen[key])
                }
                self.add_error(f"column_{place}", message)
            elif key:
                chosen[key] = place
        sides = {"city_1", "city_2", "city_3"} & set(chosen)
        named = "parties" in chosen or "registry_number" in chosen or len(sides) > 1
        if not named and not (sides and (cleaned.get("own_city") or "own_city" in self.errors)):
            message = _("Say which columns name the cities: two of them, or one and the city of the sheet.")
            self.add_error(None, message)
        return cleaned


def choices() -> list[Any]:
    """The columns of the register in their groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for column in columns().values():
        groups.setdefault(str(column.group), []).append((column.key, str(column.label)))
    return [("", _("— leave out —")), *groups.items()]
