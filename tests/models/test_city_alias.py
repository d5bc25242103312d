"""The names that a city bore, and on which days it was called by them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from agreements.models import CityAlias
from tests.factories import CityFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("since", "until", "day", "called"),
    [
        ("1925", "1961-11-10", "1950-01-01", True),
        ("1925", "1961-11-10", "1961-11-10", True),
        ("1925", "1961-11-10", "1961-11-11", False),
        ("1925", "1961-11-10", "1924-12-31", False),
        # Within a year of which no more is known it cannot be decided.
        ("1925", "1961-11-10", "1925-06-01", False),
        ("1925", "1961", "1961-06-01", False),
        ("1925", "1961", "1960-12-31", True),
        ("", "1961", "1800-01-01", True),
        # A name that has no end is no former one: it is met beside today's.
        ("1925", "", "1950-01-01", False),
        ("", "", "1950-01-01", False),
    ],
)
def test_a_former_name_is_borne_as_far_as_its_dates_decide_it(
    since: str, until: str, day: str, called: bool
) -> None:
    city = CityFactory(name_ar="فولغوغراد", name_en="Volgograd")
    city.aliases.create(text="ستالينغراد", language="ar", kind="former", since=since, until=until)
    names = CityAlias.objects.borne_on(date.fromisoformat(day))
    assert names == ({city.pk: {"ar": "ستالينغراد"}} if called else {})


def test_of_names_in_other_languages_none_stands_for_the_citys_own() -> None:
    CityFactory().aliases.create(text="Zarizyn", language="de", kind="former", until="1925")
    assert CityAlias.objects.borne_on(date(1900, 1, 1)) == {}


def test_a_name_ends_no_earlier_than_it_begins() -> None:
    alias = CityAlias(city=CityFactory(), text="Constantia", since="1453", until="330")
    with pytest.raises(ValidationError):
        alias.full_clean()
    alias = CityAlias(city=CityFactory(), text="Constantia", since="1453", until="1330")
    with pytest.raises(ValidationError) as refused:
        alias.full_clean()
    assert "until" in refused.value.message_dict
    CityAlias(city=CityFactory(), text="Constantia", since="1330", until="1330-05").full_clean()
