"""What kind of instrument the words name, and how it calls itself."""

from collections.abc import Sequence
from itertools import pairwise

from agreements.arabic import fold
from agreements.from_text.lexicon import kinds, with_object, words
from agreements.from_text.proposal import Evidence, ProposedKind, ProposedText
from agreements.from_text.tokens import Token, breaks, phrase_at, tidy

REACH = 8
# Kinds that say what sort of instrument it is, whatever it is about.
GOVERNING = frozenset({"memorandum", "intent", "protocol", "framework"})
ORDINALS = frozenset(map(fold, ("الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة")))
# Kinds that an instrument of these sorts is as well.
BESIDE = frozenset({"twinning", "brotherhood"})


def kinds_in(
    tokens: Sequence[Token], language: str, start: int, end: int, certainty: float, rule: str
) -> list[ProposedKind]:
    """The kinds named between two words, each once, in order; what governs the others comes first.

    A memorandum on cooperation is a memorandum: what it is about is no second kind."""
    named = kinds(language)
    found: dict[str, ProposedKind] = {}
    at = max(0, start)
    while at < min(end, len(tokens)):
        size = _size(tokens, at, named)
        if not size:
            at += 1
            continue
        keys = " ".join(token.key for token in tokens[at : at + size])
        code = named.get(keys) or named.get(keys[1:])
        if code:
            place = Evidence(tokens[at].start, tokens[at + size - 1].end, certainty, rule)
            found.setdefault(code, ProposedKind(code, place))
        at += 1 if code == "renewal" else size  # «تجديد التوأمة» is a twinning as well.
    return governed(list(found.values()))


def _size(tokens: Sequence[Token], at: int, named: dict[str, str]) -> int:
    return phrase_at(tokens, at, named, 4)


def governed(found: list[ProposedKind]) -> list[ProposedKind]:
    """A memorandum or a letter of intent says more than the words on what it is about."""
    renewal = [kind for kind in found if kind.code == "renewal"]
    rest = [kind for kind in found if kind.code != "renewal"]
    if strong := [kind for kind in rest if kind.code in GOVERNING][:1]:
        rest = strong + [kind for kind in rest if kind.code in BESIDE]
    return renewal + rest


def instrument_span(tokens: Sequence[Token], language: str, act: int) -> tuple[int, int] | None:
    """The first of the instruments that a sentence names which says its kind; else the first."""
    spans = [_span(tokens, language, at) for at in _instruments(tokens, language, act)]
    told = (span for span in spans if kinds_in(tokens, language, *span, 0, ""))
    return next(told, spans[0] if spans else None)


def _instruments(tokens: Sequence[Token], language: str, act: int) -> list[int]:
    """Where instruments are named, from the act on and then before it; what names one but vaguely, last."""
    instruments = words(f"instrument.{language}") | words(f"instrument.many_{language}")
    ahead = list(range(max(act, 0), len(tokens)))
    behind = [at for at in range(max(act, 0) - 1, -1, -1) if not _goes_on(tokens, at, language)]
    if language == "en" and 0 < act < len(tokens) and tokens[act - 1].key in {"was", "were", "been"}:
        # “a memorandum on twinning … was signed”: the first of its clause.
        clause = next((at for at in range(act, 0, -1) if breaks(tokens[at])), 0)
        behind = sorted(at for at in behind if at >= clause) + [at for at in behind if at < clause]
    # «بروتوكول توأمة بين … وقعه فلان»: the verb's object stands before it.
    pronoun = 0 < act < len(tokens) and language == "ar" and with_object(tokens[act])
    order = behind + ahead if pronoun else ahead + behind
    named = [
        at
        for at in order
        if tokens[at].named(instruments)
        and not (at and tokens[at - 1].key == "video")
        and not _is_added(tokens, at)
    ]
    return sorted(named, key=lambda at: tokens[at].key in words("instrument.vague_en"))


def _goes_on(tokens: Sequence[Token], at: int, language: str) -> bool:
    """Whether the word before already designates the instrument: «توأمة» in «بروتوكول توأمة»."""
    return (
        language == "ar"
        and at > 0
        and tokens[at - 1].named(words("instrument.ar"))
        and not breaks(tokens[at])
    )


def refers(tokens: Sequence[Token], language: str) -> bool:
    """Whether a sentence speaks only of the instrument that is known: «الاتفاقية», «بروتوكول التوأمة»."""
    if language != "ar":
        return False
    instruments = words("instrument.ar") | words("instrument.many_ar")
    named = [
        at for at, token in enumerate(tokens) if token.named(instruments) and not _goes_on(tokens, at, "ar")
    ]
    return bool(named) and all(_is_definite(tokens, at) for at in named)


def numbered(tokens: Sequence[Token]) -> bool:
    """«الاتفاقية الثانية»: one of several that the text tells of in turn."""
    instruments = words("instrument.ar")
    return any(token.named(instruments) and after.key in ORDINALS for token, after in pairwise(tokens))


def _is_definite(tokens: Sequence[Token], at: int) -> bool:
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if following in ORDINALS:  # «الاتفاقية الثانية» is one of several.
        return False
    own = any(form[:2] == "ال" for form, _ in tokens[at].forms())
    return own or following[:2] == "ال"


def _is_added(tokens: Sequence[Token], at: int) -> bool:
    """«علاقات تعاون وشراكة»: what the words before name goes on."""
    return (
        at > 0 and tokens[at].key in {"وشراكه", "والشراكه"} and tokens[at - 1].named(words("kind_words.ar"))
    )


def _span(tokens: Sequence[Token], language: str, first: int) -> tuple[int, int]:
    """Which words designate the instrument: from its noun to where «بين», «مع» or a purpose begins."""
    if language == "en":
        return _english_span(tokens, first)
    last = first + 1
    while last < len(tokens) and last - first < REACH and not breaks(tokens[last]):
        token = tokens[last]
        continues = token.among(words("kind_words.ar")) or token.key == "و"
        if not continues:
            break
        last += 1
    if tokens[last - 1].key == "و":
        last -= 1
    return first, last


def _english_span(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Back over the words that qualify the noun, on over “of understanding”, “of intent”."""
    qualifying = words("kind_words.en")
    first = at
    while first > 0 and tokens[first - 1].key in qualifying and not breaks(tokens[first]):
        first -= 1
    last = at + 1
    while last < len(tokens) and tokens[last].key in qualifying and not breaks(tokens[last]):
        last += 1
    while last - 1 > at and tokens[last - 1].key in {"of", "and", "the", "on", "for", "a"}:
        last -= 1
    while first < at and tokens[first].key in {"of", "and", "the", "on", "for", "a", "an", "to"}:
        first += 1
    return first, last


def designation(
    tokens: Sequence[Token], text: str, span: tuple[int, int], language: str
) -> ProposedText | None:
    first, last = span
    if last - first < 1:
        return None
    cut = 0
    if language == "ar":
        instruments = words("instrument.ar") | words("instrument.many_ar")
        cut = next((cut for form, cut in tokens[first].forms() if form in instruments), 0)
    written = tidy(tokens[first].without(cut) + text[tokens[first].end : tokens[last - 1].end])
    if " " not in written:
        return None
    place = Evidence(tokens[first].start + cut, tokens[last - 1].end, 0.8, "designation")
    return ProposedText(written, written, place)
