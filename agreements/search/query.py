"""Asking: which records match what a person typed, best first.

Three stages, the first that finds anything: the words as typed; the last word only begun (both once more
without the words that hold for every record); words one slip away from a known name, or inside one, first of
the words that no name has and then of any. Up to
5,000 matches are ranked; where there are more, the rows are walked in the reader's own order and their
number is given as “more than 5,000”.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, Literal, overload

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from agreements.arabic import stem, tokens, words
from agreements.models import SearchWord, WordForm
from agreements.search import dialect
from agreements.search.asked import Group, asked, is_too_short, without_general
from agreements.search.fewer import Fewer, with_fewer_words
from agreements.search.index import entries_of
from agreements.search.keys import stored_keys
from agreements.search.match import Match
from agreements.search.slips import SHORTEST_SLIPPED, closest, near_variants, variants_of_written

Stage = Literal["all", "too_short", "word", "begun", "near", "nothing"]
MOST_NEAR = 20

# Of more words than these, or in an order that no index keeps, SQLite asks its index before it walks.
LONGEST_WALK = 4
FIRST_FOUND = 200
LATEST_FIRST = ("-signed_on", "-pk")


@dataclass(frozen=True)
class Finding:
    """What a search found. `within`: the rows searched; `rows`: those that match, to be ordered by the
    caller; `ids`: of the same, best first, or None where they are not ranked (`walked` then finds them
    among the rows, `first` reads a few of their ids, and `latest` has them in the order of the rows, where
    the index does). `meant`: what was typed, as the register writes
    it, where only that was found; `met_with_fewer`: where nothing was, the fewer words that do find."""

    within: QuerySet[Any]
    ids: Sequence[int] | None
    stage: Stage
    groups: list[Group] = field(default_factory=list)
    meant: str = ""
    walked: QuerySet[Any] | None = None
    first: Callable[[], list[int]] = list
    latest: Sequence[int] | None = None
    met_with_fewer: Callable[[], list[Fewer]] = list

    @cached_property
    def rows(self) -> QuerySet[Any]:
        if self.ids is not None:
            return _among(self.within, self.ids)
        return self.within if self.walked is None else self.walked

    @cached_property
    def fewer(self) -> list[Fewer]:
        """Where nothing was found: what some of the words find, each asked for when this is."""
        return self.met_with_fewer()

    @property
    def is_more(self) -> bool:
        """Whether more match than are counted and ranked."""
        return self.ids is None and self.stage != "all"

    @property
    def begun(self) -> bool:
        """Whether the last word was taken for the beginning of one."""
        return self.stage == "begun"

    def some(self, number: int) -> list[Any]:
        """A few of the matching rows: of the best, or any where they are too many to rank."""
        if self.stage == "all":
            return list(self.within[:number])
        first = self.first() if self.ids is None else self.ids[:FIRST_FOUND]
        return list(Ranked(_seen(self.within, first), self.within)[:number])

    def listing(self, dress: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows) -> Any:
        """The matching rows for a paginator: best first, or in their own order where they are too many.
        `dress` adds what the screen shows of them."""
        ids = self.latest if self.ids is None else self.ids
        if ids is not None:
            return Ranked(ids, dress(self.within))
        return Bounded(dress(self.rows)) if self.is_more else dress(self.rows)


class Bounded(Sequence[Any]):
    """The first CAP rows of very many, which are not counted."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return dialect.CAP

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        return list(self.rows[place]) if isinstance(place, slice) else self.rows[place]


class Ranked(Sequence[Any]):
    """Rows in a given order of their ids; only the slice that is asked for is fetched."""

    def __init__(self, ids: Sequence[int], rows: QuerySet[Any]) -> None:
        self.ids, self.rows = ids, rows

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self.rows.get(pk=self.ids[place])
        wanted = self.ids[place]
        found = {row.pk: row for row in _among(self.rows, wanted).order_by()}
        return [found[pk] for pk in wanted if pk in found]


