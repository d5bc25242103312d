"""Finding without a database: records and queries as keys, matched as the index matches them.

Every group that was asked must be met by one of its alternatives: first as whole words, then with the
last word begun, then, for a word that no heading has, with a word of a heading that is one slip away,
or else contains it; and then so for every word. Words that hold for every record are left out where
nothing is met with them.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from agreements.arabic import stem, words
from agreements.search.asked import Group, asked, without_general
from agreements.search.keys import name_keys, stored_keys
from agreements.search.slips import closest, near_variants, variants_of_written

AGREEMENTS = Path(__file__).parents[2] / "agreements"
WORD_FORMS = AGREEMENTS / "reference" / "word_forms.toml"
CASES = Path(__file__).with_name("cases.toml")
SHORTEST_GUESS = 4


class Register:
    """Records by their ids: the keys of each one's headings, and those of all it says."""

    def __init__(self, forms: Mapping[str, Collection[str]]) -> None:
        self.forms = forms
        self.headings: dict[int, set[str]] = {}
        self.everything: dict[int, set[str]] = {}

    def add(self, number: int, titles: Iterable[str], names: Iterable[str], texts: Iterable[str]) -> None:
        heading = {key for title in titles for key in stored_keys(title)}
        heading |= {key for name in names for key in name_keys(name)}
        self.headings[number] = heading
        self.everything[number] = heading | {key for text in texts for key in stored_keys(text)}

    def find(self, text: str) -> tuple[str, set[int]]:
        """How the records were found (word, begun, near or nothing), and which."""
        typed = asked(text, self.forms)
        telling = without_general(typed)
        for stage, groups in (("word", typed), ("begun", typed), ("word", telling), ("begun", telling)):
            if found := self._meeting(groups, begun=stage == "begun"):
                return stage, found
        folded = {stem(word): word for word in words(text)}
        for known_as_well in (False, True):
            near = [self._near(group, folded.get(group[0], group[0]), known_as_well) for group in telling]
            if found := self._meeting(near):
                return "near", found
        return "nothing", set()

    def _meeting(self, groups: Sequence[Group], begun: bool = False) -> set[int]:
        return {
            number
            for number, keys in self.everything.items()
            if groups and all(_met(group, keys, begun=begun and group is groups[-1]) for group in groups)
        }

    def _near(self, group: Group, folded: str, known_as_well: bool) -> Group:
        known = set().union(*self.headings.values())
        typed = group[0]
        is_known, is_met = typed in known, bool(known.intersection(group))
        if len(typed) < SHORTEST_GUESS or (is_known and not known_as_well):
            return group
        variants = near_variants(typed) | variants_of_written(folded)
        near = (word for word in known if variants & near_variants(word))
        close = tuple(closest(typed, near, folded))
        close = close or tuple(word for word in known if typed in word)
        return ((*group, *close) if is_met else close) or group


def _met(group: Sequence[str], keys: set[str], begun: bool) -> bool:
    if keys.intersection(group):
        return True
    return begun and len(group[0]) > 1 and any(key.startswith(group[0]) for key in keys)


def word_forms() -> dict[str, set[str]]:
    """The list of forms as keys: each key with the keys of its other forms."""
    forms: dict[str, set[str]] = {}
    if WORD_FORMS.exists():
        for entry in tomllib.loads(WORD_FORMS.read_text(encoding="utf-8"))["form"]:
            for key in stored_keys(entry["form"]):
                forms.setdefault(key, set()).update(stored_keys(entry["word"]))
    return forms
