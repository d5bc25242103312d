"""Write the published register as linked data, with a description for catalogues."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agreements.exchange.linked_data import all_nodes, dataset_node, write_dump


class Command(BaseCommand):
    help = (
        "Writes register.jsonld (all published records in schema.org terms, JSON-LD) and dataset.jsonld (its "
        "description in DCAT) into a folder."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--origin", required=True, help="Where the register is found: https://registry.example"
        )
        parser.add_argument(
            "--licence", default="", help="The address of the licence under which it is published."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        parts = urlsplit(options["origin"])
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            raise CommandError("--origin is an address such as https://registry.example, without a path.")
        origin = f"{parts.scheme}://{parts.netloc}"
        folder: Path = options["folder"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            dump = folder / "register.jsonld"
            count, digest = write_dump(all_nodes(origin), dump)
            dataset = dataset_node(origin, dump, digest, timezone.now(), options["licence"])
            text = json.dumps(dataset, ensure_ascii=False, indent=1)
            (folder / "dataset.jsonld").write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{dump}: {count} things. {folder / 'dataset.jsonld'} describes it.")
