"""What readers of the public pages say is wrong: looked at, then accepted or declined with a reason."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements import rules
from agreements.desk.access import MembersOnly
from agreements.enumerations import CorrectionState
from agreements.filters import CorrectionFilter
from agreements.models import CorrectionSuggestion, User
from agreements.waiting import LISTS, counts

PER_PAGE = 50


class Corrections(MembersOnly):
    """The suggestions about this person's cities and agreements, the newest first: the open ones, or those
    that are asked for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return corrections_page(request)


class DecideCorrection(MembersOnly):
    """One suggestion is accepted or declined; what was typed stays where that is refused."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = CorrectionSuggestion.objects.visible_to(request.user)
        correction = get_object_or_404(found, pk=pk)
        reason, user = request.POST.get("reason", ""), cast(User, request.user)
        try:
            if "accept" in request.POST:
                correction.accept(user, reason)
            else:
                correction.decline(user, reason)
        except ValidationError as refusal:
            return corrections_page(
                request, {"pk": pk, "error": " ".join(refusal.messages), "reason": reason}
            )
        messages.success(request, _("Decided. Where you accepted it, correct the record itself now."))
        asked = request.GET.urlencode()
        return redirect(f"{reverse('desk-corrections')}{'?' if asked else ''}{asked}")


def corrections_page(request: HttpRequest, refused: dict[str, Any] | None = None) -> HttpResponse:
    asked = request.GET.copy()
    asked.setdefault("state", CorrectionState.OPEN)
    rows = CorrectionSuggestion.objects.visible_to(request.user).for_list().order_by("-made_at", "-pk")
    filterset = CorrectionFilter(asked, rows, request=request)
    context = {
        "page_obj": Paginator(filterset.qs, PER_PAGE).get_page(request.GET.get("page")),
        "filterset": filterset,
        "waiting": LISTS["corrections"],
        "lists": counts(request.user),
        "refused": refused or {"pk": 0, "error": "", "reason": ""},
        "registrar": bool(rules.may_keep_register(request.user)),
    }
    return render(request, "desk/corrections.html", context, status=422 if refused else 200)
