"""What machines that read everything are told: every page in both languages, and what to leave."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from agreements.pages import crawling
from tests.cast import Cast
from tests.factories import AgreementFactory, DomainFactory, published

SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def locations(client: Client, address: str) -> list[str]:
    tree = ElementTree.fromstring(client.get(address).content)
    return [found.text or "" for found in tree.iterfind(".//s:loc", SPACES)]


@pytest.fixture
def register(cast: Cast) -> Any:
    DomainFactory(code="gis")
    AgreementFactory(parties=[cast.hebron, cast.bursa])
    return published(parties=[cast.hebron, cast.amman])


def test_every_public_page_stands_in_the_sitemap_in_both_languages(client: Client, register: Any) -> None:
    parts = locations(client, "/sitemap.xml")
    found = [address for part in parts for address in locations(client, part)]
    host = "http://testserver"
    for path in ("/", f"/agreements/{register.registry_number}/", "/cities/bursa/", "/domains/gis/", "/map/"):
        assert {f"{host}/ar{path}", f"{host}/en{path}"} <= set(found)
    assert len(found) == len(set(found))
    assert not [address for address in found if "draft" in address]
    assert {client.get(address).status_code for address in found} == {200}


def test_each_address_names_the_same_page_in_the_other_language(client: Client, register: Any) -> None:
    tree = ElementTree.fromstring(client.get("/sitemap-agreements.xml").content)
    arabic, english = tree.findall("s:url", SPACES)
    for url in (arabic, english):
        others = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", SPACES)}
        assert others == {
            language: f"http://testserver/{language}/agreements/{register.registry_number}/"
            for language in ("ar", "en")
        }
        assert url.findtext("s:lastmod", namespaces=SPACES)


def test_a_long_list_comes_in_parts_without_a_page_lost(client: Client, cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(crawling.Pages, "limit", 4)
    parts = [part for part in locations(client, "/sitemap.xml") if "cities" in part]
    assert len(parts) == 2
    found = [address for part in parts for address in locations(client, part)]
    assert len(found) == len(set(found)) == 6
    assert client.get("/sitemap-cities.xml?p=3").status_code == 404
    assert client.get("/sitemap-cities.xml?p=x").status_code == 404
    assert client.get("/sitemap-persons.xml").status_code == 404


def test_robots_are_told_what_to_leave_and_where_the_sitemap_is(client: Client, db: None) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /ar/admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
