"""Cities and their authorities in English: “City of X”, “X City Council”, “the Turkish city of X”."""

from itertools import pairwise

from agreements.arabic import fold
from agreements.from_text.gazetteer import Place
from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import ABBREVIATED, adjectives, countries
from agreements.from_text.place_names_en import PARTS, EnglishNames
from agreements.from_text.tokens import breaks, tidy

# How many words the longest name has.
LONGEST_RUN = 4
OFFICES = frozenset({"department", "office", "committee", "commission", "board", "directorate", "bureau"})
SEVERAL = frozenset(
    {"cities", "towns", "municipalities", "communes", "villages", "mayors", "governors", "councils"}
)


class EnglishMentions(EnglishNames):
    """Finds the mentions of one sentence."""

    def all(self) -> list[Mention]:
        found: list[Mention] = []
        at = 0
        while at < len(self.tokens):
            listed = self.at(at)
            found += listed
            at = max([at + 1, *(one.last for one in listed)])
        return found

    def at(self, at: int) -> list[Mention]:
        if self._is_short_form(at):
            return []
        if body := self._body(at):
            return [body]
        if listed := self._of(at):
            return listed
        if held := self._held(at) or self._led(at):
            return [held]
        one = self._followed(at)
        return [one] if one else []

    def _held(self, at: int) -> Mention | None:
        """“Mayor of X”, “Mayor Papa Seck of X”: only a city can stand there, known or not."""
        tokens = self.tokens
        if at < 2 or tokens[at - 1].key not in {"of", "from"} or breaks(tokens[at - 1]) or breaks(tokens[at]):
            return None
        first = at - 1
        while first > 0 and tokens[first - 1].is_capital and not breaks(tokens[first]) and at - first < 7:
            first -= 1
        heads = words("office.of_city_en")
        office = any(token.key in heads for token in tokens[max(0, first - 1) : at - 1])
        size, places = self.name(at) if office and tokens[at].is_capital else (0, [])
        size = 0 if self._is_country(at, size, places) else size
        return self._mention(at, at, at + size, "", places, "") if size else None

    def _led(self, at: int) -> Mention | None:
        """“Iskele Mayor Hasan Sadıkoğlu”: what stands before the mayor is a city, known or not."""
        tokens = self.tokens
        if at + 2 >= len(tokens) or tokens[at + 1].text != "Mayor" or tokens[at + 1].gap != " ":
            return None
        person = tokens[at + 2].is_capital and tokens[at + 2].gap == " "
        part = at and tokens[at].gap in {" ", "-"} and tokens[at - 1].is_capital and not breaks(tokens[at])
        if not person or part or not self._may_begin(tokens[at]) or self._names_no_city(at):
            return None
        return self._mention(at, at, at + 1, "", self.gazetteer.find(self._keys(at, 1)), "")

    def _names_no_city(self, at: int) -> bool:
        """“Deputy Mayor X”, “Turkish Mayor X”, “Former Mayor X”."""
        return self.tokens[at].key in words("title.en") | words("city.authority_en") | words(
            "city.before_mayor_en"
        )

    def _is_short_form(self, at: int) -> bool:
        """“the Tamale Metropolitan Assembly (TaMA)”: only repeats the name before."""
        tokens = self.tokens
        closed = at + 1 >= len(tokens) or ")" in tokens[at + 1].gap
        return "(" in tokens[at].gap and closed and sum(map(str.isupper, tokens[at].text)) > 1

    # ---- “City of X”

    def _of(self, at: int) -> list[Mention]:
        """“the Turkish city of Bursa”, “the municipalities of Recoleta and Macul”, “Municipality of X”."""
        tokens = self.tokens
        token = tokens[at]
        if self._is_called(at):
            return self._called(at)
        named = at > 0 and tokens[at - 1].is_capital and tokens[at - 1].key not in adjectives()
        if token.key == "district" and named and not breaks(token):
            return []  # “the Mezitli district of Mersin”: it lies there.
        if at + 2 >= len(tokens) or not (
            (token.key in words("city.of_en") | SEVERAL and tokens[at + 1].key == "of")
            or (self._is_council(at) and tokens[at + 1].key == "of")
            or (token.key in words("city.speak_for_en") and tokens[at + 1].key in {"in", "of", "from"})
        ):
            return []
        start, country = self._described(at)
        place = at + 2
        if tokens[place].key == "the" and place + 1 < len(tokens):
            place += 1
        found: list[Mention] = []
        several = token.key in SEVERAL
        while place < len(tokens):
            size, places = self.name(place)
            if not size:
                break
            if longer := self._whole_run(place, size):
                size, places = longer, self.gazetteer.find(self._keys(place, longer))
            if self._is_country(place, size, places):
                break
            named_so = token.is_capital and token.key not in {
                "capital",
                *words("city.speak_for_en") - {"council"},
            }
            head = f"{self._qualified(at)} of" if named_so and not several else ""
            one = self._mention(start if not found else place, place, place + size, head, places, country)
            found.append(one)
            place = one.last
            if not several or place >= len(tokens):
                break
            if tokens[place].key == "and" or "," in tokens[place].gap:
                place += tokens[place].key == "and"
                continue
            break
        return found

    def _is_called(self, at: int) -> bool:
        """“the Turkish municipality Mamak”: the name stands behind the word without “of”."""
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return (
            self.tokens[at].text in {"municipality", "commune"}
            and following is not None
            and following.gap == " "
            and self._may_begin(following)
        )

    def _called(self, at: int) -> list[Mention]:
        size, places = self.gazetteer.longest(self.tokens, at + 1)
        start, country = self._described(at)
        return [self._mention(start, at + 1, at + 1 + (size or 1), "", places, country)]

    def _qualified(self, at: int) -> str:
        """“City Government”, “Municipal Council”: with the words that qualify it."""
        first = at
        while (
            first
            and self.tokens[first - 1].key in words("city.qualifies_en")
            and not breaks(self.tokens[first])
        ):
            first -= 1
        return tidy(self.text[self.tokens[first].start : self.tokens[at].end])

    def _is_council(self, at: int) -> bool:
        """“the Municipal Council of X”, where X is a known city and no continent."""
        tokens = self.tokens
        named = tokens[at].key in {"council", "assembly", "government", "administration"} and at > 0
        qualified = named and tokens[at - 1].key in words("city.qualifies_en")
        return qualified and bool(self.gazetteer.longest(tokens, at + 2)[0])

    def _described(self, at: int) -> tuple[int, str]:
        """Back over “the historic Turkish”: where the phrase begins, and the country."""
        country = ""
        start = at
        while start > 0 and at - start < 3 and not breaks(self.tokens[start]):
            key = self.tokens[start - 1].key
            if key in adjectives() or self.tokens[start - 1].text in ABBREVIATED:
                country = adjectives().get(key) or ABBREVIATED[self.tokens[start - 1].text]
            elif self.tokens[start - 1].is_capital or key in {"the", "and", "of", "with", "in"}:
                break
            start -= 1
        return start, country

    # ---- “X City Council”

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
