"""Which sentences tell what an instrument covers, and the domains that they name."""

from collections.abc import Collection, Sequence
from functools import cached_property

from agreements.from_text.act import Act
from agreements.from_text.acts import acts
from agreements.from_text.domain_names import Named
from agreements.from_text.domains import DomainReader, spoken
from agreements.from_text.lexicon import words
from agreements.from_text.proposal import ProposedDomain
from agreements.from_text.reader import Reader
from agreements.from_text.tokens import Sentence, Token


class Scope:
    """The domains of the agreements of one text."""

    def __init__(self, reader: Reader, named: tuple[Named, ...]) -> None:
        self.reader = reader
        self.domains = DomainReader(reader.text, reader.language, named)

    def read(self, of_others: Collection[int] = ()) -> list[ProposedDomain]:
        """What the text says of one agreement; `of_others` are the sentences, by their first letter, that
        tell of another one."""
        told = self.told
        skipped = [
            tokens[0].start in of_others
            or (bool(found) and all(act.standing in ("past", "denied") for act in found))
            or (not any(act.is_verb for act in found) and self._is_talk(tokens))
            for tokens, found in zip(self.reader.sentences, told, strict=True)
        ]
        telling = [any(act.standing == "signed" for act in found) for found in told]
        return self.domains.read(self.reader.sentences, skipped, telling)

    @cached_property
    def told(self) -> list[list[Act]]:
        """The acts of each sentence."""
        return [acts(tokens, self.reader.language) for tokens in self.reader.sentences]

    def _is_talk(self, tokens: Sentence) -> bool:
        talk = spoken(tokens, self.reader.text, self.reader.language)
        return talk and not self._quotes_instrument(tokens)

    def _quotes_instrument(self, tokens: Sequence[Token]) -> bool:
        """Whether somebody says what the instrument covers."""
        covers = words(f"scope.covers_{self.reader.language}")
        instruments = words(f"scope.instrument_{self.reader.language}")
        return any(token.named(covers) for token in tokens) and any(
            token.named(instruments) for token in tokens
        )
