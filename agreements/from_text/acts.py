"""What a sentence says was done: an agreement signed, one planned, one of the past, or none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from agreements.arabic import fold
from agreements.from_text.lexicon import signing_ar, with_object, words
from agreements.from_text.tokens import Token, phrase_at

# A mooted agreement is one whose possibility somebody talks of: that announces nothing.
Standing = Literal["signed", "planned", "mooted", "past", "denied"]

BEFORE = 7
REACH = 60
BEHIND = 12
YEAR_REACH = 10
TO_BE_REACH = 25
# How far behind the approving word the instrument stands: session and chair come between.
APPROVED = 20
PAST_REACH = 25
PRESENT_AR = frozenset(
    {"توقع", "يوقع", "توقعان", "يوقعان", "تبرم", "يبرم", "تبرمان", "تجدد", "يجدد", "تجددان"}
)


# «منذ قليل»
JUST_NOW = frozenset(map(fold, ("قليل", "لحظات", "دقائق", "ساعات", "ساعة")))
# “will both sign”, “to formally sign”
BETWEEN = frozenset({"both", "jointly", "formally", "officially", "also", "soon", "now", "then", "today"})
NOUNS_EN = frozenset({"renewal", "reaffirmation", "signing", "signature", "signatures", "signatories"})
# A council approves money for these, and no instrument.
NO_INSTRUMENT = frozenset(
    {"budget", "funding", "exchange", "exchanges", "programme", "program", "association", "committee"}
    | {fold(word) for word in ("ميزانية", "موازنة", "تمويل", "مخصصات")}
)


@dataclass(frozen=True, slots=True)
class Act:
    """The word that tells of the signing: which of the sentence's words, and how it stands."""

    at: int
    standing: Standing
    is_verb: bool


def first_phrase(
    tokens: Sequence[Token], phrases: Collection[str], start: int = 0, end: int | None = None
) -> int:
    """Where the first of these phrases begins between two words; -1 if none does."""
    last = len(tokens) if end is None else min(end, len(tokens))
    for at in range(max(0, start), last):
        if phrase_at(tokens, at, phrases):
            return at
    return -1


def acts(tokens: Sequence[Token], language: str) -> list[Act]:
    """The acts of signing that a sentence tells of."""
    found = _acts_ar(tokens) if language == "ar" else _acts_en(tokens)
    last_year = first_phrase(tokens, words(f"act.last_year_{language}"))
    return [
        Act(act.at, "past", act.is_verb)
        if act.standing == "signed"
        and (_is_past(tokens, act.at, language) or 0 < last_year - act.at < YEAR_REACH)
        else act
        for act in found
    ]


def _is_past(tokens: Sequence[Token], act: int, language: str) -> bool:
    """Whether words close before make the act one of the past: «وكانت … قد وقعت», “had signed”."""
    past = first_phrase(tokens, words(f"act.past_{language}"), act - PAST_REACH, act)
    return past >= 0


def instruments(language: str) -> frozenset[str]:
    return words(f"instrument.{language}") | words(f"instrument.many_{language}")


def _near_instrument(tokens: Sequence[Token], language: str) -> set[int]:
    """The words that have an instrument's word near: close before, or somewhere behind."""
    named = instruments(language)
    near: set[int] = set()
    for at, token in enumerate(tokens):
        if token.named(named):
            near.update(range(at - REACH + 1, at + BEHIND + 1))
    return near


def _acts_ar(tokens: Sequence[Token]) -> list[Act]:
    found: list[Act] = []
    near = _near_instrument(tokens, "ar")
    talks = any(token.among(words("act.talks_ar")) for token in tokens[:2])
    received = any(token.among(words("act.received_ar")) for token in tokens[:2])
    for at, token in enumerate(tokens):
        before = tokens[max(0, at - BEFORE) : at]
        verb = signs_ar(token)
        noun = token.among(words("act.noun_ar"))
        future = token.key.lstrip("و").startswith(("ستوقع", "سيوقع", "سنوقع", "ستبرم", "سيبرم"))
        if not (verb or noun or future) or not (at in near or _names_it(tokens, at, verb)):
            continue
        if any(word.among(words("act.not_ar")) for word in before[-3:]):
            found.append(Act(at, "denied", verb))
        elif noun and _is_done_by(tokens, at):
            found.append(Act(at, "signed", True))
        elif verb and at + 1 < len(tokens) and tokens[at + 1].key == "منذ":
            found.append(Act(at, "past", verb))
        elif future:
            found.append(Act(at, "planned", verb))
        else:
            found.append(Act(at, _standing_ar(token, before, verb, talks, received), verb))
    if not found and (at := first_phrase(tokens, words("act.twinned_ar"))) >= 0:
        found.append(Act(at, "signed", True))
    return found or _becoming_ar(tokens) or _approvals(tokens, "ar")


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


def _approvals(tokens: Sequence[Token], language: str) -> list[Act]:
    """A council approves a twinning, two cities agree on one: it is still to be signed; a council considers
    one: it is only talked of."""
    at = first_phrase(tokens, words(f"act.approved_{language}"))
    noun = at > 0 and tokens[at - 1].key in {"the", "its", "their"}  # “on the backs of the visit”
    if (
        at < 0
        or noun
        or not any(token.named(instruments(language)) for token in tokens[at + 1 : at + APPROVED])
    ):
        return []
    if any(token.named(NO_INSTRUMENT) for token in tokens[at : at + BEHIND]):
        return []
    denied = any(token.among(words(f"act.not_{language}")) for token in tokens[max(0, at - 3) : at + 6])
    if denied:
        return [Act(at, "denied", True)]
    talked = any(token.named(words(f"act.mooted_{language}")) for token in tokens[: at + 6])
    return [Act(at, "mooted" if talked else "planned", True)]


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


