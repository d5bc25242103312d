"""What a row is beside what the register has: new, there already, or a change to a record, field by field."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from agreements import rules
from agreements.enumerations import RowOutcome, Subject
from agreements.exchange.composing import NewRecord
from agreements.exchange.sheets.parts import OF_THE_SHEET
from agreements.exchange.sheets.places import Question
from agreements.exchange.sheets.row import Fault, Reading
from agreements.models import (
    Agreement,
    Approval,
    DomainCoverage,
    Event,
    Party,
    Revision,
    SheetImport,
    SheetRow,
    Signatory,
    Source,
)
from agreements.models.content import columns_of
from agreements.wording import in_both

NO_RECORD = _("There is no record with this number, or it is not open to you.")
OTHER_PARTIES = _("The parties of a record that is there are changed in its form, not by a sheet.")
STAYS = _("what was published stays: it can be voided or corrected, not removed.")
TWICE = _("Row %(row)s says the same.")

# The columns of a row in which it is said what the row is.
FOUND = ("outcome", "says", "faults", "before", "after", "alike", "version", "agreement")

# What a row may add to a record that is there, by the relation that holds it.
ADDED: dict[type[Any], str] = {
    Signatory: "signatories",
    Approval: "approvals",
    Source: "sources",
    DomainCoverage: "coverages",
    Event: "events",
}


def cities_of(record: NewRecord) -> list[int]:
    return [part.city.pk for part in record.of(Party) if part.city.pk]


class Together:
    """Rows that are judged together, so that the register is asked about all of them at once."""

    def __init__(self, sheet: SheetImport, judged: list[tuple[SheetRow, Reading]]) -> None:
        self.sheet = sheet
        self.by_number = self._named([reading.number for _row, reading in judged if reading.number])
        self.agreements = self._agreements_of([reading for _row, reading in judged])
        self.seen: dict[str, int] = {}

    def _named(self, references: list[str]) -> dict[str, Agreement]:
        readable = Agreement.objects.visible_to(self.sheet.by)
        return {str(each.registry_number): each for each in readable.filter(registry_number__in=references)}

    @staticmethod
    def _agreements_of(readings: list[Reading]) -> dict[int, set[int]]:
        """The agreements to which each city of these rows is party."""
        cities = {pk for reading in readings for pk in cities_of(reading.record)}
        found: dict[int, set[int]] = defaultdict(set)
        for city, agreement in Party.objects.filter(city__in=cities).values_list("city", "agreement"):
            found[city].add(agreement)
        return found

    # ---- One row

    def judge(self, row: SheetRow, reading: Reading) -> None:
        """Say in the row what it is."""
        row.says = summary(reading)
        row.before, row.after, row.version, row.agreement = {}, {}, 0, None
        row.outcome = str(self._outcome(row, reading))
        row.faults = [{"column": fault.column, **in_both(fault.error)} for fault in reading.faults]
        if reading.questions:
            row.says["asked"] = [question.named.key for question in reading.questions]

    def _outcome(self, row: SheetRow, reading: Reading) -> RowOutcome:
        if reading.number:
            return self._beside_its_record(row, reading)
        if not reading.faults and not reading.questions:
            self._hold_against_rules(reading)
        if reading.faults:
            return RowOutcome.REFUSED
        if reading.questions:
            return RowOutcome.ASKED
        return self._is_new(row, reading)

    def _hold_against_rules(self, reading: Reading) -> None:
        by, record = self.sheet.by, reading.record
        # A city that is not there yet is nobody's.
        cities = [*cities_of(record), 0]
        if not rules.may_enter_for(by, cities):
            reading.faults.append(Fault("city_1", said(lambda: rules.may_enter_for(by, cities))))
        if self.sheet.publishes:
            parties, proved = len(record.of(Party)), bool(record.of(Source))
            for column, text in record.agreement.lacking(parties=parties, proved=proved).items():
                reading.faults.append(Fault(column, ValidationError(text)))

    def _is_new(self, row: SheetRow, reading: Reading) -> RowOutcome:
        record, cities = reading.record, cities_of(reading.record)
        row.alike = likeness(record)
        if (earlier := self._same_in_file(row)) is not None:
            reading.faults.append(Fault("", ValidationError(TWICE, params={"row": earlier})))
            return RowOutcome.DUPLICATE
        if len(cities) < len(record.of(Party)) or not self._share(cities):
            return RowOutcome.NEW
        alike = Agreement.objects.visible_to(self.sheet.by).likely_duplicates_of(record.agreement, cities)
        for other in alike.order_by("pk")[:5]:
            before, after, _added = differences(reading, other)
            if not after:
                row.agreement = other
                return RowOutcome.UNCHANGED
            if row.agreement is None:
                row.agreement, row.before, row.after = other, before, after
        return RowOutcome.DUPLICATE if row.agreement else RowOutcome.NEW

    def _share(self, cities: list[int]) -> bool:
        """Whether there is any agreement to which all of these are party."""
        return bool(set.intersection(*(self.agreements[city] for city in cities)))

    def _same_in_file(self, row: SheetRow) -> int | None:
        earlier = self.seen.setdefault(row.alike, row.number)
        if earlier != row.number:
            return earlier
        rows = self.sheet.rows.filter(alike=row.alike, number__lt=row.number)
        found: int | None = rows.values_list("number", flat=True).first()
        return found

    def _beside_its_record(self, row: SheetRow, reading: Reading) -> RowOutcome:
        agreement = self.by_number.get(reading.number)
        if agreement is None:
            reading.faults.append(Fault("registry_number", ValidationError(NO_RECORD)))
            return RowOutcome.REFUSED
        if not rules.may_edit(self.sheet.by, agreement):
            error = said(lambda: rules.may_edit(self.sheet.by, agreement))
            reading.faults.append(Fault("registry_number", error))
        named = set(cities_of(reading.record))
        if reading.cities and named != {party.city_id for party in agreement.parties.all()}:
            reading.faults.append(Fault("parties", ValidationError(OTHER_PARTIES)))
        row.agreement, row.version = agreement, agreement.version
        row.before, row.after, _added = differences(reading, agreement)
        if row.after and not reading.faults:
            self._hold_change(reading, agreement)
        if reading.faults:
            return RowOutcome.REFUSED
        return RowOutcome.CHANGED if row.after else RowOutcome.UNCHANGED

    def _hold_change(self, reading: Reading, agreement: Agreement) -> None:
        """Whether the record would still keep the rules; it is not saved."""
        changed = Agreement.objects.get(pk=agreement.pk)
        for name in reading.told:
            setattr(changed, name, getattr(reading.record.agreement, name))
        try:
            changed.full_clean()
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                reading.faults.append(Fault("" if name == "__all__" else name, ValidationError(errors)))


def said(answer: Callable[[], rules.Answer]) -> ValidationError:
    """The reason of a rule's answer, told in the language that it is read in."""
    return ValidationError(lazy(lambda: answer().reason, str)())


