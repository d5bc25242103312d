"""The API told to those who build on it: the guide, and what each kind of problem means."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from agreements.api.problems import KINDS


class Guide(TemplateView):
    template_name = "agreements/developers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        root = self.request.build_absolute_uri(reverse("api:api-root"))
        return super().get_context_data(kinds=KINDS.values(), root=root, **kwargs)


def kind_of_problem(request: HttpRequest, name: str) -> HttpResponse:
    """The address that is a problem's `type` leads to where the guide explains it, in the reader's
    language."""
    if name not in KINDS:
        raise Http404
    return redirect(f"{reverse('developers')}#{name}")
