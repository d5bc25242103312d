import logging
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from agreements.worker import Worker, stop_when_told


class Command(BaseCommand):
    help = "Do the work in the background: mail, texts of documents, notifications, reminders."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when the queue is empty")
        parser.add_argument("--sign", type=Path, help="a file to touch as a sign of life")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the program that started it has ended"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        logging.getLogger("django_tasks").setLevel(logging.WARNING)
        parent = os.getppid() if options["with_parent"] else None
        worker = Worker(once=options["once"], sign=options["sign"], parent=parent)
        stop_when_told(worker)
        worker.work()
