"""A city's partners within the pages of others: a list and a map without script, in their colours, and
oEmbed, by which a site that is given a city's address finds them."""

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from csp.constants import SELF
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from agreements.models import City, PartnerSite
from agreements.templatetags.embedding import HEIGHT, WIDTH, frame_for, title_of_frame

# As many partners as a frame shows; the city's page has all.
MOST = 100
COLOUR = RegexValidator(r"^[0-9a-fA-F]{6}\Z", _("A colour is six hexadecimal digits, such as 0b5a4b."))
SIZE = re.compile(r"[1-9][0-9]{0,4}")
DAY = 86_400


class Wishes(forms.Form):
    """What a site may ask of the frame: its language, what it shows, three colours."""

    lang = forms.ChoiceField(required=False, choices=settings.LANGUAGES)
    show = forms.ChoiceField(required=False, choices=[(name, name) for name in ("both", "list", "map")])
    accent = forms.CharField(required=False, validators=[COLOUR])
    ink = forms.CharField(required=False, validators=[COLOUR])
    paper = forms.CharField(required=False, validators=[COLOUR])

    def clean(self) -> dict[str, Any]:
        """An unknown wish is a mistake, not silence."""
        for name in self.data:
            if name not in self.fields:
                self.add_error(None, _("Unknown parameter: %(name)s.") % {"name": name[:40]})
        return self.cleaned_data

    @property
    def colours(self) -> dict[str, str]:
        names = ("accent", "ink", "paper")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


@require_safe
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """The frame: a city's partners. 400 in words for a wish that is none."""
    here = get_object_or_404(City.objects.listed(), slug=slug)
    wishes = Wishes(request.GET)
    fine = wishes.is_valid()
    with override(wishes.cleaned_data.get("lang") or settings.LANGUAGE_CODE):
        partners = City.objects.partners_of(here)
        context = {
            "city": here,
            "title": title_of_frame(here),
            "wishes": wishes,
            "partners": partners[:MOST] if fine else [],
            "more": max(partners.count() - MOST, 0) if fine else 0,
            "show": wishes.cleaned_data.get("show") or "both",
            "theme": f"?{urlencode(wishes.colours)}" if wishes.colours else "",
        }
        response = render(request, "embed/city.html", context, status=200 if fine else 400)
        response.headers["Content-Language"] = wishes.cleaned_data.get("lang") or settings.LANGUAGE_CODE
    response.headers["Cache-Control"] = "public, max-age=300"
    response.xframe_options_exempt = True
    response._csp_replace = {"frame-ancestors": allowed_sites()}  # type: ignore[attr-defined]
    return response


def allowed_sites() -> list[str]:
    """Whose pages may hold the frame: those of the partner sites, and those that the installation names."""
    websites = PartnerSite.objects.exclude(website="").values_list("website", flat=True)
    parts = [urlsplit(website) for website in websites]
    partners = {f"{part.scheme}://{part.netloc}" for part in parts if part.scheme == "https" and part.netloc}
    return [SELF, *settings.EMBEDDING_SITES, *sorted(partners)]


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The colours that a site asked for, as a sheet of their own: the page holds no styles."""
    wishes = Wishes(request.GET)
    if not wishes.is_valid():
        return HttpResponse("", content_type="text/css", status=400)
    tokens = "".join(f"--{name}:#{colour};" for name, colour in sorted(wishes.colours.items()))
    response = HttpResponse(f":root{{{tokens}}}", content_type="text/css")
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return response


# ---- oEmbed ------------------------------------------------------------------------------------


@require_safe
def oembed(request: HttpRequest) -> JsonResponse:
    """What a site needs to show a city whose address it was given (oembed.com)."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": str(_("Only JSON is offered."))}, status=501)
    found, language = _city_at(request.GET.get("url", ""), request)
    width, height = _at_most(request, "maxwidth", WIDTH), _at_most(request, "maxheight", HEIGHT)
    with override(language):
        title, frame = title_of_frame(found), frame_for(request, found, width, height)
    told = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": str(_("Twinning registry")),
        "provider_url": request.build_absolute_uri("/"),
        "cache_age": DAY,
        "width": width,
        "height": height,
        "html": str(frame),
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _city_at(url: str, request: HttpRequest) -> tuple[City, str]:
    """The city whose page, or frame, has this address here, and the language of the page. Raises Http404."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Http404 from error
    if parts.netloc != request.get_host():
        raise Http404
    begins = parts.path.split("/")[1:2]
    language = next((code for code, _name in settings.LANGUAGES if [code] == begins), settings.LANGUAGE_CODE)
    try:
        with override(language):
            match = resolve(parts.path)
    except Resolver404 as error:
        raise Http404 from error
    if match.view_name not in ("city", "embedded-city"):
        raise Http404
    return get_object_or_404(City.objects.listed(), slug=match.kwargs["slug"]), language


def _at_most(request: HttpRequest, name: str, most: int) -> int:
    """The lesser of what we want and what the site gives us."""
    asked = request.GET.get(name, "")
    return min(int(asked), most) if SIZE.fullmatch(asked) else most
