"""The dates of agreements as a calendar (RFC 5545), in one language: signature, effect, end, and what
happened. A date known to the month or the year takes up all of it, without making anybody busy."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from agreements.partial_dates import PartialDate

Told = dict[str, Any]


def calendar(records: Iterable[Told], language: str, entries: Any = None) -> Iterator[bytes]:
    """The calendar, entry after entry; of records other than agreements, `entries` tells those of one."""
    head = Calendar()
    head.add("prodid", "-//Twinning registry//Agreements//EN")
    head.add("version", "2.0")
    with override(language):
        head.add("x-wr-calname", _("Agreements between cities"))
    first, last = head.to_ical().split(b"END:VCALENDAR")
    yield first
    for record in records:
        with override(language):
            written = [entry.to_ical() for entry in (entries or _entries)(record, language)]
        yield b"".join(written)
    yield b"END:VCALENDAR" + last


def _entries(record: Told, language: str) -> Iterator[Event]:
    dates = [
        ("signed", _("Signature"), record["signed_on"]),
        ("in-force", _("Entry into force"), record["in_force_on"]),
        ("expires", _("Expiry"), record["expires_on"]),
    ]
    told = {"signed", "entered_into_force"} if record["signed_on"] else {"entered_into_force"}
    for event in record["events"]:
        if event["kind"]["code"] not in told | {"voided", "corrected"}:
            dates.append((f"event-{event['id']}", event["kind"]["name"][language], event["date"]))
    for name, what, date in dates:
        if date:
            yield _entry(record, language, name, what, PartialDate.parse(date))


def _entry(record: Told, language: str, name: str, what: str, date: PartialDate) -> Event:
    title = text_in(record["title"], language) or record["registry_number"]
    entry = Event()
    entry.add("uid", f"{record['registry_number']}-{name}@{urlsplit(record['url']).hostname}")
    entry.add("dtstamp", datetime.fromisoformat(record["updated_at"]))
    entry.add("dtstart", date.earliest)
    if date.latest.year < 9999:
        entry.add("dtend", date.latest + timedelta(days=1))
    entry.add("summary", f"{what}: {title}")
    entry.add("url", record["page"][language])
    entry.add("categories", [record["kind"]["name"][language]])
    entry.add("transp", "TRANSPARENT")
    return entry


def of_activity(record: Told, language: str) -> Iterator[Event]:
    """What was done, from its beginning to its end as far as they are known."""
    if record["starts_on"]:
        last = PartialDate.parse(record["ends_on"] or record["starts_on"])
        title = text_in(record["title"], language) or record["kind"]["name"][language]
        yield _beside(record, language, title, PartialDate.parse(record["starts_on"]), last)


def of_event(record: Told, language: str) -> Iterator[Event]:
    """What happened to an agreement."""
    if record["date"]:
        date = PartialDate.parse(record["date"])
        yield _beside(record, language, record["kind"]["name"][language], date, date)


def _beside(record: Told, language: str, title: str, first: PartialDate, last: PartialDate) -> Event:
    """An entry for what belongs to an agreement, named by its own address."""
    of = text_in(record["agreement"]["title"], language) or record["agreement"]["registry_number"]
    entry = Event()
    entry.add("uid", record["url"])
    entry.add("dtstamp", datetime.combine(first.earliest, time(), UTC))
    entry.add("dtstart", first.earliest)
    if last.latest.year < 9999:
        entry.add("dtend", max(last.latest, first.earliest) + timedelta(days=1))
    entry.add("summary", f"{title}: {of}")
    entry.add("url", record["url"])
    entry.add("categories", [record["kind"]["name"][language]])
    entry.add("transp", "TRANSPARENT")
    return entry


def text_in(both: Told, language: str) -> str:
    """The text in a language, else in the other."""
    return both[language] or both["en" if language == "ar" else "ar"] or ""
