"""Whether the application and its database answer: for load balancers and container checks.

`python -m registry.health` asks the server on this machine; it fails unless that says “ok”.
"""

import logging
import os
import sys
from urllib.request import ProxyHandler, build_opener

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """“ok”, or 503 and “database” while that does not answer or has not been migrated."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except Error as failure:
        logger.error("The database does not answer: %s", failure)
        return HttpResponse("database", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


def ask() -> None:
    """Ask the server at GRANIAN_PORT of this machine; exits with what is wrong."""
    port = os.environ.get("GRANIAN_PORT", "8000")
    try:
        direct = build_opener(ProxyHandler({}))
        direct.open(f"http://localhost:{port}/health/", timeout=5).close()
    except OSError as failure:
        sys.exit(f"Port {port}: {failure}")


if __name__ == "__main__":
    ask()
