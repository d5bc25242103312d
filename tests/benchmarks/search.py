"""`make bench-search`: the search beside a LIKE scan over the same rows, in the same run.

Prints, for each query, the median milliseconds of the search with its count and first page of 50, those
of the scan of four text columns with its count, and their ratio; then what a save costs with and without
the index. SIZE=10000 for another size; TEST_DATABASE_URL for another database.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any
from unittest.mock import patch

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from agreements.models import (  # noqa: E402
    Agreement,
    AgreementEntry,
    City,
    Signatory,
    gathering,
)
from agreements.search.passages import filter_key, unpublished_keys  # noqa: E402
from agreements.search.query import find  # noqa: E402
from tests.benchmarks.register import build  # noqa: E402

REPEATS = 7
SCANNED = ("title_ar", "title_en", "summary_ar", "summary_en")


def median_ms(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The median time of a piece of work, in milliseconds, after one run that is not counted."""
    work()
    taken = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken)


def search(text: str, also: tuple[str, ...] = ()) -> int:
    """As a visitor's page does it: find, count, fetch the first fifty."""
    rows = Agreement.objects.published().newest_first()
    found = find(rows, text, also=also, without=unpublished_keys(), said=True).listing()
    list(found[:50])
    return len(found)


def scan(text: str) -> int:
    """The same by LIKE over four text columns, newest first."""
    rows = Agreement.objects.published().filter(
        reduce(or_, (Q(**{f"{column}__contains": text}) for column in SCANNED))
    )
    count = rows.count()
    list(rows.newest_first()[:50])
    return count


def queries() -> list[tuple[str, str, tuple[str, ...]]]:
    """What is asked: what it is called, the text, and filters as keys."""
    cities = list(City.objects.annotate(held=Count("parties")).order_by("-held", "pk"))
    big, middle, rare = cities[0], cities[20], cities[2000]
    person = Signatory.objects.order_by("pk")[10]
    return [
        ("a large city", big.name_ar, ()),
        ("a city, Latin", middle.name_en, ()),
        ("a city, Arabic", middle.name_ar, ()),
        ("a rare city", rare.name_en, ()),
        ("two cities", f"{big.name_ar} {middle.name_ar}", ()),
        ("a signatory", person.name_ar, ()),
        ("the commonest word", "اتفاقية", ()),
        ("common word + city filter", "اتفاقية", (filter_key("city", big.pk),)),
        ("being typed", middle.name_en[:4], ()),
        ("misspelt", middle.name_en[:3] + middle.name_en[4:], ()),
        ("absent", "قسطنطينيوس", ()),
    ]


def main() -> None:
    size = int(os.environ.get("SIZE", "100000"))
    held = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_reference", verbosity=0, stdout=sys.stderr)
        begun = time.perf_counter()
        build(size)
        built = time.perf_counter() - begun
        begun = time.perf_counter()
        call_command("rebuild_search", stdout=sys.stderr)
        indexed = time.perf_counter() - begun
        print(
            f"{connection.vendor}, {size:,} agreements: built in {built:.0f} s, indexed in {indexed:.0f} s\n"
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{'':28}{'hits':>9}{'search ms':>12}{'scan ms':>10}{'ratio':>9}")
        for name, text, also in queries():
            found = find(Agreement.objects.published(), text, also=also)
            hits = "5,000+" if found.is_more else f"{len(found.ids or []):,}"
            asked = median_ms(lambda: search(text, also))  # noqa: B023
            scanned = median_ms(lambda: scan(text), 3)  # noqa: B023
            print(f"{name:28}{hits:>9}{asked:>12.1f}{scanned:>10.1f}{scanned / asked:>8.0f}×")
        _saves()
    finally:
        teardown_databases(held, verbosity=0)


# Relations that are read for the search alone when a record is saved.
READ_FOR_SEARCH = frozenset({"sources", "coverages", "signatories", "aliases"})


def _saves() -> None:
    """A save of a whole record, with the writing of its entry and without it, nor what is read for it."""
    agreement = Agreement.objects.order_by("pk")[5]

    def save() -> None:
        agreement.summary_en += "."
        agreement.save()

    with_index = median_ms(save, 40)
    hang = gathering.hang

    def only_the_others(owners: Any, relation: str, **options: Any) -> list[Any]:
        return [] if relation in READ_FOR_SEARCH else hang(owners, relation, **options)

    with patch.object(AgreementEntry, "write"), patch.object(gathering, "hang", only_the_others):
        without = median_ms(save, 40)
    ratio = with_index / without
    print(f"\na save: {with_index:.1f} ms with the index, {without:.1f} ms without: {ratio:.2f}×")


if __name__ == "__main__":
    main()
