"""Names of places in Arabic as an announcement writes them: how far a name goes, known or not, and what
country the words after it give: «بلدية كوري الإيطالية», «ريو دي جانيرو», «مدنين»."""

from agreements.arabic import fold
from agreements.from_text.gazetteer import LARGE, Place, same
from agreements.from_text.lexicon import names, signing_ar, words
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import adjectives, countries, headed_regions
from agreements.from_text.tokens import Token, breaks, tidy
from agreements.from_text.where_ar import ArabicPlaces

DASHED = frozenset({" – ", " - ", "– ", "- ", " -", " –"})
LONGEST_UNKNOWN = 3
SHORTEST_JOINED = 4
# An adjective of a country ends a longer one.
LONGEST_DESCRIBED = 5
UNION = "اتحاد بلديات"
PARTS_OF = frozenset({"بولايه", "بمحافظه", "باقليم", "بمقاطعه", "بجهه"})
# Some writers open a quotation with the sign that others close it with.
QUOTES = frozenset('"«»“”')
WEAK_HEADS = frozenset(
    {"حكومة", "إمارة", "مدينة", "قرية", "بلدة", "جهة", "إقليم", "ولاية", "مقاطعة", "مديرية", "جماعة"}
)


class ArabicNames(ArabicPlaces):
    """Reads the names of one sentence."""

    def _named(
        self,
        at: int,
        place: int,
        cut: int,
        head: str,
        country: str = "",
        lenient: bool = False,
        joined: bool = False,
        whole: int = 0,
    ) -> Mention | None:
        tokens = self.tokens
        if place >= len(tokens) or "\n" in tokens[place].gap:
            return None
        quoted = self._quoted(place)
        if breaks(tokens[place]) and not quoted and not joined:
            return None
        numbered = quoted > 1 and tokens[place].is_number  # «بلدية "12 شباط"»
        if quoted and (numbered or self.may_be_name(tokens[place])):
            places = self.gazetteer.find(" ".join(token.key for token in tokens[place : place + quoted]))
            return self._mention(at, place, place + quoted, 0, head, places, country)
        if tokens[place].key in adjectives() and place + 1 < len(tokens) and self._feminine(place + 1):
            return self._mention(at, place, place + 1, 0, head, [], country)  # «بلدية كوري الإيطالية»
        if head and (parts := self._part_of_country(place)):  # «جهة الشرق»
            return self._mention(at, place, place + parts, 0, head, [], country)
        if head and (latin := self._latin(place)):
            keys = " ".join(token.key for token in tokens[place : place + latin])
            return self._mention(at, place, place + latin, 0, head, self.gazetteer.find(keys), country)
        size, places, name_cut = self.known(place, joined)
        longer = self._goes_on(place, size, places) or self._is_longer(place, size, places, whole)
        if size and longer:
            size, places = 0, []
        if not size:
            begins = tokens[place].key in words("place.begins_ar")
            strong = head not in WEAK_HEADS or lenient or begins or self._stands_as_city(at, place)
            size = self._unknown(place, strong and (place > at or joined), bool(country))
            size = max(size, whole) if size else 0
            name_cut = self._glued(tokens[place], joined)
        if not size or (not places and self._is_country(place, size, name_cut)):
            return None
        last = place + size
        if last < len(tokens) and tokens[last].key in words("place.tail_ar") and not breaks(tokens[last]):
            last += 1
        if head and (dashed := self._past_dash(last)):  # «بلدية درعون – حريصا»
            last, places = dashed, []
        return self._mention(at, place, last, name_cut, head, places, country)

    def _past_dash(self, at: int) -> int:
        """Where a name ends that goes on over a dash; 0 where none does."""
        if (
            at >= len(self.tokens)
            or self.tokens[at].gap not in DASHED
            or not self.may_be_name(self.tokens[at])
        ):
            return 0
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        known = self.known(at)[0]
        ends = after is None or breaks(after) or after.key[:1] == "و" or not self.may_be_name(after)
        single = self.tokens[at].key[:1] != "و" and known <= 1
        return at + 1 if single and (ends or self._feminine(at + 1)) else 0

    def _part_of_country(self, place: int) -> int:
        """How many words name a part of a country that only its authority's word tells: «جهة الشرق»."""
        for size in (2, 1):
            inside = self.tokens[place : place + size]
            if len(inside) == size and " ".join(token.key for token in inside) in headed_regions():
                return size
        return 0

    def _latin(self, place: int) -> int:
        """How many words of a name in Latin letters begin here: «مدينة Villepreux الفرنسية»."""
        last = place
        while (
            last < len(self.tokens)
            and last - place < LONGEST_UNKNOWN
            and self.tokens[last].text.isascii()
            and self.tokens[last].is_capital
            and (last == place or not breaks(self.tokens[last]))
        ):
            last += 1
        return last - place

    def _is_country(self, place: int, size: int, cut: int) -> bool:
        keys = [token.key for token in self.tokens[place : place + size]]
        return " ".join([keys[0][cut:], *keys[1:]]) in countries()

    def _goes_on(self, place: int, size: int, places: list[Place]) -> bool:
        """«بالاو سوليتا الإسبانية»: more words stand before the adjective of a country in which no place is
        called by the first alone."""
        last = place + size
        if self._is_linked(last):
            return True
        while last < len(self.tokens) and last - place < LONGEST_UNKNOWN and not breaks(self.tokens[last]):
            country = self._feminine(last)
            if country:
                return last > place + size and country not in {one.country for one in places}
            if not self.may_be_name(self.tokens[last]) or self.tokens[last].key[:1] == "و":
                return False
            last += 1
        return False

    def _is_longer(self, place: int, size: int, places: list[Place], whole: int) -> bool:
        """«بلدية مراد باشا», where the text has it so each time: not the village of the first word."""
        small = all(not one.slug and one.geonames_id and one.population < LARGE for one in places)
        return small and max(self._repeated(place), whole) > size

    def _stands_as_city(self, at: int, place: int) -> bool:
        """«عمدة مدينة شنغهاي», «مع مدينة شنغهاي»: where only a city can stand, known or not."""
        before = self.tokens[at - 1] if at else None
        told = before is None or before.among(words("office.ar")) or before.key in {"مع", "بين", "وبين", "و"}
        described = self.tokens[place].key[-1:] == "ه" and self.tokens[place].key[:2] != "ال"
        return (told or self.tokens[at].key[:1] == "و") and not described

    def _glued(self, token: Token, joined: bool) -> int:
        if joined and token.key[:1] == "و":
            return 1
        return 1 if token.key[:2] == "لل" else 0

    def _quoted(self, place: int) -> int:
        """How many words stand in quotation marks from here: «بلديتا "حلق الوادي" و"مراد باشا"»."""
        tokens = self.tokens
        if QUOTES.isdisjoint(tokens[place].gap):
            return 0
        for size in range(1, LONGEST_UNKNOWN + 2):
            end = place + size
            if size > 1 and end <= len(tokens) and tokens[end - 1].key[:1] == "و":
                return 0  # «يانجتشو وشنغهاي»: several names.
            after = tokens[end].gap if end < len(tokens) else self.text[tokens[-1].end :][:3]
            if not QUOTES.isdisjoint(after):
                return size
        return 0

    def _unknown(self, place: int, strong: bool, described: bool) -> int:
        """How many words an unknown name has: up to an adjective of a country, as often as the text
        repeats it, or one."""
        tokens = self.tokens
        if not self.may_be_name(tokens[place]) and not (strong and self._is_linked(place + 1)):
            return 0
        for size in range(1, LONGEST_DESCRIBED + 1):
            end = place + size
            if end >= len(tokens) or breaks(tokens[end]):
                break
            if self._feminine(end) and (size <= LONGEST_UNKNOWN or strong):
                return size
            if not self.may_be_name(tokens[end]) or tokens[end].key[:1] == "و":
                break
        if not (strong or described):
            return 0
        return self._repeated(place)

    def _is_linked(self, at: int) -> bool:
        """«إيل دو فرانس», «ريو دي جانيرو»: a foreign name goes on over its own small words."""
        return at + 1 < len(self.tokens) and self.tokens[at].key in words("place.links_ar")

    def _repeated(self, place: int) -> int:
        tokens = self.tokens
        if self._is_linked(place + 1):
            return 3 if not self._is_linked(place + 3) else 5
        for size in range(LONGEST_UNKNOWN, 1, -1):
            words_of_it = tokens[place : place + size]
            if (
                len(words_of_it) == size
                and not any(map(breaks, words_of_it[1:]))
                and " ".join(token.key for token in words_of_it) in self.counted
            ):
                return size
        begins = tokens[place].key in words("place.begins_ar")
        return 2 if begins and place + 1 < len(tokens) and self.may_be_name(tokens[place + 1]) else 1

    def may_be_name(self, token: Token) -> bool:
        return not (
            token.is_number
            or len(token.key) < 2
            or token.key.isascii()
            or token.key[:3] == "بال"
            or self._is_within(token)
            or token.key in words("name.stops_ar")
            or token.key in words("place.generic_ar")
            or token.key in adjectives()
            or token.among(words("office.ar"))
            or token.among(words("title.ar"))
            or token.named(names("authority.ar"))
            or token.named(words("instrument.ar"))
            or token.among(words("act.said_ar"))
            or token.among(words("act.attend_ar"))
            or token.key in names("pair.ar")
            or token.among(words("counterpart.person_ar"))
            or token.among(words("counterpart.ar"))
            or token.among(signing_ar())
        )

    def _mention(
        self,
        at: int,
        place: int,
        last: int,
        cut: int,
        head: str,
        places: list[Place],
        country: str,
        body: bool = False,
    ) -> Mention:
        tokens = self.tokens
        first = tokens[place]
        written = tidy(first.without(cut) + self.text[first.end : tokens[last - 1].end])
        stated, end = self.country_after(last)
        if stated and self._is_elsewhere(last, stated, places):
            stated, end = "", last
        if end + 1 < len(tokens) and tokens[end].key in PARTS_OF:  # «بلين الأمريكية بولاية مينيسوتا»
            end += 2
        start = tokens[at]
        name = tidy(f"{head} {written}")
        bare = written.split()
        tail = words("place.tail_ar")
        while len(bare) > 1 and fold(bare[-1]) in tail and fold(" ".join(bare)) not in headed_regions():
            bare.pop()
        key = same(fold("".join(bare)))
        if head == UNION:  # It is another authority than the town of its name.
            key, places = f"{UNION} {key}", []
        return Mention(
            at,
            max(end, last),
            start.start,
            tokens[max(end, last) - 1].end,
            head,
            " ".join(bare),
            key,
            country or stated,
            tuple(places),
            name,
            body,
        )

    def bare(self, at: int) -> Mention | None:
        """A known city without an authority's word, or one that an adjective of a country follows."""
        if at >= len(self.tokens) or self.tokens[at].start in self.names:
            return None
        if self.tokens[at].key in words("office.ar"):  # «وكيل»: no Kiel.
            return None
        size, places, cut = self.known(at)
        if size:
            return self._mention(at, at, at + size, cut, "", places, "")
        token = self.tokens[at]
        if not self.may_be_name(token) or token.among(words("body.ar")):
            return None
        size = self._unknown(at, False, False)
        if not size:
            return None
        return self._mention(at, at, at + size, 1 if token.key[:1] == "و" else 0, "", [], "")

    def joined(self, at: int) -> Mention | None:
        """A name that only «و» makes one."""
        token = self.tokens[at]
        rest = token.key[1:]
        plain = Token(token.start + 1, token.end, token.text[1:], rest, token.gap)
        if len(rest) < SHORTEST_JOINED or rest[:2] == "ال" or not self.may_be_name(plain):
            return None
        return self._mention(at, at, at + 1, 1, "", [], "")
