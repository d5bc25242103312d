"""Server and worker are killed at random points: every acknowledged change is there, each mail once.

FAULT_OPERATIONS says how many operations; `make test-faults` runs 200 on each database.
"""

import os
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import pytest

from tests.conftest import OwnDatabase
from tests.faults.house import House, house
from tests.on_postgres import get_server

OPERATIONS = int(os.environ.get("FAULT_OPERATIONS", "12"))
SEED = int(os.environ.get("FAULT_SEED") or random.randrange(1, 10**6))


@pytest.fixture
def built(tmp_path: Path, database_of_its_own: OwnDatabase) -> Iterator[House]:
    with database_of_its_own(tmp_path) as database, house(tmp_path, database) as built:
        yield built


class Killer(threading.Thread):
    """Kills the server or the worker at random moments, and starts it again."""

    def __init__(self, built: House) -> None:
        super().__init__(daemon=True)
        self.built, self.random, self.done = built, random.Random(SEED), threading.Event()

    def run(self) -> None:
        while not self.done.wait(self.random.uniform(0.05, 3)):
            victim = self.random.choice(["server", "worker"])
            self.built.kill(victim)
            self.built.start(victim)
            if victim == "server":
                self.built.wait_for_server()


def test_what_was_acknowledged_is_there_and_each_mail_goes_out_once(built: House) -> None:
    built.start("server")
    built.start("worker")
    built.wait_for_server()
    killer = Killer(built)
    killer.start()
    stated: set[str] = set()
    deposited: set[str] = set()
    number = 0
    while len(stated) + len(deposited) < OPERATIONS:
        number += 1
        assert number < 20 * OPERATIONS, "hardly anything is acknowledged"
        act, acknowledged = (built.deposit, deposited) if number % 5 == 0 else (built.state, stated)
        words = f"عملية {number}"
        if act(words):
            acknowledged.add(words)
        else:
            time.sleep(0.2)
    killer.done.set()
    killer.join()
    built.kill("worker")
    built.start("worker")
    seen = built.settled()

    said = f"{len(stated)}+{len(deposited)} acknowledged of {number}, {dict(built.kills)} kills, seed {SEED}"
    assert stated <= set(seen["statements"].values()), SEED
    assert len(set(seen["statements"].values())) == len(seen["statements"]), SEED
    assert deposited <= seen["documents"].keys(), SEED
    assert len(seen["documents"]) == seen["documents_in_all"], SEED
    for title, (state, text, is_kept) in seen["documents"].items():
        assert (state, text, is_kept) == ("read", title, True), (title, SEED)

    assert {mail["about"] for mail in seen["mails"]} == {f"statement-{pk}" for pk in seen["statements"]}
    taken = built.delivered()
    assert taken.keys() == {mail["key"] for mail in seen["mails"]}, SEED
    again = {key for key, times in taken.items() if times > 1}
    print(f"{said}: {len(taken)} mails, {len(again)} of them taken by the mail server twice")  # noqa: T201
    # Only what the mail server took just as the worker died comes again, under the same Message-ID.
    assert again <= {mail["key"] for mail in seen["mails"] if mail["attempts"] > 1}, SEED
    assert len(again) <= max(1, built.kills["worker"] // 4), SEED


def test_a_mail_server_that_is_down_delays_mail_and_loses_none(built: House) -> None:
    down = built.folder / "spool" / "down"
    down.touch()
    built.start("server")
    built.start("worker")
    built.wait_for_server()
    assert built.state("واحدة")
    wait_until(lambda: [mail["attempts"] for mail in built.look()["mails"]] == [1])
    assert not built.delivered()
    down.unlink()
    built.kill("worker")
    # As if the minute’s pause were over.
    built.python("manage.py", "shell", "--command", COME_DUE)
    built.start("worker")
    [mail] = built.settled()["mails"]
    assert built.delivered() == {mail["key"]: 1}


COME_DUE = """
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from agreements.models import OutgoingMail
OutgoingMail.objects.update(due_at=timezone.now())
DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
"""


@pytest.fixture
def database() -> Iterator[Any]:
    """A PostgreSQL server to crash; not in this test's own folder, into which its user may not see."""
    with TemporaryDirectory(prefix="registry-crash-") as folder:
        server = get_server(folder)
        yield server
        server.cleanup()


@pytest.mark.skipif(not os.environ.get("TEST_DATABASE_URL"), reason="of PostgreSQL")
def test_a_database_that_restarts_between_the_change_and_its_mail_loses_neither(
    tmp_path: Path, database: Any
) -> None:
    """The database crashes and recovers under a server and a worker that live on."""
    with house(tmp_path, database.get_uri()) as built:
        down = built.folder / "spool" / "down"
        down.touch()
        built.start("server")
        built.start("worker")
        built.wait_for_server()
        assert built.state("قبل")
        worker = built.running["worker"]
        crash(database.get_pid())
        time.sleep(1)
        wait_until(lambda: built.ask("GET", "/health/") == 200)
        assert built.state("بعد")
        down.unlink()
        built.python("manage.py", "shell", "--command", COME_DUE)
        seen = built.settled()
        assert worker.poll() is None
        assert set(seen["statements"].values()) == {"قبل", "بعد"}
        assert len(seen["mails"]) == 2
        assert built.delivered() == {mail["key"]: 1 for mail in seen["mails"]}


def crash(postmaster: int | None) -> None:
    """Kill one process of the database server: it ends all others and recovers from its log."""
    assert postmaster
    backends = psutil.Process(postmaster).children()
    [checkpointer] = [backend for backend in backends if "checkpointer" in " ".join(_command(backend))]
    checkpointer.kill()


def _command(process: psutil.Process) -> list[str]:
    """How it was started; nothing of one that has ended meanwhile."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def wait_until(holds: object) -> None:
    end = time.monotonic() + 60
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.2)
