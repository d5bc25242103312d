"""Cities and their authorities in Arabic: «بلدية الخليل», «بلديتي الخليل وبورصا التركية», «نظيرتها مدنين»."""

from dataclasses import replace

from agreements.arabic import fold
from agreements.from_text.lexicon import names, signing_ar, words
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import adjectives, countries
from agreements.from_text.place_lists_ar import ArabicLists
from agreements.from_text.place_names_ar import PARTS_OF, QUOTES, UNION
from agreements.from_text.tokens import breaks, tidy

CAMP_OF = frozenset({"لخدمات", "خدمات", "مخيم", "لمخيم", "في"})
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
    "حاكمه": "",
    "امينه": "أمانة",
    "عميد": "",
}
# A council of one of these acts for it, and not for a municipality.
REGIONAL = frozenset({"جهة", "محافظة", "عمالة", "إقليم", "ولاية"})
CAPITAL = frozenset({"العاصمه", "والعاصمه", "بالعاصمه", "للعاصمه"})
DEFINITE = frozenset({"البلديه", "المدينه", "الجماعه"})
DEFINED = frozenset({"الترابيه", "الحضريه", "القرويه", "التوام", "الشقيقه"})


class ArabicMentions(ArabicLists):
    """Finds the mentions of one sentence."""

    found: list[Mention]

    def all(self) -> list[Mention]:
        """All mentions with an authority's word, in order; bare names stand where a rule asks for them."""
        self.found = []
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
        """«رئيس لجنة بلدية إربد», «سلطة إقليم البترا»: who runs an authority between two councils, or for
        a place of its own."""
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return (
            self.tokens[at].named({"لجنه", "سلطه"})
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
        if at > 1 and self.tokens[at - 1].key in {"في", "فى"}:
            pair = words("counterpart.person_ar") | words("counterpart.ar")
            size = self.known(at)[0] if self.tokens[at - 2].among(pair) else 0
            return [self._mention(at, at, at + size, 0, "", self.known(at)[1], "")] if size else []
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

    def _council(self, at: int, cut: int) -> Mention | None:
        """«مجلس قروي X», «المجلس البلدي لمدينة X», «المجلس الجماعي لX»."""
        place = at + 1
        if place >= len(self.tokens):
            return None
        if not self.tokens[place].named(words("council.of_ar")):
            return self._council_of(at, place)
        village = self.tokens[place].key in words("council.village_ar")
        of_region = names("authority.ar").get(self.tokens[place].key, "")
        while place < len(self.tokens) and self.tokens[place].key in words("council.of_ar"):
            place += 1
        if place < len(self.tokens) and self.tokens[place].named(names("authority.ar")):
            place += 1
        elif self.tokens[at].key.lstrip("و").startswith("المجلس") and not self._is_given_to(place):
            return None  # «رئيسة المجلس الجماعي بهية اليوسفي»: a person follows.
        head = of_region if of_region in REGIONAL else "بلدية"
        return self._headed(at, place, cut, "مجلس قروي" if village else head)

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
            if key == "دوله" and place == at + 1:  # «بلدية دولة الكويت»
                pass
            elif key in adjectives() and head and place == at + 1 and (head[-1] != "ة" or key[-1] == "ه"):
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
        if named := self._capital_by_name(place):
            country, place = adjectives()[tokens[place].key], named
            return self._mention(
                at, place, place + self.known(place)[0], 0, head, self.known(place)[1], country
            )
        capital = "العاصمه" in {tokens[place - 1].key, tokens[at].key.lstrip("و")}
        if capital and place < len(tokens) and not self.known(place)[0]:
            found = None  # «أمين العاصمة فلان», «والي العاصمة الجزائرية فلان»
        else:
            found = self._named(at, place, cut, head, country=country)
        if found is None and place > at + 1 and tokens[place - 1].key == "العاصمه":
            # «أمانة العاصمة بمملكة البحرين» is called so.
            return self._mention(at, place - 1, place, 0, head, [], country)
        return found

    def _capital_by_name(self, place: int) -> int:
        """«محافظة العاصمة الأردنية – عمان», «العاصمة الفرنسية باريس»: where the capital's own name stands."""
        tokens = self.tokens
        if place + 1 >= len(tokens) or tokens[place - 1].key not in CAPITAL or not self._feminine(place):
            return 0
        dashed = not breaks(tokens[place + 1]) or bool(set("-–—") & set(tokens[place + 1].gap))
        return place + 1 if dashed and self.known(place + 1)[0] and not self.known(place + 1)[2] else 0

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
