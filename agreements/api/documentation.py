"""The API told to those who build on it: the guide, and what each kind of problem means."""

from pathlib import Path
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from agreements.api.problems import KINDS

CONTRACT = Path(__file__).parent / "contract" / "openapi.yaml"


class Guide(TemplateView):
    template_name = "agreements/developers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        root = self.request.build_absolute_uri(reverse("api:api-root"))
        return super().get_context_data(
            kinds=KINDS.values(),
            root=root,
            without_key=settings.API_CALLS_WITHOUT_KEY,
            with_key=settings.API_CALLS_WITH_KEY,
            **kwargs,
        )


# Its icons stand in its style sheet.
@method_decorator(csp_update({"img-src": [SELF, "data:"]}), name="dispatch")
class Reference(TemplateView):
    """The contract, to be read and tried: every address, every shape."""

    template_name = "agreements/api_reference.html"


@require_safe
def contract(request: HttpRequest) -> HttpResponse:
    """The contract itself, for programs."""
    response = HttpResponse(CONTRACT.read_bytes(), content_type="application/yaml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def kind_of_problem(request: HttpRequest, name: str) -> HttpResponse:
    """The address that is a problem's `type` leads to where the guide explains it, in the reader's
    language."""
    if name not in KINDS:
        raise Http404
    return redirect(f"{reverse('developers')}#{name}")
