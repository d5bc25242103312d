"""What a record said from change to change; and bringing a former state back, as a change of its own."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from agreements import rules
from agreements.comparing import Comparison
from agreements.desk.access import MembersOnly
from agreements.desk.restoring import restore
from agreements.desk.steps import readable
from agreements.enumerations import Subject
from agreements.models import Agreement, Revision, User

SHOWN = 100


class History(MembersOnly):
    """Every change of one record, the latest first: who, when, why, and what it was before and after."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        agreement = readable(request, reference)
        states = list(
            Revision.objects.of(Subject.AGREEMENT, agreement.pk)
            .select_related("by")
            .order_by("-number")[: SHOWN + 1]
        )
        words = Comparison([state.content for state in states])
        former: list[Any] = [*states[1:], None]
        changes = [
            {"state": state, "differences": words.between(before and before.content, state.content)}
            for state, before in zip(states, former, strict=True)
        ]
        context = {
            "agreement": agreement,
            "changes": changes[:SHOWN],
            "may_restore": bool(rules.may_edit(request.user, agreement)),
            "latest": states[0].number if states else 0,
        }
        return render(request, "desk/history.html", context)


class Restore(MembersOnly):
    """The former state beside the present one; then, with a reason, it is brought back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not rules.may_enter_admin(request.user):
            return super().dispatch(request, *args, **kwargs)
        self.agreement = readable(request, kwargs["reference"])
        answer = rules.may_edit(request.user, self.agreement)
        if not answer:
            raise PermissionDenied(answer.reason)
        states = Revision.objects.of(Subject.AGREEMENT, self.agreement.pk)
        self.state = get_object_or_404(states, number=kwargs["number"], content__isnull=False)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, reference: str, number: int) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, reference: str, number: int) -> HttpResponse:
        reason = request.POST.get("reason", "").strip()
        if not reason:
            return self._page(_("Give the reason in a sentence."), status=422)
        with transaction.atomic():
            list(Agreement.objects.locked({self.agreement.pk}))
            if str(self.agreement.version) != request.POST.get("version"):
                return self._page(_("Somebody has changed the record meanwhile: look again."), status=409)
            restore(self.agreement, self.state.content or {}, cast(User, request.user), reason)
        messages.success(request, _("The former state is back, as a new change."))
        return redirect("desk-history", self.agreement.reference)

    def _page(self, error: str = "", status: int = 200) -> HttpResponse:
        now = Revision.objects.of(Subject.AGREEMENT, self.agreement.pk).last()
        content = now.content if now else None
        context = {
            "agreement": self.agreement,
            "state": self.state,
            "version": self.agreement.version,
            "differences": Comparison([content, self.state.content]).between(content, self.state.content),
            "error": error,
            "reason": self.request.POST.get("reason", ""),
        }
        return render(self.request, "desk/restore.html", context, status=status)
