"""Addresses that say nothing in part lead to those that say the same without it."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.pages.reading import page_of, text_of


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("?q=&city=&signed_from=&as_of=", ""),
        ("?q=&kind=twinning&page=", "?kind=twinning"),
        ("?q=%00", ""),
        ("?q=heb%00r%07on&x%08=1", "?q=hebron&x=1"),
        ("?q=a%0D%0Ab", "?q=a+b"),
        ("?city=&city=amman", "?city=amman"),
        ("?=x&%00=y", ""),
    ],
)
def test_what_says_nothing_is_left_out_of_the_address(
    client: Client, cast: Cast, asked: str, leads_to: str
) -> None:
    for page in ("/agreements/", "/cities/", "/signatories/", "/map/", "/statistics/", "/cities/hebron/"):
        answer = client.get(f"/ar{page}{asked}")
        assert (answer.status_code, answer["Location"]) == (302, f"/ar{page}{leads_to}"), page
        assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("asked", ["", "?q=%20", "?q=ال%E2%80%8Cخليل", "?city=a&city=b", "?foo=1"])
def test_what_says_something_stays_as_it_is(client: Client, cast: Cast, asked: str) -> None:
    assert client.get(f"/ar/agreements/{asked}").status_code == 200


def test_the_form_of_a_list_sent_as_it_stands_leads_to_the_list(client: Client, cast: Cast) -> None:
    boxes = page_of(client.get("/ar/agreements/")).all("input") + page_of(client.get("/ar/agreements/")).all(
        "select"
    )
    sent = {given["name"]: given.get("value", "") for given, _text in boxes}
    assert len(sent) > 3
    assert client.get("/ar/agreements/", sent)["Location"] == "/ar/agreements/"


def test_what_was_typed_wrongly_keeps_its_direction_within_the_remark(client: Client, cast: Cast) -> None:
    assert "\u2068-3\u2069" in text_of(client.get("/ar/agreements/?page=-3"))
    assert "\u2068-x\u2069" in text_of(client.get("/ar/agreements/?ordering=-x"))
    assert "<bdi>-y</bdi>" in text_of(client.get("/ar/agreements/?-y=1"))
