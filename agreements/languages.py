"""Languages by code, named in the reader's language."""

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# The languages in which agreements of the region's cities are commonly drawn up come first.
COMMON = ("ar", "en", "fr", "tr", "de", "es", "it", "pt", "nl", "ru", "zh", "ja", "ko", "fa", "ur", "el")


def language_name(code: str, reader: str) -> str:
    """What the reader (`ar`, `en`) calls a language; the code itself where it has no name."""
    name: str | None = Locale.parse(reader).languages.get(code)
    return name or code


def language_choices(reader: str) -> list[tuple[str, str]]:
    """Every language with a two-letter code: the common ones first, then by name."""
    named = {code: name for code, name in Locale.parse(reader).languages.items() if len(code) == 2}
    rest = sorted((name, code) for code, name in named.items() if code not in COMMON)
    return [(code, named[code]) for code in COMMON] + [(code, name) for name, code in rest]


def are_language_codes(value: list[str]) -> None:
    """Refuse anything but a list of two-letter language codes."""
    known = Locale.parse("en").languages
    if not isinstance(value, list) or not all(isinstance(code, str) and code in known for code in value):
        raise ValidationError(_("Give languages by their codes: ar, en, tr…"))
