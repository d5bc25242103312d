"""What a row of a sheet tells beside the record's own columns: people, decisions, sources, domains, events,
activities, links."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import (
    ActivityKind,
    ActivityState,
    ApprovalLevel,
    ApprovalOutcome,
    CoverageBasis,
    EventKind,
    LegalStatus,
    LinkPredicate,
    RenewalRule,
    SignatoryRole,
    SourceKind,
    TermKind,
)
from agreements.exchange.composing import NewActivity
from agreements.exchange.sheets.lists import items, numbered
from agreements.exchange.sheets.places import Places
from agreements.exchange.sheets.row import Reading
from agreements.exchange.sheets.subjects import Subjects
from agreements.exchange.sheets.values import EVENT_OF, choice_in, date_in, in_its_language
from agreements.lifecycle.terms import end_of
from agreements.models import Activity, Approval, DomainCoverage, Event, Party, Signatory, Source

# Stands for the row of the sheet in the source of a record whose row names none.
OF_THE_SHEET = "…"


class PartsReader:
    """Understands what hangs on a record; `provenance` makes the source of one whose row names none."""

    places: Places
    subjects: Subjects
    provenance: Callable[[], Source] | None

    def read_parts(self, reading: Reading, sides: dict[str, Party]) -> None:
        self._read_people(reading, sides)
        self._read_approvals(reading, sides)
        sources = self._read_sources(reading)
        self._read_domains(reading)
        self._read_events(reading, sides, sources)
        self._read_status(reading)
        self._read_activities(reading)
        self._read_links(reading)

    def _side(self, sides: dict[str, Party], name: str) -> Party:
        if name in sides:
            return sides[name]
        message = _("“%(name)s” is not among the parties of the row.")
        raise ValidationError(message, params={"name": name[:60]})

    def _read_people(self, reading: Reading, sides: dict[str, Party]) -> None:
        given, orders = reading.given, dict.fromkeys(map(id, sides.values()), 0)

        def add(party: Party, **columns: Any) -> None:
            orders[id(party)] += 1
            reading.record.parts.append(Signatory(party=party, order=orders[id(party)], **columns))

        for side in (1, 2):
            if (name := given.get(f"signatory_{side}")) and str(side) in sides:
                office = given.get(f"office_{side}", "")
                texts = in_its_language("name", name) | (in_its_language("office", office) if office else {})
                add(sides[str(side)], **texts)
        for item in items("signatories", given.get("signatories", "")):
            with reading.cell("signatories"):
                party = self._side(sides, item.pop("city"))
                role = choice_in(SignatoryRole, item.pop("role", "") or SignatoryRole.SIGNED)
                add(party, role=role, signed_on=date_in(item.pop("signed_on", ""))[0], **item)

    def _read_approvals(self, reading: Reading, sides: dict[str, Party]) -> None:
        for item in items("approvals", reading.given.get("approvals", "")):
            with reading.cell("approvals"):
                approval = Approval(
                    party=self._side(sides, item.pop("city")),
                    level=choice_in(ApprovalLevel, item.pop("level", "") or ApprovalLevel.COUNCIL),
                    outcome=choice_in(ApprovalOutcome, item.pop("outcome", "") or ApprovalOutcome.APPROVED),
                    decided_on=date_in(item.pop("decided_on", ""))[0],
                    **item,
                )
                reading.record.parts.append(approval)

    # ---- What it covers, what happened, where it stands

    def _read_sources(self, reading: Reading) -> list[Source]:
        agreement, given = reading.record.agreement, reading.given
        sources: list[Source] = []
        title, publisher = given.get("source_title", ""), given.get("source_publisher", "")
        url = given.get("source_url", "")
        if title.startswith(("http://", "https://")) and not url:
            title, url = "", title
        if title or publisher or url:
            texts = in_its_language("title", title) if title else {}
            sources.append(Source(agreement=agreement, publisher=publisher, url=url, **texts))
        for item in items("sources", given.get("sources", "")):
            with reading.cell("sources"):
                kind = choice_in(SourceKind, item.pop("kind", "") or SourceKind.OFFICIAL_SITE)
                day = date_in(item.pop("date", ""))[0]
                sources.append(Source(agreement=agreement, kind=kind, date=day, **item))
        if not sources and self.provenance and not reading.number:
            source = self.provenance()
            source.agreement = agreement
            sources.append(source)
        reading.record.parts += sources
        return sources

    def _read_domains(self, reading: Reading) -> None:
        covered: dict[str, DomainCoverage] = {}
        for item in items("domains", reading.given.get("domains", "")):
            told = (
                [item]
                if "name_ar" in item
                else [{"code": name} for name in self.subjects.listed(item["code"])]
            )
            for one in told:
                with reading.cell("domains"):
                    domain = self.subjects.named(one["code"])
                    covered.setdefault(
                        domain.code,
                        DomainCoverage(
                            agreement=reading.record.agreement,
                            domain=domain,
                            basis=choice_in(CoverageBasis, one.get("basis") or CoverageBasis.EXPLICIT),
                            article=one.get("article", ""),
                            quote_ar=one.get("quote_ar", ""),
                            quote_en=one.get("quote_en", ""),
                        ),
                    )
        reading.record.parts += covered.values()

    def _read_events(self, reading: Reading, sides: dict[str, Party], sources: list[Source]) -> None:
        events: list[Event] = []
        voided: list[str] = []
        for item in items("events", reading.given.get("events", "")):
            with reading.cell("events"):
                city, source = item.pop("city", ""), item.pop("source", "")
                voided.append(item.pop("voids", ""))
                days = {
                    name: date_in(item.pop(name, ""))[0]
                    for name in ("date", "effective_from", "effective_to")
                }
                events.append(
                    Event(
                        agreement=reading.record.agreement,
                        kind=choice_in(EventKind, item.pop("kind")),
                        party=self._side(sides, city) if city else None,
                        source=numbered(sources, source),
                        **days,
                        **item,
                    )
                )
        for event, place in zip(events, voided, strict=False):
            with reading.cell("events"):
                event.voids = numbered(events, place)
        reading.record.parts += events

    def _read_status(self, reading: Reading) -> None:
        """What a sheet merely tells of the status is an event: dated where it says so."""
        given, agreement = reading.given, reading.record.agreement
        if "told_status" not in given:
            return
        with reading.cell("told_status"):
            status = choice_in(LegalStatus, given["told_status"])
            day = None
            with reading.cell("told_status_on"):
                day = date_in(given.get("told_status_on", ""))[0]
            if status == LegalStatus.EXPIRED and not (agreement.expires_on or _has_run_out(agreement)):
                if not day:
                    message = _("An agreement that has expired needs the date on which it did.")
                    raise ValidationError(message)
                agreement.expires_on, agreement.term = day, TermKind.FIXED
                reading.told |= {"expires_on", "term"}
            kind = EVENT_OF.get(LegalStatus(status))
            if kind is None:
                return
            known = {
                EventKind.SIGNED: agreement.signed_on,
                EventKind.ENTERED_INTO_FORCE: agreement.in_force_on,
            }
            reading.record.parts.append(Event(agreement=agreement, kind=kind, date=day or known.get(kind)))

    def _read_activities(self, reading: Reading) -> None:
        for item in items("activities", reading.given.get("activities", "")):
            with reading.cell("activities"):
                slugs, codes = item.pop("cities", "").split(), item.pop("domains", "").split()
                activity = Activity(
                    agreement=reading.record.agreement,
                    kind=choice_in(ActivityKind, item.pop("kind")),
                    state=choice_in(ActivityState, item.pop("state", "") or ActivityState.UNKNOWN),
                    starts_on=date_in(item.pop("starts_on", ""))[0],
                    ends_on=date_in(item.pop("ends_on", ""))[0],
                    budget=item.pop("budget", "") or None,
                    **item,
                )
                cities = [city for slug in slugs if (city := self.places.by_slug(slug))]
                domains = [self.subjects.named(code) for code in codes]
                reading.record.activities.append(NewActivity(activity, cities, domains))

    def _read_links(self, reading: Reading) -> None:
        for item in items("links", reading.given.get("links", "")):
            if item.get("direction"):
                continue
            with reading.cell("links"):
                reading.links.append((choice_in(LinkPredicate, item["predicate"]), item.get("agreement", "")))


def _has_run_out(agreement: Any) -> bool:
    """Whether the term is over, counted from the earliest day that the row tells; one that is renewed tacitly
    goes on."""
    begun = agreement.in_force_on or agreement.signed_on
    if not begun or not agreement.duration_months or agreement.renewal == RenewalRule.TACIT:
        return False
    return bool(end_of(begun, agreement.duration_months).latest < localdate())
