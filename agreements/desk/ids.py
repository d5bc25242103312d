"""Ids as forms and addresses of the desk name them."""

from collections.abc import Iterable


def id_in(text: str) -> int | None:
    """The id that is meant; None where it is none: no whole number, or longer than any id.

    >>> [id_in(text) for text in ("17", "²", "9" * 30, "-1", "")]
    [17, None, None, None, None]
    """
    return int(text) if text.isdecimal() and len(text) < 18 else None


def ids_in(texts: Iterable[str]) -> list[int]:
    """Those of the texts that are ids."""
    return [pk for text in texts if (pk := id_in(text)) is not None]
