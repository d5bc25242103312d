"""The forms in which records are written: those in which they are read, with codes in place of words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers

from agreements.api.serializers.record import RecordSerializer
from agreements.models.bilingual import LANGUAGES


def unknown_name(known: Iterable[str]) -> str:
    return _("No such name. Known: %(known)s.") % {"known": ", ".join(known)}


class TextsField(serializers.Field):
    """A text in Arabic, in English, or in both: `{"ar": …, "en": …}`. One that is left out stays as it
    is; null or empty means that there is none."""

    default_error_messages = {"invalid": serializers.DictField.default_error_messages["not_a_dict"]}

    def __init__(self, stem: str, most: int | None = None) -> None:
        self.stem = stem
        options: Any = {"allow_null": True, "allow_blank": True, "max_length": most}
        self.texts = {language: serializers.CharField(**options) for language in LANGUAGES}
        super().__init__(source="*", required=False)

    def to_internal_value(self, data: Any) -> dict[str, str]:
        if not isinstance(data, Mapping):
            self.fail("invalid", input_type=type(data).__name__)
        found: dict[str, str] = {}
        problems: dict[str, Any] = {}
        for language, text in data.items():
            if language not in self.texts:
                problems[str(language)] = [unknown_name(self.texts)]
                continue
            try:
                found[f"{self.stem}_{language}"] = self.texts[language].run_validation(text) or ""
            except serializers.ValidationError as error:
                problems[language] = error.detail
        if problems:
            raise serializers.ValidationError(problems)
        return found


class WrittenSerializer(RecordSerializer):
    """The base of every form of writing: what is not known is null, and a name that the form does not
    know is an error. It judges shapes; the model's own checks follow when the row is written."""

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """A text that may be empty may be null as well, and says nothing then."""
        kind, options = super().build_standard_field(field_name, model_field)
        if isinstance(model_field, models.CharField | models.TextField):
            options["validators"] = []
            if model_field.blank:
                options |= {"allow_null": True, "required": False}
        return kind, options

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if isinstance(data, Mapping) and (strange := [name for name in data if name not in self.fields]):
            message = unknown_name(self.fields)
            raise serializers.ValidationError({str(name): [message] for name in strange})
        found = super().to_internal_value(data)
        columns = {field.name: field for field in self.Meta.model._meta.concrete_fields}  # type: ignore[attr-defined]
        return {
            name: "" if value is None and name in columns and not columns[name].null else value
            for name, value in found.items()
        }
