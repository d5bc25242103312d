"""What an English sentence is about from word to word: who signs, or who was there and what was said."""

from collections.abc import Sequence

from agreements.from_text.lexicon import words
from agreements.from_text.tokens import Token, phrase_at


def is_open(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words here are about who signs, not about who was there or what was said."""
    about_signing = True
    for index in range(at + 1):
        if phrase_at(tokens, index, words("act.attend_en"), 4) or tokens[index].key in words("act.said_en"):
            about_signing = False
        elif tokens[index].key in words("act.signed_en") or tokens[index].key in {
            "with",
            "between",
            "signatories",
        }:
            about_signing = True
    return about_signing
