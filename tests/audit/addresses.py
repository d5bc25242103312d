"""One address of every kind of page, for those who look at all of them."""

import json
import urllib.request
from typing import Any

LANGUAGES = ("ar", "en")
THEMES = ("light", "dark")
# The narrowest phone that WCAG names, and a desk.
WIDTHS = (320, 1280)

FIXED = {
    "home": "/",
    "agreements": "/agreements/",
    "agreements-narrowed": "/agreements/?country=PS&kind=x&signed_from=2000",
    "agreements-none": "/agreements/?q=zzzzzz",
    "agreements-misspelt": "/agreements/?q=Hebrom",
    "agreements-as-of": "/agreements/?as_of=2016-05-01",
    "domain-as-of": "/domains/heritage/?as_of=2016-05-01",
    "statistics-as-of": "/statistics/?as_of=2016-05-01",
    "cities": "/cities/",
    "domains": "/domains/",
    "domain": "/domains/heritage/",
    "signatories": "/signatories/",
    "map": "/map/",
    "statistics": "/statistics/",
    "developers": "/developers/",
    "api-reference": "/developers/reference/#/agreements/agreements_list",
    "style": "/style/",
    "thanks": "/correction/thanks/",
    "sign-in": "/account/login/",
    "password-reset": "/account/password/reset/",
    "not-found": "/nowhere/",
}

# What the registrar sees, who sees all of the desk.
STAFF = {
    "desk": "/desk/",
    "desk-drafts": "/desk/waiting/drafts/",
    "desk-entry": "/desk/entry/",
    "desk-from-text": "/desk/from-text/",
    "desk-import": "/desk/import/",
    "desk-headings": "/desk/import/headings/",
    "desk-corrections": "/desk/corrections/",
    "desk-proposals": "/desk/proposals/",
    "desk-wikidata": "/desk/wikidata/",
    "account": "/account/",
    "e-mail": "/account/email/",
    "password": "/account/password/change/",
    "second-factor": "/account/2fa/",
    "passkeys": "/account/2fa/webauthn/",
    "invitations": "/account/invitations/",
    "reminders": "/reminders/",
}


def addresses(root: str) -> dict[str, str]:
    """The kinds of pages with an address of each, without its language; of records the richest there are
    and, where lists were taken over, the barest."""

    def first(path: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{root}/api/v1/{path}", timeout=60) as answer:
            found: list[dict[str, Any]] = json.load(answer)["results"]
        return found[0] if found else {}

    rich, bare = first("agreements/?kind=brotherhood"), first("agreements/?kind=unknown")
    city = first("cities/?ordering=-agreement_count&page_size=1")
    parties = [party["city"]["slug"] for party in rich["parties"][:2]]
    signatory = first("signatories/?page_size=1")
    return FIXED | {
        "agreement": f"/agreements/{rich['registry_number']}/",
        "agreement-bare": f"/agreements/{(bare or rich)['registry_number']}/",
        "correction": f"/agreements/{rich['registry_number']}/correction/",
        "agreement-as-of": f"/agreements/{rich['registry_number']}/?as_of=2013-05-01",
        "city": f"/cities/{city['slug']}/",
        "city-as-of": f"/cities/{city['slug']}/?as_of=2016-05-01",
        "relationship": f"/relationships/{'/'.join(parties)}/",
        "signatory": f"/signatories/{signatory['id']}/",
    }


def staff_addresses(kinds: dict[str, str]) -> dict[str, str]:
    """The kinds of pages that only staff see, those of the richest record among them."""
    record = kinds["agreement"].split("/")[2]
    return STAFF | {
        "desk-record": f"/desk/records/{record}/",
        "desk-edit": f"/desk/records/{record}/edit/",
        "desk-add-event": f"/desk/records/{record}/add/event/",
        "desk-add-document": f"/desk/records/{record}/add/document/",
        "desk-history": f"/desk/records/{record}/history/",
    }
