"""Where an Arabic sentence says that a place lies: «التركية», «في تركيا», «بمدغشقر», «إحدى مدن ديار بكر»."""

from collections.abc import Collection, Sequence

from agreements.from_text.gazetteer import Gazetteer, Place
from agreements.from_text.lexicon import words
from agreements.from_text.nations import adjectives, countries
from agreements.from_text.tokens import Token, breaks, phrase_at

ONE_OF = frozenset({"احدي", "احدى", "اكبر", "كبري", "ثاني"})
OF_CITIES = frozenset({"مدن", "بلديات", "بلدات", "ضواحي", "قري", "احياء", "مقاطعات"})


class ArabicPlaces:
    """The known places of one sentence, and the countries that its words give."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        gazetteer: Gazetteer,
        counted: Collection[str] = (),
        names: Collection[int] = (),
    ) -> None:
        self.text, self.tokens, self.gazetteer, self.counted = text, tokens, gazetteer, counted
        self.names = names

    def country_after(self, at: int) -> tuple[str, int]:
        """The country that the words after a name give: «التركية», «في تركيا», «بمدغشقر», «(تركيا)»."""
        tokens = self.tokens
        if at >= len(tokens) or "\n" in tokens[at].gap:
            return "", at
        for skip in (0, 1):
            if at + skip < len(tokens) and tokens[at + skip].key in adjectives():
                between = tokens[at].key if skip else "الحضريه"
                if not breaks(tokens[at + skip]) and between in {"الشقيقه", "الصديقه", "الحضريه", "الكبري"}:
                    return adjectives()[tokens[at + skip].key], at + skip + 1
        token = tokens[at]
        if token.key in ONE_OF and at + 2 < len(tokens) and tokens[at + 1].key in OF_CITIES:
            return self._country_of_place(at + 2)
        start = at + 1 if token.key in {"في", "فى", "بدوله", "بجمهوريه", "بالمملكه", "بمملكه"} else at
        if start < len(tokens) and tokens[start].key in {"دوله", "جمهوريه", "المملكه", "الجمهوريه"}:
            start += 1
        stated = start > at or any(sign in token.gap for sign in "(-–،") or token.key[:1] == "ب"
        if stated and start < len(tokens):
            for form, _ in tokens[start].forms():
                first = Token(0, 0, "", form, "")
                size = phrase_at([first, *tokens[start + 1 : start + 4]], 0, countries())
                if size:
                    whole = " ".join([form, *(token.key for token in tokens[start + 1 : start + size])])
                    code = countries().get(whole)
                    if code:
                        return code, start + size
        return "", at

    def _country_of_place(self, at: int) -> tuple[str, int]:
        """«سور إحدى مدن ديار بكر», «إحدى ضواحي باريس»: the country of the place that follows."""
        key = self.tokens[at].key
        if key in adjectives() or key in countries():
            return adjectives().get(key) or countries()[key], at + 1
        size, places, _cut = self.known(at)
        return (places[0].country, at + size) if places else ("", at)

    def _feminine(self, at: int) -> str:
        """The country of an adjective in the gender of a city: «المصرية», not «المصري», who is a person."""
        key = self.tokens[at].key
        return adjectives().get(key, "") if key.endswith(("ه", "تين", "تان")) else ""

    def _is_elsewhere(self, last: int, country: str, places: Sequence[Place]) -> bool:
        """«وفد بلدية دورا في هولندا»: a city that lies in no such country is only visiting there."""
        inside = self.tokens[last].key in {"في", "فى"} or self.tokens[last].key[:1] == "ب"
        return inside and bool(places) and country not in {place.country for place in places}

    def _is_within(self, token: Token) -> bool:
        """«مرموز بدكار», «كيتا بغانا»: in a city or a country that is known."""
        rest = token.key[1:]
        if token.key[:1] != "ب" or self.gazetteer.find(token.key):
            return False
        return rest in countries() or bool(self.gazetteer.find(rest))

    def known(self, place: int, joined: bool = False) -> tuple[int, list[Place], int]:
        """The longest known name from here: its words, its places, and how many letters stand before it."""
        token = self.tokens[place]
        for form, cut in token.forms():
            if (joined and not cut and token.key[:1] == "و") or (cut and token.key[cut - 1] == "ك"):
                continue
            if token.key == "وكان":  # And it was, not Cannes.
                continue
            first = Token(token.start, token.end, token.text, form, token.gap)
            size, places = self.gazetteer.longest([first, *self.tokens[place + 1 : place + 5]], 0)
            if size == 1 and (
                form in words("place.generic_ar")
                or form in words("name.stops_ar") - {"عمان"}
                or form in adjectives()
                or (cut and len(form) < 3)
            ):
                continue
            if size:
                return size, places, cut
        return 0, [], 0
