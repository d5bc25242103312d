"""The small shapes that every answer of the API is built from.

A text is `{"ar": …, "en": …}`; a value of a closed list is `{"code": …, "name": {"ar": …, "en": …}}`;
a partial date is ISO 8601 text. What is not known is null.
"""

from typing import Any

from django.db.models import Choices
from django.urls import reverse
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.models.bilingual import LANGUAGES, Bilingual
from agreements.wording import both_words, country_names


class BilingualField(serializers.Field):
    """Both texts of a `Bilingual` attribute of the model."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "read_only": True, "source": "*"})

    def to_representation(self, instance: Any) -> dict[str, str | None]:
        descriptor: Bilingual = getattr(type(instance), str(self.field_name))
        return both_or_null(descriptor.texts(instance))


class CodeField(serializers.Field):
    """A value of a closed list, with its words; null where it is not known."""

    def __init__(self, choices: type[Choices], **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "read_only": True})
        self.choices = choices

    def to_representation(self, value: Any) -> dict[str, Any] | None:
        return coded(self.choices, value)


class CountryField(serializers.Field):
    """A country by its ISO 3166-1 code, with its name in both languages."""

    def to_representation(self, value: Any) -> dict[str, Any]:
        return {"code": value.code, "name": country_names(value.code)}


class AddressField(serializers.HyperlinkedIdentityField):
    """Where the API answers for a record. Whatever format a list was asked in, a record has one address."""

    def get_url(self, *args: Any, **kwargs: Any) -> str | None:
        found = super().get_url(*args, **kwargs)
        return found and found.partition("?")[0]


@extend_schema_field(OpenApiTypes.URI)
class CityListField(serializers.Field):
    """Where the API lists what belongs to a city: its agreements, its partners."""

    def __init__(self, view: str, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "read_only": True, "source": "*"})
        self.view = view

    def to_representation(self, instance: Any) -> str:
        address = f"{reverse(self.view)}?city={instance.slug}"
        return str(self.context["request"].build_absolute_uri(address))


class PageField(serializers.Field):
    """Where a person reads the record: its page in each language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "read_only": True, "source": "*"})

    def to_representation(self, instance: Any) -> dict[str, str]:
        pages: dict[str, str] = {}
        for language in LANGUAGES:
            with override(language):
                pages[language] = self.context["request"].build_absolute_uri(instance.get_absolute_url())
        return pages


def both_or_null(texts: dict[str, str]) -> dict[str, str | None]:
    return {language: text or None for language, text in texts.items()}


def coded(choices: type[Choices], value: Any) -> dict[str, Any] | None:
    return None if value in (None, "") else {"code": value, "name": both_words(choices, value)}
