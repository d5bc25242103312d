"""/api/v1/changes/: what happened to the public register, in order and without gaps."""

from typing import Any

import pytest
from django.core import signing

from agreements.models import Agreement, Change
from tests.api.conftest import Ask
from tests.cast import Cast
from tests.factories import AgreementFactory, published
from tests.test_database import Beside

pytestmark = pytest.mark.django_db


def follow(ask: Ask, since: str = "", **parameters: Any) -> dict[str, Any]:
    asked = {**parameters, **({"since": since} if since else {})}
    answer = ask("changes/", **asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_an_empty_register_has_no_changes_and_a_cursor_to_go_on_from(ask: Ask) -> None:
    told = follow(ask)
    assert (told["results"], told["more"]) == ([], False)
    agreement = published()
    assert [each["registry_number"] for each in follow(ask, told["cursor"])["results"]] == [
        agreement.registry_number
    ]


def test_each_step_of_a_record_is_told_in_order(ask: Ask, cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    cast.hebron.name_en = "Al-Khalil"
    cast.hebron.save()
    agreement.withdraw(by=cast.registrar, reason="قيد مكرر")
    told = follow(ask)["results"]
    assert [each["kind"]["code"] for each in told] == ["publication", "change", "withdrawal"]
    assert [each["number"] for each in told] == [1, 2, 3]
    assert {each["registry_number"] for each in told} == {agreement.registry_number}
    assert all(each["agreement"] is None and each["merged_into"] is None for each in told)


def test_a_change_comes_with_the_record_as_it_is_now(ask: Ask) -> None:
    agreement = published()
    (told,) = follow(ask)["results"]
    assert told["agreement"] == ask(f"agreements/{agreement.reference}/").json()


def test_drafts_leave_no_trace(ask: Ask, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    draft.submit(by=cast.contributor_of_hebron)
    assert follow(ask)["results"] == []


def test_pages_follow_each_other_without_gap_or_repetition(ask: Ask) -> None:
    for _ in range(5):
        published()
    seen, cursor = [], ""
    while True:
        told = follow(ask, cursor, page_size=2)
        seen += [each["number"] for each in told["results"]]
        cursor = told["cursor"]
        if not told["more"]:
            break
    assert seen == [1, 2, 3, 4, 5]
    assert follow(ask, cursor)["results"] == []


@pytest.mark.parametrize(
    "cursor",
    [
        "1",
        "0",
        "x" * 10_000,
        "\x00",
        "eyJhIjoxfQ:1abc:def",
        signing.dumps(1),
        signing.dumps("1", salt="agreements.api.cursors.changes"),
    ],
    ids=["bare", "naught", "long", "nul", "torn", "unsalted", "of-another-kind"],
)
def test_a_forged_cursor_is_refused_by_name(ask: Ask, cursor: str) -> None:
    answer = ask("changes/", since=cursor)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["since"]


def test_a_cursor_of_another_list_is_refused(ask: Ask) -> None:
    published(), published()
    other = ask("agreements/", cursor="", page_size=1).json()["next"].rpartition("cursor=")[2]
    assert ask("changes/", since=other.replace("%3A", ":")).status_code == 400


@pytest.mark.parametrize(
    ("name", "value"), [("page", "1"), ("colour", "red"), ("page_size", "201"), ("format", "xml")]
)
def test_other_parameters_are_refused(ask: Ask, name: str, value: str) -> None:
    answer = ask("changes/", **{name: value})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [name]


def test_who_has_heard_it_all_is_told_so(ask: Ask) -> None:
    published()
    cursor = follow(ask)["cursor"]
    first = ask("changes/", since=cursor)
    again = ask("changes/", since=cursor, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    published()
    assert ask("changes/", since=cursor, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert first.headers["Cache-Control"] == "public, no-cache"


def test_a_page_costs_the_same_however_many_changes_it_tells(
    ask: Ask, django_assert_num_queries: Any
) -> None:
    for _ in range(4):
        published()
    for size in (1, 4):
        with django_assert_num_queries(1):
            ask("changes/", page_size=size)


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_leave_no_gap() -> None:
    agreements = [published() for _ in range(6)]

    def write(pk: int) -> None:
        for number in range(5):
            agreement = Agreement.objects.get(pk=pk)
            agreement.summary_en = f"Written {number}"
            agreement.save()

    beside = [Beside(lambda pk=each.pk: write(pk)) for each in agreements]
    assert all(each.ended() for each in beside)
    assert [each.failure for each in beside] == [None] * 6
    numbers = list(Change.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 6 + 30 + 1))
