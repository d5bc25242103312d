"""A city, an authority or another body where a text names it."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from agreements.from_text.gazetteer import Place

ALIKE = 0.8
# Short names must be more alike.
ALMOST = 0.9
LONG_ENOUGH = 5


@lru_cache(maxsize=20_000)
def likeness(first: str, second: str) -> float:
    """How alike two names are written, from 0 to 1."""
    return SequenceMatcher(None, first, second).ratio()


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` to `last` (exclusive) of a sentence name a city, or with `body` somebody who is none.

    `head` is the authority's word as a party is called by it (بلدية, Municipality), empty for a bare
    name; `place` the bare name as written; `country` what the words beside it say."""

    first: int
    last: int
    start: int
    end: int
    head: str
    place: str
    key: str
    country: str = ""
    places: tuple[Place, ...] = ()
    name: str = ""
    body: bool = False

    @property
    def known(self) -> bool:
        return bool(self.places)

    @property
    def charted(self) -> bool:
        """Whether the register or the world's list has the name, not only the text itself."""
        return any(place.slug or place.geonames_id for place in self.places)

    def _begins(self, other: "Mention") -> bool:
        """“Kingston” for “Kingston upon Thames”, «المدينة» for «المدينة المنورة»."""
        longer = other.place.casefold()
        shorter = self.place.casefold()
        return longer == f"{shorter} city" or (
            len(shorter) > LONG_ENOUGH and longer.startswith(f"{shorter} ")
        )

    def _closes(self, other: "Mention") -> bool:
        """“Stari-Grad” for “Sarajevo Stari-Grad”, which no list has."""
        return len(self.place) > LONG_ENOUGH and other.place.casefold().endswith(f" {self.place.casefold()}")

    def is_same(self, other: "Mention") -> bool:
        """Whether both name one city: the same name, or for unknown names a like one."""
        if self.country and other.country and self.country != other.country:
            return False
        held = {place.slug for place in self.places if place.slug}
        if held & {place.slug for place in other.places}:
            return True
        return (
            self.key == other.key
            or self._begins(other)
            or other._begins(self)
            or (not (self.charted and other.charted) and (self._closes(other) or other._closes(self)))
            or (
                not (self.charted and other.charted)
                and min(len(self.key), len(other.key)) >= LONG_ENOUGH
                and likeness(self.key, other.key) >= self._alike(other)
            )
        )

    def _alike(self, other: "Mention") -> float:
        return ALIKE if min(len(self.key), len(other.key)) > LONG_ENOUGH else ALMOST
