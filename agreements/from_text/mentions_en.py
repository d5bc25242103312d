"""Cities and their authorities in English: “City of X”, “X City Council”, “the Turkish city of X”."""

from dataclasses import replace

from agreements.from_text.authorities_en import SEVERAL, EnglishAuthorities
from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import ABBREVIATED, adjectives
from agreements.from_text.tokens import breaks, tidy

TOWNS = frozenset({"town", "city", "village", "municipality", "district", "commune", "suburb"})


class EnglishMentions(EnglishAuthorities):
    """Finds the mentions of one sentence."""

    def all(self) -> list[Mention]:
        found: list[Mention] = []
        at = 0
        while at < len(self.tokens):
            listed = self.at(at)
            found += listed
            at = max([at + 1, *(one.last for one in listed)])
        return self._without_wheres(found)

    def _without_wheres(self, found: list[Mention]) -> list[Mention]:
        """“Tokyo’s Minato Ward”, “Edogawa Ward, Tokyo”: the larger city only says where the ward lies."""
        kept: list[Mention] = []
        for one in found:
            before = kept[-1] if kept else None
            if before and before.last == one.first:
                gap = self.tokens[one.first].gap
                country = next((place.country for place in one.places or before.places), "")
                if self._is_ward(one) and gap[:1] in {"'", "’"}:
                    kept[-1] = replace(one, country=one.country or before.country or country)
                    continue
                if self._is_ward(before) and gap == ", " and not one.head:
                    kept[-1] = replace(before, last=one.last, end=one.end, country=before.country or country)
                    continue
            kept.append(one)
        return kept

    def _is_ward(self, mention: Mention) -> bool:
        return mention.name.casefold().endswith((" ward", " district", " borough", " arrondissement"))

    def at(self, at: int) -> list[Mention]:
        if self._is_short_form(at):
            return []
        if body := self._body(at):
            return [body]
        if listed := self._of(at):
            return listed
        if held := self._held(at) or self._led(at) or self._apposed(at):
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

    def _apposed(self, at: int) -> Mention | None:
        """“Orvana, a mountain town near …”: what is called a town is one, known or not."""
        tokens = self.tokens
        before = tokens[at - 1] if at else None
        if not tokens[at].is_capital or (before and before.is_capital and not breaks(tokens[at])):
            return None
        size, places = self.name(at)
        last = at + size
        if (
            not size
            or last + 1 >= len(tokens)
            or "," not in tokens[last].gap
            or tokens[last].key not in {"a", "an"}
        ):
            return None
        for token in tokens[last + 1 : last + 5]:
            if breaks(token):
                break
            if token.key in TOWNS:
                return self._mention(at, at, last, "", places, "")
        return None

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
        if token.text == "district" and named and not breaks(token):
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
            of_twin = at > 0 and tokens[at - 1].key in {"twin", "sister", "partner"}
            named_so = (
                token.is_capital
                and not of_twin
                and token.key
                not in {
                    "capital",
                    *words("city.speak_for_en") - {"council"},
                }
            )
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
