import csv
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.exchange.garbage import seldom_swept
from agreements.exchange.pairs import UnreadableFile, count_rows
from agreements.exchange.twinnings import Outcome, import_account, import_twinnings
from agreements.models import User
from agreements.rules import may_keep_register

WIDTH = 30


class Command(BaseCommand):
    help = (
        "Take over a list of twinned cities (CSV) as published records of evidence level 0. May be broken "
        "off and run again: what is there already is left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file of pairs")
        parser.add_argument(
            "--by",
            metavar="EMAIL",
            help="the registrar who answers for it; else an account of the import",
        )
        parser.add_argument(
            "--report",
            type=Path,
            default=Path("twinnings-report.csv"),
            help="where to list the rows that were not taken or want a look (twinnings-report.csv)",
        )

        parser.add_argument(
            "--language",
            choices=("ar", "en"),
            default="ar" if spoken_here().startswith("ar") else "en",
            help="of what is said and of the report; else that of the terminal (LANGUAGE, LANG), or English",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            self.take(options)

    def take(self, options: dict[str, Any]) -> None:
        by = registrar(options["by"]) if options["by"] else import_account()
        started = time.monotonic()
        try:
            with seldom_swept() as sweep:
                bar = Bar(self, count_rows(options["file"]), sweep)
                outcome = import_twinnings(options["file"], by, bar.show)
        except UnreadableFile as refusal:
            raise CommandError(str(refusal)) from refusal
        except IntegrityError as error:
            raise CommandError(
                _("Somebody entered one of these cities meanwhile; run again, it goes on from here.")
            ) from error
        write_report(options["report"], outcome)
        counts = ("rows", "taken", "cities", "known", "refused")
        said = {name: f"{getattr(outcome, name):,}" for name in counts}
        self.stdout.write(
            _(
                "Rows: %(rows)s in %(seconds)s s. Records added: %(taken)s; cities added: %(cities)s; "
                "there already: %(known)s; not taken: %(refused)s."
            )
            % {**said, "seconds": f"{time.monotonic() - started:.0f}"}
        )
        if outcome.lines:
            many = {"many": f"{len(outcome.lines):,}", "file": options["report"]}
            self.stdout.write(_("Remarks: %(many)s, in %(file)s") % many)


def spoken_here() -> str:
    """The language of the terminal, as it says itself."""
    return next(filter(None, map(os.environ.get, ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))), "")


def registrar(email: str) -> User:
    person = User.objects.filter(email=email.lower()).first()
    if person is None:
        raise CommandError(_("Nobody has the account %(email)s.") % {"email": email})
    if not may_keep_register(person):
        raise CommandError(_("%(email)s is not a registrar.") % {"email": email})
    return person


def write_report(file: Path, outcome: Outcome) -> None:
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as lines:
            writer = csv.writer(lines)
            writer.writerow([_("row"), _("outcome"), _("pair"), _("why")])
            writer.writerows(outcome.lines)
    except OSError as error:
        said = {"file": file, "why": error.strerror}
        raise CommandError(_("The report could not be written to %(file)s: %(why)s.") % said) from error


class Bar:
    """How far the import is: a bar on a terminal, a line at each tenth elsewhere."""

    def __init__(self, command: BaseCommand, rows: int, sweep: Callable[[], None]) -> None:
        self.out = command.stdout
        self.rows = rows
        self.sweep = sweep
        self.said = 0

    def show(self, outcome: Outcome) -> None:
        self.sweep()
        share = outcome.rows / self.rows if self.rows else 1
        if sys.stdout.isatty():
            done = round(share * WIDTH)
            end = "\n" if outcome.rows >= self.rows else ""
            bar = f"\r[{'#' * done}{'.' * (WIDTH - done)}] {outcome.rows:,} / {self.rows:,}"
            self.out.write(bar, ending=end)
            self.out.flush()
        elif int(share * 10) > self.said:
            self.said = int(share * 10)
            self.out.write(f"{outcome.rows:,} / {self.rows:,}")
