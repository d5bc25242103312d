"""What a row of a sheet says of an agreement: a record that is not saved, or what is wrong in which cell."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from agreements.enumerations import (
    ActivityKind,
    ActivityState,
    AgreementKind,
    ApprovalLevel,
    ApprovalOutcome,
    CoverageBasis,
    EffectKind,
    EventKind,
    LegalStatus,
    LinkPredicate,
    PartyRole,
    RenewalRule,
    SignatoryRole,
    SourceKind,
    TermKind,
)
from agreements.exchange import tabular
from agreements.exchange.bulk import NewActivity, NewRecord
from agreements.exchange.cells import split
from agreements.exchange.sheets.places import Places, Question
from agreements.exchange.sheets.subjects import Subjects
from agreements.exchange.sheets.values import (
    EVENT_OF,
    choice_in,
    country_in,
    date_in,
    duration_in,
    in_its_language,
    languages_in,
    number_in,
    parted,
)
from agreements.models import (
    Activity,
    Agreement,
    Approval,
    City,
    DomainCoverage,
    Event,
    Party,
    Signatory,
    Source,
)
from agreements.models.party import MOST_PARTIES
from agreements.wording import LANGUAGES, both_words

# Stands for the row of the sheet in the source of a record whose row names none.
OF_THE_SHEET = "…"

FIELDS_OF = {column.key: column.fields for column in tabular.COLUMNS if column.fields}
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


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell, by the key of its column."""

    column: str
    error: ValidationError


@dataclass
class Reading:
    """What was understood of a row. Where there are faults or questions, the record is not whole."""

    record: NewRecord
    given: dict[str, str]
    links: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    cities: list[City | Question] = field(default_factory=list)
    # The columns of the record of which the row says something.
    told: set[str] = field(default_factory=set)

    @property
    def number(self) -> str:
        return self.given.get("registry_number", "")

    @contextmanager
    def cell(self, column: str) -> Iterator[None]:
        """Within this block, what is refused is refused of this cell."""
        try:
            yield
        except ValidationError as error:
            self.faults.append(Fault(column, error))


