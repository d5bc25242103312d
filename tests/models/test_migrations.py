"""The migrations run back to nothing and forth again, and say what the models say."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from agreements.models import Agreement
from tests.factories import published

pytestmark = pytest.mark.django_db(transaction=True)


def own_tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("agreements_")}


def test_the_migrations_run_back_to_nothing_and_forth_again() -> None:
    published()
    before = own_tables()
    try:
        call_command("migrate", "agreements", "zero", verbosity=0)
        assert own_tables() == set()
    finally:
        call_command("migrate", verbosity=0)
    assert own_tables() == before
    assert str(published().registry_number).endswith("-00001")
    assert Agreement.objects.count() == 1


def test_the_models_need_no_further_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0, stdout=StringIO())
