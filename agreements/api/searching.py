"""What an answer says of the search that it is the answer to."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from agreements.search.explain import Reason
from agreements.search.query import Finding
from agreements.search.reasons import reasons
from agreements.wording import LANGUAGES

SEARCH = {
    "type": "object",
    "description": "How the search was met, where there was one.",
    "properties": {
        "stage": {"type": "string", "enum": ["word", "begun", "near", "nothing", "too_short"]},
        "did_you_mean": {"type": ["string", "null"]},
        "fewer_words": {"type": "array", "items": {"type": "object"}},
        "matches": {"type": "array", "items": {"type": ["object", "null"]}},
    },
}


def told_of_search(found: Finding, rows: Iterable[Any]) -> dict[str, Any]:
    """`stage`: whether the words were met as typed (word), the last one by its beginning (begun), or by
    names like them (near); nothing, and too_short, say so. `did_you_mean`: the text in the spelling of the
    register. `fewer_words`: where nothing was found, the shorter texts that do find something, and how many
    records each. `matches`: for each result, in the same order, the passage that it was found by; null where
    the words stand in no single one."""
    records = list(rows)
    explained = reasons(records, found)
    return {
        "stage": found.stage,
        "did_you_mean": found.meant or None,
        "fewer_words": [
            {"q": fewer.text, "count": fewer.number, "count_is_minimum": fewer.is_more}
            for fewer in found.fewer
        ],
        "matches": [_match(explained.get(record.pk)) for record in records],
    }


def _match(reason: Reason | None) -> dict[str, Any] | None:
    """The heading of the passage, and a stretch of it in pieces; `match` says which are the words."""
    if reason is None:
        return None
    labels = {}
    for language in LANGUAGES:
        with override(language):
            labels[language] = str(reason.label)
    pieces = [{"text": piece.text, "match": piece.marked} for piece in reason.pieces]
    return {"passage": labels, "snippet": pieces}
