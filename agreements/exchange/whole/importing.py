"""An export of the whole register, read back line by line: cities and domains that are there stay as they
are, agreements whose number is there are left alone, all else is entered as it was told.

All of it is one transaction: an import that is broken off leaves nothing behind. Memory does not grow with
the agreements: what is held is a chunk of them, and the ids of cities.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from agreements.exchange.bulk import (
    CHUNK,
    NewRecord,
    add_cities,
    chunks,
    enter_chunk,
    set_moments,
    write_activities,
)
from agreements.exchange.whole import restoring
from agreements.exchange.whole.exporting import FORMAT, VERSION
from agreements.exchange.whole.restoring import NotTaken, Told
from agreements.models import Agreement, AgreementLink, City, CooperationDomain, RegistryYear, User, WordForm
from agreements.models.derivation import bring_up_to_date


class NotAnExport(Exception):
    """Why the file as a whole cannot be taken, in words."""


@dataclass
class Line:
    """A line of the file: its number, how it stands there, and what it says."""

    number: int
    raw: bytes
    told: Told

    @property
    def kind(self) -> str:
        return str(self.told.get("type", ""))

    @property
    def name(self) -> str:
        """What the line calls its record."""
        named = ("key", "slug", "code", "agreement", "subject", "form", "year")
        return next((str(self.told[name]) for name in named if name in self.told), "")


@dataclass
class Outcome:
    """How many lines there are, and what became of them by their type."""

    expected: int = 0
    lines: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


class Import:
    """One import. `told` hears how far it is, `refused` of each line that is not taken and why."""

    def __init__(
        self,
        by: User,
        told: Callable[[Outcome], None] = lambda outcome: None,
        refused: Callable[[Line, str], None] = lambda line, why: None,
    ) -> None:
        self.by, self.told, self.refused = by, told, refused
        self.outcome = Outcome()
        self.cities = dict(City.objects.values_list("slug", "pk"))
        self.domains = {domain.code: domain for domain in CooperationDomain.objects.all()}
        self.drafts: dict[str, int] = {}
        self.merged: dict[str, str] = {}
        self.documents: tuple[str, list[int]] = ("", [])

    @transaction.atomic
    def run(self, lines: Iterable[bytes]) -> Outcome:
        """Take the lines over. Raises NotAnExport for what is no export."""
        for kind, same in groupby(self._read(lines), key=lambda line: line.kind):
            take = getattr(self, f"_take_{kind}", None) if kind in TYPES else None
            for chunk in chunks(same, 50 if kind == "document" else CHUNK):
                if take:
                    take(chunk)
                else:
                    for line in chunk:
                        self._refuse(line, f"“{kind[:40]}” is no type of line.")
                self.told(self.outcome)
        self._merge()
        return self.outcome

    def _read(self, lines: Iterable[bytes]) -> Iterator[Line]:
        for number, raw in enumerate(lines, start=1):
            if number == 1:
                self.outcome.expected = beginning_of(raw)
                continue
            self.outcome.lines += 1
            if not raw.strip():
                continue
            try:
                told = orjson.loads(raw)
            except orjson.JSONDecodeError:
                told = None
            line = Line(number, raw, told if isinstance(told, dict) else {})
            if line.told:
                yield line
            else:
                self._refuse(line, "The line is no JSON object.")

    def _refuse(self, line: Line, why: str) -> None:
        self.outcome.refused[line.kind or "line"] += 1
        self.refused(line, why)

    def _each(self, chunk: list[Line], take: Callable[[list[Line]], None]) -> None:
        """Take a chunk at once; where the register refuses it, line by line, to tell which and why."""
        try:
            with transaction.atomic():
                take(chunk)
        except (ValidationError, IntegrityError, DataError, NotTaken) as refusal:
            if len(chunk) == 1:
                self._refuse(chunk[0], restoring.in_words(refusal))
            else:
                middle = len(chunk) // 2
                self._each(chunk[:middle], take)
                self._each(chunk[middle:], take)
        else:
            self.outcome.taken[chunk[0].kind] += len(chunk)

    def _fresh(self, chunk: list[Line], is_known: Callable[[Told], bool]) -> list[Line]:
        fresh = [line for line in chunk if not is_known(line.told)]
        if fresh or chunk:
            self.outcome.known[chunk[0].kind] += len(chunk) - len(fresh)
        return fresh

    # ---- Reference

    def _take_year(self, chunk: list[Line]) -> None:
        for line in chunk:
            year, last = line.told.get("year"), line.told.get("last_number")
            if not (isinstance(year, int) and isinstance(last, int) and 1000 <= year <= 9999 and last >= 0):
                self._refuse(line, "This is no year with its last number.")
                continue
            count_on(year, last)
            self.outcome.taken["year"] += 1

    def _take_domain(self, chunk: list[Line]) -> None:
        for line in self._fresh(chunk, lambda told: told.get("code") in self.domains):
            self._each([line], self._write_domain)

    def _write_domain(self, lines: list[Line]) -> None:
        domain = restoring.domain_of(lines[0].told, self.domains)
        domain.full_clean()
        domain.save()
        self.domains[domain.code] = domain

    def _take_word_form(self, chunk: list[Line]) -> None:
        held = set(WordForm.objects.values_list("form", "word"))
        fresh = self._fresh(chunk, lambda told: (told.get("form"), told.get("word")) in held)
        for line in fresh:
            self._each([line], lambda lines: restoring.saved(restoring.word_form_of(lines[0].told)))

    def _take_city(self, chunk: list[Line]) -> None:
        fresh = self._fresh(chunk, lambda told: told.get("slug") in self.cities)
        if fresh:
            self._each(fresh, self._write_cities)

    def _write_cities(self, lines: list[Line]) -> None:
        made = [restoring.city_of(line.told, self.by) for line in lines]
        add_cities([city.city for city in made], [alias for city in made for alias in city.aliases])
        set_moments([(city.city, city.moments) for city in made if city.moments])
        for city in made:
            city.keep_emblem()
        self.cities |= {city.city.slug: city.city.pk for city in made}

    # ---- Agreements

    def _take_agreement(self, chunk: list[Line]) -> None:
        numbers = [line.told.get("registry_number") for line in chunk]
        held = set(
            Agreement.objects.filter(registry_number__in=numbers).values_list("registry_number", flat=True)
        )
        drafts = restoring.drafts_like([line.told for line in chunk])

        def is_known(told: Told) -> bool:
            if told.get("registry_number"):
                return told["registry_number"] in held
            pk = drafts.get(restoring.likeness(told))
            if pk is not None:
                self.drafts[str(told.get("key"))] = pk
            return pk is not None

        fresh = self._fresh(chunk, is_known)
        if fresh:
            self._each(fresh, self._write_agreements)

    def _write_agreements(self, lines: list[Line]) -> None:
        records: list[NewRecord] = []
        for line in lines:
            record = restoring.record_of(line.told, self.cities, self.domains, self.by)
            records.append(record)
        enter_chunk(records)
        count_all(record.agreement.registry_number for record in records)
        for line, record in zip(lines, records, strict=True):
            number = record.agreement.registry_number
            if not number:
                self.drafts[str(line.told.get("key"))] = record.agreement.pk
            if merged := line.told.get("merged_into"):
                self.merged[str(number)] = merged

    def _ids(self, keys: Iterable[Any]) -> dict[Any, int]:
        """The ids of agreements by what the export calls them."""
        wanted = set(map(str, keys))
        numbered = Agreement.objects.filter(registry_number__in=wanted)
        found: dict[Any, int] = {key: self.drafts[key] for key in wanted & self.drafts.keys()}
        return found | {str(number): pk for number, pk in numbered.values_list("registry_number", "pk")}

    def _take_link(self, chunk: list[Line]) -> None:
        ids = self._ids(line.told.get(end) for line in chunk for end in ("subject", "object"))
        ends = ("subject", "predicate", "object")
        held = set(AgreementLink.objects.filter(subject__in=ids.values()).values_list(*ends))

        def is_known(told: Told) -> bool:
            return (ids.get(told.get("subject")), told.get("predicate"), ids.get(told.get("object"))) in held

        fresh = self._fresh(chunk, is_known)
        for line in fresh:
            self._each([line], lambda lines: restoring.linked(restoring.link_of(lines[0].told, ids)))
        if fresh:
            bring_up_to_date(ids.values())

    def _take_activity(self, chunk: list[Line]) -> None:
        self._each(chunk, self._write_activities)

    def _write_activities(self, lines: list[Line]) -> None:
        made = [restoring.activity_of(dict(line.told), self.cities, self.domains) for line in lines]
        write_activities([each for each, _moments in made])
        set_moments([(each.activity, moments) for each, moments in made if moments])

    def _take_document(self, chunk: list[Line]) -> None:
        ids = self._ids(line.told.get("agreement") for line in chunk)
        for line in chunk:
            key = str(line.told.get("agreement"))
            if self.documents[0] != key:
                self.documents = (key, [])
            if pk := restoring.document_like(line.told, ids.get(key)):
                self.outcome.known["document"] += 1
                self.documents[1].append(pk)
                continue
            self._each([line], lambda lines: self._write_document(lines[0], ids))

    def _write_document(self, line: Line, ids: dict[Any, int]) -> None:
        earlier = self.documents[1]
        document = restoring.deposit(line.told, ids.get(str(line.told.get("agreement"))), earlier)
        earlier.append(document.pk)

    # ---- At the end

    def _merge(self) -> None:
        """Which records were merged into which, now that all are there."""
        ids = self._ids([*self.merged, *self.merged.values()])
        for number, survivor in self.merged.items():
            if number in ids and survivor in ids:
                Agreement.objects.filter(pk=ids[number]).update(merged_into=ids[survivor])


TYPES = frozenset({"year", "domain", "word_form", "city", "agreement", "link", "activity", "document"})


def beginning_of(raw: bytes) -> int:
    """How many agreements the export says that it holds. Raises NotAnExport."""
    try:
        told = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise NotAnExport("The first line is no JSON: this is no export of the register.") from error
    if not isinstance(told, dict) or told.get("type") != FORMAT:
        raise NotAnExport("The first line does not say that this is an export of the register.")
    if told.get("version") != VERSION:
        raise NotAnExport(f"This is version {told.get('version')} of the export; version {VERSION} is read.")
    number = told.get("agreements")
    return number if isinstance(number, int) else 0


def count_on(year: int, number: int) -> None:
    """Let the numbers of a year go on after this one."""
    row, _made = RegistryYear.objects.get_or_create(year=year)
    if row.last_number < number:
        row.last_number = number
        row.save(update_fields=["last_number"])


def count_all(numbers: Iterable[str | None]) -> None:
    """Let the numbers of each year go on after the last of these registry numbers."""
    last: dict[int, int] = {}
    for number in filter(None, numbers):
        year = int(number[3:7])
        last[year] = max(last.get(year, 0), int(number[8:]))
    for year, counted in last.items():
        count_on(year, counted)
