"""The desk: what waits for whom, and one page for each list."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from agreements import rules
from agreements.desk.access import MembersOnly
from agreements.filters import DeskFilter
from agreements.lifecycle.dues import DueKind
from agreements.models import Agreement, City, EntryDraft, User
from agreements.remembering import reminders
from agreements.search.query import Ranked
from agreements.waiting import LISTS, Waiting, counts, horizon_of, proposed_cities

AT_FIRST = 5


class Desk(MembersOnly, TemplateView):
    """Everything that waits for this person: how much of each, and the first of what is most urgent."""

    template_name = "desk/desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        waiting = counts(user)
        first = next((one for one, number in waiting if number != "0"), None)
        today = timezone.localdate()
        rows = list(in_order(first, user, first.rows(user, today))[:AT_FIRST]) if first else []
        if first and first.name == "ending":
            tell_what_falls_due(rows)
        registrar = bool(rules.may_keep_register(user))
        return super().get_context_data(
            lists=waiting,
            first=first,
            agreements=rows,
            unfinished=EntryDraft.objects.filter(by=user).select_related("agreement")[:20],
            cities=proposed_cities()[:20] if registrar else [],
            may_invite=registrar,
            **kwargs,
        )


def in_order(waiting: Waiting, user: Any, rows: Any) -> Any:
    """The rows of a list as its page shows them, in the order of the list."""
    if waiting.order:
        return Ranked(waiting.order(user, rows, timezone.localdate()), Agreement.objects.for_list())
    return rows.for_list().order_by("-updated_at", "-pk")


def tell_what_falls_due(agreements: Any) -> None:
    """Give each of these agreements the sentences of what happens if nobody acts, as `falls_due`."""
    today = timezone.localdate()
    shown = {agreement.pk: agreement for agreement in agreements}
    for agreement in shown.values():
        agreement.falls_due = []
    theirs = Agreement.objects.filter(pk__in=shown)
    for reminder in reminders(theirs, today, horizon_of(today)):
        if reminder.due.kind != DueKind.ANNIVERSARY:
            shown[reminder.agreement.pk].falls_due.append(reminder)


class DeskList(MembersOnly, ListView):
    """One list, narrowed by text, city and kind; a page beyond the last shows the last."""

    template_name = "desk/list.html"
    per_page = 50

    def get_queryset(self) -> Any:
        if self.kwargs["name"] not in LISTS:
            raise Http404
        self.waiting = LISTS[self.kwargs["name"]]
        user = self.request.user
        rows = self.waiting.rows(user, timezone.localdate()).order_by("-updated_at", "-pk")
        self.filterset = DeskFilter(self.request.GET, rows, request=self.request)
        narrowed = self.filterset.qs
        found = getattr(self.filterset, "found", None)
        if found and not self.waiting.order:
            return found.listing(lambda rows: rows.for_list())
        return in_order(self.waiting, user, found.rows if found else narrowed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.object_list, self.per_page).get_page(self.request.GET.get("page"))
        if self.waiting.name == "ending":
            tell_what_falls_due(page.object_list)
        return super().get_context_data(
            filterset=self.filterset,
            page_obj=page,
            waiting=self.waiting,
            lists=counts(self.request.user),
            **kwargs,
        )


class SettleCity(MembersOnly):
    """The registrar has looked at a city that a clerk added."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        answer = rules.may_keep_register(request.user)
        if not answer:
            raise PermissionDenied(answer.reason)
        city = get_object_or_404(City.objects.proposed(), pk=pk)
        city.settle()
        messages.success(request, _("%(city)s is now a city of the register.") % {"city": city})
        return redirect("desk")
