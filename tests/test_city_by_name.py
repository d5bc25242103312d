"""Which city a typed name means, through every door that asks for one."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from agreements.city_by_name import CityByNameField, city_meant
from agreements.models import Agreement, City, User
from agreements.reference.taxonomy import load_taxonomy
from tests.cast import Cast
from tests.desk.test_from_text import ADDRESS, TEXT, page, proposed
from tests.factories import CityFactory, published
from tests.test_filters import asked
from tests.worlds import begin_with

As = Callable[[User | None], Client]


@pytest.fixture
def namesakes(cast: Cast) -> list[City]:
    """Two more cities called Hebron, one of them by an alias that is the short name of another."""
    american = CityFactory(slug="hebron-us", name_en="Hebron", name_ar="هبرون", country="US")
    welsh = CityFactory(slug="hebron-gb", name_en="Hebron Chapel", name_ar="", country="GB")
    welsh.aliases.create(text="hebron", language="en")
    return [cast.hebron, american, welsh]


def test_a_short_name_means_its_city_whatever_others_are_called(namesakes: list[City]) -> None:
    for city in namesakes:
        assert city_meant(city.slug) == city


def test_a_name_that_several_bear_is_asked_unless_the_country_decides(namesakes: list[City]) -> None:
    with pytest.raises(ValidationError) as refusal:
        city_meant("Hebron")
    assert refusal.value.code == "several"
    for city in namesakes:
        assert city.slug in refusal.value.messages[0]
        assert city_meant("HEBRON", city.country.code) == city
    with pytest.raises(ValidationError):
        city_meant("Hebron", "FR")


@pytest.mark.parametrize("typed", ["عمان", "عَمَّان", "أمانه عمان الكبرى", "ＡＭＭＡＮ", "AMMÁN"])
def test_a_name_is_met_however_its_letters_are_written(cast: Cast, typed: str) -> None:
    assert city_meant(typed) == cast.amman
    with_amman = published(parties=[cast.hebron, cast.amman])
    published(parties=[cast.hebron, cast.bursa])
    assert list(asked(city=typed).qs) == [with_amman]
    with pytest.raises(ValidationError):
        city_meant("عمان الجديدة")


def test_a_name_that_nobody_bears_is_said_and_an_empty_one_is_none(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        city_meant("Nowhere")
    assert refusal.value.code == "unknown"
    assert CityByNameField(required=False).clean(" ") is None
    assert CityByNameField().clean(" الخليل ") == cast.hebron


def test_a_press_text_s_party_is_settled_by_its_short_name(
    namesakes: list[City], cast: Cast, as_: As
) -> None:
    begin_with(load_taxonomy)
    client = as_(cast.registrar)
    asked = client.post(ADDRESS, proposed(page(client, TEXT), **{"a0-party-0-city": "Hebron"}))
    assert asked.status_code == 422
    assert "hebron-us" in asked.content.decode()
    client.post(ADDRESS, proposed(page(client, TEXT), **{"a0-party-0-city": "hebron-us"}))
    parties = Agreement.objects.get().parties.values_list("city__slug", flat=True)
    assert set(parties) == {"hebron-us", cast.hebron.slug}
