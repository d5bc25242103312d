"""What the entries of the search are asked for, in the words of either database.

Keys are letters and digits only, so that nothing in a match needs escaping.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection

from agreements.search.asked import Group


@dataclass(frozen=True)
class Match:
    """All of these words, each by any of its alternatives, the one being typed (`begun`: the last) also by
    how it begins; beside them all of the filter keys, and none of those in `without`."""

    words: Sequence[Group]
    keys: Sequence[Group] = ()
    begun: bool = False
    without: Sequence[str] = ()

    @property
    def expression(self) -> str:
        """The match as FTS5 or as a tsquery."""
        return self._but(_all([*map(_any, self.keys), *self._groups()]), self.without)

    @property
    def of_words(self) -> str:
        """The words alone."""
        return replace(self, keys=(), without=()).expression

    @property
    def each_word(self) -> list[str]:
        """Each of the words by itself."""
        return self._groups()

    @property
    def by_title(self) -> list[str]:
        """The same match in parts that no entry shares (FTS5): with all words in the headings, with some,
        with none."""
        every, some = (f"({{title}} : {words})" for words in (_all(self._groups()), _either(self._groups())))
        whole = _all([*map(_any, self.keys), *self._groups()])
        parts = [
            self._but(_all([*map(_any, self.keys), every]), self.without),
            self._but(_all([whole, some]), [*self.without], every),
            self._but(whole, self.without, some),
        ]
        return parts if len(self.words) > 1 else [parts[0], parts[2]]

    def _groups(self) -> list[str]:
        last = len(self.words) - 1
        return [_any(group, self.begun and place == last) for place, group in enumerate(self.words)]

    @staticmethod
    def _but(match: str, without: Iterable[str], *expressions: str) -> str:
        refused = [*map(_term, without), *expressions]
        if not refused:
            return match
        return f"{match} {'NOT' if connection.vendor == 'sqlite' else '& !'} {_either(refused)}"


def _term(key: str, begun: bool = False) -> str:
    if connection.vendor == "sqlite":
        return f'"{key}"*' if begun else f'"{key}"'
    return f"'{key}':*" if begun else f"'{key}'"


def _any(group: Group, begun: bool = False) -> str:
    terms = [*map(_term, group)]
    return _either([*terms, _term(group[0], begun)] if begun else terms)


def _all(expressions: Iterable[str]) -> str:
    return f"({(' AND ' if connection.vendor == 'sqlite' else ' & ').join(expressions)})"


def _either(expressions: Iterable[str]) -> str:
    return f"({(' OR ' if connection.vendor == 'sqlite' else ' | ').join(expressions)})"
