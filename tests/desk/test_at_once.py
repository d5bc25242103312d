"""Two people at the same moment, through the pages: one is served, the other gets words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from agreements.enumerations import MembershipRole
from agreements.models import (
    Agreement,
    Event,
    Invitation,
    OutgoingMail,
    Proposal,
    RegistryYear,
    Revision,
    Statement,
    StatementRequest,
    User,
)
from tests.admin.conftest import change_page
from tests.admin.forms import fields_of
from tests.at_once import all_at_once
from tests.cast import Cast, assemble
from tests.factories import AgreementFactory, published
from tests.worlds import begin_with

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return begin_with(assemble)


@pytest.fixture(autouse=True)
def arabic() -> Iterator[None]:
    """Each thread reads by its address alone."""
    with translation.override("ar"):
        yield


def sent(posts: list[tuple[User | None, str, dict[str, Any]]]) -> list[Any]:
    """The answers to forms that were sent together."""
    ready = []
    for user, path, data in posts:
        client = Client()
        if user is not None:
            client.force_login(user)
        ready.append((client, path, data))
    answers = all_at_once(lambda form: form[0].post(form[1], form[2]), ready)
    return sorted(answers, key=lambda answer: answer.status_code)


def test_of_two_reviewers_who_publish_at_once_one_does_and_the_other_reads_why_not(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    agreement.submit(by=cast.contributor_of_hebron)
    path = f"/ar/desk/records/{agreement.reference}/publish/"
    one, other = sent([(cast.reviewer_of_hebron, path, {}), (cast.reviewer_of_amman, path, {})])
    assert one.status_code == 302
    assert other.status_code in (403, 404, 422)
    assert re.search(r"<h1>.+</h1>", other.content.decode(), re.S)
    [record] = Agreement.objects.published()
    assert record.registry_number == f"TW-{timezone.localdate().year}-00001"
    assert RegistryYear.objects.get().last_number == 1
    assert record.state_changes.filter(after="published").count() == 1


def test_an_invitation_that_is_taken_up_twice_at_once_opens_one_account(cast: Cast) -> None:
    Invitation(email="laila@hebron.test", role=MembershipRole.CONTRIBUTOR, city=cast.hebron).send(
        by=cast.registrar
    )
    link = re.search(r"https?://[^/]+(/\S+)", OutgoingMail.objects.get(to="laila@hebron.test").text)[1]
    form = {"name_ar": "ليلى", "name_en": "", "password": "ثلاثة جمال وبئر"}
    one, other = sent([(None, link, form), (None, link, {**form, "name_ar": "غيرها"})])
    assert (one.status_code, other.status_code) == (302, 410)
    assert "سبق قبول" in other.content.decode()
    [user] = User.objects.filter(email="laila@hebron.test")
    assert user.memberships.count() == 1


def test_a_one_time_link_that_is_answered_twice_at_once_makes_one_statement(cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    party = record.parties.get(city=cast.amman)
    asked = StatementRequest.objects.ask(party, by=cast.registrar, email="partner@amman.test")
    path = f"/ar/statements/{asked.token}/"
    said = {"kind_claimed": "twinning", "note_ar": "كما هي", "made_by": "مكتب العلاقات"}
    one, other = sent([(None, path, said), (None, path, {**said, "note_ar": "غيرها"})])
    assert (one.status_code, other.status_code) in ((200, 410), (302, 410)), other.content.decode()
    assert re.search(r"<h1>.+</h1>", other.content.decode(), re.S)
    assert Statement.objects.filter(party=party).count() == 1


def test_a_proposal_that_two_accept_at_once_is_added_once(cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    event = Event(agreement=record, kind="renewed", date="2024")
    proposal = Proposal.objects.propose(
        record, cast.contributor_of_hebron, "event", event, named=["kind", "date"]
    )
    path, accept = f"/ar/desk/proposals/{proposal.pk}/", {"accept": "1"}
    one, other = sent([(cast.reviewer_of_hebron, path, accept), (cast.reviewer_of_amman, path, accept)])
    assert one.status_code == 302
    assert other.status_code in (404, 422)
    assert Event.objects.filter(agreement=record).count() == 1
    assert OutgoingMail.objects.filter(about=f"proposal_decided-{proposal.pk}").count() == 1


def test_two_who_save_at_once_lose_nothing(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="كما كان")
    path = f"/ar/desk/records/{agreement.reference}/edit/"
    people = [cast.reviewer_of_hebron, cast.reviewer_of_amman]
    forms = []
    for user, title in zip(people, ("عنوان الأول", "عنوان الثاني"), strict=True):
        client = Client()
        client.force_login(user)
        page = client.get(path).context
        typed = {**page["entry"].typed, "_version": page["version"], "_found": page["found"], "_save": "1"}
        forms.append((user, path, {**typed, "title_ar": title}))
    one, other = sent(forms)
    assert (one.status_code, other.status_code) == (302, 409)
    agreement.refresh_from_db()
    page = other.content.decode()
    assert agreement.title_ar in ("عنوان الأول", "عنوان الثاني")
    assert [title in page for title in ("عنوان الأول", "عنوان الثاني", "data-clash")] == [True] * 3


def test_two_who_save_at_once_in_the_admin_lose_nothing(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="كما كان")
    path = change_page(agreement)
    forms = []
    for user, title in ((cast.reviewer_of_hebron, "عنوان الأول"), (cast.reviewer_of_amman, "عنوان الثاني")):
        client = Client()
        client.force_login(user)
        forms.append((user, path, fields_of(client.get(path)) | {"title_ar": title}))
    one, other = sent(sorted(forms, key=lambda form: form[0].pk))
    assert sorted(answer.status_code for answer in (one, other)) == [200, 302]
    [refused] = [answer for answer in (one, other) if answer.status_code == 200]
    assert "لم يُحفظ" in refused.content.decode()
    titles = {state.content["title_ar"] for state in Revision.objects.of("agreement", agreement.pk)}
    assert len(titles) == 2, "as it was, and one of the two"
