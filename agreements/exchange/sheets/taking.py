"""A table taken over as it stands, from the shell: its columns by their headings, what is not clear refused.

All of it is one transaction. A record keeps the registry number that the table gives it, where the register
does not have that number yet; a number that is there is left alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import RecordState
from agreements.exchange.bulk import CHUNK, add_cities, chunks, enter_chunk
from agreements.exchange.composing import NewRecord
from agreements.exchange.sheets.headings import heading_line, propose, recognise_derived
from agreements.exchange.sheets.opening import tables_of
from agreements.exchange.sheets.places import Places
from agreements.exchange.sheets.reading import Reader
from agreements.exchange.sheets.row import Fault, Reading
from agreements.exchange.sheets.subjects import Subjects
from agreements.exchange.sheets.table import REMARKS, Line, Unreadable, letter
from agreements.exchange.sheets.values import choice_in
from agreements.exchange.whole.entering import count_all
from agreements.exchange.whole.reference import linked
from agreements.exchange.whole.rows import constraint_in_words
from agreements.models import Agreement, AgreementLink, City, User
from agreements.models.agreement_queries import NUMBERED_STATES, REGISTRY_NUMBER
from agreements.models.derivation import bring_up_to_date

LOOKED_AT = 40
NOT_CLEAR = _("It is not clear which city “%(name)s” is: %(possible)s. Write its short name or its country.")
NO_NUMBER = _("“%(text)s” is no registry number.")


@dataclass
class Outcome:
    """How many rows there are, and what became of them."""

    rows: int = 0
    taken: int = 0
    known: int = 0
    cities: int = 0
    refused: int = 0


@dataclass
class Row:
    """A row on its way into the register."""

    line: Line
    reading: Reading
    number: str = ""
    state: str = RecordState.DRAFT
    published_at: Any = None


class TableImport:
    """One table. `told` hears how far it is, `refused` of each row that is not taken, and why."""

    def __init__(
        self,
        by: User,
        told: Callable[[Outcome], None] = lambda outcome: None,
        refused: Callable[[Line, str], None] = lambda line, why: None,
    ) -> None:
        self.by, self.told, self.refused = by, told, refused
        self.outcome = Outcome()
        self.headings: list[str] = []
        self.links: list[tuple[str, str, str]] = []

    @transaction.atomic
    def run(self, file: IO[bytes]) -> Outcome:
        """Take the rows over. Raises Unreadable."""
        table = max(tables_of(file), key=lambda one: len(list(islice(one.lines(), LOOKED_AT))))
        first = list(islice(table.lines(), LOOKED_AT))
        if not first:
            raise Unreadable(_("The file holds no rows."))
        at = heading_line(first)
        self.headings = first[at].cells
        self.keys = propose(self.headings)
        self.derived = recognise_derived(self.headings)
        self.reader = Reader(Places(self.by), Subjects(), thorough=False)
        lines = (line for line in table.lines() if line.number > first[at].number)
        for chunk in chunks(lines, CHUNK):
            self._take([row for line in chunk if (row := self._understood(line))])
            self.told(self.outcome)
        self._link()
        return self.outcome

    # ---- One row

    def _understood(self, line: Line) -> Row | None:
        self.outcome.rows += 1
        given = {key: line.cell(place) for place, key in enumerate(self.keys) if key and line.cell(place)}
        number = given.pop("registry_number", "")
        reading = self.reader.read(given)
        row = Row(line, reading, number)
        if number and not REGISTRY_NUMBER.fullmatch(number):
            error = ValidationError(NO_NUMBER, params={"text": number[:20]})
            reading.faults.append(Fault("registry_number", error))
        with reading.cell("record_state"):
            row.state, row.published_at = self._state(line, number)
        for place, mark in line.marks.items():
            if place < len(self.keys) and self.keys[place]:
                reading.faults.append(Fault(self.keys[place], ValidationError(REMARKS[mark])))
        for question in reading.questions:
            possible = ", ".join(city.slug for city in question.possible) or "—"
            params = {"name": question.named.name[:60], "possible": possible}
            reading.faults.append(Fault("parties", ValidationError(NOT_CLEAR, params=params)))
        if reading.faults:
            self._refuse(line, "; ".join(self._where(line, fault) for fault in reading.faults))
            return None
        return row

    def _state(self, line: Line, number: str) -> tuple[str, Any]:
        """The state that the table tells; one with a number has been published."""
        told = {key: line.cell(place) for key, place in self.derived.items()}
        state = choice_in(RecordState, told["record_state"]) if told.get("record_state") else ""
        if number and state not in NUMBERED_STATES:
            state = RecordState.PUBLISHED
        if not number or state not in NUMBERED_STATES:
            return RecordState.DRAFT, None
        try:
            at = parse_datetime(told.get("published_at", ""))
        except ValueError:
            at = None
        return RecordState.PUBLISHED, at or timezone.now()

    def _where(self, line: Line, fault: Fault) -> str:
        place = self.keys.index(fault.column) if fault.column in self.keys else None
        where = f"{letter(place)}{line.number}: " if place is not None else ""
        return where + " ".join(map(str, fault.error.messages))

    def _refuse(self, line: Line, why: str) -> None:
        self.outcome.refused += 1
        self.refused(line, why)

    # ---- Many rows

    def _take(self, rows: list[Row]) -> None:
        numbers = {row.number for row in rows if row.number}
        held = set(
            Agreement.objects.filter(registry_number__in=numbers).values_list("registry_number", flat=True)
        )
        fresh = [row for row in rows if not row.number or row.number not in held]
        self.outcome.known += len(rows) - len(fresh)
        self._add_cities(fresh)
        self._enter(fresh)

    def _add_cities(self, rows: list[Row]) -> None:
        """The cities that these rows name and the register lacks."""
        named = {id(city): city for row in rows for city in row.reading.cities if isinstance(city, City)}
        made = [city for city in named.values() if city.pk is None]
        add_cities(made)
        self.outcome.cities += len(made)

    def _enter(self, rows: list[Row]) -> None:
        """Enter rows together; where the register refuses them so, by halves, to find the one it refuses."""
        if not rows:
            return
        try:
            with transaction.atomic():
                enter_chunk([self._record(row) for row in rows])
        except (ValidationError, IntegrityError, DataError) as refusal:
            if len(rows) == 1:
                texts = getattr(refusal, "messages", None)
                self._refuse(rows[0].line, " ".join(texts) if texts else constraint_in_words(str(refusal)))
                return
            middle = len(rows) // 2
            for half in (rows[:middle], rows[middle:]):
                self._enter([self._again(row) for row in half])
            return
        self.outcome.taken += len(rows)
        count_all(row.number for row in rows)
        for row in rows:
            self.links += [(row.number, predicate, other) for predicate, other in row.reading.links]

    def _again(self, row: Row) -> Row:
        """The same row read once more, as nothing of it was saved."""
        row.reading = self.reader.read(row.reading.given)
        return row

    def _record(self, row: Row) -> NewRecord:
        record = row.reading.record
        agreement = record.agreement
        agreement.created_by, agreement.record_state = self.by, row.state
        if row.state != RecordState.DRAFT:
            agreement.registry_number, agreement.published_at = row.number, row.published_at
        return record

    # ---- At the end

    def _link(self) -> None:
        """The links between agreements, now that both ends are there."""
        for chunk in chunks(self.links, CHUNK):
            numbers = {number for one, _predicate, other in chunk for number in (one, other)}
            ids = dict(
                Agreement.objects.filter(registry_number__in=numbers).values_list("registry_number", "pk")
            )
            for one, predicate, other in chunk:
                if one in ids and other in ids:
                    link = AgreementLink(subject_id=ids[one], predicate=predicate, object_id=ids[other])
                    if not AgreementLink.objects.filter(
                        subject=ids[one], predicate=predicate, object=ids[other]
                    ).exists():
                        linked(link)
            bring_up_to_date(ids.values())
