"""Records as linked data: schema.org terms in JSON-LD, each thing under an address that never changes.

One mapping for the API's JSON-LD, the records' own pages and the dump of the whole register: from the JSON
that the public reads of a record. A record's id is its address in the API, which no language is part of. What
Wikidata and GeoNames call a city stands as `sameAs`. What is not known is left out.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.urls import reverse
from django.utils import timezone

from agreements import public_json
from agreements.enumerations import LegalStatus, LinkPredicate
from agreements.models import Agreement, City, CooperationDomain
from agreements.models.status_period import why
from agreements.public_json import Told
from agreements.wording import LANGUAGES

Node = dict[str, Any]

CONTEXT = {"@vocab": "https://schema.org/"}
DATASET_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
FORCE = {
    LegalStatus.IN_FORCE: "InForce",
    LegalStatus.SUSPENDED: "PartiallyInForce",
    LegalStatus.EXPIRED: "NotInForce",
    LegalStatus.TERMINATED: "NotInForce",
    LegalStatus.SUPERSEDED: "NotInForce",
    LegalStatus.NOT_CONCLUDED: "NotInForce",
}
# How schema.org says what an instrument is to an earlier one; read from the other end it says nothing.
RELATIONS = {
    LinkPredicate.RENEWS: "isBasedOn",
    LinkPredicate.AMENDS: "legislationChanges",
    LinkPredicate.REPLACES: "legislationRepeals",
    LinkPredicate.IMPLEMENTS: "isBasedOn",
    LinkPredicate.ANNEX_TO: "isPartOf",
    LinkPredicate.BASED_ON: "isBasedOn",
    LinkPredicate.PARALLEL_TO: "mentions",
}
WIKIDATA, GEONAMES = "http://www.wikidata.org/entity/{}", "https://sws.geonames.org/{}/"
CHUNK = 500


def known(node: Node) -> Node:
    """Without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def both(told: Told) -> list[Node]:
    """A text in the languages in which it is recorded."""
    return [{"@value": told[language], "@language": language} for language in LANGUAGES if told[language]]


def ids(addresses: Iterable[str]) -> list[Node]:
    return [{"@id": each} for each in addresses]


def graph(nodes: Iterable[Node]) -> Node:
    return {"@context": CONTEXT, "@graph": list(nodes)}


# ---- Records ---------------------------------------------------------------------------------


def city_named(city: Told) -> Node:
    """A city where another record names it."""
    return {
        "@id": city["url"],
        "@type": "AdministrativeArea",
        "name": both(city["name"]),
        "containedInPlace": {
            "@type": "Country",
            "identifier": city["country"]["code"],
            "name": both(city["country"]["name"]),
        },
    }


def city_node(city: Told) -> Node:
    point = None
    if city["latitude"] is not None:
        point = {"@type": "GeoCoordinates", "latitude": city["latitude"], "longitude": city["longitude"]}
    elsewhere = [
        city["wikidata_id"] and WIKIDATA.format(city["wikidata_id"]),
        city["geonames_id"] and GEONAMES.format(city["geonames_id"]),
        city["website"],
    ]
    return known(
        {
            **city_named(city),
            "alternateName": [
                known({"@value": one["text"], "@language": one["language"]}) for one in city["aliases"]
            ],
            "url": ids(city["page"].values()),
            "geo": point,
            "sameAs": ids(filter(None, elsewhere)),
        }
    )


def domain_node(domain: Told) -> Node:
    return known(
        {
            "@id": domain["url"],
            "@type": "DefinedTerm",
            "termCode": domain["code"],
            "name": both(domain["name"]),
            "description": both(domain.get("description") or dict.fromkeys(LANGUAGES)),
        }
    )


def agreement_node(record: Told) -> Node:
    """An agreement as the public is told of it."""
    status = record["status"]
    force = FORCE.get(LegalStatus(status["code"])) if status else None
    place = both(record["place"])
    at = urlsplit(record["url"])
    origin = f"{at.scheme}://{at.netloc}"
    return known(
        {
            "@id": record["url"],
            "@type": "Legislation",
            "identifier": record["registry_number"],
            "legislationIdentifier": record["registry_number"],
            "name": both(record["title"]),
            "alternateName": both(record["designation"]),
            "abstract": both(record["summary"]),
            "legislationType": record["kind"] and record["kind"]["code"],
            "legislationDate": record["signed_on"],
            "legislationDateOfApplicability": record["in_force_on"],
            "expires": record["expires_on"],
            "legislationLegalForce": {"@id": f"https://schema.org/{force}"} if force else None,
            "locationCreated": {"@type": "Place", "name": place} if place else None,
            "inLanguage": record["authentic_languages"],
            "url": ids(record["page"].values()),
            "legislationResponsible": [_party(party) for party in record["parties"]],
            "about": [_domain(covered, origin) for covered in record["domains"]],
            **_relations(record["links"]),
            "encoding": [_document(deposited) for deposited in record["documents"]],
            "citation": [_source(source) for source in record["sources"]],
            "datePublished": record["published_at"],
            "dateModified": record["updated_at"],
        }
    )


def _party(party: Told) -> Node:
    """The authority that is party, with those who signed for it."""
    people = [
        known({"@type": "Person", "name": both(person["name"]), "jobTitle": both(person["office"])})
        for person in party["signatories"]
    ]
    return known(
        {
            "@type": "GovernmentOrganization",
            "name": both(party["written_name"]) or both(party["city"]["name"]),
            "areaServed": city_named(party["city"]),
            "member": people,
        }
    )


