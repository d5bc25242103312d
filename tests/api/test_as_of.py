"""Cities, domains, signatories and relationships told as of a past day, as the pages read them."""

import pytest

from tests.api.conftest import Ask
from tests.cast import Cast
from tests.factories import CoverageFactory, DomainFactory, SignatoryFactory, published

pytestmark = pytest.mark.django_db

THEN = "2005-05-01"


@pytest.fixture
def register(cast: Cast) -> Cast:
    """Hebron with Bursa, in force from 2004 to 2009, and with Amman since 2014; both about maps."""
    cast.bursa.aliases.create(text="Prusa", language="en", kind="former", until="2010")
    domain = DomainFactory(code="gis")
    for year, other in ((2004, cast.bursa), (2014, cast.amman)):
        agreement = published(
            parties=[cast.hebron, other],
            signed_on=f"{year}-02-03",
            effect_rule="on_signature",
            term="fixed",
            duration_months=60,
            renewal="none",
        )
        CoverageFactory(agreement=agreement, domain=domain)
        SignatoryFactory(party=agreement.parties.get(order=2), name_en=f"Guest of {year}")
        agreement.save()
    return cast


def test_cities_are_those_of_then_with_their_numbers_and_names(ask: Ask, register: Cast) -> None:
    rows = ask("cities/", as_of=THEN).json()["results"]
    assert {row["name"]["en"]: row["agreement_count"] for row in rows} == {"Hebron": 1, "Prusa": 1}
    assert ask("cities/bursa/", as_of=THEN).json() == next(row for row in rows if row["slug"] == "bursa")
    assert ask("cities/hebron/").json()["agreement_count"] == 2
    assert "Prusa" in b"".join(ask("cities/", as_of=THEN, format="csv").streaming_content).decode()


def test_domains_keep_their_place_and_have_the_numbers_of_then(ask: Ask, register: Cast) -> None:
    for day, count in ((THEN, 1), ("1990-01-01", 0), ("2020-01-01", 2)):
        (row,) = ask("domains/", as_of=day).json()["results"]
        assert row["agreement_count"] == count
        assert ask("domains/gis/", as_of=day).json() == row


def test_signatures_are_those_given_by_then(ask: Ask, register: Cast) -> None:
    (row,) = ask("signatories/", as_of=THEN).json()["results"]
    assert (row["name"]["en"], row["city"]["name"]["en"]) == ("Guest of 2004", "Prusa")
    assert len(ask("signatories/").json()["results"]) == 2


def test_relationships_are_those_of_then(ask: Ask, register: Cast) -> None:
    (pair,) = ask("relationships/", city="hebron", as_of=THEN).json()["results"]
    assert [city["name"]["en"] for city in pair["cities"]] == ["Hebron", "Prusa"]
    assert (pair["agreement_count"], pair["in_force_count"]) == (1, 1)
    after = ask("relationships/", city="hebron", as_of="2012-01-01").json()["results"]
    assert [(row["agreement_count"], row["in_force_count"]) for row in after] == [(1, 0)]
    two = ask("relationships/hebron/bursa/", as_of=THEN).json()
    assert two["governing_today"] == [two["agreements"][0]["url"]]
    assert two["agreements"][0]["parties"][1]["city"]["name"]["en"] == "Prusa"
    assert ask("relationships/hebron/bursa/").json()["governing_today"] == []
    assert ask("relationships/hebron/bursa/", as_of="1990-01-01").json()["agreements"] == []


@pytest.mark.parametrize(
    "path",
    ["cities/", "cities/hebron/", "domains/", "signatories/", "relationships/hebron/amman/"],
)
@pytest.mark.parametrize("asked", ["2005-13-01", "2005", ""])
def test_a_day_that_is_none_is_refused_by_name(ask: Ask, register: Cast, path: str, asked: str) -> None:
    answer = ask(path, as_of=asked)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["as_of"])
