"""Every way to narrow a list: one FilterSet a model, for the pages, the admin's lists and the API."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from agreements import rules
from agreements.enumerations import (
    ActivityKind,
    ActivityState,
    AgreementKind,
    Authenticity,
    CityKind,
    Confirmation,
    CorrectionState,
    DocumentKind,
    EventKind,
    LegalStatus,
    RecordState,
    SignatoryRole,
)
from agreements.evidence import EvidenceLevel
from agreements.filter_values import (
    AgreementNumberFilter,
    CityNameFilter,
    DayFilter,
    DecadeFilter,
    MomentFilter,
    NamedCities,
    PartialDateFilter,
)
from agreements.models import (
    Activity,
    Agreement,
    City,
    CooperationDomain,
    CorrectionSuggestion,
    Document,
    Event,
    Signatory,
)
from agreements.models.agreement_queries import AgreementQuerySet
from agreements.partial_date_fields import (
    may_begin_by,
    may_reach,
)
from agreements.partial_dates import PartialDate
from agreements.search.passages import filter_key, unpublished_keys
from agreements.search.query import find
from agreements.strict_filters import SearchingFilterSet, StrictFilterSet


def domains_in_order(request: Any = None) -> QuerySet[CooperationDomain]:
    return CooperationDomain.objects.all()


class AgreementFilter(SearchingFilterSet):
    """Agreements by city, country, domain, kind, legal status on a day, date of signature, text."""

    city = CityNameFilter(label=_("City"), method="by_city", max_length=200)
    country = django_filters.ChoiceFilter(label=_("Country"), method="by_country", choices=countries)
    domain = django_filters.ModelChoiceFilter(
        label=_("Cooperation domain"), method="by_domain", queryset=domains_in_order, to_field_name="code"
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AgreementKind)
    status = django_filters.ChoiceFilter(label=_("Legal status"), method="by_status", choices=LegalStatus)
    as_of = DayFilter(label=_("As of"), method="by_day")
    signed_from = PartialDateFilter(label=_("Signed from"), method="by_first_date")
    signed_until = PartialDateFilter(label=_("Signed until"), method="by_last_date")
    decade = DecadeFilter(label=_("Decade of signature"), method="by_decade")
    evidence_level = django_filters.TypedChoiceFilter(
        label=_("Evidence"), choices=EvidenceLevel, coerce=int, empty_value=None
    )
    confirmation = django_filters.ChoiceFilter(label=_("Confirmation"), choices=Confirmation)
    signatory = django_filters.CharFilter(label=_("Signatory"), method="by_signatory", max_length=200)
    expires_from = PartialDateFilter(label=_("Expires from"), method="by_first_end")
    expires_until = PartialDateFilter(label=_("Expires until"), method="by_last_end")
    updated_since = MomentFilter(label=_("Changed since"), method="by_change")
    record_state = django_filters.ChoiceFilter(label=_("Record state"), choices=RecordState, empty_label="—")

    class Meta:
        model = Agreement
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The state of a record is a question for those who work on records."""
        super().__init__(*args, **kwargs)
        if "record_state" not in self.known():
            self.filters.pop("record_state", None)

    def known(self) -> set[str]:
        works_on_records = rules.may_enter_admin(getattr(self.request, "user", None))
        return super().known() - (set() if works_on_records else {"record_state"})

    @property
    def day(self) -> date:
        """The day on which status is asked for: today unless `as_of` names another."""
        return self.form.cleaned_data.get("as_of") or timezone.localdate()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Published records unless a record state is asked for; who may see which is decided before."""
        if not self.form.cleaned_data.get("record_state"):
            queryset = queryset.filter(record_state=RecordState.PUBLISHED)
        return super().filter_queryset(queryset)

    def filter_keys(self) -> Iterator[str]:
        chosen = self.form.cleaned_data
        if state := chosen.get("record_state"):
            yield filter_key("state", state)
        for name in ("kind", "country"):
            if chosen.get(name):
                yield filter_key(name, chosen[name])
        if chosen.get("domain"):
            yield filter_key("domain", chosen["domain"].pk)

    def keys_left_out(self) -> list[str]:
        return [] if self.form.cleaned_data.get("record_state") else unpublished_keys()

    @property
    def is_whole(self) -> bool:
        """Whether everything that is published is left."""
        return not self.narrowed_by

    def said_by_keys(self) -> bool:
        """What a visitor may see is what is published, and that is a key."""
        is_visitor = not rules.may_enter_admin(getattr(self.request, "user", None))
        return is_visitor and self.narrowed_by.keys() <= {"q", "kind", "country", "domain"}

    def by_city(self, queryset: AgreementQuerySet, name: str, value: NamedCities) -> AgreementQuerySet:
        return queryset.of_cities(value.ids)

    def by_country(self, queryset: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return queryset.of_country(value)

    def by_domain(
        self, queryset: AgreementQuerySet, name: str, value: CooperationDomain
    ) -> AgreementQuerySet:
        return queryset.in_domain(value.code)

    def by_status(self, queryset: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return queryset.having_status(value, on=self.day)

    def by_day(self, queryset: AgreementQuerySet, name: str, value: date) -> AgreementQuerySet:
        return queryset.come_about_by(value)

    def by_first_date(self, queryset: AgreementQuerySet, name: str, value: PartialDate) -> AgreementQuerySet:
        return queryset.signed_from(value)

    def by_last_date(self, queryset: AgreementQuerySet, name: str, value: PartialDate) -> AgreementQuerySet:
        return queryset.signed_until(value)

    def by_decade(self, queryset: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return queryset.signed_in_decade(value)

    def by_signatory(self, queryset: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return queryset.signed_by(find(Signatory.objects.all(), value).rows)

    def by_first_end(self, queryset: AgreementQuerySet, name: str, value: PartialDate) -> AgreementQuerySet:
        return queryset.expiring_from(value)

    def by_last_end(self, queryset: AgreementQuerySet, name: str, value: PartialDate) -> AgreementQuerySet:
        return queryset.expiring_until(value)

    def by_change(self, queryset: AgreementQuerySet, name: str, value: datetime) -> AgreementQuerySet:
        return queryset.changed_since(value)


class DeskFilter(SearchingFilterSet):
    """What waits at the desk, in whichever state: by text, city and kind."""

    city = CityNameFilter(label=_("City"), method="by_city", max_length=200)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AgreementKind)

    class Meta:
        model = Agreement
        fields: list[str] = []

    def by_city(self, queryset: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return queryset.of_city(value)


class CorrectionFilter(StrictFilterSet):
    """What readers suggest to correct: by what was decided, the record it is about, and when it was made."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=CorrectionState, empty_label=_("All"))
    record = django_filters.CharFilter(label=_("Record"), method="by_record", max_length=200)
    made_from = PartialDateFilter(label=_("From"), method="by_first_day")
    made_until = PartialDateFilter(label=_("Until"), method="by_last_day")

    class Meta:
        model = CorrectionSuggestion
        fields: list[str] = []

    def by_record(self, queryset: Any, name: str, value: str) -> Any:
        """An agreement, a city or a domain, by what it is found by elsewhere."""
        agreements, cities = (
            find(model.objects.all(), value).rows.values("pk") for model in (Agreement, City)
        )
        in_domain = Q(domain__name_ar__icontains=value) | Q(domain__name_en__icontains=value)
        return queryset.filter(Q(agreement__in=agreements) | Q(city__in=cities) | in_domain)

    def by_first_day(self, queryset: Any, name: str, value: PartialDate) -> Any:
        return queryset.filter(made_at__date__gte=value.earliest)

    def by_last_day(self, queryset: Any, name: str, value: PartialDate) -> Any:
        return queryset.filter(made_at__date__lte=value.latest)