def likeness(record: NewRecord) -> str:
    """The same for rows that say the same: the cities, the day and the kind."""
    names = sorted(str(party.city.pk or party.city.slug) for party in record.of(Party))
    agreement = record.agreement
    return "|".join([*names, str(agreement.signed_on or ""), str(agreement.kind)])[:120]


def summary(reading: Reading) -> dict[str, Any]:
    """What the row says in short, for the preview."""
    agreement = reading.record.agreement
    parties = [
        {"name": one.named.name, "country": one.named.country, "asked": True}
        if isinstance(one, Question)
        else {
            "ar": one.name_ar,
            "en": one.name_en,
            "country": one.country.code,
            "slug": one.slug if one.pk else "",
            "new": one.pk is None,
        }
        for one in reading.cities
    ]
    return {
        "parties": parties,
        "title": {"ar": agreement.title_ar, "en": agreement.title_en},
        "kind": agreement.kind,
        "signed_on": str(agreement.signed_on or ""),
    }


# ---- Field by field ----------------------------------------------------------------------------


def differences(reading: Reading, agreement: Agreement) -> tuple[dict[str, Any], dict[str, Any], list[Any]]:
    """What the row would change in a record: the fields before and after, as `comparing` reads them, and the
    parts that it would add. What the row leaves empty stays; nothing is removed."""
    stored, told = columns_of(agreement), columns_of(reading.record.agreement)
    before = {name: stored[name] for name in sorted(reading.told) if told[name] != stored[name]}
    after: dict[str, Any] = {name: told[name] for name in before}
    added = list(new_parts(reading, agreement))
    for place, part in enumerate(added):
        after.setdefault(ADDED[type(part)], {})[str(place)] = told_of(part)
    before |= {name: {} for name in after if name in ADDED.values()}
    return before, after, added


