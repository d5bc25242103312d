"""A list costs the same number of queries however many records it holds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.enumerations import MembershipRole
from agreements.models import Agreement, City
from tests.api.conftest import Ask
from tests.api.many import many_agreements
from tests.factories import AgreementFactory, CityFactory, member

pytestmark = pytest.mark.django_db

# How many queries a visitor's list takes.
PINNED = {
    "agreements/": 2,
    "cities/": 3,
    "domains/": 4,
    "signatories/": 3,
}


def cost(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


@pytest.mark.parametrize("count", [10, 1_000])
def test_a_list_takes_a_fixed_number_of_queries(ask: Ask, count: int) -> None:
    many_agreements(count)
    for page_size in (10, 200):
        found = {}
        for path in PINNED:
            found[path] = cost(lambda path=path, size=page_size: ask(path, page_size=size))
            answer = ask(path, page_size=page_size).json()
            assert answer["count"] >= count
            assert len(answer["results"]) == min(page_size, answer["count"])
        assert found == PINNED


@pytest.mark.parametrize("role", [MembershipRole.REVIEWER, MembershipRole.REGISTRAR])
@pytest.mark.parametrize("count", [3, 30])
def test_a_member_for_whom_records_are_composed_pays_the_same_for_any_number(
    as_: Any, role: MembershipRole, count: int
) -> None:
    """Beside the session and the account, the roles where records in work may be read."""
    many_agreements(count)
    city = City.objects.get(slug="city-0") if role == MembershipRole.REVIEWER else None
    client = as_(member(role, city))
    found = {path: cost(lambda path=path: client.get(f"/api/v1/{path}")) for path in PINNED}
    assert found == {"agreements/": 24, "cities/": 5, "domains/": 6, "signatories/": 5}


def test_one_agreement_with_much_on_it_costs_what_any_costs(ask: Ask) -> None:
    many_agreements(3)
    agreement = Agreement.objects.get(registry_number="TW-2020-00002")
    before = cost(lambda: ask("agreements/TW-2020-00002/"))
    for number in range(10):
        agreement.parties.create(city=CityFactory(), order=number + 3).signatories.create(name_ar="رئيس")
        agreement.events.create(kind="reviewed", date=f"20{number + 10}")
        agreement.sources.create(title_ar="خبر")
        agreement.links.create(predicate="parallel_to", object=AgreementFactory())
    assert cost(lambda: ask("agreements/TW-2020-00002/")) == before
