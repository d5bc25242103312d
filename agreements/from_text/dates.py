"""When it was signed, as far as the text says: nothing is completed that is not stated.

«أمس», «اليوم الثلاثاء» and "last Thursday" are reckoned from the day of publication and from nothing else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agreements.arabic import fold
from agreements.from_text.calendar_words import MONTH, ORDINAL, WEEKDAY
from agreements.from_text.tokens import Token
from agreements.partial_dates import PartialDate, PartialDateError

TODAY = frozenset(map(fold, ["اليوم", "today", "tonight"]))
YESTERDAY = frozenset(map(fold, ["أمس", "البارحة", "yesterday", "الأمس", "بالأمس"]))
BEFORE_LAST = frozenset(map(fold, ["أول أمس", "أول من أمس", "أمس الأول", "امس الأول"]))
LAST = frozenset(map(fold, ["الماضي", "الفائت", "المنصرم", "last", "past"]))
TO_COME = frozenset(map(fold, ["القادم", "المقبل", "next", "coming"]))
NOT_OF_SIGNING = frozenset(
    map(
        fold,
        [
            "حتى",
            "منذ",
            "لغاية",
            "until",
            "since",
            "till",
            "بيان",
            "تصريح",
            "statement",
            "انتخابات",
            "founded",
            "said",
            "announced",
            "قال",
            "أعلن",
            "أعلنت",
            "قالت",
            "تأسست",
            "الموقعة",
            "الموقع",
            "المبرمة",
            "المبرم",
            "يومي",
            "أيام",
            "الفترة",
        ],
    )
)
ANNOUNCED = frozenset(map(fold, ["أعلن", "أعلنت", "أعلنا", "أعلنتا", "صرح", "صرحت", "أفاد", "أفادت"]))
ANNOUNCED_REACH = 8
TRAVELLED = frozenset(
    map(fold, ["عاد", "عادت", "وصل", "وصلت", "غادر", "غادرت", "arrived", "returned", "left"])
)
EARLIER_REACH = 15
REMEMBERED = frozenset(map(fold, ["ذكرى", "الذكرى", "anniversary", "commemorates", "commemorating"]))
REMEMBERED_REACH = 8
# Before it no city signed a twinning; a lower year is of another calendar.
FIRST_YEAR = 1900
MONTH_WORDS = frozenset(map(fold, ["شهر", "من", "in", "of", "day"]))

_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,4})(?!\d)")
_PUBLISHED = re.compile(
    r"(?:نشر(?:\s+بتاريخ)?|تاريخ\s+النشر|published|posted)[^\n\d]{0,20}"
    r"(\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|\d{1,2}(?:st|nd|rd|th)?,?\s+\w+,?\s+\d{4})",
    re.IGNORECASE,
)
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a sentence: its value (empty while the day of publication is not known), and its words."""

    value: PartialDate | None
    first: int
    last: int
    certainty: float
    rule: str


