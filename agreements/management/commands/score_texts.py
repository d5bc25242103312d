"""Score the reading of announcements against labels made by hand."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.from_text.score import Score
from agreements.management.commands.draft_from_text import proposal_here


class Command(BaseCommand):
    help = (
        "Reads each labelled text of a folder (JSON with text, published and labels) and prints precision, "
        "recall and F1 of what is proposed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--mistakes", action="store_true", help="Also print what was missed and what was wrong."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = sorted(options["folder"].glob("*.json"))
        if not files:
            raise CommandError(f"{options['folder']} holds no labelled texts (*.json).")
        score = score_of(files, self.stderr.write)
        self.stdout.write(f"{'':12}{'precision':>10}{'recall':>10}{'F1':>10}")
        for name, tally in score.tallies.items():
            self.stdout.write(f"{name:12}{tally.precision:10.3f}{tally.recall:10.3f}{tally.f1:10.3f}")
        self.stdout.write(f"{len(files)} texts, {score.invented_dates} dates that the labels do not have")
        for mistake in score.mistakes if options["mistakes"] else ():
            self.stdout.write(mistake)


def score_of(files: list[Path], warn: Callable[[str], object] = print) -> Score:
    score = Score()
    for file in files:
        labelled = json.loads(file.read_text(encoding="utf-8"))
        published = labelled.get("published")
        day = date.fromisoformat(published) if published else None
        proposal = proposal_here(labelled["text"], day, warn)
        score.add(file.stem, labelled["labels"], proposal.as_json())
    return score
