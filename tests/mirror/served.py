"""The addresses of the registry, and one more: a write that a test names is done in the server itself, so
that killing the server cuts it off."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from agreements.models import CooperationDomain
from registry.urls import urlpatterns as of_registry
from tests.cast import recall
from tests.writes import Writes

REFUSED = (PermissionDenied, ValidationError, IntegrityError)
# No record is published just now, or nothing was done under one.
NOTHING_THERE = (ZeroDivisionError, AttributeError)


class Recalled(Writes):
    """The writes on a register that was laid by another process."""

    def __init__(self) -> None:
        self.people = recall()
        self.cities = [self.people.hebron, self.people.amman, self.people.bursa]
        self.domains = [CooperationDomain.objects.get(code=code) for code in ("gis", "roads")]


@csrf_exempt
def write(request: HttpRequest) -> HttpResponse:
    """Do it: 204, or 409 where the register refuses it or has nothing that it could be done to."""
    asked: dict[str, Any] = json.loads(request.body)
    verb = asked.pop("verb")
    try:
        getattr(Recalled(), verb)(**asked)
    except (*REFUSED, *NOTHING_THERE):
        return HttpResponse(status=409)
    return HttpResponse(status=204)


urlpatterns = [path("writes/", write), *of_registry]
