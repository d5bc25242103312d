"""Offices in Arabic: «رئيس المجلس الشعبي البلدي لعنابة», «الكاتبة العامة للبلدية», «عمدتها»."""

from collections.abc import Sequence

from agreements.arabic import fold
from agreements.from_text.lexicon import names, words
from agreements.from_text.mentions import Mention
from agreements.from_text.nations import adjectives, countries
from agreements.from_text.tokens import Token, breaks, phrase_at, tidy

OFFICE_LENGTH = 9
# «رئيس الاتحاد»: of the union of municipalities that the text names.
OWN_UNION = frozenset({"الاتحاد", "الإتحاد"})


class ArabicOffices:
    """The offices of one sentence: where one stands, where its words end, and the city in it."""

    def __init__(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self.text, self.tokens = text, tokens
        self.starting = {mention.first: mention for mention in mentions}

    def is_office(self, at: int) -> bool:
        token = self.tokens[at]
        if token.key == "محافظه":  # A governorate, or a governor who is a woman.
            return False
        if token.key.endswith(("القايم", "القايمه")):  # «القائم بأعمال البلدية», not «العلاقات القائمة»
            after = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
            return after[:1] == "ب"
        return bool(any(form in words("office.ar") for form, cut in token.forms()))

    def leads(self, at: int) -> bool:
        return self.tokens[at].named(words("office.head_ar"))

    def joined(self, at: int) -> bool:
        return self.tokens[at].key[:1] == "و" and self.tokens[at].key not in words("office.ar")

    def span(self, at: int) -> tuple[int, Mention | None, str]:
        """Where the office's words end, the city named in them, the country."""
        end = at + 1
        country = ""
        while end < len(self.tokens) and end - at < OFFICE_LENGTH and not breaks(self.tokens[end]):
            mention = self.starting.get(end)
            if mention and mention.body and mention.place in OWN_UNION:
                end = mention.last
                break
            if mention:
                return self._past_qualities(mention.last), mention, mention.country
            token = self.tokens[end]
            if token.key in adjectives():
                country = adjectives()[token.key]
            elif token.key in words("place.sides_ar"):
                end += 1
            elif country_at := self._country(end):
                country = country or country_at[0]
                end += country_at[1]
                continue
            elif not self._qualifies(at, end):
                break
            end += 1
        return end, None, country

    def _past_qualities(self, at: int) -> int:
        """«سلطة إقليم البترا التنموي السياحي»: where what sort of authority it is has been said."""
        while (
            at < len(self.tokens)
            and self.tokens[at].key in words("office.qualities_ar")
            and not breaks(self.tokens[at])
        ):
            at += 1
        return self._past_matters(at)

    def _past_matters(self, at: int) -> int:
        """«وزيرة مدينة X للتعاون والتطوير»: where has been said what somebody is in charge of."""
        first = at
        while at < len(self.tokens) and not breaks(self.tokens[at]):
            key = self.tokens[at].key
            goes_on = at > first and (key[:3] == "وال" or (key[:2] == "ال" and key[-1] in "هي"))
            if not (key[:2] == "لل" if at == first else goes_on) or key in words(
                "name.given_with_article_ar"
            ):
                break
            at += 1
        return at

    def _qualifies(self, at: int, end: int) -> bool:
        """Whether a word goes on with an office: «رئيس السلطة التنفيذية», «المكلفة بتسييرها».

        It does with the article, unless it is a given name or a title."""
        token = self.tokens[end]
        key = token.key
        if key in words("office.tail_ar"):
            return True
        if self.tokens[end - 1].key in words("office.charged_ar"):
            return key[:1] in ("ب", "ل")
        if key[:3] == "وال" and self.tokens[at].named(words("office.of_matters_ar")):
            key = key[1:]
        article = key[:2] in ("ال", "لل") or key[:3] == "بال"
        if self.tokens[end - 1].key[:2] == "ال" and key[:2] == "ال" and key[-1:] not in "هي":
            return False  # «عميد البلدية السادات البدري»: no adjective goes on, a name begins.
        name = key in words("name.given_with_article_ar") or key in words("title.ar")
        return article and not name and not self.is_office(end)

    def _country(self, at: int) -> tuple[str, int] | None:
        size = phrase_at(self.tokens, at, countries(), 3)
        whole = " ".join(token.key for token in self.tokens[at : at + size])
        return (countries()[whole], size) if whole in countries() else None

    def written(self, at: int, end: int) -> str:
        token = self.tokens[at]
        cut = next((cut for form, cut in token.forms() if form in words("office.ar")), 0)
        return tidy(token.without(cut) + self.text[token.end : self.tokens[end - 1].end])


def heads_named(office: str) -> set[str]:
    """Which authorities an office is of that names none: «رئيس البلدية», «أمين المنطقة»."""
    defined = names("office.defined_ar")
    return {defined[word] for word in fold(office).split() if word in defined}


def singular(token: Token) -> str:
    return "عمدة" if "عمد" in token.key else "محافظ" if "محافظ" in token.key else "رئيس"
