"""From draft to publication and withdrawal: who is offered which step, and what a refusal says."""

from typing import Any

import pytest
from django.test import Client

from agreements.enumerations import RecordState
from agreements.models import Agreement
from tests.admin.conftest import change_page, step_page
from tests.admin.forms import errors_of, fields_of
from tests.cast import ROLES, Cast
from tests.factories import AgreementFactory, CityFactory

STEPS = ("submit", "publish", "return", "withdraw", "merge")


def in_state(state: str, cast: Cast) -> Agreement:
    """An agreement of Hebron and Amman that has come so far; its clerk submitted it."""
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="اتفاقية التآخي")
    if state != "draft":
        agreement.submit(by=cast.contributor_of_hebron)
    if state == "returned":
        agreement.return_for_completion(by=cast.reviewer_of_amman, remarks="ينقص المصدر")
    if state in ("published", "withdrawn"):
        agreement.publish(by=cast.reviewer_of_amman)
    if state == "withdrawn":
        agreement.withdraw(by=cast.registrar, reason="قيد مكرر")
    return agreement


OFFERED = {
    ("draft", "contributor_of_hebron"): {"submit"},
    ("draft", "reviewer_of_hebron"): {"submit"},
    ("draft", "reviewer_of_amman"): {"submit"},
    ("draft", "registrar"): {"submit"},
    ("returned", "contributor_of_hebron"): {"submit"},
    ("returned", "reviewer_of_hebron"): {"submit"},
    ("returned", "reviewer_of_amman"): {"submit"},
    ("returned", "registrar"): {"submit"},
    ("submitted", "reviewer_of_hebron"): {"publish", "return"},
    ("submitted", "reviewer_of_amman"): {"publish", "return"},
    ("submitted", "registrar"): {"publish", "return"},
    ("published", "registrar"): {"withdraw", "merge"},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "published", "withdrawn"])
def test_each_is_offered_the_steps_they_may_take_and_no_other(
    cast: Cast, as_: Any, state: str, role: str
) -> None:
    agreement = in_state(state, cast)
    client = as_(cast.person(role))
    page = client.get(change_page(agreement)).content.decode()
    offered = {step for step in STEPS if step_page(agreement, step) in page}
    assert offered == OFFERED.get((state, role), set())
    for step in STEPS:
        address = step_page(agreement, step)
        assert (client.get(address).status_code == 200) == (step in offered), step
        if step not in offered:
            assert client.post(address, {"reason": "سبب"}).status_code in (302, 403, 404), step
    before = agreement.record_state
    agreement.refresh_from_db()
    assert agreement.record_state == before


def test_a_record_goes_the_whole_way(
    contributor: Client, reviewer: Client, registrar: Client, cast: Cast
) -> None:
    agreement = in_state("draft", cast)
    assert contributor.post(step_page(agreement, "submit")).url == change_page(agreement)
    page = reviewer.post(step_page(agreement, "publish"), follow=True).content.decode()
    agreement.refresh_from_db()
    assert agreement.record_state == RecordState.PUBLISHED
    assert "تم: نشر." in page
    assert agreement.registry_number in page
    registrar.post(step_page(agreement, "withdraw"), {"reason": "قيد مكرر"})
    agreement.refresh_from_db()
    assert agreement.record_state == RecordState.WITHDRAWN


def test_who_submitted_does_not_publish_and_is_told_why(reviewer: Client, cast: Cast) -> None:
    agreement = in_state("draft", cast)
    reviewer.post(step_page(agreement, "submit"))
    answer = reviewer.post(step_page(agreement, "publish"))
    assert answer.status_code == 403
    assert "أربع" in answer.content.decode() or "قدّم" in answer.content.decode()
    assert step_page(agreement, "publish") not in reviewer.get(change_page(agreement)).content.decode()


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_a_refusal_is_a_page_in_the_readers_language(
    contributor: Client, cast: Cast, language: str, direction: str
) -> None:
    agreement = in_state("submitted", cast)
    answer = contributor.get(step_page(agreement, "publish").replace("/ar/", f"/{language}/"))
    html = answer.content.decode()
    assert answer.status_code == 403
    assert f'<html lang="{language}" dir="{direction}">' in html
    words = {
        "ar": "لا يبتّ في هذا القيد إلا",
        "en": "Only a reviewer of a party or the registrar may decide on this record.",
    }
    assert words[language] in html


