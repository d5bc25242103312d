"""What both languages' readers share: sentences that announce, and their dates and kinds."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from agreements.from_text.act import Act
from agreements.from_text.acts import acts
from agreements.from_text.calendar_words import MONTH
from agreements.from_text.dates import TODAY, YESTERDAY, date_of, stated_publication
from agreements.from_text.frames import MANY, Frame, Seat
from agreements.from_text.gazetteer import Gazetteer
from agreements.from_text.kinds import BESIDE, designation, governed, instrument_span, kinds_in
from agreements.from_text.lexicon import names, words
from agreements.from_text.mentions import Mention
from agreements.from_text.people import Person
from agreements.from_text.proposal import Evidence, ProposedKind, ProposedText
from agreements.from_text.tokens import Sentence, Token, breaks, sentences

HEADLINE_WORDS = 22
# Among how many sentences at the beginning a dateline stands, and how long one without an agency is.
DATELINES = 5
SHORT_LINE = 9
DASHES = "-–—/"
DATELINE_ENDS = f"{DASHES}:)"
BULLETS = frozenset("-–—•*·")
# How long the agency and the reporter are who stand behind the place.
LONGEST_REST = 6
# What is told with one of these is of this day, whatever year stands beside it.
# How far behind the instrument its twinning is named.
FAR = 14
PURPOSES = frozenset({"for", "on", "establishing", "establish", "بشان", "حول", "لاقامه", "لانشاء"})
NEAR_PURPOSE = 3
NOW = TODAY | YESTERDAY
# A year behind one of these is not the act's: «تجديدا للاتفاقية الموقعة عام 1993».
OF_ANOTHER = frozenset({"since", "منذ", "الموقعه", "المبرمه", "الموقع", "المبرم", "original", "existing"})


class Reader(ABC):
    """One text, read sentence by sentence."""

    language: str

    def __init__(self, text: str, gazetteer: Gazetteer, published: date | None) -> None:
        self.text, self.gazetteer = text, gazetteer
        self.published = published or stated_publication(text)
        self.sentences: list[Sentence] = [part for one in sentences(text) for part in self.parts(one)]
        self.published = self.published or self._dateline()
        self.mentions: list[list[Mention]] = self.find_mentions()
        if introduced := self._introduced():
            self.gazetteer = gazetteer.beside(introduced)
            self.mentions = self.find_mentions()

    def _introduced(self) -> set[tuple[str, str]]:
        """The unknown cities that the text introduces as such («مدينة فيجاك الفرنسية»): from there on their
        bare names are known."""
        named = [one for mentions in self.mentions for one in mentions if not one.known and not one.body]
        countries = {one.key: one.country for one in named if one.country}
        return {(one.key, countries.get(one.key, "")) for one in named if one.head or one.country}

    def parts(self, sentence: Sentence) -> list[Sentence]:
        """What of a sentence tells of one signing each."""
        return [sentence]

    def bare(self, tokens: Sequence[Token], at: int) -> Mention | None:
        """A known city that stands alone."""
        return None

    @abstractmethod
    def find_mentions(self) -> list[list[Mention]]:
        """The mentions of each sentence."""

    @abstractmethod
    def people(self, index: int) -> list[Person]:
        """Everybody whom a sentence names with an office."""

    @abstractmethod
    def seats(self, frame: Frame) -> list[Seat]:
        """The cities of a sentence that announces, and how each stands in it."""

    @abstractmethod
    def signers(self, frame: Frame) -> None:
        """Put into the frame who signed."""

    @abstractmethod
    def place(self, frame: Frame) -> ProposedText | None:
        """Where it was signed, if the sentence says so."""

    def frames(self) -> list[Frame]:
        """The sentences that tell of a signing, and those that only name the instrument between cities."""
        found: list[Frame] = []
        for index, tokens in enumerate(self.sentences):
            told = self._told(tokens)
            if not told and not self._names_instrument(tokens):
                continue
            frame = Frame(tokens, self._is_headline(index), best(told), self.mentions[index])
            self._fill(frame)
            if frame.act and frame.many:
                frame.seats += [Seat(one, True, "listed_below", 0.8) for one in self._listed_below(index)]
            found.append(frame)
        return found

    def _listed_below(self, index: int) -> list[Mention]:
        """The cities that begin the lines of a list right behind a sentence."""
        found: list[Mention] = []
        for tokens, mentions in zip(self.sentences[index + 1 :], self.mentions[index + 1 :], strict=True):
            if BULLETS.isdisjoint(tokens[0].gap):
                break
            if mentions and mentions[0].first <= 1 and not mentions[0].body:
                found.append(mentions[0])
        return found

    def _told(self, tokens: Sequence[Token]) -> list[Act]:
        """The acts of a sentence; one that a year long before publication dates is of the past."""
        told = acts(tokens, self.language)
        if self.published is None or any(token.key in NOW for token in tokens):
            return told
        years = [
            int(token.key)
            for at, token in enumerate(tokens)
            if token.is_number
            and len(token.key) == 4
            and not any(word.key in OF_ANOTHER for word in tokens[max(0, at - 6) : at])
        ]
        long_ago = any(1900 < year < self.published.year - 1 for year in years)
        recent = any(self.published.year - 1 <= year <= self.published.year + 1 for year in years)
        if not long_ago or recent:
            return told
        return [Act(act.at, "past", act.is_verb) if act.standing == "signed" else act for act in told]

    def _names_instrument(self, tokens: Sequence[Token]) -> bool:
        instruments = words(f"instrument.{self.language}") | words(f"instrument.many_{self.language}")
        return any(token.named(instruments) for token in tokens)

    def _is_headline(self, index: int) -> bool:
        """The first lines of several, if they are short and no full stop ends them: a page's name, the
        headline, and the headline again; whatever signs stand within them."""
        return self.sentences[index][-1].end <= self._headlines_end

    @cached_property
    def _headlines_end(self) -> int:
        end = 0
        lines = self.text.splitlines(keepends=True)
        body = next((at for at, line in enumerate(lines) if len(line.split()) > HEADLINE_WORDS), 0)
        for at, line in enumerate(lines):
            written = line.strip()
            short = len(written.split()) <= HEADLINE_WORDS
            if written and ((at and at >= body) or not short or written[-1] == "."):
                break
            end += len(line)
        return end if "\n" in self.text.strip() else 0

    def _fill(self, frame: Frame) -> None:
        frame.start = self.body_start(frame.tokens)
        frame.seats = self.seats(frame)
        many = words(f"instrument.many_{self.language}")
        frame.many = any(token.named(many) for token in frame.tokens)
        act = frame.act.at if frame.act else 0
        span = instrument_span(frame.tokens, self.language, act)
        if span:
            frame.designation = designation(frame.tokens, self.text, span, self.language)
            rule = "kind_in_headline" if frame.headline else "kind_in_announcement"
            named = kinds_in(frame.tokens, self.language, span[0], span[1], 0.9, rule)
            done = kinds_in(frame.tokens, self.language, act, act + 1, 0.9, rule) if frame.act else []
            again = kinds_in(frame.tokens, self.language, act - 1, act, 0.9, rule)  # “a re-signing”
            done = [kind for kind in done or again if kind.code == "renewal" or (done and not named)]
            before = kinds_in(frame.tokens, self.language, span[0] - 3, span[0], 0.9, rule)
            after = kinds_in(frame.tokens, self.language, span[1], span[1] + 3, 0.8, rule)
            done += [kind for kind in [*before, *after] if kind.code == "renewal" and not done]
            if (
                not named and not done
            ):  # “the agreement between A and B on the establishment of twinned relations”
                far = kinds_in(frame.tokens, self.language, span[1], span[1] + FAR, 0.6, rule)
                named = [kind for kind in far if kind.code in BESIDE][:1]
            if not any(kind.code in BESIDE for kind in named):
                named = [*named, *self._purpose(frame.tokens, span[1], rule)]
            frame.kinds = governed(
                [*done, *(kind for kind in named if kind.code not in {one.code for one in done})]
            )
            frame.kinds_of_group = self._kinds_of_groups(frame, act, rule)
        if frame.act and frame.act.standing in ("signed", "planned"):
            self.signers(frame)
        of_others = frame.body_signs and frame.cities_in_slots < MANY  # Ministries signed, or a company.
        if frame.act and frame.act.standing == "signed" and not frame.headline and not of_others:
            frame.place = self.place(frame)
            frame.signed_on = self._date(frame)

    def _purpose(self, tokens: Sequence[Token], at: int, rule: str) -> list[ProposedKind]:
        """“a memorandum for a sister city partnership”, «مذكرة تفاهم بشأن التوأمة»: what it is to found."""
        close = tokens[at : at + NEAR_PURPOSE]
        for index, token in enumerate(close):
            if token.key in PURPOSES:
                found = kinds_in(tokens, self.language, at + index, at + index + 5, 0.7, rule)
                return [kind for kind in found if kind.code in BESIDE][:1]
        return []

    def _kinds_of_groups(self, frame: Frame, act: int, rule: str) -> dict[int, list[ProposedKind]]:
        """Where a sentence tells of several instruments, each with a city of its own: the kind of each."""
        places = [at for at, token in enumerate(frame.tokens) if token.key in {"مع", "with"}]
        starts = [act, *places]
        return {
            group: kinds_in(frame.tokens, self.language, starts[group], at, 0.85, rule)
            for group, at in enumerate(places)
        }

    def _date(self, frame: Frame) -> ProposedText | None:
        start = self.body_start(frame.tokens) or self._stamped(frame.tokens)
        found = date_of(frame.tokens, self.text, frame.act.at if frame.act else 0, self.published, start)
        if found is None:
            return None
        first, last = frame.tokens[found.first], frame.tokens[found.last - 1]
        place = Evidence(first.start, last.end, found.certainty, found.rule)
        written = self.text[first.start : last.end]
        return ProposedText(str(found.value) if found.value else "", written, place)

    def _dateline(self) -> date | None:
        """The day that stands with the agency («سلفيت 14-5-2019 وفا-») or in a line of its own above:
        from it “today” is reckoned."""
        for tokens in self.sentences[:DATELINES]:
            start = self.body_start(tokens) or self._stamped(tokens)
            line = tokens[:start] or (tokens if len(tokens) <= SHORT_LINE else ())
            found = date_of(line, self.text, 0, None) if line else None
            if found and found.value and found.value.precision == "day":
                return found.value.earliest
        return None

    def _stamped(self, tokens: Sequence[Token]) -> int:
        """«2013-12-28 وقع رئيس …»: where a text begins behind the day that a page puts before it."""
        stamp = [token.is_number for token in tokens[:4]] == [True, True, True, False]
        at_beginning = not self.text[: tokens[0].start].strip()
        return 3 if stamp and at_beginning and tokens[3].gap == " " else 0

    def body_start(self, tokens: Sequence[Token], signs: str = DATELINE_ENDS) -> int:
        """Where a sentence begins after the dateline of an agency: «عمان 12 أيار (بترا)-»."""
        for at, token in enumerate(tokens[:10]):
            if at and any(sign in token.gap for sign in signs) and token.key not in MONTH:
                head = tokens[:at]
                if token.gap == "-" and token.text.isascii():
                    continue  # “Aix-les-Bains”
                if self._is_dashed_name(tokens, at):
                    continue
                goes_on = token.key == "and" or token.text[:1].islower()
                if token.gap.strip() in {"),", ")،"} or (token.gap.strip() == ")" and goes_on):
                    continue  # “Mehmetçik Municipality (TRNC) and …”
                if len(head) <= 8 and ("(" in self.text[head[0].start : token.start] or at <= 5):
                    rest = self.body_start(tokens[at:], f"{DASHES}:")
                    return at + rest if rest <= LONGEST_REST else at
        return 0

    def _is_dashed_name(self, tokens: Sequence[Token], at: int) -> bool:
        """“Çatalköy – Esentepe Municipality”, «بلدية درعون – حريصا»: the dash is of the authority's name."""
        if at + 1 >= len(tokens) or at < 1:
            return False
        closed = tokens[at + 1]
        if closed.is_capital and closed.gap == " " and closed.key in words("city.authority_en"):
            return True
        return at > 1 and tokens[at - 2].named(names("authority.ar")) and not breaks(tokens[at - 1])


def best(told: Iterable[Act]) -> Act | None:
    """The act that decides for a sentence: a signing before a plan, a plan before the past."""
    order = {"signed": 0, "planned": 1, "mooted": 2, "denied": 3, "past": 4}
    return min(told, key=lambda act: (order[act.standing], not act.is_verb, act.at), default=None)
