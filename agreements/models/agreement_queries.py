"""Which agreements: the words of the field defined as queries."""

import re
from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Prefetch, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import ActivityStatus, LegalStatus, RecordState
from agreements.models.city import City
from agreements.models.domain import CooperationDomain, DomainCoverage
from agreements.models.party import Party, Signatory
from agreements.partial_date_fields import FIRST_DAY, may_begin_by, may_reach
from agreements.partial_dates import PartialDate
from agreements.rules import standing_of

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement

NUMBERED_STATES = (RecordState.PUBLISHED, RecordState.WITHDRAWN)

DRAFT_REFERENCE = re.compile(r"draft-([0-9]{1,18})")
REGISTRY_NUMBER = re.compile(r"TW-[0-9]{4}-[0-9]{5,8}")

# How far back activity counts as recent; how far apart two signatures may lie and still be one.
RECENT_MONTHS = 24
NEAR_MONTHS = 12


class AgreementQuerySet(models.QuerySet["Agreement"]):
    # ---- Who sees which rows

    def published(self) -> "AgreementQuerySet":
        """What the public reads: published, and not withdrawn from view since."""
        return self.filter(record_state=RecordState.PUBLISHED)

    def not_published(self) -> "AgreementQuerySet":
        """In work, or withdrawn from view: few beside those that are published, so that counting all but
        these costs less than counting those. Named one by one, for no index finds “any other”."""
        return self.filter(record_state__in=[each for each in RecordState if each != RecordState.PUBLISHED])

    def unconfirmed_since(self, day: date) -> "AgreementQuerySet":
        """Published by that day; and since then no party has said what it holds of the agreement, nor found
        the record still right."""
        return (
            self.filter(published_at__date__lte=day)
            .exclude(parties__statements__made_on__gt=day)
            .exclude(checks__on__gt=day)
        )

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
        if draft := DRAFT_REFERENCE.fullmatch(reference):
            return self.filter(pk=int(draft[1]))
        return self.filter(registry_number=reference) if REGISTRY_NUMBER.fullmatch(reference) else self.none()

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

    def come_about_by(self, day: date | None) -> "AgreementQuerySet":
        """Those that the register knows to have been something on a day, were it planned or ended; all of
        them where no day is named."""
        return self if day is None else self.having_status(*LegalStatus.values, on=day)

    def in_force(self, on: date | None = None) -> "AgreementQuerySet":
        """Agreements whose legal status on a day (today) is “in force”."""
        return self.having_status(LegalStatus.IN_FORCE, on=on)

    def expiring(self, first: date, last: date) -> "AgreementQuerySet":
        """Agreements in force whose term is known to end between these days, the first to end first; each
        with its last day in force."""
        return (
            self.in_force(on=first)
            .annotate(
                ending=FilteredRelation(
                    "status_periods",
                    condition=Q(
                        status_periods__status=LegalStatus.IN_FORCE,
                        status_periods__first_day__lte=first,
                        status_periods__last_day__gte=first,
                    ),
                ),
                last_day_in_force=F("ending__last_day"),
            )
            .filter(last_day_in_force__lte=last)
            .order_by("last_day_in_force", "pk")
        )

    # ---- What is done under them

    def with_activity_status(self, on: date | None = None) -> "AgreementQuerySet":
        """Each agreement with its `activity_status` on a day (today): active if something was surely
        done in the 24 months before, dormant if surely nothing was, else not known."""
        day = on or timezone.localdate()
        done = apps.get_model("agreements", "Activity").objects.really_done().filter(agreement=OuterRef("pk"))
        recently = (_months_from(day, -RECENT_MONTHS), day)
        is_open = ~Exists(done) | Exists(done.perhaps_within(*recently))
        return self.annotate(
            activity_status=Case(
                When(Exists(done.surely_within(*recently)), then=Value(ActivityStatus.ACTIVE)),
                When(is_open, then=Value(ActivityStatus.UNKNOWN)),
                default=Value(ActivityStatus.DORMANT),
                output_field=models.CharField(),
            )
        )

    # ---- Narrowing

    def of_city(self, name: str) -> "AgreementQuerySet":
        """Agreements to which a city of this short name or name is party."""
        return self.of_cities(list(City.objects.called(name).order_by().values_list("pk", flat=True)))

    def of_cities(self, ids: Collection[int]) -> "AgreementQuerySet":
        """Agreements to which one of these cities is party; found from the city's side, which has few."""
        return self.filter(pk__in=Party.objects.filter(city__in=ids).order_by().values("agreement"))

    def of_country(self, code: str) -> "AgreementQuerySet":
        return self.filter(Exists(Party.objects.filter(agreement=OuterRef("pk"), city__country=code)))

    def in_domain(self, code: str) -> "AgreementQuerySet":
        """Agreements that name the domain or one of its sub-domains."""
        domains = CooperationDomain.objects.within(code)
        return self.filter(
            Exists(DomainCoverage.objects.filter(agreement=OuterRef("pk"), domain__in=domains))
        )

    def signed_from(self, bound: PartialDate) -> "AgreementQuerySet":
        """Agreements that may have been signed on or after the bound's first day."""
        return self.filter(may_reach("signed_on", bound.earliest))

    def signed_until(self, bound: PartialDate) -> "AgreementQuerySet":
        """Agreements that may have been signed on or before the bound's last day."""
        return self.filter(may_begin_by("signed_on", bound.latest))

    def expiring_from(self, bound: PartialDate) -> "AgreementQuerySet":
        """Agreements whose term, as the instrument states it, may end on or after the bound's first day."""
        return self.filter(may_reach("expires_on", bound.earliest))

    def expiring_until(self, bound: PartialDate) -> "AgreementQuerySet":
        """Agreements whose term, as the instrument states it, may end on or before the bound's last day."""
        return self.filter(may_begin_by("expires_on", bound.latest))

    def changed_since(self, moment: datetime) -> "AgreementQuerySet":
        """Agreements of which something that the public reads has changed since; of those in work, the
        record itself."""
        return self.filter(
            Q(public_record__changed_at__gte=moment) | Q(public_record__isnull=True, updated_at__gte=moment)
        )

    def signed_by(self, people: models.QuerySet[Signatory]) -> "AgreementQuerySet":
        """Agreements that one of these people signed, in whatever role."""
        theirs = people.order_by().filter(party__agreement=OuterRef("pk"))
        return self.filter(Exists(theirs))

    def between(self, first: City, second: City) -> "AgreementQuerySet":
        """Every instrument to which both cities are party, others or not: their relationship."""
        of_first, of_second = (
            Party.objects.filter(agreement=OuterRef("pk"), city=city) for city in (first, second)
        )
        return self.filter(Exists(of_first), Exists(of_second))

    def signed_in_decade(self, decade: str) -> "AgreementQuerySet":
        """Agreements signed in the ten years from `2010`, or (`unknown`) on a date that is not known."""
        if decade == "unknown":
            return self.filter(signed_on=None)
        return self.signed_from(PartialDate.parse(decade)).signed_until(PartialDate(int(decade) + 9))

    def between_exactly(self, cities: Collection[Any]) -> "AgreementQuerySet":
        """Agreements whose parties are these cities, all of them and no others."""
        parties = Party.objects.filter(agreement=OuterRef("pk"))
        these = Party.objects.filter(city__in=cities).order_by().values("agreement")
        complete = these.annotate(found=Count("city")).filter(found=len(set(cities)))
        return self.filter(~Exists(parties.exclude(city__in=cities)), pk__in=complete.values("agreement"))

    def likely_duplicates_of(
        self, agreement: "Agreement", cities: Collection[Any] | None = None
    ) -> "AgreementQuerySet":
        """Other records that may be of the same instrument: between the same cities, and signed within
        a year of it, or on a date not known, or under the same designation.

        `cities` are the parties of an agreement that is not saved yet."""
        if cities is None:
            cities = list(agreement.parties.values_list("city", flat=True)) if agreement.pk else []
        if not cities:
            return self.none()
        alike = self.between_exactly(cities).exclude(pk=agreement.pk)
        if agreement.signed_on is None:
            return alike
        first = _months_from(agreement.signed_on.earliest, -NEAR_MONTHS)
        last = _months_from(agreement.signed_on.latest, NEAR_MONTHS)
        near = may_reach("signed_on", first) & may_begin_by("signed_on", last)
        return alike.filter(near | Q(signed_on=None) | _same_designation(agreement))

    # ---- What a screen shows

    def for_list(self, on: date | None = None) -> "AgreementQuerySet":
        """With what a line of a list shows: status on a day (today), parties with their cities, domains."""
        return self.with_status(on).prefetch_related(
            Prefetch("parties", Party.objects.select_related("city")),
            Prefetch("coverages", DomainCoverage.objects.select_related("domain__parent")),
        )

    def for_page(self, on: date | None = None) -> "AgreementQuerySet":
        """With everything that the record's own page and the API show of it: status on a day (today)."""
        return (
            self.with_status(on)
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
                "links__object__parties",
                "inverse_links__subject__parties",
                "documents",
            )
        )

    def for_copying(self) -> Any:
        """What is held for the public of each published record, to be joined by `public_json.as_of`."""
        held = {name: F(f"public_record__{name}") for name in ("text", "periods", "digest", "changed_at")}
        return self.annotate(**held).values_list("pk", *held, named=True)

    def for_course(self, on: date | None = None) -> "AgreementQuerySet":
        """With what a course of events tells: as a line of a list, with events and activities."""
        return self.for_list(on).prefetch_related("events", "activities")

    def for_status(self) -> "AgreementQuerySet":
        """With the events and approvals from which the legal status follows."""
        return self.prefetch_related("events", "parties__approvals")

    def for_reasons(self) -> "AgreementQuerySet":
        """With the texts in which a search looks up why it found each."""
        return self.prefetch_related(
            "parties__city__aliases",
            "parties__signatories",
            "coverages__domain__parent",
            "sources",
            "documents",
        )

    def locked(self, ids: Collection[int]) -> "AgreementQuerySet":
        """These agreements, held until the transaction ends; two who want the same take turns."""
        if not ids:
            return self.none()
        return self.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)

    def linked_with(self, pk: int | None) -> set[int]:
        """The ids of the agreements at the other ends of this one's links."""
        links = apps.get_model("agreements", "AgreementLink").objects
        touching = links.filter(Q(subject=pk) | Q(object=pk)).values_list("subject", "object")
        return {end for pair in touching for end in pair} - {pk}

    def newest_first(self) -> "AgreementQuerySet":
        """By date of signature, the latest first; those of unknown date come last."""
        return self.order_by("-signed_on", "-pk")

    # ---- What stays for good

    def refuse_numbered(self) -> None:
        """Raises ValidationError if one of these was ever published; none can be before the transaction
        ends."""
        rows = self.model._default_manager.filter(pk__in=self.values("pk")).order_by()
        states = rows.select_for_update(no_key=True).values_list("record_state", flat=True)
        if not set(states).isdisjoint(NUMBERED_STATES):
            raise ValidationError(_("A published record is never deleted; withdraw it instead."))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises ValidationError if one of these was ever published."""
        with transaction.atomic():
            self.refuse_numbered()
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


def _months_from(day: date, months: int) -> date:
    """The day so many months later, or the end of the calendar."""
    try:
        return PartialDate.of(day).plus_months(months).earliest
    except OverflowError:
        return date.max if months > 0 else FIRST_DAY


def _same_designation(agreement: "Agreement") -> Q:
    """Whether it bears the same designation as this agreement, in either language."""
    same = Q(pk__in=[])
    for column in ("designation_ar", "designation_en"):
        if text := getattr(agreement, column).strip():
            same |= Q(**{f"{column}__iexact": text})
    return same
