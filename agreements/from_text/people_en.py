"""Who signed, in English: the person beside an office, where the sentence is about signing."""

from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import ABBREVIATED, adjectives
from agreements.from_text.people import Person
from agreements.from_text.person_names_en import MOST_NAMES, EnglishPersonNames
from agreements.from_text.tokens import breaks, tidy

# Of several cities at once.
HEADS = frozenset({"mayors", "governors", "heads", "leaders", "prefects"})
FAR = 12
LINKING = frozenset({"of", "the", "for", "to", "and"})


class EnglishPeople(EnglishPersonNames):
    """The people of one sentence: offices with the names beside them."""

    def all(self) -> list[Person]:
        found: list[Person] = []
        at = 0
        while at < len(self.tokens):
            if pair := self._pair(at):
                found += pair
                at = max(
                    at + 1, *(index for index in range(at, len(self.tokens)) if self._before_end(index, pair))
                )
            elif self.tokens[at].key in words("office.en") and at not in self.covered:
                people, after = self._one(at)
                fresh = [
                    one
                    for one in people
                    if not any(one.start < old.end and old.start < one.end for old in found)
                ]
                found += fresh
                at = max(at + 1, after)
            else:
                at += 1
        return found

    def _before_end(self, at: int, people: list[Person]) -> bool:
        return self.tokens[at].start < people[-1].end

    def _pair(self, at: int) -> list[Person]:
        """“Mayors of X and Y Jane Doe and John Roe”, “the heads of the cities Jane Doe and John Roe”."""
        if self.tokens[at].key not in HEADS or at + 1 >= len(self.tokens):
            return []
        cities = [one for one in self.mentions if at <= one.first <= at + FAR and not one.body][:2]
        apart = cities and any(breaks(token) for token in self.tokens[at + 1 : cities[-1].last])
        if len(cities) < 2 or apart:
            cities = []
        name = cities[1].last if cities else at + 1
        while not cities and name < min(at + FAR, len(self.tokens)) and not self.tokens[name].is_capital:
            name += 1
        people: list[Person] = []
        for index in range(2):
            last = self.end(name)
            if last - name < 2 or (index and self.tokens[name - 1].key != "and") or breaks(self.tokens[name]):
                return []
            if any(name <= one.first < last for one in self.mentions):
                return []
            city = cities[index] if cities else None
            office = self.tokens[at].text.removesuffix("s")
            office = f"{office} of {city.place}" if city else office
            start, end = self.tokens[name].start, self.tokens[last - 1].end
            written = tidy(self.text[start:end])
            people.append(Person(written, office, start, end, name, city, city.country if city else "", True))
            name = last + 1
            if name >= len(self.tokens):
                break
        return people if len(people) == 2 else []

    def for_cities(self) -> list[Person]:
        """“A signed for X, B for Y”: no office is given."""
        found: list[Person] = []
        for at, token in enumerate(self.tokens):
            behalf = token.key == "behalf" and at + 1 < len(self.tokens) and self.tokens[at + 1].key == "of"
            place = at + 2 if behalf else at + 1
            city = self.starting.get(place) or self.starting.get(place + 1)
            country = self._side(place)
            if at and breaks(token) and self.tokens[at - 1].key not in {"signed", "signing"}:
                continue
            if not (token.key == "for" or behalf) or (not country and (city is None or city.body)):
                continue
            last = at - 1 if behalf else at
            while last > 0 and self.tokens[last - 1].key in {"signed", "signing", "on", "in", "it", "signs"}:
                last -= 1
            first = last
            while first > 0 and last - first < MOST_NAMES and self._may_be_name(self.tokens[first - 1]):
                first -= 1
                if breaks(self.tokens[first]):
                    break
            if last - first >= 2 and not any(at in self.covered for at in range(first, last)):
                start, end = self.tokens[first].start, self.tokens[last - 1].end
                found.append(Person(self.text[start:end], "", start, end, first, city, country, True))
        return found

    def _side(self, at: int) -> str:
        """“for the Turkish side”: the country of a side."""
        here = [token.key for token in self.tokens[at : at + 3]]
        if len(here) == 3 and here[0] == "the" and here[2] in {"side", "party"}:
            return adjectives().get(here[1], "")
        return ""

    def _one(self, at: int) -> tuple[list[Person], int]:
        first, end, mention, country = self._office(at)
        if self.tokens[end - 1].key in {"counterparts"}:
            return [], end
        name = self._name_after(end) or self._name_before(first)
        if not name:
            return [], end
        start = min(self.tokens[first].start, self.tokens[name[0]].start)
        last = max(end, name[1])
        after = self._of_after(name[1]) if mention is None else None
        written = self.written(*name)
        for suffix in ("’s", "'s"):
            written = written.removesuffix(suffix)
        office = tidy(self.text[self.tokens[first].start : self.tokens[end - 1].end])
        if after:
            office = f"{office} of {after.place}"
            last = max(last, after.last)
        key = self.tokens[end - 1].key
        leads = self.tokens[at].key in {"mayor", "leader", "governor", "provost", "head"} or key in {
            "mayor",
            "counterpart",
        }
        return [
            Person(
                written,
                office,
                start,
                self.tokens[last - 1].end,
                min(first, name[0]),
                mention or after,
                country,
                leads,
            )
        ], last

    def _of_after(self, at: int) -> Mention | None:
        """“Mayor Jane Doe of X”."""
        if (
            at + 1 < len(self.tokens)
            and self.tokens[at].key in {"of", "from"}
            and not breaks(self.tokens[at])
        ):
            return self.starting.get(at + 1) or self.starting.get(at + 2)
        return None

    def _office(self, at: int) -> tuple[int, int, Mention | None, str]:
        """Where the office begins and ends, the city named in it, the country."""
        first = at
        while (
            first > 0
            and self.tokens[first - 1].key in words("office.lead_en")
            and not breaks(self.tokens[first])
        ):
            if first - 1 in self.covered:
                break
            first -= 1
        before = next((one for one in self.mentions if one.last == first and not self._apart(first)), None)
        country = adjectives().get(self.tokens[first - 1].key, "") if first else ""
        end = at + 1
        while (
            end < len(self.tokens)
            and self.tokens[end].key in words("office.en")
            and not breaks(self.tokens[end])
        ):
            end += 1
        mention = before
        step = end
        qualifies = LINKING.union(
            words("office.lead_en"), words("city.qualifies_en"), words("city.authority_en"), adjectives()
        )
        while (
            step < len(self.tokens)
            and (self.tokens[step].key in qualifies or self.tokens[step].text in ABBREVIATED)
            and not breaks(self.tokens[step])
        ):
            if self.tokens[step].key in adjectives():
                country = adjectives()[self.tokens[step].key]
            if self.tokens[step].key == "and":
                break
            step += 1
            if step in self.starting:
                break
        if step > end and step in self.starting and not breaks(self.tokens[step]):
            mention = self.starting[step]
            end = self._past_authority(mention.last)
            # “Mayor of X, Turkey”: the country belongs to the office.
        elif (
            step > end
            and step < len(self.tokens)
            and self.tokens[step].is_capital
            and self.tokens[end].key == "of"
        ):
            end = step + (not breaks(self.tokens[step]))
            while end < len(self.tokens) and self.tokens[end].is_capital and not breaks(self.tokens[end]):
                end += 1
        if before and mention is before:
            first = before.first
        return first, end, mention, country or (mention.country if mention else "")

    def _past_authority(self, at: int) -> int:
        """“President of Dakhla’s municipal council”: over the words of the authority behind the city."""
        last = at
        of_it = words("city.authority_en") | words("city.qualifies_en")
        while last < len(self.tokens) and not breaks(self.tokens[last]) and self.tokens[last].key in of_it:
            last += 1
        return last

    def _apart(self, at: int) -> bool:
        gap = self.tokens[at].gap
        return not {",", "(", ".", ":"}.isdisjoint(gap)