def test_what_is_missing_is_listed_and_nothing_can_be_sent(contributor: Client, cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron], title_ar="", title_en="")
    agreement.sources.all().delete()
    page = contributor.get(step_page(agreement, "submit")).content.decode()
    for words in ("للاتفاقية طرفان", "العنوان", "مصدر"):
        assert words in page
    assert 'type="submit"' not in page.split('id="content"', 1)[1]
    answer = contributor.post(step_page(agreement, "submit"))
    assert answer.status_code == 200
    agreement.refresh_from_db()
    assert agreement.record_state == RecordState.DRAFT


@pytest.mark.parametrize(("step", "state"), [("return", "submitted"), ("withdraw", "published")])
def test_a_reason_is_required(registrar: Client, cast: Cast, step: str, state: str) -> None:
    agreement = in_state(state, cast)
    for blank in ("", "   "):
        answer = registrar.post(step_page(agreement, step), {"reason": blank})
        assert answer.status_code == 200
        assert errors_of(answer)["reason"] == "هذا الحقل مطلوب."
    agreement.refresh_from_db()
    assert agreement.record_state == state


def test_the_reason_stays_in_the_form_that_is_refused(registrar: Client, cast: Cast) -> None:
    agreement = in_state("submitted", cast)
    answer = registrar.post(step_page(agreement, "return"), {"reason": "ناقص\x00"})
    assert answer.status_code == 200
    assert errors_of(answer)["reason"]
    assert fields_of(answer)["reason"].startswith("ناقص")


def test_the_author_reads_the_reviewers_remarks_on_the_returned_record(
    contributor: Client, cast: Cast
) -> None:
    page = contributor.get(change_page(in_state("returned", cast))).content.decode()
    assert "<bdi>ينقص المصدر</bdi>" in page


def test_a_step_that_somebody_else_took_meanwhile_is_refused_with_a_clear_word(
    reviewer: Client, registrar: Client, cast: Cast
) -> None:
    agreement = in_state("submitted", cast)
    assert reviewer.get(step_page(agreement, "publish")).status_code == 200
    registrar.post(step_page(agreement, "publish"))
    answer = reviewer.post(step_page(agreement, "publish"))
    assert answer.status_code == 403
    assert "قُدّم للمراجعة" in answer.content.decode() or "مقدَّم" in answer.content.decode()
    agreement.refresh_from_db()
    assert agreement.state_changes.filter(after="published").count() == 1


def test_a_form_opened_before_publication_does_not_slip_into_the_published_record(
    contributor: Client, reviewer: Client, registrar: Client, cast: Cast
) -> None:
    for client in (contributor, reviewer, registrar):
        agreement = in_state("draft", cast)
        opened = fields_of(client.get(change_page(agreement))) | {"title_ar": "عنوان جديد"}
        agreement.submit(by=cast.contributor_of_hebron)
        agreement.publish(by=cast.reviewer_of_amman)
        answer = client.post(change_page(agreement), opened)
        assert answer.status_code == 403
        assert "منشور" in answer.content.decode()
        agreement.refresh_from_db()
        assert agreement.title_ar == "اتفاقية التآخي"


def test_a_step_that_does_not_exist_is_refused(registrar: Client, cast: Cast) -> None:
    assert registrar.get(step_page(in_state("draft", cast), "burn")).status_code == 403


def test_a_step_of_a_record_that_does_not_exist_is_not_found(registrar: Client) -> None:
    for pk in ("999999", "9" * 30):
        assert registrar.get(f"/ar/admin/agreements/agreement/{pk}/submit-step/").status_code == 404


def test_the_withdrawn_record_keeps_its_page_for_the_registrar(registrar: Client, cast: Cast) -> None:
    page = registrar.get(change_page(in_state("withdrawn", cast)))
    assert page.status_code == 200
    assert "قيد مكرر" in page.content.decode()


def test_a_page_of_step_escapes_the_record(contributor: Client, cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, CityFactory()], title_ar="<script>alert(1)</script>")
    page = contributor.get(step_page(agreement, "submit")).content.decode()
    assert "<script>alert" not in page
