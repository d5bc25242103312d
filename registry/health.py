"""Whether the application and its database answer: for load balancers and container checks.

`python -m registry.health` asks the server on this machine; it fails unless that says “ok”. With the name of
a file, it fails unless the worker has touched that file lately.
"""

import logging
import os
import sys
import time
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# Seconds: longer than any job of the worker takes.
LONGEST_SILENCE = 300

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


def look(sign: Path) -> None:
    """Look at the worker's sign of life; exits with what is wrong."""
    age = time.time() - sign.stat().st_mtime if sign.exists() else None
    if age is None or age > LONGEST_SILENCE:
        sys.exit(f"{sign}: {'no sign of life' if age is None else f'silent for {age:.0f} seconds'}")


if __name__ == "__main__":
    if sys.argv[1:]:
        look(Path(sys.argv[1]))
    else:
        ask()
