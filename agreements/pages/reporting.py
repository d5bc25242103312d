"""A city's register for its council, as a file to print or to reckon on."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import View

from agreements import rules
from agreements.exchange.city_report import city_report
from agreements.exchange.report_files import as_pdf, as_xlsx
from agreements.models import City

FILES: dict[str, tuple[Any, str]] = {
    "pdf": (as_pdf, "application/pdf"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class CityReportFile(View):
    """The report of a city as it stands today, with the activity of `year` (this year); for members."""

    def get(self, request: HttpRequest, slug: str, kind: str) -> HttpResponse:
        answer = rules.may_enter_admin(request.user)
        if not answer:
            raise PermissionDenied(answer.reason)
        city, today = get_object_or_404(City, slug=slug), timezone.localdate()
        asked = request.GET.get("year", "")
        year = (
            int(asked)
            if asked.isascii() and asked.isdigit() and 1000 <= int(asked[:5]) <= 9999
            else today.year
        )
        language = "en" if get_language() == "en" else "ar"
        make, media_type = FILES[kind]
        body = make(city_report(city, year, today), language)
        response = HttpResponse(body, content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="{city.slug}-{today}-{language}.{kind}"'
        response["Cache-Control"] = "private, no-store"
        return response
