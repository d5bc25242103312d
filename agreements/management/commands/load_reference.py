from typing import Any

from django.core.management.base import BaseCommand

from agreements.reference.taxonomy import load_taxonomy


class Command(BaseCommand):
    help = "Load the taxonomy of cooperation domains, or bring it up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_taxonomy()} cooperation domains are in place.")
