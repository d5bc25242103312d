"""From a text to a proposal: the sentences that announce, brought together."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cached_property

from agreements.from_text.activities import activities_in
from agreements.from_text.domain_names import Named
from agreements.from_text.domains import spoken
from agreements.from_text.frames import MANY, Frame
from agreements.from_text.gazetteer import Gazetteer
from agreements.from_text.groups import Group, Groups
from agreements.from_text.kinds import BESIDE, GOVERNING, governed, kinds_in
from agreements.from_text.lexicon import words
from agreements.from_text.members import Member
from agreements.from_text.proposal import (
    Happening,
    Proposal,
    ProposedActivity,
    ProposedAgreement,
    ProposedKind,
    ProposedParty,
    ProposedSignatory,
    ProposedText,
)
from agreements.from_text.reader import Reader
from agreements.from_text.reader_ar import ArabicReader
from agreements.from_text.reader_en import EnglishReader
from agreements.from_text.scope import Scope
from agreements.from_text.signing import Directory, Signing
from agreements.from_text.tokens import Sentence, breaks

LONGEST_TEXT = 100_000
ARABIC_LETTERS = range(0x0620, 0x0650)


def read(
    text: str, gazetteer: Gazetteer, published: date | None = None, named: tuple[Named, ...] = ()
) -> Proposal:
    """What the text is read to announce. `named` are the taxonomy's names with their top-level codes."""
    language = language_of(text)
    reader = (ArabicReader if language == "ar" else EnglishReader)(text, gazetteer, published)
    return Assembly(reader, named).proposal()


