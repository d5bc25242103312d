"""The virus scanner of the installation, if it names one: ClamAV's daemon, or any command.

What the scanner does not pass is not taken, and neither is anything while it does not answer.
"""

import logging
import shlex
import socket
import struct
import subprocess
from contextlib import closing
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from agreements.deposit.recognition import Unacceptable

logger = logging.getLogger(__name__)

SECONDS = 60
CHUNK = 64 * 1024
PORT = 3310

INFECTED = _("The virus scanner found something in this file: it was not taken.")
UNANSWERED = _("The virus scanner does not answer, so no file is taken at the moment. Try again later.")


def scan(file: IO[bytes]) -> None:
    """Have the file looked at; it stands at its beginning again afterwards. Raises Unacceptable."""
    scanner = settings.VIRUS_SCANNER
    if not scanner:
        return
    file.seek(0)
    try:
        clean, said = _ask_daemon(scanner, file) if "://" in scanner else _ask_command(scanner, file)
    except (OSError, subprocess.SubprocessError) as failure:
        logger.error("The virus scanner does not answer: %s", failure)
        raise Unacceptable(UNANSWERED) from failure
    finally:
        file.seek(0)
    if clean is None:
        logger.error("The virus scanner could not look at a file: %s", said)
        raise Unacceptable(UNANSWERED)
    if not clean:
        logger.warning("The virus scanner refused a file: %s", said)
        raise Unacceptable(INFECTED)


def _ask_command(command: str, file: IO[bytes]) -> tuple[bool | None, str]:
    """A command that reads the file from its standard input and ends with 0 (clean) or 1 (not clean), as
    clamscan and others do; anything else is a failure."""
    done = subprocess.run(
        shlex.split(command), input=file.read(), capture_output=True, timeout=SECONDS, check=False
    )
    said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()[-500:]
    return {0: True, 1: False}.get(done.returncode), said


def _ask_daemon(address: str, file: IO[bytes]) -> tuple[bool | None, str]:
    """ClamAV's own protocol (INSTREAM): the file in chunks, each with its length before it."""
    with closing(_connect(address)) as daemon:
        daemon.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            daemon.sendall(struct.pack("!I", len(chunk)) + chunk)
        daemon.sendall(struct.pack("!I", 0))
        answer = b""
        while part := daemon.recv(4096):
            answer += part
    said = answer.decode("utf-8", "replace").strip("\0\n ")
    return {"OK": True, "FOUND": False}.get(said.rpartition(" ")[2]), said


def _connect(address: str) -> socket.socket:
    """`clamd://host:3310`, or `clamd:///run/clamav/clamd.ctl`."""
    parts = urlsplit(address)
    if parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or PORT), timeout=SECONDS)
    daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    daemon.settimeout(SECONDS)
    try:
        daemon.connect(parts.path)
    except OSError:
        daemon.close()
        raise
    return daemon
