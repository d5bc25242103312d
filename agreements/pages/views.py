"""The pages that anybody reads: lists, and one page for each record."""

import logging
from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import DetailView, ListView, TemplateView, View

from agreements.enumerations import RecordState
from agreements.filters import AgreementFilter, CityFilter, StrictFilterSet
from agreements.models import Agreement, City, CooperationDomain, Document, StateChange
from agreements.models.agreement_queries import AgreementQuerySet
from agreements.rules import may_read_document
from agreements.search.explain import reason_of_match
from agreements.search.passages import passages_of_agreement
from agreements.search.query import find

logger = logging.getLogger(__name__)


class FilteredList(ListView, ABC):
    """A list narrowed by a FilterSet, in pages. A mistaken filter is named beside its field and left
    out; a page beyond the last shows the last."""

    filterset_class: type[StrictFilterSet]
    filterset: StrictFilterSet
    per_page = 50

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """All rows that this visitor may see."""

    def dressed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows with what a line of the list shows of them."""
        return rows

    def get_queryset(self) -> Any:
        """The rows, best first where a text was searched for."""
        self.filterset = self.filterset_class(self.request.GET, self.rows(), request=self.request)
        narrowed = self.filterset.qs
        found = getattr(self.filterset, "found", None)
        return found.listing(self.dressed) if found else self.dressed(narrowed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = self.get_paginator(self.object_list, self.per_page)
        page = paginator.get_page(self.request.GET.get("page"))
        return super().get_context_data(filterset=self.filterset, page_obj=page, **kwargs)


class Home(TemplateView):
    template_name = "agreements/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = Agreement.objects.published()
        return super().get_context_data(
            latest=published.for_list().order_by("-published_at", "-pk")[:5],
            agreement_count=published.count(),
            in_force_count=published.in_force().count(),
            city_count=City.objects.party_to(published).count(),
            **kwargs,
        )


class AgreementList(FilteredList):
    template_name = "agreements/agreement_list.html"
    filterset_class = AgreementFilter
    filterset: AgreementFilter

    def rows(self) -> QuerySet[Any]:
        return Agreement.objects.visible_to(self.request.user).newest_first()

    def dressed(self, rows: Any) -> Any:
        listed = rows.for_list(on=self.filterset.day)
        return listed.for_reasons() if self.filterset.found.groups else listed

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the reason of each match, and the cities and people of the same name."""
        context = super().get_context_data(**kwargs)
        found = self.filterset.found
        for agreement in context["page_obj"] if found.groups else ():
            agreement.why_found = reason_of_match(passages_of_agreement(agreement), found.groups, found.begun)
        text = self.filterset.form.cleaned_data.get("q", "")
        cities = find(City.objects.all(), text)
        return context | {"cities": cities.listing()[:5] if cities.groups else []}


class AgreementDetail(DetailView):
    """One agreement. A withdrawn one answers 410 with its number, the day and the reason; a merged one
    leads to the record that holds the instrument now."""

    template_name = "agreements/agreement_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reference = kwargs["reference"]
        found = Agreement.objects.visible_to(request.user).by_reference(reference).for_page().first()
        if found is None:
            return self.gone(reference)
        if found.reference != reference:
            return redirect(found)
        self.object = found
        return self.render_to_response(self.get_context_data())

    def gone(self, reference: str) -> HttpResponse:
        withdrawal = StateChange.objects.withdrawal_of(reference)
        if withdrawal is None:
            raise Http404
        if survivor := withdrawal.agreement.merged_into:
            return redirect(survivor, permanent=True)
        return render(
            self.request, "agreements/agreement_withdrawn.html", {"withdrawal": withdrawal}, status=410
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        documents = [
            document
            for document in self.object.documents.all()
            if may_read_document(self.request.user, document)
        ]
        return super().get_context_data(
            documents=documents,
            instruments=self._instruments_beside(),
            voided={event.voids_id for event in self.object.events.all()} - {None},
            withdrawal=self.object.record_state == RecordState.WITHDRAWN
            and StateChange.objects.withdrawal_of(self.object.reference),
            mergers=self.object.merged_numbers and StateChange.objects.mergers_into(self.object),
            **kwargs,
        )

    def _instruments_beside(self) -> list[tuple[str, Agreement]]:
        """The published instruments before and after this one, each with how they stand to each other."""
        forward = [(link.get_predicate_display(), link.object) for link in self.object.links.all()]
        backward = [(link.get_inverse_display(), link.subject) for link in self.object.inverse_links.all()]
        return [
            (relation, other)
            for relation, other in forward + backward
            if other.record_state == RecordState.PUBLISHED
        ]


def newest_of(agreements: AgreementQuerySet) -> dict[str, Any]:
    """What a city's or domain's page shows of its agreements: the newest, and how many there are."""
    return {"agreements": agreements.for_list().newest_first()[:50], "agreement_count": agreements.count()}


class CityList(FilteredList):
    template_name = "agreements/city_list.html"
    filterset_class = CityFilter

    def rows(self) -> QuerySet[Any]:
        return City.objects.with_published_agreements()


class CityDetail(DetailView):
    template_name = "agreements/city_detail.html"
    queryset = City.objects.with_aliases()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = Agreement.objects.published().of_city(self.object.slug)
        return super().get_context_data(**newest_of(published), **kwargs)


class DomainList(ListView):
    template_name = "agreements/domain_list.html"

    def get_queryset(self) -> QuerySet[CooperationDomain]:
        return CooperationDomain.objects.top_level().with_published_agreements().with_relatives()


class DomainDetail(DetailView):
    template_name = "agreements/domain_detail.html"
    queryset = CooperationDomain.objects.with_relatives()
    slug_field = slug_url_kwarg = "code"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = Agreement.objects.published().in_domain(self.object.code)
        return super().get_context_data(**newest_of(published), **kwargs)


class DocumentFile(View):
    """A deposited file, handed out as a download to those who may read it."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        readable = Agreement.objects.visible_to(request.user)
        documents = Document.objects.filter(agreement__in=readable).select_related("agreement")
        document = get_object_or_404(documents, pk=pk)
        answer = may_read_document(request.user, document)
        if not answer:
            raise PermissionDenied(answer.reason)
        try:
            file = document.file.open("rb")
        except FileNotFoundError as error:
            logger.error("The file of document %s is missing: %s", document.pk, document.file.name)
            raise Http404 from error
        return FileResponse(
            file,
            as_attachment=True,
            filename=document.download_name,
            content_type=document.media_type,
            headers={
                # Whatever a browser makes of it, it runs nothing and reaches nothing.
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "Content-Length": str(document.size),
                "ETag": f'"{document.sha256}"',
                "Cache-Control": "private, no-cache",
            },
        )
