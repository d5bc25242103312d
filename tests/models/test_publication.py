"""From draft to published record: who moves it, what it needs, its number, and what is kept of each move."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from agreements.models import Agreement, Document, RegistryYear, StateChange, User
from tests.cast import Cast
from tests.factories import AgreementFactory, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Agreement:
    """A complete draft between Hebron and Amman."""
    return AgreementFactory(parties=[cast.hebron, cast.amman])


@pytest.fixture
def submitted(cast: Cast, draft: Agreement) -> Agreement:
    """It was submitted by the contributor of Hebron."""
    draft.submit(by=cast.contributor_of_hebron)
    return draft


def stored(agreement: Agreement) -> Agreement:
    return Agreement.objects.get(pk=agreement.pk)


def moves(agreement: Agreement) -> list[tuple[str, str, User, str]]:
    return [(row.before, row.after, row.by, row.reason) for row in agreement.state_changes.all()]


# ---- The way


def test_each_move_is_kept_with_who_and_why(cast: Cast, draft: Agreement) -> None:
    begun = timezone.now()
    draft.submit(by=cast.contributor_of_hebron)
    draft.return_for_completion(by=cast.reviewer_of_amman, remarks=" ينقصها تاريخ التوقيع ")
    draft.submit(by=cast.contributor_of_hebron)
    draft.publish(by=cast.reviewer_of_amman)
    draft.withdraw(by=cast.registrar, reason="نُشرت خطأً")
    assert moves(draft) == [
        ("draft", "submitted", cast.contributor_of_hebron, ""),
        ("submitted", "returned", cast.reviewer_of_amman, "ينقصها تاريخ التوقيع"),
        ("returned", "submitted", cast.contributor_of_hebron, ""),
        ("submitted", "published", cast.reviewer_of_amman, ""),
        ("published", "withdrawn", cast.registrar, "نُشرت خطأً"),
    ]
    assert all(begun <= row.at <= timezone.now() for row in draft.state_changes.all())
    assert stored(draft).record_state == draft.record_state == "withdrawn"
    assert stored(draft).submitted_by == draft.submitted_by == cast.contributor_of_hebron


def test_a_published_record_has_a_number_and_a_time(cast: Cast, submitted: Agreement) -> None:
    submitted.publish(by=cast.reviewer_of_hebron)
    assert re.fullmatch(r"TW-\d{4}-\d{5}", submitted.registry_number or "")
    assert stored(submitted).registry_number == submitted.registry_number
    assert stored(submitted).published_at == submitted.published_at
    assert submitted.published_at is not None


def test_a_withdrawn_record_keeps_its_number(cast: Cast, submitted: Agreement) -> None:
    submitted.publish(by=cast.reviewer_of_hebron)
    number = submitted.registry_number
    submitted.withdraw(by=cast.registrar, reason="نُشرت خطأً")
    assert stored(submitted).registry_number == number
    assert not Agreement.objects.published().exists()
    notice = StateChange.objects.withdrawal_of(str(number))
    assert notice is not None
    assert notice.reason == "نُشرت خطأً"


def test_what_was_not_withdrawn_has_no_notice(cast: Cast) -> None:
    public = published()
    for reference in (str(public.registry_number), "TW-2026-00099", "draft-1", "", "\x00"):
        assert StateChange.objects.withdrawal_of(reference) is None


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("draft", "publish"),
        ("draft", "return_for_completion"),
        ("draft", "withdraw"),
        ("submitted", "submit"),
        ("submitted", "withdraw"),
        ("returned", "publish"),
        ("returned", "return_for_completion"),
        ("returned", "withdraw"),
        ("published", "submit"),
        ("published", "publish"),
        ("published", "return_for_completion"),
        ("withdrawn", "submit"),
        ("withdrawn", "publish"),
        ("withdrawn", "return_for_completion"),
        ("withdrawn", "withdraw"),
    ],
)
def test_not_even_the_registrar_moves_a_record_out_of_turn(
    cast: Cast, draft: Agreement, state: str, verb: str
) -> None:
    way = ["submit", "publish", "withdraw"]
    length = {"draft": 0, "submitted": 1, "returned": 1, "published": 2, "withdrawn": 3}[state]
    for step in way[:length]:
        take(draft, step, cast.registrar if step != "publish" else cast.reviewer_of_amman)
    if state == "returned":
        draft.return_for_completion(by=cast.reviewer_of_amman, remarks="أكملوها")
    before = moves(draft)
    with pytest.raises(PermissionDenied) as refusal:
        take(draft, verb, cast.registrar)
    assert str(refusal.value)
    assert stored(draft).record_state == draft.record_state == state
    assert moves(draft) == before


def take(agreement: Agreement, verb: str, by: User) -> None:
    words = {"return_for_completion": {"remarks": "أكملوها"}, "withdraw": {"reason": "سبب"}}
    getattr(agreement, verb)(by=by, **words.get(verb, {}))


@pytest.mark.parametrize("words", ["", "   ", "\n\t"])
def test_a_reason_is_given_in_words(cast: Cast, submitted: Agreement, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        submitted.return_for_completion(by=cast.reviewer_of_amman, remarks=words)
    assert list(refusal.value.message_dict) == ["reason"]
    submitted.publish(by=cast.reviewer_of_amman)
    with pytest.raises(ValidationError):
        submitted.withdraw(by=cast.registrar, reason=words)
    assert stored(submitted).record_state == "published"


# ---- Four eyes


@pytest.mark.parametrize("role", ["reviewer_of_hebron", "registrar"])
def test_nobody_publishes_what_they_submitted(cast: Cast, draft: Agreement, role: str) -> None:
    person: Any = cast.person(role)
    draft.submit(by=person)
    with pytest.raises(PermissionDenied):
        draft.publish(by=person)
    draft.publish(by=cast.reviewer_of_amman)
    assert draft.record_state == "published"


def test_four_eyes_can_be_switched_off(cast: Cast, draft: Agreement, settings: Any) -> None:
    settings.FOUR_EYES = False
    draft.submit(by=cast.reviewer_of_hebron)
    draft.publish(by=cast.reviewer_of_hebron)
    assert stored(draft).record_state == "published"


def test_an_old_copy_does_not_hide_who_submitted(cast: Cast, draft: Agreement) -> None:
    old = stored(draft)
    draft.submit(by=cast.reviewer_of_hebron)
    with pytest.raises(PermissionDenied):
        old.publish(by=cast.reviewer_of_hebron)


def test_what_two_reviewers_decide_at_once_is_decided_once(cast: Cast, submitted: Agreement) -> None:
    other = stored(submitted)
    submitted.return_for_completion(by=cast.reviewer_of_amman, remarks="أكملوها")
    with pytest.raises(PermissionDenied):
        other.publish(by=cast.reviewer_of_hebron)
    assert stored(submitted).record_state == "returned"


# ---- What a record needs


@pytest.mark.parametrize("field", ["parties", "kind", "title_ar", "sources"])
def test_what_is_missing_is_named_by_its_field(cast: Cast, draft: Agreement, field: str) -> None:
    take_away(draft, field)
    assert list(draft.gaps()) == [field]
    with pytest.raises(ValidationError) as refusal:
        draft.submit(by=cast.registrar)
    assert list(refusal.value.message_dict) == [field]
    assert stored(draft).record_state == draft.record_state == "draft"
    assert moves(draft) == []


def take_away(agreement: Agreement, field: str) -> None:
    if field == "parties":
        agreement.parties.get(order=2).delete()
    elif field == "sources":
        agreement.sources.all().delete()
    elif field == "kind":
        Agreement.objects.filter(pk=agreement.pk).update(kind="")
        agreement.refresh_from_db()
    else:
        agreement.title_ar, agreement.title_en = " ", ""
        agreement.save()


def test_a_deposited_document_serves_as_a_source(cast: Cast, draft: Agreement) -> None:
    draft.sources.all().delete()
    Document.objects.create(agreement=draft, file=ContentFile(b"%PDF-1.4\n", "a.pdf"))
    assert draft.gaps() == {}


def test_what_is_taken_away_after_submission_stops_publication(cast: Cast, submitted: Agreement) -> None:
    copy = stored(submitted)
    submitted.sources.all().delete()
    with pytest.raises(ValidationError):
        copy.publish(by=cast.reviewer_of_amman)
    assert stored(submitted).registry_number is None


# ---- Numbers


def test_numbers_are_counted_by_year_without_gaps() -> None:
    days = [date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    with transaction.atomic():
        numbers = [RegistryYear.next_number(day) for day in days]
    assert numbers == ["TW-2026-00001", "TW-2026-00002", "TW-2027-00001", "TW-2026-00003", "TW-2027-00002"]


def test_after_ninety_nine_thousand_the_numbers_grow_longer() -> None:
    RegistryYear.objects.create(year=2026, last_number=99_999)
    assert RegistryYear.next_number(date(2026, 5, 1)) == "TW-2026-100000"


def test_numbers_follow_each_other() -> None:
    numbers = [str(published().registry_number) for _ in range(3)]
    year = timezone.localdate().year
    assert numbers == [f"TW-{year}-{count:05d}" for count in (1, 2, 3)]


def test_a_refused_publication_costs_no_number(cast: Cast, submitted: Agreement) -> None:
    submitted.sources.all().delete()
    with pytest.raises(ValidationError):
        submitted.publish(by=cast.reviewer_of_amman)
    assert str(published().registry_number).endswith("-00001")


def test_a_publication_that_fails_at_the_last_step_gives_its_number_back(
    cast: Cast, submitted: Agreement
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE agreements_statechange RENAME TO agreements_elsewhere")
    with pytest.raises(Exception, match="agreements_statechange"), transaction.atomic():
        submitted.publish(by=cast.reviewer_of_amman)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE agreements_elsewhere RENAME TO agreements_statechange")
    assert (submitted.record_state, submitted.registry_number) == ("submitted", None)
    assert (stored(submitted).record_state, stored(submitted).registry_number) == ("submitted", None)
    submitted.publish(by=cast.reviewer_of_amman)
    assert str(submitted.registry_number).endswith("-00001")
