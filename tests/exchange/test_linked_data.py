"""The register as linked data, read by a library that others read it with."""

import io
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF

from agreements.models import Agreement
from tests.cast import Cast
from tests.factories import AgreementFactory, CoverageFactory, DomainFactory, SignatoryFactory, published

pytestmark = [
    pytest.mark.django_db,
    # The library's own parser still builds on what it calls out of date.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
]

ORIGIN = "https://registry.test"
SCHEMA = Namespace("https://schema.org/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")


def exported(folder: Path, **options: str) -> tuple[Graph, Graph]:
    call_command("export_linked_data", str(folder), origin=ORIGIN, stdout=io.StringIO(), **options)
    return tuple(
        Graph().parse(folder / name, format="json-ld") for name in ("register.jsonld", "dataset.jsonld")
    )  # type: ignore[return-value]


@pytest.fixture
def record(cast: Cast) -> Agreement:
    cast.hebron.wikidata_id, cast.hebron.geonames_id = "Q168225", 285066
    cast.hebron.latitude, cast.hebron.longitude = 31.5, 35.1
    cast.hebron.save()
    agreement = published(parties=[cast.hebron, cast.amman], signed_on="2014-06", kind="brotherhood")
    CoverageFactory(agreement=agreement, domain=DomainFactory(code="gis"))
    SignatoryFactory(party=agreement.parties.get(order=1))
    AgreementFactory(title_ar="مسودة", parties=[cast.amman, cast.bursa])
    return agreement


def test_published_records_are_told_and_drafts_are_not(record: Agreement, tmp_path: Path) -> None:
    graph, _ = exported(tmp_path)
    told = list(graph.subjects(RDF.type, SCHEMA.Legislation))
    assert told == [URIRef(f"{ORIGIN}/api/v1/agreements/{record.registry_number}/")]
    assert (told[0], SCHEMA.legislationDate, Literal("2014-06")) in graph
    assert (told[0], SCHEMA.legislationType, Literal("brotherhood")) in graph
    assert (told[0], SCHEMA.name, Literal(record.title_ar, lang="ar")) in graph
    assert (told[0], SCHEMA.about, URIRef(f"{ORIGIN}/api/v1/domains/gis/")) in graph
    assert (None, SCHEMA.name, Literal("داوود الزعتري", lang="ar")) in graph
    assert "مسودة" not in (tmp_path / "register.jsonld").read_text(encoding="utf-8")


def test_a_city_is_linked_to_wikidata_and_geonames(record: Agreement, tmp_path: Path) -> None:
    graph, _ = exported(tmp_path)
    hebron = URIRef(f"{ORIGIN}/api/v1/cities/hebron/")
    assert set(graph.objects(hebron, SCHEMA.sameAs)) == {
        URIRef("http://www.wikidata.org/entity/Q168225"),
        URIRef("https://sws.geonames.org/285066/"),
    }
    assert list(graph.subjects(SCHEMA.areaServed, hebron)) != []
    assert URIRef(f"{ORIGIN}/api/v1/cities/bursa/") not in set(graph.subjects())


def test_the_dump_is_described_for_catalogues(record: Agreement, tmp_path: Path) -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    _, dataset = exported(tmp_path, licence=licence)
    (register,) = dataset.subjects(RDF.type, DCAT.Dataset)
    (distribution,) = dataset.objects(register, DCAT.distribution)
    raw = (tmp_path / "register.jsonld").read_bytes()
    (size,) = dataset.objects(distribution, DCAT.byteSize)
    assert int(size) == len(raw)
    assert sha256(raw).hexdigest() in (tmp_path / "dataset.jsonld").read_text(encoding="utf-8")
    assert (register, DCT.license, URIRef(licence)) in dataset
    assert len(list(dataset.objects(register, DCT.title))) == 2


def test_an_empty_register_is_an_empty_graph(db: None, tmp_path: Path) -> None:
    exported(tmp_path)
    assert json.loads((tmp_path / "register.jsonld").read_text())["@graph"] == []


@pytest.mark.parametrize("origin", ["registry.test", "ftp://x", "https://x/path", ""])
def test_the_origin_is_a_web_address(db: None, tmp_path: Path, origin: str) -> None:
    with pytest.raises(CommandError, match="--origin"):
        call_command("export_linked_data", str(tmp_path), origin=origin)


def test_page_api_and_dump_tell_the_same(record: Agreement, client: Client, tmp_path: Path) -> None:
    """One mapping behind three doors: what they tell of a record is the same to the letter."""
    number = record.registry_number
    page = client.get(f"/en/agreements/{number}/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    of_page = json.loads(block[1])
    (of_api,) = json.loads(client.get(f"/api/v1/agreements/{number}/?format=jsonld").content)["@graph"]
    call_command("export_linked_data", str(tmp_path), origin="http://testserver", stdout=io.StringIO())
    dump = json.loads((tmp_path / "register.jsonld").read_text(encoding="utf-8"))["@graph"]
    (of_dump,) = [node for node in dump if node["@type"] == "Legislation"]
    assert of_page.pop("@context") == {"@vocab": "https://schema.org/"}
    assert of_page == of_api == of_dump
    of_city = json.loads(client.get("/api/v1/cities/hebron/?format=jsonld").content)["@graph"]
    assert of_city == [node for node in dump if node["@id"].endswith("/cities/hebron/")]


def test_a_later_instrument_names_the_one_that_it_changes(record: Agreement, tmp_path: Path) -> None:
    later = published(parties=[record.parties.get(order=1).city, record.parties.get(order=2).city])
    later.links.create(object=record, predicate="amends")
    graph, _ = exported(tmp_path)
    address = f"{ORIGIN}/api/v1/agreements/{{}}/"
    subject, changed = (URIRef(address.format(each.registry_number)) for each in (later, record))
    assert set(graph.subject_objects(SCHEMA.legislationChanges)) == {(subject, changed)}
