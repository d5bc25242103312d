"""How long an agreement runs, as a cell of a sheet says it.

Each raises ValidationError, in words for the person whose sheet it is."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.arabic import fold
from agreements.enumerations import RenewalRule
from agreements.partial_dates import WESTERN_DIGITS

COUNTED = {
    "سنه": 1, "سنتان": 2, "سنتين": 2, "عام": 1, "عامان": 2, "عامين": 2, "شهر": 1, "شهران": 2, "شهرين": 2,
    "ثلاث": 3, "ثلاثه": 3, "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5, "ست": 6, "سته": 6, "سبع": 7,
    "ثمان": 8, "ثماني": 8, "تسع": 9, "عشر": 10, "عشره": 10, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "ten": 10,
}  # fmt: skip
YEARS = frozenset("سنه سنتان سنتين سنوات سنين عام عامان عامين اعوام year years yr yrs".split())  # noqa: SIM905
MONTHS = frozenset("شهر شهران شهرين اشهر شهور شهرا month months".split())  # noqa: SIM905
WITHOUT_END = (
    "غير محددة",
    "غير محدودة",
    "مفتوحة",
    "دائمة",
    "غير محددة المدة",
    "بلا مدة",
    "unlimited",
    "indefinite",
)
NO_END = frozenset(map(fold, WITHOUT_END))
NO_UNIT = _("“%(text)s” does not say of what: write “5 years” or “60 months”.")
NO_NUMBER = _("“%(text)s” is no whole number.")


def without_end(text: str) -> bool:
    """Whether a cell says that an agreement runs on without end."""
    return fold(text) in NO_END


def number_in(text: str) -> int:
    typed = text.translate(WESTERN_DIGITS).strip().removesuffix(".0")
    if not re.fullmatch(r"[0-9]{1,6}", typed):
        raise ValidationError(NO_NUMBER, params={"text": text[:40]})
    return int(typed)


class Duration(NamedTuple):
    """How long an agreement runs: in months, None for one without end; and how it is renewed, where the same
    cell says it."""

    months: int | None
    renewal: RenewalRule | None = None


# What stands behind a duration: that the agreement can be renewed, and how.
RENEWABLE = re.compile(
    r"[\s,(\-–]*\b(?:و?(?:قابله? لل?تجديد|تجدد|تتجدد|يجدد|تمدد)|(?:and )?renew\w*|(?:and )?extend\w*)(.*)$"
)
TACIT = re.compile(r"تلقايي|ضمني|automatic|tacit")
AGREED = re.compile(r"اتفاق|موافق|تراض|agree|consent")


def duration_in(text: str) -> Duration:
    """What a cell says of the duration.

    >>> [duration_in(text).months for text in ("٥ سنوات", "سنتان", "خمس سنوات", "60 months", "غير محددة")]
    [60, 24, 60, 60, None]
    >>> [duration_in(text).renewal for text in ("3 سنوات تجدد تلقائيًا", "3 years, renewable by agreement")]
    [RenewalRule.TACIT, RenewalRule.BY_AGREEMENT]
    """
    key = fold(text)
    rule = None
    if renewed := RENEWABLE.search(key):
        key = key[: renewed.start()]
        rule = RenewalRule.UNKNOWN
        if TACIT.search(renewed[1]):
            rule = RenewalRule.TACIT
        elif AGREED.search(renewed[1]):
            rule = RenewalRule.BY_AGREEMENT
    return Duration(None if without_end(key) else _months(key, text), rule)


def _months(key: str, text: str) -> int:
    words = re.findall(r"\w+", key)
    unit = next((12 if word in YEARS else 1 for word in words if word in YEARS | MONTHS), None)
    number = next(
        (
            int(word) if word.isdecimal() else COUNTED[word]
            for word in words
            if (word.isdecimal() and len(word) < 6) or word in COUNTED
        ),
        None,
    )
    if unit is None or number is None or len(words) > 3 or number > 1200:
        raise ValidationError(NO_UNIT, params={"text": text[:40]})
    return unit * number
