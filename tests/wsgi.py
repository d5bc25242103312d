"""A client that asks the application as the production server does: with what stands before Django."""

import json
from typing import Any
from unittest.mock import patch

from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.client import conditional_content_removal

from registry.wsgi import application


class ServerClient(Client):
    def request(self, **request: Any) -> Any:
        environ = self._base_environ(**request)
        told: list[Any] = []
        # The test's own transaction is on the connection: it stays open.
        with patch.object(connections["default"], "close_if_unusable_or_obsolete"):
            answered = application(environ, lambda status, headers, *failure: told.extend((status, headers)))
            body = b"".join(answered)
            getattr(answered, "close", int)()
        status, headers = told
        response = HttpResponse(body, status=int(status[:3]), headers=dict(headers))
        # An answer without a body says nothing of one.
        for name in {"Content-Type"} - dict(headers).keys():
            del response.headers[name]
        response.json = lambda: json.loads(response.content)  # type: ignore[attr-defined]
        return conditional_content_removal(WSGIRequest(environ), response)
