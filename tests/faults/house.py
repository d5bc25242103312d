"""A server and a worker as real processes on a database of their own, to be killed and started again."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.deposit.files import docx
from tests.test_deployment import ROOT, free_port

PATIENCE = 60
CSRF = "c" * 32


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class House:
    """The two processes, and what is needed to work on them."""

    folder: Path
    database_url: str
    # The package with the processes' settings, and with what is laid in the register.
    room: str = "tests.faults"
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    laid: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "spool").mkdir()
        self.environment = {
            **{name: text for name, text in os.environ.items() if name in ("PATH", "HOME", "LANG")},
            "DJANGO_SETTINGS_MODULE": f"{self.room}.settings",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DATABASE_URL": self.database_url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "COUNTERS_FILE": str(self.folder / "counters.sqlite3"),
            "SPOOL": str(self.folder / "spool"),
            "BEHIND_TLS_PROXY": "false",
            "JOB_LEASE_SECONDS": "2",
            "PYTHONPATH": str(ROOT),
        }
        self.python("manage.py", "migrate", "--verbosity", "0")
        self.laid = json.loads(self.python("-m", f"{self.room}.register", "lay"))

    def python(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE * 3,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    # ---- Its processes

    def start(self, name: str) -> None:
        if name == "worker":
            command = [sys.executable, "manage.py", "worker"]
        else:
            command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
            command += [
                "--host",
                "127.0.0.1",
                "--port",
                str(self.port),
                "--no-log",
                "registry.wsgi:application",
            ]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """SIGKILL, with everything that it has started."""
        process = self.running.pop(name, None)
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self.kills[name] += 1

    # ---- Working on it

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> int | None:
        """The status of the answer; None where none came."""
        answer = self.answer(
            method, path, body, {**self.of_member(), **({"Content-Type": kind} if kind else {})}
        )
        return answer and answer.status

    def of_member(self) -> dict[str, str]:
        """What a request bears of the person who is signed in."""
        cookies = f"sessionid={self.laid['session']}; csrftoken={CSRF}"
        return {"Cookie": cookies, "X-CSRFToken": CSRF}

    def answer(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> "Answer | None":
        """What came back; None where nothing did, or not all of it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(
                method, path, body, {"Host": "localhost", "Accept": "application/json", **headers}
            )
            found = connection.getresponse()
            return Answer(found.status, dict(found.getheaders()), found.read())
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()

    def state(self, words: str) -> bool:
        """Make a statement of Hebron’s; whether it was acknowledged."""
        path = f"/ar/agreements/{self.laid['reference']}/statements/{self.laid['party']}/"
        said = {"kind_claimed": "twinning", "note_ar": words, "made_by": "clerk"}
        status = self.ask("POST", path, urlencode(said).encode(), "application/x-www-form-urlencoded")
        assert status in (302, None), status
        return status == 302

    def deposit(self, words: str) -> bool:
        """Deposit a document; whether it was acknowledged."""
        columns = {"kind": "annex", "authenticity": "copy", "visibility": "public", "title_ar": words}
        boundary = uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
            for name, text in columns.items()
        ]
        file = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
        body = b"".join([*parts, file.encode(), docx(words), f"\r\n--{boundary}--\r\n".encode()])
        path = f"/ar/agreements/{self.laid['reference']}/documents/"
        status = self.ask("POST", path, body, f"multipart/form-data; boundary={boundary}")
        assert status in (201, None), status
        return status == 201

    def wait_for_server(self) -> None:
        end = time.monotonic() + PATIENCE
        while self.ask("GET", "/health/") != 200:
            assert time.monotonic() < end, (self.folder / "server.log").read_text()[-3000:]
            time.sleep(0.1)

    # ---- What came of it

    def look(self) -> dict[str, Any]:
        return dict(json.loads(self.python("-m", f"{self.room}.register", "look")))

    def settled(self) -> dict[str, Any]:
        """What is in the database once the background has nothing left to do; it may take its time as long as
        it gets on."""
        end, least = 0.0, float("inf")
        while True:
            seen = self.look()
            waiting = [mail for mail in seen["mails"] if mail["state"] != "delivered"]
            unread = [title for title, (state, *_rest) in seen["documents"].items() if state == "waiting"]
            if not waiting and not unread:
                return seen
            if len(waiting) + len(unread) < least:
                end, least = time.monotonic() + PATIENCE, len(waiting) + len(unread)
            log = self.folder / "worker.log"
            assert time.monotonic() < end, (waiting, unread, log.read_text()[-3000:])
            time.sleep(1)

    def delivered(self) -> Counter[str]:
        """How often the mail server took each mail, by its Message-ID."""
        return Counter(file.name.partition(".")[0] for file in (self.folder / "spool").glob("*.*"))


@contextmanager
def house(folder: Path, database_url: str, room: str = "tests.faults") -> Iterator[House]:
    built = House(folder, database_url, room)
    try:
        yield built
    finally:
        for name in list(built.running):
            built.kill(name)
