from typing import Any

from django.core.management.base import BaseCommand

from agreements.reference.taxonomy import load_taxonomy
from agreements.reference.word_forms import load_word_forms


class Command(BaseCommand):
    help = "Load the taxonomy of cooperation domains and the forms of words, or bring them up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"{load_taxonomy()} cooperation domains and {load_word_forms()} forms of words are in place."
        )
