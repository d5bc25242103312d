"""What waits for whom: each list of the desk as a query, with the words for its page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import LegalStatus, RecordState, RenewalRule, TermKind
from agreements.lifecycle.dues import DueKind, dues
from agreements.models import (
    Agreement,
    City,
    CorrectionSuggestion,
    DomainCoverage,
    Edition,
    Party,
    Proposal,
    Signatory,
    StatementRequest,
    StatusPeriod,
)
from agreements.models.derivation import lifecycle_events, terms_of
from agreements.partial_dates import PartialDate
from agreements.rules import Standing, standing_of

# Beyond that many a count is given as “more than”: who has so much to do does not need the exact number.
MOST_COUNTED = 500
MONTHS_AHEAD = 12
YEAR = timedelta(days=365)
NOTICES_KEPT = 24 * 60 * 60


@dataclass(frozen=True)
class Waiting:
    """One list: `rows` gives what of the agreements waits for a person on a day; `advice` what to do with
    it; `when_empty` what to do where nothing waits."""

    name: str
    title: Promise
    advice: Promise
    when_empty: Promise
    rows: Callable[[Any, date], Any]
    # Where it has a page of its own.
    page: str = ""
    # The ids of such rows in the order in which one sees to them; without it, what changed last comes first.
    order: Callable[[Any, Any, date], list[int]] | None = None


# ---- Whose agreements ----------------------------------------------------------------------------


def _ours(user: Any) -> QuerySet[Any]:
    """The agreements of the cities that this person works for; all for the registrar."""
    standing = standing_of(user)
    agreements = Agreement.objects.all()
    return agreements if standing.registrar else agreements.filter(_has_party(standing.cities))


def _has_party(cities: Any) -> Any:
    return Exists(Party.objects.filter(agreement=OuterRef("pk"), city__in=cities))


def _published(user: Any) -> Any:
    return _ours(user).filter(record_state=RecordState.PUBLISHED)


# ---- What waits ----------------------------------------------------------------------------------


def drafts(user: Any, day: date) -> QuerySet[Any]:
    return Agreement.objects.filter(record_state=RecordState.DRAFT, created_by=user)


def to_review(user: Any, day: date) -> QuerySet[Any]:
    """Submitted records that this person may decide on."""
    standing: Standing = standing_of(user)
    submitted = Agreement.objects.filter(record_state=RecordState.SUBMITTED)
    if settings.FOUR_EYES:
        submitted = submitted.exclude(submitted_by=user)
    return submitted if standing.registrar else submitted.filter(_has_party(standing.reviews))


def returned(user: Any, day: date) -> QuerySet[Any]:
    entered = Q(created_by=user) | Q(submitted_by=user)
    return Agreement.objects.filter(entered, record_state=RecordState.RETURNED)


def horizon_of(day: date) -> date:
    """As far ahead as one looks."""
    return PartialDate.of(day).plus_months(MONTHS_AHEAD).earliest


def ending(user: Any, day: date) -> QuerySet[Any]:
    """Agreements in force whose term ends, or is renewed by itself unless somebody gives notice, within the
    coming twelve months."""
    notices = list(_days_for_notice(user, day, horizon_of(day)))
    return _published(user).filter(Exists(_ends(day)) | Q(pk__in=notices))


def first_due_first(user: Any, rows: QuerySet[Any], day: date) -> list[int]:
    """The ids of such agreements, by the day on which one must have acted: the last for notice, or the last
    of the term."""
    notices = _days_for_notice(user, day, horizon_of(day))
    ends = rows.order_by().annotate(ends=Subquery(_ends(day).order_by("last_day").values("last_day")[:1]))
    days = {
        pk: min((each for each in (notices.get(pk), last) if each), default=day)
        for pk, last in ends.values_list("pk", "ends")
    }
    return sorted(days, key=lambda pk: (days[pk], pk))


def _ends(day: date) -> QuerySet[Any]:
    """The periods in force of an agreement of an outer query that end before the horizon."""
    return StatusPeriod.objects.filter(
        agreement=OuterRef("pk"),
        status=LegalStatus.IN_FORCE,
        first_day__lte=day,
        last_day__gte=day,
        last_day__lte=horizon_of(day),
    )


def _days_for_notice(user: Any, day: date, horizon: date) -> dict[int, date]:
    """The agreements whose last day for notice lies before the horizon, each with that day. It is computed
    from terms and events, once for each edition of the register."""
    standing = standing_of(user)
    whose = "all" if standing.registrar else "-".join(map(str, sorted(standing.cities)))
    key = f"notice-days-{sha256(f'{Edition.now()} {day} {whose}'.encode()).hexdigest()}"
    found: dict[int, date] | None = caches["default"].get(key)
    if found is None:
        tacit = _published(user).filter(term=TermKind.FIXED, renewal=RenewalRule.TACIT)
        found = {}
        for agreement in tacit.prefetch_related("parties").for_status():
            for due in dues(terms_of(agreement), lifecycle_events(agreement), day, horizon):
                if due.kind == DueKind.NOTICE:
                    found[agreement.pk] = min(due.day, found.get(agreement.pk, due.day))
        caches["default"].set(key, found, timeout=NOTICES_KEPT)
    return found


def unconfirmed(user: Any, day: date) -> QuerySet[Any]:
    """Records published a year ago or longer, which nobody has confirmed for a year."""
    return _published(user).unconfirmed_since(day - YEAR)


def unstated(user: Any, day: date) -> QuerySet[Any]:
    """Published records on which one's own city has not said anything yet."""
    silent = Party.objects.filter(
        agreement=OuterRef("pk"), city__in=standing_of(user).cities, has_withdrawn=False, statements=None
    )
    return Agreement.objects.filter(Exists(silent), record_state=RecordState.PUBLISHED)


