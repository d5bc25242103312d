"""The course of a record: its page at the desk, and the steps from draft to publication and withdrawal."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from agreements import rules
from agreements.additions import ADD, PROPOSE
from agreements.desk.access import MembersOnly
from agreements.desk.review import reviewed_fields
from agreements.models import Agreement, Document, User
from agreements.steps import STEPS, StepForm, open_steps


class RecordPage(MembersOnly):
    """One record as staff see it: where it stands, what it lacks, what may be done with it."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        agreement = readable(request, reference)
        context = {
            "agreement": agreement,
            "steps": open_steps(request.user, agreement),
            "may_edit": rules.may_edit(request.user, agreement),
            "may_discard": not agreement.is_numbered and bool(rules.may_delete(request.user, agreement)),
            "may_deposit": bool(rules.may_add_to(request.user, agreement)),
            "additions": _additions(request.user, agreement),
            "activities": agreement.activities.all(),
            "documents": Document.objects.current().readable_by(request.user).filter(agreement=agreement),
            "changes": agreement.state_changes.select_related("by"),
            "gaps": {} if agreement.is_numbered else agreement.gaps(),
            "fields": reviewed_fields(agreement),
        }
        return render(request, "desk/record.html", context)


def _additions(user: Any, agreement: Agreement) -> dict[str, Any]:
    """What this person may add to the record, or propose, by kind."""
    if rules.may_add_to(user, agreement):
        return ADD
    return PROPOSE if rules.may_propose_to(user, agreement) else {}


class StepPage(MembersOnly):
    """Where a step is confirmed, with its reason and its remarks where they are due."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not rules.may_enter_admin(request.user):
            return super().dispatch(request, *args, **kwargs)
        self.agreement = readable(request, kwargs["reference"])
        step = STEPS.get(kwargs["name"])
        if step is None:
            raise PermissionDenied(_("There is no such step."))
        if not (answer := step.allowed(request.user, self.agreement)):
            raise PermissionDenied(answer.reason)
        self.step = step
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, reference: str, name: str) -> HttpResponse:
        return self._page(self._form(None))

    def post(self, request: HttpRequest, reference: str, name: str) -> HttpResponse:
        form = self._form(request.POST)
        if form.is_valid():
            try:
                self._take(form.cleaned_data)
            except ValidationError as refusal:
                for message in refusal.messages:
                    form.add_error(None, message)
            else:
                messages.success(request, _("Done: %(step)s.") % {"step": self.step.label})
                return redirect("desk-record", self.agreement.reference)
        return self._page(form, status=422)

    def _form(self, data: Any) -> StepForm:
        form = StepForm(data, step=self.step, user=self.request.user, agreement=self.agreement)
        if self.step.by_field:
            # Remarks on single fields may say all there is to say.
            form.fields["reason"].required = False
        return form

    def _take(self, given: dict[str, Any]) -> None:
        known = {field.name for field in reviewed_fields(self.agreement)} if self.step.by_field else set()
        remarks = {name: self.request.POST.get(f"remark-{name}", "")[:2000] for name in known}
        self.step.take(self.agreement, cast(User, self.request.user), given | {"remarks": remarks})

    def _page(self, form: StepForm, status: int = 200) -> HttpResponse:
        agreement = self.agreement
        context = {
            "agreement": agreement,
            "step": self.step,
            "form": form,
            "gaps": agreement.gaps() if self.step.name in ("submit", "publish") else {},
            "duplicates": self._duplicates(),
            "fields": self._fields(),
        }
        return render(self.request, "desk/step.html", context, status=status)

    def _fields(self) -> list[Any]:
        """What the record says, each with the remark that is being written on it."""
        if not self.step.by_field:
            return []
        fields = reviewed_fields(self.agreement)
        for field in fields:
            field.remark = self.request.POST.get(f"remark-{field.name}", "")
        return fields

    def _duplicates(self) -> list[Agreement]:
        if self.agreement.is_numbered:
            return []
        visible = Agreement.objects.visible_to(self.request.user)
        return list(visible.likely_duplicates_of(self.agreement).for_list()[:5])


class Discard(MembersOnly):
    """Throw a draft away that was never published."""

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        agreement = readable(request, reference)
        answer = rules.may_delete(request.user, agreement)
        if not answer:
            raise PermissionDenied(answer.reason)
        title = str(agreement)
        agreement.delete()
        messages.success(request, _("Discarded: %(title)s.") % {"title": title})
        return redirect("desk")


def readable(request: HttpRequest, reference: str) -> Agreement:
    """The record of an address, if this person may read it."""
    found = Agreement.objects.visible_to(request.user).by_reference(reference).with_status()
    return get_object_or_404(found)
