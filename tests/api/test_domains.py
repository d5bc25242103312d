"""/api/v1/domains/: the taxonomy of cooperation as the API tells it."""

import pytest

from agreements.models import CooperationDomain
from tests.api.conftest import Ask
from tests.factories import AgreementFactory, CoverageFactory, published

pytestmark = pytest.mark.django_db

API = "http://testserver/api/v1"


def test_a_domain_is_told_with_its_parts_and_goals(ask: Ask, sample: None) -> None:
    domain = ask("domains/heritage/").json()
    children, description = domain.pop("children"), domain.pop("description")
    assert domain == {
        "url": f"{API}/domains/heritage/",
        "code": "heritage",
        "name": {"ar": "التراث العمراني", "en": "Urban heritage"},
        "parent": None,
        "sdg_targets": ["11.4", "8.9"],
        "agreement_count": 1,
    }
    assert set(children[0]) == {"url", "code", "name"}
    assert len(children) == 3
    assert all(description.values())


def test_a_part_names_what_it_is_part_of(ask: Ask, sample: None) -> None:
    roads = ask("domains/transport-roads/").json()
    assert (roads["parent"], roads["children"]) == ("transport", [])


def test_the_whole_taxonomy_fits_on_one_long_page_in_its_own_order(ask: Ask, sample: None) -> None:
    listed = ask("domains/", page_size=200).json()
    assert listed["count"] == CooperationDomain.objects.count()
    assert [row["code"] for row in listed["results"]] == list(
        CooperationDomain.objects.values_list("code", flat=True)
    )
    assert listed["results"][0] == ask("domains/transport/").json()


def test_the_parts_of_one_domain_are_asked_for_by_its_code(ask: Ask, sample: None) -> None:
    parts = ask("domains/", parent="transport").json()["results"]
    assert {part["parent"] for part in parts} == {"transport"}
    assert len(parts) == 4


def test_a_domain_counts_the_published_agreements_that_name_it_or_a_part(ask: Ask, sample: None) -> None:
    roads = CooperationDomain.objects.get(code="transport-roads")
    CoverageFactory(agreement=published(), domain=roads)
    CoverageFactory(agreement=AgreementFactory(), domain=roads)
    assert ask("domains/transport/").json()["agreement_count"] == 2
    assert ask("domains/", ordering="-agreement_count").json()["results"][0]["agreement_count"] == 2


@pytest.mark.parametrize(("language", "detail"), [("ar", "غير موجود."), ("en", "Not found.")])
@pytest.mark.parametrize("code", ["magic", "%00", "x" * 10_000])
def test_a_domain_that_is_not_there_answers_404(ask: Ask, language: str, detail: str, code: str) -> None:
    answer = ask(f"domains/{code}/", language=language)
    assert answer.status_code == 404
    assert answer.json()["detail"] == detail
