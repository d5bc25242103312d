"""The settings of the server that is followed: as in production, with an address at which tests write."""

from tests.faults.settings import *  # noqa: F403

ROOT_URLCONF = "tests.mirror.served"
# Who follows and writes as fast as they can is not refused.
API_CALLS_WITHOUT_KEY = API_CALLS_WITH_KEY = 10**9