def _standing_ar(token: Token, before: Sequence[Token], verb: bool, talks: bool, received: bool) -> Standing:
    """Whether the words before make the signing something to come, or only talked of."""
    if verb and not token.among(PRESENT_AR):
        return "signed"
    if token.key in {"لتوقيع", "ولتوقيع", "للتوقيع", "لابرام"}:
        talked = any(word.named(words("act.mooted_ar")) for word in before)
        return "mooted" if talked else "signed" if received else "planned"
    for word in reversed(before):
        if not verb and word.named({"منذ"}) and not any(one.key in JUST_NOW for one in before):
            return "past"
        if not verb and word.among(words("act.anniversary_ar")):
            return "past"
        if not verb and word.among(words("act.done_ar")):
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


def _acts_en(tokens: Sequence[Token]) -> list[Act]:
    found: list[Act] = []
    near = _near_instrument(tokens, "en")
    for at, token in enumerate(tokens):
        renewed = token.key in {"renewed", "renew", "renews", "reaffirmed", "reaffirm"}
        following = tokens[at + 1].key if at + 1 < len(tokens) else ""
        named = (
            token.key == "twinned"
            or (token.key == "signed" and following in {"by", "for", "on", "this", "at"})
            or (token.key in words("act.done_en") and following == "by")
            or (token.key in {"signing", "sign"} and following in {"for", "on"})
            or token.key == "signatories"
            or (token.key == "signing" and at > 0 and tokens[at - 1].key == "its")
            or (token.key == "renewal" and following == "of")
            or at in near
        )
        if token.key not in words("act.signed_en") or not named:
            continue
        if token.key == "twinned" and not any(
            word.key in {"officially", "formally", "now", "finally"} for word in tokens[max(0, at - 3) : at]
        ):
            continue
        if token.key in {"put", "affixed", "appended"} and not any(
            word.key in {"names", "signatures", "pen"} for word in tokens[at : at + 4]
        ):
            continue
        if token.key in {"entered", "enter"} and not any(word.key == "into" for word in tokens[at : at + 2]):
            continue
        if token.key in words("act.of_ties_en") and not any(
            word.key in {"sister", "sisterhood", "twinning", "partnership", "friendship", "twin", "twinned"}
            for word in tokens[at : at + 9]
        ):
            continue
        before = tokens[max(0, at - BEFORE) : at]
        if any(word.key in words("act.not_en") for word in before[-4:]) and not renewed:
            found.append(Act(at, "denied", True))
        elif _is_planned_en(tokens, at):
            talked = first_phrase(tokens, words("act.mooted_en"), at - BEFORE, at) >= 0
            found.append(Act(at, "mooted" if talked else "planned", True))
        else:
            found.append(Act(at, "signed", token.key not in NOUNS_EN))
    return found or _becoming(tokens) or _approvals(tokens, "en")


def _becoming(tokens: Sequence[Token]) -> list[Act]:
    """“A and B become sister cities”, “A to become twinned with B”."""
    for at, token in enumerate(tokens):
        if token.key in {"become", "became", "becomes", "becoming", "declared", "declare", "proclaimed"}:
            ahead = {word.key for word in tokens[at + 1 : at + 6]}
            if ahead & {"sister", "twin", "twinned", "partner", "twins", "friendship"}:
                to_come = any(
                    word.key in {"to", "will", "would", "could", "may"}
                    for word in tokens[max(0, at - 2) : at]
                )
                wished = first_phrase(tokens, words("act.mooted_en"), at - BEFORE, at) >= 0
                return [Act(at, "mooted" if wished else "planned" if to_come else "signed", True)]
    return []


def _is_planned_en(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words before make the signing something to come: plan to sign, will sign, to be signed."""
    token = tokens[at]
    start = max(0, at - BEFORE)
    planned = first_phrase(tokens, words("act.planned_en"), start, at)
    if token.key in {
        "signed",
        "inked",
        "sealed",
        "concluded",
        "penned",
        "twinned",
        "formalised",
        "formalized",
    }:
        close = tokens[max(0, at - 3) : at]
        return any(word.key in {"be", "being"} for word in close) and planned >= 0
    if token.key in {
        "sign",
        "conclude",
        "formalise",
        "formalize",
        "establish",
        "enter",
        "seal",
        "ink",
        "renew",
        "forge",
        "strike",
        "cement",
        "join",
    }:
        last = at - 1 - (at > 1 and tokens[at - 1].key in BETWEEN)
        infinitive = at > 0 and tokens[last].key in {
            "to",
            "will",
            "would",
            "could",
            "should",
            "shall",
            "may",
        }
        travelled = first_phrase(
            tokens,
            {"met to", "gathered to", "ceremony to", "visited", "came together to", "travelled", "traveled"},
            start,
            at,
        )
        return infinitive and travelled < 0
    if token.key in {"signing", "signature", "signatures"}:
        done = any(
            word.key in {"after", "following", "since", "upon"} for word in tokens[max(0, at - 3) : at]
        )
        to_be = first_phrase(tokens, words("act.to_be_en"), at + 1, at + TO_BE_REACH) >= 0
        invited = any(word.key in {"invited", "invites", "invitation"} for word in tokens[:at])
        return (planned >= 0 or to_be or invited) and not done
    return False
