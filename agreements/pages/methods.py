"""What a browser may ask of a page: to read it, and to send its form."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

OF_PAGES = ("GET", "HEAD", "POST", "OPTIONS")


def pages_take_forms(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: outside the API no other method reaches a view. The libraries' own views would treat some
    of them as if a form were sent, or a page read."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        if request.method not in OF_PAGES and not request.path_info.startswith("/api/"):
            return HttpResponseNotAllowed(OF_PAGES)
        return answer(request)

    return answered
