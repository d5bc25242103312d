"""An import taken back, a piece at a time, as long as nobody has changed what it wrote."""

from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import rules
from agreements.acts import acting
from agreements.enumerations import ImportStep, RecordState, RowOutcome
from agreements.exchange.bulk import chunks
from agreements.exchange.sheets import comparison
from agreements.exchange.sheets.marks import fingerprints
from agreements.models import (
    Activity,
    City,
    CorrectionSuggestion,
    Membership,
    Party,
    SheetImport,
    SheetRow,
    User,
)

# Rows of one transaction.
PIECE = 400
UNDONE_BECAUSE = "The import of the spreadsheet {name} was undone. أُلغي استيراد الجدول {name}."

# What a city that came with an import may have come to be needed for.
NAMING_A_CITY: tuple[Any, ...] = (
    Party.objects,
    cast(Any, Activity.cities.through).objects,
    Membership.objects,
    CorrectionSuggestion.objects,
)


def why_not_undone(sheet: SheetImport, most: int = 20) -> list[str]:
    """What stands against undoing an import, in words; nothing where it can be undone."""
    if sheet.step not in (ImportStep.DONE, ImportStep.UNDOING):
        return [_("Nothing of this import is in the register.")]
    problems: list[str] = []
    written = sheet.rows.filter(written=True).order_by("number")
    for rows in chunks(written.iterator(PIECE), PIECE):
        marks = fingerprints(row.agreement_id for row in rows)
        for row in rows:
            if row.agreement_id is None:
                problems.append(_("Row %(row)s: the record was discarded since.") % {"row": row.number})
            elif marks.get(row.agreement_id) != row.mark:
                problems.append(_("Row %(row)s: the record was changed since.") % {"row": row.number})
            elif row.outcome == RowOutcome.CHANGED and (reason := comparison.why_it_stays(row)):
                problems.append(_("Row %(row)s: %(reason)s") % {"row": row.number, "reason": reason})
            if len(problems) >= most:
                return problems
    if sheet.publishes and not rules.may_publish_import(sheet.by):
        problems.append(rules.may_publish_import(sheet.by).reason)
    return problems


@transaction.atomic
def undo(pk: int) -> SheetImport:
    """Take the next rows back; whoever asks has seen that nothing stands against it."""
    sheet = SheetImport.objects.held(pk)
    if sheet.step != ImportStep.UNDOING:
        return sheet
    rows = list(sheet.rows.filter(written=True).select_related("agreement").order_by("-number")[:PIECE])
    reason = UNDONE_BECAUSE.format(name=sheet.file_name)
    with acting(sheet.by, reason):
        for row in rows:
            _take_back(row, sheet.by, reason)
    if len(rows) < PIECE:
        _remove_cities(sheet)
        sheet.finish(ImportStep.UNDONE)
    return sheet


def _take_back(row: SheetRow, by: User, reason: str) -> None:
    agreement = row.agreement
    if agreement is not None:
        if row.outcome == RowOutcome.CHANGED:
            comparison.take_back(row, agreement)
        elif agreement.record_state == RecordState.PUBLISHED:
            agreement.withdraw(by, reason)
        else:
            agreement.delete()
            row.agreement = None
    row.written = False
    row.save(update_fields=["written", "agreement"])


def _remove_cities(sheet: SheetImport) -> None:
    """The cities that came with the import and are named nowhere else."""
    for city in City.objects.filter(pk__in=sheet.cities_made):
        if not any(rows.filter(city=city).exists() for rows in NAMING_A_CITY):
            city.delete()
