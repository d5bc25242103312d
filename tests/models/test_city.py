"""Cities: what they are called, where they lie, how many agreements they have."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import translation

from agreements.models import City
from tests.cast import Cast
from tests.factories import AgreementFactory, CityFactory, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["hebron", "HEBRON", "الخليل", "Hebron", "hebrON", "خليل الرحمن", "al-khalil"]
)
def test_a_city_is_found_by_short_name_name_or_alias_in_any_letter_case(cast: Cast, name: str) -> None:
    cast.hebron.aliases.create(text="خليل الرحمن")
    cast.hebron.aliases.create(text="Al-Khalil", language="en")
    assert list(City.objects.called(name)) == [cast.hebron]


@pytest.mark.parametrize("name", ["", "Heb", "الخليلي", "%", "_ebron"])
def test_a_part_of_a_name_is_not_the_name(cast: Cast, name: str) -> None:
    cast.hebron.aliases.create(text="Al-Khalil", language="en")
    assert not City.objects.called(name).exists()


def test_a_city_with_many_names_is_found_once(cast: Cast) -> None:
    cast.hebron.aliases.create(text="Hebron", language="tr")
    cast.hebron.aliases.create(text="HEBRON", language="fr")
    assert list(City.objects.called("hebron")) == [cast.hebron]


def test_cities_that_share_a_name_are_all_meant(cast: Cast) -> None:
    tripolis = {CityFactory(name_en="Tripoli", country=country) for country in ("LY", "LB")}
    assert set(City.objects.called("tripoli")) == tripolis


def test_the_short_name_tells_them_apart(cast: Cast) -> None:
    lebanese = CityFactory(slug="tripoli-lb", name_en="Tripoli", country="LB")
    CityFactory(slug="tripoli-ly", name_en="Tripoli", country="LY")
    assert list(City.objects.called("TRIPOLI-LB")) == [lebanese]


def test_the_name_is_in_the_readers_language_and_falls_back_to_the_other(cast: Cast) -> None:
    lydda = CityFactory(name_ar="اللد", name_en="")
    assert lydda.name == "اللد"
    assert not lydda.name.is_fallback
    with translation.override("en"):
        assert str(cast.hebron.name) == "Hebron"
        assert lydda.name == "اللد"
        assert lydda.name.is_fallback
        assert lydda.name.language == "ar"


def test_the_local_authority_acts_or_the_city_itself_where_none_is_recorded(cast: Cast) -> None:
    assert cast.hebron.acting_authority == "بلدية الخليل"
    assert cast.bursa.acting_authority == "بورصة"


@pytest.mark.parametrize("column", ["region", "wikidata_id", "website", "slug", "country"])
def test_what_is_written_wrongly_is_named_by_its_field(cast: Cast, column: str) -> None:
    wrong = {
        "region": "JO-AM",
        "wikidata_id": "168225",
        "website": "hebron",
        "slug": "الخليل",
        "country": "XX",
    }
    setattr(cast.hebron, column, wrong[column])
    with pytest.raises(ValidationError) as refusal:
        cast.hebron.full_clean()
    assert column in refusal.value.message_dict


@pytest.mark.parametrize("column", ["latitude", "longitude"])
def test_one_coordinate_alone_is_refused_in_words(cast: Cast, column: str) -> None:
    setattr(cast.hebron, column, 31.5)
    with pytest.raises(ValidationError, match="الإحداثيين"):
        cast.hebron.full_clean()


def test_only_published_agreements_are_counted(cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    published(parties=[cast.hebron, cast.bursa])
    AgreementFactory(parties=[cast.hebron, cast.amman])
    counts = dict(City.objects.with_published_agreements().values_list("slug", "agreement_count"))
    assert counts == {"hebron": 2, "amman": 1, "bursa": 1}


def test_a_city_that_is_party_to_an_agreement_cannot_be_deleted(cast: Cast) -> None:
    AgreementFactory(parties=[cast.hebron, cast.amman])
    with pytest.raises(ProtectedError):
        cast.hebron.delete()
