"""Who signed, in English, and for which city, as one sentence that announces tells it."""

from collections.abc import Sequence

from agreements.from_text.frames import Frame
from agreements.from_text.mentions import Mention
from agreements.from_text.people import Person
from agreements.from_text.people_en import EnglishPeople
from agreements.from_text.proposal import Evidence, ProposedSignatory
from agreements.from_text.tokens import Token
from agreements.from_text.turns_en import is_open

# With one of these somebody else begins.
OF_COUNTERPART = frozenset(
    {"in", "from", "of", "at", "for", "and", "on", "signed", "who", "the", "during", "to", "by"}
)
ANOTHER = frozenset({"while", "and", "whereas"})


class EnglishSigners:
    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, frame: Frame) -> None:
        tokens = frame.tokens
        reading = EnglishPeople(self.text, tokens, frame.mentions)
        people = [*reading.for_cities(), *reading.all()]
        for person in people:
            if not self._signs(tokens, person, frame):
                continue
            mention = self._stands_for(person, frame)
            place = Evidence(person.start, person.end, 0.85, "signer")
            signed = ProposedSignatory(person.name, person.office, mention.name if mention else "", place)
            frame.signatories.append(
                (
                    signed,
                    mention,
                    person.country or ("body" if person.mention and person.mention.body else ""),
                )
            )
        self._counterparts(frame)

    def _signs(self, tokens: Sequence[Token], person: Person, frame: Frame) -> bool:
        return is_open(tokens, person.first) and (
            frame.act is None or frame.act.is_verb or person.first > frame.act.at
        )

    def _stands_for(self, person: Person, frame: Frame) -> Mention | None:
        if person.mention and not person.mention.body:
            return person.mention
        before = frame.tokens[max(0, person.first - 8) : person.first]
        behalf = next((token for token in reversed(before) if token.key in {"behalf", "for"}), None)
        if behalf is None or person.mention or person.country:
            return None
        near = [one for one in frame.mentions if behalf.start < one.start < person.start and not one.body]
        if near and any(token.key in ANOTHER for token in frame.tokens[near[-1].last : person.first]):
            return None  # “on behalf of X, while Vice Governor Y …”
        return near[-1] if near else None

    def _counterparts(self, frame: Frame) -> None:
        """“with A and B, his counterparts from the municipalities of X and Y”: in the order of mention."""
        tokens = frame.tokens
        for at, token in enumerate(tokens):
            if token.key not in {"counterparts", "counterpart"} or self._qualifies(tokens, at):
                continue
            cities = [one for one in frame.mentions if one.first > at and one.first - at < 12][
                : 2 if token.key == "counterparts" else 1
            ]
            names = self._names_before(frame, at) or self._names_after(frame, at)
            for name, city in zip(names, cities or [None] * len(names), strict=False):  # type: ignore[list-item]
                first, last = name
                if any(
                    first >= 0
                    and tokens[first].start < s.evidence.end
                    and s.evidence.start < tokens[last - 1].end
                    and s.name == self.text[tokens[first].start : tokens[last - 1].end]
                    for s, _, _ in frame.signatories
                ):
                    continue
                place = Evidence(tokens[first].start, tokens[last - 1].end, 0.75, "counterpart")
                written = self.text[tokens[first].start : tokens[last - 1].end]
                person = ProposedSignatory(
                    written, token.text.removesuffix("s"), city.name if city else "", place
                )
                frame.signatories.append((person, city, ""))

    def _qualifies(self, tokens: Sequence[Token], at: int) -> bool:
        """“a counterpart resolution”: no person."""
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        plain = after is not None and after.gap == " " and not after.is_capital
        return plain and after is not None and after.key not in OF_COUNTERPART

    def _names_before(self, frame: Frame, at: int) -> list[tuple[int, int]]:
        """The names before “, his counterparts”, joined by “and”."""
        people = EnglishPeople(self.text, frame.tokens, [])
        start = next((index for index in range(at, -1, -1) if frame.tokens[index].key == "with"), None)
        if start is None:
            return []
        found: list[tuple[int, int]] = []
        index = start + 1
        while index < at:
            last = people.end(index)
            if last - index >= 2:
                found.append((index, last))
                index = last
            index += 1
        return found

    def _names_after(self, frame: Frame, at: int) -> list[tuple[int, int]]:
        people = EnglishPeople(self.text, frame.tokens, [])
        for index in range(at + 1, min(at + 10, len(frame.tokens))):
            last = people.end(index)
            if last - index >= 2 and not any(one.first <= index < one.last for one in frame.mentions):
                return [(index, last)]
        return []
