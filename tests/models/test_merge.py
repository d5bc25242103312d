"""Two records of one instrument become one, and the number that was given up leads to it for good."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from agreements.enumerations import ChangeKind, RecordState
from agreements.models import Activity, Agreement, AgreementLink, Change, Document, StateChange
from tests.admin.conftest import change_page, step_page
from tests.admin.forms import errors_of, fields_of
from tests.api.conftest import ask
from tests.cast import Cast
from tests.factories import AgreementFactory, EventFactory, published
from tests.search.conftest import found

__all__ = ["ask"]

WHY = "قيد واحد لصك واحد"


@pytest.fixture
def pair(cast: Cast) -> tuple[Agreement, Agreement]:
    """The same instrument twice: what is merged, and what remains."""
    cities = [cast.hebron, cast.amman]
    return (
        published(parties=cities, title_en="Doubled", source="جريدة القدس"),
        published(parties=cities, title_en="Remaining"),
    )


def merged(pair: tuple[Agreement, Agreement], cast: Cast) -> tuple[Agreement, Agreement]:
    pair[0].merge_into(pair[1], by=cast.registrar, reason=WHY)
    return pair[0], Agreement.objects.get(pk=pair[1].pk)


def test_the_merged_record_is_out_of_view_and_says_where_it_went(pair: Any, cast: Cast) -> None:
    gone, survivor = merged(pair, cast)
    gone.refresh_from_db()
    assert (gone.record_state, gone.merged_into) == (RecordState.WITHDRAWN, survivor)
    assert survivor.merged_numbers == [gone.registry_number]
    change = StateChange.objects.get(agreement=gone, after=RecordState.WITHDRAWN)
    assert Change.objects.filter(agreement_id=gone.pk).last().kind == ChangeKind.MERGE
    assert (change.before, change.by, change.reason) == (RecordState.PUBLISHED, cast.registrar, WHY)


def test_it_is_no_longer_found_and_its_number_finds_the_other(pair: Any, cast: Cast) -> None:
    assert found("Doubled") == {pair[0].pk}
    gone, survivor = merged(pair, cast)
    assert found("Doubled") == set()
    assert found(gone.registry_number) == {survivor.pk}
    assert found("جريدة القدس") == {survivor.pk}


def test_what_was_gathered_goes_along_and_what_was_said_stays(pair: Any, cast: Cast) -> None:
    gone, survivor = pair
    document = Document.objects.create(
        agreement=gone,
        file=ContentFile(b"%PDF-1.4\n", "a.pdf"),
        kind="agreement",
        authenticity="authentic",
        checked_on="2024-02-01",
    )
    activity = Activity.objects.create(agreement=gone, kind="visit", title_en="Visit")
    event = EventFactory(agreement=gone, kind="signed", date="2014")
    older = AgreementFactory()
    link = AgreementLink.objects.create(subject=gone, predicate="renews", object=older)
    between = AgreementLink.objects.create(subject=survivor, predicate="parallel_to", object=gone)
    gone, survivor = merged(pair, cast)
    for row in (document, activity, event, link, between):
        row.refresh_from_db()
    assert document.agreement == activity.agreement == link.subject == survivor
    assert event.agreement == gone
    assert between.object == gone
    assert survivor.evidence_level == 3
    assert Agreement.objects.get(pk=gone.pk).evidence_level == 0
    assert survivor.sources.count() == 2
    assert gone.sources.count() == 1


def test_a_source_that_both_name_is_not_named_twice(cast: Cast) -> None:
    cities = [cast.hebron, cast.amman]
    _gone, survivor = merged((published(parties=cities), published(parties=cities)), cast)
    assert survivor.sources.count() == 1


def test_whoever_was_merged_into_it_before_follows(pair: Any, cast: Cast) -> None:
    first = published(parties=[cast.hebron, cast.amman])
    first.merge_into(pair[0], by=cast.registrar, reason=WHY)
    gone, survivor = merged(pair, cast)
    first.refresh_from_db()
    assert first.merged_into == survivor
    assert survivor.merged_numbers == sorted([first.registry_number, gone.registry_number])
    assert Agreement.objects.get(pk=gone.pk).merged_numbers == []


def test_what_is_not_the_same_instrument_is_not_merged(pair: Any, cast: Cast) -> None:
    gone = pair[0]
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    elsewhere = published(parties=[cast.hebron, cast.bursa])
    for survivor in (gone, draft, elsewhere):
        with pytest.raises(PermissionDenied) as refusal:
            gone.merge_into(survivor, by=cast.registrar, reason=WHY)
        assert str(refusal.value)
    wider = published(parties=[cast.hebron, cast.amman, cast.bursa])
    gone.merge_into(wider, by=cast.registrar, reason=WHY)
    with pytest.raises(PermissionDenied):
        gone.merge_into(pair[1], by=cast.registrar, reason=WHY)


def test_only_the_registrar_merges_and_gives_the_reason(pair: Any, cast: Cast) -> None:
    gone, survivor = pair
    for person in (cast.reviewer_of_hebron, cast.contributor_of_hebron, cast.partner):
        with pytest.raises(PermissionDenied):
            gone.merge_into(survivor, by=person, reason=WHY)
    with pytest.raises(ValidationError):
        gone.merge_into(survivor, by=cast.registrar, reason=" ")
    gone, survivor = (Agreement.objects.get(pk=row.pk) for row in pair)
    assert (gone.record_state, gone.merged_into, survivor.merged_numbers) == ("published", None, [])


def test_a_record_in_view_is_never_merged(pair: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=pair[0].pk).update(merged_into=pair[1])


# ---- At the doors


def test_its_page_leads_to_the_other_for_good_which_says_so(pair: Any, cast: Cast, as_: Any) -> None:
    gone, survivor = merged(pair, cast)
    answer = as_(None).get(gone.get_absolute_url())
    assert (answer.status_code, answer.url) == (301, survivor.get_absolute_url())
    page = as_(None).get(answer.url).content.decode()
    assert gone.registry_number in page
    assert WHY in page
    kept = as_(cast.registrar).get(gone.get_absolute_url()).content.decode()
    assert survivor.get_absolute_url() in kept
    assert WHY in kept


def test_its_address_in_the_api_leads_to_the_other_for_good(pair: Any, cast: Cast, ask: Any) -> None:
    gone, survivor = merged(pair, cast)
    answer = ask(f"agreements/{gone.registry_number}/")
    assert answer.status_code == 301
    assert answer["Location"] == f"http://testserver/api/v1/agreements/{survivor.registry_number}/"
    told = answer.json()
    assert told["merged_into"] == survivor.registry_number
    assert told["reason"] == WHY
    there = ask(f"agreements/{survivor.registry_number}/").json()
    assert there["merged_numbers"] == [gone.registry_number]


def test_the_registrar_merges_on_a_page_that_offers_the_likely_ones(pair: Any, cast: Cast, as_: Any) -> None:
    gone, survivor = pair
    client = as_(cast.registrar)
    assert step_page(gone, "merge") in client.get(change_page(gone)).content.decode()
    assert survivor.registry_number in client.get(step_page(gone, "merge")).content.decode()
    for number in ("TW-1900-00001", "draft-1", "x\x00", "", gone.registry_number):
        refused = client.post(step_page(gone, "merge"), {"survivor": number, "reason": WHY})
        assert refused.status_code == 200, number
        assert errors_of(refused), number
    assert fields_of(refused)["reason"] == WHY
    arabic = survivor.registry_number.lower().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    done = client.post(step_page(gone, "merge"), {"survivor": f" {arabic} ", "reason": WHY})
    assert (done.status_code, done.url) == (302, change_page(gone))
    assert Agreement.objects.get(pk=gone.pk).merged_into == survivor
