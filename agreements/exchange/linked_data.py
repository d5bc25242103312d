"""Records as linked data: schema.org terms in JSON-LD, each thing under an address that never changes.

A record's id is its address in the API, which no language is part of. What Wikidata and GeoNames call a city
stands as `sameAs`. What is not known is left out.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from agreements.enumerations import AgreementKind, LegalStatus
from agreements.models import Agreement, City, CooperationDomain
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
CHUNK = 500


def known(node: Node) -> Node:
    """Without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def both(row: Any, stem: str) -> list[Node]:
    """A text in the languages in which it is recorded."""
    texts = ((getattr(row, f"{stem}_{language}"), language) for language in LANGUAGES)
    return [{"@value": text, "@language": language} for text, language in texts if text]


def address(view: str, name: str, origin: str) -> str:
    return origin + reverse(view, args=[name])


def pages(view: str, name: str, origin: str) -> list[str]:
    """The addresses of a record's page, one in each language."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(origin + reverse(view, args=[name]))
    return found


# ---- Records ---------------------------------------------------------------------------------


def city_node(city: City, origin: str) -> Node:
    point = None
    if city.latitude is not None:
        point = {"@type": "GeoCoordinates", "latitude": city.latitude, "longitude": city.longitude}
    elsewhere = [
        f"http://www.wikidata.org/entity/{city.wikidata_id}" if city.wikidata_id else "",
        f"https://sws.geonames.org/{city.geonames_id}/" if city.geonames_id else "",
    ]
    return known(
        {
            "@id": address("api:city-detail", city.slug, origin),
            "@type": "AdministrativeArea",
            "name": both(city, "name"),
            "alternateName": [{"@value": one.text, "@language": one.language} for one in city.aliases.all()],
            "url": [{"@id": page} for page in pages("city", city.slug, origin)],
            "containedInPlace": {"@type": "Country", "identifier": city.country.code},
            "geo": point,
            "sameAs": [{"@id": one} for one in elsewhere if one],
        }
    )


def domain_node(domain: CooperationDomain, origin: str) -> Node:
    return known(
        {
            "@id": address("api:domain-detail", domain.code, origin),
            "@type": "DefinedTerm",
            "termCode": domain.code,
            "name": both(domain, "name"),
            "description": both(domain, "description"),
        }
    )


def agreement_node(agreement: Agreement, origin: str) -> Node:
    """An agreement that came by `for_page`."""
    force = FORCE.get(LegalStatus(agreement.status)) if agreement.status else None
    return known(
        {
            "@id": address("api:agreement-detail", agreement.reference, origin),
            "@type": "Legislation",
            "identifier": agreement.registry_number,
            "name": both(agreement, "title"),
            "alternateName": both(agreement, "designation"),
            "abstract": both(agreement, "summary"),
            "legislationType": None if agreement.kind == AgreementKind.UNKNOWN else agreement.kind,
            "legislationDate": _iso(agreement.signed_on),
            "legislationDateOfApplicability": _iso(agreement.in_force_on),
            "expires": _iso(agreement.expires_on),
            "legislationLegalForce": {"@id": f"https://schema.org/{force}"} if force else None,
            "locationCreated": {"@type": "Place", "name": place}
            if (place := both(agreement, "place"))
            else None,
            "inLanguage": agreement.authentic_languages,
            "url": [{"@id": page} for page in pages("agreement", agreement.reference, origin)],
            "legislationResponsible": [_party(party, origin) for party in agreement.parties.all()],
            "about": [
                {"@id": address("api:domain-detail", one.domain.code, origin)}
                for one in agreement.coverages.all()
            ],
            "citation": [_source(source) for source in agreement.sources.all()],
        }
    )


def _party(party: Any, origin: str) -> Node:
    """The authority that is party, with those who signed for it."""
    people = [
        known({"@type": "Person", "name": both(person, "name"), "jobTitle": both(person, "office")})
        for person in party.signatories.all()
    ]
    return known(
        {
            "@type": "GovernmentOrganization",
            "name": both(party, "name") or both(party.city, "authority") or both(party.city, "name"),
            "areaServed": {"@id": address("api:city-detail", party.city.slug, origin)},
            "member": people,
        }
    )


def _source(source: Any) -> Node:
    return known(
        {
            "@type": "CreativeWork",
            "name": both(source, "title"),
            "publisher": source.publisher,
            "url": source.url,
            "datePublished": _iso(source.date),
        }
    )


def _iso(day: Any) -> str | None:
    return str(day) if day else None


# ---- The whole register ----------------------------------------------------------------------


def all_nodes(origin: str) -> Iterator[Node]:
    """Every published agreement, every city that is party to one, and the taxonomy."""
    published = Agreement.objects.published().for_page().order_by("pk")
    cities = City.objects.party_to(Agreement.objects.published()).with_aliases().order_by("pk")
    for domain in CooperationDomain.objects.all():
        yield domain_node(domain, origin)
    for city in cities.iterator(CHUNK):
        yield city_node(city, origin)
    for agreement in published.iterator(CHUNK):
        yield agreement_node(agreement, origin)


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
