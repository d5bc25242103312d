"""Which agreements: the words of the field defined as queries."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q
from django.utils import timezone

from agreements.enumerations import LegalStatus, RecordState
from agreements.models.city import City
from agreements.models.domain import CooperationDomain, DomainCoverage
from agreements.models.party import Party
from agreements.partial_dates import PartialDate
from agreements.rules import standing_of

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement  # noqa: F401

NUMBERED_STATES = (RecordState.PUBLISHED, RecordState.WITHDRAWN)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    # ---- Who sees which rows

    def published(self) -> "AgreementQuerySet":
        """What the public reads: published, and not withdrawn from view since."""
        return self.filter(record_state=RecordState.PUBLISHED)

    def withdrawn(self) -> "AgreementQuerySet":
        """Once published, withdrawn from view since; their numbers answer with the reason."""
        return self.filter(record_state=RecordState.WITHDRAWN)

    def visible_to(self, user: Any) -> "AgreementQuerySet":
        """What this person may read: the published records, and those still in work to which one of
        their cities is a party; a draft that has no party yet is seen by its author."""
        standing = standing_of(user)
        if standing.registrar:
            return self
        if not standing.is_member:
            return self.published()
        parties = Party.objects.filter(agreement=OuterRef("pk"))
        theirs = Exists(parties.filter(city__in=standing.cities))
        begun_by_them = Q(created_by=user) & ~Exists(parties)
        return self.filter(Q(record_state=RecordState.PUBLISHED) | theirs | begun_by_them)

    def by_reference(self, reference: str) -> "AgreementQuerySet":
        """The record that an address names: `TW-2026-00001`, or `draft-17` before it has a number."""
        row_id = reference.removeprefix("draft-")
        if row_id != reference and row_id.isascii() and row_id.isdigit() and len(row_id) <= 18:
            return self.filter(pk=int(row_id))
        return self.filter(registry_number=reference)

    # ---- Legal status

    def with_status(self, on: date | None = None) -> "AgreementQuerySet":
        """Each agreement with its legal status on a day (today): `status`, `status_since`,
        `status_until`, `status_reason`. None before the first day that the record knows of."""
        day = on or timezone.localdate()
        then = Q(status_periods__first_day__lte=day, status_periods__last_day__gte=day)
        return self.annotate(
            period_then=FilteredRelation("status_periods", condition=then),
            status=F("period_then__status"),
            status_since=F("period_then__since"),
            status_until=F("period_then__until"),
            status_reason=F("period_then__reason"),
        )

    def having_status(self, *statuses: str, on: date | None = None) -> "AgreementQuerySet":
        """Agreements that stand in one of these legal statuses on a day (today).

        One period at most holds on a day, so the join repeats no agreement."""
        day = on or timezone.localdate()
        return self.filter(
            status_periods__status__in=statuses,
            status_periods__first_day__lte=day,
            status_periods__last_day__gte=day,
        )

    def in_force(self, on: date | None = None) -> "AgreementQuerySet":
        """Agreements whose legal status on a day (today) is “in force”."""
        return self.having_status(LegalStatus.IN_FORCE, on=on)

    # ---- Narrowing

    def of_city(self, name: str) -> "AgreementQuerySet":
        """Agreements to which a city of this short name or name is party."""
        cities = City.objects.called(name)
        return self.filter(Exists(Party.objects.filter(agreement=OuterRef("pk"), city__in=cities)))

    def of_country(self, code: str) -> "AgreementQuerySet":
        return self.filter(Exists(Party.objects.filter(agreement=OuterRef("pk"), city__country=code)))

    def in_domain(self, code: str) -> "AgreementQuerySet":
        """Agreements that name the domain or one of its sub-domains."""
        domains = CooperationDomain.objects.within(code)
        return self.filter(
            Exists(DomainCoverage.objects.filter(agreement=OuterRef("pk"), domain__in=domains))
        )

    def signed_from(self, bound: PartialDate) -> "AgreementQuerySet":
        """Agreements that may have been signed on or after the bound's first day.

        The column sorts as its earliest day, so only the coarser dates that contain the bound's first
        day need naming: `2014` and `2014-06` may lie after 2014-06-03."""
        day = bound.earliest.isoformat()
        containing = [day[:4], day[:7]]
        return self.exclude(signed_on="").filter(Q(signed_on__gte=day) | Q(signed_on__in=containing))

    def signed_until(self, bound: PartialDate) -> "AgreementQuerySet":
        """Agreements that may have been signed on or before the bound's last day."""
        return self.exclude(signed_on="").filter(signed_on__lte=bound.latest.isoformat())

    def matching(self, text: str) -> "AgreementQuerySet":
        """Agreements whose number, titles, designation or party names contain the text."""
        own = ("registry_number", "title_ar", "title_en", "designation_ar", "designation_en")
        either = Q()
        for column in own:
            either |= Q(**{f"{column}__icontains": text})
        city = Q()
        for column in ("name_ar", "name_en", "authority_ar", "authority_en", "aliases__text"):
            city |= Q(**{f"city__{column}__icontains": text})
        return self.filter(either | Exists(Party.objects.filter(city, agreement=OuterRef("pk"))))

    # ---- What a screen shows

    def for_list(self, on: date | None = None) -> "AgreementQuerySet":
        """With what a line of a list shows: status on a day (today), parties with their cities, domains."""
        return self.with_status(on).prefetch_related(
            Prefetch("parties", Party.objects.select_related("city")),
            Prefetch("coverages", DomainCoverage.objects.select_related("domain")),
        )

    def for_page(self) -> "AgreementQuerySet":
        """With everything that the record's own page and the API show of it."""
        return (
            self.with_status()
            .select_related("created_by", "submitted_by")
            .prefetch_related(
                Prefetch("parties", Party.objects.select_related("city").prefetch_related("signatories")),
                Prefetch("coverages", DomainCoverage.objects.select_related("domain__parent")),
                "status_periods",
                "sources",
                "events__party__city",
                "parties__approvals",
                "activities__domains",
                "activities__cities",
                "links__object",
                "inverse_links__subject",
                "documents",
            )
        )

    def newest_first(self) -> "AgreementQuerySet":
        """By date of signature, the latest first; those of unknown date come last."""
        return self.order_by("-signed_on", "-pk")
