"""Reading a page as a person or a program does."""

import re
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, City, CooperationDomain, DomainCoverage, Party

# Tags that do not begin a new word.
INLINE = {"a", "abbr", "b", "bdi", "code", "em", "i", "q", "small", "span", "strong", "time"}


class Page(HTMLParser):
    """The elements of a page, each with its attributes and the text right inside it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, Any], list[str]]] = []
        self._open: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.handle_data(" ")
        self.elements.append((tag, dict(attrs), []))
        if tag not in ("meta", "link", "input", "img", "br", "hr"):
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self.elements[self._open.pop()][0] == tag:
                break

    def handle_data(self, data: str) -> None:
        for number in self._open:
            self.elements[number][2].append(data)

    def all(self, tag: str, **attributes: str) -> list[tuple[dict[str, Any], str]]:
        return [
            (given, " ".join("".join(text).split()))
            for name, given, text in self.elements
            if name == tag and all(given.get(key.rstrip("_")) == value for key, value in attributes.items())
        ]


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def words_of(response: HttpResponse) -> str:
    """The visible text of the page's main part, white space made one."""
    return Page(text_of(response)).all("main")[0][1]


def page_of(response: HttpResponse) -> Page:
    return Page(text_of(response))


def queries(client: Client, address: str) -> int:
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def badly_nested(html: str) -> list[str]:
    """The tags that are closed in another order than they were opened."""
    void = {"meta", "link", "input", "img", "br", "hr", "source"}
    drawn = {"circle", "path", "rect", "use"}
    faults: list[str] = []
    open_tags: list[str] = []
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.S)
    for closing, tag, closed in re.findall(r"<(/?)([a-z][a-z0-9]*)\b[^>]*?(/?)>", bare):
        if tag in void or (closed and tag in drawn):
            continue
        if not closing:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            faults.append(tag)
    return faults + open_tags


def fill_register(cities: list[City], domain: CooperationDomain, number: int) -> None:
    """That many published agreements of these cities in this domain, in bulk."""
    have = Agreement.objects.count()
    made = Agreement.objects.bulk_create(
        Agreement(
            kind="twinning",
            title_ar=f"اتفاقية {n}",
            signed_on="2014-06",
            record_state="published",
            registry_number=f"TW-2020-{n:05}",
        )
        for n in range(have, number)
    )
    for order, city in enumerate(cities, start=1):
        Party.objects.bulk_create(Party(agreement=row, city=city, order=order) for row in made)
    DomainCoverage.objects.bulk_create(DomainCoverage(agreement=row, domain=domain) for row in made)
