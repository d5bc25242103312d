"""Side filters of the agreement list: the same questions as the public filters."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from agreements.enumerations import LegalStatus
from agreements.models import Agreement, City


class StatusFilter(admin.SimpleListFilter):
    title = _("legal status today")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(LegalStatus.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        agreements: Any = queryset
        return agreements.having_status(self.value()) if self.value() else queryset


class CountryFilter(admin.SimpleListFilter):
    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        present = City.objects.order_by("country").values_list("country", flat=True).distinct()
        return sorted(((code, countries.name(code)) for code in present), key=lambda pair: str(pair[1]))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        agreements: Any = queryset
        return agreements.of_country(self.value()) if self.value() else queryset


class SignatureYearFilter(admin.SimpleListFilter):
    """By decade, and within a chosen decade by year; the unknown are a choice of their own."""

    title = _("signed")
    parameter_name = "signed"
    UNKNOWN = "unknown"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        years = (
            Agreement.objects.exclude(signed_on="")
            .values_list(Substr("signed_on", 1, 4), flat=True)
            .distinct()
        )
        chosen = (self.value() or "")[:3] if self.value() != self.UNKNOWN else ""
        decades = sorted({f"{year[:3]}x" for year in years}, reverse=True)
        within = sorted((year for year in years if chosen and year.startswith(chosen)), reverse=True)
        found: list[tuple[str, Any]] = []
        for decade in decades:
            found.append((decade, _("%(first)s0–%(first)s9") % {"first": decade[:3]}))
            found.extend((year, year) for year in within if year.startswith(decade[:3]))
        return [*found, (self.UNKNOWN, _("Date not known"))]

    def value(self) -> str | None:
        held: str | None = super().value()
        return held

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        value = self.value() or ""
        if value == self.UNKNOWN:
            return queryset.filter(signed_on="")
        digits = value.rstrip("x")
        return queryset.filter(signed_on__startswith=digits) if digits.isdigit() else queryset
