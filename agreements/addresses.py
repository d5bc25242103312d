"""How addresses name a record."""

from django.urls import register_converter


class ReferenceConverter:
    """What names a record in addresses: `TW-2026-00001`, or `draft-17` before it has a number."""

    regex = r"TW-[0-9]{4}-[0-9]{5,9}|draft-[0-9]{1,18}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

# The part of a route that names a record.
RECORD = "<reference:reference>"
