"""Legal status as a pure function: terms and events in, dated periods with their reasons out.

No clock, no database, no Django. `periods` is where it begins; the rooms behind it, from the ground:
`facts` (terms, events, what counts), `turns`, `terms` (how long), `departures` (parties that leave),
`suspension`, `ends` and `conclusion`.
"""

from agreements.lifecycle.facts import (
    EffectRule,
    EventKind,
    LifecycleEvent,
    Reason,
    Renewal,
    Status,
    Term,
    Terms,
    standing,
)
from agreements.lifecycle.periods import Period, status_on, status_periods

__all__ = [
    "EffectRule",
    "EventKind",
    "LifecycleEvent",
    "Period",
    "Reason",
    "Renewal",
    "Status",
    "Term",
    "Terms",
    "standing",
    "status_on",
    "status_periods",
]
