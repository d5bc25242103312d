"""Turns: the moments at which the legal status of an agreement changes.

A turn that is known only roughly, or not dated at all, is still looked up on one concrete day: the earliest
day that it can mean. Where that would fall before a turn it must follow, it is the day after that turn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from agreements.lifecycle.facts import Reason, Status
from agreements.partial_dates import PartialDate

FINAL = frozenset({Status.TERMINATED, Status.SUPERSEDED, Status.NOT_CONCLUDED})


@dataclass(frozen=True, slots=True)
class Turn:
    """From `since`, looked up from `day` on, the agreement has this status for this reason."""

    status: Status
    since: PartialDate | None
    day: date
    reason: Reason


def look_up_day(since: PartialDate | None, after: date = date.min) -> date:
    """The day from which a bound counts, given the day of the turn that it must follow.

    >>> june = PartialDate.parse("2014-06-03")
    >>> look_up_day(PartialDate.parse("2014"), after=june.earliest)
    datetime.date(2014, 6, 4)
    >>> look_up_day(PartialDate.parse("2013"), after=june.earliest)
    datetime.date(2013, 1, 1)
    """
    earliest, latest = (since.earliest, since.latest) if since else (date.min, date.max)
    if earliest < after <= latest:
        return min(after, latest - timedelta(days=1)) + timedelta(days=1)
    return earliest


def followed_by(track: list[Turn], turn: Turn) -> list[Turn]:
    """The track with the turn laid on it: whatever stands on the turn's day or later gives way."""
    return [*(earlier for earlier in track if earlier.day < turn.day), turn]


def laid(track: list[Turn], turns: Iterable[Turn]) -> list[Turn]:
    """The track with these turns laid on it in the order of their days."""
    for turn in sorted(turns, key=lambda turn: turn.day):
        track = followed_by(track, turn)
    return track


def up_to_final(track: list[Turn]) -> list[Turn]:
    """The track up to the turn that ends the agreement for good, if there is one."""
    for position, turn in enumerate(track):
        if turn.status in FINAL:
            return track[: position + 1]
    return track
