"""An export of the whole register, read back line by line: cities and domains that are there stay as they
are, agreements whose number is there are left alone, all else is entered as it was told.

All of it is one transaction: an import that is broken off leaves nothing behind. Memory does not grow with
the agreements: what is held is a chunk of them, and the ids of cities.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from agreements.exchange.bulk import CHUNK, add_cities, chunks, set_moments, write_activities
from agreements.exchange.whole import depositing, reference
from agreements.exchange.whole.entering import Agreements, count_on
from agreements.exchange.whole.lines import Line, Outcome, beginning_of
from agreements.exchange.whole.restoring import activity_of
from agreements.exchange.whole.rows import NotTaken, Told, in_words
from agreements.models import AgreementLink, City, CooperationDomain, User, WordForm
from agreements.models.derivation import bring_up_to_date


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
        self.agreements = Agreements(
            by, self.outcome, self.cities, self.domains, lambda: told(self.outcome), self._refuse
        )
        self.documents: tuple[str, list[int]] = ("", [])

    @transaction.atomic
    def run(self, lines: Iterable[bytes]) -> Outcome:
        """Take the lines over. Raises NotAnExport for what is no export."""
        for kind, same in groupby(self._read(lines), key=lambda line: line.kind):
            if kind == "agreement":
                self.agreements.take(same)
                continue
            take = getattr(self, f"_take_{kind}", None) if kind in TYPES else None
            for chunk in chunks(same, 50 if kind == "document" else CHUNK):
                if take:
                    take(chunk)
                else:
                    for line in chunk:
                        self._refuse(line, f"“{kind[:40]}” is no type of line.")
                self.told(self.outcome)
        self.agreements.merge()
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
            if not line.told:
                self._refuse(line, "The line is no JSON object.")
            elif line.holds_zero_byte:
                self._refuse(line, "There is a zero byte in the line.")
            else:
                yield line

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
                self._refuse(chunk[0], in_words(refusal))
            else:
                middle = len(chunk) // 2
                self._each(chunk[:middle], take)
                self._each(chunk[middle:], take)
        else:
            self.outcome.taken[chunk[0].kind] += len(chunk)

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
        for line in self.outcome.without_known(chunk, lambda told: told.get("code") in self.domains):
            self._each([line], self._write_domain)

    def _write_domain(self, lines: list[Line]) -> None:
        domain = reference.domain_of(lines[0].told, self.domains)
        domain.full_clean()
        domain.save()
        self.domains[domain.code] = domain

    def _take_word_form(self, chunk: list[Line]) -> None:
        held = set(WordForm.objects.values_list("form", "word"))
        fresh = self.outcome.without_known(chunk, lambda told: (told.get("form"), told.get("word")) in held)
        for line in fresh:
            self._each([line], lambda lines: reference.saved(reference.word_form_of(lines[0].told)))

    def _take_city(self, chunk: list[Line]) -> None:
        fresh = self.outcome.without_known(chunk, lambda told: told.get("slug") in self.cities)
        if fresh:
            self._each(fresh, self._write_cities)

    def _write_cities(self, lines: list[Line]) -> None:
        made = [reference.city_of(line.told, self.by) for line in lines]
        add_cities([city.city for city in made], [alias for city in made for alias in city.aliases])
        set_moments([(city.city, city.moments) for city in made if city.moments])
        for city in made:
            city.keep_emblem()
        self.cities.update({city.city.slug: city.city.pk for city in made})

    # ---- What refers to agreements

    def _take_link(self, chunk: list[Line]) -> None:
        ids = self.agreements.ids_of(line.told.get(end) for line in chunk for end in ("subject", "object"))
        ends = ("subject", "predicate", "object")
        held = set(AgreementLink.objects.filter(subject__in=ids.values()).values_list(*ends))

        def is_known(told: Told) -> bool:
            return (ids.get(told.get("subject")), told.get("predicate"), ids.get(told.get("object"))) in held

        fresh = self.outcome.without_known(chunk, is_known)
        for line in fresh:
            self._each([line], lambda lines: reference.linked(reference.link_of(lines[0].told, ids)))
        if fresh:
            bring_up_to_date(ids.values())

    def _take_activity(self, chunk: list[Line]) -> None:
        self._each(chunk, self._write_activities)

    def _write_activities(self, lines: list[Line]) -> None:
        made = [activity_of(dict(line.told), self.cities, self.domains) for line in lines]
        write_activities([each for each, _moments in made])
        set_moments([(each.activity, moments) for each, moments in made if moments])

    def _take_document(self, chunk: list[Line]) -> None:
        ids = self.agreements.ids_of(line.told.get("agreement") for line in chunk)
        for line in chunk:
            key = str(line.told.get("agreement"))
            if self.documents[0] != key:
                self.documents = (key, [])
            if pk := depositing.document_like(line.told, ids.get(key)):
                self.outcome.known["document"] += 1
                self.documents[1].append(pk)
                continue
            self._each([line], lambda lines: self._write_document(lines[0], ids))

    def _write_document(self, line: Line, ids: dict[Any, int]) -> None:
        earlier = self.documents[1]
        document = depositing.deposit(line.told, ids.get(str(line.told.get("agreement"))), earlier)
        earlier.append(document.pk)


TYPES = frozenset({"year", "domain", "word_form", "city", "agreement", "link", "activity", "document"})
