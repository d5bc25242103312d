"""The steps of a record from draft to publication and withdrawal, as the desk and the admin offer them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements import rules
from agreements.arabic import words
from agreements.models import Agreement, User


@dataclass(frozen=True)
class Step:
    """One verb of the record, with the words for its button and its page."""

    name: str
    label: Promise
    explanation: Promise
    allowed: Callable[[Any, Agreement], rules.Answer]
    take: Callable[[Agreement, User, dict[str, Any]], None]
    reason_label: Promise | None = None
    needs_survivor: bool = False
    by_field: bool = False


STEPS = {
    step.name: step
    for step in (
        Step(
            "submit",
            _("Submit for review"),
            _("The record goes to the reviewers of its parties. It can be changed again if they return it."),
            rules.may_submit,
            lambda agreement, user, given: agreement.submit(by=user),
        ),
        Step(
            "publish",
            _("Publish"),
            _("The record becomes public and gets its registry number, which it keeps for good."),
            rules.may_publish,
            lambda agreement, user, given: agreement.publish(by=user),
        ),
        Step(
            "return",
            _("Return for completion"),
            _("The record goes back to its author with your remarks."),
            rules.may_return,
            lambda agreement, user, given: agreement.return_for_completion(
                user, given["reason"], given.get("remarks")
            ),
            reason_label=_("What is missing or wrong"),
            by_field=True,
        ),
        Step(
            "withdraw",
            _("Withdraw from view"),
            _("The public sees only the number, the day and your reason. The record itself is kept."),
            rules.may_withdraw,
            lambda agreement, user, given: agreement.withdraw(by=user, reason=given["reason"]),
            reason_label=_("Reason, as the public will read it"),
        ),
        Step(
            "merge",
            _("Merge into another record"),
            _(
                "For two records of one instrument. The number of this one leads to the other for good, and "
                "its documents, activities, links and sources go there; its events and statements stay here."
            ),
            rules.may_merge,
            lambda agreement, user, given: agreement.merge_into(
                given["survivor"], by=user, reason=given["reason"]
            ),
            reason_label=_("Reason, as the public will read it"),
            needs_survivor=True,
        ),
    )
}


def open_steps(user: Any, agreement: Agreement) -> list[Step]:
    """The steps that this person may take now."""
    return [step for step in STEPS.values() if step.allowed(user, agreement)]


class StepForm(forms.Form):
    """The confirmation of a step, with its reason where one is due, and with the record that remains
    where another is merged into it."""

    survivor = forms.CharField(
        label=_("Number of the record that remains"),
        max_length=30,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "TW-2026-00001"}),
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField", "dir": "auto"})
    )

    def __init__(self, *args: Any, step: Step, user: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.agreement = user, agreement
        if not step.needs_survivor:
            del self.fields["survivor"]
        if step.reason_label is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].label = str(step.reason_label)

    def clean_survivor(self) -> Agreement:
        """The record of this number, in digits of whichever script and with blanks or hyphens."""
        number = "-".join(words(self.cleaned_data["survivor"])).upper()
        survivor = Agreement.objects.published().by_reference(number).first()
        if survivor is None:
            raise forms.ValidationError(_("No published record has this number."))
        if not (answer := rules.may_merge_into(self.user, self.agreement, survivor)):
            raise forms.ValidationError(answer.reason)
        return survivor
