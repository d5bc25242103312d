"""What a cell says, as the register holds it: dates, words of closed lists, languages.

Each raises ValidationError, in words for the person whose sheet it is."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Choices
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django_countries import countries as all_countries

from agreements.arabic import fold, without_article
from agreements.enumerations import AgreementKind, EventKind, LegalStatus, TermKind
from agreements.from_text import nations
from agreements.from_text.calendar_words import MONTH
from agreements.from_text.lexicon import kinds
from agreements.languages import COMMON, language_name
from agreements.partial_date_fields import read_or_refuse
from agreements.partial_dates import BIDI_MARKS, WESTERN_DIGITS, PartialDate
from agreements.wording import LANGUAGES, both_words

# ---- Dates -----------------------------------------------------------------------------------

# Years that are those of the Hijri calendar: no city signed anything in Gregorian 1435.
HIJRI_YEARS = range(1250, 1500)
HIJRI = _(
    "“%(text)s” is a Hijri date. Write the Gregorian date here; the Hijri one may stand in the column "
    "“date as written”."
)
SERIAL = _("“%(text)s” is a date that the spreadsheet shows as a number: give the cell a date format.")
BESIDE = re.compile(r"\s*(?:الموافق|الموافقه|corresponding to|/\s*الموافق)\s*:?\s*", re.I)
HIJRI_SIGN = re.compile(r"(?<=[0-9\s])هـ?(?:جري(?:ة|ه)?)?\s*$|\b(?:AH|hijri)\s*$", re.I)
GREGORIAN_SIGN = re.compile(r"(?<=[0-9\s])م(?:يلادي(?:ة|ه)?)?\s*$|\b(?:AD|CE)\s*$", re.I)
BEGINNING = re.compile(r"^(?:في|بتاريخ|عام|سنة|سنه|العام|on|in)\s+", re.I)
HIJRI_MONTHS = frozenset(
    fold(name)
    for name in (
        "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "ربيع الثاني", "جمادى الأولى", "جمادى الآخرة",
        "جمادى الثانية", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذي القعدة", "ذو الحجة", "ذي الحجة",
    )
)  # fmt: skip
NAMED_MONTH = re.compile(r"(?:([0-9]{1,2})\s+)?(\D+?)\s+([0-9]{4})|(\D+?)\s+([0-9]{1,2})\s+([0-9]{4})")


def date_in(text: str) -> tuple[PartialDate | None, str]:
    """The date that a cell tells, and the text to be kept beside it where it tells a Hijri one as well."""
    typed = BIDI_MARKS.sub("", text).translate(WESTERN_DIGITS).strip()
    if not typed:
        return None, ""
    sides = [side for side in BESIDE.split(typed) if side]
    if len(sides) == 1:
        return _gregorian(sides[0], text), ""
    told = [side for side in sides if not _is_hijri(side)]
    if len(told) != 1:
        raise ValidationError(HIJRI, params={"text": text[:60]})
    return _gregorian(told[0], text), text[:100]


def _is_hijri(text: str) -> bool:
    years = [int(year) for year in re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", text)]
    names = any(f" {month} " in f" {fold(text)} " for month in HIJRI_MONTHS)
    return bool(HIJRI_SIGN.search(text)) or names or any(year in HIJRI_YEARS for year in years)


def _gregorian(text: str, shown: str) -> PartialDate | None:
    if _is_hijri(text):
        raise ValidationError(HIJRI, params={"text": shown[:60]})
    bare = BEGINNING.sub("", GREGORIAN_SIGN.sub("", text)).strip()
    if re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?", bare):
        raise ValidationError(SERIAL, params={"text": shown[:60]})
    # A day of a spreadsheet may carry a time: it was signed on the day.
    bare = re.sub(r"[T ]+[0-9]{1,2}:[0-9]{2}(:[0-9.]+)?$", "", bare)
    return _with_month_name(bare) or read_or_refuse(bare)


def _with_month_name(text: str) -> PartialDate | None:
    """«3 حزيران 2014», «أيار/مايو 2023», June 3, 2014."""
    found = NAMED_MONTH.fullmatch(re.sub(r"[,،.\-]", " ", text).strip())
    if not found:
        return None
    day, name, year = (found[1], found[2], found[3]) if found[3] else (found[5], found[4], found[6])
    numbers = {
        MONTH.get(fold(part)) for part in re.split(r"[/()]", name.replace("من شهر", "")) if part.strip()
    }
    if len(numbers) != 1 or None in numbers:
        return None
    return read_or_refuse("-".join(part for part in (year, str(numbers.pop()), day) if part))


# ---- Words of closed lists -------------------------------------------------------------------

NOT_OF_THE_LIST = _("“%(text)s” is not in the list. It knows: %(words)s.")


@cache
def _words_of(choices: type[Choices]) -> dict[str, str]:
    """The code for each word of a closed list, folded, in both languages."""
    known: dict[str, str] = {}
    for value in choices.values:
        known.setdefault(fold(str(value)), value)
        for word in both_words(choices, value).values():
            known.setdefault(fold(word), value)
    return known


# What people write beside the register's own words.
SAID_SO: dict[Any, dict[str, str]] = {
    AgreementKind: {
        "توأمة": "twinning", "تآخي": "brotherhood", "تآخ": "brotherhood", "تعاون": "cooperation",
        "صداقة": "friendship", "شراكة": "partnership", "مذكرة": "memorandum", "mou": "memorandum",
        "twinning": "twinning", "sister cities": "twinning", "sister city": "twinning",
        "اتفاقية": "unknown", "غير محدد": "unknown",
    },
    LegalStatus: {
        "سارية": "in_force", "ساري": "in_force", "سارية المفعول": "in_force", "ساري المفعول": "in_force",
        "فعالة": "in_force", "نافذة": "in_force", "active": "in_force", "valid": "in_force",
        "منتهية": "expired", "انتهت": "expired", "ended": "expired", "موقعة": "signed", "وقعت": "signed",
        "signed": "signed", "ملغاة": "terminated", "ملغية": "terminated", "cancelled": "terminated",
        "قيد التوقيع": "planned", "قيد الإعداد": "planned", "مقترحة": "planned", "معلقة": "suspended",
        "مجمدة": "suspended", "غير معروف": "unknown",
    },
    TermKind: {
        "مفتوحة": "indefinite", "غير محددة": "indefinite", "دائمة": "indefinite", "unlimited": "indefinite",
    },
}  # fmt: skip


@cache
def _said_so(choices: type[Choices]) -> dict[str, str]:
    known = {fold(word): code for word, code in SAID_SO.get(choices, {}).items()}
    if choices is AgreementKind:
        for language in LANGUAGES:
            known = {**kinds(language), **known}
    return known


def choice_in(choices: type[Choices], text: str) -> str:
    """The code for a word of the list, in either language, or for what people commonly write."""
    key = fold(text)
    code = _words_of(choices).get(key) or _said_so(choices).get(key)
    if code is None:
        shown = lazy(lambda: _("; ").join(str(label) for label in choices.labels[:8]), str)()
        raise ValidationError(NOT_OF_THE_LIST, params={"text": text[:60], "words": shown})
    return code


def country_in(text: str) -> str:
    """An ISO 3166-1 code, of a code or of a country's name in either language."""
    code = text.strip().upper()
    if code in all_countries:
        return code
    key = fold(text)
    known = nations.countries()
    for name in (key, key.removeprefix("دوله ").removeprefix("جمهوريه "), without_article(key)):
        if name in known:
            return known[name]
    if key.startswith(("المملكه", "الجمهوريه", "جمهوريه")):
        for word in key.split()[1:]:
            if word in nations.adjectives():
                return nations.adjectives()[word]
    raise ValidationError(_("“%(text)s” is no country."), params={"text": text[:60]})


