"""Put a backup into an empty installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.backup.archive import BadArchive
from agreements.backup.installation import restore


class Command(BaseCommand):
    help = (
        "Verifies a backup and puts its database and documents into this installation, which must be empty. "
        "Stop the server first. On PostgreSQL run migrate before, on SQLite after it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                manifest = restore(file)
        except (OSError, BadArchive) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        self.stdout.write(
            f"Restored as of {manifest.created_at}: {sum(manifest.rows.values())} rows, "
            f"{sum(entry.name.startswith('documents/') for entry in manifest.entries)} documents."
        )
