"""Being reminded: by mail in one's language, by calendar, and once a year of the record itself."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from agreements.enumerations import Digest
from agreements.models import Agreement, OutgoingMail, RecordCheck, Statement, Subscription, User
from agreements.partial_dates import PartialDate
from agreements.remembering import agreements_of, remind, reminders
from tests.background.queue import do_all
from tests.cast import Cast
from tests.factories import AgreementFactory, published
from tests.pages.reading import badly_nested, text_of, words_of

SUNDAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)


def tacit(cast: Cast, signed: str = "2022-01-20", **columns: Any) -> Agreement:
    """Renews itself every five years: notice by 19 December 2026, for the term that ends 19 January 2027."""
    terms = {"term": "fixed", "duration_months": 60, "renewal": "tacit", "notice_months": 1}
    return published(
        parties=[cast.hebron, cast.amman],
        signed_on=PartialDate.parse(signed),
        effect_rule="on_signature",
        **{**terms, **columns},
    )


def letters(to: User) -> list[Any]:
    return [letter for letter in all_letters() if letter.recipients() == [to.email]]


def all_letters() -> list[Any]:
    """The reminders that were mailed; other mail has no way out of it."""
    do_all()
    return [letter for letter in mail.outbox if "List-Unsubscribe" in letter.extra_headers]


def wants(user: User, digest: str) -> None:
    Subscription.objects.of(user)
    Subscription.objects.filter(user=user).update(digest=digest)


def test_on_sundays_members_are_told_what_happens_if_nobody_acts(cast: Cast) -> None:
    tacit(cast)
    remind(SUNDAY)
    [letter] = letters(cast.reviewer_of_hebron)
    assert "إن لم يُوجَّه إشعار حتى 19 كانون الأول 2026 جُدّدت تلقائيًا حتى 19 كانون الثاني 2032." in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letters(cast.contributor_of_hebron)
    assert not letters(cast.reviewer_of_bursa)
    assert not letters(cast.partner)


def test_each_in_their_own_language(cast: Cast) -> None:
    tacit(cast)
    User.objects.filter(pk=cast.reviewer_of_amman.pk).update(language="en")
    remind(SUNDAY)
    [letter] = letters(cast.reviewer_of_amman)
    words = "If nobody gives notice by 19 December 2026, it goes on by itself until 19 January 2032."
    assert words in letter.body
    assert "/en/agreements/TW-" in letter.body


def test_a_day_is_written_about_once(cast: Cast) -> None:
    tacit(cast)
    assert remind(SUNDAY) == 3
    assert remind(SUNDAY) == 0
    assert len(all_letters()) == 3


def test_who_wants_it_daily_hears_when_a_thing_is_near_and_who_wants_nothing_hears_nothing(
    cast: Cast,
) -> None:
    tacit(cast)
    wants(cast.reviewer_of_hebron, Digest.DAILY)
    wants(cast.reviewer_of_amman, Digest.NEVER)
    near = date(2026, 12, 19) - timedelta(days=30)
    for day in (near - timedelta(days=1), near, near + timedelta(days=1)):
        remind(day)
    assert len(letters(cast.reviewer_of_hebron)) == 1
    assert not letters(cast.reviewer_of_amman)


def test_where_nothing_falls_due_nothing_is_written(cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    tacit(cast, signed="2020-06-01")
    assert remind(SUNDAY) == 0


def test_an_end_and_an_anniversary_have_their_sentences(cast: Cast) -> None:
    agreement = tacit(cast, renewal="by_agreement")
    found = reminders(agreements_of(cast.reviewer_of_hebron), date(2026, 1, 20), date(2027, 3, 1))
    assert {reminder.agreement for reminder in found} == {agreement}
    assert [reminder.sentence for reminder in found] == [
        "20 كانون الثاني 2026: مضت على توقيعها 4 سنوات.",
        "آخر أيامها 19 كانون الثاني 2027، وتنتهي مدتها ما لم تُجدَّد أو تُمدَّد قبل ذلك.",
    ]


def test_a_submitted_record_and_a_question_to_the_city_are_in_the_summary(cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    draft.submit(by=cast.contributor_of_hebron)
    remind(SUNDAY)
    assert "قيد واحد بانتظار المراجعة" in letters(cast.reviewer_of_hebron)[0].body


def test_reminders_cost_as_many_queries_for_many_agreements_as_for_one(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            reminders(agreements_of(cast.reviewer_of_hebron), SUNDAY, SUNDAY + timedelta(days=365))
        return len(counted)

    tacit(cast)
    queries()
    before = queries()
    for _number in range(4):
        tacit(cast)
    assert queries() == before


# ---- The way out, and the choice


def test_the_mail_stops_by_one_call_or_one_button_and_not_by_being_opened(cast: Cast, client: Client) -> None:
    tacit(cast)
    remind(SUNDAY)
    header = letters(cast.reviewer_of_hebron)[0].extra_headers["List-Unsubscribe"]
    path = header.strip("<>").removeprefix("http://localhost:8000")
    page = client.get(path)
    assert badly_nested(text_of(page)) == []
    assert Subscription.objects.of(cast.reviewer_of_hebron).digest == Digest.WEEKLY
    done = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert "توقفت رسائل التذكير" in words_of(done)
    assert Subscription.objects.of(cast.reviewer_of_hebron).digest == Digest.NEVER
    assert client.post("/ar/reminders/stop/1:x/").status_code == 404


def test_a_member_chooses_how_often(cast: Cast, as_: Any) -> None:
    tacit(cast)
    reviewer = as_(cast.reviewer_of_hebron)
    page = reviewer.get("/ar/reminders/")
    assert badly_nested(text_of(page)) == []
    reviewer.post("/ar/reminders/", {"digest": "daily"})
    assert Subscription.objects.of(cast.reviewer_of_hebron).digest == Digest.DAILY
    assert reviewer.post("/ar/reminders/", {"digest": "hourly"}).status_code == 400


# ---- The calendar


def test_the_calendar_needs_no_signing_in_but_its_secret_address(
    cast: Cast, as_: Any, client: Client
) -> None:
    this_year = timezone.localdate().year
    tacit(cast, signed=f"{this_year - 4}-06-15", duration_months=120)
    page = text_of(as_(cast.reviewer_of_hebron).get("/ar/reminders/"))
    [path] = re.findall(r"(/ar/calendar/\S+\.ics)", page)
    feed = Calendar.from_ical(client.get(path).content)
    entries = feed.walk("VEVENT")
    assert next(str(entry["SUMMARY"]) for entry in entries).startswith("ذكرى التوقيع: ")
    assert all(entry["DTSTART"].dt < entry["DTEND"].dt for entry in entries)
    assert len({str(entry["UID"]) for entry in entries}) == len(entries)
    as_(cast.reviewer_of_hebron).post("/ar/reminders/", {"new-calendar": "1"})
    assert client.get(path).status_code == 404
    assert client.get("/ar/calendar/00000000-0000-0000-0000-000000000000.ics").status_code == 404


def test_the_calendar_of_a_closed_account_is_gone(cast: Cast, client: Client) -> None:
    key = Subscription.objects.of(cast.reviewer_of_hebron).calendar_key
    assert client.get(f"/ar/calendar/{key}.ics").status_code == 200
    User.objects.filter(pk=cast.reviewer_of_hebron.pk).update(is_active=False)
    assert client.get(f"/ar/calendar/{key}.ics").status_code == 404


# ---- Still right?


@pytest.fixture
def old(cast: Cast) -> Agreement:
    agreement = published(parties=[cast.hebron, cast.amman])
    Agreement.objects.update(published_at=timezone.now() - timedelta(days=400))
    return agreement


def question(cast: Cast) -> str:
    remind(timezone.localdate())
    [letter] = [each for each in letters(cast.reviewer_of_hebron) if "still-right" in each.body]
    [path] = re.findall(r"http://localhost:8000(/ar/still-right/\S+)", letter.body)
    return str(path)


def test_once_a_year_a_record_is_asked_about_and_confirmed_by_one_click(
    cast: Cast, client: Client, old: Agreement
) -> None:
    path = question(cast)
    page = client.get(path)
    assert badly_nested(text_of(page)) == []
    assert not RecordCheck.objects.exists()
    assert "سُجّل أن القيد ما زال صحيحًا" in words_of(client.post(path))
    client.post(path)
    check = RecordCheck.objects.get()
    assert (check.agreement, check.by) == (old, cast.reviewer_of_hebron)
    asked = OutgoingMail.objects.filter(about__startswith="still-right").count()
    for days in (1, 200, 364):
        remind(timezone.localdate() + timedelta(days=days))
    assert OutgoingMail.objects.filter(about__startswith="still-right").count() == asked
    remind(timezone.localdate() + timedelta(days=366))
    assert OutgoingMail.objects.filter(about__startswith="still-right").count() == 2 * asked


def test_a_record_that_nobody_answers_for_is_asked_about_once_a_year(cast: Cast, old: Agreement) -> None:
    for days in range(0, 40, 10):
        remind(timezone.localdate() + timedelta(days=days))
    questions = OutgoingMail.objects.filter(about__startswith="still-right", person=cast.reviewer_of_hebron)
    assert questions.count() == 1


def test_a_statement_is_as_good_as_a_click(cast: Cast, old: Agreement) -> None:
    party = old.parties.get(order=1)
    Statement.objects.create(party=party, made_on=timezone.localdate(), made_by="x", channel="account")
    remind(timezone.localdate())
    assert not OutgoingMail.objects.filter(about__startswith="still-right").exists()


def test_a_link_of_somebody_who_may_no_longer_say_so_leads_nowhere(
    cast: Cast, client: Client, old: Agreement
) -> None:
    path = question(cast)
    cast.reviewer_of_hebron.memberships.all().delete()
    assert client.get(path).status_code == 404
    assert client.get("/ar/still-right/x/").status_code == 404
