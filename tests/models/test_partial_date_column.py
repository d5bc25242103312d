"""Partial dates in the database: kept as precisely as they are known, ordered, looked up, and unknown."""

from datetime import date
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from agreements.models import Agreement, Party
from agreements.partial_date_fields import PartialDateFormField
from agreements.partial_dates import PartialDate
from tests.factories import AgreementFactory

pytestmark = pytest.mark.django_db

YEARS = st.integers(2012, 2016)
dates = st.one_of(
    st.builds(PartialDate, YEARS),
    st.builds(PartialDate, YEARS, st.integers(1, 12)),
    st.dates(date(2012, 1, 1), date(2016, 12, 31)).map(PartialDate.of),
)
any_dates = st.dates(date(1000, 1, 1)).map(PartialDate.of) | st.builds(PartialDate, st.integers(1000, 9999))


def signed(*days: Any) -> None:
    """Agreements signed on these dates, and no others."""
    Agreement.objects.all().delete()
    Agreement.objects.bulk_create(
        [Agreement(kind="twinning", title_ar="اتفاقية", signed_on=day) for day in days]
    )


def found(**lookups: Any) -> list[str]:
    rows = Agreement.objects.filter(**lookups).order_by("signed_on")
    return [str(day or "") for day in rows.values_list("signed_on", flat=True)]


@given(day=st.none() | any_dates | dates)
def test_a_date_comes_back_as_precise_as_it_went_in(day: PartialDate | None) -> None:
    signed(day)
    assert Agreement.objects.get().signed_on == day


@pytest.mark.parametrize(
    ("given_as", "kept"),
    [("2014", "2014"), ("٣/٦/٢٠١٤", "2014-06-03"), ("06/2014", "2014-06"), ("", "None"), (None, "None")],
)
def test_text_that_writes_a_date_is_one(given_as: str | None, kept: str) -> None:
    agreement = AgreementFactory(signed_on=given_as)
    assert agreement.signed_on is None or isinstance(agreement.signed_on, PartialDate)
    assert str(agreement.signed_on) == kept
    assert str(Agreement.objects.get().signed_on) == kept


@pytest.mark.parametrize("text", ["2014-13", "٣١/٠٢/٢٠١٤", "soon", "0999", "2014-6-3-1", "\x00"])
def test_text_that_is_no_date_never_reaches_the_database(text: str) -> None:
    agreement = AgreementFactory(signed_on="2014")
    agreement.signed_on = text
    assert not agreement.signed_on
    with pytest.raises(ValidationError) as refusal:
        agreement.full_clean()
    assert list(refusal.value.message_dict) == ["signed_on"]
    with pytest.raises(ValidationError), transaction.atomic():
        agreement.save()
    assert str(Agreement.objects.get().signed_on) == "2014"


@pytest.mark.parametrize("text", ["2014-13", "٣١/٠٢/٢٠١٤"])
def test_the_form_field_refuses_it_in_words(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        PartialDateFormField().clean(text)
    assert text in refusal.value.messages[0]


# ---- Lookups


def test_unknown_dates_are_found_as_none() -> None:
    signed(None, "2014", "2014-06-03")
    assert found(signed_on=None) == found(signed_on__isnull=True) == found(signed_on="") == [""]
    assert found(signed_on__isnull=False) == ["2014", "2014-06-03"]
    assert Agreement.objects.exclude(signed_on=None).count() == 2
    assert Agreement.objects.exclude(signed_on="2014").count() == 2


def test_unknown_is_told_from_missing_across_a_join() -> None:
    signed("2014")
    AgreementFactory(signed_on="2015")
    Party.objects.filter(order=1).update(withdrawn_on="2016")
    assert Agreement.objects.filter(parties__withdrawn_on=None).count() == 1
    assert Agreement.objects.filter(parties__withdrawn_on__isnull=True).count() == 2
    assert Agreement.objects.exclude(parties__withdrawn_on="2016").count() == 1
    assert Agreement.objects.filter(parties__withdrawn_on__isnull=False).count() == 1


def test_lookups_take_dates_and_any_text_that_writes_one() -> None:
    signed("2014-06-03", "2014")
    for asked in ("2014-06-03", "٣/٦/٢٠١٤", PartialDate(2014, 6, 3)):
        assert found(signed_on=asked) == ["2014-06-03"]
    assert found(signed_on__in=["2014", "2015", "3/6/2014"]) == ["2014", "2014-06-03"]
    with pytest.raises(ValidationError):
        found(signed_on="2014-13")


@given(days=st.lists(st.none() | dates, max_size=12))
def test_dates_are_ordered_by_their_earliest_day_and_the_unknown_come_last_when_newest_come_first(
    days: list[PartialDate | None],
) -> None:
    signed(*days)
    listed = list(Agreement.objects.newest_first().values_list("signed_on", flat=True))
    known = [day for day in listed if day]
    assert listed == known + [None] * days.count(None)
    assert [day.earliest for day in known] == sorted((day.earliest for day in known), reverse=True)


@given(days=st.lists(st.none() | dates, min_size=1, max_size=12), bound=dates)
def test_signed_from_and_until_keep_what_may_lie_there(
    days: list[PartialDate | None], bound: PartialDate
) -> None:
    signed(*days)
    after = Agreement.objects.signed_from(bound).values_list("signed_on", flat=True)
    before = Agreement.objects.signed_until(bound).values_list("signed_on", flat=True)
    known = [day for day in days if day]
    assert sorted(map(str, after)) == sorted(str(day) for day in known if day.latest >= bound.earliest)
    assert sorted(map(str, before)) == sorted(str(day) for day in known if day.earliest <= bound.latest)


def test_the_ends_of_the_calendar_are_bounds_like_any_other() -> None:
    signed("1000", "9999-12-31", None)
    for bound in (PartialDate(1000), PartialDate(9999)):
        assert Agreement.objects.signed_from(bound).exists()
        assert Agreement.objects.signed_until(bound).exists()


@pytest.mark.parametrize("day", ["2014-06", None])
def test_a_date_survives_a_fixture(day: str | None) -> None:
    agreement = AgreementFactory(signed_on=day)
    text = serializers.serialize("json", [agreement])
    (copy,) = serializers.deserialize("json", text)
    assert copy.object.signed_on == agreement.signed_on
