"""What changed between two states of a record, in words: field by field, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from agreements.models import City, CooperationDomain

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
    "aliases": "CityAlias",
}


@dataclass(frozen=True)
class Difference:
    """One field, before and after, each in words; empty where there was nothing."""

    where: str
    before: str
    after: str


class Comparison:
    """States of records in words: the names of cities and domains are read once for all of them."""

    def __init__(self, contents: list[Content | None]) -> None:
        known = [content for content in contents if content]
        self.cities = _named(City, {pk for one in known for pk in _found(one, "city_id")})
        self.domains = _named(CooperationDomain, {pk for one in known for pk in _found(one, "domain_id")})

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
                yield from self._compare_rows(old or {}, new or {}, ROWS[name])
                continue
            label = _label(model, name)
            place = f"{where}: {label}" if where else label
            said = Difference(place, self._say(model, name, old), self._say(model, name, new))
            if said.before != said.after:
                yield said

    def _compare_rows(self, before: Content, after: Content, model: str) -> Iterator[Difference]:
        kind = str(apps.get_model("agreements", model)._meta.verbose_name)
        for pk in {**before, **after}:
            old, new = before.get(pk), after.get(pk)
            if old is None or new is None:
                named = self._name_of(old or new or {})
                yield Difference(kind, named if old else "", named if new else "")
            elif old != new:
                yield from self._compare(old, new, model, f"{kind} “{self._name_of(new)}”")

    def _name_of(self, row: Content) -> str:
        """What tells a row from the others of its kind."""
        if row.get("city_id"):
            return self.cities.get(row["city_id"], "–")
        if row.get("domain_id"):
            return self.domains.get(row["domain_id"], "–")
        names = (
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
        return next((str(row[name]) for name in names if row.get(name)), "–")

    def _say(self, model: str, name: str, value: Any) -> str:
        """A value in the reader's words."""
        if value in (None, "", []):
            return ""
        if name == "city_id":
            return self.cities.get(value, "–")
        if name == "domain_id":
            return self.domains.get(value, "–")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        return str(dict(getattr(_field(model, name), "flatchoices", [])).get(value, value))


def _field(model: str, name: str) -> Any:
    try:
        return apps.get_model("agreements", model)._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return None


def _label(model: str, name: str) -> str:
    field = _field(model, name)
    return str(field.verbose_name) if field is not None else name


def _named(model: Any, ids: set[Any]) -> dict[Any, str]:
    return {row.pk: str(row.name) for row in model.objects.filter(pk__in=ids)}


def _found(content: Any, column: str) -> Iterator[Any]:
    """Every value of a column, however deep it lies."""
    if isinstance(content, dict):
        for name, value in content.items():
            if name == column and value is not None:
                yield value
            else:
                yield from _found(value, column)
