"""Records as schema.org tells them to search engines, in the page itself."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from agreements.enumerations import LegalStatus
from agreements.models import Agreement, City

# What could end the element or begin another is written as JSON writes any character.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

FORCE = {
    LegalStatus.IN_FORCE: "InForce",
    LegalStatus.SUSPENDED: "PartiallyInForce",
    LegalStatus.EXPIRED: "NotInForce",
    LegalStatus.TERMINATED: "NotInForce",
    LegalStatus.SUPERSEDED: "NotInForce",
    LegalStatus.NOT_CONCLUDED: "NotInForce",
}


def data_block(told: dict[str, Any]) -> SafeString:
    """A block of data that no browser runs; nothing in it can end it."""
    text = json.dumps({"@context": "https://schema.org", **told}, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text.translate(ESCAPES)))


def agreement_as_data(agreement: Agreement, address: str, origin: str) -> SafeString:
    told = {
        "@type": "Legislation",
        "@id": address,
        "url": address,
        "name": str(agreement),
        "legislationIdentifier": agreement.registry_number,
        "legislationType": agreement.get_kind_display(),
        "legislationDate": str(agreement.signed_on) if agreement.signed_on else None,
        "inLanguage": agreement.authentic_languages or None,
        "contributor": [
            {
                "@type": "GovernmentOrganization",
                "name": str(party.name),
                "areaServed": city_told(party.city, origin),
            }
            for party in agreement.parties.all()
        ],
        "about": [str(coverage.domain.name) for coverage in agreement.coverages.all()] or None,
    }
    if force := FORCE.get(LegalStatus(agreement.status)) if agreement.status else None:
        told["legislationLegalForce"] = f"https://schema.org/{force}"
    return data_block({name: value for name, value in told.items() if value})


def city_told(city: City, origin: str) -> dict[str, Any]:
    """A city as a place, with its coordinates and its identifiers elsewhere where they are known."""
    told: dict[str, Any] = {
        "@type": "City",
        "name": str(city.name),
        "url": f"{origin}{city.get_absolute_url()}",
        "containedInPlace": {"@type": "Country", "name": city.country.name, "identifier": city.country.code},
    }
    if city.latitude is not None:
        told["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": city.latitude,
            "longitude": city.longitude,
        }
    if city.wikidata_id:
        told["sameAs"] = f"https://www.wikidata.org/entity/{city.wikidata_id}"
    return told


def city_as_data(city: City, origin: str) -> SafeString:
    return data_block(city_told(city, origin))
