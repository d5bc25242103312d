"""The project's settings as the tests run them: a production server on a throw-away database."""

import atexit
import inspect
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from django.template.base import Node

os.environ.update(
    SECRET_KEY=secrets.token_hex(32),
    DEBUG="false",
    BEHIND_TLS_PROXY="false",
    FOUR_EYES="true",
    REGION="PS",
    DIGITS="latn",
    TIME_ZONE="Asia/Hebron",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    LOG_LEVEL="CRITICAL",
    # The tests call more often than any site does; those of the limits say their own.
    API_CALLS_WITHOUT_KEY="10000000",
    API_CALLS_WITH_KEY="10000000",
)
scratch = Path(tempfile.gettempdir()) / f"registry-tests-{os.getpid()}"
scratch.mkdir(exist_ok=True)
atexit.register(shutil.rmtree, scratch, ignore_errors=True)
os.environ["COUNTERS_FILE"] = str(scratch / "counters.sqlite3")
os.environ["MEDIA_ROOT"] = str(scratch / "media")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{scratch / 'db.sqlite3'}"

from registry.settings import *  # noqa: E402, F403
from registry.settings import BASE_DIR, CACHES, DATABASES, STORAGES, TEMPLATES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(scratch / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 0

# Tests write past the verbs that turn the edition: each page is composed afresh unless a test asks.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

# Signing in many times over must not cost seconds.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# No collected files are needed; a page asks for them by their plain names.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True


class UnknownVariable(str):
    """Stands for a variable that a template names and nobody gave. In a template of ours it fails
    instead of showing nothing; the templates of Django’s admin count on its silence."""

    def __bool__(self) -> bool:
        """Asked by the template engine at each such variable."""
        frame = inspect.currentframe()
        while frame is not None:
            node = frame.f_locals.get("self")
            if isinstance(node, Node):
                self._fail_if_ours(node)
                break
            frame = frame.f_back
        return False

    def _fail_if_ours(self, node: Node) -> None:
        file = Path(getattr(getattr(node, "origin", None), "name", ""))
        if file.is_relative_to(BASE_DIR / "templates"):
            raise AssertionError(f"{file.name} names a variable that is not in its context: {node.token}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable()
