"""One page for each record: an agreement, a city, a domain, a signatory, a document."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import DetailView, View

from agreements.deposit.handing_out import as_download
from agreements.enumerations import RecordState
from agreements.models import (
    Agreement,
    City,
    CooperationDomain,
    Document,
    Signatory,
    StateChange,
    Statement,
)
from agreements.models.bilingual import readers_language
from agreements.models.party import SignatoryQuerySet
from agreements.models.status_period import why
from agreements.pages.as_of import as_they_stood, day_asked
from agreements.pages.covering import kept_promises
from agreements.pages.explaining import activity_of, later_than, proof_of, unknowns_of
from agreements.pages.linked import agreement_as_data, city_as_data
from agreements.pages.portrait import portrait_of, relationship_of
from agreements.rules import may_read_document


class AgreementDetail(DetailView):
    """One agreement. A withdrawn one answers 410 with its number, the day and the reason; a merged one
    leads to the record that holds the instrument now."""

    template_name = "agreements/agreement_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reference = kwargs["reference"]
        self.as_of = day_asked(request.GET)
        readable = Agreement.objects.visible_to(request.user).by_reference(reference)
        day = self.as_of.counts
        found = readable.for_page(on=day).with_activity_status(day).first()
        if found is None:
            return self.gone(reference)
        if found.reference != reference:
            return redirect(found)
        as_they_stood(self.as_of, [found])
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
        agreement = self.object
        documents = [
            document
            for document in agreement.documents.all()
            if may_read_document(self.request.user, document)
        ]
        links = page_links(self.request)
        return super().get_context_data(
            as_of=self.as_of,
            today=timezone.localdate(),
            documents=documents,
            instruments=self._instruments_beside(),
            voided={event.voids_id for event in agreement.events.all()} - {None},
            later=later_than(self.as_of.day, agreement),
            activity=activity_of(agreement),
            proof=proof_of(agreement),
            unknowns=list(unknowns_of(agreement)),
            pair=self._pair(),
            about=self._about(),
            linked_data=agreement_as_data(agreement, links["origin"], self.as_of.counts),
            withdrawal=agreement.record_state == RecordState.WITHDRAWN
            and StateChange.objects.withdrawal_of(agreement.reference),
            mergers=agreement.merged_numbers and StateChange.objects.mergers_into(agreement),
            **links,
            **kwargs,
        )

    def _about(self) -> str:
        """The record in a sentence or two, for those who see only its preview."""
        reason = self.object.status_reason
        told = [str(self.object.get_kind_display()), why(reason, readers_language()) if reason else ""]
        return ". ".join(filter(None, told))

    def _pair(self) -> str:
        """The page of its two cities; empty where it has more."""
        cities = [party.city for party in self.object.parties.all()]
        return relationship_of(*cities) if len(cities) == 2 else ""

    def _instruments_beside(self) -> list[tuple[str, Agreement]]:
        """The published instruments before and after this one, each with how they stand to each other."""
        forward = [(link.get_predicate_display(), link.object) for link in self.object.links.all()]
        backward = [(link.get_inverse_display(), link.subject) for link in self.object.inverse_links.all()]
        return [
            (relation, other)
            for relation, other in forward + backward
            if other.record_state == RecordState.PUBLISHED
        ]


def page_links(request: HttpRequest) -> dict[str, str]:
    """Where this page stands for good, without its query, and where the site begins."""
    return {
        "permalink": request.build_absolute_uri(request.path),
        "origin": request.build_absolute_uri("/").removesuffix("/"),
    }


class CityDetail(DetailView):
    template_name = "agreements/city_detail.html"
    # So many agreements, the latest, are taken into the portrait.
    most = 1000

    def get_queryset(self) -> Any:
        return City.objects.visible_to(self.request.user).with_aliases()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        as_of = day_asked(self.request.GET)
        theirs = Agreement.objects.published().filter(parties__city=self.object).come_about_by(as_of.day)
        newest = list(theirs.for_list(on=as_of.counts).newest_first()[: self.most])
        as_they_stood(as_of, newest, self.object)
        portrait = portrait_of(self.object, newest)
        links = page_links(self.request)
        return super().get_context_data(
            as_of=as_of,
            asked=urlencode({"city": self.object.slug, **as_of.asked}),
            agreement_count=theirs.count(),
            shown=self.most,
            portrait=portrait,
            partner_cities=[partner.city for partner in portrait.partners],
            statements=Statement.objects.published_of_city(self.object)[:20],
            about=str(self.object),
            linked_data=city_as_data(self.object, links["origin"]),
            **links,
            **kwargs,
        )


class DomainDetail(DetailView):
    template_name = "agreements/domain_detail.html"
    queryset = CooperationDomain.objects.with_relatives()
    slug_field = slug_url_kwarg = "code"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        as_of = day_asked(self.request.GET)
        day, parts = as_of.day, list(self.object.children.all())
        published = Agreement.objects.published().come_about_by(day).in_domain(self.object.code)
        newest = list(published.for_list(on=as_of.counts).newest_first()[:50])
        as_they_stood(as_of, newest)
        return super().get_context_data(
            as_of=as_of,
            asked=urlencode({"domain": self.object.code, **as_of.asked}),
            promises=[*kept_promises([self.object], day), *kept_promises(parts, day)],
            agreements=newest,
            agreement_count=published.count(),
            **kwargs,
        )


class SignatoryDetail(DetailView):
    """The published signatures under one name, the latest first."""

    template_name = "agreements/signatory_detail.html"

    def get_queryset(self) -> SignatoryQuerySet:
        return Signatory.objects.of_agreements(Agreement.objects.published())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        as_of = day_asked(self.request.GET)
        public = Agreement.objects.published().come_about_by(as_of.day)
        signatures = list(
            Signatory.objects.of_agreements(public).of_the_same_name(self.object).given_by(as_of.day)
        )
        as_they_stood(as_of, [], *(signature.party.city for signature in signatures))
        for signature in signatures:
            signature.day = signature.signed_on or signature.party.agreement.signed_on
        latest_first = sorted(signatures, key=lambda one: str(one.day or ""), reverse=True)
        return super().get_context_data(as_of=as_of, signatures=latest_first, **kwargs)


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
