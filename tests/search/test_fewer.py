"""Where nothing holds all the words that were typed, the page and the API say what fewer of them find."""

from typing import Any

import pytest
from django.test import Client

from agreements.search.fewer import MOST_OFFERED, MOST_WORDS
from tests.api.conftest import ask
from tests.pages.reading import page_of, words_of
from tests.search.conftest import search

__all__ = ["ask"]


def offered(text: str) -> list[tuple[str, int]]:
    return [(fewer.text, fewer.number) for fewer in search(text).fewer]


@pytest.mark.parametrize(
    ("text", "fewer"),
    [
        ("قطاع الخليل", [("الخليل", 2)]),
        ("ميناء الخليل وبورصة", [("الخليل وبورصة", 1)]),
        ("port of Hebron and Bursa", [("Hebron Bursa", 1)]),
        ("Hebron Amman Bursa", [("Hebron Amman", 1), ("Hebron Bursa", 1), ("Amman Bursa", 1)]),
        ("اتفاقية بين مدينة الخليل والميناء", [("الخليل", 2)]),
        ("xqxq zzxx Hebron", [("Hebron", 2)]),
        ("Hebron Hebron xqxq", [("Hebron", 2)]),
        ("Hebron", []),
        ("Hebron Bursa", []),
        ("xqxq zzxx", []),
        ("xqxq", []),
        ("x", []),
        ("", []),
    ],
)
def test_the_words_that_do_find_something_are_offered(
    twinned: Any, text: str, fewer: list[tuple[str, int]]
) -> None:
    assert offered(text) == fewer


def test_what_says_most_comes_first_and_not_everything_is_offered(twinned: Any) -> None:
    words = ["Memorandum", "Protocol", "Brotherhood", "Hebron", "Amman"]
    told = offered(" ".join(words))
    assert told == [("Memorandum", 1), ("Protocol", 1), ("Brotherhood", 1), ("Hebron", 2)]
    assert len(told) == MOST_OFFERED


def test_of_a_whole_sentence_nothing_is_offered(twinned: Any, django_assert_num_queries: Any) -> None:
    found = search("Hebron " + " ".join(f"xqxq{number}" for number in range(MOST_WORDS)))
    with django_assert_num_queries(0):
        assert found.fewer == []


def test_they_are_sought_within_the_filters(twinned: Any, client: Client) -> None:
    inside = "/en/agreements/?q=xqxq+Hebron&city=amman"
    assert "?q=Hebron&city=amman" in [target for target, _words in links(client, inside)]
    nowhere = "/en/agreements/?q=xqxq+Hebron&signed_from=2020-01-01"
    assert not [target for target, _words in links(client, nowhere) if target.startswith("?q=Hebron&")]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ar", "لا قيد فيه هذه الكلمات كلها. ويوجد بكلمات أقل:"),
        ("en", "Nothing holds all of these words. With fewer of them:"),
    ],
)
@pytest.mark.parametrize(
    ("page", "text", "shorter"),
    [
        ("agreements", "xqxq Hebron", "Hebron"),
        ("cities", "قطاع الخليل", "الخليل"),
        ("signatories", "Daoud Xqxq", "Daoud"),
    ],
)
def test_each_list_offers_them(
    twinned: Any, client: Client, language: str, told: str, page: str, text: str, shorter: str
) -> None:
    response = client.get(f"/{language}/{page}/", {"q": text, "page": "1"})
    assert told in words_of(response)
    [target] = [given["href"] for given, words in page_of(response).all("a") if words.startswith(shorter)]
    assert told not in words_of(client.get(f"/{language}/{page}/{target}"))
    assert page_of(client.get(f"/{language}/{page}/{target}")).all("h3")


def test_the_api_offers_them(twinned: Any, ask: Any) -> None:
    told = ask("agreements/", q="ميناء الخليل وبورصة").json()
    assert (told["count"], told["search"]["stage"]) == (0, "nothing")
    assert told["search"]["fewer_words"] == [{"q": "الخليل وبورصة", "count": 1, "count_is_minimum": False}]
    assert ask("agreements/", q="الخليل").json()["search"]["fewer_words"] == []


def links(client: Client, address: str) -> list[tuple[str, str]]:
    return [(given["href"], words) for given, words in page_of(client.get(address)).all("a")]
