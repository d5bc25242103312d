"""What an Arabic sentence is about from word to word: who signs, or who was there and what was said."""

from collections.abc import Sequence

from agreements.from_text.lexicon import signing_ar, words
from agreements.from_text.tokens import Token, phrase_at


def is_open(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words here are about who signs, not about who was there or what was said."""
    about_signing = True
    skip = 0
    for index in range(at + 1):
        if index < skip:
            continue
        if tokens[index].among(words("act.chaired_ar")) and _is_both(tokens, index):
            continue  # «ترأس كل من رئيس مجلس X وعمدة Y حفل التوقيع»: they are the two who sign.
        if size := phrase_at(tokens, index, words("act.attend_ar"), 3):
            about_signing, skip = False, index + size
        elif _closes(tokens, index):
            about_signing = False
        elif _opens(tokens, index):
            about_signing = True
    return about_signing


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Whether from here on somebody speaks or looks on, or something else is told."""
    token = tokens[at]
    if token.among(words("act.witness_ar")) and _is_person_next(tokens, at):
        return True
    said = token.among(words("act.said_ar")) and not token.among({"بين", "قدم"})
    return said or bool(phrase_at(tokens, at, words("act.turns_ar"), 3))


def _is_both(tokens: Sequence[Token], at: int) -> bool:
    return [token.key for token in tokens[at + 1 : at + 3]] == ["كل", "من"]


def _is_person_next(tokens: Sequence[Token], at: int) -> bool:
    """«شهد محافظ بورسعيد توقيع …»: the governor, not the hall, saw it."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is not None and (after.among(words("office.ar")) or after.among(words("title.ar")))


def _opens(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.among(words("act.sign_again_ar")) or token.among(signing_ar()):
        before = tokens[max(0, at - 3) : at]
        return not any(word.among(words("act.attend_ar") | words("act.witness_ar")) for word in before)
    watched = words("act.attend_ar") | words("act.witness_ar")
    return token.named(words("instrument.ar")) and not any(
        word.among(watched) for word in tokens[max(0, at - 2) : at]
    )
