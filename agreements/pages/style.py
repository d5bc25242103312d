"""The living page of the design: every component, in both directions side by side."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from agreements.enumerations import AgreementKind, LegalStatus, RecordState
from agreements.models import Agreement, City
from agreements.pages.as_of import AsOf
from agreements.pages.narrowing import FacetLinks, Link
from agreements.pages.portrait import Bar
from agreements.partial_date_fields import PartialDateFormField
from agreements.partial_dates import PartialDate

HEBRON = City(
    slug="hebron",
    name_ar="الخليل",
    name_en="Hebron",
    authority_ar="بلدية الخليل",
    authority_en="Hebron Municipality",
    country="PS",
    latitude=31.53,
    longitude=35.1,
)
AMMAN = City(
    slug="amman",
    name_ar="عمّان",
    name_en="Amman",
    authority_ar="أمانة عمان الكبرى",
    authority_en="Greater Amman Municipality",
    country="JO",
    latitude=31.95,
    longitude=35.93,
)
AGREEMENT = Agreement(
    kind=AgreementKind.BROTHERHOOD,
    title_ar="اتفاقية التآخي والتعاون بين الخليل وعمّان",
    title_en="Agreement of brotherhood and cooperation between Hebron and Amman",
    signed_on=PartialDate.parse("2014-06"),
    registry_number="TW-2026-00001",
)
COLOURS = ("ink", "quiet", "paper", "sheet", "well", "accent", "deep", "brass", "blue", "red")


class SampleForm(forms.Form):
    """A form as it comes back with a mistake in it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind)
    signed_on = PartialDateFormField(
        label=_("Signed on"),
        help_text=_("As far as it is known: 2014, 06/2014 or 3/6/2014. Leave empty if unknown."),
    )


def facet(side: str) -> FacetLinks:
    """A facet with a choice taken; ids are of one side of the page."""
    taken = Link("#content", AgreementKind.BROTHERHOOD.label, 1208, "brotherhood", is_taken=True)
    other = Link("#content", AgreementKind.TWINNING.label, 317, "twinning")
    more = Link("#content", AgreementKind.PROTOCOL.label, 2, "protocol")
    return FacetLinks(f"{side}-kind", _("Kind"), [taken, other], [more], is_taken=True)


class Style(TemplateView):
    template_name = "style.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            colours=COLOURS,
            statuses=LegalStatus,
            draft=RecordState.DRAFT,
            cities=[HEBRON, AMMAN],
            agreement=AGREEMENT,
            as_of=AsOf(date(2016, 5, 1)),
            facets={code: facet(code) for code in ("ar", "en")},
            sorts=[
                Link("#content", _("Latest signed"), is_taken=True),
                Link("#content", _("Registry number")),
            ],
            bars=[Bar(HEBRON.name, 12, 100, "#content"), Bar(AMMAN.name, 5, 42, "#content")],
            forms={code: SampleForm({"signed_on": "2014-13"}, auto_id=f"{code}_%s") for code in ("ar", "en")},
            **kwargs,
        )
