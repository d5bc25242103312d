"""What each party says of an agreement: asked for, made inside, made by a one-time link."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.enumerations import Confirmation
from agreements.models import Agreement, OutgoingMail, Party, Statement, StatementRequest
from agreements.models.statement_request import TRIES_AN_HOUR
from tests.background.queue import do_all
from tests.cast import Cast
from tests.factories import CityFactory, published
from tests.pages.reading import badly_nested, text_of, words_of

PARTNER = "mayor@amman.test"
SAID = {"kind_claimed": "twinning", "in_force_claimed": "yes", "signed_on_claimed": "6/2014"}
BY = {"made_by": "عقل بلتاجي، أمين عمّان"}


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    record = published(parties=[cast.hebron, cast.amman], title_ar="اتفاقية التآخي")
    do_all()
    mail.outbox.clear()
    return record


@pytest.fixture
def amman(cast: Cast, agreement: Agreement) -> Party:
    return agreement.parties.get(city=cast.amman)


def address(party: Party, ask: bool = False) -> str:
    return f"{party.agreement.get_absolute_url()}statements/{party.pk}/{'ask/' if ask else ''}"


@pytest.fixture
def link(cast: Cast, as_: Any, amman: Party) -> str:
    """A link that was sent to the partner, as the partner opens it."""
    asked = as_(cast.reviewer_of_hebron).post(address(amman, ask=True), {"email": PARTNER, "language": "ar"})
    assert asked.url == amman.agreement.get_absolute_url()
    do_all()
    [letter] = mail.outbox
    assert letter.recipients() == [PARTNER]
    [found] = re.findall(r"http://localhost:8000(/ar/statements/\S+)", letter.body)
    mail.outbox.clear()
    return str(found)


# ---- By the link


def test_a_partner_without_an_account_answers_three_questions(
    client: Client, link: str, amman: Party
) -> None:
    page = client.get(link)
    assert page.status_code == 200
    assert badly_nested(text_of(page)) == []
    assert "اتفاقية التآخي" in words_of(page)
    thanks = client.post(link, {**SAID, **BY, "note_ar": "نعدّها توأمة."})
    assert thanks.status_code == 200
    statement = Statement.objects.get()
    assert (statement.party, statement.kind_claimed, statement.in_force_claimed) == (amman, "twinning", True)
    assert (str(statement.signed_on_claimed), statement.channel) == ("2014-06", "one_time_link")
    assert Agreement.objects.get().confirmation == Confirmation.ONE_SIDED
    record = words_of(client.get(amman.agreement.get_absolute_url()))
    for words in ("نعدّها توأمة.", "عقل بلتاجي، أمين عمّان", "من طرف واحد", "لم يُدلِ هذا الطرف بإفادة."):
        assert words in record


def test_the_page_behind_the_link_is_read_in_english_too(client: Client, link: str) -> None:
    page = client.get(link.replace("/ar/", "/en/"))
    assert "What does your city say of this agreement?" in words_of(page)
    assert client.get(link)["Referrer-Policy"] == "same-origin"
    assert "no-store" in client.get(link)["Cache-Control"]


def test_a_link_works_once(client: Client, link: str) -> None:
    client.post(link, {**SAID, **BY})
    for again in (client.get(link), client.post(link, {**SAID, **BY, "kind_claimed": "other"})):
        assert again.status_code == 410
        assert "مرة واحدة" in words_of(again)
    assert Statement.objects.count() == 1


def test_a_link_expires(client: Client, link: str) -> None:
    StatementRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for late in (client.get(link), client.post(link, {**SAID, **BY})):
        assert late.status_code == 410
        assert "كان صالحًا حتى" in words_of(late)
    assert not Statement.objects.exists()


def test_a_link_can_be_taken_back(client: Client, cast: Cast, as_: Any, link: str, amman: Party) -> None:
    asking = as_(cast.reviewer_of_hebron)
    assert PARTNER in words_of(asking.get(address(amman, ask=True)))
    asking.post(address(amman, ask=True), {"revoke": StatementRequest.objects.get().pk})
    assert client.get(link).status_code == 410
    assert client.post(link, {**SAID, **BY}).status_code == 410
    assert not Statement.objects.exists()


def test_asking_again_makes_the_earlier_link_void(
    client: Client, cast: Cast, as_: Any, link: str, amman: Party
) -> None:
    as_(cast.registrar).post(address(amman, ask=True), {"email": PARTNER, "language": "en"})
    assert client.get(link).status_code == 410
    assert StatementRequest.objects.open().count() == 1


def test_a_link_is_void_once_the_record_is_withdrawn(
    client: Client, cast: Cast, link: str, amman: Party
) -> None:
    amman.agreement.withdraw(by=cast.registrar, reason="قيد مكرر")
    assert client.post(link, {**SAID, **BY}).status_code == 410


@pytest.mark.parametrize("token", ["x", "00000000-0000-0000-0000-000000000000:x", "a:b:c", "%00", "١"])
def test_a_link_that_nobody_signed_leads_nowhere(client: Client, db: None, token: str) -> None:
    assert client.get(f"/ar/statements/{token}/").status_code == 404


def test_a_forged_link_leads_nowhere(client: Client, link: str) -> None:
    assert client.get(f"{link[:-2]}{'a' if link[-2] != 'a' else 'b'}/").status_code == 404


def test_a_form_that_is_sent_over_and_over_is_slowed_down(client: Client, link: str) -> None:
    for _attempt in range(TRIES_AN_HOUR):
        assert client.post(link, {}).status_code == 400
    assert client.post(link, {**SAID, **BY}).status_code == 429
    StatementRequest.objects.update(tries_since=timezone.now() - timedelta(hours=2))
    assert client.post(link, {**SAID, **BY}).status_code == 200


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({**BY}, "__all__"),
        ({**SAID}, "made_by"),
        ({**SAID, **BY, "signed_on_claimed": "2014-13"}, "signed_on_claimed"),
        ({**SAID, **BY, "kind_claimed": "x"}, "kind_claimed"),
        ({**SAID, **BY, "note_ar": "ا" * 2001}, "note_ar"),
        ({**SAID, **BY, "made_by": "x" * 300}, "made_by"),
        ({**SAID, **BY, "note_ar": "\x00"}, "note_ar"),
    ],
)
def test_a_mistake_is_named_and_does_not_use_up_the_link(
    client: Client, link: str, data: dict[str, str], field: str
) -> None:
    page = client.post(link, data)
    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]
    assert client.post(link, {**SAID, **BY}).status_code == 200


def test_what_a_partner_writes_is_text_and_nothing_else(client: Client, link: str, amman: Party) -> None:
    client.post(link, {**SAID, "made_by": "<script>1</script>", "note_ar": "<b>x</b>"})
    page = text_of(client.get(amman.agreement.get_absolute_url()))
    assert "<script>1" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_the_letter_with_the_link_is_not_kept(link: str) -> None:
    assert OutgoingMail.objects.get(to=PARTNER).text == ""


# ---- Inside


def test_the_partys_people_are_asked_and_answer_inside(cast: Cast, as_: Any, amman: Party) -> None:
    as_(cast.reviewer_of_hebron).post(address(amman, ask=True), {"email": "", "language": "ar"})
    do_all()
    assert [letter.recipients() for letter in mail.outbox] == [[cast.reviewer_of_amman.email]]
    assert address(amman) in mail.outbox[0].body
    mail.outbox.clear()
    officer = as_(cast.reviewer_of_amman)
    assert officer.get(address(amman)).status_code == 200
    officer.post(address(amman), {**SAID, **BY})
    statement = Statement.objects.get()
    assert (statement.channel, statement.account) == ("account", cast.reviewer_of_amman)
    assert StatementRequest.objects.get().statement == statement
    do_all()
    assert [letter.recipients() for letter in mail.outbox] == [[cast.reviewer_of_hebron.email]]


def test_both_sides_confirm_or_dispute(cast: Cast, as_: Any, agreement: Agreement, amman: Party) -> None:
    hebron = agreement.parties.get(city=cast.hebron)
    as_(cast.reviewer_of_amman).post(address(amman), {**SAID, **BY})
    as_(cast.contributor_of_hebron).post(address(hebron), {**SAID, **BY})
    assert Agreement.objects.get().confirmation == Confirmation.CONFIRMED
    as_(cast.contributor_of_hebron).post(address(hebron), {**SAID, **BY, "kind_claimed": "memorandum"})
    assert Agreement.objects.get().confirmation == Confirmation.DISPUTED
    page = words_of(Client().get(agreement.get_absolute_url()))
    for words in ("مذكرة تفاهم", "اتفاقية توأمة", "تتعارض إفادات الأطراف"):
        assert words in page


def test_where_nobody_of_the_city_has_an_account_an_address_is_needed(cast: Cast, as_: Any) -> None:
    lonely = published(parties=[cast.hebron, CityFactory()]).parties.get(order=2)
    page = as_(cast.reviewer_of_hebron).post(address(lonely, ask=True), {"email": "", "language": "ar"})
    assert page.status_code == 400
    assert "أعطِ عنوانًا" in words_of(page)


def test_a_party_is_not_written_to_over_and_over(cast: Cast, as_: Any, amman: Party) -> None:
    asking = as_(cast.reviewer_of_hebron)
    answers = [
        asking.post(address(amman, ask=True), {"email": PARTNER, "language": "ar"}).status_code
        for _time in range(4)
    ]
    assert answers == [302, 302, 302, 400]


def test_the_page_costs_one_query_more_whatever_was_said(
    client: Client, agreement: Agreement, amman: Party
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(agreement.get_absolute_url())
        return len(counted)

    before = queries()
    for party in agreement.parties.all():
        for _time in range(5):
            Statement.objects.create(
                party=party, made_on=timezone.localdate(), made_by="x", channel="account", note_ar="ا"
            )
    assert queries() == before
