"""Where an agreement was signed, in Arabic: «في مقر بلدية نابلس», «بمدينة بورصة», «في مدينة الأخير»."""

from collections.abc import Collection, Iterable

from agreements.from_text.frames import Frame
from agreements.from_text.gazetteer import Gazetteer
from agreements.from_text.lexicon import names, words
from agreements.from_text.mentions import Mention
from agreements.from_text.mentions_ar import ArabicMentions
from agreements.from_text.nations import countries
from agreements.from_text.proposal import Evidence, ProposedText
from agreements.from_text.tokens import Token, breaks, phrase_at

IN = frozenset({"في", "فى"})
LATTER = frozenset({"الاخير", "الاخيره", "الثاني", "الثانيه"})
NO_PLACE = frozenset({"مجال", "مجالات", "اطار", "ختام", "كافه", "شتي"})
REACH = 6
# A name that ب is taken from is a small place by chance only.
SMALL = 10_000


class ArabicSigningPlace:
    """The place of signing in one sentence that announces."""

    def __init__(
        self,
        text: str,
        gazetteer: Gazetteer,
        frame: Frame,
        names: Collection[int] = (),
        named: Iterable[Iterable[Mention]] = (),
    ) -> None:
        self.text, self.gazetteer, self.frame, self.tokens = text, gazetteer, frame, frame.tokens
        self.named = named
        self.starting = {mention.first: mention for mention in frame.mentions}
        self.probe = ArabicMentions(text, frame.tokens, gazetteer, (), names)

    def read(self, start: int) -> ProposedText | None:
        """The first place from this word on that belongs to the signing."""
        for at in range(start, len(self.tokens)):
            found = self._place_at(at)
            if found and self._tells_where(at):
                return found
        return None

    def _tells_where(self, at: int) -> bool:
        """Whether the place belongs to the signing: not to a visit, a conference or what someone said."""
        if any(token.among(words("place.elsewhere_ar")) for token in self.tokens[max(0, at - 4) : at]):
            return False
        return not any(
            token.among(words("act.said_ar")) and not token.among({"بين", "قدم", "ذكر"})
            for token in self.tokens[:at]
        )

    def _place_at(self, at: int) -> ProposedText | None:
        token = self.tokens[at]
        if token.key in IN and at + 2 < len(self.tokens) and self.tokens[at + 2].key in LATTER:
            earlier = [seat.mention for seat in self.frame.seats if seat.mention.first < at]
            return self._text(earlier[-1].place, at, at + 3, 0.7, "latter_city") if earlier else None
        if hall := self._own_hall(at):
            return hall
        target = (
            self._joined(at) if token.key[:1] == "ب" and token.key not in words("place.inside_ar") else None
        )
        if token.key in IN or token.key in words("place.inside_ar"):
            target = self._after(at)
        if target is None or not target.place:
            return None
        return self._text(target.place, at, target.last, 0.75, "place_in")

    def _own_hall(self, at: int) -> ProposedText | None:
        """«في مبنى الأمانة», «بديوان عام المحافظة»: of the one such authority that the text names.

        Every city has a municipality, so that «مقر البلدية» may be of either."""
        if not self.tokens[at].named(words("place.hall_ar")):
            return None
        for last in range(at + 1, min(at + 3, len(self.tokens))):
            head = names("office.defined_ar").get(self.tokens[last].key)
            if head and head != "بلدية" and not breaks(self.tokens[last]):
                places = {one.key: one.place for row in self.named for one in row if one.head == head}
                if len(places) == 1:
                    return self._text(places.popitem()[1], at, last + 1, 0.6, "own_hall")
        return None

    def _after(self, at: int) -> Mention | None:
        """The city after «في» or a building: «في مقر بلدية X», «في X»."""
        tokens = self.tokens
        if tokens[at].key in IN and at + 1 < len(tokens) and tokens[at + 1].key in NO_PLACE:
            return None
        if (
            at + 1 not in self.starting
            and at + 1 < len(tokens)
            and tokens[at + 1].named(names("authority.ar"))
        ):
            return None  # It only says where another city lies.
        for after in range(at + 1, min(at + REACH, len(tokens))):
            if breaks(tokens[after]):
                return None
            if after in self.starting and not self.starting[after].body:
                return self.starting[after]
            bare = self.probe.bare(after) if after == at + 1 else None
            if bare and bare.known:
                return bare
            if tokens[after].key in IN or tokens[after].among(words("instrument.ar")):
                return None
        return None

    def _joined(self, at: int) -> Mention | None:
        """«بالرباط», «بمدينة بورصة»; the ب of برلين is the name's own."""
        token = self.tokens[at]
        inner = Token(token.start, token.end, token.text, token.key[1:], token.gap)
        if phrase_at([inner, *self.tokens[at + 1 : at + 4]], 0, countries()):
            return None  # «بكوت ديفوار»
        lies = any(one.last == at for one in self.frame.mentions)  # «بلدية جباليا بغزة» lies there.
        if self.gazetteer.find(token.key) or lies or token.among(words("act.said_ar")):
            return None
        signers = [person.evidence for person, _, _ in self.frame.signatories]
        person = any(one.start <= token.start < one.end for one in signers)
        bare = self.probe.bare(at)
        if bare and not person and any(place.slug or place.population > SMALL for place in bare.places):
            return bare
        return self.starting.get(at) if token.key in {"بمدينه", "بالعاصمه"} else None

    def _text(self, value: str, first: int, last: int, certainty: float, rule: str) -> ProposedText:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return ProposedText(value, self.text[start:end], Evidence(start, end, certainty, rule))
