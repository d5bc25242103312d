"""The pages that anybody reads: lists, and one page for each record."""

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import DetailView, ListView, TemplateView, View

from agreements.filters import AgreementFilter, CityFilter, StrictFilterSet
from agreements.models import Agreement, City, CooperationDomain, Document, StateChange
from agreements.models.agreement_queries import AgreementQuerySet
from agreements.rules import may_read_document


class FilteredList(ListView, ABC):
    """A list narrowed by a FilterSet, in pages. A mistaken filter is named beside its field and left
    out; a page beyond the last shows the last."""

    filterset_class: type[StrictFilterSet]
    filterset: StrictFilterSet
    per_page = 50

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """All rows that this visitor may see."""

    def get_queryset(self) -> QuerySet[Any]:
        self.filterset = self.filterset_class(self.request.GET, self.rows(), request=self.request)
        return self.filterset.qs

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

    def rows(self) -> QuerySet[Any]:
        return Agreement.objects.visible_to(self.request.user).newest_first()

    def get_queryset(self) -> QuerySet[Any]:
        narrowed: Any = super().get_queryset()
        filterset: Any = self.filterset
        return narrowed.for_list(on=filterset.day)


class AgreementDetail(DetailView):
    """One agreement. A withdrawn one answers 410 with its number, the day and the reason."""

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
        return render(
            self.request, "agreements/agreement_withdrawn.html", {"withdrawal": withdrawal}, status=410
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        documents = [
            document
            for document in self.object.documents.all()
            if may_read_document(self.request.user, document)
        ]
        return super().get_context_data(documents=documents, **kwargs)


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
        document = get_object_or_404(Document.objects.select_related("agreement"), pk=pk)
        answer = may_read_document(request.user, document)
        if not answer:
            raise PermissionDenied(answer.reason)
        return FileResponse(
            document.file.open("rb"),
            as_attachment=True,
            filename=document.original_name,
            content_type=document.media_type,
        )
