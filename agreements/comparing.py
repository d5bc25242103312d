"""What changed between two states of a record, in words: field by field, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from agreements.languages import language_name
from agreements.models import Agreement, City, CooperationDomain, Document, Event, Party
from agreements.models.bilingual import readers_language
from agreements.writing import in_a_row

Content = dict[str, Any]

ROWS = {
    "parties": "Party",
    "signatories": "Signatory",
    "approvals": "Approval",
    "statements": "Statement",
    "coverages": "DomainCoverage",
    "sources": "Source",
    "documents": "Document",
    "events": "Event",
    "links": "AgreementLink",
    "aliases": "CityAlias",
    "memberships": "Membership",
}
# Rows that only two columns together tell from others.
TOLD_BY_TWO = {"AgreementLink": ("predicate", "object_id"), "Membership": ("role", "city_id")}
# Columns that name another record, and lists of such.
NAMED: dict[str, type[Any]] = {
    "city_id": City,
    "cities": City,
    "domain_id": CooperationDomain,
    "parent_id": CooperationDomain,
    "domains": CooperationDomain,
    "object_id": Agreement,
    "agreement_id": Agreement,
    "party_id": Party,
    "voids_id": Event,
    "replaces_id": Document,
}
# Columns that hold a language by its code, or several.
LANGUAGES = ("language", "authentic_languages")


@dataclass(frozen=True)
class Difference:
    """One field, before and after, each in words; empty where there was nothing."""

    where: str
    before: str
    after: str


class Comparison:
    """States of records in words: the names of cities and domains are read once for all of them."""

    def __init__(self, contents: list[Content | None]) -> None:
        ids: dict[type[Any], set[Any]] = {}
        for name, model in NAMED.items():
            found = ids.setdefault(model, set())
            found.update(pk for one in contents if one for pk in _found(one, name))
        self.names = {
            (model, row.pk): _named(row)
            for model, pks in ids.items()
            if pks
            for row in _with_its_name(model).filter(pk__in=pks)
        }

    def between(
        self, before: Content | None, after: Content | None, model: str = "Agreement"
    ) -> list[Difference]:
        return list(self._compare(before or {}, after or {}, model, ""))

    def _compare(self, before: Content, after: Content, model: str, where: str) -> Iterator[Difference]:
        for name in {**before, **after}:
            old, new = before.get(name), after.get(name)
            if old == new:
                continue
            if name in ROWS:
                yield from self._compare_rows(old or {}, new or {}, ROWS[name], where)
                continue
            label = _label(model, name)
            place = f"{where}: {label}" if where else label
            said = Difference(place, self._say(model, name, old), self._say(model, name, new))
            if said.before != said.after:
                yield said

    def _compare_rows(self, before: Content, after: Content, model: str, within: str) -> Iterator[Difference]:
        kind = str(apps.get_model("agreements", model)._meta.verbose_name)
        place = f"{within}: {kind}" if within else kind
        for pk in {**before, **after}:
            old, new = before.get(pk), after.get(pk)
            if old is None or new is None:
                named = self._name_of(old or new or {}, model)
                yield Difference(place, named if old else "", named if new else "")
            elif old != new:
                named = _("%(kind)s “%(name)s”") % {"kind": place, "name": self._name_of(new, model)}
                yield from self._compare(old, new, model, named)

    def _name_of(self, row: Content, model: str) -> str:
        """What tells a row from the others of its kind."""
        names = (
            *TOLD_BY_TWO.get(model, ()),
            "city_id",
            "domain_id",
            "name_ar",
            "name_en",
            "title_ar",
            "title_en",
            "text",
            "publisher",
            "original_name",
            "url",
            "kind",
        )
        said = [self._say(model, name, row[name]) for name in names if row.get(name)]
        return " ".join(said[: 2 if model in TOLD_BY_TWO else 1]) or "–"

    def _say(self, model: str, name: str, value: Any) -> str:
        """A value in the reader's words."""
        if value in (None, "", []):
            return ""
        if name in NAMED:
            pks = value if isinstance(value, list) else [value]
            return in_a_row(self.names.get((NAMED[name], pk), "–") for pk in pks)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if name in LANGUAGES:
            codes = value if isinstance(value, list) else [value]
            return in_a_row(language_name(code, readers_language()) for code in codes)
        if isinstance(value, list):
            return in_a_row(value)
        return str(dict(getattr(_field(model, name), "flatchoices", [])).get(value, value))


def _field(model: str, name: str) -> Any:
    try:
        return apps.get_model("agreements", model)._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return None


def _label(model: str, name: str) -> str:
    field = _field(model, name)
    return str(field.verbose_name) if field is not None else name


def _with_its_name(model: type[Any]) -> Any:
    return model.objects.select_related("city") if model is Party else model.objects.all()


def _named(row: Any) -> str:
    """A record as others name it; a draft of whomever by no more than its reference."""
    if isinstance(row, Agreement):
        return str(row) if row.is_numbered else row.reference
    return str(getattr(row, "name", row))


def _found(content: Any, column: str) -> Iterator[Any]:
    """Every value of a column, however deep it lies."""
    if isinstance(content, dict):
        for name, value in content.items():
            if name == column and value is not None:
                yield from value if isinstance(value, list) else [value]
            else:
                yield from _found(value, column)
