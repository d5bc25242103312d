"""What a record said from change to change; and bringing a former state back, as a change of its own."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements import rules
from agreements.comparing import Comparison
from agreements.desk.access import MembersOnly
from agreements.desk.restoring import restore, restore_plain
from agreements.desk.steps import readable
from agreements.enumerations import Subject
from agreements.models import Activity, Agreement, City, CooperationDomain, Revision, User

SHOWN = 100

# What has a history beside the agreements, by the word in its address.
KINDS: dict[str, type[Any]] = {
    Subject.ACTIVITY: Activity,
    Subject.CITY: City,
    Subject.DOMAIN: CooperationDomain,
    Subject.PERSON: User,
}


@dataclass
class Told:
    """The record whose history is told: `row` is None once it was deleted."""

    subject: str
    pk: int
    row: Any
    title: Any
    may_restore: rules.Answer
    above: tuple[str, str]
    address: str

    @property
    def model(self) -> str:
        return "Agreement" if self.subject == Subject.AGREEMENT else KINDS[self.subject].__name__

    @property
    def states(self) -> Any:
        return Revision.objects.of(self.subject, self.pk)

    def restore_address(self, number: int) -> str:
        return f"{self.address}{number}/restore/"

    def lock(self) -> None:
        """Hold the record for the rest of the transaction."""
        model: Any = Agreement if self.subject == Subject.AGREEMENT else KINDS[self.subject]
        list(model.objects.select_for_update(no_key=True).filter(pk=self.pk).values_list("pk"))
        self.row = model.objects.filter(pk=self.pk).first()

    def restore(self, content: dict[str, Any], by: User, reason: str) -> None:
        if isinstance(self.row, Agreement):
            restore(self.row, content, by, reason)
        else:
            restore_plain(self.row or KINDS[self.subject](pk=self.pk), content, by, reason)


def told_by(request: HttpRequest, subject: str, **where: Any) -> Told:
    """The record of an address, for who may read its history. Raises Http404, and PermissionDenied with
    the reason."""
    if subject == Subject.AGREEMENT:
        return _of_agreement(readable(request, where["reference"]), request.user)
    if subject not in KINDS:
        raise Http404
    pk = where["pk"]
    row = KINDS[subject].objects.filter(pk=pk).first()
    if row is None and not Revision.objects.of(subject, pk).exists():
        raise Http404
    answer = rules.may_read_history(request.user, row)
    if not answer:
        raise PermissionDenied(answer.reason)
    return Told(
        subject,
        pk,
        row,
        row if row is not None else Subject(subject).label,
        rules.may_restore(request.user, row),
        (reverse("desk"), _("Desk")),
        reverse("desk-history-of", args=[subject, pk]),
    )


def _of_agreement(agreement: Agreement, user: Any) -> Told:
    return Told(
        Subject.AGREEMENT,
        agreement.pk,
        agreement,
        agreement.title or agreement.reference,
        rules.may_edit(user, agreement),
        (reverse("desk-record", args=[agreement.reference]), str(agreement)),
        reverse("desk-history", args=[agreement.reference]),
    )


class History(MembersOnly):
    """Every change of one record, the latest first: who, when, why, and what it was before and after."""

    def get(self, request: HttpRequest, subject: str, **where: Any) -> HttpResponse:
        told = told_by(request, subject, **where)
        states = list(told.states.select_related("by").order_by("-number")[: SHOWN + 1])
        words = Comparison([state.content for state in states])
        former: list[Any] = [*states[1:], None]
        changes = [
            {
                "state": state,
                "differences": words.between(before and before.content, state.content, told.model),
                "restore": told.restore_address(state.number)
                if told.may_restore and state.content and state is not states[0]
                else "",
            }
            for state, before in zip(states, former, strict=True)
        ]
        context = {"told": told, "changes": changes[:SHOWN], "beside": _beside(told.row)}
        return render(request, "desk/history.html", context)


def _beside(row: Any) -> list[tuple[str, str]]:
    """What a record tells of and what has a history of its own: the words and the address of each."""
    if not isinstance(row, Agreement):
        return []
    cities: list[Any] = [party.city for party in row.parties.select_related("city")]
    found = [(Subject.CITY, city) for city in cities]
    found += [(Subject.ACTIVITY, activity) for activity in row.activities.all()[:SHOWN]]
    return [
        (f"{subject.label}: {each}", reverse("desk-history-of", args=[subject, each.pk]))
        for subject, each in found
    ]


class Restore(MembersOnly):
    """The former state beside the present one; then, with a reason, it is brought back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not rules.may_enter_admin(request.user):
            return super().dispatch(request, *args, **kwargs)
        where = {name: value for name, value in kwargs.items() if name != "number"}
        self.told = told_by(request, **where)
        if not self.told.may_restore:
            raise PermissionDenied(self.told.may_restore.reason)
        self.state = get_object_or_404(self.told.states, number=kwargs["number"], content__isnull=False)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **where: Any) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, **where: Any) -> HttpResponse:
        reason = request.POST.get("reason", "").strip()
        if not reason:
            return self._page(_("Give the reason in a sentence."), status=422)
        try:
            with transaction.atomic():
                self.told.lock()
                if str(self._version()) != request.POST.get("version"):
                    changed = _("Somebody has changed the record meanwhile: look again.")
                    return self._page(changed, status=409)
                self.told.restore(self.state.content or {}, cast(User, request.user), reason)
        except ValidationError as refusal:
            return self._page(" ".join(refusal.messages), status=422)
        messages.success(request, _("The former state is back, as a new change."))
        return redirect(self.told.address)

    def _version(self) -> int:
        return int(Revision.objects.version(self.told.subject, self.told.pk))

    def _page(self, error: str = "", status: int = 200) -> HttpResponse:
        now = self.told.states.last()
        content = now.content if now else None
        words = Comparison([content, self.state.content])
        context = {
            "told": self.told,
            "state": self.state,
            "version": self._version(),
            "differences": words.between(content, self.state.content, self.told.model),
            "error": error,
            "reason": self.request.POST.get("reason", ""),
        }
        return render(self.request, "desk/restore.html", context, status=status)
