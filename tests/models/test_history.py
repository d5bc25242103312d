"""What every record said, who changed it and why; and that nothing is computed twice."""

import pytest

from agreements.acts import acting
from agreements.models import Agreement, Party, Revision, Source
from tests.cast import Cast
from tests.factories import AgreementFactory

pytestmark = pytest.mark.django_db


def states(agreement: Agreement) -> list[Revision]:
    return list(Revision.objects.of("agreement", agreement.pk))


def test_each_change_keeps_who_why_and_what(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="قبل")
    before = agreement.version
    with acting(cast.contributor_of_hebron, "صُحّح بعد الاطلاع على النص"):
        agreement.title_ar = "بعد"
        agreement.save()
        Source.objects.create(agreement=agreement, title_ar="النص الموقّع")
    last = states(agreement)[-1]
    assert last.number == before + 1
    assert (last.by, last.reason) == (cast.contributor_of_hebron, "صُحّح بعد الاطلاع على النص")
    assert last.content["title_ar"] == "بعد"
    assert "النص الموقّع" in [source["title_ar"] for source in last.content["sources"].values()]
    assert states(agreement)[-2].content["title_ar"] == "قبل"


def test_what_changes_nothing_keeps_nothing(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    kept = len(states(agreement))
    agreement.save()
    assert len(states(agreement)) == kept


def test_a_step_is_kept_under_the_person_who_took_it(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    agreement.submit(by=cast.contributor_of_hebron)
    agreement.return_for_completion(by=cast.reviewer_of_amman, remarks="أين التاريخ؟")
    last = states(agreement)[-1]
    assert (last.by, last.reason) == (cast.reviewer_of_amman, "أين التاريخ؟")
    assert last.content["record_state"] == "returned"


def test_of_a_record_that_came_in_bulk_the_first_state_is_kept_when_it_changes(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="كما ورد")
    Revision.objects.all().delete()
    assert agreement.version == 0
    agreement.title_ar = "كما صُحّح"
    agreement.save()
    first, second = states(agreement)
    assert (first.at, first.content["title_ar"]) == (None, "كما ورد")
    assert second.content["title_ar"] == "كما صُحّح"


def test_a_discarded_draft_leaves_its_last_words(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    pk = agreement.pk
    agreement.delete()
    assert Revision.objects.of("agreement", pk).last().content is None


def test_many_rows_in_one_block_cost_the_same_as_one_to_follow_up(
    cast: Cast, django_assert_max_num_queries
) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    with django_assert_max_num_queries(120), agreement.kept_current():
        for number in range(10):
            Source.objects.create(agreement=agreement, title_ar=f"مصدر {number}")
    assert len(states(agreement)[-1].content["sources"]) == 11


def test_what_follows_is_right_at_the_end_of_such_a_block(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[])
    with agreement.kept_current():
        for order, city in enumerate([cast.hebron, cast.amman], start=1):
            Party.objects.create(agreement=agreement, city=city, order=order)
        agreement.signed_on = "2014"
        agreement.effect_rule = "on_signature"
        agreement.save()
    assert Agreement.objects.with_status().get(pk=agreement.pk).status == "in_force"
