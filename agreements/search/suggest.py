"""Names to choose from while somebody types: cities first, then people, then titles."""

from dataclasses import dataclass
from typing import Any

from agreements.models import Agreement, City, Signatory
from agreements.search.query import find

MOST = 5


@dataclass(frozen=True)
class Suggestion:
    """`text` to put into the box, and a word that tells it from others of the same name."""

    text: str
    about: str


def suggestions(text: str) -> list[Suggestion]:
    """What the register knows that begins so; nothing while too little is typed."""
    published = Agreement.objects.published()
    found = [
        *(Suggestion(str(city.name), str(city.country.name)) for city in _first(City.objects.listed(), text)),
        *(
            Suggestion(str(person.name), str(person.office))
            for person in _first(Signatory.objects.of_agreements(published), text)
        ),
        *(Suggestion(str(agreement.title), "") for agreement in _first(published, text)),
    ]
    return list(dict.fromkeys(suggestion for suggestion in found if suggestion.text))


def _first(rows: Any, text: str) -> list[Any]:
    finding = find(rows, text, said=True)
    if finding.stage not in ("word", "begun"):
        return []
    return finding.some(MOST)
