"""What the entry form would send: of what the register holds, of an unfinished entry, of an empty row. Plain
values by field name, each with all its values."""

from collections.abc import Iterable
from typing import Any

from agreements.desk.rows import FORMS, CoverageRow, EntryPart, InstrumentForm
from agreements.models import Agreement, EntryDraft, HeldFile
from agreements.models.entry_draft import Typed

BLANK_PARTIES = 2


def typed_of(agreement: Agreement | None) -> Typed:
    """The fields of the form for what is stored; for a new agreement, empty rows to begin with."""
    if agreement is None:
        keys = [f"n{number}" for number in range(1, BLANK_PARTIES + 1)]
        typed = _values(InstrumentForm()) | new_row("source", "n1")
        for key in keys:
            typed |= new_row("party", key) | new_row("signatory", key, of=key)
        return typed | {"party": keys, "signatory": keys}
    typed = _values(InstrumentForm(instance=agreement))
    for party in agreement.parties.select_related("city").prefetch_related("signatories"):
        _add(typed, "party", party, city_name=party.city.picked_name, city=party.city_id)
        for signatory in party.signatories.all():
            _add(typed, "signatory", signatory, of=party.pk)
    for source in agreement.sources.all():
        _add(typed, "source", source)
    for event in agreement.events.all():
        _add(typed, "event", event, side=event.party_id or "")
    for coverage in agreement.coverages.select_related("domain"):
        code = coverage.domain.code
        typed.setdefault("domain", []).append(code)
        typed |= _values(CoverageRow(instance=coverage, prefix=f"domain-{code}"))
    return typed


def with_files(typed: Typed, files: Iterable[HeldFile]) -> Typed:
    """The form with these files too, as far as it does not name them yet."""
    listed = typed.get("file", [])
    for file in files:
        if str(file.pk) not in listed:
            row = new_row("file", str(file.pk))
            typed = {**typed, **row, "file": [*typed.get("file", []), *row["file"]]}
    return typed


def kept_in(draft: EntryDraft) -> Typed:
    """What was typed, with the files that came meanwhile."""
    return with_files(draft.typed, draft.files.all())


def new_row(kind: str, key: str, of: str = "") -> Typed:
    """The fields of an empty row, with what such rows say by themselves."""
    values = _values(FORMS[kind](prefix=f"{kind}-{key}")) | {kind: [key]}
    return values | ({f"{kind}-{key}-of": [of]} if of else {})


def _add(typed: Typed, kind: str, row: Any, **more: Any) -> None:
    typed.setdefault(kind, []).append(str(row.pk))
    prefix = f"{kind}-{row.pk}"
    typed |= _values(FORMS[kind](instance=row, prefix=prefix))
    typed |= {f"{prefix}-{name}": [str(value)] for name, value in more.items()}


def _values(form: EntryPart) -> Typed:
    """What the fields of an unbound form would send."""
    values = {}
    for name in form.fields:
        value = form[name].value()
        listed = value if isinstance(value, list | tuple) else [value]
        values[form.add_prefix(name)] = ["" if one is None else str(one) for one in listed]
    return values
