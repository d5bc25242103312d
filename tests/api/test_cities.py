"""/api/v1/cities/: what the API says of cities."""

from typing import Any

import pytest

from tests.api.conftest import Ask
from tests.cast import Cast
from tests.factories import AgreementFactory, CityFactory, published

pytestmark = pytest.mark.django_db

API = "http://testserver/api/v1"


def slugs(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.json()
    return [row["slug"] for row in answer.json()["results"]]


def test_a_city_is_told_with_its_authority_place_and_names(ask: Ask, sample: None) -> None:
    city = ask("cities/hebron/").json()
    aliases, updated_at = city.pop("aliases"), city.pop("updated_at")
    assert city == {
        "url": f"{API}/cities/hebron/",
        "slug": "hebron",
        "name": {"ar": "الخليل", "en": "Hebron"},
        "country": {"code": "PS", "name": {"ar": "فلسطين", "en": "Palestine"}},
        "page": {"ar": "http://testserver/ar/cities/hebron/", "en": "http://testserver/en/cities/hebron/"},
        "kind": {"code": "municipality", "name": {"ar": "بلدية", "en": "Municipality"}},
        "authority": {"ar": "بلدية الخليل", "en": "Hebron Municipality"},
        "region": "PS-HBN",
        "latitude": 31.52935,
        "longitude": 35.0938,
        "population": None,
        "population_year": None,
        "website": "https://www.hebron-city.ps/",
        "wikidata_id": "Q168225",
        "geonames_id": 285066,
        "agreement_count": 2,
        "agreements": "http://testserver/api/v1/agreements/?city=hebron",
        "partners": "http://testserver/api/v1/relationships/?city=hebron",
    }
    assert aliases[0] == {
        "text": "خليل الرحمن",
        "language": "ar",
        "kind": {"code": "spelling", "name": {"ar": "صيغة أخرى", "en": "Other spelling"}},
        "since": None,
        "until": None,
    }
    assert updated_at


def test_what_is_not_known_of_a_city_is_null(ask: Ask) -> None:
    CityFactory(slug="lydda", name_ar="اللد", name_en="")
    city = ask("cities/lydda/").json()
    assert city["name"] == {"ar": "اللد", "en": None}
    assert city["authority"] == {"ar": None, "en": None}
    unknown = ("region", "latitude", "longitude", "website", "wikidata_id", "geonames_id", "population")
    assert [city[name] for name in unknown] == [None] * len(unknown)


def test_the_list_tells_each_city_as_its_own_address_does(ask: Ask, sample: None) -> None:
    listed = ask("cities/").json()
    assert listed["count"] == 3
    assert listed["results"] == [ask(f"cities/{row['slug']}/").json() for row in listed["results"]]


def test_only_published_agreements_are_counted_whoever_asks(ask: Ask, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    AgreementFactory(parties=[cast.hebron, cast.amman])
    for person in (None, cast.registrar):
        assert ask("cities/hebron/", by=person).json()["agreement_count"] == 1


def test_filters_narrow_the_list(ask: Ask, cast: Cast) -> None:
    cast.hebron.aliases.create(text="خليل الرحمن")
    cast.bursa.kind = "metropolitan"
    cast.bursa.save()
    assert slugs(ask("cities/", q="خليل الرحمن")) == ["hebron"]
    assert slugs(ask("cities/", country="JO")) == ["amman"]
    assert slugs(ask("cities/", kind="metropolitan")) == ["bursa"]
    assert slugs(ask("cities/", country="JO", kind="metropolitan")) == []


def test_the_list_is_ordered_by_name_or_by_the_number_of_agreements(ask: Ask, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    published(parties=[cast.hebron, cast.bursa])
    assert slugs(ask("cities/", ordering="name_en")) == ["amman", "bursa", "hebron"]
    assert slugs(ask("cities/", ordering="-name_en")) == ["hebron", "bursa", "amman"]
    assert slugs(ask("cities/", ordering="-agreement_count"))[0] == "hebron"


def test_the_pages_together_hold_each_city_once(ask: Ask) -> None:
    for _ in range(7):
        CityFactory(name_ar="مدينة", name_en="City")
    pages = [slugs(ask("cities/", page=page, page_size=2)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert len({slug for page in pages for slug in page}) == 7


@pytest.mark.parametrize(("language", "detail"), [("ar", "غير موجود."), ("en", "Not found.")])
@pytest.mark.parametrize("slug", ["jericho", "الخليل", "%00", "x" * 10_000])
def test_a_city_that_is_not_there_answers_404(ask: Ask, language: str, detail: str, slug: str) -> None:
    answer = ask(f"cities/{slug}/", language=language)
    assert answer.status_code == 404
    assert answer.json()["detail"] == detail
