"""The shape of people's names in Arabic: from a title or an office on, to a verb, a particle or an office."""

from collections.abc import Sequence

from agreements.from_text.lexicon import names, signing_ar, words
from agreements.from_text.nations import adjectives, countries
from agreements.from_text.offices_ar import ArabicOffices
from agreements.from_text.tokens import Token, breaks, tidy

MOST_NAMES = 4
LONGEST_BRACKET = 12
TITLE_REACH = 5


class ArabicNames:
    """The names of one sentence, as far as their neighbours show them."""

    def __init__(self, text: str, tokens: Sequence[Token], offices: ArabicOffices) -> None:
        self.text, self.tokens, self.offices = text, tokens, offices
        self.starting = offices.starting

    def after(self, end: int) -> tuple[int, int] | None:
        """The name that follows an office, over one comma or quotation mark at most."""
        at = self._past_brackets(end)
        if at >= len(self.tokens) or any(sign in self.tokens[at].gap for sign in "()\n؛:."):
            gap = self.tokens[at].gap if at < len(self.tokens) else "\n"
            if "\n" in gap or at >= len(self.tokens) or "(" in gap:
                return None
        if self.tokens[at].key[:1] == "و" and self.tokens[at].key[1:] in words("title.ar"):
            return None  # «مدير بلدية X وسعادة فلان»: somebody else begins.
        at = self.past_titles(at)
        last = self.end(at)
        title = next((index for index in range(at + 1, last) if self._is_title(index)), None)
        if last - at < 2:
            title = self._title_ahead(at)
        if title is not None:  # «أمين المنطقة المهندس فلان»: what stands before the title is of the office.
            at = self.past_titles(title)
            last = self.end(at)
        return (at, last) if last - at > 1 else None  # One word alone is hardly a name in full.

    def _title_ahead(self, at: int) -> int | None:
        """«رئيس بلدية زحلة - معلقة وتعنايل المهندس فلان»: the title behind the rest of the city's name."""
        for index in range(at, min(at + TITLE_REACH, len(self.tokens))):
            if any(sign in self.tokens[index].gap for sign in ",،.:؛()\n") or self.offices.is_office(index):
                return None
            if self._is_title(index):
                return index
        return None

    def _is_title(self, at: int) -> bool:
        token = self.tokens[at]
        return token.key in words("title.ar") and len(token.key) > 2 and token.key[:2] == "ال"

    def _past_brackets(self, at: int) -> int:
        """«عمدة العقبة (رئيس سلطتها) فلان»: over what stands in brackets."""
        if at < len(self.tokens) and "(" in self.tokens[at].gap:
            closed = range(at + 1, min(at + LONGEST_BRACKET, len(self.tokens)))
            return next((index for index in closed if self.tokens[index].gap.startswith(")")), at)
        return at

    def past_titles(self, at: int) -> int:
        while at < len(self.tokens) and self.tokens[at].among(words("title.ar")):
            if at + 1 < len(self.tokens) and any(sign in self.tokens[at + 1].gap for sign in ",،\n"):
                break
            at += 1
        return at

    def end(self, at: int) -> int:
        """Where the name that begins here ends."""
        units = 0
        first = at
        while at < len(self.tokens) and units < MOST_NAMES:
            token = self.tokens[at]
            if at > first and (breaks(token) or any(sign in token.gap for sign in '"»”.:\n')):
                break
            if not self.may_be_of_name(at, at == first):
                break
            if token.key not in words("name.joins_ar"):
                units += 1
            at += 1
        return at

    def may_be_of_name(self, at: int, first: bool) -> bool:
        token = self.tokens[at]
        if token.is_number or (at in self.starting and self.starting[at].head):
            return False
        if not first and token.key in words("name.ends_ar") and self._closes(at):
            return True
        if token.key in words("name.joins_ar"):
            return True
        key = token.key
        if key == "و":  # «رئيس بلدية X فلان و رئيس بلدية Y فلان»: written by itself.
            return False
        # Names whose letters are those of a preposition: علي beside على, إمام beside أمام.
        if (key == "علي" and token.text.endswith("ي")) or token.text.startswith(("إمام", "آن")):
            return True
        if key in words("name.stops_ar") or (key in countries() and key not in {"عمان", "جورجيا"}):
            return False
        if key in adjectives() and key[:2] != "ال" and key[-1] == "ي" and at > 1 and not first:
            return self.may_be_of_name(at - 1, False) and self.may_be_of_name(at - 2, True)
        if key in adjectives():
            # «محمد السعودي»: an adjective of a country is a name after a name of one word.
            alone = (
                at > 0
                and not first
                and self.may_be_of_name(at - 1, True)
                and (at == 1 or not self.may_be_of_name(at - 2, True))
            )
            return (
                alone and key[:2] == "ال" and key[-1] == "ي" and self.tokens[at - 1].key not in adjectives()
            )
        if token.named(names("authority.ar")) or token.named(words("instrument.ar")):
            return False
        if key[:3] == "بال" or key[:2] == "لل" or key[:3] in ("وال", "وبا", "فال"):
            return False
        if (
            first
            and key in words("name.given_and_office_ar")
            and at + 1 < len(self.tokens)
            and at + 1 not in self.starting
        ):
            return not self.offices.is_office(at + 1) and self.may_be_of_name(at + 1, False)
        if not first and key in words("name.given_and_office_ar") and self._is_given(at):
            return True
        if (
            token.named(words("body.ar"))
            or self.offices.is_office(at)
            or token.among(words("act.attend_ar"))
            or token.among(words("act.said_ar"))
        ):
            return False
        if token.among(signing_ar()) or token.key in words("counterpart.person_ar"):
            return False
        if key[:1] == "و" and len(key) > 2:
            return key in words("name.begins_with_waw_ar")
        return not (first and token.among(words("title.ar")))

    def _closes(self, at: int) -> bool:
        """«كيم جون هو، نائب عمدة سيول»: what else would be a pronoun ends a name of several words."""
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return at > 1 and (after is None or breaks(after) or self.offices.is_office(at + 1))

    def _is_given(self, at: int) -> bool:
        """«محمد الأمين ولد سيدي»: a given name, which may be a word for an office; «الأمين العام» is one."""
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if after is None or breaks(self.tokens[at]) or breaks(after) or at + 1 in self.starting:
            return False
        return (
            after.key[:2] != "ال"
            and after.key not in words("office.tail_ar")
            and not self.offices.is_office(at + 1)
            and self.may_be_of_name(at + 1, False)
            and self.may_be_of_name(at - 1, True)
        )

    def before(self, at: int) -> tuple[int, int] | None:
        """The name that stands before an office: «خالد العسيلي رئيس بلدية الخليل»."""
        if self.offices.joined(at) or (self.tokens[at].named({"رئيسها"}) and self.tokens[at].key[:1] in "بل"):
            return None
        last = at
        first = at
        units = 0
        gap_allowed = "،" in self.tokens[at].gap or "," in self.tokens[at].gap or not breaks(self.tokens[at])
        if not gap_allowed:
            return None
        while first > 0 and units < MOST_NAMES:
            candidate = self.tokens[first - 1]
            if first != at and breaks(self.tokens[first]):
                break
            if candidate.among(words("title.ar")) and first != at:
                break
            if not self.may_be_of_name(first - 1, False) or candidate.among(words("title.ar")):
                # «ومليح غوكتشيك رئيس بلدية أنقرة»: the conjunction is written onto the name.
                if units and self.joins(first - 1):
                    first -= 1
                break
            if any(mention.first < first <= mention.last for mention in self.starting.values()):
                break
            if candidate.key not in words("name.joins_ar"):
                units += 1
            first -= 1
        return (first, last) if last - first >= 2 else None

    def joins(self, at: int) -> bool:
        token = self.tokens[at]
        rest = token.key[1:]
        return (
            token.key[:1] == "و"
            and (len(rest) > 2 or token.text[1:2] == "آ")
            and token.text[1:3] != "ال"
            and not (token.text[1:2] != "آ" and token.key in words("name.stops_ar"))
            and not token.among(
                words("act.said_ar")
                | words("act.attend_ar")
                | signing_ar()
                | (words("name.stops_ar") - {"ان"})
                | words("title.ar")
                | words("office.ar")
                | words("body.ar")
                | words("instrument.ar")
            )
        )

    def next_is_office(self, at: int) -> bool:
        return at < len(self.tokens) and self.offices.is_office(at) and not breaks(self.tokens[at])

    def written(self, first: int, last: int) -> str:
        token = self.tokens[first]
        joined = token.key[:1] == "و" and token.key not in words("name.begins_with_waw_ar")
        return tidy(self.text[token.start + joined : self.tokens[last - 1].end])
