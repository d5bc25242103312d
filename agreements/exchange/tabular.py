"""Agreements as a table: one definition of its columns, for what is written and what is read back.

A row is made of what the API tells of an agreement. Without a language the table is for programs: headings
are the columns' keys, values of closed lists their codes. With one it is for people: headings and words in
Arabic or English. Either way the same columns stand in the same order; partial dates are ISO 8601 text.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from agreements.exchange import cells, tables

Record = dict[str, Any]
Word = Callable[[Any], str]
Value = Callable[[Record, Word], str]

BOM = tables.BOM
LANGUAGES = ("ar", "en")


@dataclass(frozen=True)
class Column:
    """A column: its key, its heading, and what it holds of a record.

    `fields` names the fields of each item where the cell holds a list. What is `derived` follows from the
    rest, or belongs to the register: who reads a table leaves it alone."""

    key: str
    heading: Promise | str
    value: Value
    fields: tuple[str, ...] = ()
    derived: bool = False

    @property
    def field(self) -> str:
        """The field of the record that it tells, or tells a part of."""
        stem = self.key.removesuffix("_ar").removesuffix("_en")
        return PART_OF.get(stem, stem)


PART_OF = {
    **dict.fromkeys(("signatories", "approvals"), "parties"),
    **dict.fromkeys(("status_since", "status_until", "status_reason"), "status"),
}


# ---- What a cell holds -----------------------------------------------------------------------


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _plain(name: str) -> Value:
    return lambda record, word: _text(record[name])


def _in(name: str, language: str) -> Value:
    return lambda record, word: _text(record[name][language])


def _coded(name: str) -> Value:
    return lambda record, word: word(record[name])


def _list(name: str, fields: dict[str, Value]) -> dict[str, Any]:
    """A cell with an item for each of the record's parts of this name."""

    def value(record: Record, word: Word) -> str:
        return cells.join([read(part, word) for read in fields.values()] for part in record[name])

    return {"value": value, "fields": tuple(fields)}


def _both(name: str) -> dict[str, Value]:
    return {f"{name}_{language}": _in(name, language) for language in LANGUAGES}


def _of_parties(name: str, fields: dict[str, Value]) -> dict[str, Any]:
    """A cell with an item for each part of each party, which begins with the party's city."""

    def value(record: Record, word: Word) -> str:
        return cells.join(
            [party["city"]["slug"], *(read(part, word) for read in fields.values())]
            for party in record["parties"]
            for part in party[name]
        )

    return {"value": value, "fields": ("city", *fields)}


def _city(party: Record, word: Word) -> str:
    return str(party["city"]["slug"])


def _country(party: Record, word: Word) -> str:
    return str(party["city"]["country"]["code"])


def _city_name(language: str) -> Value:
    return lambda party, word: _text(party["city"]["name"][language])


def _events(record: Record, word: Word) -> str:
    """What an event refers to is told by its place in the list: the first event, the first source."""
    place = {event["id"]: str(number) for number, event in enumerate(record["events"], start=1)}
    source = {each["id"]: str(number) for number, each in enumerate(record["sources"], start=1)}
    return cells.join(
        [
            *(read(event, word) for read in EVENT_FIELDS.values()),
            source.get(event["source"], ""),
            place.get(event["voids"], ""),
        ]
        for event in record["events"]
    )


def _joined(name: str) -> Value:
    return lambda record, word: " ".join(record[name])


def _slugs(activity: Record, word: Word) -> str:
    return " ".join(city["slug"] for city in activity["cities"])


def _of_status(name: str) -> Value:
    return lambda record, word: _text((record["status"] or {}).get(name))


def _reason(language: str) -> Value:
    return lambda record, word: _text(record["status"] and record["status"]["reason"][language])


def _link(link: Record, word: Word) -> str:
    return _text(link["agreement"]["registry_number"])


def _direction(link: Record, word: Word) -> str:
    return "inverse" if link["inverse"] else ""


EVENT_FIELDS: dict[str, Value] = {
    "kind": _coded("kind"),
    "city": _plain("party"),
    "date": _plain("date"),
    "effective_from": _plain("effective_from"),
    "effective_to": _plain("effective_to"),
    "decision_reference": _plain("decision_reference"),
    **_both("note"),
}

# ---- The columns -----------------------------------------------------------------------------

