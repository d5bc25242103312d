"""Suggestions for the search box, as data for its script."""

from django.http import HttpRequest, JsonResponse

from agreements.search.suggest import suggestions


def suggest(request: HttpRequest) -> JsonResponse:
    found = suggestions(request.GET.get("q", ""))
    return JsonResponse({"suggestions": [{"text": one.text, "about": one.about} for one in found]})
