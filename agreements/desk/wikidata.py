"""The register beside Wikidata: what only one of them has, and what is taken over as a draft."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.desk.access import MembersOnly
from agreements.exchange.wikidata import (
    QUERY,
    Body,
    Comparison,
    Twinning,
    UnreadableExport,
    compare,
    enter,
    read_export,
)
from agreements.rules import may_keep_register

LARGEST_UPLOAD = 20 << 20
SHOWN = 200
SALT = "agreements.desk.wikidata"


class ExportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("answer of the query service (JSON)"),
        help_text=gettext_lazy("At most 20 MB; larger ones are compared with manage.py compare_wikidata."),
    )

    def clean_file(self) -> Any:
        """The comparison that the file leads to."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise ValidationError(_("The file is larger than 20 MB."))
        try:
            return compare(*read_export(file.read()))
        except UnreadableExport as error:
            raise ValidationError(
                _("This is no answer of Wikidata’s query service with the columns of the query below.")
            ) from error


class CompareWikidata(MembersOnly):
    """For the registrar: taking over adds cities."""

    template_name = "desk/wikidata.html"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        answer = may_keep_register(request.user)
        if request.user.is_authenticated and not answer:
            raise PermissionDenied(answer.reason)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(ExportForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if "take" in request.POST:
            return self._take_over(request)
        form = ExportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, status=422)
        return self._show(ExportForm(), form.cleaned_data["file"])

    def _show(self, form: ExportForm, found: Comparison | None = None, status: int = 200) -> HttpResponse:
        rows = [(twinning, signed(twinning)) for twinning in found.only_theirs[:SHOWN]] if found else []
        context = {"form": form, "found": found, "rows": rows, "query": QUERY, "shown": SHOWN}
        return render(self.request, self.template_name, context, status=status)

    def _take_over(self, request: HttpRequest) -> HttpResponse:
        entered = 0
        for text in request.POST.getlist("take")[:SHOWN]:
            twinning = unsigned(text)
            if twinning is None:
                messages.error(request, _("A row was not of this page and was left out."))
                continue
            try:
                enter(twinning, request.user)
                entered += 1
            except ValidationError as error:
                names = f"{twinning.first.label} – {twinning.second.label}"
                messages.error(request, f"{names}: {' '.join(error.messages)}")
        if entered:
            text = ngettext("%(count)d draft was entered.", "%(count)d drafts were entered.", entered)
            messages.success(request, text % {"count": entered})
        return redirect("desk-wikidata")


def signed(twinning: Twinning) -> str:
    """A pair as the page hands it out, so that it comes back as it was read."""
    return signing.dumps(asdict(twinning), salt=SALT, compress=True)


def unsigned(text: str) -> Twinning | None:
    try:
        told = signing.loads(text, salt=SALT, max_age=86_400)
    except signing.BadSignature:
        return None
    return Twinning(Body(**told["first"]), Body(**told["second"]), told["start"])
