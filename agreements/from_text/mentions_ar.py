"""Cities and their authorities in Arabic: «بلدية الخليل», «بلديتي الخليل وبورصا التركية», «نظيرتها مدنين»."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from agreements.arabic import fold
from agreements.from_text.gazetteer import LARGE, Gazetteer, Place, same
from agreements.from_text.lexicon import names, signing_ar, words
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import adjectives, countries
from agreements.from_text.tokens import Token, breaks, phrase_at, tidy

LONGEST_UNKNOWN = 3
MOST_LISTED = 12
SHORTEST_JOINED = 4
FAR_LIST = 6
LISTING = frozenset({"تشمل", "شملت", "هي", "وهي", "تضم", "وهما", "هما"})
# An adjective of a country ends a longer one.
LONGEST_DESCRIBED = 5
UNION = "اتحاد بلديات"
CAMP_OF = frozenset({"لخدمات", "خدمات", "مخيم", "لمخيم", "في"})
PARTS_OF = frozenset({"بولايه", "بمحافظه", "باقليم", "بمقاطعه", "بجهه"})
# The governor of a city stands for its governorate, the mayor for the city itself.
OFFICE_OF = {
    "محافظ": "محافظة",
    "امين": "أمانة",
    "والي": "ولاية",
    "عمده": "",
    "رئيس": "",
    "حاكم": "",
    "قايمقام": "",
    "متصرف": "",
    "لعمده": "",
}
DEFINITE = frozenset({"البلديه", "المدينه", "الجماعه"})
DEFINED = frozenset({"الترابيه", "الحضريه", "القرويه", "التوام", "الشقيقه"})
# Some writers open a quotation with the sign that others close it with.
QUOTES = frozenset('"«»“”')
WEAK_HEADS = frozenset(
    {"حكومة", "إمارة", "مدينة", "قرية", "بلدة", "جهة", "إقليم", "ولاية", "مقاطعة", "مديرية", "جماعة"}
)


class ArabicMentions:
    """Finds the mentions of one sentence."""

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
        self.found: list[Mention] = []

    def all(self) -> list[Mention]:
        """All mentions with an authority's word, in order; bare names stand where a rule asks for them."""
        at = 0
        while at < len(self.tokens):
            found = self.at(at)
            if found and (self._locates(found[0]) or self._heads(found[0])):
                self.found[-1] = self._located(self.found[-1], found[0])
            else:
                self.found += found
            at = found[-1].last if found else at + 1
        return self.found

    def _locates(self, mention: Mention) -> bool:
        """«بلدية باترسون في ولاية نيوجيرسي»: says where the city before lies, and names no other."""
        at = mention.first - 1
        before = self.found[-1] if self.found else None
        if before is None:
            return False
        inside = self.tokens[mention.first].key in PARTS_OF
        return (before.last == at and self.tokens[at].key in {"في", "فى"}) or (
            inside and before.last == mention.first
        )

    def _heads(self, mention: Mention) -> bool:
        """«الداخلة عاصمة جهة وادي الذهب»: what the city before is the capital of."""
        before = self.found[-1] if self.found else None
        return (
            before is not None
            and before.last == mention.first - 1
            and self.tokens[mention.first - 1].key in {"عاصمه", "حاضره", "مركز"}
        )

    def _located(self, city: Mention, where: Mention) -> Mention:
        country = city.country or where.country or next((place.country for place in where.places), "")
        return replace(city, last=where.last, end=where.end, country=country)

    def at(self, at: int) -> list[Mention]:
        token = self.tokens[at]
        heads, pairs = names("authority.ar"), names("pair.ar")
        if self._is_camp(at):
            return self._camp(at)
        if self.tokens[at].named({"مجموعه"}) and at + 1 < len(self.tokens) and self.known(at + 1)[0]:
            return [one for one in [self._named(at, at + 1, 0, "مجموعة")] if one]
        if self._is_union(at):
            one = self._named(at, at + 2, 0, UNION, lenient=True)
            return [one] if one and fold(one.place) not in countries() else [self._body(at)]
        for form, cut in token.forms():
            if form in pairs:
                return self._listed(at, cut, pairs[form])
            if form in words("council.ar"):
                one = self._council(at, cut)
                return [one] if one else []
            if form in heads:
                one = self._headed(at, at + 1, cut, heads[form])
                return [one] if one else []
            if form in words("counterpart.ar"):
                one = self._headed(at, at + 1, cut, "")
                return [one] if one else []
        if token.named(words("body.ar")) and not self._is_centre(at) and not self._is_committee(at):
            return [self._body(at)]
        return self._of_office(at)

    def _is_camp(self, at: int) -> bool:
        """«اللجنة الشعبية لخدمات مخيم نور شمس»: it acts for a camp of refugees."""
        following = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
        return self.tokens[at].named({"اللجنه"}) and following == "الشعبيه"

    def _camp(self, at: int) -> list[Mention]:
        place = at + 2
        while (
            place < len(self.tokens) and self.tokens[place].key in CAMP_OF and not breaks(self.tokens[place])
        ):
            place += 1
        if place == at + 2:
            return []
        one = self._named(at, place, 0, "مخيم", lenient=True)
        return (
            [replace(one, name=tidy(self.text[self.tokens[at].start : one.end]).lstrip("و"))] if one else []
        )

    def _is_union(self, at: int) -> bool:
        """«اتحاد بلديات الضنية»: neighbouring municipalities that act as one; a country's union is a body."""
        following = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
        return self.tokens[at].named({"اتحاد"}) and following in {"بلديات", "بلديه"}

    def _is_centre(self, at: int) -> bool:
        """«رئيس مركز ومدينة رشيد»: an Egyptian district, which bears the city's name."""
        following = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
        return self.tokens[at].named({"مركز"}) and following in {"ومدينه", "مدينه"}

    def _is_committee(self, at: int) -> bool:
        """«رئيس لجنة بلدية إربد»: who runs an authority between two councils."""
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return (
            self.tokens[at].named({"لجنه"})
            and following is not None
            and following.key in names("authority.ar")
        )

    def _of_office(self, at: int) -> list[Mention]:
        """«أمين عمّان», «محافظ القاهرة», «عمدة باريس»: the office says what acts for the city."""
        if not at or breaks(self.tokens[at]):
            return []
        given = self.tokens[at - 1].key in words("name.given_and_office_ar")
        if given and self.found and self.found[-1].last == at - 1:  # «… بلدية وهران أمين علوش»
            return []
        head = next((head for form, head in OFFICE_OF.items() if self.tokens[at - 1].named({form})), None)
        if quoted := self._quoted(at) if head is not None else 0:
            places = self.gazetteer.find(" ".join(token.key for token in self.tokens[at : at + quoted]))
            return [self._mention(at, at, at + quoted, 0, head or "", places, "")]
        if unknown := self._unknown_of_mayor(at):
            return [self._mention(at, at, at + unknown, 0, head or "", [], "")]
        council = self.tokens[at - 1].key in words("council.of_ar") and self.tokens[at].key[:1] == "ل"
        size, places, cut = self.known(at) if head is not None or council else (0, [], 0)
        if not size or bool(cut) != council:
            return []
        if council:
            return [self._mention(at, at, at + size, cut, "بلدية", places, "")]
        last = at + size
        if last < len(self.tokens) and self.tokens[last].key in words("place.tail_ar"):
            last += 1
        return [self._mention(at, at, last, 0, head or "", places, "")]

    def _unknown_of_mayor(self, at: int) -> int:
        """«فوتشي عمدة كروتوني،»: of what somebody is the mayor, where no other name follows."""
        token = self.tokens[at]
        if not self.tokens[at - 1].among(words("office.of_city_ar")) or self.known(at)[0]:
            return 0
        if not self.may_be_name(token) or token.key[:2] == "ال":
            return 0
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        ends = (
            after is None
            or breaks(after)
            or bool(self._feminine(at + 1))
            or after.key in words("place.lies_ar")
            or not self.may_be_name(after)
        )
        return int(ends)

    def _listed(self, at: int, cut: int, head: str) -> list[Mention]:
        """«بلديتي X وY»: the same word before each."""
        found: list[Mention] = []
        place = self._list_begins(at)
        most = 2 if any(form in words("pair.two_ar") for form, _ in self.tokens[at].forms()) else MOST_LISTED
        while place < len(self.tokens) and len(found) < most:
            if found and not (self.tokens[place].key[:1] == "و" or "،" in self.tokens[place].gap):
                break
            alone = bool(found) and self.tokens[place].key == "و" and place + 1 < len(self.tokens)
            whole = self._up_to_next(place + alone)
            one = self._named(
                place if found else at, place + alone, 0, head, lenient=True, joined=bool(found), whole=whole
            )
            if one is None or (found and not one.known and not self._goes_on_listing(place, one.last)):
                break
            found.append(one)
            place = one.last
        return found if len(found) > 1 else []

    def _up_to_next(self, place: int) -> int:
        """«بلديتي بانجي لار وكي جي أوران»: how many words stand before the second name."""
        for size in range(1, LONGEST_UNKNOWN + 1):
            token = self.tokens[place + size] if place + size < len(self.tokens) else None
            if token is None or breaks(token):
                return 0
            if token.key[:1] == "و":
                return size
            if not self.may_be_name(token):
                return 0
        return 0

    def _list_begins(self, at: int) -> int:
        """«مدن صينية، تشمل شنغهاي وهانغتشو»: the names stand behind the verb."""
        for place in range(at + 1, min(at + FAR_LIST, len(self.tokens) - 1)):
            if self.tokens[place].key in LISTING and at + 1 < place:
                return place + 1
        return at + 1

    def _goes_on_listing(self, place: int, after: int) -> bool:
        """Behind a comma an unknown name is one of the list if the list goes on behind it: «أوساكا، كوبي
        وكيوتو»."""
        if self.tokens[place].key[:1] == "و" or after >= len(self.tokens):
            return self.tokens[place].key[:1] == "و"
        return self.tokens[after].key[:1] == "و" or "،" in self.tokens[after].gap

    def _council(self, at: int, cut: int) -> Mention | None:
        """«مجلس قروي X», «المجلس البلدي لمدينة X», «المجلس الجماعي لX»."""
        place = at + 1
        if place >= len(self.tokens):
            return None
        if not self.tokens[place].named(words("council.of_ar")):
            return self._council_of(at, place)
        village = self.tokens[place].key in words("council.village_ar")
        while place < len(self.tokens) and self.tokens[place].key in words("council.of_ar"):
            place += 1
        if place < len(self.tokens) and self.tokens[place].named(names("authority.ar")):
            place += 1
        elif self.tokens[at].key.lstrip("و").startswith("المجلس") and not self._is_given_to(place):
            return None  # «رئيسة المجلس الجماعي بهية اليوسفي»: a person follows.
        return self._headed(at, place, cut, "مجلس قروي" if village else "بلدية")

    def _is_given_to(self, place: int) -> bool:
        """«المجلس الجماعي لطنجة»: a city follows with «ل»."""
        return place < len(self.tokens) and self.tokens[place].key[:1] == "ل" and bool(self.known(place)[2])

    def _council_of(self, at: int, place: int) -> Mention | None:
        """«مجلس عرابة المحلي»: the name stands between."""
        size, places, _cut = self.known(place)
        last = place + (size or 1)
        if last >= len(self.tokens) or self.tokens[last].key not in words("council.own_ar"):
            return None
        found = self._mention(at, place, place + (size or 1), 0, "مجلس", places, "")
        kind = self.tokens[last]
        return replace(found, last=last + 1, end=kind.end, name=f"{found.name} {kind.text}")

    def _headed(self, at: int, place: int, cut: int, head: str) -> Mention | None:
        """An authority's word, perhaps with «مدينة» or an adjective, and the name."""
        tokens = self.tokens
        country = ""
        while place < len(tokens) and not breaks(tokens[place]):
            key = tokens[place].key
            if self.gazetteer.longest(tokens, place)[0] > 1:  # «أمانة العاصمة المقدسة»
                break
            if key in adjectives() and head and place == at + 1:
                country = adjectives()[key]
            elif (key in names("authority.ar") and place == at + 1 and head != "مدينة") or (
                key in {"الترابيه", "الحضريه", "القرويه"} and place == at + 1
            ):
                pass
            else:
                break
            place += 1
        if head and not country and self._is_definite(at):
            return None
        capital = "العاصمه" in {tokens[place - 1].key, tokens[at].key.lstrip("و")}
        if capital and place < len(tokens) and not self.known(place)[0]:
            found = None  # «أمين العاصمة فلان», «والي العاصمة الجزائرية فلان»
        else:
            found = self._named(at, place, cut, head, country=country)
        if found is None and place > at + 1 and tokens[place - 1].key == "العاصمه":
            # «أمانة العاصمة بمملكة البحرين» is called so.
            return self._mention(at, place - 1, place, 0, head, [], country)
        return found

    def _is_definite(self, at: int) -> bool:
        """«البلدية»: a name follows only where an adjective of a country stands between, or «ل»."""
        forms = [form for form, _ in self.tokens[at].forms()]
        definite = any(form in DEFINITE for form in forms)
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        joined = following is not None and (
            (following.key[:1] == "ل" and bool(self.known(at + 1)[0]))
            or following.key in DEFINED
            or not QUOTES.isdisjoint(following.gap)
        )
        return definite and not joined

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
        if quoted and self.may_be_name(tokens[place]):
            places = self.gazetteer.find(" ".join(token.key for token in tokens[place : place + quoted]))
            return self._mention(at, place, place + quoted, 0, head, places, country)
        if tokens[place].key in adjectives() and place + 1 < len(tokens) and self._feminine(place + 1):
            return self._mention(at, place, place + 1, 0, head, [], country)  # «بلدية كوري الإيطالية»
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
        return self._mention(at, place, last, name_cut, head, places, country)

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
        small = all(not one.slug and one.population < LARGE for one in places)
        return small and max(self._repeated(place), whole) > size

    def _feminine(self, at: int) -> str:
        """The country of an adjective in the gender of a city: «المصرية», not «المصري», who is a person."""
        key = self.tokens[at].key
        return adjectives().get(key, "") if key.endswith(("ه", "تين", "تان")) else ""

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

    def known(self, place: int, joined: bool = False) -> tuple[int, list[Place], int]:
        """The longest known name from here: its words, its places, and how many letters stand before it."""
        token = self.tokens[place]
        for form, cut in token.forms():
            if (joined and not cut and token.key[:1] == "و") or (cut and token.key[cut - 1] == "ك"):
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
        if not self.may_be_name(tokens[place]):
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

    def _is_within(self, token: Token) -> bool:
        """«مرموز بدكار»: in a city that is known."""
        rest = token.key[1:]
        return token.key[:1] == "ب" and not self.gazetteer.find(token.key) and bool(self.gazetteer.find(rest))

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
        while len(bare) > 1 and fold(bare[-1]) in words("place.tail_ar"):
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

    def _is_elsewhere(self, last: int, country: str, places: Sequence[Place]) -> bool:
        """«وفد بلدية دورا في هولندا»: a city that lies in no such country is only visiting there."""
        inside = self.tokens[last].key in {"في", "فى"} or self.tokens[last].key[:1] == "ب"
        return inside and bool(places) and country not in {place.country for place in places}

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

    def bare(self, at: int) -> Mention | None:
        """A known city without an authority's word, or one that an adjective of a country follows."""
        if at >= len(self.tokens) or self.tokens[at].start in self.names:
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

    def _body(self, at: int) -> Mention:
        last = at + 1
        defined = self.tokens[at].key.lstrip("وبل")[:2] == "ال"  # «رئيس الاتحاد فلان»: a person follows.
        while (
            last < len(self.tokens)
            and last < at + 4
            and not breaks(self.tokens[last])
            and self.tokens[last].key not in words("name.stops_ar")
            and not self.tokens[last].among(signing_ar())
            and self.tokens[last].key[:1] != "و"
            and not (defined and self.tokens[last].key[:2] not in ("ال", "لل"))
        ):
            last += 1
        return self._mention(at, at, last, 0, "", [], "", body=True)
