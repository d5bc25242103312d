"""The words of closed lists and the names of countries, in both languages at once."""

from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Choices
from django.utils.translation import override
from django_countries import countries

LANGUAGES = ("ar", "en")


@cache
def both_words(choices: type[Choices], value: Any) -> dict[str, str]:
    """The word for a value of a closed list: `{"ar": …, "en": …}`; no word for what is not in it."""
    words: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = str(choices(value).label) if value in choices else ""
    return words


@cache
def country_names(code: str) -> dict[str, str]:
    """What a country is called, by its ISO 3166-1 code: `{"ar": …, "en": …}`."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            names[language] = str(countries.name(code))
    return names


def in_both(refusal: ValidationError) -> dict[str, str]:
    """What a refusal says, in both languages: `{"ar": …, "en": …}`."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = " ".join(map(str, refusal.messages))
    return said
