"""How well proposals agree with labels made by hand: precision, recall and their harmonic mean."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from agreements.arabic import fold
from agreements.from_text.gazetteer import same
from agreements.from_text.lexicon import names

ALIKE = 0.85


@dataclass(slots=True)
class Tally:
    """How many were found rightly, found wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, proposed: int, labelled: int) -> None:
        self.right += right
        self.wrong += proposed - right
        self.missed += labelled - right

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


MEASURES = ("event", "parties", "countries", "kind", "kinds", "signatories", "domains", "signed_on", "place")

# What the labels of a collection call a domain, and the taxonomy's code.
DOMAIN_OF_LABEL = {
    "municipal_administration": "governance",
    "local_development": "economy",
    "roads_infrastructure": "transport",
    "information_technology": "gis",
    "technology": "gis",
    "city_beautification": "beautification",
    "sports": "youth",
    "sport": "youth",
    "women_children": "women-children",
    "trade": "economy",
    "investment": "economy",
    "science": "education",
    "urban_planning": "planning",
    "animal_control": "environment",
    "agriculture": "food",
    "infrastructure": "housing",
    "disaster": "emergency",
    "sanitation": "water",
    "social": "inclusion",
    "peace": "solidarity",
    "arts": "culture",
    "research": "education",
    "smart_city": "gis",
}
KIND_OF_LABEL = {"mou": "memorandum"}


class Score:
    """The tallies over a collection of texts."""

    def __init__(self) -> None:
        self.tallies = {name: Tally() for name in MEASURES}
        self.invented_dates = 0
        self.mistakes: list[str] = []

    def add(self, name: str, labels: dict[str, Any], proposed: dict[str, Any]) -> None:
        event = {"not_city_agreement": "none"}.get(labels["event"], labels["event"])
        self._count(name, "event", [event], [proposed["event"]])
        wanted, got = labels.get("agreements", []), proposed["agreements"]
        for label, found in paired(wanted, got):
            self._agreement(name, label or {}, found or {})

    def _agreement(self, name: str, label: dict[str, Any], found: dict[str, Any]) -> None:
        self._count(name, "parties", party_names(label), party_names(found), same_party)
        self._count(name, "countries", countries(label), countries(found))
        kinds, got = kinds_of(label), kinds_of(found)
        self._count(name, "kind", kinds[:1], got[:1])
        self._count(name, "kinds", kinds, got)
        self._count(name, "signatories", people(label), people(found), same_person)
        self._count(name, "domains", domains(label), domains(found))
        signed = (
            label.get("signed_on") or label.get("date_stated") or label.get("date_resolved_with_publication")
        )
        self._count(name, "signed_on", [signed] if signed else [], listed(found.get("signed_on")))
        if found.get("signed_on") and found.get("signed_on") != signed:
            self.invented_dates += 1
        place = label.get("place")
        if not place or fold(str(place)).isascii() == fold(str(found.get("place") or place)).isascii():
            self._count(name, "place", listed(place), listed(found.get("place")), same_party)

    def _count(
        self,
        name: str,
        measure: str,
        wanted: Sequence[Any],
        got: Sequence[Any],
        equal: Callable[[Any, Any], bool] = lambda one, other: bool(one == other),
    ) -> None:
        left = list(wanted)
        wrong = []
        for one in got:
            match = next((other for other in left if equal(other, one)), None)
            if match is None:
                wrong.append(one)
            else:
                left.remove(match)
        self.tallies[measure].add(len(got) - len(wrong), len(got), len(wanted))
        if left or wrong:
            self.mistakes.append(f"{name}: {measure}: missed {left}, wrong {wrong}")


def paired(wanted: list[Any], got: list[Any]) -> Iterable[tuple[Any, Any]]:
    """Each labelled agreement with the proposed one that shares most parties with it."""
    left = list(got)
    for label in wanted:
        best = max(left, key=lambda one: shared(label, one), default=None)
        if best is not None:
            left.remove(best)
        yield label, best
    for one in left:
        yield None, one


def shared(label: dict[str, Any], found: dict[str, Any]) -> int:
    return sum(any(same_party(one, other) for other in party_names(found)) for one in party_names(label))


def listed(value: Hashable | None) -> list[Any]:
    return [value] if value else []


def party_names(agreement: dict[str, Any]) -> list[str]:
    return [party["name"] for party in agreement.get("parties", [])]


def countries(agreement: dict[str, Any]) -> list[str]:
    found = [party.get("country") or party.get("country_iso2") for party in agreement.get("parties", [])]
    return [country for country in found if country]


def kinds_of(agreement: dict[str, Any]) -> list[str]:
    return [KIND_OF_LABEL.get(kind, kind) for kind in agreement.get("kinds", [])]


def domains(agreement: dict[str, Any]) -> list[str]:
    codes = [one["code"] if isinstance(one, dict) else one for one in agreement.get("domains", [])]
    return list(dict.fromkeys(DOMAIN_OF_LABEL.get(code, code) for code in codes))


def people(agreement: dict[str, Any]) -> list[str]:
    return [person["name"] for person in agreement.get("signatories", [])]


def bare(name: str) -> str:
    """A party's name without the words for its authority."""
    heads = {
        *names("authority.ar"),
        "city",
        "of",
        "municipality",
        "municipal",
        "mayoralty",
        "greater",
        "council",
        "town",
        "the",
        "borough",
        "government",
        "authority",
        "capital",
        "communal",
        "الكبري",
        "مجلس",
        "الحضريه",
    }
    kept = [word for word in fold(name).split() if word not in heads]
    return same("".join(kept) or fold(name))


def same_party(one: str, other: str) -> bool:
    return alike(bare(one), bare(other))


def same_person(one: str, other: str) -> bool:
    return alike(fold(one), fold(other))


def alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= ALIKE