def stated_publication(text: str) -> date | None:
    """The day of publication that the text itself states: «نشر بتاريخ: 20/10/2009»."""
    found = _PUBLISHED.search(text[:2000].translate(WESTERN))
    if not found:
        return None
    try:
        return PartialDate.read(found[1]).earliest
    except PartialDateError:
        parts = fold(re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", found[1])).split()
    if len(parts) == 3 and parts[1] in MONTH:
        when = _partial(int(parts[2]), MONTH[parts[1]], int(parts[0]))
        return when.earliest if when else None
    return None


def _partial(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except PartialDateError:
        return None


def date_of(
    tokens: Sequence[Token], text: str, act: int, published: date | None, start: int = 0
) -> FoundDate | None:
    """The date of the act: of those that the sentence states, the fullest, then the nearest."""
    found: list[FoundDate] = []
    for at in range(start, len(tokens)):
        if (not found or at >= found[-1].last) and (one := _date_at(tokens, text, at, published)):
            found.append(one)
    if not found:
        return None
    return min(found, key=lambda one: (-_fullness(one), abs(one.first - act)))


def _fullness(found: FoundDate) -> int:
    if found.value is None:
        return 0
    return {"year": 1, "month": 2, "day": 3}[found.value.precision]


def _date_at(tokens: Sequence[Token], text: str, at: int, published: date | None) -> FoundDate | None:
    if any(token.key in NOT_OF_SIGNING for token in tokens[max(0, at - 3) : at]):
        return None
    if any(token.among(TRAVELLED) for token in tokens[max(0, at - 2) : at]):
        return None  # «عاد أمس الأول من إيطاليا بعد توقيع …»
    if any(token.key == "سبق" for token in tokens[max(0, at - EARLIER_REACH) : at]):
        return None  # «التي سبق أن وقعها فلان بتاريخ …»
    if any(token.named(REMEMBERED) for token in tokens[max(0, at - REMEMBERED_REACH) : at]):
        return None  # «في ذكرى استشهاد فلان 9 جوان 1976»
    if at > 1 and tokens[at - 1].key in {"و", "الي", "and", "to"} and tokens[at - 2].is_number:
        return None  # «يومي 24 و25 نونبر»: the days of a visit.
    return (
        _numeric(tokens, text, at)
        or _day_and_month(tokens, at, published)
        or _month_and_year(tokens, at)
        or _relative(tokens, at, published)
    )


def _numeric(tokens: Sequence[Token], text: str, at: int) -> FoundDate | None:
    if not tokens[at].is_number or at + 2 >= len(tokens) or not tokens[at + 2].is_number:
        return None
    written = text[tokens[at].start : tokens[at + 2].end].translate(WESTERN)
    found = _NUMERIC.fullmatch(written)
    if not found:
        return None
    try:
        value = PartialDate.read(re.sub(r"\s", "", written))
    except PartialDateError:
        return None
    if value.year < FIRST_YEAR:  # 15/7/1440 is a Hijri date, which is not reckoned here.
        return None
    return FoundDate(value, at, at + 3, 0.9, "date_in_numbers")


def _number(token: Token) -> int | None:
    digits = re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)?", token.key)
    return int(digits[1]) if digits else None


def _day_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A day of the month from here, in digits or as an ordinal («الخامس عشر»): its number, where it ends."""
    for size in (2, 1):
        named = ORDINAL.get(" ".join(token.key for token in tokens[at : at + size]))
        if named and at + size <= len(tokens):
            return named, at + size
    day = _number(tokens[at])
    return (day, at + 1) if day and day <= 31 else None


def _month_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A month's name from here, perhaps in both usages («أيار/مايو»): its number and where it ends."""
    for size in (2, 1):
        name = " ".join(token.key for token in tokens[at : at + size])
        if at + size > len(tokens):
            continue
        if name in MONTH and (
            size == 2 or tokens[at].key not in {"may", "mar", "sat", "sun"} or tokens[at].is_capital
        ):
            end = at + size
            if end < len(tokens) and any(sign in tokens[end].gap for sign in "/("):
                again = _month_at(tokens, end)
                if again and again[0] == MONTH[name]:
                    return again
            return MONTH[name], end
    return None


def _year_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    for skip in range(3):
        if at + skip >= len(tokens):
            return None
        token = tokens[at + skip]
        year = _number(token)
        if year and FIRST_YEAR <= year <= 2100:
            return year, at + skip + 1
        if (
            token.key not in {"من", "عام", "العام", "سنه", "لعام", "لسنه", "of", "الجاري"}
            and token.key not in MONTH_WORDS
        ):
            return None
    return None


def _day_and_month(tokens: Sequence[Token], at: int, published: date | None) -> FoundDate | None:
    """«15 أيار/مايو 2023», 15 May 2023, May 15, 2023; without a year the one before publication."""
    day, month, end = None, None, at
    if dated := _day_at(tokens, at):
        day, skip = dated
        while skip < len(tokens) and tokens[skip].key in MONTH_WORDS and skip < at + 4:
            skip += 1
        month = _month_at(tokens, skip) if skip < len(tokens) else None
    elif (named := _month_at(tokens, at)) and named[1] < len(tokens):
        day = _number(tokens[named[1]])
        month = (named[0], named[1] + 1) if day and day <= 31 else None
    if not month or not day:
        return None
    number, end = month
    if year := _year_at(tokens, end):
        value = _partial(year[0], number, day)
        return FoundDate(value, at, year[1], 0.95, "date_in_words") if value else None
    if published is None:
        return None
    value = _partial(published.year, number, day)
    if value and value.earliest > published:
        value = _partial(published.year - 1, number, day)
    near = value and (published - value.earliest).days <= 180
    return FoundDate(value, at, end, 0.7, "date_without_year") if near else None


def _month_and_year(tokens: Sequence[Token], at: int) -> FoundDate | None:
    """«في شهر مايو 2023», in May 2023."""
    if at == 0 or not (tokens[at - 1].key in MONTH_WORDS or tokens[at - 1].key in {"في", "خلال"}):
        return None
    month = _month_at(tokens, at)
    year = _year_at(tokens, month[1]) if month else None
    value = _partial(year[0], month[0]) if year and month else None
    return FoundDate(value, at, year[1], 0.8, "month_and_year") if value and year else None


def _relative(tokens: Sequence[Token], at: int, published: date | None) -> FoundDate | None:
    if any(token.among(ANNOUNCED) for token in tokens[max(0, at - ANNOUNCED_REACH) : at]):
        return None  # «أعلنت البلدية اليوم توقيع …»: the day of the announcement.
    key = tokens[at].key
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    pair = f"{key} {following}"
    if pair in BEFORE_LAST:
        return FoundDate(_days_before(published, 2), at, at + 2, 0.8, "day_reckoned")
    if key in YESTERDAY:
        return _reckoned(tokens, at, at + 1, published, 1)
    if key in TODAY:
        return _reckoned(tokens, at, at + 1, published, 0)
    if key in WEEKDAY:
        before = tokens[at - 1].key if at else ""
        if following in TO_COME or before in TO_COME:
            return None
        last = following in LAST or before in LAST
        end = at + 2 if following in LAST else at + 1
        strictly = 1 if last else 0
        return FoundDate(_weekday_before(published, WEEKDAY[key], strictly), at, end, 0.8, "day_reckoned")
    return None


def _reckoned(tokens: Sequence[Token], at: int, end: int, published: date | None, back: int) -> FoundDate:
    """Today or yesterday; a weekday beside it decides."""
    if end < len(tokens) and tokens[end].key in WEEKDAY:
        value = _weekday_before(published, WEEKDAY[tokens[end].key], 0)
        return FoundDate(value, at, end + 1, 0.85, "day_reckoned")
    if at and tokens[at - 1].key in WEEKDAY:
        value = _weekday_before(published, WEEKDAY[tokens[at - 1].key], 0)
        return FoundDate(value, at - 1, end, 0.85, "day_reckoned")
    return FoundDate(_days_before(published, back), at, end, 0.85, "day_reckoned")


def _days_before(published: date | None, days: int) -> PartialDate | None:
    return PartialDate.of(published - timedelta(days)) if published else None


def _weekday_before(published: date | None, weekday: int, at_least: int) -> PartialDate | None:
    """The latest such weekday that is not after the day of publication."""
    if published is None:
        return None
    days = (published.weekday() - weekday) % 7
    return _days_before(published, days if days >= at_least else 7)
