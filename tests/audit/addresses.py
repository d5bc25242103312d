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
    "cities": "/cities/",
    "domains": "/domains/",
    "domain": "/domains/heritage/",
    "signatories": "/signatories/",
    "map": "/map/",
    "statistics": "/statistics/",
    "developers": "/developers/",
    "style": "/style/",
    "thanks": "/correction/thanks/",
    "sign-in": "/account/login/",
    "not-found": "/nowhere/",
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
    signatory = first("signatories/?page_size=1")
    return FIXED | {
        "agreement": f"/agreements/{rich['registry_number']}/",
        "agreement-bare": f"/agreements/{(bare or rich)['registry_number']}/",
        "correction": f"/agreements/{rich['registry_number']}/correction/",
        "city": f"/cities/{city['slug']}/",
        "signatory": f"/signatories/{signatory['id']}/",
    }
