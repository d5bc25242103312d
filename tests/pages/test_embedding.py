"""A city's partners in the pages of others: without script, in their colours, framed by allowed sites."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from agreements.models import PartnerSite
from tests.cast import Cast
from tests.factories import AgreementFactory, CityFactory, published

pytestmark = pytest.mark.django_db


def frame(query: str = "", slug: str = "hebron") -> Any:
    return Client().get(f"/embed/cities/{slug}/{query}")


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def register(cast: Cast) -> Cast:
    """Hebron and Amman share two agreements, Hebron and Bursa a draft."""
    for city, place in ((cast.hebron, (31.5, 35.1)), (cast.amman, (31.9, 35.9))):
        city.latitude, city.longitude = place
        city.save()
    published(parties=[cast.hebron, cast.amman])
    published(parties=[cast.hebron, cast.amman])
    AgreementFactory(parties=[cast.hebron, cast.bursa])
    return cast


@pytest.mark.parametrize(("language", "name", "direction"), [("ar", "عمّان", "rtl"), ("en", "Amman", "ltr")])
def test_the_partners_stand_in_a_list_and_on_a_map(
    register: Cast, language: str, name: str, direction: str
) -> None:
    answer = frame(f"?lang={language}")
    told = text(answer)
    assert f'<html lang="{language}" dir="{direction}">' in told
    assert answer.headers["content-language"] == language
    assert name in told
    assert f'href="/{language}/cities/amman/"' in told
    assert "<svg" in told
    assert "<script" not in told
    assert "style=" not in told
    assert not {"بورصة", "Bursa"} & set(re.findall(r"\w+", told))


def test_list_or_map_alone(register: Cast) -> None:
    assert "<svg" not in text(frame("?show=list"))
    assert "/cities/amman/" not in text(frame("?show=map"))


def test_a_city_without_partners_says_so_and_an_unknown_one_is_not_there(register: Cast) -> None:
    assert "No agreement of this city" in text(frame("?lang=en", CityFactory(slug="alone").slug))
    assert frame("", "atlantis").status_code == 404


def test_colours_come_as_a_sheet_of_their_own(register: Cast) -> None:
    told = text(frame("?accent=aa0000&ink=111111"))
    (href,) = re.findall(r'href="(/embed/theme\.css[^"]*)"', told)
    sheet = Client().get(href.replace("&amp;", "&"))
    assert text(sheet) == ":root{--accent:#aa0000;--ink:#111111;}"
    assert sheet.headers["content-type"] == "text/css"


@pytest.mark.parametrize(
    "query",
    [
        "accent=red",
        "accent=%23aa0000",
        "ink=fff;}body{display:none",
        "paper=%00",
        "lang=fr",
        "show=all",
        "x=1",
    ],
)
def test_a_wish_that_is_none_is_refused_in_words(register: Cast, query: str) -> None:
    answer = frame(f"?{query}")
    assert answer.status_code == 400
    assert "<li>" in text(answer)
    sheet = Client().get(f"/embed/theme.css?{query}")
    assert (sheet.status_code, sheet.content) == (400, b"")


def test_only_allowed_sites_may_frame_it(register: Cast, settings: Any) -> None:
    settings.EMBEDDING_SITES = ["https://ministry.example"]
    PartnerSite.objects.create(
        name_en="Hebron", website="https://www.hebron.example/partners?x=;script-src *"
    )
    PartnerSite.objects.create(name_en="Plain", website="http://plain.example")
    answer = frame()
    (ancestors,) = re.findall(r"frame-ancestors ([^;]*)", answer.headers["content-security-policy"])
    assert ancestors == "'self' https://ministry.example https://www.hebron.example"
    assert "x-frame-options" not in answer.headers
    page = Client().get("/ar/cities/hebron/")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"


def test_a_frame_asks_as_often_for_many_partners_as_for_few(
    register: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        published(parties=[register.hebron, CityFactory()])
    with django_assert_max_num_queries(5):
        frame()


# ---- The snippet and oEmbed


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_citys_page_offers_the_snippet_and_leads_to_oembed(register: Cast, language: str) -> None:
    page = text(Client().get(f"/{language}/cities/hebron/"))
    assert f"&lt;iframe src=&quot;http://testserver/embed/cities/hebron/?lang={language}&quot;" in page
    (href,) = re.findall(r'<link rel="alternate" type="application/json\+oembed" href="([^"]*)"', page)
    told = Client().get(href.replace("&amp;", "&")).json()
    assert (told["type"], told["version"]) == ("rich", "1.0")
    assert f'src="http://testserver/embed/cities/hebron/?lang={language}"' in told["html"]


def test_oembed_keeps_to_the_room_that_there_is(register: Cast) -> None:
    url = quote("http://testserver/en/cities/hebron/")
    told = Client().get(f"/oembed/?url={url}&maxwidth=300&maxheight=99999").json()
    assert (told["width"], told["height"]) == (300, 640)
    assert 'width="300"' in told["html"]
    for nonsense in ("0", "-5", "x", "٣٠٠", ""):
        assert Client().get(f"/oembed/?url={url}&maxwidth={nonsense}").json()["width"] == 480


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://elsewhere.example/ar/cities/hebron/",
        "http://testserver/ar/",
        "http://testserver/ar/cities/none/",
        "//[",
        "\x00",
    ],
)
def test_oembed_knows_cities_only(register: Cast, url: str) -> None:
    assert Client().get("/oembed/", {"url": url}).status_code == 404


def test_oembed_speaks_json_only(register: Cast) -> None:
    assert Client().get("/oembed/?format=xml&url=x").status_code == 501