class Reader:
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
        reading = Reading(NewRecord(Agreement()), {key: text for key, text in given.items() if text})
        self._read_terms(reading)
        sides = self._read_parties(reading)
        self._read_people(reading, sides)
        self._read_approvals(reading, sides)
        sources = self._read_sources(reading)
        self._read_domains(reading)
        self._read_events(reading, sides, sources)
        self._read_status(reading)
        self._read_activities(reading)
        self._read_links(reading)
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
                months = duration_in(given["duration"])
                if "term" not in given:
                    tell("term", TermKind.FIXED if months else TermKind.INDEFINITE)
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
                yield from (("parties", {"city": name}) for name in parted(item["city"]))

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

    def _side(self, sides: dict[str, Party], name: str) -> Party:
        if name in sides:
            return sides[name]
        message = _("“%(name)s” is not among the parties of the row.")
        raise ValidationError(message, params={"name": name[:60]})

    def _read_people(self, reading: Reading, sides: dict[str, Party]) -> None:
        given, orders = reading.given, dict.fromkeys(map(id, sides.values()), 0)

        def add(party: Party, **columns: Any) -> None:
            orders[id(party)] += 1
            reading.record.parts.append(Signatory(party=party, order=orders[id(party)], **columns))

        for side in (1, 2):
            if (name := given.get(f"signatory_{side}")) and str(side) in sides:
                office = given.get(f"office_{side}", "")
                texts = in_its_language("name", name) | (in_its_language("office", office) if office else {})
                add(sides[str(side)], **texts)
        for item in items("signatories", given.get("signatories", "")):
            with reading.cell("signatories"):
                party = self._side(sides, item.pop("city"))
                role = choice_in(SignatoryRole, item.pop("role", "") or SignatoryRole.SIGNED)
                add(party, role=role, signed_on=date_in(item.pop("signed_on", ""))[0], **item)

    def _read_approvals(self, reading: Reading, sides: dict[str, Party]) -> None:
        for item in items("approvals", reading.given.get("approvals", "")):
            with reading.cell("approvals"):
                approval = Approval(
                    party=self._side(sides, item.pop("city")),
                    level=choice_in(ApprovalLevel, item.pop("level", "") or ApprovalLevel.COUNCIL),
                    outcome=choice_in(ApprovalOutcome, item.pop("outcome", "") or ApprovalOutcome.APPROVED),
                    decided_on=date_in(item.pop("decided_on", ""))[0],
                    **item,
                )
                reading.record.parts.append(approval)

    # ---- What it covers, what happened, where it stands

    def _read_sources(self, reading: Reading) -> list[Source]:
        agreement, given = reading.record.agreement, reading.given
        sources: list[Source] = []
        title, publisher = given.get("source_title", ""), given.get("source_publisher", "")
        url = given.get("source_url", "")
        if title.startswith(("http://", "https://")) and not url:
            title, url = "", title
        if title or publisher or url:
            texts = in_its_language("title", title) if title else {}
            sources.append(Source(agreement=agreement, publisher=publisher, url=url, **texts))
        for item in items("sources", given.get("sources", "")):
            with reading.cell("sources"):
                kind = choice_in(SourceKind, item.pop("kind", "") or SourceKind.OFFICIAL_SITE)
                day = date_in(item.pop("date", ""))[0]
                sources.append(Source(agreement=agreement, kind=kind, date=day, **item))
        if not sources and self.provenance and not reading.number:
            source = self.provenance()
            source.agreement = agreement
            sources.append(source)
        reading.record.parts += sources
        return sources

    def _read_domains(self, reading: Reading) -> None:
        covered: dict[str, DomainCoverage] = {}
        for item in items("domains", reading.given.get("domains", "")):
            told = [item] if "name_ar" in item else [{"code": name} for name in parted(item["code"])]
            for one in told:
                with reading.cell("domains"):
                    domain = self.subjects.named(one["code"])
                    covered.setdefault(
                        domain.code,
                        DomainCoverage(
                            agreement=reading.record.agreement,
                            domain=domain,
                            basis=choice_in(CoverageBasis, one.get("basis") or CoverageBasis.EXPLICIT),
                            article=one.get("article", ""),
                            quote_ar=one.get("quote_ar", ""),
                            quote_en=one.get("quote_en", ""),
                        ),
                    )
        reading.record.parts += covered.values()

    def _read_events(self, reading: Reading, sides: dict[str, Party], sources: list[Source]) -> None:
        events: list[Event] = []
        voided: list[str] = []
        for item in items("events", reading.given.get("events", "")):
            with reading.cell("events"):
                city, source = item.pop("city", ""), item.pop("source", "")
                voided.append(item.pop("voids", ""))
                days = {
                    name: date_in(item.pop(name, ""))[0]
                    for name in ("date", "effective_from", "effective_to")
                }
                events.append(
                    Event(
                        agreement=reading.record.agreement,
                        kind=choice_in(EventKind, item.pop("kind")),
                        party=self._side(sides, city) if city else None,
                        source=_numbered(sources, source),
                        **days,
                        **item,
                    )
                )
        for event, place in zip(events, voided, strict=False):
            with reading.cell("events"):
                event.voids = _numbered(events, place)
        reading.record.parts += events

    def _read_status(self, reading: Reading) -> None:
        """What a sheet merely tells of the status is an event: dated where it says so."""
        given, agreement = reading.given, reading.record.agreement
        if "told_status" not in given:
            return
        with reading.cell("told_status"):
            status = choice_in(LegalStatus, given["told_status"])
            day = None
            with reading.cell("told_status_on"):
                day = date_in(given.get("told_status_on", ""))[0]
            if status == LegalStatus.EXPIRED and not agreement.expires_on:
                if not day:
                    message = _("An agreement that has expired needs the date on which it did.")
                    raise ValidationError(message)
                agreement.expires_on, agreement.term = day, TermKind.FIXED
                reading.told |= {"expires_on", "term"}
            kind = EVENT_OF.get(LegalStatus(status))
            if kind is None:
                return
            known = {
                EventKind.SIGNED: agreement.signed_on,
                EventKind.ENTERED_INTO_FORCE: agreement.in_force_on,
            }
            reading.record.parts.append(Event(agreement=agreement, kind=kind, date=day or known.get(kind)))

    def _read_activities(self, reading: Reading) -> None:
        for item in items("activities", reading.given.get("activities", "")):
            with reading.cell("activities"):
                slugs, codes = item.pop("cities", "").split(), item.pop("domains", "").split()
                activity = Activity(
                    agreement=reading.record.agreement,
                    kind=choice_in(ActivityKind, item.pop("kind")),
                    state=choice_in(ActivityState, item.pop("state", "") or ActivityState.UNKNOWN),
                    starts_on=date_in(item.pop("starts_on", ""))[0],
                    ends_on=date_in(item.pop("ends_on", ""))[0],
                    budget=item.pop("budget", "") or None,
                    **item,
                )
                cities = [city for slug in slugs if (city := self.places.by_slug(slug))]
                domains = [self.subjects.named(code) for code in codes]
                reading.record.activities.append(NewActivity(activity, cities, domains))

    def _read_links(self, reading: Reading) -> None:
        for item in items("links", reading.given.get("links", "")):
            if item.get("direction"):
                continue
            with reading.cell("links"):
                reading.links.append((choice_in(LinkPredicate, item["predicate"]), item.get("agreement", "")))

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


