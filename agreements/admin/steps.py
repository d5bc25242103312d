"""The steps of a record from draft to publication and withdrawal, as the admin offers them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements import rules
from agreements.models import Agreement, User


@dataclass(frozen=True)
class Step:
    """One verb of the record, with the words for its button and its page."""

    name: str
    label: Promise
    explanation: Promise
    allowed: Callable[[Any, Agreement], rules.Answer]
    take: Callable[[Agreement, User, str], None]
    reason_label: Promise | None = None


STEPS = {
    step.name: step
    for step in (
        Step(
            "submit",
            _("Submit for review"),
            _("The record goes to the reviewers of its parties. It can be changed again if they return it."),
            rules.may_submit,
            lambda agreement, user, reason: agreement.submit(by=user),
        ),
        Step(
            "publish",
            _("Publish"),
            _("The record becomes public and gets its registry number, which it keeps for good."),
            rules.may_publish,
            lambda agreement, user, reason: agreement.publish(by=user),
        ),
        Step(
            "return",
            _("Return for completion"),
            _("The record goes back to its author with your remarks."),
            rules.may_return,
            lambda agreement, user, reason: agreement.return_for_completion(by=user, remarks=reason),
            reason_label=_("What is missing or wrong"),
        ),
        Step(
            "withdraw",
            _("Withdraw from view"),
            _("The public sees only the number, the day and your reason. The record itself is kept."),
            rules.may_withdraw,
            lambda agreement, user, reason: agreement.withdraw(by=user, reason=reason),
            reason_label=_("Reason, as the public will read it"),
        ),
    )
}


def open_steps(user: Any, agreement: Agreement) -> list[Step]:
    """The steps that this person may take now."""
    return [step for step in STEPS.values() if step.allowed(user, agreement)]


class StepForm(forms.Form):
    """The confirmation of a step, with its reason where one is due."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField", "dir": "auto"})
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.reason_label is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].label = str(step.reason_label)
