"""What every serializer of a record is built on."""

from typing import Any

from rest_framework import serializers

from agreements.partial_date_fields import PartialDateField, PartialDateSerializerField

# A word of the register's own in both languages, as OpenAPI writes it down.
WORDS = {
    "type": "object",
    "properties": {"ar": {"type": "string"}, "en": {"type": "string"}},
    "required": ["ar", "en"],
}


class RecordSerializer(serializers.ModelSerializer[Any]):
    """The base of every serializer: partial dates as ISO text, and the model's own checks on writing."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        PartialDateField: PartialDateSerializerField,
    }

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """An empty text is a text that is not known."""
        return {
            name: None if value == "" else value
            for name, value in super().to_representation(instance).items()
        }
