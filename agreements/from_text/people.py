"""A person whom a text names with an office."""

from dataclasses import dataclass

from agreements.from_text.mentions import Mention


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an office: both as written, where they stand, the city beside the office, and the
    country that the office names."""

    name: str
    office: str
    start: int
    end: int
    first: int
    mention: Mention | None
    country: str
    leads: bool
