"""The small shapes of every answer, as OpenAPI writes them down: each once, under a name of its own."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import ResolvedComponent

from agreements.evidence import EvidenceLevel

TEXT = {"type": "string"}
KNOWN_OR_NOT = {"type": ["string", "null"]}


def in_both(text: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {"ar": text, "en": text}, "required": ["ar", "en"]}


SHAPES: dict[str, dict[str, Any]] = {
    "Texts": in_both(KNOWN_OR_NOT) | {"description": "A recorded text; null where it is not recorded."},
    "Words": in_both(TEXT) | {"description": "A word of the register's own in both languages."},
    "Pages": in_both({"type": "string", "format": "uri"}) | {"description": "The page that people read."},
    "WrittenTexts": {
        "type": "object",
        "properties": {"ar": KNOWN_OR_NOT, "en": KNOWN_OR_NOT},
        "additionalProperties": False,
        "description": "What is left out stays; null says that there is none.",
    },
}


def shape(schema: Any, name: str) -> dict[str, Any]:
    """A reference to one of the shapes."""
    component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=SHAPES[name])
    schema.registry.register_on_missing(component)
    reference: dict[str, Any] = component.ref
    return reference


def value_of(schema: Any, code: dict[str, Any], name: str) -> dict[str, Any]:
    """A reference to the shape of a value of a closed list: its code, and its words."""
    words = {"code": code, "name": shape(schema, "Words")}
    component = ResolvedComponent(
        name=name,
        type=ResolvedComponent.SCHEMA,
        object=name,
        schema={"type": "object", "properties": words, "required": ["code", "name"]},
    )
    schema.registry.register_on_missing(component)
    reference: dict[str, Any] = component.ref
    return reference


class TextsExtension(OpenApiSerializerFieldExtension):
    target_class = "agreements.api.shapes.BilingualField"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        return shape(auto_schema, "Texts")


class PagesExtension(OpenApiSerializerFieldExtension):
    target_class = "agreements.api.shapes.PageField"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        return shape(auto_schema, "Pages")


class CountryExtension(OpenApiSerializerFieldExtension):
    target_class = "agreements.api.shapes.CountryField"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        return value_of(auto_schema, {"type": "string", "pattern": "^[A-Z]{2}$"}, "Country")


class CodeExtension(OpenApiSerializerFieldExtension):
    """Codes may be added: whoever reads one that they do not know shows its words."""

    target_class = "agreements.api.shapes.CodeField"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        choices = self.target.choices
        named = value_of(
            auto_schema,
            {"type": "integer" if choices is EvidenceLevel else "string", "examples": choices.values},
            choices.__name__,
        )
        return {"oneOf": [named, {"type": "null"}]} if self._may_be_unknown() else named

    def _may_be_unknown(self) -> bool:
        model = getattr(getattr(self.target.parent, "Meta", None), "model", None)
        column = model and next((f for f in model._meta.fields if f.name == self.target.source), None)
        return bool(column and column.blank)


class WrittenTextsExtension(OpenApiSerializerFieldExtension):
    target_class = "agreements.api.writing.shapes.TextsField"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        return shape(auto_schema, "WrittenTexts")


class DateExtension(OpenApiSerializerFieldExtension):
    """ISO 8601 to the year, the month or the day; null where it is not known."""

    target_class = "agreements.partial_date_fields.PartialDateSerializerField"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        pattern = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
        return {"type": ["string", "null"], "pattern": pattern, "examples": ["2014", "2014-06", "2014-06-03"]}
