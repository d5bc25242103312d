"""Being reminded: what a member wants, their calendar, the way out, and “still right?”."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import RadioSelect, modelform_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from agreements import rules
from agreements.exchange.due_calendar import calendar_of
from agreements.models import Agreement, RecordCheck, Subscription, User
from agreements.models.record_check import read_check_token
from agreements.remembering import A_YEAR, agreements_of, reminders, unchecked

YEARS_OF_CALENDAR = 2

DigestForm = modelform_factory(Subscription, fields=["digest"], widgets={"digest": RadioSelect})


@method_decorator(never_cache, name="dispatch")
class Reminders(LoginRequiredMixin, View):
    """What falls due within a year, how one is reminded of it, and the address of the calendar."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(DigestForm(instance=Subscription.objects.of(request.user)))

    def post(self, request: HttpRequest) -> HttpResponse:
        subscription = Subscription.objects.of(request.user)
        if "new-calendar" in request.POST:
            subscription.new_calendar()
            messages.success(request, _("The calendar has a new address; the old one leads nowhere now."))
            return redirect("reminders")
        form = DigestForm(request.POST, instance=subscription)
        if not form.is_valid():
            return self.page(form, status=400)
        form.save()
        messages.success(request, _("Noted."))
        return redirect("reminders")

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        today, theirs = timezone.localdate(), agreements_of(self.request.user)
        context = {
            "form": form,
            "subscription": form.instance,
            "reminders": reminders(theirs, today, today + A_YEAR),
            "unchecked": unchecked(theirs, today),
        }
        return render(self.request, "agreements/reminders.html", context, status=status)


def calendar(request: HttpRequest, key: Any) -> HttpResponse:
    """The calendar of the member whose address this is."""
    found = get_object_or_404(Subscription.objects.select_related("user"), calendar_key=key)
    if not found.user.is_active:
        raise Http404
    today, language = timezone.localdate(), found.user.language
    due = reminders(agreements_of(found.user), today - A_YEAR, today + YEARS_OF_CALENDAR * A_YEAR)
    with override(language):
        body = calendar_of(due, language, timezone.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Robots-Tag"] = "noindex"
    return response


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class StopReminders(View):
    """The way out of the mail, from the mail: a page with one button, or one call by the mail program
    (RFC 8058). Nothing happens by opening it: mail scanners open every link."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        found = Subscription.objects.by_token(kwargs["token"])
        if found is None:
            raise Http404
        self.subscription = found
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return render(request, "agreements/stop_reminders.html", {"subscription": self.subscription})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        self.subscription.stop()
        return render(request, "agreements/stop_reminders.html", {"subscription": None})


@method_decorator(never_cache, name="dispatch")
class StillRight(View):
    """“Still right?”, from the mail: the record’s facts and one button. Opening it confirms nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        ids = read_check_token(kwargs["token"])
        if ids is None:
            raise Http404
        self.agreement = get_object_or_404(Agreement.objects.published(), pk=ids[0])
        self.person = get_object_or_404(User.objects.filter(is_active=True), pk=ids[1])
        if not rules.may_check(self.person, self.agreement):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        RecordCheck.objects.confirm(self.agreement, by=self.person)
        return self.page(done=True)

    def page(self, done: bool) -> HttpResponse:
        shown = Agreement.objects.for_page().get(pk=self.agreement.pk)
        context = {"agreement": shown, "object": shown, "done": done}
        return render(self.request, "agreements/still_right.html", context)
