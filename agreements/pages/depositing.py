"""Depositing a document with an agreement: one address for the form, for scripts and for drag and drop."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from agreements import rules
from agreements.additions import DocumentForm
from agreements.models import Agreement, Document


class Deposit(View):
    """The form; and the deposit itself, answered with the document, or with what is wrong, as JSON to who
    asks for that."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        readable = Agreement.objects.visible_to(request.user).by_reference(kwargs["reference"])
        self.agreement = get_object_or_404(readable)
        answer = rules.may_add_to(request.user, self.agreement)
        if answer:
            return super().dispatch(request, *args, **kwargs)
        if self.wants_json:
            return JsonResponse({"errors": {"__all__": [answer.reason]}}, status=403)
        raise PermissionDenied(answer.reason)

    @property
    def wants_json(self) -> bool:
        return "application/json" in self.request.headers.get("Accept", "")

    def blank(self) -> Document:
        person = self.request.user if self.request.user.is_authenticated else None
        return Document(agreement=self.agreement, deposited_by=person)

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self.page(DocumentForm(instance=self.blank()))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        form = DocumentForm(request.POST, request.FILES, instance=self.blank())
        if form.is_valid():
            document = form.save()
            return (
                JsonResponse(described(document), status=201)
                if self.wants_json
                else redirect(document.agreement)
            )
        if self.wants_json:
            return JsonResponse({"errors": form.errors.get_json_data()}, status=400)
        return self.page(form, status=400)

    def page(self, form: DocumentForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "object": self.agreement, "title": _("Deposit a document")}
        return render(self.request, "agreements/deposit.html", context, status=status)


def described(document: Document) -> dict[str, Any]:
    """What is answered of a document that has just been deposited."""
    return {
        "id": document.pk,
        "name": document.original_name,
        "title": str(document),
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256,
        "visibility": document.visibility,
        "replaces": document.replaces_id,
        "url": document.get_absolute_url(),
    }
