"""The project's settings as the tests run them: a production server on a throw-away database."""

import os
import secrets
import tempfile
from pathlib import Path

os.environ.update(
    SECRET_KEY=secrets.token_hex(32),
    DEBUG="false",
    BEHIND_TLS_PROXY="false",
    FOUR_EYES="true",
    REGION="PS",
    TIME_ZONE="Asia/Hebron",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    LOG_LEVEL="CRITICAL",
)
scratch = Path(tempfile.gettempdir()) / f"registry-tests-{os.getpid()}"
scratch.mkdir(exist_ok=True)
os.environ["MEDIA_ROOT"] = str(scratch / "media")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{scratch / 'db.sqlite3'}"

from registry.settings import *  # noqa: E402, F403
from registry.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(scratch / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 0

# Signing in many times over must not cost seconds.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# No collected files are needed; a page asks for them by their plain names.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True


class UnknownVariable(str):
    """Stands for a variable that a template names and nobody gave: fails instead of showing nothing."""

    def __mod__(self, variable: object) -> str:
        raise AssertionError(f"A template names “{variable}”, which is not in its context.")

    def __contains__(self, text: object) -> bool:
        return text == "%s" or super().__contains__(text)  # type: ignore[operator]
