"""What every test may ask for."""

import gc
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.template import Context, Template
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


OwnDatabase = Callable[[Path], AbstractContextManager[str]]

# What gives a test a database: in its own process, or to the processes that it starts.
DATABASES = {"db", "transactional_db", "database_of_its_own"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks a database, or is of one kind of database alone. All else is given none, so that it is
    the same on either kind: `make test` tries it on SQLite and not again on PostgreSQL."""
    for item in items:
        asked = DATABASES.intersection(getattr(item, "fixturenames", ()))
        if asked or any(item.iter_markers("django_db")) or any(item.iter_markers("skipif")):
            item.add_marker("database")


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


@pytest.fixture(scope="session", autouse=True)
def pages_alone_tell_their_context(django_test_environment: None) -> None:
    """Tests look into the context of a page: `response.context`. Django would copy that of each of the many
    templates within it too."""
    tell = Template._render

    def render(template: Template, context: Context) -> str:
        is_page = context.template is template and not str(template.name).startswith("django/forms/")
        return tell(template, context) if is_page else template.nodelist.render(context)

    Template._render = render


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


@pytest.fixture(scope="session")
def database_of_its_own() -> OwnDatabase:
    """`with database_of_its_own(folder) as address`: an empty database for the processes that a test starts,
    on the server under test or in that folder."""

    @contextmanager
    def made(folder: Path) -> Iterator[str]:
        server = os.environ.get("TEST_DATABASE_URL")
        if not server:
            yield f"sqlite:///{folder}/deployed.sqlite3"
            return
        name = f"deployed_{os.getpid()}"
        connection = psycopg2.connect(server)
        connection.autocommit = True
        with closing(connection), connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
            try:
                yield re.sub(r"(://[^/]*/)[^?]*", rf"\g<1>{name}", server)
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    return made
