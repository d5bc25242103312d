"""One page for each record: an agreement, a city, a domain, a document."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import DetailView, View

from agreements.deposit.handing_out import as_download
from agreements.enumerations import RecordState
from agreements.models import Agreement, City, CooperationDomain, Document, Signatory, StateChange
from agreements.models.agreement_queries import AgreementQuerySet
from agreements.models.party import SignatoryQuerySet
from agreements.rules import may_read_document


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


class CityDetail(DetailView):
    template_name = "agreements/city_detail.html"
    queryset = City.objects.with_aliases()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = Agreement.objects.published().of_city(self.object.slug)
        return super().get_context_data(**newest_of(published), **kwargs)


class DomainDetail(DetailView):
    template_name = "agreements/domain_detail.html"
    queryset = CooperationDomain.objects.with_relatives()
    slug_field = slug_url_kwarg = "code"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = Agreement.objects.published().in_domain(self.object.code)
        return super().get_context_data(**newest_of(published), **kwargs)


class SignatoryDetail(DetailView):
    """The published signatures under one name, the latest first."""

    template_name = "agreements/signatory_detail.html"

    def get_queryset(self) -> SignatoryQuerySet:
        return Signatory.objects.of_agreements(Agreement.objects.published())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signatures = self.get_queryset().of_the_same_name(self.object)
        for signature in signatures:
            signature.day = signature.signed_on or signature.party.agreement.signed_on
        latest_first = sorted(signatures, key=lambda one: str(one.day or ""), reverse=True)
        return super().get_context_data(signatures=latest_first, **kwargs)


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
            return as_download(document)
        except FileNotFoundError as error:
            raise Http404 from error
