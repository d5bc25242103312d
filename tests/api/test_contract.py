"""The contract is kept: the pinned file says what the application does, whatever is asked of it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
import yaml
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator
from schemathesis.checks import CHECKS
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode

from agreements.api.documentation import CONTRACT
from agreements.models import Agreement
from agreements.reference import sample as sample_register
from agreements.reference.taxonomy import load_taxonomy
from tests.factories import AgreementFactory, given_key, member
from tests.worlds import begin_with

pytestmark = pytest.mark.django_db


def test_the_pinned_contract_is_what_the_application_promises() -> None:
    with translation.override("en"):
        promised = SchemaGenerator().get_schema(request=None, public=True)
    text = OpenApiYamlRenderer().render(promised, renderer_context={}).decode()
    assert text.strip() == CONTRACT.read_text().strip(), "make openapi"


def test_the_contract_is_served(client: Client) -> None:
    answer = client.get("/api/openapi.yaml")
    assert yaml.safe_load(answer.content)["openapi"] == "3.1.0"
    assert answer.headers["content-type"] == "application/yaml"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_reference_is_served_without_anything_from_elsewhere(client: Client, language: str) -> None:
    page = client.get(f"/{language}/developers/reference/").content.decode()
    assert "swagger-ui-bundle.js" in page
    assert "//" not in page.replace("http://testserver", "").replace("http://www.w3.org", "")


# ---- Whatever is asked

config = schemathesis.Config.from_dict(
    {
        "generation": {"max-examples": 12, "allow-x00": True},
        "phases": {"stateful": {"enabled": False}},
        # A value of the right form may still name no city, or no record.
        "checks": {
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", 301, 304, 400, 401, 403, 404, 410, 412, 415, 422, 428]
            }
        },
    }
)


@pytest.fixture
def kept_connection(db: None) -> Iterator[None]:
    """Requests do not close the connection that the test's own transaction stands on."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def contract(kept_connection: None) -> Any:
    """The contract over the application, and in it the sample with a draft."""
    begin_with(load_taxonomy)
    begin_with(sample_register.load_sample)
    AgreementFactory(parties=[party.city for party in Agreement.objects.earliest("pk").parties.all()])
    asked = schemathesis.openapi.from_dict(yaml.safe_load(CONTRACT.read_text()), config=config)
    asked.app = get_wsgi_application()
    return asked


BUT_FOR_THE_SHAPE = [each for each in CHECKS.get_all() if each.__name__ != "response_schema_conformance"]


@cache
def read_contract() -> Any:
    return yaml.safe_load(CONTRACT.read_text())


@cache
def part_of_shape(path: str) -> Any:
    """What holds an answer of an address against the part of its shape."""
    contract = read_contract()
    shape = contract["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return Draft202012Validator(in_part({**shape, "components": contract["components"]}))


def assert_part_of_shape(case: Any, answer: Any) -> None:
    """Where only some fields are asked for, or one language, the answer is that part of the shape that the
    contract promises: each record has exactly those fields, and each text is one text."""
    if answer.status_code != 200 or answer.headers["content-type"][0] != "application/json":
        return
    told = answer.json()
    part_of_shape(case.operation.path).validate(told)
    if fields := case.query.get("fields"):
        wanted = {name.strip() for name in fields.split(",")}
        for record in told.get("results", [told]):
            assert record.keys() == wanted


def in_part(schema: Any) -> Any:
    """The shape where nothing needs to be there, and a text in both languages may be one text."""
    if isinstance(schema, list):
        return [in_part(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    part = {name: in_part(each) for name, each in schema.items() if name not in ("required", "examples")}
    if isinstance(schema.get("properties"), dict) and schema["properties"].keys() == {"ar", "en"}:
        return {"anyOf": [part, {"type": ["string", "null"]}]}
    return part


def test_some_fields_and_one_language_are_the_part_of_the_shape_that_was_asked_for(contract: Any) -> None:
    """Names of fields are seldom guessed: here each is asked for."""
    for path, operations in read_contract()["paths"].items():
        named = {each["name"] for each in operations.get("get", {}).get("parameters", [])}
        if "fields" not in named or "{" in path:
            continue
        operation = contract[path]["GET"]
        headers = {"Accept-Encoding": "identity"}
        fields = next(iter(operation.Case().call(headers=headers).json()["results"]), {})
        if not fields:
            continue
        for query in (
            {"lang": "ar"},
            {"fields": ",".join(fields)},
            *({"fields": name, "lang": "en"} for name in fields),
        ):
            case = operation.Case(query=query)
            answer = case.call(headers=headers)
            assert answer.status_code == 200, (path, query)
            assert_part_of_shape(case, answer)


@pytest.fixture
def token(db: None, contract: Any) -> str:
    city = Agreement.objects.earliest("pk").parties.get(order=1).city
    return given_key(member("registrar"), member("reviewer", city), [city])[1]


def ask_everything(contract: Any, headers: dict[str, str]) -> list[str]:
    """What is wrong with the answers to whatever may be asked, rightly or wrongly, of each address."""
    wrong: list[str] = []
    # Schemathesis reads plain answers only.
    headers = {**headers, "Accept-Encoding": "identity"}
    for found in contract.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(
                max_examples=6,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                # What is wrong for an address is mostly right again once it is written in a URL.
                suppress_health_check=[HealthCheck.filter_too_much],
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                if not {"fields", "lang"} & (case.query or {}).keys():
                    case.call_and_validate(checks=CHECKS.get_all(), headers=headers)
                    return
                answer = case.call(headers=headers)
                case.validate_response(answer, checks=BUT_FOR_THE_SHAPE, headers=headers)
                assert_part_of_shape(case, answer)

            try:
                ask()
            except (FailureGroup, Failure) as failure:
                wrong.append(f"{operation.label} {mode}: {failure}")
            except Unsatisfiable:
                continue  # There is nothing to get wrong.
    return wrong


def test_whatever_anybody_asks_is_answered_within_the_contract(contract: Any) -> None:
    assert ask_everything(contract, {}) == []


def test_whatever_is_asked_with_a_key_is_answered_within_the_contract(contract: Any, token: str) -> None:
    assert ask_everything(contract, {"Authorization": f"Bearer {token}"}) == []