class CityFilter(SearchingFilterSet):
    """Cities by text, country and kind; as of a past day those that were party to something by then."""

    country = django_filters.ChoiceFilter(label=_("Country"), choices=countries)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=CityKind)
    as_of = DayFilter(label=_("As of"), method="by_day")

    class Meta:
        model = City
        fields: list[str] = []

    def by_day(self, queryset: Any, name: str, value: date) -> Any:
        return queryset.party_to(Agreement.objects.published().come_about_by(value))


class DomainFilter(StrictFilterSet):
    parent = django_filters.ModelChoiceFilter(
        label=_("Part of"), queryset=domains_in_order, to_field_name="code"
    )
    as_of = DayFilter(label=_("As of"), method="by_day")

    class Meta:
        model = CooperationDomain
        fields: list[str] = []

    def by_day(self, queryset: Any, name: str, value: date) -> Any:
        """The taxonomy is of no day; its numbers are, and come with the rows."""
        return queryset


class SignatoryFilter(SearchingFilterSet):
    city = CityNameFilter(label=_("City"), method="by_city", max_length=200)
    role = django_filters.ChoiceFilter(label=_("Role"), choices=SignatoryRole)
    as_of = DayFilter(label=_("As of"), method="by_day")

    class Meta:
        model = Signatory
        fields: list[str] = []

    def by_city(self, queryset: Any, name: str, value: NamedCities) -> Any:
        return queryset.filter(party__city__in=value.ids)

    def by_day(self, queryset: Any, name: str, value: date) -> Any:
        """What had been signed by then."""
        return queryset.of_agreements(Agreement.objects.published().come_about_by(value)).given_by(value)


