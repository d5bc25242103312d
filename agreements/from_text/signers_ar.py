"""Who signed, in Arabic, and for which city, as one sentence that announces tells it."""

from collections.abc import Sequence

from agreements.from_text.frames import Frame
from agreements.from_text.gazetteer import Gazetteer, same
from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.mentions_ar import ArabicMentions
from agreements.from_text.nations import adjectives
from agreements.from_text.offices_ar import heads_named
from agreements.from_text.people import Person
from agreements.from_text.people_ar import ArabicPeople
from agreements.from_text.proposal import Evidence, ProposedSignatory
from agreements.from_text.tokens import Token
from agreements.from_text.turns_ar import is_open

HIS_SIGNING = frozenset({"توقيعه", "توقيعها", "توقيعهما"})
SIGNINGS = frozenset({"توقيع", "التوقيع"})


class ArabicSigners:
    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.text, self.gazetteer = text, gazetteer

    def read(self, frame: Frame) -> None:
        tokens = frame.tokens
        people = ArabicPeople(self.text, tokens, frame.mentions).all()
        took_part = any(
            token.among({"شارك", "شاركت"}) and any(word.named(SIGNINGS) for word in tokens[at + 1 : at + 4])
            for at, token in enumerate(tokens)
        )
        for person in people:
            if not self._signs(tokens, person, frame, took_part):
                continue
            others = [one for one in people if one is not person]
            mention, rule = self._stands_for(tokens, person, frame, others)
            certainty = 0.6 if took_part else 0.9
            place = Evidence(person.start, person.end, certainty, "took_part" if took_part else "signer")
            office = person.office
            signed = ProposedSignatory(person.name, office, mention.name if mention else "", place)
            frame.signatories.append((signed, mention, person.country or rule))

    def _signs(self, tokens: Sequence[Token], person: Person, frame: Frame, took_part: bool) -> bool:
        if took_part:
            return person.leads
        if (
            person.mention
            and person.mention.last < len(tokens)
            and tokens[person.mention.last].key in {"السابق", "الاسبق"}
        ):
            return False
        if frame.act and frame.act.is_verb and person.first < frame.act.at:
            # «ذكر بيان أن أمين بغداد فلان وقع»: he is the verb's subject, whatever stands before.
            subject = tokens[frame.act.at].start - person.end <= 2
            return subject or is_open(tokens, person.first)
        if frame.act and tokens[frame.act.at].key in HIS_SIGNING and person.first < frame.act.at:
            return True  # «أعلن المحافظ فلان عن توقيعه اتفاقية»
        return is_open(tokens, person.first) and (frame.act is None or person.first >= frame.act.at)

    def _stands_for(
        self, tokens: Sequence[Token], person: Person, frame: Frame, others: Sequence[Person]
    ) -> tuple[Mention | None, str]:
        """The city that someone signs for: of the office, else the last one named before."""
        if person.mention and not person.mention.body:
            return person.mention, ""
        if person.mention:
            return None, "body"
        of_country = words("counterpart.person_ar") | words("office.of_country_ar")
        if person.country and tokens[person.first].among(of_country):
            return None, ""
        if behalf := self._on_behalf(tokens, person, frame):
            return behalf, ""
        if country := self._of_side(tokens, person):
            return None, country
        before = [one for one in frame.mentions if one.last <= person.first and not one.body]
        if heads := heads_named(person.office):
            # «رئيس البلدية»: of a municipality, not of the city that happens to stand nearer.
            before = [one for one in before if one.head in heads and not _lies_elsewhere(one, person)]
            return (before[-1], "") if before else (None, "")
        own = tokens[person.first].named(words("office.own_ar"))
        if not own:
            before = [
                one for one in before if not any(other.start <= one.start < other.end for other in others)
            ]
        near = [one for one in before if person.first - one.last <= (6 if own else 5)]
        return (near[-1], "") if near else (None, "")

    def _on_behalf(self, tokens: Sequence[Token], person: Person, frame: Frame) -> Mention | None:
        """«وقعها عن البيرة رئيس بلديتها فلان»: the bare name after «عن»."""
        for at in range(person.first - 1, max(-1, person.first - 4), -1):
            if tokens[at].among({"عن"}):
                named = [
                    one
                    for one in frame.mentions
                    if one.first == at + 1 or one.key == same(tokens[at + 1].key)
                ]
                return named[0] if named else ArabicMentions(self.text, tokens, self.gazetteer).bare(at + 1)
        return None

    def _of_side(self, tokens: Sequence[Token], person: Person) -> str:
        """The country in «وعن الجانب التركي رئيس البلدية فلان»."""
        for at in range(max(0, person.first - 4), person.first - 2):
            if tokens[at].among({"عن"}) and tokens[at + 1].among({"الجانب", "الطرف"}):
                return adjectives().get(tokens[at + 2].key, "")
        return ""


def _lies_elsewhere(city: Mention, person: Person) -> bool:
    """«رئيس الجهة الفرنسية»: of no region that lies in another country."""
    lies = city.country or next((place.country for place in city.places), "")
    return bool(person.country and lies and lies != person.country)
