"""What a row of a sheet says of an agreement: a record that is not saved, or what is wrong in which cell."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from agreements.enumerations import (
    AgreementKind,
    EffectKind,
    PartyRole,
    RenewalRule,
    TermKind,
)
from agreements.exchange.composing import NewRecord
from agreements.exchange.sheets.judging import judge
from agreements.exchange.sheets.lists import items
from agreements.exchange.sheets.nothing import says_nothing
from agreements.exchange.sheets.parts import PartsReader
from agreements.exchange.sheets.places import Places, Question
from agreements.exchange.sheets.row import Fault, Reading
from agreements.exchange.sheets.subjects import Subjects
from agreements.exchange.sheets.terms import duration_in, number_in, without_end
from agreements.exchange.sheets.values import (
    choice_in,
    country_in,
    date_in,
    in_its_language,
    languages_in,
)
from agreements.models import (
    Agreement,
    City,
    Party,
    Source,
)
from agreements.models.party import MOST_PARTIES
from agreements.wording import LANGUAGES, both_words

SIDES = (1, 2, 3)

# Columns of the record itself that are words of a closed list, dates, numbers, or texts.
CHOICES: dict[str, Any] = {
    "kind": AgreementKind,
    "effect_rule": EffectKind,
    "term": TermKind,
    "renewal": RenewalRule,
}
DATES = ("in_force_on", "expires_on")
NUMBERS = ("duration_months", "renewal_months", "notice_months")
EITHER_LANGUAGE = ("title", "designation", "summary", "place")
TEXTS = ("signed_on_as_written", *(f"{stem}_{lang}" for stem in EITHER_LANGUAGE for lang in LANGUAGES))

NO_CITY = _("The row does not say which city this is.")
CITY_TWICE = _("This city is already a party: no city stands twice in one agreement.")
TOO_FEW = _("An agreement has two parties or more.")


class Reader(PartsReader):
    """Understands rows, given as the text of each cell by the key of its column.

    `own` is the city whose partners the sheet lists where it names one side only; `provenance` makes the
    source of a record whose row names none."""

    def __init__(
        self,
        places: Places,
        subjects: Subjects,
        own: City | None = None,
        provenance: Callable[[], Source] | None = None,
        thorough: bool = True,
    ) -> None:
        self.places, self.subjects, self.own, self.provenance = places, subjects, own, provenance
        self.thorough = thorough

    def read(self, given: dict[str, str]) -> Reading:
        told = {key: text for key, text in given.items() if text and not says_nothing(key, text)}
        reading = Reading(NewRecord(Agreement()), told)
        self._read_terms(reading)
        sides = self._read_parties(reading)
        self.read_parts(reading, sides)
        if not reading.number:
            self._complete(reading)
        if not reading.questions:
            judge(reading, self.thorough)
        return reading

    # ---- The record's own columns

    def _read_terms(self, reading: Reading) -> None:
        agreement, given = reading.record.agreement, reading.given

        def tell(column: str, value: Any) -> None:
            setattr(agreement, column, value)
            reading.told.add(column)

        for column, choices in CHOICES.items():
            if column in given:
                with reading.cell(column):
                    tell(column, choice_in(choices, given[column]))
        for column in TEXTS:
            if column in given:
                tell(column, given[column])
        for stem in EITHER_LANGUAGE:
            for column, text in in_its_language(stem, given[stem]).items() if stem in given else ():
                tell(column, text)
        for column in NUMBERS:
            if column in given:
                with reading.cell(column):
                    tell(column, number_in(given[column]))
        if "authentic_languages" in given:
            tell("authentic_languages", languages_in(given["authentic_languages"]))
        self._read_dates(reading, tell)
        self._read_duration(reading, tell)

    def _read_dates(self, reading: Reading, tell: Callable[[str, Any], None]) -> None:
        given = reading.given
        if without_end(given.get("expires_on", "")):
            del given["expires_on"]
            if "term" not in given:
                tell("term", TermKind.INDEFINITE)
        for column in DATES:
            if column in given:
                with reading.cell(column):
                    tell(column, date_in(given[column])[0])
        if "signed_on" in given:
            with reading.cell("signed_on"):
                day, as_written = date_in(given["signed_on"])
                tell("signed_on", day)
                if as_written and "signed_on_as_written" not in given:
                    tell("signed_on_as_written", as_written)

    def _read_duration(self, reading: Reading, tell: Callable[[str, Any], None]) -> None:
        given = reading.given
        months = None
        if "duration" in given:
            with reading.cell("duration"):
                months, renewal = duration_in(given["duration"])
                if "term" not in given:
                    tell("term", TermKind.FIXED if months else TermKind.INDEFINITE)
                if renewal and "renewal" not in given:
                    tell("renewal", renewal)
        if "duration_years" in given:
            with reading.cell("duration_years"):
                months = 12 * number_in(given["duration_years"])
        if months:
            tell("duration_months", months)
        fixed = reading.told & {"duration_months", "expires_on"}
        if fixed and "term" not in reading.told:
            tell("term", TermKind.FIXED)

    # ---- The sides

    def _read_parties(self, reading: Reading) -> dict[str, Party]:
        """The parties by the names under which the other cells of the row call their cities."""
        sides: dict[str, Party] = {}
        for column, item in self._named(reading):
            with reading.cell(column):
                found = self._city(item, column, reading)
                reading.cities.append(found)
                if isinstance(found, Question):
                    reading.questions.append(found)
                    continue
                if any(party.city is found for party in sides.values()):
                    raise ValidationError(CITY_TWICE)
                agreement = reading.record.agreement
                party = Party(agreement=agreement, city=found, order=len(reading.record.parts) + 1)
                if item.get("role"):
                    party.role = choice_in(PartyRole, item["role"])
                party.name_ar, party.name_en = item.get("name_ar", ""), item.get("name_en", "")
                reading.record.parts.append(party)
                sides[found.slug] = party
                sides[str(item.get("side") or len(sides))] = party
        many = len(reading.cities)
        if reading.number and not many:
            return sides
        if many < 2 and not reading.faults:
            reading.faults.append(Fault("city_2", ValidationError(TOO_FEW if many else NO_CITY)))
        if many > MOST_PARTIES:
            message = _("An agreement has at most %(most)s parties.")
            reading.faults.append(Fault("parties", ValidationError(message, params={"most": MOST_PARTIES})))
        return sides

    def _named(self, reading: Reading) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each city that the row names, with the column that names it."""
        given = reading.given
        if self.own is not None and not reading.number and not given.get("city_1") and "parties" not in given:
            yield "city_1", {"own": self.own, "side": 1}
        for side in SIDES:
            if name := given.get(f"city_{side}"):
                yield (
                    f"city_{side}",
                    {"city": name, "country": given.get(f"country_{side}", ""), "side": side},
                )
        for item in items("parties", given.get("parties", "")):
            if "city_ar" in item:
                yield "parties", item
            else:
                yield from (("parties", {"city": name}) for name in self.places.listed(item["city"]))

    def _city(self, item: dict[str, Any], column: str, reading: Reading) -> City | Question:
        if item.get("own"):
            own: City = item["own"]
            return own
        country = country_in(item["country"]) if item.get("country") else ""
        if "city_ar" in item and country and (item["city_ar"] or item["city_en"]):
            # An export names a city by its short name and tells enough to add it.
            return self.places.by_slug(item["city"]) or self.places.new(
                item["city_en"] or item["city_ar"],
                country,
                slug=item["city"],
                name_ar=item["city_ar"],
                name_en=item["city_en"],
            )
        return self.places.meant(item["city"], country)

    # ---- What follows for a new record

    def _complete(self, reading: Reading) -> None:
        agreement, given = reading.record.agreement, reading.given
        if not agreement.kind:
            agreement.kind = AgreementKind.UNKNOWN
        titled = any(key.startswith(("title", "designation")) for key in given)
        cities = [city for city in reading.cities if isinstance(city, City)]
        if titled or not cities or reading.questions:
            return
        for language in LANGUAGES:
            names = [getattr(city, f"name_{language}") for city in cities]
            if all(names):
                setattr(agreement, f"title_{language}", titled_by(agreement.kind, names, language)[:500])
        if not (agreement.title_ar or agreement.title_en):
            language = "ar" if all(city.name_ar or not city.name_en for city in cities) else "en"
            names = [city.name_en or city.name_ar for city in cities]
            setattr(agreement, f"title_{language}", titled_by(agreement.kind, names, language)[:500])


def titled_by(kind: str, names: list[str], language: str) -> str:
    """A title of the kind and the cities: what the row itself says, and no more."""
    with override(language):
        word = (
            str(_("Agreement"))
            if kind == AgreementKind.UNKNOWN
            else both_words(AgreementKind, kind)[language]
        )
    return f"{word}: {' – '.join(names)}"
