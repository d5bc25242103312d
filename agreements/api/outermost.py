"""What stands before everything else for the addresses of the API."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_from_request, override

from agreements.api.problems import BY_STATUS, KINDS, MEDIA_TYPE, problem

Door = Callable[[HttpRequest], HttpResponseBase]


def problems_under_api(get_response: Door) -> Door:
    """Whatever goes wrong under /api/ outside its views, an unknown version or a failure, is told as a
    problem too."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code < 400 or not request.path_info.startswith("/api/"):
            return response
        if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        with override(get_language_from_request(request)):
            kind = BY_STATUS.get(response.status_code, KINDS["server-error"])
            return problem(request, kind)

    return answer
