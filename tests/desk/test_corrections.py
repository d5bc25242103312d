"""The desk's page of suggested corrections: narrowed by state, record and day; a page at a time."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.models import CorrectionSuggestion
from tests.cast import Cast
from tests.factories import published

pytestmark = pytest.mark.django_db
PAGE = "/ar/desk/corrections/"


def suggest(text: str, **about: Any) -> CorrectionSuggestion:
    return CorrectionSuggestion.objects.create(text=text, language="ar", **about)


def shown(client: Any, **asked: Any) -> list[str]:
    return [one.text for one in client.get(PAGE, asked).context["page_obj"]]


def test_they_are_narrowed_by_state_record_and_day(cast: Cast, as_: Any) -> None:
    record = published(parties=[cast.hebron, cast.amman], title_ar="برنامج النفايات")
    suggest("عن الاتفاقية", agreement=record)
    suggest("عن المدينة", city=cast.hebron)
    old = suggest("قديم", city=cast.amman, made_at=timezone.now() - timedelta(days=400))
    old.decline(by=cast.registrar, reason="لا سند له")
    clerk = as_(cast.registrar)
    assert shown(clerk) == ["عن المدينة", "عن الاتفاقية"], "the open ones, the newest first"
    assert shown(clerk, state="declined") == ["قديم"]
    assert shown(clerk, state="") == ["عن المدينة", "عن الاتفاقية", "قديم"]
    assert shown(clerk, record=record.registry_number) == ["عن الاتفاقية"]
    assert shown(clerk, record="Hebron", state="") == ["عن المدينة", "عن الاتفاقية"]
    day = timezone.localdate() - timedelta(days=100)
    assert shown(clerk, state="", made_from=str(day)) == ["عن المدينة", "عن الاتفاقية"]
    assert shown(clerk, state="", made_until=day.strftime("%d/%m/%Y")) == ["قديم"]
    page = clerk.get(PAGE, {"state": "declined"}).content.decode()
    assert "لا سند له" in page
    assert 'name="accept"' not in page
    assert shown(clerk, made_from="أمس") == ["عن المدينة", "عن الاتفاقية"], "a day that is none is left out"


def test_who_decides_comes_back_to_the_list_as_it_was_narrowed(cast: Cast, as_: Any) -> None:
    one = suggest("عن المدينة", city=cast.hebron)
    address = f"{PAGE}{one.pk}/?record=Hebron"
    answer = as_(cast.reviewer_of_hebron).post(address, {"accept": "1"})
    assert answer.url == f"{PAGE}?record=Hebron"
    one.refresh_from_db()
    assert one.state == "accepted"


def test_a_page_holds_fifty(cast: Cast, as_: Any) -> None:
    for number in range(51):
        suggest(f"{number}", city=cast.hebron)
    clerk = as_(cast.reviewer_of_hebron)
    assert [len(shown(clerk, page=number)) for number in (1, 2)] == [50, 1]
    assert "?page=2" in clerk.get(PAGE).content.decode()
