"""Two cities: what governs between them, and all that they signed and did together, as one course."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from agreements.enumerations import EventKind, LegalStatus
from agreements.models import Agreement, City
from agreements.pages.as_of import as_they_stood, day_asked
from agreements.partial_dates import PartialDate

GOVERNING = (LegalStatus.IN_FORCE, LegalStatus.SUSPENDED)


@dataclass(frozen=True)
class Moment:
    """One thing in the course of a relationship, with the agreement that it belongs to."""

    date: PartialDate | None
    words: Any
    agreement: Agreement
    note: Any = ""


class Relationship(TemplateView):
    """Two cities of one relationship; the address names them in one order only."""

    template_name = "agreements/relationship.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        slugs = [kwargs["first"], kwargs["second"]]
        self.cities = list(City.objects.listed().filter(slug__in=slugs).order_by("slug"))
        if len(self.cities) != 2:
            raise Http404
        if slugs != sorted(slugs):
            return redirect("relationship", *sorted(slugs))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        as_of = day_asked(self.request.GET)
        between = Agreement.objects.published().between(*self.cities).come_about_by(as_of.day)
        agreements = list(between.for_course(on=as_of.counts).newest_first())
        as_they_stood(as_of, agreements, *self.cities)
        return super().get_context_data(
            cities=self.cities,
            others=self.cities[1:],
            as_of=as_of,
            agreements=agreements,
            governing=[each for each in agreements if each.status in GOVERNING],
            moments=sorted(_moments_by(as_of.day, agreements), key=_when, reverse=True),
            permalink=self.request.build_absolute_uri(self.request.path),
            **kwargs,
        )


def _moments_by(day: date | None, agreements: Iterable[Any]) -> Iterator[Moment]:
    """The course without what surely came after the day a page is read as of."""
    for moment in _moments(agreements):
        if day is None or moment.date is None or moment.date.earliest <= day:
            yield moment


def _moments(agreements: Iterable[Any]) -> Iterator[Moment]:
    """Signatures, events that were not voided, and activities."""
    for agreement in agreements:
        events = list(agreement.events.all())
        voided = {event.voids_id for event in events}
        if not any(event.kind == EventKind.SIGNED for event in events) and agreement.signed_on:
            yield Moment(agreement.signed_on, EventKind.SIGNED.label, agreement)
        for event in events:
            if event.pk not in voided and event.kind != EventKind.VOIDED:
                yield Moment(event.date, event.get_kind_display(), agreement, event.note)
        for activity in agreement.activities.all():
            yield Moment(activity.starts_on, activity.get_kind_display(), agreement, activity.title)


def _when(moment: Moment) -> tuple[str, int]:
    return str(moment.date or ""), moment.agreement.pk