def language_of(text: str) -> str:
    arabic = sum(ord(letter) in ARABIC_LETTERS for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    return "ar" if arabic >= latin else "en"


def _is_of(frame: Frame, members: Sequence[Member]) -> bool:
    """Whether a sentence names these cities and no other."""
    return all(any(member.is_same(seat.mention) for member in members) for seat in frame.seats)


class Assembly:
    def __init__(self, reader: Reader, named: tuple[Named, ...]) -> None:
        self.reader = reader
        self.frames = reader.frames()
        self.groups = Groups(reader)
        self.directory = Directory(reader)
        self.scope = Scope(reader, named)

    def proposal(self) -> Proposal:
        event, groups = self._announced()
        if event == "none":
            return Proposal("none", self.reader.language)
        telling = [
            {frame.tokens[0].start for frame in frames if not frame.headline} for frames, _, _ in groups
        ]
        agreements = [
            self._agreement(event, *group, set().union(*telling) - own)
            for group, own in zip(groups, telling, strict=True)
        ]
        self._share_signatories(agreements)
        return Proposal(event, self.reader.language, agreements)

    # ---- What happened

    def _announced(self) -> tuple[Happening, list[Group]]:
        """A signing between cities that is told, else one that is planned, else none."""
        for event, frames in self._happenings():
            if groups := [group for group in self.groups.of(frames) if len(group[1]) >= 2]:
                return event, groups
        return "none", []

    def _happenings(self) -> Iterator[tuple[Happening, list[Frame]]]:
        standings: tuple[Happening, Happening] = ("signed", "planned")
        cancelled = any(
            frame.headline and frame.act and frame.act.standing == "denied" for frame in self.frames
        )
        for standing in standings:
            told = [frame for frame in self.frames if frame.act and frame.act.standing == standing]
            if told:
                beside = [
                    frame for frame in self.frames if frame.act is None or frame.act.standing == standing
                ]
                body = {frame.act.standing for frame in self.frames if frame.act and not frame.headline}
                less = body & ({"planned", "mooted"} if standing == "signed" else {"mooted"})
                if standing == "signed" and self._is_to_come(told):
                    continue
                if standing == "planned" and cancelled:
                    continue
                if less and all(frame.headline for frame in told):
                    continue  # A headline says shortly what the text says is to come, or talked of.
                yield standing, beside

    def _is_to_come(self, told: Sequence[Frame]) -> bool:
        """Whether “the signing” is but named, and another sentence tells that two cities will sign."""
        only_named = all(
            frame.act
            and not frame.act.is_verb
            and frame.cities_in_slots < MANY
            and not (frame.signed_on or frame.place)
            for frame in told
        )
        told_of = all(frame.act and not frame.act.is_verb for frame in told)
        if told_of and self._headline_plans():
            return True
        return only_named and any(
            frame.act and frame.act.standing == "planned" and frame.cities_in_slots >= MANY
            for frame in self.frames
            if not frame.headline
        )

    def _headline_plans(self) -> bool:
        """Whether the headline, and what follows, both speak of a signing to come."""
        planned = [frame for frame in self.frames if frame.act and frame.act.standing == "planned"]
        return any(one.headline for one in planned) and any(
            one.act and one.act.is_verb and not one.headline for one in planned
        )

    # ---- One agreement

    def _agreement(
        self,
        event: Happening,
        frames: list[Frame],
        members: list[Member],
        group: int,
        of_others: Collection[int],
    ) -> ProposedAgreement:
        several = {id(frame) for frame in frames}
        told = [
            frame
            for frame in self.frames
            if frame.act and (id(frame) in several or len(frame.seats) < 2 or _is_of(frame, members))
        ]
        body = [frame for frame in told if not frame.headline] or told
        parties = [self.groups.members.party(member, members) for member in members]
        found = ProposedAgreement(parties=parties)
        of_group = (
            [kind for frame in body for kind in frame.kinds_of_group.get(group, [])] if group >= 0 else []
        )
        found.kinds = governed(of_group) or self._kinds(frames, body)
        found.designation = next(
            (frame.designation for frame in body if frame.designation and frame.kinds), None
        ) or next((frame.designation for frame in frames if frame.designation and frame.kinds), None)
        found.domains = self.scope.read(of_others)
        found.activities = list(self.activities)
        if event == "signed":
            found.signatories = self._signatories(told, members, parties)
            found.signed_on = self._signed_on(body)
            found.place = next((frame.place for frame in body if frame.place), None) or self._ceremony()
        return found

    def _ceremony(self) -> ProposedText | None:
        """Where the ceremony was, if a sentence of its own says so."""
        about = words(f"act.ceremony_{self.reader.language}")
        for tokens, mentions in zip(self.reader.sentences, self.reader.mentions, strict=True):
            if not any(token.among(about) for token in tokens[:6]):
                continue
            if spoken(tokens, self.reader.text, self.reader.language):
                tokens = self._before_speech(tokens)
                mentions = [one for one in mentions if one.last <= len(tokens)]
            place = self.reader.place(Frame(tokens, False, None, mentions)) if tokens else None
            if place:
                return place
        return None

    def _before_speech(self, tokens: Sentence) -> Sentence:
        """“During the ceremony in Nairobi, he said …”: up to the comma."""
        said = words(f"act.said_{self.reader.language}")
        opening = next((tokens[:at] for at, one in enumerate(tokens) if at and breaks(one)), ())
        return () if any(one.among(said) for one in opening) else opening

    def _signed_on(self, frames: Sequence[Frame]) -> ProposedText | None:
        dated = [frame.signed_on for frame in frames if frame.signed_on]
        return next((one for one in dated if one.value), dated[0] if dated else None)

    def _kinds(self, frames: Sequence[Frame], body: Sequence[Frame]) -> list[ProposedKind]:
        """What the announcement calls it, then what else the headline does."""
        ranked = [
            *(frame for frame in body if frame in frames),
            *(frame for frame in body if not frame.headline),
            *(frame for frame in frames if frame.headline),
            *(frame for frame in self.frames if frame.headline),
            *frames,
            *self.frames,
        ]
        named = [frame for frame in ranked if frame.kinds]
        if not named:
            return self._kinds_beside(frames)
        first = governed([*named[0].kinds, *self._sort_told_later(named[0], body)])
        # A headline that speaks of renewing the ties does not make the instrument a renewal.
        known = {kind.code for kind in first} | {"renewal"}
        more = {
            kind.code: kind
            for frame in named[1:]
            if frame.headline
            for kind in frame.kinds
            if kind.code not in known and (kind.code in BESIDE or known.isdisjoint(GOVERNING))
        }
        return [*first, *more.values()]

    def _sort_told_later(self, first: Frame, body: Sequence[Frame]) -> list[ProposedKind]:
        """“… are sister cities. The sister city protocol was signed by …”: the sort of instrument that a
        later sentence on the signing names, where the first says only that it is a twinning."""
        if any(kind.code not in BESIDE for kind in first.kinds) or first.headline:
            return []
        later = (
            kind
            for frame in body
            if frame is not first and any(kind.code in BESIDE for kind in frame.kinds)
            for kind in frame.kinds
        )
        return [kind for kind in later if kind.code in GOVERNING][:1]

    def _kinds_beside(self, frames: Sequence[Frame]) -> list[ProposedKind]:
        """No sentence designates the instrument: “plans to twin with”."""
        for frame in frames:
            found = kinds_in(
                frame.tokens, self.reader.language, 0, len(frame.tokens), 0.5, "kind_in_announcement"
            )
            if found:
                return found[:1]
        return []

    # ---- Who signed

    def _signatories(
        self, frames: Sequence[Frame], members: list[Member], parties: list[ProposedParty]
    ) -> list[ProposedSignatory]:
        signing = Signing(self.directory, members, parties)
        for frame in sorted(frames, key=lambda one: one.headline):
            for person, mention, country in frame.signatories:
                signing.add(person, mention, country)
            if frame.act:
                signing.by_office(frame)
            if frame.act and frame.act.is_verb and not frame.headline:
                signing.by_surname(frame.tokens, frame.act.at)
                signing.by_behalf(frame.tokens)
                attend = words(f"act.attend_{self.reader.language}")
                signing.by_full_name(frame.tokens, frame.act.at, attend)
        signing.by_block(self.reader.sentences)
        signing.by_both(frame.tokens for frame in frames if frame.act)
        signing.by_chair(self.reader.sentences)
        return signing.all()

    def _share_signatories(self, agreements: list[ProposedAgreement]) -> None:
        """Who signed one instrument for a city signed the others beside it."""
        known = {person.party: person for one in agreements for person in one.signatories}
        for one in agreements:
            signed = {person.party for person in one.signatories}
            for party in one.parties:
                if party.name not in signed and party.name in known and one.signatories:
                    one.signatories.insert(0, known[party.name])

    # ---- What else was done

    @cached_property
    def activities(self) -> list[ProposedActivity]:
        announcing = {id(frame.tokens) for frame in self.frames if frame.act}
        skipped = [
            id(tokens) in announcing or spoken(tokens, self.reader.text, self.reader.language)
            for tokens in self.reader.sentences
        ]
        return activities_in(self.reader.text, self.reader.sentences, skipped)