def find(
    rows: QuerySet[Any],
    text: str,
    also: Iterable[str] = (),
    without: Sequence[str] = (),
    said: bool = False,
) -> Finding:
    """Search among the rows of a queryset. `also`: filter keys that every match must bear; `without`: those
    that none may bear; `said`: that they say all that the rows' own conditions say, so that no match needs
    to be looked up among them.

    Never raises, whatever was typed: nothing typed gives all rows, too little gives none and says so."""
    if not text.strip():
        return Finding(rows, None, "all")
    if is_too_short(text):
        return Finding(rows, [], "too_short")
    search = _Search(rows, [(key,) for key in also], without, said)
    groups = asked(text, _forms_of(text))
    telling = without_general(groups)
    found = search.as_typed(groups) or (search.as_typed(telling) if telling != groups else None)
    found = found or search.near(telling, text)
    return (
        replace(found, met_with_fewer=partial(with_fewer_words, text, search.word))
        if found.ids == []
        else found
    )


class _Search:
    """One search among some rows: which of them bear what, in as few questions as may be."""

    def __init__(self, rows: QuerySet[Any], keys: list[Group], without: Sequence[str], said: bool) -> None:
        self.rows, self.keys, self.without, self.said = rows, keys, without, said
        entries = entries_of(rows.model)
        self.table, self.is_dated = entries._meta.db_table, entries.is_dated

    def at_stage(self, stage: Stage, groups: list[Group], meant: str = "") -> Finding | None:
        """What the index finds; None where it finds nothing."""
        match = Match(groups, self.keys, stage == "begun", self.without)
        ids = dialect.best_first(self.table, match, self.is_dated)
        if ids is None:
            walked = _walk(self.rows, self.table, match)
            first = partial(dialect.some_ids, self.table, match.expression, FIRST_FOUND)
            return Finding(self.rows, None, stage, groups, meant, walked, first, self._latest(match))
        if not ids:
            return None
        return Finding(self.rows, ids if self.said else _seen(self.rows, ids), stage, groups, meant)

    def _latest(self, match: Match) -> Sequence[int] | None:
        """The ids of the first of very many, where the index has them in the order of the rows."""
        in_its_order = self.is_dated and self.rows.query.order_by == LATEST_FIRST
        return dialect.latest_first(self.table, match) if self.said and in_its_order else None

    def as_typed(self, groups: list[Group]) -> Finding | None:
        """What bears the words, the last one at least by its beginning; None where no record does."""
        if found := self.at_stage("word", groups):
            return found
        if not self.is_anywhere(groups, begun=True):
            return None
        if self.is_anywhere(groups):
            return Finding(self.rows, [], "word", groups)
        return self.at_stage("begun", groups) or Finding(self.rows, [], "begun", groups)

    def word(self, text: str) -> Finding | None:
        """What bears the words of a text as they stand there."""
        return self.at_stage("word", asked(text, _forms_of(text)))

    def is_anywhere(self, groups: list[Group], begun: bool = False) -> bool:
        """Whether any record meets this, among the rows or not."""
        return bool(dialect.some_ids(self.table, Match(groups, begun=begun).expression, 1))

    def near(self, typed: list[Group], text: str) -> Finding:
        """What is met by words like those typed: by the unknown ones alone, else by any."""
        folded = {stem(word): word for word in words(text)}
        alike, tried = [_Alike.to(group, folded.get(group[0], group[0])) for group in typed], typed
        for known_as_well in (False, True):
            groups, meant = _nearest(alike, text, known_as_well, self._is_held)
            if groups == tried:
                continue
            tried = groups
            if found := self.at_stage("near", groups, meant):
                return found
            if self.is_anywhere(groups):
                return Finding(self.rows, [], "near", groups, meant)
        return Finding(self.rows, [], "nothing", tried)

    def _is_held(self, key: str) -> bool:
        match = Match([(key,)], without=self.without)
        return bool(_seen(self.rows, dialect.some_ids(self.table, match.expression, FIRST_FOUND)))


def _seen(rows: QuerySet[Any], ids: Sequence[int]) -> list[int]:
    """Those of the ids that are among the rows, in the same order."""
    ids = list(ids)
    seen = set(_among(rows, ids).order_by().values_list("pk", flat=True))
    return [pk for pk in ids if pk in seen]


