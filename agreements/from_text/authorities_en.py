"""Cities named with the word for their authority behind, and bodies that are no city: “X City Council”,
“Osh Province X Municipality”, “X Chamber of Commerce”."""

from itertools import pairwise

from agreements.arabic import fold
from agreements.from_text.gazetteer import Place
from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import adjectives, countries
from agreements.from_text.place_names_en import PARTS, EnglishNames
from agreements.from_text.tokens import breaks

# How many words the longest name has.
LONGEST_RUN = 4
OFFICES = frozenset({"department", "office", "committee", "commission", "board", "directorate", "bureau"})
SEVERAL = frozenset(
    {"cities", "towns", "municipalities", "communes", "villages", "mayors", "governors", "councils"}
)


class EnglishAuthorities(EnglishNames):
    """Reads the authorities and bodies of one sentence."""

    def _followed(self, at: int) -> Mention | None:
        tokens = self.tokens
        token = tokens[at]
        if not token.is_capital:
            return None
        greater = token.key == "greater"
        place = at + 1 if greater else at
        if (town := self._past_part(place)) > place:
            at = place = town
        size, places = self.name(place)
        if longer := self._whole_run(place, size):
            size, places = longer, self.gazetteer.find(self._keys(place, longer))
        if size and (head := self._authority(place + size) or self._past_bracket(place + size)):
            if not places and len(tokens) > place and tokens[place].key in adjectives():
                return None
            return self._mention(at, place, place + size, "", places, "", through=place + size + head)
        for shorter in range(size - 1, 0, -1):
            if head := self._authority(place + shorter):
                return self._mention(
                    at, place, place + shorter, "", places, "", through=place + shorter + head
                )
        if size and places and not greater and self._is_told(at, size, places):
            return self._mention(at, place, place + size, "", places, "")
        if self._keys(place, size) in countries():
            return None
        if size and self.country_after(at + size)[0] and not self._after_person(at):
            return self._mention(at, place, place + size, "", places, "")
        return None

    def _past_part(self, at: int) -> int:
        """“Osh Province Kara-Suu Municipality”: to the town, over the part of the country that it lies in."""
        for size in (1, 2):
            last = at + size
            if last + 1 >= len(self.tokens) or any(map(breaks, self.tokens[at + 1 : last + 2])):
                return at
            if self.tokens[last].text.lower() in PARTS - {"county", "state"} and self.tokens[last].is_capital:
                town = self.tokens[last + 1]
                return last + 1 if town.gap == " " and self._may_begin(town) else at
        return at

    def _past_bracket(self, at: int) -> int:
        """“Karatay (Konya) Municipality”: how many words stand up to the end of the authority's, over where
        the town lies."""
        tokens = self.tokens
        if at >= len(tokens) or "(" not in tokens[at].gap:
            return 0
        closed = next((to for to in range(at + 1, min(at + 5, len(tokens))) if ")" in tokens[to].gap), 0)
        bare = closed and tokens[closed].gap.strip() == ")"
        if not bare or not tokens[closed].is_capital or tokens[closed].key not in words("city.authority_en"):
            return 0
        lies = self.gazetteer.longest(tokens, at)[0] or self._keys(at, closed - at) in countries()
        return closed + 1 - at if lies else 0

    def _whole_run(self, at: int, size: int) -> int:
        """“Sarajevo Stari-Grad Municipality”, “Baden Sod-Salmünster (Germany)”: a name goes on behind a
        known one up to an authority's word or a country. How many words it has; 0 where it does not."""
        if not size or self._keys(at, 1) in countries():
            return 0
        last = at + size
        while last < len(self.tokens) and last - at < LONGEST_RUN and self._may_begin(self.tokens[last]):
            if self.tokens[last].gap not in {" ", "-", "–"}:
                break
            last += 1
        if last == at + size:
            return 0
        bracket = last < len(self.tokens) and "(" in self.tokens[last].gap
        closed = self._authority(last) or (bracket and self.country_after(last)[0])
        return last - at if closed and not self._after_person(at) else 0

    def _is_told(self, at: int, size: int, places: list[Place]) -> bool:
        """Whether a known name stands for the city and not in the name of a person."""
        if fold(self.text[self.tokens[at].start : self.tokens[at + size - 1].end]) in countries():
            return False
        after = self.tokens[at + size] if at + size < len(self.tokens) else None
        if after and after.is_capital and after.gap == " " and after.key in OFFICES:
            return False  # “State Reserve Department”
        of_office = (
            at > 1 and self.tokens[at - 1].key == "of" and self.tokens[at - 2].key in words("office.en")
        )
        if at > 2 and [token.key for token in self.tokens[at - 2 : at]] == ["district", "of"]:
            return False
        capital = at > 1 and self.tokens[at - 1].text == "capital" and self.tokens[at - 2].key in adjectives()
        return of_office or capital or (not self._after_person(at) and not self.before_person(at + size))

    def _after_person(self, at: int) -> bool:
        before = self.tokens[at - 1] if at else None
        if before is None or breaks(self.tokens[at]):
            return False
        if before.key in countries() and self.text[before.end : self.tokens[at].start][:1] in "'’":
            # “Morocco’s Fez-Meknes region” acts, “in Central China’s Hubei province” says where.
            return any(token.key == "in" for token in self.tokens[max(0, at - 3) : at])
        return (
            (
                before.is_capital
                and before.key not in PARTS
                and before.key not in words("city.no_name_en")
                and before.key not in adjectives()
            )
            or before.key in words("title.en") - {"her", "his", "lord"}
            or (before.key in {"mayor"} and before.is_capital)
        )

    def before_person(self, at: int) -> bool:
        after = self.tokens[at] if at < len(self.tokens) else None
        if after is None or breaks(after) or "'" in after.gap or "’" in after.gap:
            return False
        return (
            after.is_capital
            and after.key not in words("city.no_name_en")
            and after.key not in words("city.qualifies_en")
            and after.key not in words("office.en")
            and after.key not in words("body.en")
            and after.key not in adjectives()
            and after.key not in words("instrument.en")
        )

    def _authority(self, at: int) -> int:
        """How many words after a name are its authority's: “City Council”, “Municipality”."""
        tokens = self.tokens
        for size in range(3, 0, -1):
            inside = tokens[at : at + size]
            if len(inside) < size or any(map(breaks, inside)):
                continue
            last = inside[-1]
            qualified = all(token.key in words("city.qualifies_en") for token in inside[:-1])
            of = at + size + 1 < len(tokens) and tokens[at + size].key == "of" and last.key != "council"
            if qualified and last.is_capital and last.key in words("city.authority_en") and not of:
                return size
            if last.is_capital and last.key in {"county", "borough", "district"} and size == 1:
                following = tokens[at + 1] if at + 1 < len(tokens) else None
                if not (following and following.key in words("city.authority_en") | {"of"}):
                    return 1
        return 0

    def _body(self, at: int) -> Mention | None:
        """“University of X”, “X Chamber of Commerce”: somebody who is no city."""
        tokens = self.tokens
        if not tokens[at].is_capital:
            return None
        last = at
        seen = False
        while last < len(tokens) and (not breaks(tokens[last]) or last == at) and last - at < 7:
            token = tokens[last]
            if seen and tokens[last - 1].key in SEVERAL and token.is_capital:
                break  # “the Union of Turkish World Municipalities Karatay (Konya) Municipality and …”
            if token.key in words("body.en") and (token.is_capital or token.text.isupper()):
                seen = True
            elif not (token.is_capital or (token.key in {"of", "for", "the", "and"} and last > at)) or (
                token.key in {"and"} and not seen
            ):
                break
            elif token.key in {"mayor", "city", "cities"} and not seen and last == at:
                return None
            last += 1
        while last > at and tokens[last - 1].key in {"of", "for", "the", "and"}:
            last -= 1
        municipal = any(
            first.key in {"municipal", "city"} and second.key == "corporation"
            for first, second in pairwise(tokens[at:last])
        )
        if municipal:  # Of Indian cities.
            return None
        whole = " ".join(token.key for token in tokens[at:last])
        if not seen or tokens[at].key in {"mayor", "lord", "councillor"} or whole in countries():
            return None
        if "sister" in {token.key for token in tokens[at:last]} and "cities" not in {
            token.key for token in tokens[at:last]
        }:
            return None
        return self._mention(at, at, last, "", [], "", body=True)
