"""How a page writes what a record holds: its texts, dates, countries and languages."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agreements.languages import language_name
from agreements.models.bilingual import RecordText, readers_language
from agreements.models.status_period import why
from agreements.partial_dates import PartialDate
from agreements.reasons import months
from agreements.writing import enumerated, in_digits, in_words, written_number

register = template.Library()

DIRECTIONS = {"ar": "rtl", "en": "ltr"}


@register.filter
def words(text: Any) -> SafeString:
    """A recorded text, kept from mixing with the text around it; a fallback names its language."""
    if isinstance(text, RecordText) and text.is_fallback:
        template_ = '<bdi lang="{}" dir="{}">{}</bdi> <small class="fallback">{}</small>'
        language = language_name(text.language, readers_language())
        return format_html(template_, text.language, DIRECTIONS[text.language], text, language)
    return format_html("<bdi>{}</bdi>", text) if text else SafeString("")


@register.filter
def in_passing(text: Any) -> SafeString:
    """A recorded text as `words` writes it, its language said to programs only: where the line says it
    already to the eye."""
    if not (isinstance(text, RecordText) and text.is_fallback):
        return words(text)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', text.language, DIRECTIONS[text.language], text)


@register.simple_tag
def passage(text: RecordText, css: str = "passage") -> SafeString:
    """A recorded text as a paragraph of its own, in its own direction."""
    if not text:
        return SafeString("")
    direction = DIRECTIONS[text.language]
    return format_html('<p class="{}" lang="{}" dir="{}">{}</p>', css, text.language, direction, text)


@register.simple_tag
def known(label: str, code: str) -> SafeString:
    """The word of a closed list; “not known” is written and marked like every unknown."""
    return (
        format_html('<span class="unknown">{}</span>', f"{label[:1].lower()}{label[1:]}")
        if code == "unknown"
        else format_html("{}", label)
    )


@register.filter
def when(known: PartialDate | None) -> SafeString:
    """A partial date in the reader's words, or that it is not known."""
    if known is None:
        return format_html('<span class="unknown">{}</span>', _("not known"))
    return format_html('<time datetime="{}">{}</time>', known, in_words(known))


@register.filter
def degrees(value: float) -> str:
    """A coordinate to a hundredth of a degree, about a kilometre: 31.53."""
    return in_digits(f"{value:.2f}")


@register.filter
def on_day(moment: datetime) -> str:
    """The day of a moment, with the month names of the site’s region."""
    return in_words(PartialDate.of(localdate(moment)))


@register.filter
def on_calendar_day(day: date) -> str:
    """A calendar day in the reader's words."""
    return in_words(PartialDate.of(day))


@register.filter
def number(count: int) -> str:
    """A number with its thousands set apart."""
    return written_number(count)


@register.filter
def months_in_words(count: int) -> str:
    """A number of months, in a form that agrees with it."""
    return in_digits(months(count, readers_language()))


@register.filter
def digits(text: Any) -> str:
    """What has digits in it (a year, a dimension), in those that the site uses."""
    return in_digits(str(text))


@register.filter
def because(reason: dict[str, Any] | None) -> str:
    """Why a legal status holds, as a sentence."""
    return in_digits(why(reason, readers_language())) if reason else ""


@register.filter
def language(code: str) -> str:
    return language_name(code, readers_language())


@register.filter
def languages(codes: Iterable[str]) -> str:
    """Languages by their codes, as the reader's language lists words."""
    return enumerated(map(language, codes))
