"""Links between instruments: read from both ends, never to oneself, never in a ring."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from agreements.enumerations import LinkPredicate
from agreements.models import Agreement, AgreementLink
from tests.factories import AgreementFactory

pytestmark = pytest.mark.django_db

DIRECTED = [each for each in LinkPredicate if each is not LinkPredicate.PARALLEL_TO]


def link(subject: Agreement, predicate: str, object: Agreement) -> AgreementLink:
    row = AgreementLink(subject=subject, predicate=predicate, object=object)
    row.full_clean()
    row.save()
    return row


def chain(length: int, predicates: list[str]) -> list[Agreement]:
    """Agreements each of which is linked to the next."""
    agreements = [AgreementFactory(parties=[]) for _ in range(length)]
    for number, (subject, object) in enumerate(pairwise(agreements)):
        link(subject, predicates[number % len(predicates)], object)
    return agreements


def refused(subject: Agreement, predicate: str, object: Agreement) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        link(subject, predicate, object)
    return refusal.value.message_dict


@pytest.mark.parametrize("predicate", LinkPredicate)
def test_an_agreement_is_not_linked_to_itself(predicate: str) -> None:
    agreement = AgreementFactory()
    assert refused(agreement, predicate, agreement)


@pytest.mark.parametrize("predicate", LinkPredicate)
def test_a_link_stands_once(predicate: str) -> None:
    chain(2, [predicate])
    one, other = Agreement.objects.order_by("pk")
    assert "__all__" in refused(one, predicate, other)


def test_what_is_parallel_is_so_from_both_ends_and_recorded_once() -> None:
    one, other = chain(2, ["parallel_to"])
    assert list(refused(other, "parallel_to", one)) == ["object"]
    AgreementLink.objects.get().full_clean()


def test_parallels_may_meet_again() -> None:
    agreements = chain(3, ["parallel_to"])
    link(agreements[-1], "parallel_to", agreements[0])


@pytest.mark.parametrize("predicate", DIRECTED)
@pytest.mark.parametrize("length", [2, 5])
def test_a_ring_is_refused(predicate: str, length: int) -> None:
    agreements = chain(length, [predicate])
    (message,) = refused(agreements[-1], predicate, agreements[0])["object"]
    assert "حلقة" in message
    with translation.override("en"):
        assert "ring" in refused(agreements[-1], predicate, agreements[0])["object"][0]


def test_a_ring_of_different_relations_is_a_ring() -> None:
    agreements = chain(4, ["renews", "amends", "based_on"])
    for predicate in DIRECTED:
        assert list(refused(agreements[-1], predicate, agreements[0])) == ["object"]
    link(agreements[-1], "parallel_to", agreements[0])


def test_a_ring_is_refused_at_any_place() -> None:
    agreements = chain(5, ["renews"])
    assert refused(agreements[3], "amends", agreements[1])
    link(agreements[1], "amends", agreements[3])


def test_a_long_chain_stands_and_its_ends_may_not_meet() -> None:
    agreements = chain(60, ["renews"])
    assert refused(agreements[-1], "renews", agreements[0])
    link(agreements[0], "replaces", agreements[-1])


def test_a_link_that_is_changed_is_not_in_its_own_way() -> None:
    one, other = chain(2, ["renews"])
    row = AgreementLink.objects.get()
    row.subject, row.object = other, one
    row.full_clean()


def test_what_is_no_relation_is_refused_by_its_field() -> None:
    assert "predicate" in refused(AgreementFactory(), "likes", AgreementFactory())


def test_each_relation_has_a_word_for_each_end_in_both_languages() -> None:
    for predicate in LinkPredicate:
        row = AgreementLink(predicate=predicate)
        words = set()
        for language in ("ar", "en"):
            with translation.override(language):
                words |= {row.get_predicate_display(), row.get_inverse_display()}
        assert len(words) == (2 if predicate.is_symmetric else 4)
