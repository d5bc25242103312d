"""Cities that an Arabic text lists behind one word for their authorities: «بلديتي الخليل وبورصا التركية»."""

from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.place_names_ar import LONGEST_UNKNOWN, ArabicNames
from agreements.from_text.tokens import breaks

MOST_LISTED = 12
BOTH = 2
LONGEST_PERSON = 4
FAR_LIST = 6
LISTING = frozenset({"تشمل", "شملت", "هي", "وهي", "تضم", "وهما", "هما"})
OF_BOTH = frozenset({"البلدين", "الدولتين", "القطرين"})


class ArabicLists(ArabicNames):
    """Reads the lists of one sentence."""

    def _listed(self, at: int, cut: int, head: str) -> list[Mention]:
        """«بلديتي X وY»: the same word before each."""
        found: list[Mention] = []
        place = self._list_begins(at)
        most = 2 if any(form in words("pair.two_ar") for form, _ in self.tokens[at].forms()) else MOST_LISTED
        of_heads = bool(at) and self.tokens[at - 1].named(words("office.pair_ar"))
        while place < len(self.tokens) and len(found) < most:
            if of_heads and len(found) == 1:
                place = self._past_person(place)
            if found and not (self.tokens[place].key[:1] == "و" or "،" in self.tokens[place].gap):
                break
            alone = bool(found) and self.tokens[place].key == "و" and place + 1 < len(self.tokens)
            whole = 0 if of_heads else self._up_to_next(place + alone)
            one = self._named(
                place if found else at, place + alone, 0, head, lenient=True, joined=bool(found), whole=whole
            )
            if not found and one and not one.known and most > BOTH and one.place[:1] == "و":
                break  # «تصميم مدن ومجتمعات»
            if one is None or (found and not one.known and not self._goes_on_listing(place, one.last)):
                break
            found.append(one)
            place = one.last
        return found if len(found) > 1 else []

    def _past_person(self, place: int) -> int:
        """«رئيسا بلديتي X فلان الفلاني وY فلان»: to the second city, over who leads the first."""
        for after in range(place, min(place + LONGEST_PERSON + 1, len(self.tokens))):
            token = self.tokens[after]
            if token.key[:1] == "و" and self.known(after, joined=True)[0]:
                return after
            if breaks(token) or not self.may_be_name(token):
                break
        return place

    def _up_to_next(self, place: int) -> int:
        """«بلديتي بانجي لار وكي جي أوران»: how many words stand before the second name."""
        for size in range(1, LONGEST_UNKNOWN + 1):
            token = self.tokens[place + size] if place + size < len(self.tokens) else None
            if token is None or (breaks(token) and not (token.key[:1] == "و" and "،" in token.gap)):
                return 0
            if token.key[:1] == "و" or (size > 1 and self._feminine(place + size)):
                return size
            if not self.may_be_name(token):
                return 0
        return 0

    def _list_begins(self, at: int) -> int:
        """«مدن صينية، تشمل شنغهاي وهانغتشو», «عاصمتي البلدين أنقرة والدوحة»: the names stand further on."""
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if following is not None and following.key in OF_BOTH:
            return at + 2
        if following is not None and following.key in words("council.both_ar"):
            pair = at + 2 < len(self.tokens) and self.tokens[at + 2].named(words("pair.two_ar"))
            return at + 2 + pair
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
