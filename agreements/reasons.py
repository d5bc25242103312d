"""Why an agreement has its legal status, in full sentences: in formal municipal Arabic, and in English.

>>> print(sentence("in_force_on_signature", {"date": "2014-06-03"}, "en"))
In force since 3 June 2014, the date of signature.
>>> print(sentence("in_force_on_signature", {"date": "2014-06-03"}, "ar"))
سارية منذ 3 حزيران 2014، تاريخ التوقيع.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from agreements.partial_dates import PartialDate, Precision

Language = Literal["ar", "en"]
Params = Mapping[str, str] | Iterable[tuple[str, str]]

COUNTS = frozenset({"notice_months"})
PATTERNS: dict[Precision, str] = {"year": "y", "month": "MMMM y", "day": "d MMMM y"}

# A placeholder is the name of a value: {end} is the bare date, {on_end} has its preposition with it.
SENTENCES: dict[str, dict[Language, str]] = {
    "not_signed": {
        "ar": "الحالة غير معروفة: لا يرد في السجل ما يفيد بتوقيعها.",
        "en": "Status not known: nothing on record says that it was signed.",
    },
    "proposed": {
        "ar": "مزمعة: اقتُرحت {on_date}، ولم تُوقَّع حينها بعد.",
        "en": "Planned: it was proposed {on_date} and was not signed yet.",
    },
    "initialled": {
        "ar": "مزمعة: وُقّعت بالأحرف الأولى {on_date}، ولم تُوقَّع حينها نهائيًا بعد.",
        "en": "Planned: it was initialled {on_date} and was not signed yet.",
    },
    "approved_before_signature": {
        "ar": "مزمعة: صودق عليها {on_date}، ولم تُوقَّع حينها بعد.",
        "en": "Planned: it was approved {on_date} and was not signed yet.",
    },
    "rejected": {
        "ar": "لم تُبرم: رُفضت {on_date} قبل دخولها حيّز النفاذ.",
        "en": "Not concluded: it was rejected {on_date}, before it entered into force.",
    },
    "not_concluded": {
        "ar": "لم تُبرم: سُجّل {on_date} العدول عن إبرامها.",
        "en": "Not concluded: it was given up {on_date}.",
    },
    "signed_effect_unknown": {
        "ar": "موقّعة: وُقّعت {on_date}، ولا يُعرف متى تدخل حيّز النفاذ.",
        "en": "Signed {on_date}; when it enters into force is not known.",
    },
    "signed_awaiting_approvals": {
        "ar": "موقّعة: وُقّعت {on_date}، ويتوقف نفاذها على مصادقة آخر الأطراف عليها.",
        "en": "Signed {on_date}; it enters into force when the last of the parties has approved it.",
    },
    "signed_before_entry": {
        "ar": "موقّعة: وُقّعت {on_date}، وموعد دخولها حيّز النفاذ {entry}.",
        "en": "Signed {on_date}; the date of its entry into force is {entry}.",
    },
    "signed_fixed_date_unknown": {
        "ar": "موقّعة: وُقّعت {on_date}، وتدخل حيّز النفاذ في موعد محدد لا يرد في السجل.",
        "en": "Signed {on_date}; it enters into force on a fixed date that is not on record.",
    },
    "in_force_on_signature": {
        "ar": "سارية منذ {date}، تاريخ التوقيع.",
        "en": "In force since {date}, the date of signature.",
    },
    "in_force_on_last_approval": {
        "ar": "سارية منذ {date}، تاريخ آخر مصادقة من الأطراف.",
        "en": "In force since {date}, the date of the last of the parties' approvals.",
    },
    "in_force_on_fixed_date": {
        "ar": "سارية منذ {date}، الموعد الذي حدّدته الاتفاقية لنفاذها.",
        "en": "In force since {date}, the date that the agreement itself names.",
    },
    "in_force_entered": {
        "ar": "سارية منذ {date}، تاريخ واقعة دخولها حيّز النفاذ.",
        "en": "In force since {date}, when its entry into force was recorded as an event.",
    },
    "in_force_stated": {
        "ar": "سارية منذ {date}، تاريخ دخولها حيّز النفاذ المثبت في السجل.",
        "en": "In force since {date}, the date of entry into force on record.",
    },
    "in_force_resumed": {
        "ar": "سارية من جديد منذ {date}، بعد تعليق انتهى {on_end}.",
        "en": "In force again since {date}, after a suspension that ended {on_end}.",
    },
    "in_force_reinstated": {
        "ar": "سارية من جديد منذ {date}، تاريخ استئناف العمل بها بعد التعليق.",
        "en": "In force again since {date}, when the suspension was lifted.",
    },
    "extended": {
        "ar": "ممدَّدة منذ {date} حتى {end}.",
        "en": "Extended from {date} until {end}.",
    },
    "extended_end_unknown": {
        "ar": "ممدَّدة منذ {date}، ولا ترد في السجل نهاية التمديد.",
        "en": "Extended from {date}; the new end is not on record.",
    },
    "renewed": {
        "ar": "مجدَّدة منذ {date} حتى {end}.",
        "en": "Renewed from {date} until {end}.",
    },
    "renewed_end_unknown": {
        "ar": "مجدَّدة منذ {date}، ولا ترد في السجل نهاية التجديد.",
        "en": "Renewed from {date}; the new end is not on record.",
    },
    "renewed_tacitly": {
        "ar": "مجدَّدة تلقائيًا منذ {date}.",
        "en": "Renewed tacitly since {date}.",
    },
    "fixed_term_end_unknown": {
        "ar": "الحالة غير معروفة منذ {date}، تاريخ دخولها حيّز النفاذ: مدتها محددة، ولا ترد في السجل نهايتها.",
        "en": "Status not known since {date}, when it entered into force: "
        "it is for a fixed term whose end is not on record.",
    },
    "expired_no_renewal": {
        "ar": "منتهية المدة: انتهت مدتها {on_end}، ولا تنص على تجديد.",
        "en": "Expired: its term ended {on_end}, and it provides for no renewal.",
    },
    "expired_not_renewed": {
        "ar": "منتهية المدة: انتهت مدتها {on_end}، وتجديدها مشروط باتفاق الأطراف، ولم يُسجَّل اتفاق على ذلك.",
        "en": "Expired: its term ended {on_end}; it is renewed by agreement, and none is on record.",
    },
    "expired_renewal_unknown": {
        "ar": "منتهية المدة: انتهت مدتها {on_end}، ولا يُعرف حكم تجديدها، ولم يُسجَّل لها تجديد.",
        "en": "Expired: its term ended {on_end}; whether it renews itself is not known.",
    },
    "expired_by_notice": {
        "ar": "منتهية المدة: قُدّم إشعار الإنهاء {on_notice} في موعده، فانتهت بنهاية المدة {on_end}.",
        "en": "Expired: notice was given {on_notice}, in time, and it ended with its term {on_end}.",
    },
    "expired_by_late_notice": {
        "ar": "منتهية المدة: قُدّم إشعار الإنهاء {on_notice} بعد فوات موعده للمدة المنتهية {on_missed}، "
        "فانتهت بنهاية المدة التالية {on_end}.",
        "en": "Expired: notice was given {on_notice}, too late for the term that ended {on_missed}, "
        "and it ended with the following term {on_end}.",
    },
    "expired_after_doubtful_notice": {
        "ar": "منتهية المدة: قُدّم إشعار الإنهاء {on_notice}، فانتهت به على أبعد تقدير {on_end}.",
        "en": "Expired: notice was given {on_notice}, which ended it {on_end} at the latest.",
    },
    "notice_in_doubt": {
        "ar": "الحالة غير معروفة: انتهت مدتها {on_end}، "
        "ولا يُجزم بأن إشعار الإنهاء المقدَّم {on_notice} كان في موعده.",
        "en": "Status not known: its term ended {on_end}, "
        "and whether the notice given {on_notice} was in time cannot be decided.",
    },
    "notice_term_unknown": {
        "ar": "الحالة غير معروفة: قُدّم إشعار الإنهاء {on_notice}، ولا تُعرف نهاية المدة التي تنتهي بها.",
        "en": "Status not known: notice was given {on_notice}, and when that ends it is not known.",
    },
    "terminated_by_notice": {
        "ar": "منهاة: قُدّم إشعار الإنهاء {on_notice}، وانقضت مهلة الإشعار، وهي {notice_months}.",
        "en": "Terminated: notice was given {on_notice}, and its period of {notice_months} has run out.",
    },
    "fewer_than_two_parties": {
        "ar": "منهاة منذ {date}: انسحب منها طرف، فلم يبقَ فيها طرفان.",
        "en": "Terminated since {date}: a party withdrew, and fewer than two are left.",
    },
    "terminated": {
        "ar": "منهاة: أُنهيت {on_date}.",
        "en": "Terminated {on_date}.",
    },
    "superseded": {
        "ar": "حلّت محلها اتفاقية أخرى {on_date}.",
        "en": "Superseded by another agreement {on_date}.",
    },
    "suspended": {
        "ar": "معلّقة منذ {date}.",
        "en": "Suspended since {date}.",
    },
    "suspended_to": {
        "ar": "معلّقة منذ {date} حتى {end}.",
        "en": "Suspended since {date}, until {end}.",
    },
    "suspended_fewer_than_two": {
        "ar": "معلّقة: علّق طرف مشاركته {on_date}، ولم يبقَ طرفان يعملان بها.",
        "en": "Suspended: a party suspended its part {on_date}, and fewer than two parties take part.",
    },
}

# What has prolonged the status meanwhile, as a second sentence.
PROLONGATIONS: dict[str, dict[Language, str]] = {
    "renewed_tacitly": {
        "ar": "وهي تتجدد تلقائيًا منذ {then_date}.",
        "en": "It has renewed itself tacitly since {then_date}.",
    },
    "extended": {
        "ar": "ثم مُدّدت حتى {then_end}.",
        "en": "It was then extended until {then_end}.",
    },
    "renewed": {
        "ar": "ثم جُدّدت حتى {then_end}.",
        "en": "It was then renewed until {then_end}.",
    },
}

NOT_KNOWN: dict[Language, str] = {"ar": "تاريخ غير معروف", "en": "a date not known"}
MONTHS: dict[Language, dict[str, str]] = {
    "ar": {
        "zero": "{count} شهر",
        "one": "شهر واحد",
        "two": "شهران",
        "few": "{count} أشهر",
        "many": "{count} شهرًا",
        "other": "{count} شهر",
    },
    "en": {"one": "{count} month", "other": "{count} months"},
}


def sentence(reason_code: str, params: Params, language: Language, region: str = "PS") -> str:
    """The sentence that gives a reason, with its dates written as they are in that region.

    The values are those of a lifecycle reason: ISO dates, the empty string for a date not known, and numbers.
    Raises KeyError for a code that no reason has or a value that is missing.
    """
    values = dict(params)
    told = SENTENCES[reason_code][language]
    if "then" in values:
        told += " " + PROLONGATIONS[values.pop("then")][language]
    return told.format_map(_written(values, language, region))


def months(count: int, language: Language) -> str:
    """A number of months in words that agree with it, in the nominative.

    >>> [months(count, "ar") for count in (1, 2, 3, 12, 100)]
    ['شهر واحد', 'شهران', '3 أشهر', '12 شهرًا', '100 شهر']
    """
    return MONTHS[language][Locale.parse(language).plural_form(count)].format(count=count)


def _written(values: Mapping[str, str], language: Language, region: str) -> dict[str, str]:
    """Every value as it is written: `end` bare and `on_end` with its preposition."""
    written = {}
    for name, value in values.items():
        if name in COUNTS:
            written[name] = months(int(value), language)
        else:
            date = PartialDate.parse(value) if value else None
            written[name] = _date(date, language, region)
            written[f"on_{name}"] = f"{_preposition(date, language)} {written[name]}"
    return written


def _preposition(date: PartialDate | None, language: Language) -> str:
    if language == "ar":
        return "في"
    return "on" if date is None or date.precision == "day" else "in"


@lru_cache(maxsize=50_000)
def date_in_words(date: PartialDate, language: Language, region: str) -> str:
    """The date as the region writes it: 3 حزيران 2014, June 2014, 2014."""
    return format_date(date.earliest, PATTERNS[date.precision], locale=_locale(language, region))


def _date(date: PartialDate | None, language: Language, region: str) -> str:
    if date is None:
        return NOT_KNOWN[language]
    written = date_in_words(date, language, region)
    return f"عام {written}" if language == "ar" and date.precision == "year" else written


@lru_cache
def _locale(language: Language, region: str) -> Locale:
    """The language as it is written in the region, or plainly where that is not described."""
    try:
        return Locale.parse(f"{language}_{region}")
    except UnknownLocaleError:
        return Locale.parse(language)
