"""A client that a public generator makes of the contract: it lists, filters, follows changes and writes."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from agreements.api.documentation import CONTRACT
from agreements.models import Agreement
from tests.cast import Cast
from tests.factories import DomainFactory, given_key, published

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def package(tmp_path_factory: Any) -> Iterator[str]:
    """The generated client, importable under the name that is given."""
    folder: Path = tmp_path_factory.mktemp("client")
    (folder / "config.yaml").write_text("post_hooks: []\npackage_name_override: generated_client\n")
    command = ["openapi-python-client", "generate", "--path", str(CONTRACT), "--meta", "none"]
    command += ["--config", str(folder / "config.yaml"), "--output-path", str(folder / "generated_client")]
    command += ["--fail-on-warning"]
    made = subprocess.run(
        [str(Path(sys.executable).parent / command[0]), *command[1:]], capture_output=True, text=True
    )
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield "generated_client"
    sys.path.remove(str(folder))


@pytest.fixture
def generated(package: str, cast: Cast) -> Iterator[Any]:
    """The client over the application, with a key of Hebron's; `generated.agreements_list(…)` calls."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    _key, token = given_key(cast.registrar, cast.contributor_of_hebron, [cast.hebron])
    made = importlib.import_module(package).AuthenticatedClient(
        base_url="http://testserver",
        token=token,
        raise_on_unexpected_status=True,
        httpx_args={"transport": httpx.WSGITransport(app=get_wsgi_application())},
    )

    def call(tag: str, operation: str, **asked: Any) -> Any:
        module = importlib.import_module(f"{package}.api.{tag}.{operation}")
        return module.sync_detailed(client=made, **asked)

    models = importlib.import_module(f"{package}.models")
    with made:
        yield SimpleNamespace(call=call, models=models)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_it_lists_and_filters(generated: Any, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman], kind="friendship", title_ar="اتفاقية صداقة")
    published(parties=[cast.bursa, cast.amman])
    every = generated.call("agreements", "agreements_list").parsed
    assert (every.count, len(every.results)) == (2, 2)
    (friendly,) = generated.call("agreements", "agreements_list", city="hebron").parsed.results
    assert friendly.kind.code == "friendship"
    assert friendly.title.ar == "اتفاقية صداقة"
    assert {party.city.slug for party in friendly.parties} == {"hebron", "amman"}
    problem = generated.call("agreements", "agreements_list", country="XX").parsed
    assert (problem.status, list(problem.errors.additional_properties)) == (400, ["country"])


def test_it_follows_changes(generated: Any, cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    first = generated.call("changes", "changes_list").parsed
    assert first.results[0].registry_number == record.registry_number
    assert first.results[-1].agreement.registry_number == record.registry_number
    record.withdraw(by=cast.registrar, reason="مكرر")
    second = generated.call("changes", "changes_list", since=first.cursor).parsed
    assert [change.kind.code for change in second.results] == ["withdrawal"]
    assert second.results[0].agreement is None


def test_it_writes_a_draft(generated: Any, cast: Cast) -> None:
    DomainFactory(code="gis")
    draft = generated.models.WrittenAgreementRequest.from_dict(
        {
            "kind": "twinning",
            "title": {"ar": "اتفاقية توأمة"},
            "signed_on": "2021-09",
            "parties": [{"city": "hebron"}, {"city": "bursa"}],
            "domains": [{"code": "gis"}],
            "sources": [{"kind": "press", "title": {"ar": "خبر"}}],
        }
    )
    made = generated.call("agreements", "agreements_create", body=draft, idempotency_key="one")
    assert made.status_code == 201
    agreement = Agreement.objects.get()
    assert (agreement.title_ar, str(agreement.signed_on)) == ("اتفاقية توأمة", "2021-09")
    change = generated.models.PatchedWrittenAgreementRequest.from_dict({"place": {"ar": "الخليل"}})
    changed = generated.call(
        "agreements",
        "agreements_change",
        reference=agreement.reference,
        body=change,
        if_match=made.headers["etag"],
    )
    assert changed.parsed.place.ar == "الخليل"
