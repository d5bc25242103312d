"""The agreements of an export on their way into the register, a chunk at a time: what is there already is
left alone, what the register refuses is told line by line."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from agreements.exchange.beside import worked_out
from agreements.exchange.bulk import chunks, store
from agreements.exchange.whole.lines import Line, Outcome
from agreements.exchange.whole.restoring import drafts_like, likeness
from agreements.exchange.whole.rows import Told, in_words
from agreements.exchange.whole.understanding import Piece, Understood, likenesses, piece_of, understood
from agreements.models import Agreement, CooperationDomain, RegistryYear, User
from agreements.models.inserting import Ids

# From so many agreements on, starting a second process takes less time than it saves.
WORTH_A_PROCESS = 3_000


class Agreements:
    """Those of one import, with the ids of what later lines refer to. `told` hears of each chunk, `refuse`
    of each line that is not taken and why."""

    def __init__(
        self,
        by: User,
        outcome: Outcome,
        cities: dict[str, int],
        domains: dict[str, CooperationDomain],
        told: Callable[[], None],
        refuse: Callable[[Line, str], None],
    ) -> None:
        self.by, self.outcome, self.cities, self.domains = by, outcome, cities, domains
        self.told, self.refuse = told, refuse
        self.ids = Ids()
        self.not_yet: deque[set[str]] = deque()
        self.drafts: dict[str, int] = {}
        self.merged: dict[str, str] = {}

    def take(self, lines: Iterable[Line]) -> None:
        """Understand the lines piece by piece, beside this process where there are many, and enter them."""
        self.ids = Ids()
        self.not_yet.clear()
        for chunk, outcome in worked_out(
            understood, self._pieces(lines), beside=self.outcome.expected >= WORTH_A_PROCESS
        ):
            self.not_yet.popleft()
            if outcome.taken or outcome.refused:
                self._enter(chunk, outcome)
            else:
                self._enter_at_once(self._unknown(chunk))
            self.told()

    def _pieces(self, lines: Iterable[Line]) -> Iterator[tuple[list[Line], Piece]]:
        """What the register does not have yet. A chunk that tells again what one says that is not entered yet
        waits for that: its piece is empty."""
        for chunk in chunks(lines):
            same = likenesses(line.told for line in chunk)
            again = any(same & others for others in self.not_yet)
            self.not_yet.append(same)
            fresh = [] if again else self._unknown(chunk)
            yield chunk if again else fresh, self._piece(fresh)

    def _piece(self, lines: list[Line]) -> Piece:
        told = [(line.raw, line.told) for line in lines]
        return piece_of(told, self.cities, self.domains, self.ids, self.by)

    def _unknown(self, chunk: list[Line]) -> list[Line]:
        """Those that the register does not have; the others are counted."""
        numbers = [line.told.get("registry_number") for line in chunk]
        held = set(
            Agreement.objects.filter(registry_number__in=numbers).values_list("registry_number", flat=True)
        )
        drafts = drafts_like([line.told for line in chunk])

        def is_known(told: Told) -> bool:
            if told.get("registry_number"):
                return told["registry_number"] in held
            pk = drafts.get(likeness(told))
            if pk is not None:
                self.drafts[str(told.get("key"))] = pk
            return pk is not None

        return self.outcome.without_known(chunk, is_known)

    def _enter_at_once(self, lines: list[Line]) -> None:
        if lines:
            self._enter(lines, understood(self._piece(lines)))

    def _enter(self, lines: list[Line], outcome: Understood) -> None:
        """Enter what was understood; where the register refuses it, by halves, to tell which and why."""
        for place, why in outcome.refused:
            self.refuse(lines[place], why)
        if outcome.composed is None:
            return
        try:
            with transaction.atomic():
                store(outcome.composed)
        except (ValidationError, IntegrityError, DataError) as refusal:
            good = [lines[place] for place, _pk, _number in outcome.taken]
            if len(good) == 1:
                self.refuse(good[0], in_words(refusal))
                return
            middle = len(good) // 2
            self._enter_at_once(good[:middle])
            self._enter_at_once(good[middle:])
        else:
            self._note(lines, outcome)

    def _note(self, lines: list[Line], outcome: Understood) -> None:
        """What is referred to later of agreements that were entered."""
        self.outcome.taken["agreement"] += len(outcome.taken)
        count_all(number for _place, _pk, number in outcome.taken)
        for place, pk, number in outcome.taken:
            told = lines[place].told
            if not number:
                self.drafts[str(told.get("key"))] = pk
            if merged := told.get("merged_into"):
                self.merged[str(number)] = merged

    def ids_of(self, keys: Iterable[Any]) -> dict[Any, int]:
        """The ids of agreements by what the export calls them."""
        wanted = set(map(str, keys))
        numbered = Agreement.objects.filter(registry_number__in=wanted)
        found: dict[Any, int] = {key: self.drafts[key] for key in wanted & self.drafts.keys()}
        return found | {str(number): pk for number, pk in numbered.values_list("registry_number", "pk")}

    def merge(self) -> None:
        """Say which records were merged into which, now that all are there."""
        ids = self.ids_of([*self.merged, *self.merged.values()])
        for number, survivor in self.merged.items():
            if number in ids and survivor in ids:
                Agreement.objects.filter(pk=ids[number]).update(merged_into=ids[survivor])


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