def asked(user: Any, day: date) -> QuerySet[Any]:
    """Agreements on which somebody asks one's own city for its statement."""
    requests = StatementRequest.objects.open().to_member(user).filter(party__agreement=OuterRef("pk"))
    return Agreement.objects.visible_to(user).filter(Exists(requests))


def corrected(user: Any, day: date) -> QuerySet[Any]:
    """Agreements that readers say are wrong somewhere; the page of the list shows those of cities too."""
    suggestions = CorrectionSuggestion.objects.open().visible_to(user).filter(agreement=OuterRef("pk"))
    return Agreement.objects.visible_to(user).filter(Exists(suggestions))


def proposed(user: Any, day: date) -> QuerySet[Any]:
    """Published records to which somebody would add something, for this person to decide."""
    proposals = Proposal.objects.to_decide(user).filter(agreement=OuterRef("pk"))
    return Agreement.objects.visible_to(user).filter(Exists(proposals))


def incomplete(user: Any, day: date) -> QuerySet[Any]:
    """Published records without a date, a signatory, a domain, or a title in one of the two languages."""
    people = Signatory.objects.filter(party__agreement=OuterRef("pk"))
    domains = DomainCoverage.objects.filter(agreement=OuterRef("pk"))
    lacking = Q(signed_on=None) | Q(title_ar="") | Q(title_en="") | ~Exists(people) | ~Exists(domains)
    return _published(user).filter(lacking)


LISTS = {
    waiting.name: waiting
    for waiting in (
        Waiting(
            "review",
            _("To review"),
            _("Look at each, then publish it or return it with remarks."),
            _("Nothing waits for your review. You are told by mail when something is submitted."),
            to_review,
        ),
        Waiting(
            "returned",
            _("Returned to you"),
            _("The remarks stand beside the fields. Complete the record and submit it again."),
            _("Nothing was returned to you."),
            returned,
        ),
        Waiting(
            "drafts",
            _("My drafts"),
            _("Complete each and submit it for review."),
            _("You have no drafts. Enter an agreement; what you type is kept as you go."),
            drafts,
        ),
        Waiting(
            "proposals",
            _("Proposed additions"),
            _("Look at what colleagues would add, then accept it; or refuse it and say why."),
            _("Nobody has proposed an addition that waits for you."),
            proposed,
            page="desk-proposals",
        ),
        Waiting(
            "corrections",
            _("Corrections suggested"),
            _(
                "What readers say is wrong. Check it, correct the record, then accept; "
                "or decline and say why."
            ),
            _("Nobody has suggested a correction that waits for you."),
            corrected,
            page="desk-corrections",
        ),
        Waiting(
            "asked",
            _("Statements asked of us"),
            _("Open each and state for your city: three questions."),
            _("Nobody waits for a statement of your city."),
            asked,
        ),
        Waiting(
            "statements",
            _("Our word is missing"),
            _("Say what your city holds of these agreements, so that they count as confirmed."),
            _("Your city has said its word on every published agreement."),
            unstated,
        ),
        Waiting(
            "ending",
            _("Ends and notices within 12 months"),
            _("See whether each is to be renewed, and give notice or agree on it in time."),
            _("No agreement of yours ends or renews itself within the coming 12 months."),
            ending,
            order=first_due_first,
        ),
        Waiting(
            "unconfirmed",
            _("Not confirmed for a year"),
            _("Ask the partner, or check the file, and record what you found."),
            _("Every record was confirmed within the last year."),
            unconfirmed,
        ),
        Waiting(
            "gaps",
            _("Incomplete"),
            _("These lack a date, a signatory, a domain, or a title in one of the two languages."),
            _("No published record of yours lacks anything that is asked for."),
            incomplete,
        ),
    )
}


# What somebody else waits for.
CALLING = ("review", "returned", "proposals", "corrections", "asked")


def counts(user: Any) -> list[tuple[Waiting, str]]:
    """Each list with how much waits in it, in one query a list."""
    day = timezone.localdate()
    return [(waiting, counted(waiting.rows(user, day))) for waiting in LISTS.values()]


def calling(user: Any) -> int:
    """How many things wait for this person’s own act."""
    day = timezone.localdate()
    return sum(LISTS[name].rows(user, day).order_by()[:MOST_COUNTED].count() for name in CALLING)


def counted(rows: QuerySet[Any]) -> str:
    """How many, up to a limit: “500+” beyond it."""
    number = rows.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)


def proposed_cities() -> QuerySet[City]:
    return City.objects.proposed().select_related("proposed_by")