def _domain(covered: Told, origin: str) -> Node:
    return domain_node({**covered, "url": origin + reverse("api:domain-detail", args=[covered["code"]])})


def _relations(links: Iterable[Told]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for link in links:
        if not link["inverse"]:
            relation = RELATIONS[LinkPredicate(link["predicate"]["code"])]
            found.setdefault(relation, []).append({"@id": link["agreement"]["url"]})
    return found


def _document(deposited: Told) -> Node:
    return known(
        {
            "@type": "MediaObject",
            "@id": deposited["url"],
            "name": both(deposited["title"]),
            "contentUrl": {"@id": deposited["file"]},
            "encodingFormat": deposited["media_type"],
            "contentSize": str(deposited["size"]),
            "sha256": deposited["sha256"],
            "inLanguage": deposited["language"],
        }
    )


def _source(source: Told) -> Node:
    publisher = source["publisher"]
    return known(
        {
            "@type": "CreativeWork",
            "name": both(source["title"]),
            "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
            "url": {"@id": source["url"]} if source["url"] else None,
            "datePublished": source["date"],
        }
    )


# ---- What is told of a record ----------------------------------------------------------------


def told_of(agreement: Agreement, origin: str, day: date) -> Told:
    """What the public reads on a day of an agreement that came by `for_page`."""
    periods = public_json.held_periods(agreement.status_periods.all(), why)
    text, _place = public_json.as_of(public_json.held_text(agreement), periods, day)
    return _at(text, origin)


def _at(text: bytes, origin: str) -> Told:
    told: Told = orjson.loads(text.replace(public_json.ORIGIN, origin.encode()))
    return told


def told_of_city(city: City, origin: str) -> Told:
    """What the public reads of a city that came by `with_aliases`, as far as it is linked data."""
    pages = {language: public_json.address("city", city.slug, language) for language in LANGUAGES}
    told = {
        **public_json.city_named(city),
        "page": pages,
        "latitude": city.latitude,
        "longitude": city.longitude,
        "website": city.website or None,
        "wikidata_id": city.wikidata_id or None,
        "geonames_id": city.geonames_id,
        "aliases": [{"text": one.text, "language": one.language} for one in city.aliases.all()],
    }
    return _at(orjson.dumps(told), origin)


def told_of_domain(domain: CooperationDomain, origin: str) -> Told:
    return {
        "url": origin + reverse("api:domain-detail", args=[domain.code]),
        "code": domain.code,
        "name": public_json.both(domain, "name"),
        "description": public_json.both(domain, "description"),
    }


# ---- The whole register ----------------------------------------------------------------------


def all_nodes(origin: str) -> Iterator[Node]:
    """Every published agreement, every city that is party to one, and the taxonomy."""
    held = Agreement.objects.published().order_by("pk").for_copying()
    cities = City.objects.party_to(Agreement.objects.published()).with_aliases().order_by("pk")
    for domain in CooperationDomain.objects.all():
        yield domain_node(told_of_domain(domain, origin))
    for city in cities.iterator(CHUNK):
        yield city_node(told_of_city(city, origin))
    today = timezone.localdate()
    for copy in held.iterator(CHUNK):
        text, _place = public_json.as_of(bytes(copy.text), bytes(copy.periods), today)
        yield agreement_node(_at(text, origin))


def write_dump(nodes: Iterable[Node], path: Path) -> tuple[int, str]:
    """Write the nodes as one JSON-LD document, as they come; how many there are, and the file's SHA-256."""
    count, digest = 0, sha256()
    with path.open("wb") as file:

        def write(text: str) -> None:
            raw = text.encode()
            digest.update(raw)
            file.write(raw)

        write('{"@context": ' + json.dumps(CONTEXT) + ', "@graph": [')
        for count, node in enumerate(nodes, 1):
            write(("\n" if count == 1 else ",\n") + json.dumps(node, ensure_ascii=False))
        write("\n]}\n")
    return count, digest.hexdigest()


def dataset_node(origin: str, dump: Path, digest: str, at: datetime, licence: str = "") -> Node:
    """What the dump is, for catalogues of open data (DCAT)."""
    distribution = {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": f"{origin}/{dump.name}"},
        "dcat:mediaType": {"@id": "https://www.iana.org/assignments/media-types/application/ld+json"},
        "dcat:byteSize": {"@value": str(dump.stat().st_size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": digest, "@type": "xsd:hexBinary"},
        },
    }
    terms = {"dct:license": {"@id": licence}} if licence else {}
    return {
        "@context": DATASET_CONTEXT,
        "@id": f"{origin}/#register",
        "@type": "dcat:Dataset",
        "dct:title": [
            {"@value": "سجل اتفاقيات التوأمة والشراكة بين المدن", "@language": "ar"},
            {"@value": "Register of twinning and partnership agreements between cities", "@language": "en"},
        ],
        "dct:modified": {"@value": at.isoformat(timespec="seconds"), "@type": "xsd:dateTime"},
        "dct:language": [
            {"@id": f"http://publications.europa.eu/resource/authority/language/{code}"}
            for code in ("ARA", "ENG")
        ],
        "dcat:landingPage": {"@id": f"{origin}/"},
        "dcat:distribution": distribution | terms,
        **terms,
    }
