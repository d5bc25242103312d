"""What was done between the cities beside the signing: visits, trainings, exhibitions."""

from collections.abc import Sequence

from agreements.from_text.lexicon import activities
from agreements.from_text.proposal import Evidence, ProposedActivity
from agreements.from_text.tokens import Sentence, phrase_at, tidy

LONGEST_TITLE = 200
CERTAINTY = 0.5


def activities_in(
    text: str, sentences: Sequence[Sentence], skipped: Sequence[bool]
) -> list[ProposedActivity]:
    """One activity of each kind at most, with the sentence that tells of it; skipped sentences tell of
    the signing itself or of what somebody said."""
    found: dict[str, ProposedActivity] = {}
    named = activities()
    for tokens, skip in zip(sentences, skipped, strict=True):
        if skip:
            continue
        for at in range(len(tokens)):
            if size := phrase_at(tokens, at, named, 3):
                whole = " ".join(token.key for token in tokens[at : at + size])
                kind = named.get(whole) or named[whole[1:]]
                start, end = tokens[0].start, tokens[-1].end
                title = tidy(text[start:end])[:LONGEST_TITLE]
                found.setdefault(
                    kind, ProposedActivity(kind, title, Evidence(start, end, CERTAINTY, "activity"))
                )
                break
    return list(found.values())
