"""Agreements: what fits together, what is never deleted, and old copies that bring nothing back."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Agreement, Event
from agreements.partial_dates import PartialDate
from tests.cast import Cast
from tests.factories import AgreementFactory, EventFactory, published

pytestmark = pytest.mark.django_db


# ---- What fits together

VALID = {"kind": "twinning", "title_ar": "اتفاقية توأمة"}


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"signed_on": "2014-06-03", "in_force_on": "2014-06-02"}, "in_force_on"),
        ({"signed_on": "2014", "in_force_on": "2013"}, "in_force_on"),
        ({"signed_on": "2014-06-03", "term": "fixed", "expires_on": "2014-06-02"}, "expires_on"),
        ({"signed_on": "2014-06-03", "term": "fixed", "expires_on": "2014-05"}, "expires_on"),
        (
            {"signed_on": "2014", "in_force_on": "2016", "term": "fixed", "expires_on": "2015"},
            "expires_on",
        ),
        ({"signed_on": "2014", "expires_on": "2019"}, "expires_on"),
        ({"term": "indefinite", "duration_months": 60}, "duration_months"),
        ({"renewal": "by_agreement", "renewal_months": 12}, "renewal_months"),
        ({"signed_on": "2014-13"}, "signed_on"),
        ({"signed_on": "2014-13", "in_force_on": "2013", "expires_on": "last year"}, "signed_on"),
        ({"signed_on": "٣١/٠٢/٢٠١٤"}, "signed_on"),
        ({"kind": "alliance"}, "kind"),
        ({"authentic_languages": ["arabic"]}, "authentic_languages"),
        ({"authentic_languages": "ar"}, "authentic_languages"),
    ],
)
def test_what_does_not_fit_together_is_named_by_its_field(columns: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Agreement(**{**VALID, **columns}).full_clean()
    assert field in refusal.value.message_dict


@pytest.mark.parametrize(
    "columns",
    [
        {"signed_on": "2014", "in_force_on": "2014-01-01"},
        {"signed_on": "2014-06-03", "in_force_on": "2014"},
        {"signed_on": "2014-06", "term": "fixed", "expires_on": "2014"},
        {"signed_on": "2014-06-03", "term": "fixed", "expires_on": "2014-06-03"},
        {"term": "fixed", "expires_on": "2014", "in_force_on": "2014-12-31"},
        {"signed_on": "٣/٦/٢٠١٤", "authentic_languages": ["ar", "tr"]},
        {},
    ],
)
def test_what_may_fit_is_accepted(columns: dict[str, Any]) -> None:
    Agreement(**VALID, **columns).full_clean()


def test_the_title_names_the_record_else_its_designation_else_its_address() -> None:
    agreement = AgreementFactory(title_ar="", title_en="", designation_ar="اتفاقية تآخٍ وتعاون")
    assert str(agreement) == "اتفاقية تآخٍ وتعاون"
    agreement.designation_ar = ""
    assert str(agreement) == f"draft-{agreement.pk}"


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "draft-",
        "draft-0",
        "draft-x",
        "draft-²",
        "draft-١",
        "draft-99999999999999999999",
        "TW-2026-99999",
        "\x00",
    ],
)
def test_an_address_that_names_no_record_finds_none(reference: str) -> None:
    AgreementFactory()
    assert not Agreement.objects.by_reference(reference).exists()


def test_a_record_is_found_by_its_number_and_before_by_its_draft(cast: Cast) -> None:
    draft, public = AgreementFactory(), published()
    assert Agreement.objects.by_reference(draft.reference).get() == draft
    assert Agreement.objects.by_reference(public.reference).get() == public
    assert public.reference == public.registry_number


# ---- What is never deleted


def deleted_by_itself(agreement: Agreement) -> Any:
    return agreement.delete()


def deleted_in_a_query(agreement: Agreement) -> Any:
    return Agreement.objects.filter(pk=agreement.pk).delete()


WAYS_TO_DELETE = [deleted_by_itself, deleted_in_a_query]


@pytest.mark.parametrize("delete", WAYS_TO_DELETE)
def test_a_draft_is_deleted_with_all_that_hangs_on_it(delete: Any, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    wrong = EventFactory(agreement=draft, kind="signed", party=draft.parties.get(order=1))
    EventFactory(agreement=draft, kind="voided", voids=wrong)
    draft.submit(by=cast.contributor_of_hebron)
    delete(draft)
    assert not Agreement.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("delete", WAYS_TO_DELETE)
@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_was_ever_published_is_never_deleted(cast: Cast, delete: Any, withdrawn: bool) -> None:
    agreement = published()
    if withdrawn:
        agreement.withdraw(by=cast.registrar, reason="نُشر خطأً")
    with pytest.raises(ValidationError):
        delete(agreement)
    assert Agreement.objects.filter(pk=agreement.pk).exists()


def test_one_published_record_among_drafts_keeps_them_all() -> None:
    AgreementFactory()
    published()
    with pytest.raises(ValidationError):
        Agreement.objects.all().delete()
    assert Agreement.objects.count() == 2


def test_an_old_copy_that_still_says_draft_cannot_delete_the_published_record(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    old = Agreement.objects.get(pk=agreement.pk)
    agreement.submit(by=cast.contributor_of_hebron)
    agreement.publish(by=cast.reviewer_of_amman)
    with pytest.raises(ValidationError):
        old.delete()


def test_the_register_cannot_be_emptied_by_its_manager() -> None:
    assert not hasattr(Agreement.objects, "delete")


# ---- Old copies


def test_an_old_copy_brings_back_neither_state_nor_number(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    old = Agreement.objects.get(pk=agreement.pk)
    agreement.submit(by=cast.contributor_of_hebron)
    agreement.publish(by=cast.reviewer_of_amman)
    old.title_ar = "عنوان مصحَّح"
    old.save()
    now = Agreement.objects.get(pk=agreement.pk)
    assert (now.title_ar, now.record_state) == ("عنوان مصحَّح", "published")
    assert now.registry_number == agreement.registry_number
    assert now.published_at == agreement.published_at


def test_the_state_is_not_written_by_hand() -> None:
    agreement = AgreementFactory()
    agreement.record_state, agreement.registry_number = "published", "TW-2026-00077"
    agreement.save()
    now = Agreement.objects.get(pk=agreement.pk)
    assert (now.record_state, now.registry_number) == ("draft", None)


def test_only_what_was_loaded_is_written() -> None:
    agreement = AgreementFactory(title_ar="قبل", summary_ar="ملخص")
    part = Agreement.objects.only("title_ar").get(pk=agreement.pk)
    Agreement.objects.filter(pk=agreement.pk).update(summary_ar="ملخص جديد")
    part.title_ar = "بعد"
    part.save()
    now = Agreement.objects.get(pk=agreement.pk)
    assert (now.title_ar, now.summary_ar) == ("بعد", "ملخص جديد")


def test_an_event_does_not_write_what_the_clerk_has_not_saved_yet() -> None:
    agreement = AgreementFactory(effect_rule="on_signature", signed_on="2014-06-03")
    agreement.signed_on = PartialDate.parse("2019")
    EventFactory(agreement=agreement, kind="reviewed", date="2020")
    assert [str(period.since) for period in agreement.status_periods.all()] == ["2014-06-03"]