def _is_ordered_by_others(rows: QuerySet[Any]) -> bool:
    """Whether the order of the rows depends on rows of another table, so that all must be sorted."""
    return any("__" in str(name) for name in rows.query.order_by or rows.model._meta.ordering)


def _among(rows: QuerySet[Any], ids: Sequence[int]) -> QuerySet[Any]:
    return rows.filter(dialect.Among.these(F("pk"), ids)) if ids else rows.none()


def _walk(rows: QuerySet[Any], table: str, match: Match) -> QuerySet[Any]:
    """Test each row as the reader's order comes to it, instead of collecting all that match."""
    groups = [*match.keys, *match.words]
    if dialect.walks_with_index() or len(groups) > LONGEST_WALK or _is_ordered_by_others(rows):
        return rows.filter(dialect.Matches(table, F("pk"), Value(match.expression)))
    return rows.filter(dialect.Holds(table, F("pk"), groups, match.begun))


# ---- Other forms, and slips ------------------------------------------------------------------


def _forms_of(text: str) -> dict[str, list[str]]:
    """The other forms of the words typed that the register knows: museums and museum, St and Saint."""
    keys = {key for group in asked(text) for key in group}
    words = {key for pair in _pairs_with(keys) for key in pair}
    forms: dict[str, list[str]] = {}
    for form, word in _pairs_with(words) if words else ():
        forms.setdefault(form, []).append(word)
    return forms


def _pairs_with(keys: set[str]) -> QuerySet[Any, tuple[str, str]]:
    pairs = WordForm.objects.filter(Q(form_key__in=keys) | Q(word_key__in=keys)).order_by()
    return pairs.values_list("form_key", "word_key")


@dataclass(frozen=True)
class _Alike:
    """A word that was typed, whether it is known or what may stand for it is, and the known words one slip
    away from it."""

    group: Group
    is_known: bool
    is_met: bool
    slipped: Sequence[SearchWord] = ()

    @classmethod
    def to(cls, group: Group, folded: str) -> "_Alike":
        """Of a word as it was typed, and folded; a short one is taken as it is."""
        key = group[0]
        if len(key) < SHORTEST_SLIPPED:
            return cls(group, True, True)
        variants = near_variants(key) | variants_of_written(folded)
        found = SearchWord.objects.filter(slips__text__in=[*variants, *group]).distinct()
        known = {word.key: word for word in found}
        near = closest(key, (word for word in known if variants & near_variants(word)), folded)
        is_met = not known.keys().isdisjoint(group)
        return cls(group, key in known, is_met, [known[word] for word in near[:MOST_NEAR]])

    @cached_property
    def meant(self) -> Sequence[SearchWord]:
        """Known words one slip away, else known words that hold it inside."""
        if self.slipped or len(self.group[0]) < SHORTEST_SLIPPED:
            return self.slipped
        inside = SearchWord.objects.alias(at=StrIndex("key", Value(self.group[0]))).filter(at__gt=0)
        return list(inside[:MOST_NEAR])


def _nearest(
    typed: list[_Alike], text: str, known_as_well: bool, is_held: Callable[[str], bool]
) -> tuple[list[Group], str]:
    """Each unknown word replaced by the known ones it may have meant; and the text so corrected, by words
    that are held: the spelling table keeps those of names that were changed, and has those of drafts.
    `known_as_well`: a slip may have made another name of a name, so that known words may mean others too."""
    meant, near = text, []
    for word in typed:
        close = [] if word.is_known and not known_as_well else word.meant
        near.append((*(word.group if word.is_met else ()), *(other.key for other in close)) or word.group)
        if not word.is_met and (best := next((other for other in close if is_held(other.key)), None)):
            meant = _corrected(meant, word.group[0], best.shown)
    return near, meant if meant != text else ""


def _corrected(text: str, key: str, shown: str) -> str:
    """The text with the word of this key written as it is in the register."""
    for start, end, token in tokens(text):
        if key in stored_keys(token):
            return f"{text[:start]}{shown}{text[end:]}"
    return text