def new_parts(reading: Reading, agreement: Agreement) -> Iterator[Any]:
    """The parts of the row that the record does not have yet."""
    has: dict[type[Any], set[Any]] = {kind: set() for kind in ADDED}
    for party in agreement.parties.prefetch_related("signatories", "approvals"):
        has[Signatory] |= {_identity(one) for one in party.signatories.all()}
        has[Approval] |= {_identity(one) for one in party.approvals.all()}
    has[Source] = {_identity(one) for one in agreement.sources.all()}
    has[DomainCoverage] = {_identity(one) for one in agreement.coverages.all()}
    has[Event] = {_identity(one) for one in agreement.events.all()}
    for part in reading.record.parts:
        kind = type(part)
        if kind is Source and part.locator == OF_THE_SHEET:
            continue
        if kind in ADDED and _identity(part) not in has[kind]:
            yield part


def _identity(part: Any) -> tuple[Any, ...]:
    """What makes two parts the same entry."""
    if isinstance(part, DomainCoverage):
        return (part.domain_id,)
    told = {name: value for name, value in columns_of(part).items() if not name.endswith("_id")}
    told.pop("order", None)
    party = getattr(part, "party", None)
    return (party.city_id if party else None, *(str(value or "") for value in told.values()))


def told_of(part: Any) -> dict[str, Any]:
    told = {name: value for name, value in columns_of(part).items() if value not in (None, "", [])}
    return told | ({"domain_id": part.domain_id} if isinstance(part, DomainCoverage) else {})


# ---- Changing, and taking back -----------------------------------------------------------------


def apply(row: SheetRow, reading: Reading, by: Any) -> None:
    """Change the record as the preview showed. Raises ValidationError where it is another by now."""
    if row.agreement is None:
        raise ValidationError(NO_RECORD)
    agreement = Agreement.objects.get(pk=row.agreement.pk)
    answer = rules.may_edit(by, agreement)
    if not answer:
        raise ValidationError(answer.reason)
    if Revision.objects.version(Subject.AGREEMENT, agreement.pk) != row.version:
        raise ValidationError(_("The record was changed since the sheet was checked."))
    added = list(new_parts(reading, agreement))
    sides = {party.city_id: party for party in agreement.parties.all()}
    with agreement.kept_current():
        for name in row.after:
            if name not in ADDED.values():
                setattr(agreement, name, getattr(reading.record.agreement, name))
        agreement.full_clean()
        agreement.save()
        made: dict[str, list[int]] = defaultdict(list)
        for part in added:
            if getattr(part, "party", None):
                part.party = sides[part.party.city_id]
            if hasattr(part, "agreement_id"):
                part.agreement = agreement
            part.full_clean()
            part.save()
            made[type(part).__name__].append(part.pk)
    row.made = dict(made)


KINDS = {kind.__name__: kind for kind in ADDED}


def why_it_stays(row: SheetRow) -> str:
    """Why what the row added cannot be removed again; empty where it can."""
    published = row.agreement is not None and row.agreement.is_numbered
    stays = any(KINDS[name].stays_once_published for name in row.made)
    return str(STAYS) if published and stays else ""


def take_back(row: SheetRow, agreement: Agreement) -> None:
    """Let the record say again what it said before."""
    with agreement.kept_current():
        for name, pks in row.made.items():
            for part in KINDS[name]._default_manager.filter(pk__in=pks):
                part.delete()
        for name, value in row.before.items():
            if name not in ADDED.values():
                setattr(agreement, name, value)
        agreement.save()
