"""What was understood of a row of a sheet, and what is wrong in which of its cells."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from agreements.exchange.composing import NewRecord
from agreements.exchange.sheets.places import Question
from agreements.models import City


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
