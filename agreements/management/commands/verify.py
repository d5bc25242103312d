"""Check that a backup is as it was written."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.backup.archive import BadArchive, verify


class Command(BaseCommand):
    help = "Goes through a backup: every byte, every hash, every name. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                manifest = verify(file)
        except (OSError, BadArchive) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        documents = sum(entry.name.startswith("documents/") for entry in manifest.entries)
        self.stdout.write(
            f"The archive is as it was written on {manifest.created_at}: {manifest.database}, "
            f"{sum(manifest.rows.values())} rows, {documents} documents."
        )
