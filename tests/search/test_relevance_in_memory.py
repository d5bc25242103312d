"""What readers type finds what they mean: every case, on keys alone, without a database."""

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from agreements.search.asked import asked
from tests.search.relevance import CASES, Register, word_forms

LISTED = tomllib.loads(CASES.read_text(encoding="utf-8"))


@cache
def register() -> Register:
    register = Register(word_forms())
    for record in LISTED["record"]:
        texts = [*record["countries"], record["number"], record["text"]]
        register.add(record["id"], record["titles"], record["names"], texts)
    return register


def cases() -> Iterator[Any]:
    for group in LISTED["group"]:
        for case in group["cases"]:
            hit, miss = set(case["hit"]), set(case.get("miss", ()))
            yield pytest.param(case["query"], hit, miss, id=f"{group['name']}: {case['query']}")


@pytest.mark.parametrize(("query", "hit", "miss"), list(cases()))
def test_a_query_finds_what_is_meant_and_not_what_is_not(query: str, hit: set[int], miss: set[int]) -> None:
    _stage, found = register().find(query)
    assert (hit - found, miss & found) == (set(), set()), asked(query, word_forms())


@pytest.mark.parametrize(
    ("query", "stage"),
    [
        ("الخليل", "word"),
        ("رامالله", "word"),
        ("متحف", "word"),
        ("الخل", "begun"),
        ("توأمة الخلي", "begun"),
        ("الخيلل", "near"),
        ("chaouen", "near"),
        ("Sarajvo Bursa", "near"),
        ("Paris Jerusalem", "nothing"),
        ("ريكيافيك", "nothing"),
    ],
)
def test_the_first_stage_that_finds_anything_is_named(query: str, stage: str) -> None:
    assert register().find(query)[0] == stage


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len(LISTED["record"]) >= 25
    assert len(list(cases())) >= 180
    assert sum(len(case.values[2]) > 0 for case in cases()) >= 60
