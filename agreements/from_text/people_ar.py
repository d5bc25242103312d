"""Who signed, in Arabic: the person beside an office, where the sentence is about signing."""

from collections.abc import Sequence

from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.offices_ar import ArabicOffices, singular
from agreements.from_text.people import Person
from agreements.from_text.person_names_ar import MOST_NAMES, ArabicNames
from agreements.from_text.tokens import Token, breaks, tidy

# «رئيسا البلديتين فلان وفلان»
THE_TWO = frozenset(
    {"البلديتين", "المدينتين", "البلدتين", "المحافظتين", "الجماعتين", "المجلسين", "الولايتين"}
)
# «على التوالي»: the names stand in the order of the cities.
IN_TURN = frozenset({"علي التوالي", "على التوالي"})


class ArabicPeople:
    """The people of one sentence: offices with the names beside them."""

    def __init__(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self.text, self.tokens = text, tokens
        self.offices = ArabicOffices(text, tokens, mentions)
        self.names = ArabicNames(text, tokens, self.offices)
        self.starting = self.offices.starting

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
        if not self.offices.is_office(at):
            return [], at
        return self._one(at)

    def _without_office(self, at: int) -> tuple[list[Person], int] | None:
        """«وقعها عن بلدية X فلان الفلاني»: no office is given."""
        city = self.starting.get(at + 1)
        if city is None or city.body:
            return None
        name_at = self.names.past_titles(city.last)
        last = self.names.end(name_at)
        if last - name_at < 2 or (name_at < len(self.tokens) and breaks(self.tokens[name_at])):
            return None
        if last < len(self.tokens) and self.offices.is_office(last) and not self.offices.joined(last):
            return None
        first = self.tokens[name_at]
        name = self.names.written(name_at, last)
        return [Person(name, "", first.start, self.tokens[last - 1].end, name_at, city, "", True)], last

    def _representing(self, at: int) -> tuple[list[Person], int] | None:
        """«مع مدينة X ومثلها فلان»: no office is given."""
        city = next((one for one in self.starting.values() if 0 <= at - one.last <= 1), None)
        name_at = at + 1
        if name_at < len(self.tokens) and self.tokens[name_at].key in words("office.tail_ar"):
            name_at += 1
        if city is None or city.body or name_at >= len(self.tokens) or self.offices.is_office(name_at):
            return None
        name_at = self.names.past_titles(name_at)
        last = self.names.end(name_at)
        if last - name_at < 2 or (last < len(self.tokens) and self.offices.is_office(last)):
            return None
        start, end = self.tokens[name_at].start, self.tokens[last - 1].end
        return [Person(self.names.written(name_at, last), "", start, end, name_at, city, "", True)], last

    # ---- One office

    def _one(self, at: int) -> tuple[list[Person], int]:
        end, mention, country = self.offices.span(at)
        before = self.names.before(at)
        after = self.names.after(end)
        direct = after is not None and not breaks(self.tokens[after[0]])
        name = before if before and not direct else after or before
        if (
            before
            and after
            and direct
            and self.names.next_is_office(after[1])
            and not self.offices.joined(at)
        ):
            name = before
        if not name:
            return [], end
        office = self.offices.written(at, end)
        start = min(self.tokens[at].start, self.tokens[name[0]].start)
        last = max(end, name[1])
        person = Person(
            self.names.written(*name),
            office,
            start,
            self.tokens[last - 1].end,
            min(at, name[0]),
            mention,
            country,
            self.offices.leads(at),
        )
        return [person], max(end, name[1])

    # ---- Two at once

    def _pair(self, at: int) -> tuple[list[Person], int]:
        """«رئيسا بلديتي X وY فلان وفلان»: names in the order of the cities."""
        cities: list[Mention] = []
        end = at + 1
        while end < len(self.tokens) and (mention := self._mention_from(end)):
            cities.append(mention)
            end = mention.last
        people: list[Person] = []
        if len(cities) == 1 and (each := self._each_behind_its_city(at, cities[0])):
            return each, max(one.first for one in each)
        if len(cities) < 2:
            return (self._pair_behind(end) if self._of_the_two(end) else self._pair_before(at)), end
        if " ".join(token.key for token in self.tokens[end : end + 2]) in IN_TURN:
            end += 2
        for index, city in enumerate(cities):
            name_at = self.names.past_titles(end)
            if name_at >= len(self.tokens):
                break
            joined = index and self.tokens[name_at].key[:1] == "و" and len(self.tokens[name_at].key) > 2
            if index and self.tokens[name_at].key == "و":
                name_at = self.names.past_titles(name_at + 1)
            last = self._pair_name_end(name_at, bool(joined))
            if last == name_at:
                break
            name = self.names.written(name_at, last)
            office = tidy(f"{singular(self.tokens[at])} {city.name}")
            people.append(
                Person(
                    name,
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

    def _each_behind_its_city(self, at: int, city: Mention) -> list[Person]:
        """«رئيسا بلديتي X فلان الفلاني وY فلان الفلاني»."""
        people: list[Person] = []
        following: Mention | None = city
        while following is not None:
            name_at = self.names.past_titles(following.last)
            last = self.names.end(name_at)
            if last - name_at < 2:
                break
            name = self.names.written(name_at, last)
            office = tidy(f"{singular(self.tokens[at])} {following.name}")
            start, end = self.tokens[name_at].start, self.tokens[last - 1].end
            people.append(Person(name, office, start, end, name_at, following, following.country, True))
            following = self.starting.get(last)
        return people if len(people) > 1 else []

    def _pair_before(self, at: int) -> list[Person]:
        """«وقع فلان وفلان، رئيسا بلديتي المدينتين»: no city is named with them."""
        first = at
        while (
            first
            and at - first < MOST_NAMES * 2
            and (self.names.may_be_of_name(first - 1, False) or self.names.joins(first - 1))
        ):
            first -= 1
            if breaks(self.tokens[first]):
                break
        turn = next((index for index in range(first + 1, at) if self.names.joins(index)), None)
        if turn is None or turn - first < 2 or at - turn < 2:
            return []
        office = singular(self.tokens[at])
        return [
            Person(
                self.names.written(*name),
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

    def _of_the_two(self, end: int) -> bool:
        """«رئيسي البلديتين السيد فلان والسيدة فلانة»: nobody stands behind «المدينتين،»."""
        after = end + 1 < len(self.tokens)
        return after and self.tokens[end].key in THE_TWO and not breaks(self.tokens[end + 1])

    def _pair_behind(self, end: int) -> list[Person]:
        office = singular(self.tokens[end - 1])
        names: list[tuple[int, int]] = []
        at = end + 1
        for turn in range(2):
            joined = turn and self.tokens[at].key[:1] == "و" if at < len(self.tokens) else False
            first = self.names.past_titles(at + (1 if joined and self.tokens[at].key == "و" else 0))
            glued = joined and first == at
            last = max(self.names.end(first + 1), first + 1) if glued else self.names.end(first)
            if last - first < 2 or (turn and not joined):
                return []
            names.append((first, last))
            at = last
        return [
            Person(
                self.names.written(first, last),
                office,
                self.tokens[first].start + (self.tokens[first].key[:1] == "و"),
                self.tokens[last - 1].end,
                first,
                None,
                "",
                True,
            )
            for first, last in names
        ]

    def _pair_name_end(self, at: int, joined: bool) -> int:
        if joined:
            rest = self.names.end(at + 1)
            return max(rest, at + 1)
        return self.names.end(at)

    def _mention_from(self, at: int) -> Mention | None:
        return self.starting.get(at)

    def _counterpart(self, at: int) -> tuple[list[Person], int]:
        """«ونظيره التركي رجب ألتب»: the mayor of the other city."""
        end, mention, country = self.offices.span(at)
        if self.tokens[end - 1].key in {"في", "فى"}:
            mention = self.starting.get(end)
            end = mention.last if mention else end
            if end >= len(self.tokens) or not mention or not breaks(self.tokens[end]):
                return [], end  # «مع نظيره في مدينة X» names nobody.
        name_at = self.names.past_titles(end)
        if name_at < len(self.tokens) and self.tokens[name_at].key[:1] == "(":
            return [], end
        last = self.names.end(name_at)
        if last == name_at:
            return [], end
        token = self.tokens[at]
        cut = 1 if token.key[:1] == "و" else 0
        office = tidy(token.without(cut) + self.text[token.end : self.tokens[end - 1].end])
        after = last
        if last < len(self.tokens) and self.offices.is_office(last) and not self.offices.joined(last):
            after, mention, of_office = self.offices.span(last)
            country = of_office or country
            office = self.offices.written(last, after)
        return [
            Person(
                self.names.written(name_at, last),
                office,
                token.start,
                self.tokens[after - 1].end,
                at,
                mention,
                country,
                True,
            )
        ], after
