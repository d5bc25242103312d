"""What a sentence says was done: an agreement signed, one planned, one of the past, or none."""

from collections.abc import Sequence
from itertools import pairwise

from agreements.from_text.act import Act, first_phrase
from agreements.from_text.acts_ar import acts_ar
from agreements.from_text.acts_en import acts_en
from agreements.from_text.calendar_words import MONTH
from agreements.from_text.lexicon import words
from agreements.from_text.tokens import Token

YEAR_REACH = 10
# «زيارته العام الماضي لمقاطعة X وتوقيع مذكرة»
VISIT_REACH = 8
PAST_REACH = 25
WHICH = frozenset({"التي", "اللتين", "اللتان", "الذي"})


def acts(tokens: Sequence[Token], language: str) -> list[Act]:
    """The acts of signing that a sentence tells of."""
    found = (acts_ar(tokens) if language == "ar" else acts_en(tokens)) or _cancelled(tokens, language)
    last_year = first_phrase(tokens, words(f"act.last_year_{language}"))
    return [
        Act(act.at, "past", act.is_verb)
        if act.standing == "signed" and language == "ar" and _of_a_year(tokens, act.at)
        else Act(act.at, "past", act.is_verb)
        if act.standing == "signed"
        and (
            _is_past(tokens, act.at, language)
            or 0 < last_year - act.at < YEAR_REACH
            or (not act.is_verb and last_year >= 0 and 0 < act.at - last_year < VISIT_REACH)
        )
        else act
        for act in found
    ]


def _cancelled(tokens: Sequence[Token], language: str) -> list[Act]:
    """“Council cancels twinning plans”, «إلغاء اتفاقية التوأمة»."""
    named = any(token.named(words(f"instrument.{language}")) for token in tokens)
    ended = (at for at, token in enumerate(tokens) if token.among(words(f"act.cancelled_{language}")))
    return [Act(at, "denied", True) for at in ended if named][:1]


def _of_a_year(tokens: Sequence[Token], act: int) -> bool:
    """«اللتين تم توقيع اتفاقية تآخ بينهما عام 1990»: which were twinned in some year."""
    which = any(token.key in WHICH for token in tokens[max(0, act - 2) : act])
    behind = tokens[act : act + YEAR_REACH]
    year = any(
        token.key in {"عام", "سنه", "العام"} and after.is_number and len(after.key) == 4
        for token, after in pairwise(behind)
    )
    return which and year


def _is_past(tokens: Sequence[Token], act: int, language: str) -> bool:
    """Whether words close before make the act one of the past: «وكانت … قد وقعت», “had signed”."""
    past = first_phrase(tokens, words(f"act.past_{language}"), act - PAST_REACH, act)
    return (
        past >= 0
        or any(
            token.key == "last" and after.key in MONTH  # “a visit last May, when a memorandum was signed”
            for token, after in pairwise(tokens[max(0, act - PAST_REACH) : act])
        )
    )
