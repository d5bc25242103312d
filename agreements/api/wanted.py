"""A part of each record: some of its fields (`fields=title,status`), one language (`lang=ar`)."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

LANGUAGES = ("ar", "en")
Told = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What a caller wants of each record: `fields` None is all, `language` None is both."""

    fields: tuple[str, ...] | None = None
    language: str | None = None

    @classmethod
    def read(cls, parameters: Any, known: Collection[str]) -> "Wanted":
        """Raises ValidationError for a field that records do not have, or a language that they are not in."""
        fields, language = parameters.get("fields"), parameters.get("lang")
        problems: dict[str, Any] = {}
        chosen = tuple(name.strip() for name in fields.split(",")) if fields is not None else None
        if chosen is not None and (strange := [name for name in chosen if name not in known]):
            message = _("Unknown field: %(strange)s. Known are: %(known)s.")
            names = {"strange": ", ".join(strange)[:100], "known": ", ".join(known)}
            problems["fields"] = [message % names]
        if language is not None and language not in LANGUAGES:
            problems["lang"] = [_("Choose “ar” or “en”.")]
        if problems:
            raise ValidationError(problems)
        return cls(chosen, language)

    @cached_property
    def name(self) -> bytes:
        """Another for each part."""
        return repr(self).encode()

    @property
    def is_whole(self) -> bool:
        return self.fields is None and self.language is None

    def feature(self, feature: Told) -> Told:
        """A feature of a map of whose properties only the part that is wanted is told."""
        return {**feature, "properties": self.of(feature["properties"])}

    def of(self, record: Told) -> Told:
        """The part of the record that is wanted."""
        kept = record
        if self.fields is not None:
            kept = {name: record[name] for name in self.fields if name in record}
        return kept if self.language is None else _in_one_language(kept, self.language)


def _in_one_language(told: Any, language: str) -> Any:
    """Each text in both languages replaced by the wanted one, or the other where it is not recorded."""
    if isinstance(told, list):
        return [_in_one_language(each, language) for each in told]
    if not isinstance(told, dict):
        return told
    if told.keys() == {"ar", "en"}:
        return told[language] if told[language] is not None else told["en" if language == "ar" else "ar"]
    return {name: _in_one_language(value, language) for name, value in told.items()}
