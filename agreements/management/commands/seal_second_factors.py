"""`manage.py seal_second_factors`: seal the stored secrets of second factors with the newest key."""

from typing import Any

from django.core.management.base import BaseCommand

from agreements.accounts.sealing import seal_anew


class Command(BaseCommand):
    help = "Seals the secrets of second factors with the first of SECOND_FACTOR_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{seal_anew()} second factors sealed.")
