"""A record as its reviewer reads it: field after field, in the order of the form and with its words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.desk.entering import Entry
from agreements.desk.rows import FORMS
from agreements.desk.typed import typed_of
from agreements.models import Agreement, User
from agreements.partial_date_fields import PartialDateFormField
from agreements.writing import in_a_row, in_words


@dataclass
class ReviewedField:
    """`name`: as the entry form calls it; `said`: what stands there, in words."""

    name: str
    label: str
    said: str
    remark: str = ""


def reviewed_fields(agreement: Agreement) -> list[ReviewedField]:
    """Everything on the entry form that is filled in, and the instrument's own fields in any case."""
    entry = Entry(User(), agreement, typed_of(agreement))
    found = [
        _reviewed(entry.instrument, name, str(field.label)) for name, field in entry.instrument.fields.items()
    ]
    for number, row in enumerate(entry.parties, start=1):
        found += _of_row(row, _("Party %(number)s") % {"number": number})
        for signatory in row.rows:
            found += _of_row(signatory, _("Signatory of party %(number)s") % {"number": number})
    for rows, label in ((entry.sources, _("Source")), (entry.events, _("Event"))):
        for row in rows:
            found += _of_row(row, label)
    said = in_a_row(
        node["domain"] for top in entry.domains for node in (top, *top["parts"]) if node["chosen"]
    )
    return [*found, ReviewedField("domain", _("Cooperation domains"), said)]


def _of_row(row: Any, label: str) -> list[ReviewedField]:
    names = [name for name in FORMS[row.kind].base_fields if name not in ("of", "city", "add_city")]
    fields = [_reviewed(row.form, name, f"{label}: {row.form.fields[name].label}") for name in names]
    return [field for field in fields if field.said]


def _reviewed(form: Any, name: str, label: str) -> ReviewedField:
    value = form[name].value()
    choices = dict(getattr(form.fields[name], "choices", []))
    values = value if isinstance(value, list) else [value]
    said = in_a_row(choices.get(one, one) for one in values if one not in (None, ""))
    if said and isinstance(form.fields[name], PartialDateFormField):
        said = in_words(form.fields[name].to_python(said))
    return ReviewedField(form.add_prefix(name), label, said)
