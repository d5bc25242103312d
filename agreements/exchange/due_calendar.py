"""A member's own calendar: what falls due of their cities' agreements, as iCalendar (RFC 5545)."""

from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from agreements.lifecycle.dues import DueKind
from agreements.remembering import Reminder, addresses

WARN_BEFORE = timedelta(days=7)


def calendar_of(found: list[Reminder], language: str, now: datetime) -> bytes:
    """The calendar of these reminders: whole days, each with its sentence and the record's address."""
    calendar = Calendar()
    calendar.add("prodid", "-//Twinning registry//Reminders//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Twinning registry"))
    calendar.add("refresh-interval;value=duration", "P1D")
    for reminder, address in addresses(found, language):
        calendar.add_component(_entry(reminder, address, now))
    return bytes(calendar.to_ical())


def _entry(reminder: Reminder, address: str, now: datetime) -> Event:
    due, agreement = reminder.due, reminder.agreement
    entry = Event()
    entry.add("uid", f"{agreement.pk}-{due.kind}-{due.day}@twinning-registry")
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", due.day)
    entry.add("dtend", _next(due.day))
    entry.add("summary", f"{_title(due.kind)}: {agreement}")
    entry.add("description", f"{reminder.sentence}\n{address}")
    entry.add("url", address)
    entry.add("transp", "TRANSPARENT")
    if due.kind != DueKind.ANNIVERSARY:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", reminder.sentence)
        alarm.add("trigger", -WARN_BEFORE)
        entry.add_component(alarm)
    return entry


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _title(kind: DueKind) -> str:
    titles = {
        DueKind.NOTICE: _("Last day for notice"),
        DueKind.EXPIRY: _("Last day of the term"),
        DueKind.ANNIVERSARY: _("Anniversary"),
    }
    return titles[kind]
