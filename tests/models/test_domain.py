"""The taxonomy: two levels, stable codes, and which agreements name a domain."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from agreements.models import Agreement, CooperationDomain
from tests.factories import AgreementFactory, CoverageFactory, DomainFactory, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def transport() -> Any:
    return DomainFactory(code="transport")


@pytest.fixture
def roads(transport: CooperationDomain) -> Any:
    return DomainFactory(code="transport-roads", parent=transport)


def test_a_third_level_is_refused(roads: CooperationDomain) -> None:
    with pytest.raises(ValidationError) as refusal:
        DomainFactory.build(code="transport-roads-paving", parent=roads).full_clean()
    assert list(refusal.value.message_dict) == ["parent"]


def test_a_domain_with_parts_stays_at_the_top(transport: CooperationDomain, roads: CooperationDomain) -> None:
    transport.parent = DomainFactory()
    with pytest.raises(ValidationError) as refusal:
        transport.full_clean()
    assert list(refusal.value.message_dict) == ["parent"]


@pytest.mark.parametrize("targets", [["11"], ["18.1"], ["11.2", "x"], "11.2", [11.2]])
def test_sdg_targets_are_those_of_the_goals(targets: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        DomainFactory.build(sdg_targets=targets).full_clean()
    assert list(refusal.value.message_dict) == ["sdg_targets"]


@pytest.mark.parametrize("code", ["Transport", "نقل", "1st", "a b", "-a"])
def test_a_code_is_small_latin_letters(code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        DomainFactory.build(code=code).full_clean()
    assert "code" in refusal.value.message_dict


def test_a_domain_includes_its_parts(transport: CooperationDomain, roads: CooperationDomain) -> None:
    DomainFactory(code="transport-like")
    assert {each.code for each in CooperationDomain.objects.within("transport")} == {
        "transport",
        "transport-roads",
    }
    paved = AgreementFactory()
    CoverageFactory(agreement=paved, domain=roads)
    assert list(Agreement.objects.in_domain("transport")) == [paved]
    assert list(Agreement.objects.in_domain("transport-roads")) == [paved]


def test_an_agreement_that_names_a_domain_and_its_part_counts_once(
    transport: CooperationDomain, roads: CooperationDomain
) -> None:
    both = published()
    CoverageFactory(agreement=both, domain=transport)
    CoverageFactory(agreement=both, domain=roads)
    CoverageFactory(agreement=AgreementFactory(), domain=roads)
    counts = CooperationDomain.objects.with_published_agreements().values_list("code", "agreement_count")
    assert dict(counts) == {"transport": 1, "transport-roads": 1}
    assert list(Agreement.objects.in_domain("transport").published()) == [both]


def test_a_domain_that_agreements_name_cannot_be_deleted(transport: CooperationDomain) -> None:
    CoverageFactory(agreement=AgreementFactory(), domain=transport)
    with pytest.raises(ProtectedError):
        transport.delete()
