"""How the site writes dates, numbers and lists: by the language of the reader, the region, and its digits."""

from collections.abc import Iterable
from typing import Any

from babel.lists import format_list
from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import gettext as _

from agreements.models.bilingual import readers_language
from agreements.partial_dates import PartialDate
from agreements.reasons import date_in_words

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def in_digits(text: str) -> str:
    """The text in the digits that the site uses where the reader reads Arabic."""
    uses_arabic_indic = settings.DIGITS == "arab" and readers_language() == "ar"
    return text.translate(ARABIC_INDIC) if uses_arabic_indic else text


def in_words(date: PartialDate) -> str:
    """The date as the site's region writes it: 3 حزيران 2014, June 2014, 2014."""
    return in_digits(date_in_words(date, readers_language(), settings.REGION))


def written_number(count: int) -> str:
    """29,255; in Arabic-Indic digits ٢٩٬٢٥٥."""
    language = readers_language()
    system = "arab" if settings.DIGITS == "arab" and language == "ar" else "latn"
    return in_digits(str(format_decimal(count, locale=language, numbering_system=system)))


def in_a_row(names: Iterable[Any]) -> str:
    """Names as records have them, of whatever script, with the comma of the reader's language between."""
    return _(", ").join(map(str, names))


def enumerated(words: Iterable[Any]) -> str:
    """Words of the reader's own language as its grammar lists them: Arabic and English."""
    return str(format_list([str(word) for word in words], locale=readers_language()))
