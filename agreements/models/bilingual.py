"""Text recorded in Arabic, in English, or in both, read in the reader's language.

Each text is two plain columns, `name_ar` and `name_en`. The descriptor gives the one the reader
wants and falls back to the other, saying so, so that a page can mark the language of a fallback.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language

from agreements.reasons import Language

LANGUAGES: tuple[Language, ...] = ("ar", "en")
OTHER: dict[Language, Language] = {"ar": "en", "en": "ar"}


class RecordText(str):
    """A recorded text that knows the language it is written in (`ar`, `en`; empty: no text)."""

    language: str

    def __new__(cls, text: str, language: str) -> "RecordText":
        made = super().__new__(cls, text)
        made.language = language if text else ""
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """So that it can be kept and copied."""
        return str(self), self.language

    @property
    def is_fallback(self) -> bool:
        """Whether this is not in the language the reader asked for."""
        return bool(self) and self.language != readers_language()


def readers_language() -> Language:
    """`ar` or `en`: what the page is being read in."""
    return "en" if (get_language() or settings.LANGUAGE_CODE).startswith("en") else "ar"


def in_readers_language(texts: dict[str, str]) -> RecordText:
    """The text of `{"ar": …, "en": …}` that the reader wants, else the other one."""
    wanted = readers_language()
    language = wanted if texts[wanted] else OTHER[wanted]
    return RecordText(texts[language], language)


class Bilingual:
    """`name = Bilingual("name")` reads `name_ar` and `name_en` as one text."""

    def __init__(self, stem: str) -> None:
        self.stem = stem

    def __get__(self, instance: models.Model | None, owner: type) -> Any:
        return self if instance is None else in_readers_language(self.texts(instance))

    def texts(self, instance: models.Model) -> dict[str, str]:
        """Both texts, `{"ar": …, "en": …}`; a text that is not recorded is empty."""
        return {language: getattr(instance, f"{self.stem}_{language}") for language in LANGUAGES}


def known_in_one_language(stem: str, name: str, message: Any) -> models.CheckConstraint:
    """A constraint: the text stands in Arabic or in English, or in both."""
    return models.CheckConstraint(
        condition=~models.Q(**{f"{stem}_ar": "", f"{stem}_en": ""}),
        name=name,
        violation_error_message=message,
    )