# ---- Languages --------------------------------------------------------------------------------


def languages_in(text: str) -> list[str]:
    """Codes, or the names of languages."""
    found = []
    for word in re.split(r"[\s,،;؛/]+", text.strip()):
        code = next((code for code in COMMON if fold(word) in _called(code)), word.lower())
        if word and code not in found:
            found.append(code)
    return found


@cache
def _called(code: str) -> frozenset[str]:
    return frozenset(fold(name) for reader in LANGUAGES for name in (language_name(code, reader),)) | {code}


# ---- What a sheet tells of the status ----------------------------------------------------------

# The event that stands behind a status that somebody merely states. An end by time follows from the term.
EVENT_OF = {
    LegalStatus.PLANNED: EventKind.PROPOSED,
    LegalStatus.SIGNED: EventKind.SIGNED,
    LegalStatus.IN_FORCE: EventKind.ENTERED_INTO_FORCE,
    LegalStatus.SUSPENDED: EventKind.SUSPENDED,
    LegalStatus.TERMINATED: EventKind.TERMINATED,
    LegalStatus.SUPERSEDED: EventKind.SUPERSEDED,
    LegalStatus.NOT_CONCLUDED: EventKind.NOT_CONCLUDED,
}

# ---- Texts -----------------------------------------------------------------------------------

ARABIC_LETTER = re.compile("[\u0621-\u064a]")


def in_its_language(stem: str, text: str) -> dict[str, str]:
    """The column for a text by the letters it is written in."""
    return {f"{stem}_{'ar' if ARABIC_LETTER.search(text) else 'en'}": text}


def parted(text: str) -> list[str]:
    """The items of a plain list.

    >>> parted("النقل، الشباب والرياضة; GIS")
    ['النقل', 'الشباب والرياضة', 'GIS']
    """
    return [item.strip() for item in re.split(r"[,،;؛\n|]+", text) if item.strip()]


STROKE = re.compile(r"\s[-–—]\s|\s?[/+&]\s?")
AND = re.compile(r"\s+(?:و\s*(?=[\u0621-\u064a])|and\s+|مع\s+|with\s+)", re.I)


def parted_by_names(text: str, is_known: Callable[[str], object]) -> list[str]:
    """The items of a list of names, which strokes and “and” part as well, unless they are within a name;
    “and” only where there is a name on either side of it.

    >>> known = {"النقل", "البيئة", "الشباب والرياضة"}.__contains__
    >>> parted_by_names("الشباب والرياضة، النقل - البيئة", known), parted_by_names("النقل والبيئة", known)
    (['الشباب والرياضة', 'النقل', 'البيئة'], ['النقل', 'البيئة'])
    >>> parted_by_names("البيئة والفلك", known)
    ['البيئة والفلك']
    """
    items = []
    for item in parted(text):
        parts = [item] if is_known(item) else [part.strip() for part in STROKE.split(item) if part.strip()]
        for part in parts:
            items += _joined_by_and(part, is_known)
    return items


def _joined_by_and(text: str, is_known: Callable[[str], object]) -> list[str]:
    if is_known(text):
        return [text]
    for joint in AND.finditer(text):
        first, rest = text[: joint.start()].strip(), text[joint.end() :].strip()
        if is_known(first) and all(map(is_known, others := _joined_by_and(rest, is_known))):
            return [first, *others]
    return [text]
