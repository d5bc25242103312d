"""What the API cannot answer: 400 by the parameter's name, in the caller's language; never 500."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agreements.models import City
from tests.api.conftest import Ask
from tests.cast import Cast
from tests.factories import DomainFactory, SignatoryFactory, published

pytestmark = pytest.mark.django_db

PARAMETERS = {
    "agreements/": [
        "q",
        "city",
        "country",
        "domain",
        "kind",
        "status",
        "as_of",
        "signed_from",
        "signed_until",
        "page",
        "page_size",
        "ordering",
    ],
    "cities/": ["q", "country", "kind", "page", "page_size", "ordering"],
    "domains/": ["parent", "page", "page_size", "ordering"],
    "signatories/": ["q", "city", "role", "page", "page_size", "ordering"],
}
EVERYWHERE = [
    ("page", ""),
    ("page", "0"),
    ("page", "-1"),
    ("page", "2"),
    ("page", "x"),
    ("page", "1.5"),
    ("page", "9" * 5_000),
    ("page_size", "0"),
    ("page_size", "201"),
    ("page_size", "-5"),
    ("page_size", "x"),
    ("page_size", ""),
    ("page_size", "0000000500"),
    ("page_size", "9" * 5_000),
    ("ordering", ""),
    ("ordering", "-"),
    ("ordering", "password"),
    ("ordering", "--name_ar"),
    ("ordering", "created_by__password"),
    ("sort", "name"),
    ("limit", "5"),
    ("record_state", "draft"),
    ("__all__", "1"),
    ("id__in", "1"),
]
OWN = {
    "agreements/": [
        ("city", "Atlantis"),
        ("city", "\x00"),
        ("city", "خ" * 10_000),
        ("q", "\x00"),
        ("country", "XX"),
        ("country", "ps"),
        ("domain", "magic"),
        ("domain", "\x00"),
        ("domain", "x" * 10_000),
        ("kind", "alliance"),
        ("status", "alive"),
        ("as_of", "2014"),
        ("as_of", "2014-06"),
        ("as_of", "2014-13"),
        ("as_of", "٣١/٠٢/٢٠١٤"),
        ("as_of", "0001-01-01"),
        ("signed_from", "2014-13"),
        ("signed_from", "٣١/٠٢/٢٠١٤"),
        ("signed_from", "soon"),
        ("signed_until", "2014-02-30"),
        ("signed_until", "\x00"),
        ("signed_until", "2" * 10_000),
    ],
    "cities/": [("q", "\x00"), ("country", "XX"), ("kind", "empire"), ("city", "hebron")],
    "domains/": [("parent", "magic"), ("parent", "\x00"), ("q", "roads")],
    "signatories/": [("city", "Atlantis"), ("city", "\x00"), ("role", "guest"), ("kind", "mayor")],
}
MISTAKES = [(path, *mistake) for path in PARAMETERS for mistake in (*EVERYWHERE, *OWN[path])]


@pytest.mark.parametrize(("path", "name", "value"), MISTAKES, ids=lambda text: text[:20])
def test_a_mistake_is_answered_by_its_name_in_the_callers_language(
    ask: Ask, path: str, name: str, value: str
) -> None:
    told = {}
    for language in ("ar", "en"):
        answer = ask(path, language=language, **{name: value})
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"
        assert list(answer.json()["errors"]) == [name]
        (told[language],) = answer.json()["errors"][name]
    arabic, english = (told[language].replace(value, "") for language in ("ar", "en"))
    assert any("\u0600" <= letter <= "\u06ff" for letter in arabic)
    assert not any("\u0600" <= letter <= "\u06ff" for letter in english)


EMPTY = [
    *(("agreements/", name) for name in ("q", "city", "domain", "kind", "as_of", "evidence_level", "decade")),
    *(("cities/", name) for name in ("q", "country", "kind")),
    *(("activities/", name) for name in ("city", "state", "starts_from")),
    ("documents/", "authenticity"),
    ("domains/", "parent"),
    ("statistics/", "country"),
]


@pytest.mark.parametrize(("path", "name"), EMPTY)
def test_a_filter_without_a_value_is_not_taken_for_everything(ask: Ask, path: str, name: str) -> None:
    published()
    answer = ask(path, language="en", **{name: ""})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])
    assert answer.json()["errors"][name] == ["Nothing is given: give a value, or leave this out."]


def test_the_day_of_one_record_is_named_where_it_is_wrong(ask: Ask) -> None:
    number = published().registry_number
    for day in ("", "2014", "soon"):
        answer = ask(f"agreements/{number}/", as_of=day)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["as_of"]), day


def test_all_mistakes_are_told_at_once(ask: Ask) -> None:
    answer = ask("agreements/", kind="alliance", as_of="2014-13", colour="red")
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"kind", "as_of", "colour"}


def test_an_unknown_filter_is_told_which_there_are(ask: Ask) -> None:
    (message,) = ask("domains/", language="en", colour="red").json()["errors"]["colour"]
    assert "parent" in message


@pytest.mark.parametrize(
    "path", ["agreements/{agreement}/", "cities/hebron/", "domains/gis/", "signatories/{person}/"]
)
@pytest.mark.parametrize("name", ["q", "page", "colour"])
def test_the_address_of_one_record_takes_no_parameters(ask: Ask, cast: Cast, path: str, name: str) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    DomainFactory(code="gis")
    person = SignatoryFactory(party=agreement.parties.get(order=1))
    path = path.format(agreement=agreement.reference, person=person.pk)
    assert ask(path).status_code == 200
    answer = ask(path, **{name: "1"})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [name]


# ---- Anything at all

texts = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=60),
    st.text("0123456789-/.٠١٢٣٤٥٦٧٨٩ \x00%_\\'\"", max_size=30),
    st.sampled_from(["", " ", "%", "_", "\\", "NULL", "' OR 1=1 --", "\u202e", "خ" * 10_000, "0" * 10_000]),
)


@pytest.mark.parametrize("path", PARAMETERS)
@settings(max_examples=60)
@given(data=st.data())
def test_no_value_of_any_parameter_breaks_the_api(ask: Ask, path: str, data: st.DataObject) -> None:
    names = st.sampled_from(PARAMETERS[path])
    parameters = data.draw(st.dictionaries(names, texts, min_size=1, max_size=3))
    answer = ask(path, **parameters)
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert set(answer.json()["errors"]) <= set(parameters)


@pytest.mark.parametrize("path", PARAMETERS)
@settings(max_examples=60)
@given(query=st.binary(max_size=60))
@example(query=b"%ED%A0%80=%ED%A0%80")
@example(query=b"q=%ED%A0%80&city=%FF%FE")
@example(query=b"city=hebron&city=%00")
@example(query=b"&&=&;=%")
@example(query=b"page=1&page=2&page_size=1")
def test_no_query_string_breaks_the_api(path: str, query: bytes) -> None:
    answer = Client().get(f"/api/v1/{path}", QUERY_STRING=quote(query, safe="%&=;+"))
    assert answer.status_code in (200, 400)
    json.loads(answer.content)


def test_more_parameters_than_anybody_needs_are_refused(ask: Ask) -> None:
    assert ask("agreements/", **{f"p{number}": "1" for number in range(1_001)}).status_code == 400


# ---- Addresses that are none


@pytest.mark.parametrize(
    "path", ["nothing/", "agreements/TW-2026-00001/parties/", "v2/agreements/", "%00/", "الخليل/"]
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_unknown_address_answers_404_in_the_apis_own_form(ask: Ask, path: str, language: str) -> None:
    answer = ask(path, language=language)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == {"ar": "لا شيء هنا.", "en": "There is nothing here."}[language]


@pytest.mark.parametrize("path", ["agreements", "cities/hebron"])
def test_a_forgotten_slash_is_added(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert (answer.status_code, answer.headers["location"]) == (301, f"/api/v1/{path}/")


# ---- Not written here


@pytest.mark.parametrize("role", ["reader", "partner", "reviewer_of_hebron", "registrar"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_agreements_are_written(as_: Any, cast: Cast, role: str, method: str) -> None:
    client = as_(cast.person(role))
    for path in ("cities/", "cities/hebron/", "domains/", "signatories/"):
        body = json.dumps({"name_ar": "اسم آخر"})
        answer = getattr(client, method)(f"/api/v1/{path}", body, content_type="application/json")
        assert answer.status_code == 405, path
        assert "detail" in answer.json()
    assert City.objects.get(slug="hebron").name_ar == "الخليل"


def test_a_form_from_elsewhere_is_refused_before_anything_else(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.registrar)
    assert client.post("/api/v1/agreements/").status_code == 403


@pytest.mark.parametrize("method", ["head", "options"])
def test_other_harmless_methods_are_answered(method: str, cast: Cast) -> None:
    assert getattr(Client(), method)("/api/v1/cities/").status_code == 200


def test_only_json_is_spoken(ask: Ask) -> None:
    assert Client().get("/api/v1/cities/", headers={"accept": "application/xml"}).status_code == 406
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    assert Client().get("/api/v1/cities/", headers={"accept": browser}).status_code == 200
