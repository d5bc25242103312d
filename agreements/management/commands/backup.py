"""Write the whole register into one verified archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.backup.archive import BadArchive
from agreements.backup.installation import back_up


class Command(BaseCommand):
    help = (
        "Writes database and documents into one archive, as they stand at one moment, while the server runs, "
        "and goes through it once more. `verify` checks it, `restore` puts it into an empty installation."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="The archive to write; one that is there is not replaced."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"].absolute()
        try:
            manifest = back_up(path)
        except FileExistsError as error:
            raise CommandError(f"There is a file already: {error.args[0]}") from error
        except (OSError, BadArchive) as error:
            raise CommandError(f"The backup was not written: {error}") from error
        documents = sum(entry.name.startswith("documents/") for entry in manifest.entries)
        rows = sum(manifest.rows.values())
        size = path.stat().st_size / 1_000_000
        self.stdout.write(f"{path}: {rows} rows, {documents} documents, {size:.1f} MB, verified.")
