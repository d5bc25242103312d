"""The settings as a production server has them, for `check --deploy`."""

import os
import secrets

os.environ.update(SECRET_KEY=secrets.token_urlsafe(64), DEBUG="false", BEHIND_TLS_PROXY="true")

from registry.settings import *  # noqa: F403
