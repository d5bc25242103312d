"""The virus scanner: what it refuses is refused, and so is everything while it is away."""

import socket
import struct
import sys
from collections.abc import Iterator
from io import BytesIO
from threading import Thread
from typing import Any

import pytest

from agreements.deposit.recognition import Unacceptable
from agreements.deposit.scanner import scan

EICAR = b"harmless in itself: the word EICAR stands for a virus here"
COMMAND = f"{sys.executable} -c \"import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())\""


@pytest.fixture
def daemon() -> Iterator[str]:
    """ClamAV's daemon, as far as it is talked to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=serve, args=(server,), daemon=True).start()
        yield f"clamd://127.0.0.1:{server.getsockname()[1]}"


def serve(server: socket.socket) -> None:
    while True:
        try:
            client, _address = server.accept()
        except OSError:
            return
        with client, client.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!I", sent.read(4))[0]:
                content += sent.read(size)
            answer = b"Eicar-Signature FOUND" if b"EICAR" in content else b"OK"
            answer = b"INSTREAM size limit exceeded. ERROR" if b"huge" in content else b"stream: " + answer
            client.sendall(answer + b"\0")


def test_the_daemon_is_asked(settings: Any, daemon: str) -> None:
    settings.VIRUS_SCANNER = daemon
    scan(file := BytesIO(b"clean" * 50_000))
    assert file.tell() == 0
    for content, word in ((EICAR, "عثر"), (b"huge", "لا يستجيب")):
        with pytest.raises(Unacceptable) as refusal:
            scan(BytesIO(content))
        assert word in str(refusal.value.message)


def test_a_command_is_asked(settings: Any) -> None:
    settings.VIRUS_SCANNER = COMMAND
    scan(BytesIO(b"clean"))
    with pytest.raises(Unacceptable) as refusal:
        scan(BytesIO(EICAR))
    assert "عثر" in str(refusal.value.message)


@pytest.mark.parametrize(
    "scanner", ["clamd://127.0.0.1:1", "clamd:///nowhere.sock", "/nowhere/scan", "sh -c 'exit 2'"]
)
def test_while_it_does_not_answer_nothing_is_taken(settings: Any, scanner: str) -> None:
    settings.VIRUS_SCANNER = scanner
    with pytest.raises(Unacceptable) as refusal:
        scan(BytesIO(b"clean"))
    assert "لا يستجيب" in str(refusal.value.message)


def test_without_a_scanner_nothing_is_asked() -> None:
    scan(BytesIO(EICAR))
