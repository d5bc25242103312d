"""A mail server that keeps each mail as a file, and is down while a file says so."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Spool(BaseEmailBackend):
    """One file for each mail taken: the part before the point is its Message-ID."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if (settings.SPOOL / "down").exists():
            raise ConnectionRefusedError("the mail server is down")
        for message in messages:
            headers: dict[str, Any] = message.extra_headers
            key = headers["Message-ID"].strip("<>").partition("@")[0]
            half = settings.SPOOL / f"half-{uuid4().hex}"
            half.write_text(f"{message.to[0]}\n{message.subject}\n{message.body}")
            half.rename(settings.SPOOL / f"{key}.{uuid4().hex}")
        return len(messages)
