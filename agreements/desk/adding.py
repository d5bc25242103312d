"""Adding to a record: at once for who may, proposed for who works for a party; and deciding on proposals."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from agreements import rules
from agreements.additions import ADD, FORMS, PROPOSE, AdditionForm, blank
from agreements.comparing import Comparison
from agreements.deposit.handing_out import as_download
from agreements.desk.access import MembersOnly
from agreements.desk.steps import readable
from agreements.enumerations import AdditionKind
from agreements.models import HeldFile, Proposal, User
from agreements.models.proposal import MODELS
from agreements.waiting import LISTS, counts

PER_PAGE = 50
MOST_OWN = 20


class Add(MembersOnly):
    """The form of an event, an activity or a document of one record."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not rules.may_enter_admin(request.user):
            return super().dispatch(request, *args, **kwargs)
        self.agreement, self.kind = readable(request, kwargs["reference"]), kwargs["kind"]
        if self.kind not in FORMS:
            raise Http404
        self.adds = bool(rules.may_add_to(request.user, self.agreement))
        if not self.adds and not (answer := rules.may_propose_to(request.user, self.agreement)):
            raise PermissionDenied(answer.reason)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, reference: str, kind: str) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, reference: str, kind: str) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            self._save(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._page(form, status=422)
        return redirect("desk-record", self.agreement.reference)

    def _form(self, *sent: Any) -> AdditionForm:
        row = blank(self.kind, self.agreement)
        if self.kind == AdditionKind.DOCUMENT:
            row.deposited_by = self.request.user
        form = FORMS[self.kind](*sent, instance=row)
        if not self.adds:
            form.fields["reason"] = forms.CharField(
                label=_("What the reviewer should know"),
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )
        return form

    def _save(self, form: AdditionForm) -> None:
        if self.adds:
            form.save()
            messages.success(self.request, _("Added to the record."))
            return
        user = cast(User, self.request.user)
        with transaction.atomic():
            sent = form.cleaned_data.get("file")
            Proposal.objects.propose(
                self.agreement,
                user,
                self.kind,
                form.instance,
                named=[name for name in form._meta.fields or () if name != "file"],
                lists={
                    field.name: [row.pk for row in form.cleaned_data[field.name]]
                    for field in form.instance._meta.many_to_many
                },
                file=HeldFile.objects.hold(sent, user) if sent else None,
                reason=form.cleaned_data["reason"],
            )
        messages.success(self.request, _("Proposed. A reviewer looks at it; you are told by mail."))

    def _page(self, form: AdditionForm, status: int = 200) -> HttpResponse:
        context = {
            "agreement": self.agreement,
            "form": form,
            "adds": self.adds,
            "title": (ADD if self.adds else PROPOSE)[self.kind],
        }
        return render(self.request, "desk/add.html", context, status=status)


class Proposals(MembersOnly):
    """What others propose and this person decides on; and what they proposed themselves."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return proposals_page(request)


class DecideProposal(MembersOnly):
    """One proposal is accepted or refused; what was typed stays where that is refused."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = cast(User, request.user)
        proposal = get_object_or_404(_readable(user), pk=pk)
        reason = request.POST.get("reason", "")
        try:
            if "accept" in request.POST:
                proposal.accept(user)
            else:
                proposal.refuse(user, reason)
        except ValidationError as refusal:
            return proposals_page(request, {"pk": pk, "error": " ".join(refusal.messages), "reason": reason})
        done = _("Accepted: it is part of the record now.") if "accept" in request.POST else _("Refused.")
        messages.success(request, done)
        return redirect("desk-proposals")


def _readable(user: User) -> Any:
    """What this person decides on, and their own."""
    rows = Proposal.objects.all()
    return rows.filter(pk__in=rows.to_decide(user).values("pk")) | rows.filter(by=user)


def proposals_page(request: HttpRequest, refused: dict[str, Any] | None = None) -> HttpResponse:
    user = cast(User, request.user)
    rows = Proposal.objects.to_decide(user).for_list().order_by("at", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    own = list(Proposal.objects.filter(by=user).for_list()[:MOST_OWN])
    words = Comparison([proposal.content for proposal in (*page, *own)])
    for proposal in (*page, *own):
        proposal.said = words.between(None, proposal.content, MODELS[proposal.kind].__name__)
    context = {
        "page_obj": page,
        "own": own,
        "lists": counts(user),
        "waiting": LISTS["proposals"],
        "refused": refused or {"pk": 0, "error": "", "reason": ""},
    }
    return render(request, "desk/proposals.html", context, status=422 if refused else 200)


class ProposedFile(MembersOnly):
    """The file of a proposal, for who decides on it and who sent it."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        found = _readable(cast(User, request.user)).filter(file__isnull=False)
        try:
            return as_download(get_object_or_404(found, pk=pk).file)
        except FileNotFoundError as error:
            raise Http404 from error
