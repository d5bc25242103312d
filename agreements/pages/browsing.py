"""The lists that anybody narrows: agreements, cities, signatories, domains."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, overload

from django.core.paginator import Page
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView

from agreements.facets import Facet, facets_of
from agreements.filters import AgreementFilter, CityFilter, SignatoryFilter
from agreements.kept import asked_for, kept
from agreements.models import Agreement, City, CooperationDomain, Signatory
from agreements.pages.as_of import AsOf, as_they_stood, day_asked
from agreements.pages.narrowing import Sort, chips_of, facets_beside, page_nearest, remarks_on_page, sorts_of
from agreements.search.explain import reason_of_match
from agreements.search.passages import passages_of_agreement
from agreements.search.query import find
from agreements.strict_filters import StrictFilterSet


class ReadAsOf(ListView):
    """A list that is read as of a past day too, with the numbers and names of that day."""

    @cached_property
    def as_of(self) -> AsOf:
        return day_asked(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(as_of=self.as_of, **kwargs)


class FilteredList(ReadAsOf, ABC):
    """A list narrowed by a FilterSet, in pages. A mistaken filter is named beside its field and left
    out; a page beyond the last shows the last."""

    filterset_class: type[StrictFilterSet]
    filterset: StrictFilterSet
    per_page = 50
    # The orders that a reader may choose besides the list's own: parameter → column.
    sorts: ClassVar[dict[str, Sort]] = {}

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """All rows that this visitor may see, in the list's own order."""

    def dressed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows with what a line of the list shows of them."""
        return rows

    @property
    def sort(self) -> str:
        """The order asked for, or the empty text for the list's own; an unknown one is not obeyed."""
        asked = self.request.GET.get("ordering", "")
        return asked if asked in self.sorts else ""

    def get_queryset(self) -> Any:
        """The rows: as the reader orders them, else best first where a text was searched for."""
        self.filterset = self.filterset_class(self.request.GET, self.rows(), request=self.request)
        narrowed = self.filterset.qs
        if self.sort:
            return Dressed(narrowed.order_by(*self.sorts[self.sort].columns), self.dressed)
        found = getattr(self.filterset, "found", None)
        if found is None or found.stage == "all":
            return Dressed(narrowed, self.dressed)
        return found.listing(self.dressed)

    def remarks(self, page: Page) -> Iterator[str]:
        """What of the address was not obeyed, filters apart."""
        asked_order = self.request.GET.get("ordering", "")
        if asked_order and not self.sort:
            yield _("There is no order named “%(order)s”; the list stands in its own.") % {
                "order": asked_order[:40]
            }
        yield from remarks_on_page(self.request.GET, page)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = self.get_paginator(self.object_list, self.per_page)
        page = page_nearest(paginator, self.request.GET)
        return super().get_context_data(
            filterset=self.filterset,
            page_obj=page,
            remarks=list(self.remarks(page)),
            chips=chips_of(self.filterset),
            sorts=sorts_of(self.sorts, self.sort, self.request.GET),
            **kwargs,
        )


class Dressed(Sequence[Any]):
    """Rows for a paginator, counted without what a line shows of them."""

    def __init__(self, rows: QuerySet[Any], dress: Callable[[QuerySet[Any]], QuerySet[Any]]) -> None:
        self.rows, self.dressed = rows, dress(rows)

    def __len__(self) -> int:
        return self.rows.count()

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        return self.dressed[place]


class AgreementList(FilteredList):
    template_name = "agreements/agreement_list.html"
    filterset_class = AgreementFilter
    filterset: AgreementFilter
    per_page = 25
    sorts = {
        "-signed_on": Sort(gettext_lazy("Latest signed"), ("-signed_on", "-pk")),
        "signed_on": Sort(gettext_lazy("Earliest signed"), ("signed_on", "pk")),
        "-published_at": Sort(gettext_lazy("Latest published"), ("-published_at", "-pk")),
        "registry_number": Sort(gettext_lazy("Registry number"), ("registry_number", "pk")),
    }

    def rows(self) -> QuerySet[Any]:
        return Agreement.objects.visible_to(self.request.user).newest_first()

    def dressed(self, rows: Any) -> Any:
        listed = rows.for_list(on=self.filterset.day)
        return listed.for_reasons() if self.filterset.found.groups else listed

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the facets, the reason of each match, and the cities of the same name."""
        context = super().get_context_data(**kwargs)
        found = self.filterset.found
        as_they_stood(self.as_of, context["page_obj"])
        for agreement in context["page_obj"] if found.groups else ():
            agreement.why_found = reason_of_match(passages_of_agreement(agreement), found.groups, found.begun)
        text = self.filterset.form.cleaned_data.get("q", "")
        cities = find(City.objects.listed(), text)
        return context | {
            "cities": cities.listing()[:5] if cities.groups else [],
            "facets": facets_beside([] if found.is_more else self.facets(), self.filterset),
        }

    def facets(self) -> list[Facet]:
        """Counted once for each state of the register, but for a search's own and those of records in
        work."""
        chosen = self.filterset
        made = partial(facets_of, chosen.qs, chosen.day, chosen.is_whole)
        if {"q", "record_state"} & chosen.narrowed_by.keys():
            return made()
        found: list[Facet] = kept(f"facets:{asked_for(chosen).key}", made, "pages")
        return found


class CityList(FilteredList):
    template_name = "agreements/city_list.html"
    filterset_class = CityFilter
    sorts = {
        "-agreement_count": Sort(gettext_lazy("Most agreements"), ("-agreement_count", "pk")),
        "name_ar": Sort(gettext_lazy("Arabic name"), ("name_ar", "name_en", "pk")),
        "name_en": Sort(gettext_lazy("English name"), ("name_en", "name_ar", "pk")),
    }

    def rows(self) -> QuerySet[Any]:
        counted: QuerySet[Any] = City.objects.listed().with_published_agreements(on=self.as_of.day)
        return counted.order_by("-agreement_count", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        as_they_stood(self.as_of, [], *context["page_obj"])
        return context


class SignatoryList(FilteredList):
    template_name = "agreements/signatory_list.html"
    filterset_class = SignatoryFilter

    def rows(self) -> QuerySet[Any]:
        return Signatory.objects.of_agreements(Agreement.objects.published())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        as_they_stood(self.as_of, [], *(signed.party.city for signed in context["page_obj"]))
        return context


class DomainList(ReadAsOf):
    template_name = "agreements/domain_list.html"

    def get_queryset(self) -> QuerySet[CooperationDomain]:
        tops = CooperationDomain.objects.top_level()
        return tops.with_published_agreements(on=self.as_of.day).with_relatives()
