"""Mail: a row of the change it tells of, sent once, in the reader's language."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from agreements.enumerations import DeliveryState
from agreements.models import OutgoingMail, User
from agreements.models.delivery import pause_after
from tests.background.queue import do_all
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

WORDS = {"line": "<b>الخليل & Amman</b> https://registry.test/x"}


@pytest.fixture(autouse=True)
def letter(settings: Any, tmp_path: Any) -> None:
    """A template of mail for these tests."""
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "trial.txt").write_text(
        '{% extends "mails/_letter.txt" %}{% load i18n %}'
        '{% block subject %}{% translate "Agreements" %}: {{ line }}{% endblock %}'
        "{% block body %}{{ line }}\n\n- one\n- two{% endblock %}"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]


@pytest.fixture
def clerk() -> User:
    return UserFactory(email="clerk@registry.test", language="ar")


def write(to: Any, about: str = "trial-1", **more: Any) -> OutgoingMail | None:
    return OutgoingMail.objects.write(to=to, about=about, template="trial", context=WORDS, **more)


def test_a_mail_goes_out_as_text_and_as_a_page_in_the_readers_language(clerk: User) -> None:
    write(clerk)
    write(UserFactory(email="officer@registry.test", language="en"))
    do_all()
    arabic, english = mail.outbox
    assert arabic.subject.startswith("الاتفاقيات: ")
    assert english.subject.startswith("Agreements: ")
    assert "<b>الخليل & Amman</b>" in arabic.body
    page, kind = arabic.alternatives[0]
    assert kind == "text/html"
    assert '<html lang="ar" dir="rtl">' in page
    assert "&lt;b&gt;الخليل &amp; Amman&lt;/b&gt;" in page
    assert '<a href="https://registry.test/x"' in page
    assert '<li dir="auto">one</li>' in page
    assert '<html lang="en" dir="ltr">' in english.alternatives[0][0]


def test_about_one_thing_one_mail_is_written_to_one_address(clerk: User) -> None:
    assert write(clerk)
    assert write(clerk) is None
    assert write("clerk@registry.test") is None
    assert write(clerk, about="trial-2")
    do_all()
    assert len(mail.outbox) == 2


def test_a_change_that_is_undone_takes_its_mail_with_it(clerk: User) -> None:
    with transaction.atomic():
        write(clerk)
        assert (OutgoingMail.objects.count(), DBTaskResult.objects.count()) == (1, 1)
        transaction.set_rollback(True)
    assert (OutgoingMail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_closed_account_gets_no_mail(clerk: User) -> None:
    clerk.is_active = False
    assert write(clerk) is None


def test_a_line_break_in_a_record_cannot_add_a_header(clerk: User) -> None:
    OutgoingMail.objects.write(to=clerk, about="x", template="trial", context={"line": "a\r\nBcc: b@c.test"})
    do_all()
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["clerk@registry.test"]


# ---- When the mail server is not as it should be


class Server:
    """A mail server that fails as it is told."""

    failure: Exception | None = None


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> type[Server]:
    send = locmem.EmailBackend.send_messages

    def failing(self: Any, messages: Any) -> int:
        if Server.failure:
            raise Server.failure
        return send(self, messages)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", failing)
    monkeypatch.setattr(Server, "failure", None)
    return Server


def come_due() -> None:
    """As if the pause before the next attempt were over."""
    now = timezone.now()
    OutgoingMail.objects.waiting().update(due_at=now)
    later = DBTaskResult.objects.filter(run_after__gt=now, run_after__lt=now + timedelta(days=9))
    later.update(run_after=now)


def test_a_mail_waits_while_the_server_is_down_and_then_goes_out_once(
    clerk: User, server: type[Server]
) -> None:
    write(clerk)
    server.failure = ConnectionRefusedError("no server")
    before = timezone.now()
    do_all()
    row = OutgoingMail.objects.get()
    assert (row.state, row.attempts) == (DeliveryState.WAITING, 1)
    assert "no server" in row.last_error
    assert before + timedelta(seconds=59) < row.due_at < timezone.now() + timedelta(seconds=61)
    do_all()
    assert OutgoingMail.objects.get().attempts == 1
    server.failure = None
    come_due()
    do_all()
    do_all()
    row = OutgoingMail.objects.get()
    assert (row.state, row.attempts, row.last_error) == (DeliveryState.DELIVERED, 2, "")
    assert row.delivered_at
    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [row.message_id]


def test_an_address_that_does_not_exist_is_given_up_at_once(clerk: User, server: type[Server]) -> None:
    write(clerk)
    server.failure = smtplib.SMTPRecipientsRefused({"clerk@registry.test": (550, b"no such user")})
    do_all()
    row = OutgoingMail.objects.get()
    assert row.state == DeliveryState.GIVEN_UP
    assert "no such user" in row.last_error
    server.failure = None
    row.try_again()
    do_all()
    assert OutgoingMail.objects.get().state == DeliveryState.DELIVERED


def test_a_server_that_says_later_is_asked_later(clerk: User, server: type[Server]) -> None:
    write(clerk)
    server.failure = smtplib.SMTPRecipientsRefused({"clerk@registry.test": (451, b"greylisted")})
    do_all()
    assert OutgoingMail.objects.get().state == DeliveryState.WAITING


def test_after_days_of_failures_a_mail_is_given_up_and_kept(clerk: User, server: type[Server]) -> None:
    write(clerk)
    OutgoingMail.objects.update(written_at=timezone.now() - timedelta(days=6))
    server.failure = TimeoutError()
    do_all()
    assert OutgoingMail.objects.get().state == DeliveryState.GIVEN_UP


def test_the_pauses_grow_and_end_growing() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 40)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=1), timedelta(hours=6))


# ---- When a worker is cut off


def test_a_row_in_another_workers_hands_is_left_alone(clerk: User) -> None:
    row = write(clerk)
    assert row is not None
    row._claim()
    OutgoingMail.objects.get().deliver()
    do_all()
    assert mail.outbox == []


def test_an_attempt_that_was_cut_off_is_made_again_when_its_time_is_over(clerk: User, settings: Any) -> None:
    """Under the same Message-ID: whoever got the first knows the second again."""
    row = write(clerk)
    assert row is not None
    row._claim()
    long_ago = timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS + 5)
    OutgoingMail.objects.update(due_at=long_ago)
    DBTaskResult.objects.update(status="RUNNING", started_at=long_ago)
    do_all()
    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [row.message_id]
    assert OutgoingMail.objects.get().attempts == 2


def test_a_mail_whose_task_is_gone_from_the_queue_is_found_again(clerk: User, settings: Any) -> None:
    write(clerk)
    DBTaskResult.objects.all().delete()
    do_all()
    assert mail.outbox == []
    OutgoingMail.objects.update(due_at=timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS + 5))
    do_all()
    assert len(mail.outbox) == 1


def test_results_are_cleared_away_after_a_week(clerk: User) -> None:
    write(clerk)
    do_all()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=8))
    do_all()
    assert DBTaskResult.objects.count() == 0
