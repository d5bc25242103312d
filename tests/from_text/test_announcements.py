"""What is read from announcements whose agreements are known: our own texts, in many manners of writing."""

from pathlib import Path

import pytest

from agreements.management.commands.score_texts import score_of
from agreements.reference.taxonomy import load_taxonomy
from tests.cast import Cast
from tests.worlds import begin_with

TEXTS = Path(__file__).parent / "announcements"

pytestmark = pytest.mark.django_db

LEAST = {
    "event": 0.97,
    "parties": 0.95,
    "kind": 0.95,
    "signatories": 0.93,
    "domains": 0.95,
    "signed_on": 0.95,
    "place": 0.9,
}


@pytest.mark.parametrize("folder", ["worked_on", "held_out"])
def test_announcements_are_read_as_their_labels_say(cast: Cast, folder: str) -> None:
    begin_with(load_taxonomy)
    score = score_of(sorted((TEXTS / folder).glob("*.json")))
    short = {name: score.tallies[name].f1 for name, least in LEAST.items() if score.tallies[name].f1 < least}
    assert short == {}, "\n".join(score.mistakes)


def test_no_date_is_invented(cast: Cast) -> None:
    assert score_of(sorted(TEXTS.glob("*/*.json"))).invented_dates == 0
