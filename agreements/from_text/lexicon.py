"""The words that the rules go by, folded as readers compare them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from agreements.arabic import fold
from agreements.from_text.tokens import Token

HERE = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(path: str) -> frozenset[str]:
    """The words of one list: `words("act.signed_ar")`."""
    table, name = path.split(".")
    return frozenset(fold(word) for word in read("words")[table][name]) - {""}


@cache
def signing_ar() -> frozenset[str]:
    """The verbs of signing in their forms, alone and with «ها» for the instrument: «وقعت», «وقعتها»."""
    plain = words("act.signed_ar")
    return plain | {
        verb[:-1] + verb[-1:].replace("ي", "ا") + it for verb in plain for it in ("ها", "ه", "هما")
    }


def with_object(verb: Token) -> bool:
    """Whether a verb of signing has its object written on: «وقعتها»."""
    return verb.among(signing_ar()) and not verb.among(words("act.signed_ar"))


@cache
def names(path: str) -> dict[str, str]:
    """What each folded word of a table stands for: `names("authority.ar")`."""
    table, name = path.split(".")
    return {fold(met): written for met, written in read("words")[table][name].items()}


@cache
def activities() -> dict[str, str]:
    """The kind of activity that each folded phrase names, in both languages."""
    return {
        fold(phrase): kind
        for kind, languages in read("words")["activity"].items()
        for phrase in [*languages["ar"], *languages["en"]]
    }


@cache
def kinds(language: str) -> dict[str, str]:
    """The kind that each folded phrase names."""
    return {fold(phrase): kind["code"] for kind in read("words")["kind"] for phrase in kind[language]}
