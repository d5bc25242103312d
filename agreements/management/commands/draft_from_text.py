"""Read a press text and print what it announces."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from agreements.exchange.press import NoText, proposal_of, proposal_without_register
from agreements.from_text.proposal import Proposal


class Command(BaseCommand):
    help = (
        "Reads an announcement in Arabic or English and proposes the agreements it tells of. Writes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", help="A text in UTF-8, or JSON with text and published; - reads the standard input."
        )
        parser.add_argument(
            "--published", type=date.fromisoformat, help="The day of publication, YYYY-MM-DD."
        )
        parser.add_argument("--json", action="store_true", help="Print the proposal as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        text, stated = read_text(options["file"])
        try:
            proposal = proposal_here(text, options["published"] or stated, self.stderr.write)
        except NoText as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(proposal.as_json(), ensure_ascii=False, indent=2))
            return
        self.stdout.write(proposal.event)
        for agreement in proposal.agreements:
            self.stdout.write(json.dumps(agreement.as_json(), ensure_ascii=False, indent=2))


def proposal_here(text: str, published: date | None, warn: Callable[[str], object]) -> Proposal:
    """What the text proposes, with the register’s names where there is a register; `warn` hears of it where
    there is none. Raises NoText."""
    try:
        return proposal_of(text, published)
    except DatabaseError as error:
        warn(f"Read without the register, which cannot be read; was migrate run? {error}")
        return proposal_without_register(text, published)


def read_text(name: str) -> tuple[str, date | None]:
    """The text of a file; of JSON its `text`, with the day in `published`. Raises CommandError in words."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is not a text in UTF-8.") from error
    if not text.lstrip().startswith("{"):
        return text, None
    try:
        told = json.loads(text)
        published = told.get("published")
        return str(told["text"]), date.fromisoformat(published) if published else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return text, None
