"""Names of places in English as an announcement writes them: how far a name goes, known or not, and what
country the words after it give: “X, Turkey”, “X in Hubei”, “Stari Grad in Sarajevo”."""

import re
from collections.abc import Sequence

from agreements.arabic import fold
from agreements.from_text.gazetteer import LARGE, Gazetteer, Place, same
from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import adjectives, countries, regions
from agreements.from_text.tokens import Token, breaks, tidy

# Of capitals only, a longer name is shouted and no abbreviation.
LONGEST_SHORT = 3
# How many letters an abbreviation has.
LONGEST_ABBREVIATION = 5
# They follow the name of a part of a country.
PARTS = frozenset({"province", "prefecture", "state", "county", "region", "oblast", "voivodeship"})


class EnglishNames:
    """Reads the names of one sentence."""

    def __init__(self, text: str, tokens: Sequence[Token], gazetteer: Gazetteer) -> None:
        self.text, self.tokens, self.gazetteer = text, tokens, gazetteer

    def _keys(self, at: int, size: int) -> str:
        return " ".join(token.key for token in self.tokens[at : at + size])

    def _is_country(self, at: int, size: int, places: Sequence[Place]) -> bool:
        """“the capital of Ukraine”: a country, and no city of its name within it, as Luxembourg is."""
        code = countries().get(self._keys(at, size), "")
        return bool(code) and not any(place.country == code for place in places)

    def name(self, at: int) -> tuple[int, list[Place]]:
        """The name of a place from here: its words, and what it can mean."""
        tokens = self.tokens
        if at >= len(tokens) or not tokens[at].is_capital:
            return 0, []
        size, places = self.gazetteer.longest(tokens, at)
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        begins = self._may_begin(tokens[at]) or (
            tokens[at].key in words("city.begins_en")
            and following is not None
            and following.gap == " "
            and self._may_begin(following)
        )
        if (
            size
            and begins
            and all(
                token.is_capital or token.key in words("city.joins_en") for token in tokens[at : at + size]
            )
        ):
            longer = self._past_article(at + size)
            return (longer - at, []) if longer else (size, places)
        if not begins:
            return 0, []
        last = at + 1
        if dashed := self._past_dash(last):
            return dashed - at, []
        while (
            last < len(tokens) and last - at < 4 and not breaks(tokens[last]) and not self._apostrophe(last)
        ):
            token = tokens[last]
            joins = (
                token.key in words("city.joins_en") and last + 1 < len(tokens) and tokens[last + 1].is_capital
            )
            hyphen = token.gap == "-"
            if not ((token.is_capital and self._may_begin(token)) or joins or hyphen):
                break
            last += 1
        return last - at, []

    def _past_dash(self, at: int) -> int:
        """“Çatalköy – Esentepe Municipality”: where a name ends that goes on over a dash up to an authority’s
        word; 0 where none does."""
        if at + 1 >= len(self.tokens) or self.tokens[at].gap not in {" – ", " - "}:
            return 0
        closed = self.tokens[at + 1]
        authority = closed.is_capital and closed.gap == " " and closed.key in words("city.authority_en")
        return at + 1 if authority and self._may_begin(self.tokens[at]) else 0

    def _past_article(self, at: int) -> int:
        """“Baka el Sharkia”: where a name ends that goes on over an Arabic article; 0 where none does."""
        tokens = self.tokens
        if at + 1 >= len(tokens) or tokens[at].text not in {"el", "al", "esh", "ash"}:
            return 0
        if breaks(tokens[at]) or breaks(tokens[at + 1]) or not self._may_begin(tokens[at + 1]):
            return 0
        last = at + 2
        return last + (last < len(tokens) and tokens[last].gap == "-" and tokens[last].is_capital)

    def _apostrophe(self, at: int) -> bool:
        return "'" in self.tokens[at].gap or "’" in self.tokens[at].gap

    def _may_begin(self, token: Token) -> bool:
        short = token.text.isupper() and 1 < len(token.text) <= LONGEST_ABBREVIATION
        if short and not self.text.isupper() and not self.gazetteer.find(token.key):
            return False  # “Member Municipalities of TDBB”
        return (
            token.is_capital
            and token.key not in words("city.no_name_en")
            and token.key not in adjectives()
            and token.key not in words("body.en")
            and token.key not in words("office.en")
            and token.key not in words("city.qualifies_en")
        )

    def _mention(
        self,
        at: int,
        place: int,
        last: int,
        head: str,
        places: list[Place],
        country: str,
        through: int = 0,
        body: bool = False,
    ) -> Mention:
        tokens = self.tokens
        written = tidy(self.text[tokens[place].start : tokens[last - 1].end])
        written = written.removesuffix("’s").removesuffix("'s")
        if written.isupper() and len(written) > LONGEST_SHORT:
            written = written.title()  # PESHAWAR
        end = max(last, through)
        name = (
            tidy(self.text[tokens[at].start : tokens[end - 1].end]) if through else tidy(f"{head} {written}")
        )
        name = re.sub(r" ?\([^)]*\)", "", name)
        name = name.removesuffix("’s").removesuffix("'s").replace("’s ", " ").replace("'s ", " ")
        stated, after = self.country_after(end)
        if after == end and not body:
            stated, after = self._in_bracket(end, places)
        stated = stated or self._country_of_city_around(end, places) or self._owner(at)
        return Mention(
            at,
            max(after, end),
            tokens[at].start,
            tokens[max(after, end) - 1].end,
            head or ("authority" if through else ""),
            written,
            same(fold(written)),
            country or stated,
            tuple(places),
            name,
            body,
        )

    def _in_bracket(self, at: int, places: Sequence[Place]) -> tuple[str, int]:
        """“Karasu Municipality (Sakarya)”: the larger town or the part of the country that it lies in."""
        if at >= len(self.tokens) or "(" not in self.tokens[at].gap:
            return "", at
        closed = next(
            (to for to in range(at + 1, min(at + 4, len(self.tokens))) if ")" in self.tokens[to].gap), 0
        )
        size, around = self.gazetteer.longest(self.tokens, at) if closed else (0, [])
        if not closed or size != closed - at or not around:
            return "", at
        lies = {place.country for place in places} or {around[0].country}
        return next((place.country for place in around if place.country in lies), ""), closed

    def _owner(self, at: int) -> str:
        """“Russia’s Kazan”, “Iran’s historic city of Isfahan”: the country whose city it is."""
        for first in range(at - 1, max(-1, at - 4), -1):
            token = self.tokens[first]
            if token.key in countries() and token.is_capital:
                return countries()[token.key] if self.text[token.end :][:1] in ("'", "’") else ""
            if token.is_capital or breaks(self.tokens[first + 1]):
                break
        return ""

    def _country_of_city_around(self, at: int, places: Sequence[Place]) -> str:
        """“Stari Grad in Sarajevo”: the country of the large city in which the place lies."""
        if at + 1 >= len(self.tokens) or self.tokens[at].key != "in" or not self.tokens[at + 1].is_capital:
            return ""
        around = self.gazetteer.longest(self.tokens, at + 1)[1]
        country = around[0].country if around and (around[0].slug or around[0].population >= LARGE) else ""
        lies = not places or any(place.country == country or not place.usual for place in places)
        return country if lies else ""

    def country_after(self, at: int) -> tuple[str, int]:
        """“X, Turkey”, “X (Turkey)”, “X in Turkey”, “X, Ohio”, “X, in southern France”."""
        tokens = self.tokens
        if at >= len(tokens):
            return "", at
        if tokens[at].key in {"city", "town"} and at + 1 < len(tokens) and "," in tokens[at + 1].gap:
            at += not breaks(tokens[at])  # “Tatsuno City, Japan”
        start = at
        if tokens[at].key == "of" and not breaks(tokens[at]):
            return self._part_after(at + 1)
        if tokens[at].key == "in" and at + 1 < len(tokens):
            start = at + 1
            while start < len(tokens) and start < at + 3 and not tokens[start].is_capital:
                start += 1
        elif not ({",", "("} & set(tokens[at].gap)):
            return "", at
        for size in (2, 1):  # “Tatsuno City, Hyogo Prefecture, Japan”, “Covington, Washington State”
            part = at + size
            if part < len(tokens) and tokens[part].key in PARTS and "," in tokens[at].gap:
                if any(map(breaks, tokens[at + 1 : part + 1])) or not tokens[at].is_capital:
                    continue
                code, end = self.country_after(part + 1)
                name = self._keys(at, size)
                return code or countries().get(name) or regions().get(name, ""), max(end, part + 1)
        for size in (4, 3, 2, 1):
            inside = tokens[start : start + size]
            if len(inside) == size and not any(map(breaks, inside[1:])):
                whole = " ".join(token.key for token in inside)
                code = countries().get(whole) or self._region(whole, at)
                if self.text[inside[-1].end :][:1] in ("'", "’"):
                    continue  # “Russia’s Kazan, Iran’s Isfahan”: of the next one.
                if code and inside[0].is_capital and self.gazetteer.longest(tokens, start)[0] <= size:
                    part = start + size < len(tokens) and tokens[start + size].key in PARTS
                    return code, start + size + part
        return "", at

    def _region(self, name: str, at: int) -> str:
        """The country of a part of it, where the town before may lie there: no “Manila, Penang”."""
        code = regions().get(name, "")
        towns = self.gazetteer.find(self.tokens[at - 1].key)
        return code if not towns or any(town.country == code for town in towns) else ""

    def _part_after(self, at: int) -> tuple[str, int]:
        """“Weifang of Shandong Province”, “Carmel of the United States”."""
        at += at < len(self.tokens) and self.tokens[at].key == "the"
        for size in (3, 2, 1):
            if at + size > len(self.tokens):
                continue
            whole = self._keys(at, size)
            part = at + size < len(self.tokens) and self.tokens[at + size].key in PARTS
            if whole in countries() and self.tokens[at].is_capital:
                return countries()[whole], at + size
            if whole in regions() and part:
                return regions()[whole], at + size + 1
        return "", at

    def bare(self, at: int) -> Mention | None:
        """Any capitalised name in a place where only a party can stand."""
        if at >= len(self.tokens):
            return None
        size, places = self.name(at)
        if not size or " ".join(token.key for token in self.tokens[at : at + size]) in countries():
            return None
        return self._mention(at, at, at + size, "", places, "")
