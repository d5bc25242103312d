"""“Suggest a correction”: a form at every record, for whoever reads it."""

from typing import Any

from django import forms
from django.core import signing
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from agreements.callers import network_of
from agreements.models import Agreement, City, CooperationDomain, CorrectionSuggestion, Signatory
from agreements.models.correction import sender_of

# Nobody reads the form and answers it in less; a form left open for longer is asked for anew.
LEAST_SECONDS = 3
MOST_SECONDS = 24 * 60 * 60
SALT = "agreements.correction"


class CorrectionForm(forms.ModelForm[CorrectionSuggestion]):
    # No person sees this box; what fills it fills every box.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = CorrectionSuggestion
        fields = ["text", "evidence", "name", "email"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6, "dir": "auto", "maxlength": 4000}),
            "evidence": forms.TextInput(attrs={"dir": "auto"}),
            "name": forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
        }
        help_texts = {
            "text": _("What is wrong, and what is right."),
            "evidence": _("A web address, a newspaper with its date, a council decision…"),
            "email": _("Only if you wish for an answer. It is not published."),
        }

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].strip()
        if len(text) < 10:
            raise forms.ValidationError(_("Say it in a sentence, of ten letters or more."))
        return str(text)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("A box that should stay empty was filled in."))
        self._require_a_persons_pace(cleaned.get("opened", ""))
        return cleaned

    def _require_a_persons_pace(self, opened: str) -> None:
        signer = signing.TimestampSigner(salt=SALT)
        try:
            signer.unsign(opened, max_age=MOST_SECONDS)
        except signing.BadSignature:
            self._open_anew()
            raise forms.ValidationError(
                _("The form was open for too long. Look it over and send it again.")
            ) from None
        try:
            signer.unsign(opened, max_age=LEAST_SECONDS)
        except signing.SignatureExpired:
            return
        raise forms.ValidationError(_("That was very fast. Wait a moment and send it again."))

    def _open_anew(self) -> None:
        self.data = {**self.data.dict(), "opened": stamp()}  # type: ignore[attr-defined]


def stamp() -> str:
    """The moment at which a form was opened, signed."""
    return signing.TimestampSigner(salt=SALT).sign("")


@method_decorator(never_cache, name="dispatch")
class Correcting(SingleObjectMixin, FormView):
    """The form for one record, and what becomes of it."""

    template_name = "agreements/correction_form.html"
    form_class = CorrectionForm

    def about(self) -> dict[str, Model]:
        """The record, by the suggestion's column for it."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.object: Any = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"opened": stamp()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The suggestion is about this record, from this sender."""
        suggestion = CorrectionSuggestion(
            language=get_language() or "ar", sender=sender_of(network_of(self.request.META))
        )
        for name, record in self.about().items():
            setattr(suggestion, name, record)
        return {**super().get_form_kwargs(), "instance": suggestion}

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        if CorrectionSuggestion.objects.are_too_many(form.instance.sender):
            form.add_error(None, _("Many suggestions came within the last hour. Try again later."))
            answer = self.form_invalid(form)
            answer.status_code = 429
            return answer
        form.save()
        return redirect("correction-thanks")


class OfAgreement(Correcting):
    def about(self) -> dict[str, Model]:
        return {"agreement": self.object}

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Model:
        """Raises Http404 for a record that the public does not read."""
        self.kwargs["slug"] = self.kwargs["reference"]
        return super().get_object(Agreement.objects.published())

    def get_slug_field(self) -> str:
        return "registry_number"


class OfCity(Correcting):
    queryset = City.objects.listed()

    def about(self) -> dict[str, Model]:
        return {"city": self.object}


class OfDomain(Correcting):
    queryset = CooperationDomain.objects.all()
    slug_field = slug_url_kwarg = "code"

    def about(self) -> dict[str, Model]:
        return {"domain": self.object}


class OfSignatory(Correcting):
    def get_queryset(self) -> QuerySet[Any]:
        return Signatory.objects.of_agreements(Agreement.objects.published())

    def about(self) -> dict[str, Model]:
        return {"signatory": self.object, "agreement": self.object.party.agreement}


class Thanks(TemplateView):
    template_name = "agreements/correction_thanks.html"
