"""Who signed, in Arabic: the person beside an office, where the sentence is about signing."""

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.from_text.lexicon import names, words
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import adjectives, countries
from agreements.from_text.tokens import Token, breaks, phrase_at, tidy

MOST_NAMES = 4
OFFICE_LENGTH = 9
LONGEST_BRACKET = 12


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an office: both as written, where they stand, the city beside the office, and the
    country that the office names."""

    name: str
    office: str
    start: int
    end: int
    first: int
    mention: Mention | None
    country: str
    leads: bool


class ArabicPeople:
    def __init__(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self.text, self.tokens = text, tokens
        self.starting = {mention.first: mention for mention in mentions}

    def all(self) -> list[Person]:
        """Everybody whom the sentence names with an office."""
        found: list[Person] = []
        at = 0
        while at < len(self.tokens):
            people, after = self.at(at)
            found += people
            at = max(at + 1, after)
        return found

    def at(self, at: int) -> tuple[list[Person], int]:
        token = self.tokens[at]
        if token.among({"عن"}) and (found := self._without_office(at)):
            return found
        if token.among({"مثلها", "مثله", "يمثلها", "يمثله"}) and (found := self._representing(at)):
            return found
        if token.named(words("office.pair_ar")):
            return self._pair(at)
        if token.among(words("counterpart.person_ar")):
            return self._counterpart(at)
        if not self._is_office(at):
            return [], at
        return self._one(at)

    def _is_office(self, at: int) -> bool:
        token = self.tokens[at]
        if token.key == "محافظه":  # A governorate, or a governor who is a woman.
            return False
        return bool(any(form in words("office.ar") for form, cut in token.forms()))

    def _without_office(self, at: int) -> tuple[list[Person], int] | None:
        """«وقعها عن بلدية X فلان الفلاني»: no office is given."""
        city = self.starting.get(at + 1)
        if city is None or city.body:
            return None
        name_at = self._past_titles(city.last)
        last = self._name_end(name_at)
        if last - name_at < 2 or (name_at < len(self.tokens) and breaks(self.tokens[name_at])):
            return None
        if last < len(self.tokens) and self._is_office(last) and not self._joined(last):
            return None
        first = self.tokens[name_at]
        name = self._name_text(name_at, last)
        return [Person(name, "", first.start, self.tokens[last - 1].end, name_at, city, "", True)], last

    def _representing(self, at: int) -> tuple[list[Person], int] | None:
        """«مع مدينة X ومثلها فلان»: no office is given."""
        city = next((one for one in self.starting.values() if 0 <= at - one.last <= 1), None)
        name_at = at + 1
        if name_at < len(self.tokens) and self.tokens[name_at].key in words("office.tail_ar"):
            name_at += 1
        if city is None or city.body or name_at >= len(self.tokens) or self._is_office(name_at):
            return None
        name_at = self._past_titles(name_at)
        last = self._name_end(name_at)
        if last - name_at < 2 or (last < len(self.tokens) and self._is_office(last)):
            return None
        start, end = self.tokens[name_at].start, self.tokens[last - 1].end
        return [Person(self._name_text(name_at, last), "", start, end, name_at, city, "", True)], last

    # ---- One office

    def _one(self, at: int) -> tuple[list[Person], int]:
        end, mention, country = self._office(at)
        before = self._name_before(at)
        after = self._name_after(end)
        direct = after is not None and not breaks(self.tokens[after[0]])
        name = before if before and not direct else after or before
        if before and after and direct and self._next_is_office(after[1]) and not self._joined(at):
            name = before
        if not name:
            return [], end
        office = self._office_text(at, end)
        start = min(self.tokens[at].start, self.tokens[name[0]].start)
        last = max(end, name[1])
        person = Person(
            self._name_text(*name),
            office,
            start,
            self.tokens[last - 1].end,
            min(at, name[0]),
            mention,
            country,
            self._leads(at),
        )
        return [person], max(end, name[1])

    def _leads(self, at: int) -> bool:
        return self.tokens[at].named(words("office.head_ar"))

    def _joined(self, at: int) -> bool:
        return self.tokens[at].key[:1] == "و" and self.tokens[at].key not in words("office.ar")

    def _office(self, at: int) -> tuple[int, Mention | None, str]:
        """Where the office's words end, the city named in them, the country."""
        end = at + 1
        country = ""
        while end < len(self.tokens) and end - at < OFFICE_LENGTH and not breaks(self.tokens[end]):
            if mention := self.starting.get(end):
                return mention.last, mention, mention.country
            token = self.tokens[end]
            if token.key in adjectives():
                country = adjectives()[token.key]
            elif token.key in words("place.sides_ar"):
                end += 1
            elif not (
                token.key in words("office.tail_ar") | {"مركز"}
                or token.key
                in {
                    "البلديه",
                    "المدينه",
                    "جمهوريه",
                    "العربيه",
                    "دوله",
                    "المملكه",
                    "الهاشميه",
                    "لدي",
                    "الجمهوريه",
                }
            ):
                if country_at := self._country(end):
                    country = country or country_at[0]
                    end += country_at[1]
                    continue
                break
            end += 1
        return end, None, country

    def _country(self, at: int) -> tuple[str, int] | None:
        size = phrase_at(self.tokens, at, countries(), 3)
        whole = " ".join(token.key for token in self.tokens[at : at + size])
        return (countries()[whole], size) if whole in countries() else None

    def _office_text(self, at: int, end: int) -> str:
        token = self.tokens[at]
        cut = next((cut for form, cut in token.forms() if form in words("office.ar")), 0)
        return tidy(token.without(cut) + self.text[token.end : self.tokens[end - 1].end])

    # ---- Names

    def _name_after(self, end: int) -> tuple[int, int] | None:
        """The name that follows an office, over one comma or quotation mark at most."""
        at = self._past_brackets(end)
        if at >= len(self.tokens) or any(sign in self.tokens[at].gap for sign in "()\n؛:."):
            gap = self.tokens[at].gap if at < len(self.tokens) else "\n"
            if "\n" in gap or at >= len(self.tokens) or "(" in gap:
                return None
        at = self._past_titles(at)
        last = self._name_end(at)
        title = next((index for index in range(at + 1, last) if self._is_title(index)), None)
        if title is not None:  # «أمين المنطقة المهندس فلان»: what stands before the title is of the office.
            at = self._past_titles(title)
            last = self._name_end(at)
        return (at, last) if last - at > 1 else None  # One word alone is hardly a name in full.

    def _is_title(self, at: int) -> bool:
        token = self.tokens[at]
        return token.key in words("title.ar") and len(token.key) > 2 and token.key[:2] == "ال"

    def _past_brackets(self, at: int) -> int:
        """«عمدة العقبة (رئيس سلطتها) فلان»: over what stands in brackets."""
        if at < len(self.tokens) and "(" in self.tokens[at].gap:
            closed = range(at + 1, min(at + LONGEST_BRACKET, len(self.tokens)))
            return next((index for index in closed if self.tokens[index].gap.startswith(")")), at)
        return at

    def _past_titles(self, at: int) -> int:
        while at < len(self.tokens) and self.tokens[at].among(words("title.ar")):
            if at + 1 < len(self.tokens) and any(sign in self.tokens[at + 1].gap for sign in ",،\n"):
                break
            at += 1
        return at

    def _name_end(self, at: int) -> int:
        """Where the name that begins here ends."""
        units = 0
        first = at
        while at < len(self.tokens) and units < MOST_NAMES:
            token = self.tokens[at]
            if at > first and (breaks(token) or any(sign in token.gap for sign in '"»”.:\n')):
                break
            if not self.may_be_of_name(at, at == first):
                break
            if token.key not in words("name.joins_ar"):
                units += 1
            at += 1
        return at

    def may_be_of_name(self, at: int, first: bool) -> bool:
        token = self.tokens[at]
        if token.is_number or (at in self.starting and self.starting[at].head):
            return False
        if token.key in words("name.joins_ar"):
            return True
        key = token.key
        # Names whose letters are those of a preposition: علي beside على, إمام beside أمام.
        if (key == "علي" and token.text.endswith("ي")) or token.text.startswith("إمام"):
            return True
        if key in words("name.stops_ar") or (key in countries() and key not in {"عمان", "جورجيا"}):
            return False
        if key in adjectives() and key[:2] != "ال" and key[-1] == "ي" and at > 1 and not first:
            return self.may_be_of_name(at - 1, False) and self.may_be_of_name(at - 2, True)
        if key in adjectives():
            # «محمد السعودي»: an adjective of a country is a name after a name of one word.
            alone = (
                at > 0
                and not first
                and self.may_be_of_name(at - 1, True)
                and (at == 1 or not self.may_be_of_name(at - 2, True))
            )
            return (
                alone and key[:2] == "ال" and key[-1] == "ي" and self.tokens[at - 1].key not in adjectives()
            )
        if token.named(names("authority.ar")) or token.named(words("instrument.ar")):
            return False
        if key[:3] == "بال" or key[:2] == "لل" or key[:3] in ("وال", "وبا", "فال"):
            return False
        if (
            first
            and key in words("name.given_and_office_ar")
            and at + 1 < len(self.tokens)
            and at + 1 not in self.starting
        ):
            return not self._is_office(at + 1) and self.may_be_of_name(at + 1, False)
        if (
            token.named(words("body.ar"))
            or self._is_office(at)
            or token.among(words("act.attend_ar"))
            or token.among(words("act.said_ar"))
        ):
            return False
        if token.among(words("act.signed_ar")) or token.key in words("counterpart.person_ar"):
            return False
        if key[:1] == "و" and len(key) > 2:
            return key in words("name.begins_with_waw_ar")
        return not (first and token.among(words("title.ar")))

    def _name_before(self, at: int) -> tuple[int, int] | None:
        """The name that stands before an office: «خالد العسيلي رئيس بلدية الخليل»."""
        if self._joined(at) or (self.tokens[at].named({"رئيسها"}) and self.tokens[at].key[:1] in "بل"):
            return None
        last = at
        first = at
        units = 0
        gap_allowed = "،" in self.tokens[at].gap or "," in self.tokens[at].gap or not breaks(self.tokens[at])
        if not gap_allowed:
            return None
        while first > 0 and units < MOST_NAMES:
            candidate = self.tokens[first - 1]
            if first != at and breaks(self.tokens[first]):
                break
            if candidate.among(words("title.ar")) and first != at:
                break
            if not self.may_be_of_name(first - 1, False) or candidate.among(words("title.ar")):
                # «ومليح غوكتشيك رئيس بلدية أنقرة»: the conjunction is written onto the name.
                if units and self._joins_name(first - 1):
                    first -= 1
                break
            if any(mention.first < first <= mention.last for mention in self.starting.values()):
                break
            if candidate.key not in words("name.joins_ar"):
                units += 1
            first -= 1
        return (first, last) if last - first >= 2 else None

    def _joins_name(self, at: int) -> bool:
        token = self.tokens[at]
        rest = token.key[1:]
        return (
            token.key[:1] == "و"
            and (len(rest) > 2 or token.text[1:2] == "آ")
            and token.text[1:3] != "ال"
            and not (token.text[1:2] != "آ" and token.key in words("name.stops_ar"))
            and not token.among(
                words("act.said_ar")
                | words("act.attend_ar")
                | words("act.signed_ar")
                | (words("name.stops_ar") - {"ان"})
                | words("title.ar")
                | words("office.ar")
                | words("body.ar")
                | words("instrument.ar")
            )
        )

    def _next_is_office(self, at: int) -> bool:
        return at < len(self.tokens) and self._is_office(at) and not breaks(self.tokens[at])

    def _name_text(self, first: int, last: int) -> str:
        token = self.tokens[first]
        joined = token.key[:1] == "و" and token.key not in words("name.begins_with_waw_ar")
        return tidy(self.text[token.start + joined : self.tokens[last - 1].end])

    # ---- Two at once

    def _pair(self, at: int) -> tuple[list[Person], int]:
        """«رئيسا بلديتي X وY فلان وفلان»: names in the order of the cities."""
        cities: list[Mention] = []
        end = at + 1
        while end < len(self.tokens) and (mention := self._mention_from(end)):
            cities.append(mention)
            end = mention.last
        people: list[Person] = []
        if len(cities) < 2:
            return self._pair_before(at), end
        for index, city in enumerate(cities):
            name_at = self._past_titles(end)
            if name_at >= len(self.tokens):
                break
            joined = index and self.tokens[name_at].key[:1] == "و" and len(self.tokens[name_at].key) > 2
            if index and self.tokens[name_at].key == "و":
                name_at = self._past_titles(name_at + 1)
            last = self._pair_name_end(name_at, bool(joined))
            if last == name_at:
                break
            name = self._name_text(name_at, last)
            office = tidy(f"{singular(self.tokens[at])} {city.name}")
            people.append(
                Person(
                    name[1:] if joined else name,
                    office,
                    self.tokens[name_at].start + (1 if joined else 0),
                    self.tokens[last - 1].end,
                    name_at,
                    city,
                    city.country,
                    True,
                )
            )
            end = last
        return people, end

    def _pair_before(self, at: int) -> list[Person]:
        """«وقع فلان وفلان، رئيسا بلديتي المدينتين»: no city is named with them."""
        first = at
        while (
            first
            and at - first < MOST_NAMES * 2
            and (self.may_be_of_name(first - 1, False) or self._joins_name(first - 1))
        ):
            first -= 1
            if breaks(self.tokens[first]):
                break
        turn = next((index for index in range(first + 1, at) if self._joins_name(index)), None)
        if turn is None or turn - first < 2 or at - turn < 2:
            return []
        office = singular(self.tokens[at])
        return [
            Person(
                self._name_text(*name),
                office,
                self.tokens[name[0]].start,
                self.tokens[name[1] - 1].end,
                name[0],
                None,
                "",
                True,
            )
            for name in ((first, turn), (turn, at))
        ]

    def _pair_name_end(self, at: int, joined: bool) -> int:
        if joined:
            rest = self._name_end(at + 1)
            return max(rest, at + 1)
        return self._name_end(at)

    def _mention_from(self, at: int) -> Mention | None:
        return self.starting.get(at)

    def _counterpart(self, at: int) -> tuple[list[Person], int]:
        """«ونظيره التركي رجب ألتب»: the mayor of the other city."""
        end, mention, country = self._office(at)
        name_at = self._past_titles(end)
        if name_at < len(self.tokens) and self.tokens[name_at].key[:1] == "(":
            return [], end
        last = self._name_end(name_at)
        if last == name_at:
            return [], end
        token = self.tokens[at]
        cut = 1 if token.key[:1] == "و" else 0
        office = tidy(token.without(cut) + self.text[token.end : self.tokens[end - 1].end])
        after = last
        if last < len(self.tokens) and self._is_office(last) and not self._joined(last):
            after, mention, of_office = self._office(last)
            country = of_office or country
            office = self._office_text(last, after)
        return [
            Person(
                self._name_text(name_at, last),
                office,
                token.start,
                self.tokens[after - 1].end,
                at,
                mention,
                country,
                True,
            )
        ], after


def singular(token: Token) -> str:
    return "عمدة" if "عمد" in token.key else "محافظ" if "محافظ" in token.key else "رئيس"
