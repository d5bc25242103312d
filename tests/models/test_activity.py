"""Activities, and whether an agreement is active, dormant or unknown: apart from its legal status."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from agreements.enumerations import ActivityState, ActivityStatus
from agreements.models import Activity, Agreement
from agreements.partial_dates import PartialDate
from tests.factories import AgreementFactory, published

pytestmark = pytest.mark.django_db

DAY = date(2024, 6, 15)
WINDOW = (date(2022, 6, 15), DAY)


def under(agreement: Agreement, state: str = "done", **columns: Any) -> Activity:
    return Activity.objects.create(
        agreement=agreement, kind="visit", title_ar="زيارة", state=state, **columns
    )


def status(agreement: Agreement, on: date | None = DAY) -> str:
    return Agreement.objects.with_activity_status(on=on).get(pk=agreement.pk).activity_status


def test_an_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        Activity(kind="visit", title_ar="زيارة", starts_on="2014-06", ends_on="2014-05").full_clean()
    assert list(refusal.value.message_dict) == ["ends_on"]


def test_an_activity_under_a_published_agreement_is_not_deleted() -> None:
    with pytest.raises(ValidationError):
        under(published()).delete()
    under(AgreementFactory()).delete()
    Activity.objects.create(kind="visit", title_ar="زيارة").delete()


@pytest.mark.parametrize(
    ("starts", "ends", "result"),
    [
        ("2024-06-15", "", "active"),
        ("2022-06-15", "", "active"),
        ("2022-06-14", "", "dormant"),
        ("2024-06-16", "", "dormant"),
        ("2023", "", "active"),
        ("2023-05", "", "active"),
        ("2022", "", "unknown"),
        ("2024", "", "unknown"),
        ("2022-06", "", "unknown"),
        ("2021", "", "dormant"),
        ("2019", "2023", "active"),
        ("2019", "2022", "unknown"),
        ("2019", "2021", "dormant"),
        ("2019", "2030", "active"),
        ("2024", "2030", "unknown"),
        ("", "2023", "active"),
        ("", "2021", "dormant"),
        ("", "2022", "unknown"),
        ("", "2030", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_something_in_the_last_twenty_four_months_is_activity(starts: str, ends: str, result: str) -> None:
    agreement = AgreementFactory()
    under(agreement, starts_on=starts, ends_on=ends)
    assert status(agreement) == result


def test_nothing_on_record_is_not_known_rather_than_dormant() -> None:
    assert status(AgreementFactory()) == "unknown"


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_what_was_only_planned_or_called_off_is_no_activity(state: str) -> None:
    agreement = AgreementFactory()
    under(agreement, state, starts_on="2023")
    assert status(agreement) == "unknown"
    under(agreement, "done", starts_on="2019")
    assert status(agreement) == "dormant"


def test_what_is_under_way_without_an_end_may_still_go_on() -> None:
    agreement = AgreementFactory()
    under(agreement, "under_way", starts_on="2019")
    assert status(agreement) == "unknown"
    under(agreement, "under_way", starts_on="2018", ends_on="2020")
    assert status(agreement) == "unknown"


def test_one_sure_activity_is_enough_whatever_else_is_not_known() -> None:
    agreement = AgreementFactory()
    for starts_on in ("", "2019", "2022", "2023"):
        under(agreement, starts_on=starts_on)
    assert status(agreement) == "active"


def test_each_agreement_is_judged_by_its_own_activities() -> None:
    active, dormant, neither = (AgreementFactory() for _ in range(3))
    under(active, starts_on="2024-01-10")
    under(dormant, starts_on="2014-01-10")
    Activity.objects.create(kind="visit", title_ar="زيارة", starts_on="2024-01-10")
    rows = Agreement.objects.with_activity_status(on=DAY).with_status()
    assert {row.pk: row.activity_status for row in rows} == {
        active.pk: "active",
        dormant.pk: "dormant",
        neither.pk: "unknown",
    }


def test_it_can_be_asked_of_today_and_at_the_ends_of_the_calendar() -> None:
    agreement = AgreementFactory()
    under(agreement, starts_on=str(timezone.localdate() - timedelta(days=30)))
    assert status(agreement, None) == "active"
    assert status(agreement, date.max) == "dormant"
    assert status(agreement, date(1000, 1, 1)) == "dormant"


# ---- The law: what some reading of the dates allows, and what all readings agree on

dates = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(2020, 2026)),
    st.builds(PartialDate, st.integers(2020, 2026), st.integers(1, 12)),
    st.dates(date(2021, 1, 1), date(2025, 12, 31)).map(PartialDate.of),
)
activities = st.tuples(dates, dates, st.sampled_from(ActivityState)).filter(
    lambda drawn: not (drawn[0] and drawn[1] and drawn[1].before(drawn[0]))
)


@given(drawn=st.lists(activities, max_size=4))
def test_it_is_active_if_every_reading_of_the_dates_says_so_and_dormant_if_none_may(drawn: list[Any]) -> None:
    agreement = AgreementFactory(parties=[])
    for starts_on, ends_on, state in drawn:
        under(agreement, state, starts_on=starts_on, ends_on=ends_on)
    done = [each for each in drawn if each[2] not in (ActivityState.PLANNED, ActivityState.CANCELLED)]
    if any(surely(*each) for each in done):
        expected = ActivityStatus.ACTIVE
    elif done and not any(perhaps(*each) for each in done):
        expected = ActivityStatus.DORMANT
    else:
        expected = ActivityStatus.UNKNOWN
    assert status(agreement) == expected


def surely(starts: PartialDate | None, ends: PartialDate | None, state: str) -> bool:
    first, last = starts or ends, ends or starts
    return bool(first and last and first.latest <= WINDOW[1] and last.earliest >= WINDOW[0])


def perhaps(starts: PartialDate | None, ends: PartialDate | None, state: str) -> bool:
    begins = starts.earliest if starts else date.min
    open_end = ends is None and (starts is None or state == ActivityState.UNDER_WAY)
    last = ends or starts
    stops = date.max if open_end or last is None else last.latest
    return begins <= WINDOW[1] and stops >= WINDOW[0]
