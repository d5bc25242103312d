"""How the site writes what stands in a row, and what Django itself writes beside it."""

from datetime import date

import pytest
from babel import Locale
from babel.core import UnknownLocaleError, localedata
from babel.dates import get_month_names
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from agreements.comparing import Comparison
from agreements.partial_dates import PartialDate
from agreements.writing import enumerated, in_a_row, in_words

LEVANTINE = "تشرين الثاني"


@pytest.mark.parametrize(
    ("language", "said", "listed"),
    [("ar", "عمّان، Bursa", "العربية والتركية"), ("en", "عمّان, Bursa", "Arabic and Turkish")],
)
def test_names_stand_with_the_readers_comma_and_words_as_its_grammar_lists_them(
    language: str, said: str, listed: str
) -> None:
    with override(language):
        assert in_a_row(["عمّان", "Bursa"]) == said
        assert enumerated(Locale(language).languages[code] for code in ("ar", "tr")) == listed
        assert enumerated([]) == in_a_row([]) == ""


@pytest.mark.parametrize(("language", "said"), [("ar", "العربية، التركية"), ("en", "Arabic, Turkish")])
def test_a_change_of_languages_is_told_by_their_names(language: str, said: str) -> None:
    before, after = {"authentic_languages": ["ar"]}, {"authentic_languages": ["ar", "tr"]}
    with override(language):
        [changed] = Comparison([before, after]).between(before, after)
        assert changed.after == said


def test_what_django_writes_has_the_months_of_the_sites_region() -> None:
    day = date(2026, 11, 30)
    with override("ar"):
        assert in_words(PartialDate.of(day)) == f"30 {LEVANTINE} 2026"
        assert LEVANTINE in date_format(day)
    with override("en"):
        assert "Nov" in date_format(day)


def test_these_months_are_those_of_no_other_region() -> None:
    """After Unicode CLDR, which the settings follow."""
    regions = {name.split("_")[1] for name in localedata.locale_identifiers() if name.startswith("ar_")}
    levantine = set()
    for region in regions:
        try:
            names = get_month_names("wide", locale=f"ar_{region}")
        except UnknownLocaleError:
            continue
        if names[11] == LEVANTINE:
            levantine.add(region)
    assert levantine == set(settings.LEVANTINE_MONTHS)
