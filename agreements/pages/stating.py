"""What each party says of an agreement: asking for it, answering inside, and answering by a one-time link."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from agreements import rules
from agreements.enumerations import AgreementKind
from agreements.models import Agreement, Party, Statement, StatementRequest
from agreements.models.statement_request import Spent, state

UNSURE = gettext_lazy("We do not know")


class StatementForm(forms.ModelForm):
    """The three questions, and who answers them."""

    kind_claimed = forms.ChoiceField(
        label=gettext_lazy("1. What kind of agreement is it for you?"),
        choices=[("", UNSURE), *AgreementKind.choices],
        required=False,
    )
    in_force_claimed = forms.TypedChoiceField(
        label=gettext_lazy("2. Is it in force for you today?"),
        choices=[("", UNSURE), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Statement
        fields = ("kind_claimed", "in_force_claimed", "signed_on_claimed", "note_ar", "note_en", "made_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on_claimed"].label = _("3. When was it signed?")
        self.fields["made_by"].label = _("Who answers: name and office")
        self.fields["made_by"].help_text = ""
        kept, left_out = ("note_ar", "note_en") if get_language() == "ar" else ("note_en", "note_ar")
        del self.fields[left_out]
        self.fields[kept].label = _("In your own words")
        self.fields[kept].widget = forms.Textarea(attrs={"rows": 4, "maxlength": 2000})
        self.fields[kept].validators.append(_at_most_2000)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        said = [cleaned.get(name) for name in self.fields if name != "made_by"]
        if not self.errors and all(answer in (None, "") for answer in said):
            raise ValidationError(_("Answer at least one of the questions."))
        return cleaned


def _at_most_2000(text: str) -> None:
    if len(text) > 2000:
        raise ValidationError(_("At most 2,000 letters."))


class AskForm(forms.Form):
    """Whom to ask, where the city's own people in the registry are not to be."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the partner"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Leave empty to ask the city’s own people in the registry."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter"),
        choices=[("ar", gettext_lazy("Arabic")), ("en", gettext_lazy("English"))],
    )


class Ask(View):
    """Asking one party: the form, what was asked before, and taking it back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.party = party_of(request, kwargs["reference"], kwargs["pk"])
        answer = rules.may_ask_statement(request.user, self.party.agreement)
        if not answer:
            raise PermissionDenied(answer.reason)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, reference: str, pk: int) -> HttpResponse:
        return self.page(AskForm(initial={"language": get_language()}))

    def post(self, request: HttpRequest, reference: str, pk: int) -> HttpResponse:
        if "revoke" in request.POST:
            return self.revoke(request.POST["revoke"])
        form = AskForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=400)
        try:
            StatementRequest.objects.ask(self.party, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages[0])
            return self.page(form, status=400)
        messages.success(request, _("The party has been asked; its answer will be mailed to you."))
        return redirect(self.party.agreement)

    def revoke(self, pk: str) -> HttpResponse:
        requests = StatementRequest.objects.filter(party=self.party)
        asked = get_object_or_404(requests, pk=pk if pk.isdecimal() and len(pk) < 19 else 0)
        asked.revoke(by=self.request.user)
        messages.success(self.request, _("The request has been taken back: its link is no longer good."))
        return redirect(self.request.path)

    def page(self, form: AskForm, status: int = 200) -> HttpResponse:
        asked = StatementRequest.objects.filter(party=self.party).select_related("asked_by")[:20]
        context = {"form": form, "party": self.party, "agreement": self.party.agreement, "asked": asked}
        return render(self.request, "agreements/ask_statement.html", context, status=status)


class State(View):
    """One of the party's own people answers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.party = party_of(request, kwargs["reference"], kwargs["pk"])
        answer = rules.may_state(request.user, self.party)
        if not answer:
            raise PermissionDenied(answer.reason)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, reference: str, pk: int) -> HttpResponse:
        return self.page(StatementForm(instance=Statement(party=self.party, made_by=str(request.user))))

    def post(self, request: HttpRequest, reference: str, pk: int) -> HttpResponse:
        form = StatementForm(request.POST, instance=blank(self.party))
        if not form.is_valid():
            return self.page(form, status=400)
        state(form.instance, by=request.user)
        messages.success(request, _("The statement is recorded. Thank you."))
        return redirect(self.party.agreement)

    def page(self, form: StatementForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "party": self.party, "agreement": self.party.agreement}
        return render(self.request, "agreements/state.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class StatementLink(View):
    """The page behind a one-time link, for a partner who has no account."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        found = StatementRequest.objects.by_token(kwargs["token"])
        if found is None:
            raise Http404
        self.asked = found
        try:
            if why := found.why_spent():
                raise Spent(why, found)
            response = super().dispatch(request, *args, **kwargs)
        except Spent as spent:
            status = 429 if spent.why == "tried" else 410
            response = render(request, "agreements/link_spent.html", {"spent": spent}, status=status)
        # The address is the key: it is told to no other site, and kept by no search engine. Told to nobody
        # at all, browsers would not say either where the form comes from, and it would be refused.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(StatementForm(instance=blank(self.asked.party)))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        self.asked.count_try()
        form = StatementForm(request.POST, instance=blank(self.asked.party))
        if not form.is_valid():
            return self.page(form, status=400)
        self.asked.answer(form.instance)
        context = {"statement": form.instance, "agreement": self.asked.agreement}
        return render(request, "agreements/link_answered.html", context)

    def page(self, form: StatementForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "party": self.asked.party,
            "agreement": self.asked.agreement,
            "valid_until": self.asked.expires_at,
        }
        return render(self.request, "agreements/state.html", context, status=status)


def party_of(request: HttpRequest, reference: str, pk: int) -> Party:
    """A party of a record that this person may read."""
    readable = Agreement.objects.visible_to(request.user).by_reference(reference)
    return get_object_or_404(Party.objects.select_related("agreement", "city"), agreement__in=readable, pk=pk)


def blank(party: Party) -> Statement:
    return Statement(party=party)
