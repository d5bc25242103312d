"""Write the register, whole or as a table."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.exchange.garbage import seldom_swept
from agreements.exchange.whole.exporting import CHUNK, lines


class Command(BaseCommand):
    help = (
        "Write the whole register as JSON Lines: cities, the taxonomy, agreements in every state with all "
        "that hangs on them, and the deposited files. import_agreements reads it back. Accounts and "
        "histories belong to the installation: a backup has them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it (register.jsonl)")
        parser.add_argument(
            "--without-files",
            action="store_true",
            help="leave out the bytes of deposited documents; what is recorded of them is written",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        beside = file.with_name(f"{file.name}.part")
        try:
            with beside.open("wb") as out, seldom_swept() as sweep:
                count = 0
                for count, line in enumerate(lines(with_files=not options["without_files"]), start=1):
                    out.write(line)
                    if count % CHUNK == 0:
                        sweep()
                    if count % 10_000 == 0:
                        self.stdout.write(f"{count:,} lines")
                out.flush()
                os.fsync(out.fileno())
            beside.replace(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{count:,} lines in {file}.")