COLUMNS = (
    # The record
    Column("registry_number", _("registry number"), _plain("registry_number"), derived=True),
    Column("merged_numbers", _("numbers merged into it"), _joined("merged_numbers"), derived=True),
    Column("record_state", _("record state"), _coded("record_state"), derived=True),
    Column("kind", _("kind"), _coded("kind")),
    Column("designation_ar", _("own designation in Arabic"), _in("designation", "ar")),
    Column("designation_en", _("own designation in English"), _in("designation", "en")),
    Column("title_ar", _("title in Arabic"), _in("title", "ar")),
    Column("title_en", _("title in English"), _in("title", "en")),
    Column("summary_ar", _("summary in Arabic"), _in("summary", "ar")),
    Column("summary_en", _("summary in English"), _in("summary", "en")),
    Column("authentic_languages", _("authentic languages"), _joined("authentic_languages")),
    # The sides
    Column(
        "parties",
        _("parties"),
        **_list(
            "parties",
            {
                "city": _city,
                "city_ar": _city_name("ar"),
                "city_en": _city_name("en"),
                "role": _coded("role"),
                "name_ar": _in("written_name", "ar"),
                "name_en": _in("written_name", "en"),
                "country": _country,
            },
        ),
    ),
    Column(
        "signatories",
        _("signatories"),
        **_of_parties(
            "signatories",
            {
                **_both("name"),
                **_both("office"),
                "role": _coded("role"),
                "signed_on": _plain("signed_on"),
            },
        ),
    ),
    Column(
        "approvals",
        _("approvals"),
        **_of_parties(
            "approvals",
            {
                "level": _coded("level"),
                **_both("body"),
                "decision_number": _plain("decision_number"),
                "decided_on": _plain("decided_on"),
                "outcome": _coded("outcome"),
            },
        ),
    ),
    # Signature, effect, term
    Column("signed_on", _("signed on"), _plain("signed_on")),
    Column("signed_on_as_written", _("date as written"), _plain("signed_on_as_written")),
    Column("place_ar", _("place of signing in Arabic"), _in("place", "ar")),
    Column("place_en", _("place of signing in English"), _in("place", "en")),
    Column("effect_rule", _("takes effect"), _coded("effect_rule")),
    Column("in_force_on", _("date of effect"), _plain("in_force_on")),
    Column("term", _("term"), _coded("term")),
    Column("duration_months", _("duration in months"), _plain("duration_months")),
    Column("expires_on", _("expires on"), _plain("expires_on")),
    Column("renewal", _("renewal"), _coded("renewal")),
    Column("renewal_months", _("renewed each time for (months)"), _plain("renewal_months")),
    Column("notice_months", _("notice period in months"), _plain("notice_months")),
    # What it covers, and what became of it
    Column(
        "domains",
        _("domains covered"),
        **_list(
            "domains",
            {
                "code": _plain("code"),
                **_both("name"),
                "basis": _coded("basis"),
                "article": _plain("article"),
                **_both("quote"),
            },
        ),
    ),
    Column("events", _("events"), _events, fields=(*EVENT_FIELDS, "source", "voids")),
    Column(
        "activities",
        _("activities"),
        **_list(
            "activities",
            {
                "kind": _coded("kind"),
                "state": _coded("state"),
                **_both("title"),
                "starts_on": _plain("starts_on"),
                "ends_on": _plain("ends_on"),
                **_both("place"),
                "cities": _slugs,
                "domains": _joined("domains"),
                **_both("outcome"),
                "budget": _plain("budget"),
                "currency": _plain("currency"),
            },
        ),
    ),
    Column(
        "links",
        _("links between agreements"),
        **_list("links", {"predicate": _coded("predicate"), "direction": _direction, "agreement": _link}),
    ),
    Column(
        "sources",
        _("sources"),
        **_list(
            "sources",
            {
                "kind": _coded("kind"),
                **_both("title"),
                "publisher": _plain("publisher"),
                "url": _plain("url"),
                "locator": _plain("locator"),
                "date": _plain("date"),
                "quote": _plain("quote"),
            },
        ),
    ),
    # What follows
    Column("status", _("legal status"), _coded("status"), derived=True),
    Column("status_since", _("since"), _of_status("since"), derived=True),
    Column("status_until", _("until"), _of_status("until"), derived=True),
    Column("status_reason_ar", _("reason in Arabic"), _reason("ar"), derived=True),
    Column("status_reason_en", _("reason in English"), _reason("en"), derived=True),
    Column("confirmation", _("confirmation"), _coded("confirmation"), derived=True),
    Column("evidence_level", _("evidence level"), _coded("evidence_level"), derived=True),
    Column(
        "documents",
        _("documents"),
        derived=True,
        **_list(
            "documents",
            {"kind": _coded("kind"), **_both("title"), "language": _plain("language"), "url": _plain("url")},
        ),
    ),
    Column("published_at", _("published at"), _plain("published_at"), derived=True),
    Column("updated_at", _("changed at"), _plain("updated_at"), derived=True),
    Column("url", _("address"), _plain("url"), derived=True),
)


# The fields of a record that have columns, in the order of these.
FIELDS = tuple(dict.fromkeys(column.field for column in COLUMNS))
Fields = tuple[str, ...] | None


@lru_cache(maxsize=100)
def _columns(fields: Fields) -> tuple[Column, ...]:
    return tuple(column for column in COLUMNS if fields is None or column.field in fields)


@lru_cache(maxsize=100)
def headings(language: str | None, fields: Fields = None) -> list[str]:
    """The first row: keys without a language, else words in it; `fields` are those of the record that are
    wanted, all of them unless said."""
    if language is None:
        return [column.key for column in _columns(fields)]
    with override(language):
        return [str(column.heading) for column in _columns(fields)]


def row(record: Record, language: str | None, fields: Fields = None) -> list[str]:
    """The cells of one agreement."""

    def word(value: Any) -> str:
        if value is None:
            return ""
        return str(value["code"] if language is None else value["name"][language])

    return [column.value(record, word) for column in _columns(fields)]


# ---- Files -----------------------------------------------------------------------------------


def csv_lines(records: Iterable[Record], language: str | None, fields: Fields = None) -> Iterator[str]:
    """The table as CSV, line after line."""
    return tables.csv_lines(headings(language, fields), (row(record, language, fields) for record in records))


def write_xlsx(
    records: Iterable[Record], language: str | None, file: BinaryIO, fields: Fields = None
) -> None:
    """The table as a workbook; memory does not grow with the rows."""
    rows = (row(record, language, fields) for record in records)
    tables.write_xlsx(headings(language, fields), rows, language, file)
