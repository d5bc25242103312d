"""What has to be remembered, for whom, and in which words; and the mail that reminds of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from agreements.enumerations import Digest, MembershipRole, RecordState
from agreements.lifecycle.dues import Due, DueKind, dues
from agreements.models import Agreement, OutgoingMail, StatementRequest, Subscription, User
from agreements.models.agreement_queries import AgreementQuerySet
from agreements.models.bilingual import readers_language
from agreements.models.derivation import lifecycle_events, terms_of
from agreements.models.record_check import check_token
from agreements.partial_dates import PartialDate
from agreements.reasons import date_in_words
from agreements.rules import standing_of

# How far a summary looks ahead; whoever gets one daily is told of a thing this many days before it.
AHEAD = timedelta(days=90)
STEPS = frozenset({90, 60, 30, 14, 7, 3, 1, 0})
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Reminder:
    """One thing that falls due of one agreement."""

    agreement: Agreement
    due: Due

    @property
    def sentence(self) -> str:
        """What happens if nobody acts, in the reader's language."""
        due, day = self.due, _in_words(PartialDate.of(self.due.day))
        if due.kind == DueKind.ANNIVERSARY:
            years = ngettext("%(years)d year", "%(years)d years", due.years) % {"years": due.years}
            return _("%(day)s: it has been signed for %(years)s.") % {"day": day, "years": years}
        if due.kind == DueKind.EXPIRY:
            return _("Its last day is %(day)s: unless it is renewed or extended before, it expires.") % {
                "day": day
            }
        if due.next_end is None:
            words = _("If nobody gives notice by %(day)s, it goes on; for how long is not known.")
        else:
            words = _("If nobody gives notice by %(day)s, it goes on by itself until %(end)s.")
        return words % {"day": day, "end": _in_words(due.next_end) if due.next_end else ""}


def _in_words(day: PartialDate) -> str:
    return date_in_words(day, readers_language(), settings.REGION)


# ---- What falls due --------------------------------------------------------------------------


def agreements_of(user: Any) -> AgreementQuerySet:
    """The published agreements that this person is to be reminded of: those of their cities."""
    return Agreement.objects.published().filter(parties__city__in=standing_of(user).cities).distinct()


def reminders(agreements: AgreementQuerySet, since: date, until: date) -> list[Reminder]:
    """What falls due of these agreements from one day to another, in order; in a few queries."""
    found = [
        Reminder(agreement, due)
        for agreement in agreements.prefetch_related("parties", "parties__city").for_status()
        for due in dues(terms_of(agreement), lifecycle_events(agreement), since, until)
    ]
    return sorted(found, key=lambda reminder: (reminder.due.day, reminder.agreement.pk))


def unchecked(agreements: AgreementQuerySet, on: date) -> AgreementQuerySet:
    """Those that for a year nobody has confirmed, with the days on which somebody last did."""
    return (
        agreements.unconfirmed_since(on - A_YEAR)
        .annotate(last_check=Max("checks__on"), last_word=Max("parties__statements__made_on"))
        .order_by("pk")
    )


# ---- The mail --------------------------------------------------------------------------------


def remind(day: date) -> int:
    """Write to all members what they are to be reminded of on a day; returns how many mails. Whoever does
    it again on the same day writes nothing twice."""
    written = 0
    people = User.objects.filter(is_active=True, memberships__city__isnull=False).distinct().order_by("pk")
    for user in people.iterator():
        with transaction.atomic():
            written += sum(mail is not None for mail in _mails_to(user, day))
    return written


def _mails_to(user: User, day: date) -> Iterator[OutgoingMail | None]:
    subscription = Subscription.objects.of(user)
    if subscription.digest == Digest.NEVER:
        return
    theirs = agreements_of(user)
    if subscription.is_due(day):
        yield _digest(user, subscription, theirs, day)
    if user.memberships.filter(role=MembershipRole.REVIEWER).exists():
        for agreement in unchecked(theirs, day):
            yield _question(user, subscription, agreement, day)


def _digest(
    user: User, subscription: Subscription, theirs: AgreementQuerySet, day: date
) -> OutgoingMail | None:
    found = reminders(theirs, day, day + AHEAD)
    if subscription.digest == Digest.DAILY:
        found = [reminder for reminder in found if (reminder.due.day - day).days in STEPS]
    asked = list(StatementRequest.objects.open().to_member(user).select_related("party__agreement"))
    waiting = _waiting_for_review(user)
    if not (found or asked or waiting):
        return None
    return OutgoingMail.objects.write(
        to=user,
        about=f"digest-{day}",
        template="digest",
        context={
            "reminders": found,
            "asked": asked,
            "waiting": waiting,
            "preferences": _address("reminders", language=user.language),
            **_way_out(subscription, user.language),
        },
        unsubscribe_url=_way_out(subscription, user.language)["stop"],
    )


def _waiting_for_review(user: User) -> int:
    """How many records wait for this person's review."""
    submitted = Agreement.objects.filter(record_state=RecordState.SUBMITTED)
    return (
        submitted.filter(parties__city__in=standing_of(user).reviews)
        .exclude(submitted_by=user)
        .distinct()
        .count()
    )


def _question(user: User, subscription: Subscription, agreement: Agreement, day: date) -> OutgoingMail | None:
    """“Is this record still right?”, once a year for each record and person."""
    link = _address("still-right", check_token(agreement, user), language=user.language)
    return OutgoingMail.objects.write(
        to=user,
        about=f"still-right-{agreement.pk}-{_year_of_check(agreement, day)}",
        template="still_right",
        context={"agreement": agreement, "link": link, **_way_out(subscription, user.language)},
        unsubscribe_url=_way_out(subscription, user.language)["stop"],
    )


def _year_of_check(agreement: Any, day: date) -> int:
    """Which question it is since the record was last confirmed: one a year is asked, not one a day."""
    last = max(filter(None, (agreement.last_check, agreement.last_word, agreement.published_at.date())))
    return int((day - last).days // A_YEAR.days + last.toordinal())


def _way_out(subscription: Subscription, language: str) -> dict[str, str]:
    return {"stop": _address("stop-reminders", subscription.token, language=language)}


def _address(name: str, *args: Any, language: str) -> str:
    with override(language):
        return f"{settings.SITE_URL}{reverse(name, args=args)}"


def addresses(found: Iterable[Reminder], language: str) -> list[tuple[Reminder, str]]:
    """Each reminder with the address of its record."""
    return [(each, _address("agreement", each.agreement.reference, language=language)) for each in found]
