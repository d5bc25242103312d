"""Likely duplicates: other records that may be of the same instrument, shown before a clerk saves."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement
from agreements.partial_dates import PartialDate
from tests.cast import Cast
from tests.factories import AgreementFactory, published

pytestmark = pytest.mark.django_db


def duplicates(agreement: Agreement, **known: Any) -> set[Agreement]:
    return set(Agreement.objects.likely_duplicates_of(agreement, **known))


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("2014-06-03", "2014-06-03", True),
        ("2014-06-03", "2015-06-03", True),
        ("2014-06-03", "2015-06-04", False),
        ("2014-06-03", "2013-06-03", True),
        ("2014-06-03", "2013-06-02", False),
        ("2014-06-03", "2015", True),
        ("2014-06-03", "2016", False),
        ("2014-06-03", "2013-06", True),
        ("2014-06-03", "2013-05", False),
        ("2014", "2015-12-31", True),
        ("2014", "2016-01-01", False),
        ("2014", "2012", False),
        ("2014", None, True),
        (None, "2014", True),
        (None, None, True),
        ("1000", "1000-12-31", True),
        ("9999", "9998-01-01", True),
    ],
)
def test_between_the_same_cities_a_near_or_unknown_date_is_alike(
    cast: Cast, one: str | None, other: str | None, near: bool
) -> None:
    first, second = (
        AgreementFactory(parties=[cast.hebron, cast.amman], signed_on=day) for day in (one, other)
    )
    assert duplicates(first) == ({second} if near else set())
    assert duplicates(second) == ({first} if near else set())


@pytest.mark.parametrize("others", [["hebron"], ["hebron", "bursa"], ["hebron", "amman", "bursa"], []])
def test_other_cities_are_another_agreement(cast: Cast, others: list[str]) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], designation_ar="اتفاقية توأمة")
    AgreementFactory(parties=[getattr(cast, name) for name in others], designation_ar="اتفاقية توأمة")
    assert duplicates(agreement) == set()


def test_the_order_of_the_parties_does_not_matter(cast: Cast) -> None:
    one = AgreementFactory(parties=[cast.hebron, cast.amman, cast.bursa])
    other = AgreementFactory(parties=[cast.bursa, cast.hebron, cast.amman])
    assert duplicates(one) == {other}


@pytest.mark.parametrize(
    ("own", "theirs", "alike"),
    [
        ({"designation_ar": "اتفاقية تآخٍ"}, {"designation_ar": "اتفاقية تآخٍ"}, True),
        ({"designation_en": "Twinning Charter"}, {"designation_en": "twinning charter"}, True),
        ({"designation_ar": "اتفاقية تآخٍ"}, {"designation_en": "Twinning Charter"}, False),
        ({"designation_ar": "اتفاقية تآخٍ"}, {"designation_ar": "اتفاقية تعاون"}, False),
        ({}, {}, False),
    ],
)
def test_however_far_apart_the_same_designation_is_alike(
    cast: Cast, own: dict[str, str], theirs: dict[str, str], alike: bool
) -> None:
    cities = [cast.hebron, cast.amman]
    one = AgreementFactory(parties=cities, signed_on="1990", **own)
    other = AgreementFactory(parties=cities, signed_on="2014", **theirs)
    assert duplicates(one) == ({other} if alike else set())


def test_an_agreement_is_asked_for_before_it_is_saved(cast: Cast) -> None:
    there = AgreementFactory(parties=[cast.hebron, cast.amman], signed_on="2014")
    new = Agreement(kind="twinning", signed_on=PartialDate(2014, 6))
    assert duplicates(new, cities=[cast.amman, cast.hebron]) == {there}
    assert duplicates(new, cities=[cast.amman, cast.bursa]) == set()
    assert duplicates(new) == set()


def test_a_record_without_parties_is_like_no_other() -> None:
    AgreementFactory(parties=[])
    assert duplicates(AgreementFactory(parties=[])) == set()


def test_everyone_is_shown_only_what_they_may_read(cast: Cast) -> None:
    cities = [cast.hebron, cast.amman]
    public, draft, new = (
        published(parties=cities),
        AgreementFactory(parties=cities),
        AgreementFactory(parties=cities),
    )
    readable = Agreement.objects.visible_to(cast.partner).likely_duplicates_of(new)
    assert list(readable) == [public]
    assert set(Agreement.objects.visible_to(cast.reviewer_of_amman).likely_duplicates_of(new)) == {
        public,
        draft,
    }


def test_they_are_found_in_two_queries(cast: Cast) -> None:
    for _ in range(5):
        AgreementFactory(parties=[cast.hebron, cast.amman], signed_on="2014")
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], signed_on="2014")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(duplicates(agreement)) == 5
    assert len(queries) == 2
