"""The map of all cities, the table that says the same, and the columns the map is drawn from."""

import gzip
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from agreements.kept import Shown, asked_for, digest, kept, public_filter
from agreements.map_data import Mapped, Ranked, columns, mapped, names_of_part
from agreements.models import City
from agreements.pages.as_of import AsOf, as_they_stood
from agreements.pages.narrowing import chips_of, page_nearest, remarks_on_page

# One number of each plural form of Arabic and English, as CLDR names the forms.
OF_EACH_FORM = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
PER_PAGE = 50


class WorldMap(TemplateView):
    """The page: filters, map, and a table of the same cities, those with most agreements first."""

    template_name = "agreements/map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = public_filter(self.request.GET)
        page = page_nearest(Paginator(table_of(asked_for(filterset)), PER_PAGE), self.request.GET)
        cities = City.objects.in_bulk([ranked.pk for ranked in page])
        as_of = AsOf(filterset.form.cleaned_data.get("as_of"))
        as_they_stood(as_of, [], *cities.values())
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(
            filterset=filterset,
            chips=chips_of(filterset),
            page_obj=page,
            remarks=list(remarks_on_page(self.request.GET, page)),
            rows=[(cities[ranked.pk], ranked) for ranked in page if ranked.pk in cities],
            query=f"?{query.urlencode()}" if query else "",
            as_of=as_of,
            words=words_of_the_map(as_of),
            **kwargs,
        )


def words_of_the_map(as_of: AsOf) -> dict[str, Any]:
    """What the script says, in the reader's language; with a number, in each plural form."""

    def forms(say: Callable[[int], str]) -> dict[str, str]:
        return {form: say(number) for form, number in OF_EACH_FORM.items()}

    return {
        "locale": f"{get_language()}-u-nu-{settings.DIGITS}",
        "failed": _("The map could not be loaded. The table below says the same."),
        "unnamed": _("A city"),
        "city": f"{reverse('city', args=['0'])}{'?' if as_of.day else ''}{urlencode(as_of.asked)}",
        "cities": forms(lambda n: ngettext("%(count)s city", "%(count)s cities", n)),
        "more": forms(lambda n: ngettext("and %(count)s more city", "and %(count)s more cities", n)),
        "inview": forms(lambda n: ngettext("%(count)s city in view.", "%(count)s cities in view.", n)),
        "agreements": forms(lambda n: ngettext("%(count)s agreement", "%(count)s agreements", n)),
    }


class Columns(View):
    """The places and links for the script, compressed once for each state of the register."""

    def get(self, request: HttpRequest) -> HttpResponse:
        filterset = public_filter(request.GET)
        shown, day = asked_for(filterset), filterset.form.cleaned_data.get("as_of")
        return kept_answer(
            request, f"map:{shown.key}", lambda: columns(mapped_of(shown), day) | {"of": of(shown)}
        )


class Names(View):
    """The names of one part of the places."""

    def get(self, request: HttpRequest, part: int) -> HttpResponse:
        if part > 9999:
            raise BadRequest
        filterset = public_filter(request.GET)
        shown, day = asked_for(filterset), filterset.form.cleaned_data.get("as_of")

        def made() -> dict[str, Any]:
            return {"of": of(shown), "names": names_of_part(mapped_of(shown), part, day)}

        return kept_answer(request, f"names:{part}:{shown.key}", made)


def of(shown: Shown) -> str:
    """What tells one state of the map from another, so that ranks and names are never of two."""
    return digest(shown.key)


def mapped_of(shown: Shown) -> Mapped:
    return kept(f"mapped:{shown.key}", lambda: mapped(shown.agreements))


def table_of(shown: Shown) -> list[Ranked]:
    return kept(f"table:{shown.key}", lambda: mapped_of(shown).table)


def kept_answer(request: HttpRequest, key: str, made: Callable[[], Any]) -> HttpResponse:
    """JSON that is made and compressed once, and sent again only to whoever has another."""
    etag = quote_etag(digest(key))
    if found := get_conditional_response(request, etag=etag):
        return found
    packed = kept(key, lambda: gzip.compress(written(made()), 9, mtime=0))
    unpacked = "gzip" not in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(gzip.decompress(packed) if unpacked else packed, content_type="application/json")
    if not unpacked:
        answer["Content-Encoding"] = "gzip"
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, max-age=0, must-revalidate"
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


def written(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
