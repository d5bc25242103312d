"""The desk: what waits for whom, counted in as many questions however much there is."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.models import Agreement, City, CorrectionSuggestion
from agreements.waiting import LISTS
from tests.cast import Cast
from tests.factories import AgreementFactory, published

pytestmark = pytest.mark.django_db

QUESTIONS = {"/ar/desk/": 26, "/ar/desk/waiting/gaps/": 25, "/ar/desk/waiting/gaps/?kind=twinning": 25}


def waiting(user: Any, name: str, day: date | None = None) -> set[int]:
    return set(LISTS[name].rows(user, day or timezone.localdate()).values_list("pk", flat=True))


def test_each_finds_what_waits_for_them(cast: Cast) -> None:
    pair = [cast.hebron, cast.amman]
    draft = AgreementFactory(parties=pair, created_by=cast.contributor_of_hebron)
    submitted = AgreementFactory(parties=pair)
    submitted.submit(by=cast.reviewer_of_hebron)
    returned = AgreementFactory(parties=pair, created_by=cast.contributor_of_hebron)
    returned.submit(by=cast.contributor_of_hebron)
    returned.return_for_completion(by=cast.reviewer_of_amman, remarks="أين التاريخ؟")
    other = AgreementFactory(parties=[cast.amman, cast.bursa])
    other.submit(by=cast.reviewer_of_bursa)
    assert waiting(cast.contributor_of_hebron, "drafts") == {draft.pk}
    assert waiting(cast.contributor_of_hebron, "returned") == {returned.pk}
    assert waiting(cast.contributor_of_hebron, "review") == set()
    assert waiting(cast.reviewer_of_hebron, "review") == set(), "nobody reviews their own"
    assert waiting(cast.reviewer_of_amman, "review") == {submitted.pk, other.pk}
    assert waiting(cast.registrar, "review") == {submitted.pk, other.pk}


def test_a_day_for_notice_is_told_with_what_happens_if_nobody_acts(cast: Cast, as_: Any) -> None:
    day = timezone.localdate()
    tacit = published(
        parties=[cast.hebron, cast.amman],
        signed_on=str(day - timedelta(days=5 * 365 - 300)),
        effect_rule="on_signature",
        term="fixed",
        duration_months=60,
        renewal="tacit",
        renewal_months=60,
        notice_months=6,
    )
    published(parties=[cast.hebron, cast.amman], signed_on=str(day), effect_rule="on_signature")
    assert waiting(cast.reviewer_of_hebron, "ending") == {tacit.pk}
    assert waiting(cast.reviewer_of_hebron, "ending", day + timedelta(days=400)) == set()
    page = as_(cast.reviewer_of_hebron).get("/en/desk/waiting/ending/").content.decode()
    assert "If nobody gives notice by" in page
    assert "it goes on by itself until" in page
    tacit.events.create(kind="notice_given", date=str(day))
    page = as_(cast.reviewer_of_hebron).get("/en/desk/waiting/ending/").content.decode()
    assert "unless it is renewed or extended before, it expires" in page


def test_members_read_on_public_pages_how_much_waits_for_them(cast: Cast, as_: Any) -> None:
    AgreementFactory(parties=[cast.hebron, cast.amman]).submit(by=cast.reviewer_of_hebron)
    count = '<span class="n" title="What waits for you">1</span>'
    for path in ("/en/", "/en/cities/hebron/", "/en/desk/"):
        assert count in as_(cast.reviewer_of_amman).get(path).content.decode(), path
        assert 'title="What waits' not in as_(cast.reviewer_of_bursa).get(path).content.decode(), path
    assert 'title="What waits' not in as_(None).get("/en/").content.decode()


def test_what_ends_soon_is_unconfirmed_or_incomplete(cast: Cast) -> None:
    day = timezone.localdate()
    ending = published(
        parties=[cast.hebron, cast.amman],
        signed_on=str(day - timedelta(days=400)),
        effect_rule="on_signature",
        term="fixed",
        expires_on=str(day + timedelta(days=100)),
        renewal="none",
    )
    lasting = published(
        parties=[cast.hebron, cast.bursa], signed_on="2014", effect_rule="on_signature", term="indefinite"
    )
    assert waiting(cast.reviewer_of_hebron, "ending") == {ending.pk}
    assert waiting(cast.reviewer_of_bursa, "ending") == set()
    assert waiting(cast.reviewer_of_hebron, "gaps") == {ending.pk, lasting.pk}
    assert waiting(cast.reviewer_of_hebron, "unconfirmed") == set()
    assert waiting(cast.reviewer_of_hebron, "unconfirmed", day + timedelta(days=366)) == {
        ending.pk,
        lasting.pk,
    }
    assert waiting(cast.reviewer_of_bursa, "statements") == {lasting.pk}


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_page_asks_the_same_questions_however_much_waits(
    cast: Cast, as_: Any, path: str, django_assert_num_queries: Any
) -> None:
    registrar = as_(cast.registrar)
    published(parties=[cast.hebron, cast.amman])
    with django_assert_num_queries(QUESTIONS[path]):
        assert registrar.get(path).status_code == 200
    for _number in range(4):
        published(parties=[cast.hebron, cast.amman])
    with django_assert_num_queries(QUESTIONS[path]):
        registrar.get(path)


def test_an_empty_list_says_what_to_do_and_a_wrong_filter_is_named(cast: Cast, as_: Any) -> None:
    clerk = as_(cast.contributor_of_hebron)
    assert "أدخل اتفاقية" in clerk.get("/ar/desk/waiting/drafts/").content.decode()
    page = clerk.get("/ar/desk/waiting/drafts/?city=zzz")
    assert "zzz" in str(page.context["filterset"].form.errors["city"])
    assert clerk.get("/ar/desk/waiting/drafts/?page=99&q=%00").status_code == 200


def test_the_registrar_settles_a_city_that_a_clerk_added(cast: Cast, as_: Any) -> None:
    city = City.objects.create(
        slug="new", name_ar="جديدة", country="PS", proposed_by=cast.contributor_of_hebron
    )
    assert "جديدة" in as_(cast.registrar).get("/ar/desk/").content.decode()
    as_(cast.registrar).post(f"/ar/desk/cities/{city.pk}/settle/")
    city.refresh_from_db()
    assert city.proposed_by is None
    assert Agreement.objects.count() == 0


def test_a_suggested_correction_is_declined_with_a_reason_or_accepted(cast: Cast, as_: Any) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    first, second = (
        CorrectionSuggestion.objects.create(agreement=record, text=f"<b>{n}</b>", language="ar", sender="x")
        for n in (1, 2)
    )
    reviewer = as_(cast.reviewer_of_amman)
    page = reviewer.get("/ar/desk/corrections/").content.decode()
    assert "&lt;b&gt;1&lt;/b&gt;" in page
    assert "&lt;b&gt;" not in as_(cast.reviewer_of_bursa).get("/ar/desk/corrections/").content.decode()
    path = f"/ar/desk/corrections/{first.pk}/"
    assert reviewer.post(path, {"decline": "1", "reason": " "}).status_code == 422
    assert reviewer.post(path, {"decline": "1", "reason": "النص واضح"}).status_code == 302
    assert reviewer.post(path, {"accept": "1"}).status_code == 422, "decided once"
    assert reviewer.post(f"/ar/desk/corrections/{second.pk}/", {"accept": "1"}).status_code == 302
    states = CorrectionSuggestion.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["declined", "accepted"]


def test_what_ends_first_stands_first_whatever_was_changed_last(cast: Cast, as_: Any) -> None:
    day = timezone.localdate()

    def ends_in(days: int, **more: Any) -> Agreement:
        fixed = {"term": "fixed", "effect_rule": "on_signature", "parties": [cast.hebron, cast.amman]}
        return published(
            signed_on=str(day - timedelta(days=900)),
            expires_on=str(day + timedelta(days=days)),
            **fixed,
            **more,
        )

    last, first = ends_in(200), ends_in(20)
    # Notice is due two months before its end, after forty days.
    notice = ends_in(100, renewal="tacit", renewal_months=12, notice_months=2)
    Agreement.objects.filter(pk=last.pk).update(updated_at=timezone.now() + timedelta(hours=1))
    page = as_(cast.reviewer_of_hebron).get("/en/desk/waiting/ending/")
    assert [one.pk for one in page.context["page_obj"]] == [first.pk, notice.pk, last.pk]
    narrowed = as_(cast.reviewer_of_hebron).get("/en/desk/waiting/ending/?city=Amman")
    assert [one.pk for one in narrowed.context["page_obj"]] == [first.pk, notice.pk, last.pk]
