"""Reading an announcement in English."""

from dataclasses import replace

from agreements.from_text.frames import Frame, Seat
from agreements.from_text.lexicon import words
from agreements.from_text.mentions import Mention
from agreements.from_text.mentions_en import EnglishMentions
from agreements.from_text.people import Person
from agreements.from_text.people_en import EnglishPeople
from agreements.from_text.proposal import ProposedText
from agreements.from_text.reader import Reader
from agreements.from_text.seats_en import EnglishSeats
from agreements.from_text.signers_en import EnglishSigners
from agreements.from_text.signing_place_en import EnglishSigningPlace
from agreements.from_text.tokens import Sentence


class EnglishReader(Reader):
    language = "en"

    def parts(self, sentence: Sentence) -> list[Sentence]:
        """“an agreement between A and B, as well as an agreement between A and C”, “a memorandum between A
        and B, an agreement between A and C”: two."""
        instruments = words("instrument.en")
        named = [at for at, token in enumerate(sentence) if token.key in instruments]
        for at in range(2, len(sentence)):
            again = next((one for one in named if at < one <= at + 4), 0)
            joins = sentence[at - 1].key == "well" and sentence[at].key == "as"
            listed = "," in sentence[at].gap and sentence[at].key in {"a", "an", "and"}
            if (
                (joins or listed)
                and again
                and any(token.key == "between" for token in sentence[again : again + 8])
            ):
                first = sentence[:at] if listed else sentence[: at - 2]
                told = (
                    one for one in named if any(token.key == "between" for token in first[one : one + 10])
                )
                if (start := next(told, 0)) and start < at:
                    return [first, *self.parts(sentence[:start] + sentence[again:])]
        return [sentence]

    def find_mentions(self) -> list[list[Mention]]:
        read = [EnglishMentions(self.text, tokens, self.gazetteer).all() for tokens in self.sentences]
        read = self._without_surnames(read)
        short = self._short_forms(read)
        if not short:
            return read
        known = self.gazetteer.beside((key, named.country) for key, named in short.items())
        read = [EnglishMentions(self.text, tokens, known).all() for tokens in self.sentences]
        return [[self._in_full(one, short) for one in mentions] for mentions in read]

    def _without_surnames(self, read: list[list[Mention]]) -> list[list[Mention]]:
        """“Governor Garcia … invited Garcia”: the surname of somebody is no city, though one bears it."""
        surnames = {
            person.name.casefold().split()[-1]
            for tokens, mentions in zip(self.sentences, read, strict=True)
            for person in EnglishPeople(self.text, tokens, mentions).all()
            if " " in person.name
        }
        return [
            [one for one in mentions if one.head or one.country or one.place.casefold() not in surnames]
            for mentions in read
        ]

    def _short_forms(self, read: list[list[Mention]]) -> dict[str, Mention]:
        """What “(GAM)” behind a name stands for in the rest of the text."""
        return {
            tokens[one.last].key: one
            for tokens, mentions in zip(self.sentences, read, strict=True)
            for one in mentions
            if one.last < len(tokens)
            and "(" in tokens[one.last].gap
            and tokens[one.last].text.isupper()
            and not one.body
        }

    def _in_full(self, mention: Mention, short: dict[str, Mention]) -> Mention:
        full = short.get(mention.key)
        if full is None or mention.head:
            return mention
        return replace(full, first=mention.first, last=mention.last, start=mention.start, end=mention.end)

    # ---- What a sentence tells

    def seats(self, frame: Frame) -> list[Seat]:
        return EnglishSeats(self.text, self.gazetteer).read(frame, self.body_start(frame.tokens))

    def people(self, index: int) -> list[Person]:
        return EnglishPeople(self.text, self.sentences[index], self.mentions[index]).all()

    def signers(self, frame: Frame) -> None:
        EnglishSigners(self.text).read(frame)

    def place(self, frame: Frame) -> ProposedText | None:
        return EnglishSigningPlace(self.text, self.gazetteer).read(frame)
