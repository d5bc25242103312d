"""Addresses without what says nothing: the boxes that a form sent empty, and letters that nobody sees."""

import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, QueryDict
from django.shortcuts import redirect

# Controls, and halves of letters.
UNSEEN = ("Cc", "Cs")


def tidied(view: Callable[..., Any]) -> Callable[..., Any]:
    """A page that leads to its own address without such parameters where it is asked for with them."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        told = said(request.GET)
        if told == request.GET or request.method not in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        return redirect(f"{request.path}?{told.urlencode()}" if told else request.path)

    return answer


def said(query: QueryDict) -> QueryDict:
    """The parameters that say something."""
    told = QueryDict(mutable=True)
    for name, values in query.lists():
        if found := [text for text in map(seen, values) if text]:
            told.setlist(seen(name), found)
    told.pop("", None)
    return told


def seen(text: str) -> str:
    """The text without letters that nobody sees; a line's end is a space."""
    spaced = " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in UNSEEN)
