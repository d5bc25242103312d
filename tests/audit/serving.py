"""The register as a production server hands it out, on a database of its own, for those who look at it."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client

HERE = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def settle(folder: Path) -> None:
    """Settings of a production server for this process and those it starts, with all they write in a folder.
    A database that is there already is looked at as it is."""
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'db.sqlite3'}")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="registry.settings",
        SECRET_KEY=secrets.token_hex(32),
        DEBUG="false",
        BEHIND_TLS_PROXY="false",
        ALLOWED_HOSTS="127.0.0.1,localhost",
        STATIC_ROOT=str(folder / "static"),
        MEDIA_ROOT=str(folder / "media"),
        LOG_LEVEL="WARNING",
    )


def manage(*words: str, debug: str = "true") -> None:
    """The sample is for trying: in production it is refused, and so is a register that has it."""
    command = [sys.executable, "manage.py", *words]
    settings = {**os.environ, "DEBUG": debug}
    subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.DEVNULL, env=settings)


@contextmanager
def served(lists: list[str]) -> Iterator[str]:
    """The address of the register with the sample, while it is served; `lists`: CSV files of twin cities to
    fill it with."""
    fill = [["load_reference"], ["load_sample"]]
    fill += (["import_twinnings", name, "--report", os.devnull] for name in lists)
    with tempfile.TemporaryDirectory() as name:
        settle(Path(name))
        manage("migrate", "--verbosity", "0")
        for words in fill:
            manage(*words)
        manage("collectstatic", "--no-input", "--ignore", "redoc", "--verbosity", "0", debug="false")
        port = free_port()
        words = [
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(port),
            "--no-ws",
            "registry.wsgi:application",
        ]
        server = subprocess.Popen([sys.executable, "-m", *words], cwd=HERE, stdout=subprocess.DEVNULL)
        try:
            yield _answering(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(timeout=20)


def cookies_of(email: str, root: str) -> list[dict[str, str]]:
    """What the browser of this person brings along once they have signed in."""
    django.setup()
    client = Client()
    client.force_login(get_user_model().objects.get(email=email))
    connections.close_all()
    return [{"name": name, "value": kept.value, "url": root} for name, kept in client.cookies.items()]


def _answering(address: str) -> str:
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=5):
                return address
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The server does not answer.")
