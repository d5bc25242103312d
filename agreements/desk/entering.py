"""The whole entry form: the instrument with its parties, signatories, domains, sources and events.

What it holds travels as plain values by field name, each with all its values, whether it comes from a
request, from an unfinished entry or from the register. A row bears the id of what it stands for
(`party-17-city_name`), or `n1`, `n2`… while it is new, so that two people's changes can be told apart.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agreements import rules
from agreements.acts import acting
from agreements.desk.ids import ids_in
from agreements.desk.rows import (
    FORMS,
    CoverageRow,
    FileRow,
    InstrumentForm,
)
from agreements.desk.typed import new_row
from agreements.models import Agreement, CooperationDomain, HeldFile, User
from agreements.models.entry_draft import Typed

RELATIONS = {"party": "parties", "source": "sources", "event": "events"}
# What a blank row says by itself, by its kind.
PRESET = {
    "party": {"role", "add_country", "add_kind"},
    "signatory": {"of", "role"},
    "source": {"kind"},
    "event": {"side"},
    "file": set(FileRow.base_fields),
}
MOST_ROWS = 60
FILE_GONE = _("A file that you had sent is no longer kept: choose it again.")
CITY_TWICE = _("This city is already a party: no city stands twice in one agreement.")


@dataclass
class Row:
    """One row of the form: what it is called on the page, and the form of its fields."""

    kind: str
    key: str
    form: Any
    removed: bool = False
    rows: list["Row"] = field(default_factory=list)
    file: HeldFile | None = None

    @property
    def prefix(self) -> str:
        return f"{self.kind}-{self.key}"

    @property
    def is_new(self) -> bool:
        return not self.key.isdigit()

    @property
    def is_blank(self) -> bool:
        """A new row into which nobody wrote anything, nor into what hangs on it."""
        typed = any(
            value.strip()
            for name in self.form.fields
            if name not in PRESET[self.kind]
            for value in self.form.data.getlist(self.form.add_prefix(name))
        )
        return self.is_new and not typed and all(row.is_blank for row in self.rows)

    @property
    def shown_name(self) -> str:
        return str(self.form.data.get(self.form.add_prefix("city_name"), "")) or str(_("Not named yet"))


class Entry:
    """The form, filled with what was typed or with what the register holds."""

    def __init__(self, by: User, agreement: Agreement | None, typed: Typed) -> None:
        self.by = by
        self.agreement = agreement or Agreement()
        self.data = QueryDict(mutable=True)
        for name, values in typed.items():
            self.data.setlist(name, [str(value).replace("\x00", "") for value in values])
        self.checked = False
        self.problems: list[Any] = []
        self.instrument = _not_checked(InstrumentForm(self.data, instance=self.agreement))
        self.parties = self._rows("party")
        for party in self.parties:
            party.rows = [row for row in self._signatories if self.data.get(f"{row.prefix}-of") == party.key]
        self.sources = self._rows("source")
        self.events = self._rows("event")
        for event in self.events:
            event.form.offer_sides(self.parties)
        self.files = [row for row in self._rows("file") if row.key in self.held]

    # ---- Its rows

    @cached_property
    def held(self) -> dict[str, HeldFile]:
        """The files that this person sent and that wait for the record, by id."""
        keys = ids_in(self.data.getlist("file")[:MOST_ROWS])
        waiting = HeldFile.objects.waiting_of(self.by).filter(pk__in=keys) if keys else []
        return {str(file.pk): file for file in waiting}

    @cached_property
    def stored(self) -> dict[str, dict[str, Any]]:
        """The rows that the register holds, by kind and id."""
        if not self.agreement.pk:
            return {kind: {} for kind in FORMS}
        parties = list(self.agreement.parties.select_related("city").prefetch_related("signatories"))
        return {
            "party": {str(party.pk): party for party in parties},
            "signatory": {str(one.pk): one for party in parties for one in party.signatories.all()},
            "source": {str(source.pk): source for source in self.agreement.sources.all()},
            "event": {str(event.pk): event for event in self.agreement.events.all()},
        }

    def _rows(self, kind: str) -> list[Row]:
        """The rows of a kind in the order of the page; one that is gone from the register counts as new."""
        keys = [key for key in dict.fromkeys(self.data.getlist(kind)) if key.replace("n", "", 1).isdigit()]
        return [self._row(kind, key) for key in keys[:MOST_ROWS]]

    def _row(self, kind: str, key: str) -> Row:
        instance = self.stored.get(kind, {}).get(key)
        if instance is None and (kind in RELATIONS or kind == "file"):
            instance = FORMS[kind]._meta.model(agreement=self.agreement)
        form = _not_checked(FORMS[kind](self.data, prefix=f"{kind}-{key}", instance=instance))
        row = Row(kind, key, form, removed=f"{kind}-{key}-remove" in self.data)
        row.file = self.held.get(key) if kind == "file" else None
        return row

    @cached_property
    def _signatories(self) -> list[Row]:
        return self._rows("signatory")

    @property
    def rows(self) -> Iterator[Row]:
        """All rows, each party before its signatories."""
        for party in self.parties:
            yield party
            yield from party.rows
        yield from self.sources
        yield from self.events
        yield from self.files

    def blank(self, kind: str, key: str = "__row__") -> Row:
        """An empty row, as a pattern for more of them."""
        form = FORMS[kind](prefix=f"{kind}-{key}")
        if kind == "event":
            form.offer_sides(self.parties)  # type: ignore[attr-defined]
        return Row(kind, key, form)

    def add_row(self, kind: str, of: str = "") -> None:
        """One more row of a kind, for a page that has no script to add it."""
        taken = self.data.getlist(kind)
        key = next(f"n{number}" for number in range(1, 10_000) if f"n{number}" not in taken)
        for name, values in new_row(kind, key, of).items():
            self.data.setlist(name, [*self.data.getlist(name), *values])

    @property
    def typed(self) -> Typed:
        return {name: list(values) for name, values in self.data.lists()}

    # ---- Domains: a tick for each, with the words beside it

    @cached_property
    def domains(self) -> list[dict[str, Any]]:
        """The taxonomy as a tree; each domain with its tick and the words that name it."""
        chosen = set(self.data.getlist("domain"))
        tree: dict[int | None, list[dict[str, Any]]] = {}
        for domain in CooperationDomain.objects.all():
            tree.setdefault(domain.parent_id, []).append(
                {
                    "domain": domain,
                    "chosen": domain.code in chosen,
                    "form": _not_checked(CoverageRow(self.data, prefix=f"domain-{domain.code}")),
                }
            )
        for top in tree.get(None, []):
            top["parts"] = tree.get(top["domain"].pk, [])
            top["open"] = top["chosen"] or any(part["chosen"] for part in top["parts"])
        return tree.get(None, [])

    # ---- Checking

    def is_valid(self) -> bool:
        """Whether it can be saved. The faults stand at their fields afterwards."""
        self.checked = True
        self.problems = [FILE_GONE] if set(self.data.getlist("file")) - set(self.held) else []
        valid = _check(self.instrument)
        for row in self._to_keep():
            valid = self._row_is_valid(row) and valid
        return self._parties_are_right() and valid

    def _to_keep(self) -> Iterator[Row]:
        gone = {row.key for row in self.parties if row.removed}
        for row in self.rows:
            of_gone = row.kind == "signatory" and self.data.get(f"{row.prefix}-of") in gone
            if not (row.removed or row.is_blank or of_gone):
                yield row

    def _row_is_valid(self, row: Row) -> bool:
        if row.kind in ("signatory", "event"):
            row.form.instance.party = self._party_of(row)
        return _check(row.form)

    def _party_of(self, row: Row) -> Any:
        """The party that the row names, which may itself be new on the page."""
        named = self.data.get(f"{row.prefix}-{'of' if row.kind == 'signatory' else 'side'}")
        found = next((party for party in self.parties if party.key == named and not party.removed), None)
        return found and found.form.instance

    def _parties_are_right(self) -> bool:
        """No city twice, and one of one's own among them; a party of a published record stays."""
        seen: set[int] = set()
        right = True
        for row in self.parties:
            city = row.form.instance.city_id
            if row.removed:
                right = self._may_go(row) and right
            elif city and city in seen:
                row.form.add_error("city_name", CITY_TWICE)
                right = False
            elif city:
                seen.add(city)
        answer = rules.may_enter_for(self.by, seen)
        if not answer and not any(row.form.errors for row in self._to_keep() if row.kind == "party"):
            self.problems.append(answer.reason)
        return right and not self.problems

    def _may_go(self, row: Row) -> bool:
        if self.agreement.is_numbered and not row.is_new:
            row.form.add_error(None, _("A party of a published record withdraws by an event."))
            return False
        return True

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """Every fault as (id of its field, name of the field, what is wrong), for the list at the top."""
        for form in (self.instrument, *(row.form for row in self._to_keep())):
            for name, errors in form.errors.items():
                bound = form[name] if name in form.fields else None
                for error in errors:
                    yield (bound.id_for_label if bound else "", str(bound.label) if bound else "", error)

    # ---- Saving

    def save(self, reason: str = "") -> Agreement:
        """Write it all as one change. Raises ValidationError where a part refuses."""
        with acting(self.by, reason), transaction.atomic():
            agreement = self.agreement
            if agreement._state.adding:
                agreement.created_by = self.by
            agreement.save()
            with agreement.kept_current():
                self._save_parties()
                self._save_domains()
                for row in (*self.sources, *self.events, *self._signatories):
                    self._save_row(row)
                for row in self.parties:
                    if row.removed and not row.is_new:
                        row.form.instance.delete()
                self._deposit_files()
        return agreement

    def _save_parties(self) -> None:
        order = 0
        for row in self.parties:
            if row.removed or row.is_blank:
                continue
            order += 1
            party, city = row.form.instance, row.form.instance.city
            if city.pk is None:
                city.propose(self.by)
                city.save()
                party.city = city
            party.agreement, party.order = self.agreement, order
            party.save()

    def _save_row(self, row: Row) -> None:
        instance = row.form.instance
        if row.removed or row.is_blank:
            if not row.is_new and instance.pk:
                instance.delete()
            return
        if row.kind in ("signatory", "event"):
            instance.party = self._party_of(row)
            if row.kind == "signatory" and instance.party is None:
                return
        if row.kind != "signatory":
            instance.agreement = self.agreement
        instance.save()

    def _deposit_files(self) -> None:
        """The files that wait become documents of the record; a removed one is thrown away. Each once, also
        where the form is sent twice: who comes second does not find it waiting."""
        mine = HeldFile.objects.waiting_of(self.by)
        waiting = mine.select_for_update(of=["self"]).in_bulk(map(int, self.held))
        for row in self.files:
            file = waiting.get(int(row.key))
            if file is None:
                raise ValidationError(FILE_GONE)
            if row.removed:
                file.throw_away()
            else:
                row.form.instance.agreement = self.agreement
                row.form.instance.deposit_held(file)

    def _save_domains(self) -> None:
        stored = {
            coverage.domain.code: coverage for coverage in self.agreement.coverages.select_related("domain")
        }
        chosen = set(self.data.getlist("domain"))
        for node in _flat(self.domains):
            code, form = node["domain"].code, node["form"]
            if code not in chosen:
                if code in stored:
                    stored[code].delete()
                continue
            coverage = stored.get(code) or form._meta.model(agreement=self.agreement, domain=node["domain"])
            _check(form)
            for name, value in form.cleaned_data.items():
                setattr(coverage, name, value)
            coverage.save()


def _not_checked(form: Any) -> Any:
    """A form that shows what was typed and no faults, until it is asked for them."""
    form._errors = ErrorDict()
    return form


def _check(form: Any) -> bool:
    form._errors = None
    return bool(form.is_valid())


def _flat(nodes: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield node
        yield from _flat(node.get("parts", []))
