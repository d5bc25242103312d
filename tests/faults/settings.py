"""The settings of the server and worker that the fault test kills; mail goes into a folder."""

import os
from pathlib import Path

from registry.settings import *  # noqa: F403
from registry.settings import DATABASES, STORAGES

EMAIL_BACKEND = "tests.faults.spool.Spool"
SPOOL = Path(os.environ.get("SPOOL", "."))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
