"""What every test may ask for."""

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from agreements.models import User
from tests.cast import Cast, assemble
from tests.worlds import begin_with, remember_from_here

# The machines that run this are shared: no example is judged by its time. What passes once passes again; to
# go on looking, EXPLORE=1 tries other examples in each run.
hypothesis_settings.register_profile(
    "registry",
    deadline=None,
    derandomize="EXPLORE" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.load_profile("registry")


def pytest_collection_finish() -> None:
    """Whatever stands now stays: looking through it for garbage again and again costs a tenth of the run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def arabic() -> Iterator[None]:
    """Tests read Arabic unless they say otherwise, as the registry does."""
    with translation.override("ar"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """What tests begin with is remembered upon the migrated database."""
    with django_db_blocker.unblock():
        remember_from_here()


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and cities of `tests.cast`."""
    return begin_with(assemble)


@pytest.fixture
def as_(db: None) -> Any:
    """`as_(user)`: a browser in which that person is signed in; `as_(None)`: a visitor."""

    def signed_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return signed_in
