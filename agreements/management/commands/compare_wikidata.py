"""Hold the register beside Wikidata's twinned cities."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from agreements.exchange.wikidata import QUERY, Comparison, UnreadableExport, compare, enter, read_export
from agreements.models import User


class Command(BaseCommand):
    help = (
        "Compares the published register with an export of Wikidata’s P190 (JSON of its query service) and "
        f"prints what only one of them has and where the years differ. The query:\n\n{QUERY}"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--enter", metavar="EMAIL", help="Enter what only Wikidata has as drafts of this account."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            comparison = compare(*read_export(options["file"].read_bytes()))
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        except UnreadableExport as error:
            raise CommandError(str(error)) from error
        self._print(comparison)
        if options["enter"]:
            self._enter(comparison, options["enter"])

    def _print(self, comparison: Comparison) -> None:
        for twinning in comparison.only_theirs:
            first, second = twinning.first, twinning.second
            self.stdout.write(
                f"only in Wikidata\t{first.qid} {first.label}\t{second.qid} {second.label}\t{twinning.start}"
            )
        for agreement in comparison.only_ours:
            self.stdout.write(f"only in the register\t{agreement.reference}\t{agreement}")
        for difference in comparison.other_year:
            ours = ", ".join(f"{one.reference} ({one.signed_on})" for one in difference.ours)
            self.stdout.write(f"other year\t{ours}\tWikidata: {difference.twinning.start}")
        counts = [
            f"{len(comparison.only_theirs)} only in Wikidata",
            f"{len(comparison.only_ours)} only in the register",
            f"{len(comparison.other_year)} with another year",
            f"{comparison.same} alike",
            f"{comparison.skipped} rows without two items",
        ]
        self.stdout.write(", ".join(counts))

    def _enter(self, comparison: Comparison, email: str) -> None:
        user = User.objects.filter(email=email).first()
        if user is None:
            raise CommandError(f"There is no account {email}.")
        entered = 0
        for twinning in comparison.only_theirs:
            try:
                enter(twinning, user)
                entered += 1
            except ValidationError as error:
                self.stderr.write(
                    f"{twinning.first.qid} – {twinning.second.qid}: {'; '.join(error.messages)}"
                )
        self.stdout.write(f"{entered} drafts entered.")