class DocumentFilter(StrictFilterSet):
    """Deposited files by agreement, kind, language, and how authentic they are."""

    agreement = AgreementNumberFilter(label=_("Agreement"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=DocumentKind)
    language = django_filters.CharFilter(label=_("Language"), max_length=8)
    authenticity = django_filters.ChoiceFilter(label=_("Authenticity"), choices=Authenticity)

    class Meta:
        model = Document
        fields: list[str] = []


class ActivityFilter(StrictFilterSet):
    """What was done: by agreement, city, kind, state, and when."""

    agreement = AgreementNumberFilter(label=_("Agreement"))
    city = CityNameFilter(label=_("City"), method="by_city", max_length=200)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ActivityKind)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ActivityState)
    starts_from = PartialDateFilter(label=_("Begins from"), method="by_first_date")
    starts_until = PartialDateFilter(label=_("Begins until"), method="by_last_date")

    class Meta:
        model = Activity
        fields: list[str] = []

    def by_city(self, queryset: Any, name: str, value: NamedCities) -> Any:
        cities = value.ids
        return queryset.filter(Q(cities__in=cities) | Q(agreement__parties__city__in=cities)).distinct()

    def by_first_date(self, queryset: Any, name: str, value: PartialDate) -> Any:
        return queryset.filter(may_reach("starts_on", value.earliest))

    def by_last_date(self, queryset: Any, name: str, value: PartialDate) -> Any:
        return queryset.filter(may_begin_by("starts_on", value.latest))


class EventFilter(StrictFilterSet):
    """What happened to agreements: by agreement, kind, and when."""

    agreement = AgreementNumberFilter(label=_("Agreement"))
    city = CityNameFilter(label=_("City"), method="by_city", max_length=200)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=EventKind)
    date_from = PartialDateFilter(label=_("From"), method="by_first_date")
    date_until = PartialDateFilter(label=_("Until"), method="by_last_date")

    class Meta:
        model = Event
        fields: list[str] = []

    def by_city(self, queryset: Any, name: str, value: NamedCities) -> Any:
        """Of the agreements of a city."""
        agreements = Agreement.objects.published().of_cities(value.ids)
        return queryset.filter(agreement__in=agreements.values("pk"))

    def by_first_date(self, queryset: Any, name: str, value: PartialDate) -> Any:
        return queryset.filter(may_reach("date", value.earliest))

    def by_last_date(self, queryset: Any, name: str, value: PartialDate) -> Any:
        return queryset.filter(may_begin_by("date", value.latest))
