"""The application as a WSGI callable, for the production server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")

behind = get_wsgi_application()

from agreements.api.unchanged import UnchangedSince  # noqa: E402 – it reads models, which are there now.

application = UnchangedSince(behind)