def items(column: str, text: str) -> list[dict[str, str]]:
    """The items of a cell that holds a list, by the names of their fields; of an item with one field only,
    which a person wrote, the first."""
    names = FIELDS_OF[column]
    found = []
    for parts in split(text):
        if len(parts) == 1:
            found.append({names[0]: parts[0]})
        else:
            found.append(dict(zip(names, parts + [""] * len(names), strict=False)))
    return found


def _numbered(rows: list[Any], place: str) -> Any:
    """What a list's own number refers to: 1 for the first."""
    if not place:
        return None
    if place.isdigit() and 0 < int(place) <= len(rows):
        return rows[int(place) - 1]
    raise ValidationError(_("“%(text)s” is no place in the list."), params={"text": place[:20]})


# ---- Whether the register can hold it ----------------------------------------------------------

# Which column of a sheet shows a field of a part, where they are not called alike.
COLUMN_OF_PART: dict[type[Any], str] = {
    Party: "parties",
    Signatory: "signatories",
    Approval: "approvals",
    Source: "sources",
    DomainCoverage: "domains",
    Event: "events",
    Activity: "activities",
}
RELATIONS = frozenset(
    {"agreement", "city", "party", "domain", "source", "voids", "created_by", "submitted_by", "merged_into"}
)


def judge(reading: Reading, thorough: bool) -> None:
    """Hold the record and its parts against the models' own rules; where many are taken over, what the
    database refuses by itself is left to it."""
    for part in (reading.record.agreement, *reading.record.parts, *_done(reading)):
        if isinstance(part, Agreement) and reading.number:
            continue
        try:
            rules_of(part, thorough)
        except ValidationError as error:
            column = COLUMN_OF_PART.get(type(part), "")
            for name, errors in error.error_dict.items():
                shown = column if column and name not in reading.given else name
                reading.faults.append(
                    Fault("" if shown == NON_FIELD_ERRORS else shown, ValidationError(errors))
                )


def _done(reading: Reading) -> list[Activity]:
    return [done.activity for done in reading.record.activities]


def rules_of(row: Any, thorough: bool) -> None:
    """The rules that a row keeps by itself. Raises ValidationError by field."""
    problems: dict[str, Any] = {}
    relations = {name for name in RELATIONS if hasattr(row, f"{name}_id")}
    rules = [lambda: row.clean_fields(exclude=relations), row.clean]
    if thorough:
        rules.append(lambda: row.validate_constraints(exclude=relations))
    for rule in rules:
        try:
            rule()
        except ValidationError as error:
            problems = error.update_error_dict(problems)
            break
    if problems:
        raise ValidationError(problems)
