"""Who follows the changes ends with a copy of the register, though the server is killed again and again while
it writes and while it tells.

MIRROR_WRITES says how many writes; `make test-mirror` does 1,000 on each database.
"""

import json
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.conftest import OwnDatabase
from tests.faults.house import House, house
from tests.writes import DAYS, KINDS, NAMES, VISIBILITIES, Writes

WRITES = int(os.environ.get("MIRROR_WRITES", "25"))
SEED = int(os.environ.get("MIRROR_SEED") or random.randrange(1, 10**6))
# One write in so many meets a server that dies.
DEADLY = 12
VERBS = [
    name
    for name, verb in vars(Writes).items()
    if callable(verb) and "place" in signature(verb).parameters and name != "one"
]
# The register grows: more is published than withdrawn or merged.
WEIGHTS = [4 if verb == "publish" else 1 for verb in VERBS]
VALUES: dict[str, list[Any]] = {
    "place": list(range(50)),
    "name": NAMES,
    "day": DAYS,
    "kind": KINDS,
    "visibility": VISIBILITIES,
}


@pytest.fixture
def built(tmp_path: Path, database_of_its_own: OwnDatabase) -> Iterator[House]:
    with database_of_its_own(tmp_path) as database, house(tmp_path, database, "tests.mirror") as built:
        yield built


class Mirror:
    """A copy of the register, kept by somebody who can only ask."""

    def __init__(self, source: House, chance: random.Random) -> None:
        self.source, self.chance = source, chance
        self.copy: dict[str, Any] = {}
        self.cursor, self.last = "", 0

    def hear(self) -> bool:
        """Ask once for what comes next, and apply it; whether that was the last of it. No answer: no."""
        asked = {"page_size": self.chance.randint(1, 40), **({"since": self.cursor} if self.cursor else {})}
        answer = self.source.answer("GET", f"/api/v1/changes/?{urlencode(asked)}", b"", {})
        if answer is None:
            return False
        assert answer.status == 200, answer.body
        told = json.loads(answer.body)
        for change in told["results"]:
            assert change["number"] == self.last + 1, "a gap, or a change told twice"
            self.last = change["number"]
            if change["agreement"] is None:
                self.copy.pop(change["registry_number"], None)
            else:
                self.copy[change["registry_number"]] = change["agreement"]
        self.cursor = told["cursor"]
        return not told["more"]


def write(built: House, chance: random.Random) -> int | None:
    """One write at random, of the models' verbs or through the API: the status, None where it was cut off."""
    if chance.random() < 0.2:
        return _through_the_api(built, chance)
    (verb,) = chance.choices(VERBS, WEIGHTS)
    wanted = [name for name in signature(getattr(Writes, verb)).parameters if name != "self"]
    asked = {"verb": verb, **{name: chance.choice(VALUES[name]) for name in wanted}}
    answer = built.answer("POST", "/writes/", json.dumps(asked).encode(), built.of_member())
    return answer and answer.status


def _through_the_api(built: House, chance: random.Random) -> int | None:
    """The registrar changes the title of a published record, or enters an event of it."""
    listed = built.answer("GET", "/api/v1/agreements/?page_size=200", b"", built.of_member())
    records = json.loads(listed.body)["results"] if listed else []
    if not records:
        return None if listed is None else 409
    path = f"/api/v1/agreements/{chance.choice(records)['registry_number']}/"
    headers = {**built.of_member(), "Content-Type": "application/json"}
    if chance.random() < 0.5:
        event = {"kind": chance.choice(KINDS), "date": chance.choice(DAYS) or None}
        done = built.answer("POST", f"{path}events/", json.dumps(event).encode(), headers)
        return done and done.status
    read = built.answer("GET", path, b"", headers)
    if read is None:
        return None
    title = {"title": {"ar": chance.choice(NAMES), "en": f"Through the API {chance.random()}"}}
    stated = {**headers, "If-Match": read.headers["etag"]}
    done = built.answer("PATCH", path, json.dumps(title).encode(), stated)
    return done and done.status


def killed_soon(built: House, chance: random.Random) -> threading.Timer:
    """The server dies within the next hundredths of a second, in whatever it is doing."""
    timer = threading.Timer(chance.uniform(0, 0.08), built.kill, ["server"])
    timer.start()
    return timer


def test_a_copy_that_follows_the_changes_equals_the_register(built: House) -> None:
    chance = random.Random(SEED)
    mirror = Mirror(built, chance)
    built.start("server")
    built.wait_for_server()
    met: Counter[int | None] = Counter()
    begun = time.monotonic()
    while met[204] + met[200] + met[201] < WRITES:
        assert sum(met.values()) < 5 * WRITES + 100, (met, SEED)
        dies = killed_soon(built, chance) if chance.randrange(DEADLY) == 0 else None
        status = write(built, chance)
        met[status] += 1
        assert status in (200, 201, 204, 400, 403, 409, None), (status, SEED, log_of(built))
        if chance.random() < 0.3:
            mirror.hear()
        if dies:
            dies.join()
            built.start("server")
            built.wait_for_server()
    # One more death between the last write and the end of the hearing.
    built.kill("server")
    built.start("server")
    built.wait_for_server()
    for _ in range(20 * WRITES):
        if mirror.hear():
            break
    answer = built.answer("GET", "/api/v1/agreements/?format=jsonl", b"", {})
    assert answer
    register = {row["registry_number"]: row for row in map(json.loads, answer.body.splitlines())}
    print(  # noqa: T201
        f"{dict(met)} answers to writes, {built.kills['server']} kills, {mirror.last} changes heard,"
        f" {len(register)} records, seed {SEED}, {time.monotonic() - begun:.0f} s"
    )
    assert register, SEED
    assert built.kills["server"] > 0
    assert mirror.last >= WRITES / 2, (mirror.last, SEED)
    assert mirror.copy == register, SEED


def log_of(built: House) -> str:
    return (built.folder / "server.log").read_text()[-3000:]
