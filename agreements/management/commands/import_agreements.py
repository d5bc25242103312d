"""Read an export of the register, or a table of agreements, into the register."""

import csv
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.exchange.cells import guarded
from agreements.exchange.garbage import seldom_swept
from agreements.exchange.sheets.taking import TableImport
from agreements.exchange.twinnings import import_account
from agreements.exchange.whole.importing import Import
from agreements.exchange.whole.lines import NotAnExport
from agreements.management.commands.import_twinnings import registrar


class Command(BaseCommand):
    help = (
        "Take over an export of the register (JSON Lines, as export_agreements writes it), or a table of "
        "agreements (CSV, XLSX, ODS). All of it is one transaction. What is there already is left alone; "
        "what cannot be taken is listed, and written to a file of the same kind to mend and read again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="register.jsonl, agreements.csv, agreements.xlsx, …")
        parser.add_argument(
            "--by",
            metavar="EMAIL",
            help="the registrar who answers for it; else an account of the import",
        )
        parser.add_argument(
            "--refused",
            type=Path,
            help="where to write what is not taken (beside the file: register.refused.jsonl)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.started = self.said = time.monotonic()
        file: Path = options["file"]
        self.by = registrar(options["by"]) if options["by"] else import_account()
        is_export = file.suffix.lower() in (".jsonl", ".ndjson", ".json")
        ending = file.suffix if is_export else ".csv"
        self.refused: Path = options["refused"] or file.with_name(f"{file.stem}.refused{ending}")
        try:
            with seldom_swept() as self.sweep:
                (self._take_export if is_export else self._take_table)(file)
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}.") from error
        except NotAnExport as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal

    # ---- Both kinds

    def _take_export(self, file: Path) -> None:
        with file.open("rb") as lines, self._written("wb") as refused:

            def note(line: Any, why: str) -> None:
                if refused.file.tell() == 0:
                    refused.file.write(first)
                refused.file.write(line.raw if line.raw.endswith(b"\n") else line.raw + b"\n")
                self.stdout.write(f"Line {line.number} ({line.kind} {line.name}): {why}")

            first = lines.readline()
            lines.seek(0)
            taking = Import(self.by, self._tell_lines, note)
            outcome = taking.run(lines)
        for kind in sorted({*outcome.taken, *outcome.known, *outcome.refused}):
            self.stdout.write(
                f"{kind}: {outcome.taken[kind]:,} taken, {outcome.known[kind]:,} there already, "
                f"{outcome.refused[kind]:,} refused"
            )
        self._conclude(outcome.taken["agreement"], sum(outcome.refused.values()))

    def _take_table(self, file: Path) -> None:
        with file.open("rb") as opened, self._written("w", encoding="utf-8-sig", newline="") as refused:
            writer = csv.writer(refused.file)

            def note(line: Any, why: str) -> None:
                if refused.file.tell() == 0:
                    writer.writerow([*taking.headings, "why"])
                padding = [""] * (len(taking.headings) - len(line.cells))
                writer.writerow(guarded(cell) for cell in [*line.cells, *padding, why])
                self.stdout.write(f"Row {line.number}: {why}")

            taking = TableImport(self.by, self._tell_rows, note)
            outcome = taking.run(opened)
        self.stdout.write(
            f"{outcome.rows:,} rows: {outcome.taken:,} taken, {outcome.known:,} there already, "
            f"{outcome.refused:,} refused; {outcome.cities:,} cities added"
        )
        self._conclude(outcome.taken, outcome.refused)

    @contextmanager
    def _written(self, mode: str, **options: Any) -> Iterator["Refused"]:
        """The file for what is not taken; it is there only if something was not."""
        with self.refused.open(mode, **options) as file:
            refused = Refused(file)
            yield refused
            empty = file.tell() == 0
        if empty:
            self.refused.unlink()

    def _tell_lines(self, outcome: Any) -> None:
        self.sweep()
        self._tell(outcome.taken["agreement"] + outcome.known["agreement"], outcome.expected)

    def _tell_rows(self, outcome: Any) -> None:
        self.sweep()
        self._tell(outcome.rows, 0)

    def _tell(self, done: int, of: int) -> None:
        """How far it is, every few seconds."""
        now = time.monotonic()
        if now - self.said >= 5:
            self.said = now
            whole = f" of {of:,}" if of else ""
            self.stdout.write(f"{done:,}{whole} agreements, {done / (now - self.started):,.0f} a second")

    def _conclude(self, taken: int, refused: int) -> None:
        seconds = time.monotonic() - self.started
        self.stdout.write(f"{taken:,} agreements in {seconds:.0f} s.")
        if refused:
            self.stdout.write(f"{refused:,} refused: see {self.refused}")


class Refused:
    """What is not taken, as it is written."""

    def __init__(self, file: Any) -> None:
        self.file = file
