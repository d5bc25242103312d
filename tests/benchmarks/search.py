"""`make bench-search`: the search beside a LIKE scan over the same rows, in the same run.

Prints, for each query, the median milliseconds of the search with its count and first page of 50, how many
times as slow that is as among 10,000 agreements, the milliseconds of the scan of four text columns with its
count, and their ratio, both in one process; what a save costs with and without the index; and how long each
door takes at most over what hostile people send. 10,000 agreements are taken over record by record; a
larger register (100,000 unless SIZE says, such as SIZE=1000000) is multiplied from them in the database.
The scan and the doors are left out beyond 100,000. `python -m tests.on_postgres -m tests.benchmarks.search`
on PostgreSQL.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial, reduce
from operator import or_
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from agreements.enumerations import MembershipRole  # noqa: E402
from agreements.exchange.bulk import publish_many  # noqa: E402
from agreements.models import (  # noqa: E402
    Agreement,
    AgreementEntry,
    City,
    Signatory,
    User,
    gathering,
)
from agreements.search.passages import filter_key, unpublished_keys  # noqa: E402
from agreements.search.query import find  # noqa: E402
from tests.benchmarks.multiplying import multiply, settle  # noqa: E402
from tests.benchmarks.register import records  # noqa: E402
from tests.search.hostile import HOSTILE  # noqa: E402

Query = tuple[str, str, tuple[str, ...]]
REPEATS = 7
TAKEN_OVER = 10_000
LARGEST_SCANNED = 100_000
REGISTRAR = "bench@registry.test"
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
    """As the API does it: find, count, copy the first fifty."""
    rows = Agreement.objects.published().newest_first()
    found = find(rows, text, also=also, without=unpublished_keys(), said=True)
    listing = found.listing(lambda matching: matching.for_copying())
    list(listing[:50])
    return len(listing)


def scan(text: str) -> int:
    """The same by LIKE over four text columns, newest first; the same is copied of the first fifty."""
    rows = Agreement.objects.published().filter(
        reduce(or_, (Q(**{f"{column}__contains": text}) for column in SCANNED))
    )
    count = rows.count()
    list(rows.newest_first().for_copying()[:50])
    return count


def queries() -> list[Query]:
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


def fill(size: int) -> None:
    """As an import fills the register."""
    begun = time.perf_counter()
    registrar = User.objects.create_user(REGISTRAR, "not used")
    registrar.memberships.create(role=MembershipRole.REGISTRAR)
    done = sum(len(chunk) for chunk in publish_many(records(size), registrar, "قيود للقياس"))
    settle()
    took = time.perf_counter() - begun
    print(f"{connection.vendor}: {done:,} agreements taken over in {took:.0f} s, {done / took:,.0f} a second")


def main() -> None:
    size = int(os.environ.get("SIZE", "100000"))
    held = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_reference", verbosity=0, stdout=sys.stderr)
        in_one_process()
        fill(min(size, TAKEN_OVER))
        asked = queries()
        among_few = {name: median_ms(partial(search, text, also)) for name, text, also in asked}
        if size > TAKEN_OVER:
            multiply(size // TAKEN_OVER)
        _searches(asked, among_few, scanned=size <= LARGEST_SCANNED)
        _saves()
        if size <= LARGEST_SCANNED:
            _hostile()
    finally:
        teardown_databases(held, verbosity=0)


def in_one_process() -> None:
    """Let PostgreSQL look through a table as SQLite does, without further processes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")


def _searches(asked: list[Query], among_few: dict[str, float], scanned: bool) -> None:
    """The table of what is asked; `among_few`: the milliseconds of each among the first agreements."""
    print(f"\n{Agreement.objects.count():,} agreements")
    print(f"{'':28}{'hits':>9}{'search ms':>12}{'of 10,000':>11}{'scan ms':>10}{'ratio':>9}")
    for name, text, also in asked:
        found = find(Agreement.objects.published(), text, also=also)
        hits = "5,000+" if found.is_more else f"{len(found.ids or []):,}"
        took = median_ms(partial(search, text, also))
        print(f"{name:28}{hits:>9}{took:>12.1f}{took / among_few[name]:>10.1f}×", end="")
        if scanned:
            scan_took = median_ms(partial(scan, text), 3)
            print(f"{scan_took:>10.1f}{scan_took / took:>8.0f}×", end="")
        print(flush=True)


def _saves() -> None:
    """A save of a whole record, with the writing of its entries and without it, by turns; other names of
    cities are read for the search alone, and without it not at all."""
    agreement = Agreement.objects.order_by("pk")[5]
    hang = gathering.hang

    def save() -> None:
        agreement.summary_en += "."
        agreement.save()

    def only_the_others(owners: Any, relation: str, **options: Any) -> list[Any]:
        return [] if relation == "aliases" else hang(owners, relation, **options)

    with_index, without = [], []
    for _ in range(60):
        with_index.append(median_ms(save, 1))
        with patch.object(AgreementEntry, "write"), patch.object(gathering, "hang", only_the_others):
            without.append(median_ms(save, 1))
    took, else_ = statistics.median(with_index), statistics.median(without)
    print(f"\na save: {took:.1f} ms with the index, {else_:.1f} ms without: {took / else_:.2f}×")


DOORS = {
    "page of agreements": "/ar/agreements/",
    "page of cities": "/en/cities/",
    "page of signatories": "/en/signatories/",
    "suggestions": "/ar/suggestions/",
    "API, agreements": "/api/v1/agreements/",
    "API, cities": "/api/v1/cities/",
    "API, signatories": "/api/v1/signatories/",
    "admin, agreements": "/en/admin/agreements/agreement/",
    "admin, cities": "/en/admin/agreements/city/",
}


def _hostile() -> None:
    """The slowest answer of each door to what hostile people send, and to which text; of a process that has
    answered before, and so has read its templates."""
    client = Client()
    client.force_login(User.objects.get(email=REGISTRAR))
    print(f"\n{'slowest of the hostile':28}{'ms':>9}")
    for name, address in DOORS.items():
        client.get(address)
        slowest, culprit = 0.0, ""
        for text in HOSTILE:
            asked = f"{address}?q={quote(text, errors='surrogatepass')}"
            begun = time.perf_counter()
            answer = client.get(asked)
            took = 1000 * (time.perf_counter() - begun)
            if answer.status_code >= 500:
                print(f"{name}: {answer.status_code} for {_said(text)}")
            slowest, culprit = max((slowest, culprit), (took, text))
        print(f"{name:28}{slowest:>9.0f}  {_said(culprit)}", flush=True)


def _said(text: str) -> str:
    shown = text[:40].encode("utf-8", "backslashreplace").decode()
    return shown if shown.isprintable() else ascii(shown)


if __name__ == "__main__":
    main()
