r"""What one cell of a table holds: a text, or a list whose items stand on lines of their own.

An item's fields are parted by “ | ”. A bar, a backslash or a line break within a field is written with a
backslash before it, so that any text comes back as it was.

>>> print(join([["hebron", "بلدية الخليل"], ["amman", r"a|b\\c"]]))
hebron | بلدية الخليل
amman | a\|b\\\\c
>>> split(join([["hebron", ""], ["amman", "two\nlines"]]))
[['hebron', ''], ['amman', 'two\nlines']]
"""

import re
from collections.abc import Iterable

FORMULA = tuple("=+-@\t\r＝＋－＠")
SPECIAL = re.compile(r"[\\|\n\r]")
WRITTEN = {"\\": r"\\", "|": r"\|", "\n": r"\n", "\r": r"\r"}
READ = {written: meant for meant, written in WRITTEN.items()}
TOKEN = re.compile(r"\\.|[|\n]|[^\\|\n]+|\\")


def join(items: Iterable[Iterable[str]]) -> str:
    """A list of items, each a list of fields, as the text of one cell."""
    return "\n".join(
        " | ".join(SPECIAL.sub(lambda found: WRITTEN[found[0]], field) for field in item) for item in items
    )


def split(text: str) -> list[list[str]]:
    """The items of a cell, each with its fields; spaces around a field do not count."""
    items, fields, field = [], [], ""
    for token in TOKEN.findall(text.replace("\r\n", "\n").replace("\r", "\n")):
        if token in ("|", "\n"):
            fields.append(field.strip())
            field = ""
            if token == "\n":
                items.append(fields)
                fields = []
        else:
            field += READ.get(token, token)
    items.append([*fields, field.strip()])
    return [item for item in items if any(item)]


def guarded(text: str) -> str:
    """The text so that no spreadsheet runs it: an apostrophe before what begins like a formula."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """The text before it was guarded.

    >>> [unguarded(guarded(text)) for text in ("=1+1", "'=1", "'tis", "")]
    ['=1+1', "'=1", "'tis", '']
    """
    bare = text.removeprefix("'")
    return bare if bare != text and bare.lstrip("'").startswith(FORMULA) else text
