from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from agreements.remembering import remind


class Command(BaseCommand):
    help = (
        "Write the reminders of a day, as the worker does every morning; a second time writes nothing more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, help="another day than today: 2026-06-03")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remind(options['day'] or timezone.localdate())} mails")
