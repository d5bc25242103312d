"""The list of forms of words that every installation begins with; the registrar adds to it."""

import tomllib
from pathlib import Path

from django.db import transaction

from agreements.models import WordForm

FILE = Path(__file__).with_name("word_forms.toml")


@transaction.atomic
def load_word_forms() -> int:
    """Add the pairs of the file that are missing, and bring their keys up to date; what the registrar
    added stays. Returns how many pairs the file has."""
    pairs = tomllib.loads(FILE.read_text(encoding="utf-8"))["form"]
    rows = []
    for pair in pairs:
        row = WordForm(**pair)
        row.compute_keys()
        rows.append(row)
    WordForm.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["form", "word"],
        update_fields=["kind", "form_key", "word_key"],
    )
    return len(pairs)
