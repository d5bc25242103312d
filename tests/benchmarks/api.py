"""`make bench`: the API under load beside two baselines over the same rows, in the same run.

Builds so many agreements (SIZE=…, 100,000 unless said) through the registry's own way of taking over many
records, starts one worker of the production server, and loads it from a second process over LOADERS=…
connections. The baselines: a bare WSGI function with hand-written SQL and orjson on the same server, and
Datasette. Each question is put to all three in turn, in ROUNDS=… rounds of SECONDS=… seconds; of each the
best round counts, so that what else the machine is doing weighs on none of them alone. Prints requests a
second, the median and 99th percentile in milliseconds, and queries a request; then the ratios. Last, the
JSON Lines of the whole register: records a second, and how much the worker's own memory grew meanwhile.

SQLite only: the baselines read the file.
"""

import http.client
import multiprocessing
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases  # noqa: E402

from agreements.enumerations import MembershipRole  # noqa: E402
from agreements.exchange.bulk import publish_many  # noqa: E402
from agreements.models import Agreement, City, DomainCoverage, User  # noqa: E402
from tests.benchmarks.register import records  # noqa: E402

SIZE = int(os.environ.get("SIZE", "100000"))
SECONDS = float(os.environ.get("SECONDS", "3"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
LOADERS = int(os.environ.get("LOADERS", "2"))
HOST = "127.0.0.1"
Question = list[tuple[str, dict[str, str]]]

# The same questions in Datasette's own words; `:a` and the like are filled from the address.
BY_CITY_AND_DOMAIN = (
    "select a.* from agreements_agreement a where a.record_state = 'published' and exists (select 1 from"
    " agreements_party p join agreements_city c on c.id = p.city_id where p.agreement_id = a.id and"
    " c.slug = :city) and exists (select 1 from agreements_domaincoverage v join"
    " agreements_cooperationdomain d on d.id = v.domain_id left join agreements_cooperationdomain u"
    " on u.id = d.parent_id where"
    " v.agreement_id = a.id and (d.code = :domain or u.code = :domain)) order by a.signed_on desc, a.id desc"
    " limit 50"
)
BY_TEXT = (
    "select a.* from agreements_agreement a where a.record_state = 'published' and (a.title_ar like :q or"
    " a.title_en like :q or a.summary_ar like :q or a.summary_en like :q)"
    " order by a.signed_on desc, a.id desc limit 50"
)


# ---- The register


def build() -> str:
    """Fill the database; returns where its file is."""
    call_command("load_reference", verbosity=0, stdout=sys.stderr)
    registrar = User.objects.create_user("bench@registry.test", "not used")
    registrar.memberships.create(role=MembershipRole.REGISTRAR)
    begun = time.perf_counter()
    done = 0
    for chunk in publish_many(records(SIZE), registrar, "قيود للقياس"):
        done += len(chunk)
    taken = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(f"{done:,} agreements taken over in {taken:.0f} s: {done / taken:,.0f} a second\n", flush=True)
    return str(connection.settings_dict["NAME"])


def questions() -> dict[str, Question]:
    """What is asked: by name, addresses with headers; asked one after the other."""
    chance = random.Random(11)
    numbers = list(Agreement.objects.order_by("pk").values_list("registry_number", flat=True))
    some = chance.sample(numbers, min(500, len(numbers)))
    pairs = DomainCoverage.objects.filter(agreement__registry_number__in=some[:150]).values_list(
        "agreement__parties__city__slug", "domain__code"
    )
    filters = [urlencode({"city": city, "domain": domain}) for city, domain in dict(pairs).items()]
    cities = list(City.objects.order_by("pk").values_list("name_en", flat=True)[:1000:10])
    return {
        "list of 50": [(f"/api/v1/agreements/?page={page}", {}) for page in range(1, 21)],
        "filter": [(f"/api/v1/agreements/?{each}", {}) for each in filters],
        "search": [(f"/api/v1/agreements/?q={quote(name)}", {}) for name in cities],
        "detail": [(f"/api/v1/agreements/{number}/", {}) for number in some],
    }


def for_datasette(asked: dict[str, Question]) -> dict[str, Question]:
    ids = dict(Agreement.objects.values_list("registry_number", "pk"))
    table = "/register/agreements_agreement"
    return {
        "list of 50": [
            (f"{table}.json?record_state=published&_sort_desc=signed_on&_size=50", {})
            for _ in asked["list of 50"]
        ],
        "filter": [
            (f"/register.json?{urlencode({'sql': BY_CITY_AND_DOMAIN})}&{address.partition('?')[2]}", {})
            for address, _headers in asked["filter"]
        ],
        "search": [
            (f"/register.json?{urlencode({'sql': BY_TEXT})}&q=%25{address.partition('?q=')[2]}%25", {})
            for address, _headers in asked["search"]
        ],
        "detail": [
            (f"{table}/{ids[address.split('/')[-2]]}.json", {}) for address, _headers in asked["detail"]
        ],
    }


# ---- Servers


def free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process group of its own, until the block ends."""
    log = tempfile.TemporaryFile()  # noqa: SIM115 – it is closed when the server has ended.
    server = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=log, stderr=log, start_new_session=True
    )
    try:
        for _ in range(300):
            if server.poll() is not None:
                log.seek(0)
                raise SystemExit(log.read().decode())
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    break
            time.sleep(0.1)
        yield server
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
        log.close()


def granian(application: str, port: int) -> list[str]:
    python = Path(sys.executable).with_name("granian")
    options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "1", "--no-ws"]
    return [str(python), *options, "--host", HOST, "--port", str(port), application]


# ---- Load


def load(port: int, asked: Question, seconds: float, results: Any, place: int) -> None:
    """Ask until the time is up; what is told of it are the milliseconds of each answer, and failures."""
    caller = http.client.HTTPConnection(HOST, port, timeout=60)
    taken, failed, number = [], 0, place
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        address, headers = asked[number % len(asked)]
        number += 1
        begun = time.perf_counter()
        caller.request("GET", address, headers={"Accept": "application/json", **headers})
        answer = caller.getresponse()
        answer.read()
        taken.append(1000 * (time.perf_counter() - begun))
        failed += answer.status not in (200, 304)
    results.put((taken, failed))


def measure(port: int, asked: Question, seconds: float = SECONDS) -> tuple[float, float, float]:
    """Requests a second, and the median and 99th percentile in milliseconds."""
    results: Any = multiprocessing.Queue()
    for time_given in (min(1.0, seconds / 3), seconds):
        begun = time.perf_counter()
        loaders = [
            multiprocessing.Process(target=load, args=(port, asked, time_given, results, 7 * number))
            for number in range(LOADERS)
        ]
        for each in loaders:
            each.start()
        told = [results.get(timeout=60 + 2 * seconds) for _ in loaders]
        lasted = time.perf_counter() - begun
        for each in loaders:
            each.join()
    taken = sorted(each for times, _failed in told for each in times)
    if failed := sum(failed for _times, failed in told):
        print(f"{failed} of {len(taken)} answers failed: {asked[0][0]}")
    return len(taken) / min(lasted, time_given + 0.2), statistics.median(taken), taken[int(len(taken) * 0.99)]


def queries(asked: Question) -> float:
    counted = []
    for address, headers in asked[:10]:
        with CaptureQueriesContext(connection) as captured:
            Client().get(address, headers=headers)
        counted.append(len(captured))
    return statistics.mean(counted)


def with_tags(port: int, asked: Question) -> Question:
    """The same questions of somebody who has the answers already."""
    caller = http.client.HTTPConnection(HOST, port, timeout=60)
    known = []
    for address, _headers in asked:
        caller.request("GET", address)
        answer = caller.getresponse()
        answer.read()
        known.append((address, {"If-None-Match": answer.headers["ETag"]}))
    return known


def memory(server: subprocess.Popen[bytes]) -> int:
    """What the server's processes hold by themselves, in kilobytes: the pages of the database file that they
    see are not theirs."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
            if os.getpgid(int(status.parent.name)) == server.pid and "RssAnon" in text:
                total += int(text.split("RssAnon:")[1].split()[0])
        except (ProcessLookupError, FileNotFoundError):
            continue
    return total


def dump(server: subprocess.Popen[bytes], port: int) -> None:
    """The whole register as JSON Lines; the memory is looked at again and again while it comes."""
    before = most = memory(server)
    begun = time.perf_counter()
    caller = http.client.HTTPConnection(HOST, port, timeout=600)
    caller.request("GET", "/api/v1/agreements/?format=jsonl")
    answer = caller.getresponse()
    lines = size = looked = 0
    while piece := answer.read(1 << 16):
        lines += piece.count(b"\n")
        size += len(piece)
        if size - looked > 1 << 24:
            looked, most = size, max(most, memory(server))
    taken = time.perf_counter() - begun
    print(
        f"\nJSON Lines: {lines:,} records, {size / 1e6:,.0f} MB in {taken:.1f} s, {lines / taken:,.0f}"
        f" records a second; memory {before / 1024:.0f} MB, at most {(most - before) / 1024:.1f} MB more",
        flush=True,
    )


# ---- The table

Figures = dict[str, tuple[float, float, float]]


def row(name: str, figures: tuple[float, float, float], asked: str = "") -> str:
    return f"  {name:14}{figures[0]:>10,.0f}{figures[1]:>10.2f}{figures[2]:>10.2f}{asked:>10}"


def main() -> None:
    if connection.vendor != "sqlite":
        raise SystemExit("The baselines read SQLite's file: leave TEST_DATABASE_URL out.")
    held = setup_databases(verbosity=0, interactive=False)
    try:
        file = build()
        asked = questions()
        counted = {name: queries(each) for name, each in asked.items()}
        counted["304"] = 1.0  # Which edition of the register this is.
        environment = {"TEST_DATABASE_URL": f"sqlite:///{file}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
        tell(in_turns(file, asked, environment), counted)
    finally:
        teardown_databases(held, verbosity=0)


def in_turns(file: str, asked: dict[str, Question], environment: dict[str, str]) -> dict[str, Figures]:
    """Each question to each server in turn, round after round; of each, the best round."""
    ports = {who: free_port() for who in ("registry", "bare", "datasette")}
    link = Path(tempfile.mkdtemp()) / "register.db"
    link.symlink_to(file)
    limit = ["--setting", "sql_time_limit_ms", "20000", "--setting", "max_returned_rows", "50"]
    datasette = [sys.executable, "-m", "datasette", "serve", "-h", HOST, "-p", str(ports["datasette"])]
    commands = {
        "registry": granian("tests.benchmarks.server:application", ports["registry"]),
        "bare": granian("tests.benchmarks.server:bare", ports["bare"]),
        "datasette": [*datasette, str(link), *limit],
    }
    best: dict[str, Figures] = {who: {} for who in commands}
    with ExitStack() as running:
        servers = {
            who: running.enter_context(serving(command, ports[who], **environment))
            for who, command in commands.items()
        }
        known = {"304": with_tags(ports["registry"], asked["detail"])}
        put = {"registry": asked | known, "bare": asked, "datasette": for_datasette(asked)}
        for _round in range(ROUNDS):
            for name in put["registry"]:
                for who in (each for each in put if name in put[each]):
                    found = measure(ports[who], put[who][name])
                    best[who][name] = max(best[who].get(name, found), found)
        dump(servers["registry"], ports["registry"])
    return best


def tell(told: dict[str, Figures], counted: dict[str, float]) -> None:
    print(f"\n{'':16}{'a second':>10}{'p50 ms':>10}{'p99 ms':>10}{'queries':>10}")
    for name in told["registry"]:
        print(name)
        for who, figures in told.items():
            if name in figures:
                print(row(who, figures[name], f"{counted[name]:.1f}" if who == "registry" else ""))
    ours, bare, datasette = ({name: each[0] for name, each in who.items()} for who in told.values())
    print("\nratios (aim)")
    aims = [
        ("list / bare", ours["list of 50"] / bare["list of 50"], 3.0),
        ("detail / bare", ours["detail"] / bare["detail"], 0.5),
        ("detail / datasette", ours["detail"] / datasette["detail"], 1.0),
        *(
            (f"{name} / the better", ours[name] / max(bare[name], datasette[name]), 1.0)
            for name in ("filter", "search")
        ),
        ("304 / detail", ours["304"] / ours["detail"], 1.5),
    ]
    for name, ratio, aim in aims:
        print(f"  {name:22}{ratio:>8.2f}  ({aim:.1f})  {'reached' if ratio >= aim else 'NOT REACHED'}")


if __name__ == "__main__":
    settings.ALLOWED_HOSTS.append("testserver")
    main()
