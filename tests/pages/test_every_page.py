"""What holds for every page: its language and direction, its frame, its patience with any address."""

from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.template import Context, Engine, Template
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from agreements.models import Agreement, Signatory
from agreements.reference.sample import load_sample
from agreements.reference.taxonomy import load_taxonomy
from tests.cast import Cast
from tests.pages.reading import badly_nested, page_of, text_of
from tests.worlds import begin_with

LISTS = ["/agreements/", "/cities/", "/domains/", "/signatories/"]


@pytest.fixture
def addresses(db: None) -> list[str]:
    """One address of every kind of page, the sample loaded."""
    begin_with(load_taxonomy)
    begin_with(load_sample)
    record = Agreement.objects.get(title_en__startswith="Brotherhood")
    signatory = Signatory.objects.filter(party__agreement=record).first()
    one_of_each = [
        f"/agreements/{record.reference}/",
        "/cities/amman/",
        "/relationships/amman/hebron/",
        "/domains/transport/",
        f"/signatories/{signatory.pk}/",
        "/style/",
    ]
    return [
        "/",
        *LISTS,
        "/map/",
        "/statistics/",
        *one_of_each,
        "/agreements/?city=amman&signed_from=x&foo=1",
        "/cities/?q=nowhere",
    ]


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_each_says_its_language_and_direction_and_is_well_formed(
    client: Client, addresses: list[str], language: str, direction: str
) -> None:
    for address in addresses:
        response = client.get(f"/{language}{address}")
        html = text_of(response)
        assert response.status_code == 200, address
        assert f'<html lang="{language}" dir="{direction}">' in html
        assert badly_nested(html) == [], address
        page = page_of(response)
        assert len(page.all("h1")) == 1, address
        assert html.partition("</head>")[0].count("<title>") == 1
        assert page.all("main", id="content")
        ids = [found["id"] for _tag, found, _text in page.elements if "id" in found]
        assert len(ids) == len(set(ids)), address


def test_the_language_switch_leads_to_the_same_page_with_the_same_query(
    client: Client, addresses: list[str]
) -> None:
    for address in addresses:
        for language, other in (("ar", "en"), ("en", "ar")):
            page = page_of(client.get(f"/{language}{address}"))
            links = [found["href"] for found, _text in page.all("a", hreflang=other, lang=other)]
            assert links == [f"/{other}{address}"]
            alternates = [found for found, _text in page.all("link", rel="alternate")]
            alternate = {found["hreflang"]: found["href"] for found in alternates if "hreflang" in found}
            root = "http://testserver"
            assert alternate == {"ar": f"{root}/ar{address}", "en": f"{root}/en{address}"}


def test_feeds_are_found_from_every_page_and_are_there(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        links = [found for found, _text in page_of(client.get(f"/ar{address}")).all("link", rel="alternate")]
        feeds = {found["type"]: found["href"] for found in links if "title" in found}
        assert set(feeds) == {"application/atom+xml", "text/calendar"}, address
    for kind, href in feeds.items():
        assert client.get(href)["Content-Type"].startswith(kind)


def test_no_page_runs_foreign_code_or_is_framed(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        response = client.get(f"/ar{address}")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"
        for tag, attribute in (("script", "src"), ("link", "href"), ("img", "src")):
            for found, _text in page_of(response).all(tag):
                named = found.get(attribute, "/").removeprefix("http://testserver")
                assert named.startswith("/"), found


def test_every_link_within_the_register_leads_somewhere(client: Client, addresses: list[str]) -> None:
    seen: set[str] = set()
    for address in addresses:
        for language in ("ar", "en"):
            page = page_of(client.get(f"/{language}{address}"))
            seen |= {found["href"] for found, _text in page.all("a") if found["href"].startswith("/")}
    assert len(seen) > 100
    answers = {link: status_of(client, link) for link in seen}
    assert {link: status for link, status in answers.items() if status != 200} == {}


def status_of(client: Client, link: str) -> int:
    """The answer's status; what is handed out as it is read is read to its end."""
    response = client.get(link)
    if response.streaming:
        response.getvalue()
    return response.status_code


def test_staff_are_shown_the_way_to_their_desk_and_others_not(client: Client, cast: Cast, as_: Any) -> None:
    def ways(visitor: Client) -> set[str]:
        page = page_of(visitor.get("/ar/"))
        links = {found["href"] for found, _text in page.all("a")}
        return {link for link in links if "desk" in link or "login" in link}

    assert ways(client) == {"/ar/account/login/"}
    assert ways(as_(cast.partner)) == set()
    assert ways(as_(cast.contributor_of_hebron)) == {"/ar/desk/"}


# ---- Hostile addresses ---------------------------------------------------------------------------

TEXT = st.text(max_size=40)
NAMES = st.sampled_from(
    ["q", "city", "country", "domain", "kind", "status", "as_of", "signed_from", "signed_until", "page"]
)


def quoted(text: str) -> str:
    """As a browser writes it in an address; half characters become question marks."""
    return quote(text, errors="replace")


@given(query=st.lists(st.tuples(NAMES | TEXT, TEXT | st.just("2014-13") | st.just("\x00")), max_size=5))
@hypothesis_settings(max_examples=60)
def test_any_query_is_answered_with_a_well_formed_page(
    client: Client, cast: Cast, query: list[tuple[str, str]]
) -> None:
    text = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in query)
    for address in LISTS:
        response = client.get(f"/ar{address}?{text}", follow=True)
        assert response.status_code == 200
        assert badly_nested(text_of(response)) == []


@given(path=st.text(max_size=60))
@hypothesis_settings(max_examples=60)
def test_any_path_is_answered(client: Client, db: None, path: str) -> None:
    for folder in ("/ar/", "/en/agreements/", "/ar/cities/", "/ar/domains/", "/ar/documents/"):
        response = client.get(f"{folder}{quoted(path)}")
        assert response.status_code in (200, 301, 302, 404)


@pytest.mark.parametrize(
    "query", ["?q=%FF%FE", "?q=%F0%28%8C%28", "?=", "?&&&", "?q[]=1", "?q=1;2", "?%00=%00"]
)
def test_bytes_that_are_no_text_are_answered(client: Client, db: None, query: str) -> None:
    for address in LISTS:
        assert client.get(f"/ar{address}{query}", follow=True).status_code == 200


def test_more_parameters_than_anybody_needs_are_refused(client: Client, db: None) -> None:
    query = "&".join(f"x{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    assert client.get(f"/ar/agreements/?{query}").status_code == 400


def test_pages_are_read_and_not_written(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        assert client.post(f"/ar{address}").status_code == 405, address


# ---- Templates -----------------------------------------------------------------------------------


def test_a_template_of_ours_that_names_an_unknown_variable_fails() -> None:
    engine = Engine(**{**_engine_options(), "dirs": [settings.BASE_DIR / "templates"]})
    for source in (
        "{{ nobody }}",
        "{{ nobody.name }}",
        "{{ nobody|default:1 }}",
        "{% if a %}{% endif %}{{ a.b }}",
    ):
        template = Template(source, origin=_ours(), engine=engine)
        with pytest.raises(AssertionError, match="not in its context"):
            template.render(Context())
    assert Template("{{ somebody }}", origin=_ours(), engine=engine).render(Context({"somebody": 1})) == "1"


def _engine_options() -> dict[str, Any]:
    return {"string_if_invalid": settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"]}


def _ours() -> Any:
    engine = Engine(dirs=[settings.BASE_DIR / "templates"])
    return engine.get_template("agreements/_permalink.html").origin
