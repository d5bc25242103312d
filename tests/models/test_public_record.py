"""What the public reads is held ready: after any write through any door it equals what is told afresh."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    Change,
    CooperationDomain,
    Document,
    PublicRecord,
    RegisterCounter,
)
from agreements.models.derivation import bring_up_to_date
from agreements.reference import sample as sample_register
from agreements.reference.taxonomy import load_taxonomy
from tests.api.many import many_agreements
from tests.cast import Cast
from tests.factories import AgreementFactory, CityFactory, CoverageFactory, DomainFactory, published
from tests.public import assert_all_held, held
from tests.worlds import begin_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(db: None) -> None:
    begin_with(load_taxonomy)
    begin_with(sample_register.load_sample)


def kinds(agreement: Agreement) -> list[str]:
    return [change.kind for change in agreement.changes.all()]


def test_the_sample_is_held_as_it_is_told(sample: None) -> None:
    assert_all_held()
    assert PublicRecord.objects.count() == 2


def test_many_records_written_at_once_are_held_with_all_that_hangs_on_them() -> None:
    many_agreements(12)
    assert_all_held()
    assert PublicRecord.objects.count() == RegisterCounter.published_records() == 12


def test_nothing_is_held_of_a_draft_until_it_is_published(cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    draft.submit(by=cast.contributor_of_hebron)
    assert not PublicRecord.objects.exists()
    draft.publish(by=cast.reviewer_of_hebron)
    assert held(draft)["registry_number"] == draft.registry_number
    assert kinds(draft) == ["publication"]


def test_a_withdrawn_record_is_held_no_more(cast: Cast) -> None:
    agreement = published()
    agreement.withdraw(by=cast.registrar, reason="قُيّدت مرتين")
    assert not PublicRecord.objects.exists()
    assert kinds(agreement) == ["publication", "withdrawal"]
    assert RegisterCounter.published_records() == 0


def test_a_merged_record_is_held_no_more_and_its_survivor_tells_what_came_along(cast: Cast) -> None:
    pair = [cast.hebron, cast.amman]
    survivor, doubled = published(parties=pair), published(parties=pair)
    Activity.objects.create(agreement=doubled, kind="visit", title_ar="زيارة")
    doubled.merge_into(survivor, by=cast.registrar, reason="قُيّدت مرتين")
    assert kinds(doubled)[-1] == "merge"
    assert held(survivor)["activities"]
    assert_all_held()


def rename_city(agreement: Agreement) -> None:
    city = agreement.parties.first().city
    city.name_en = "Another"
    city.save()


def rename_domain(agreement: Agreement) -> None:
    domain = agreement.coverages.get().domain
    domain.name_ar = "اسم آخر"
    domain.save()


def rename_domain_of_an_activity(agreement: Agreement) -> None:
    domain = agreement.activities.get().domains.get()
    domain.code = "renamed"
    domain.save()


def rename_where_something_was_done(agreement: Agreement) -> None:
    city = agreement.activities.get().cities.get()
    city.name_ar = "مكان آخر"
    city.save()


def rename_the_other_end(agreement: Agreement) -> None:
    other = agreement.links.get().object
    other.title_ar = "عنوان آخر"
    other.save()


def withdraw_the_other_end(agreement: Agreement) -> None:
    other = agreement.links.get().object
    other.withdraw(by=other.state_changes.last().by, reason="قيد مكرر")


def deposit(agreement: Agreement) -> None:
    Document.objects.create(agreement=agreement, file=ContentFile(b"%PDF-", "a.pdf"), visibility="public")


def move_the_activity_away(agreement: Agreement) -> None:
    activity = agreement.activities.get()
    activity.agreement = None
    activity.save()


CHANGES: list[Callable[[Agreement], Any]] = [
    rename_city,
    rename_domain,
    rename_domain_of_an_activity,
    rename_where_something_was_done,
    rename_the_other_end,
    withdraw_the_other_end,
    deposit,
    move_the_activity_away,
    lambda agreement: agreement.activities.get().cities.add(CityFactory()),
    lambda agreement: agreement.activities.get().cities.clear(),
    lambda agreement: agreement.activities.get().domains.set([]),
    lambda agreement: agreement.links.get().delete(),
    lambda agreement: AgreementLink.objects.filter(subject=agreement).delete(),
    lambda agreement: agreement.events.create(kind="terminated", date="2020"),
    lambda agreement: agreement.sources.all().delete(),
    lambda agreement: agreement.parties.first().approvals.create(body_ar="المجلس", decided_on="2019"),
    lambda agreement: agreement.parties.first().signatories.create(name_ar="رئيس البلدية"),
    lambda agreement: agreement.coverages.all().delete(),
]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_what_it_shows_rewrites_it_at_once(change: Callable[[Agreement], Any]) -> None:
    agreement, other = published(signed_on="2014", effect_rule="on_signature"), published()
    CoverageFactory(agreement=agreement, domain=DomainFactory())
    AgreementLink.objects.create(subject=agreement, predicate="renews", object=other)
    activity = Activity.objects.create(agreement=agreement, kind="visit", title_ar="زيارة")
    activity.cities.add(CityFactory())
    activity.domains.add(DomainFactory())
    before, number = held(agreement), Change.objects.last().number
    change(agreement)
    assert held(agreement) != before
    assert_all_held()
    assert Change.objects.after(number).filter(agreement=agreement, kind="change").exists()


def test_what_changes_nothing_that_is_shown_is_no_change() -> None:
    agreement = published()
    number = Change.objects.last().number
    agreement.parties.first().city.aliases.create(text="اسم آخر")
    Document.objects.create(agreement=agreement, file=ContentFile(b"%PDF-", "a.pdf"))
    bring_up_to_date([agreement.pk])
    assert not Change.objects.after(number).exists()


def test_what_is_rolled_back_never_happened() -> None:
    agreement = published()
    before, number = held(agreement), Change.objects.last().number
    with transaction.atomic():
        rename_city(agreement)
        assert held(agreement) != before
        transaction.set_rollback(True)
    assert held(agreement) == before
    rename_city(agreement)
    assert [change.number for change in Change.objects.after(number)] == [number + 1]


def test_the_status_turns_at_midnight_without_a_write() -> None:
    agreement = published(
        signed_on="2014-06-03",
        effect_rule="on_signature",
        term="fixed",
        expires_on="2031-05-01",
        renewal="none",
    )
    record = PublicRecord.objects.get(record=agreement)
    told = {
        day: orjson.loads(record.on(timezone.datetime.fromisoformat(day).date(), ""))["status"]
        for day in ("2000-01-01", "2014-06-02", "2014-06-03", "2031-05-01", "2031-05-02")
    }
    assert [status and status["code"] for status in told.values()] == [
        None,
        None,
        "in_force",
        "in_force",
        "expired",
    ]


@pytest.mark.parametrize(
    "text", ["\x01\x02\x03\x04", '"\\u0001"', '{"status":null}', "خ" * 10_000, "\u2028</script>"]
)
def test_no_text_of_a_record_is_taken_for_a_mark(text: str) -> None:
    agreement = published(title_ar=text[:500], summary_ar=text)
    told = held(agreement)
    assert (told["title"]["ar"], told["summary"]["ar"]) == (text[:500], text)
    assert_all_held()


def test_writing_many_takes_as_many_queries_as_writing_few() -> None:
    def cost(count: int) -> int:
        ids = [published().pk for _ in range(count)]
        for pk in ids:
            AgreementLink.objects.create(
                subject_id=pk, predicate="renews", object=Agreement.objects.get(pk=published().pk)
            )
        PublicRecord.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            bring_up_to_date(ids)
        return len(queries)

    assert cost(2) == cost(5)


def test_a_city_renamed_by_the_taxonomy_of_another_is_not_rewritten() -> None:
    agreement = published()
    CooperationDomain.objects.create(code="alone", name_ar="وحده")
    number = Change.objects.last().number
    CooperationDomain.objects.get(code="alone").save()
    CityFactory(name_ar="بعيدة").save()
    assert not Change.objects.after(number).exists()
    assert held(agreement)
