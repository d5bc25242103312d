"""The database as the registry uses it: many readers, writers in turn, Arabic text, and a health check that
notices when it is gone."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, connection, transaction
from django.test import Client

from agreements.models import City, Party
from tests.factories import AgreementFactory, CityFactory

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of SQLite")
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="of PostgreSQL")

# Long enough for any wait that is meant to end, on any machine.
PATIENCE = 60


def ask(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


# ---- As it is set up -------------------------------------------------------------------------


@on_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 20_000), ("synchronous", 1)],
)
def test_sqlite_is_set_up_to_serve(pragma: str, value: object) -> None:
    assert ask(f"PRAGMA {pragma}") == value


@on_postgresql
@pytest.mark.django_db
def test_postgresql_is_a_supported_version_and_keeps_unicode() -> None:
    assert int(ask("SHOW server_version_num")) >= 140_000
    assert (ask("SHOW server_encoding"), ask("SHOW client_encoding")) == ("UTF8", "UTF8")
    assert ask("SHOW timezone") == "UTC"


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["اتفاقية تآخٍ وتعاون", "شَهْرُ حَزِيران", "٢٠١٤", "Türkiye – ‏عمّان‎", "گچپژ", "🕊"])
def test_text_comes_back_as_it_was_written(text: str) -> None:
    city = CityFactory(name_ar=text)
    assert City.objects.get(pk=city.pk, name_ar=text).name_ar == text


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_a_row_that_belongs_to_nothing() -> None:
    agreement = AgreementFactory()
    city = agreement.parties.first().city
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM agreements_city WHERE id = %s", [city.pk])
    assert Party.objects.filter(city=city).exists()


# ---- Several at once -------------------------------------------------------------------------


class Beside:
    """Another connection to the same database, in a thread of its own; `failure` is what it met."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.failure: Exception | None = None
        self.work = work
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.work()
        except Exception as failure:
            self.failure = failure
        finally:
            connection.close()

    def ended(self, within: float = PATIENCE) -> bool:
        self.thread.join(within)
        return not self.thread.is_alive()


def rename(city: City, **names: str) -> None:
    with transaction.atomic():
        City.objects.filter(pk=city.pk).update(**names)


@pytest.mark.django_db(transaction=True)
def test_a_writer_waits_for_another_instead_of_failing() -> None:
    city = CityFactory(name_ar="الخليل", name_en="Hebron")
    with transaction.atomic():
        City.objects.filter(pk=city.pk).update(name_ar="خليل الرحمن")
        other = Beside(lambda: rename(city, name_en="Al-Khalil"))
        other.ended(within=0.5)
        assert other.failure is None
    assert other.ended()
    assert other.failure is None
    city.refresh_from_db()
    assert (city.name_ar, city.name_en) == ("خليل الرحمن", "Al-Khalil")


@pytest.mark.django_db(transaction=True)
def test_who_reads_before_writing_is_not_thrown_out_by_another_writer() -> None:
    city = CityFactory(name_ar="الخليل", name_en="Hebron")
    has_read, has_written = Event(), Event()

    def read_then_write() -> None:
        with transaction.atomic():
            City.objects.get(pk=city.pk)
            has_read.set()
            has_written.wait(0.5)
            City.objects.filter(pk=city.pk).update(name_en="Al-Khalil")

    reader = Beside(read_then_write)
    assert has_read.wait(PATIENCE)
    rename(city, name_ar="خليل الرحمن")
    has_written.set()
    assert reader.ended()
    assert reader.failure is None
    city.refresh_from_db()
    assert (city.name_ar, city.name_en) == ("خليل الرحمن", "Al-Khalil")


@pytest.mark.django_db(transaction=True)
def test_a_reader_does_not_wait_for_a_writer() -> None:
    city = CityFactory(name_ar="الخليل")
    seen: list[str] = []
    with transaction.atomic():
        City.objects.filter(pk=city.pk).update(name_ar="خليل الرحمن")
        reader = Beside(lambda: seen.append(City.objects.get(pk=city.pk).name_ar))
        assert reader.ended()
    assert (seen, reader.failure) == (["الخليل"], None)


# ---- Gone ------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, transactional_db: None
) -> Iterator[Callable[[str], None]]:
    """`elsewhere("gone")`: the database is not where it was. `elsewhere("empty")`: a new file is there."""

    def moved(state: str) -> None:
        connection.close()
        there = {"HOST": "127.0.0.1", "PORT": "1"}
        if connection.vendor == "sqlite":
            there = {"NAME": str(tmp_path / ("empty" if state == "empty" else "no/folder"))}
        for setting, value in there.items():
            monkeypatch.setitem(connection.settings_dict, setting, value)

    yield moved
    connection.close()
    monkeypatch.undo()


@pytest.mark.django_db
def test_the_health_check_says_ok() -> None:
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert answer["Content-Type"] == "text/plain"
    assert "no-store" in answer["Cache-Control"]


def test_the_health_check_names_a_database_that_is_gone(elsewhere: Callable[[str], None]) -> None:
    elsewhere("gone")
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (503, b"database")


@on_sqlite
def test_the_health_check_names_a_database_without_the_register(elsewhere: Callable[[str], None]) -> None:
    elsewhere("empty")
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (503, b"database")


@pytest.mark.django_db
def test_the_health_check_is_only_read() -> None:
    assert Client().post("/health/").status_code == 405


def complaints() -> list[str]:
    """The ids of what `check --database default` complains of."""
    return [str(message.id) for message in run_checks(tags=["database"], databases=["default"])]


@pytest.mark.django_db
def test_nothing_is_wrong_with_a_database_that_answers_in_unicode() -> None:
    assert complaints() == []


def test_a_database_that_does_not_answer_is_one_complaint(elsewhere: Callable[[str], None]) -> None:
    elsewhere("gone")
    assert complaints() == ["registry.E002"]


@pytest.fixture
def ascii_database(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database that was created without Unicode, in the place of ours."""
    name = f"ascii_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", name)
        yield
        connection.close()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")


@on_postgresql
def test_a_database_that_cannot_hold_arabic_is_refused(ascii_database: None) -> None:
    assert complaints() == ["registry.E003"]
