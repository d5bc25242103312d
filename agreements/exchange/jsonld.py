"""Agreements and cities as linked data in the words of schema.org; each thing is named by its address in the
API, which never changes."""

from collections.abc import Iterable
from typing import Any

Told = dict[str, Any]

WIKIDATA = "http://www.wikidata.org/entity/"


def texts(both: Told) -> list[Told]:
    """A text in the languages in which it is recorded."""
    return [{"@language": code, "@value": text} for code, text in both.items() if text is not None]


def known(thing: Told) -> Told:
    """The thing without what is not known of it."""
    return {name: value for name, value in thing.items() if value not in (None, [], "")}


def city_named(city: Told) -> Told:
    return known(
        {
            "@type": "City",
            "@id": city["url"],
            "name": texts(city["name"]),
            "containedInPlace": {
                "@type": "Country",
                "identifier": city["country"]["code"],
                "name": texts(city["country"]["name"]),
            },
        }
    )


def city(record: Told) -> Told:
    place = None
    if record["latitude"] is not None:
        place = {
            "@type": "GeoCoordinates",
            "latitude": record["latitude"],
            "longitude": record["longitude"],
        }
    named = [record["website"], record["wikidata_id"] and WIKIDATA + record["wikidata_id"]]
    return known(
        {
            **city_named(record),
            "alternateName": [alias["text"] for alias in record["aliases"]],
            "geo": place,
            "sameAs": [address for address in named if address],
        }
    )


def _signatory(person: Told, city: Told) -> Told:
    return known(
        {
            "@type": "Person",
            "name": texts(person["name"]),
            "jobTitle": texts(person["office"]),
            "affiliation": {"@id": city["url"]},
        }
    )


def _domain(covered: Told) -> Told:
    return {"@type": "DefinedTerm", "termCode": covered["code"], "name": texts(covered["name"])}


def _document(deposited: Told) -> Told:
    return known(
        {
            "@type": "MediaObject",
            "@id": deposited["url"],
            "name": texts(deposited["title"]),
            "contentUrl": deposited["file"],
            "encodingFormat": deposited["media_type"],
            "contentSize": str(deposited["size"]),
            "sha256": deposited["sha256"],
            "inLanguage": deposited["language"],
        }
    )


def _source(origin: Told) -> Told:
    return known(
        {
            "@type": "CreativeWork",
            "name": texts(origin["title"]),
            "url": origin["url"],
            "publisher": origin["publisher"] and {"@type": "Organization", "name": origin["publisher"]},
            "datePublished": origin["date"],
        }
    )


def agreement(record: Told) -> Told:
    number = {"@type": "PropertyValue", "propertyID": "registry number", "value": record["registry_number"]}
    parties = record["parties"]
    return known(
        {
            "@type": "CreativeWork",
            "@id": record["url"],
            "url": list(record["page"].values()),
            "identifier": number,
            "name": texts(record["title"]) or texts(record["designation"]),
            "alternativeHeadline": texts(record["designation"]),
            "abstract": texts(record["summary"]),
            "genre": texts(record["kind"]["name"]),
            "dateCreated": record["signed_on"],
            "expires": record["expires_on"],
            "inLanguage": record["authentic_languages"],
            "locationCreated": known({"@type": "Place", "name": texts(record["place"])})
            if any(record["place"].values())
            else None,
            "creativeWorkStatus": texts(record["status"]["name"]) if record["status"] else None,
            "about": [city_named(party["city"]) for party in parties],
            "contributor": [
                _signatory(person, party["city"]) for party in parties for person in party["signatories"]
            ],
            "keywords": [_domain(covered) for covered in record["domains"]],
            "isRelatedTo": [{"@id": link["agreement"]["url"]} for link in record["links"]],
            "encoding": [_document(deposited) for deposited in record["documents"]],
            "citation": [_source(origin) for origin in record["sources"]],
            "datePublished": record["published_at"],
            "dateModified": record["updated_at"],
        }
    )


def graph(things: Iterable[Told]) -> Told:
    return {"@context": "https://schema.org", "@graph": list(things)}
