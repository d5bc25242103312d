"""What an English sentence says was done: “have signed”, “will sign”, “to become sister cities”."""

from collections.abc import Sequence

from agreements.from_text.act import Act, approvals, first_phrase, near_instrument
from agreements.from_text.lexicon import words
from agreements.from_text.tokens import Token

BEFORE = 7
TO_BE_REACH = 25
# “will both sign”, “to formally sign”
BETWEEN = frozenset({"both", "jointly", "formally", "officially", "also", "soon", "now", "then", "today"})
# “forged a memorandum of agreement”
FORGED = frozenset({"forged", "forge", "forges", "struck"})
FORMAL = frozenset({"memorandum", "agreement", "pact", "accord", "protocol", "mou"})
NOUNS_EN = frozenset({"renewal", "reaffirmation", "signing", "signature", "signatures", "signatories"})


def acts_en(tokens: Sequence[Token]) -> list[Act]:
    found: list[Act] = []
    near = near_instrument(tokens, "en")
    for at, token in enumerate(tokens):
        renewed = token.key in {"renewed", "renew", "renews", "reaffirmed", "reaffirm"}
        following = tokens[at + 1].key if at + 1 < len(tokens) else ""
        named = (
            token.key == "twinned"
            or (token.key == "signed" and following in {"by", "for", "on", "this", "at"})
            or (token.key in words("act.done_en") and following == "by")
            or (token.key == "signed" and "behalf" in {word.key for word in tokens[at + 1 : at + 3]})
            or (token.key in {"signing", "sign"} and following in {"for", "on"})
            or token.key == "signatories"
            or (token.key == "signing" and at > 0 and tokens[at - 1].key == "its")
            or (token.key == "renewal" and following == "of")
            or at in near
        )
        if token.key not in words("act.signed_en") or not named:
            continue
        if token.gap == "-" and tokens[at - 1].key not in {"re", "co"}:
            continue  # “a long-established friendship”
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
        forged = token.key in FORGED and any(word.key in FORMAL for word in tokens[at : at + 4])
        if (
            token.key in words("act.of_ties_en")
            and not forged
            and not any(
                word.key
                in {"sister", "sisterhood", "twinning", "partnership", "friendship", "twin", "twinned"}
                for word in tokens[at : at + 9]
            )
        ):
            continue
        before = tokens[max(0, at - BEFORE) : at]
        if any(word.key in words("act.not_en") for word in before[-4:]) and not renewed:
            found.append(Act(at, "denied", True))
        elif _is_planned_en(tokens, at):
            agreed = [word.key for word in before[-2:]] == ["agreed", "to"]
            talked = not agreed and first_phrase(tokens, words("act.mooted_en"), at - BEFORE, at) >= 0
            found.append(Act(at, "mooted" if talked else "planned", True))
        else:
            found.append(Act(at, "signed", token.key not in NOUNS_EN))
    return found or _becoming(tokens) or approvals(tokens, "en")


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
        if [word.key for word in tokens[max(0, at - 2) : at]] == ["agreed", "to"]:
            return True
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
        invited = any(word.key in {"invited", "invites", "invitation", "called"} for word in tokens[:at])
        return (planned >= 0 or to_be or invited) and not done
    return False
