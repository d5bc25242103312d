"""What an Arabic sentence says was done: «وقعت», «تم توقيع», «من المقرر أن توقع», «بحث إمكانية توقيع»."""

from collections.abc import Sequence

from agreements.arabic import fold
from agreements.from_text.act import BEHIND, Act, Standing, approvals, first_phrase, near_instrument
from agreements.from_text.lexicon import signing_ar, with_object, words
from agreements.from_text.tokens import Token

BEFORE = 7
PRESENT_AR = frozenset(
    {"توقع", "يوقع", "توقعان", "يوقعان", "تبرم", "يبرم", "تبرمان", "تجدد", "يجدد", "تجددان"}
)
THAT = frozenset({"ان", "بان", "وان"})
THIS = frozenset({"هذه", "هذا", "هاتين", "هذين"})
TO_TAKE_PART = frozenset({"للمشاركه", "ليشارك", "لتشارك", "سيشارك", "ستشارك", "لحضور", "سيحضر"})
AIMS = frozenset({"تهدف", "يهدف", "وتهدف", "ويهدف"})
# «منذ قليل»
JUST_NOW = frozenset(map(fold, ("قليل", "لحظات", "دقائق", "ساعات", "ساعة")))


def acts_ar(tokens: Sequence[Token]) -> list[Act]:
    found: list[Act] = []
    near = near_instrument(tokens, "ar")
    talks = any(token.among(words("act.talks_ar")) for token in tokens[:2])
    received = any(token.among(words("act.received_ar")) for token in tokens[:2])
    for at, token in enumerate(tokens):
        before = tokens[max(0, at - BEFORE) : at]
        known = at + 1 < len(tokens) and tokens[at + 1].key in THIS
        verb = signs_ar(token)
        noun = token.among(words("act.noun_ar"))
        future = token.key.lstrip("و").startswith(("ستوقع", "سيوقع", "سنوقع", "ستبرم", "سيبرم"))
        if not (verb or noun or future) or not (at in near or _names_it(tokens, at, verb)):
            continue
        if any(word.among(words("act.not_ar")) for word in before[-3:]):
            found.append(Act(at, "denied", verb))
        elif noun and _is_aim(tokens, at):
            found.append(Act(at, "planned", verb))
        elif noun and _is_done_by(tokens, at):
            found.append(Act(at, "signed", True))
        elif verb and at + 1 < len(tokens) and tokens[at + 1].key == "منذ":
            found.append(Act(at, "past", verb))
        elif future:
            found.append(Act(at, "planned", verb))
        else:
            found.append(Act(at, _standing_ar(token, before, verb, talks, received, known), verb))
    at = first_phrase(tokens, words("act.twinned_ar"))
    told_of = any(token.key == "كان" for token in tokens[at : at + 6])  # «إعلان التوأمة كان نتاج …»
    if not found and at >= 0 and not told_of:
        found.append(Act(at, "signed", True))
    return found or _becoming_ar(tokens) or approvals(tokens, "ar")


def _is_aim(tokens: Sequence[Token], at: int) -> bool:
    """«وتهدف الزيارة التي تستمر لعدة أيام إلى توقيع …»"""
    visit = any(token.key in {"الزياره", "زيارته", "زيارتها"} for token in tokens[max(0, at - 10) : at])
    aims = any(token.key in AIMS for token in tokens[max(0, at - 11) : at])
    return visit and aims and tokens[at - 1].key == "الي"


def _is_done_by(tokens: Sequence[Token], at: int) -> bool:
    """«تولى فلان رئيس بلدية X وفلان التوقيع على …», «قام … بتوقيع»: told as with a verb."""
    first = next((index for index in range(at) if tokens[index].among(words("act.does_ar"))), at)
    between = tokens[first + 1 : at]
    told = words("act.said_ar") | words("act.planned_ar") | words("act.anniversary_ar") | signing_ar()
    return first < at and not any(token.among(told) for token in between)


def _becoming_ar(tokens: Sequence[Token]) -> list[Act]:
    """«إعلان قيصري ومصراتة مدنا شقيقة», «ستصبح المدينتان توأما»."""
    for at, token in enumerate(tokens):
        if not token.among(words("act.becomes_ar")):
            continue
        if first_phrase(tokens, words("act.sisters_ar"), at + 1, at + BEHIND) < 0:
            continue
        before = tokens[max(0, at - BEFORE) : at]
        to_come = token.key.lstrip("و")[:1] in ("س", "ل") or any(
            word.among(words("act.planned_ar")) for word in before
        )
        return [Act(at, "planned" if to_come else "signed", True)]
    return []


def signs_ar(token: Token) -> bool:
    return token.among(signing_ar())


def _names_it(tokens: Sequence[Token], at: int, verb: bool) -> bool:
    """Whether the word alone tells of an instrument: «وقعتها», «في التوقيع», «ووقع عن الجانب»."""
    token = tokens[at]
    following = tokens[at + 1 : at + 4]
    if not verb:
        watched = words("act.attend_ar") | words("act.witness_ar")
        return token.named({"التوقيع"}) and not any(
            word.among(watched) for word in tokens[max(0, at - 3) : at]
        )
    return with_object(token) or any(word.among({"عن", "نيابه", "باسم"}) for word in following)


def _standing_ar(
    token: Token, before: Sequence[Token], verb: bool, talks: bool, received: bool, known: bool
) -> Standing:
    """Whether the words before make the signing something to come, or only talked of."""
    if verb and not token.among(PRESENT_AR):
        return "signed"
    if token.key in {"لتوقيع", "ولتوقيع", "للتوقيع", "لابرام"}:
        talked = any(word.named(words("act.mooted_ar")) for word in before)
        return "mooted" if talked else "signed" if received else "planned"
    for word in reversed(before):
        if known and not verb and word.key in THAT:
            return "signed"  # «معتبرا أن توقيع هذه الاتفاقية يعكس …»
        if not verb and word.named({"منذ"}) and not any(one.key in JUST_NOW for one in before):
            return "past"
        if not verb and word.among(words("act.anniversary_ar")):
            return "past"
        if not verb and word.among(words("act.done_ar")):
            here = before.index(word)
            if here and before[here - 1].key in TO_TAKE_PART:
                return "planned"  # «وصل المحافظ … للمشاركة في مراسم توقيع …»
            if here > 1 and before[here - 1].key == "في" and before[here - 2].key in TO_TAKE_PART:
                return "planned"
            return "signed"
        if verb and word.among(words("act.said_ar")):
            return "signed"
        if word.named(words("act.mooted_ar")):
            return "mooted"
        if word.among(words("act.planned_ar")) or word.among({"قبل", "ان", "سوف", "حول", "بشان"}):
            return "planned"
        if word.among(words("act.intent_ar")) and not verb:
            return "planned"
    # «بحث المحافظ مع الوفد التعاون عبر توقيع اتفاقية»
    return "mooted" if talks and not verb else "signed"
