"""What tests begin with is what the verbs make, whether it was made or put again."""

import pytest
from django.db import connection, transaction

from agreements.models import City, Edition
from agreements.reference.sample import load_sample
from agreements.reference.taxonomy import load_taxonomy
from agreements.search.query import find
from tests import worlds
from tests.cast import Cast, assemble
from tests.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is remembered yet but the migrated database."""
    monkeypatch.setattr(worlds, "_worlds", {})
    monkeypatch.setattr(worlds, "_begun", {worlds.state()})


def everything() -> dict[str, list[str]]:
    return {table.name: sorted(map(str, table.rows())) for table in worlds.tables()}


def test_what_is_put_again_is_row_for_row_what_was_made(forgetful: None) -> None:
    made, mark = [], []
    for _time in range(2):
        with transaction.atomic():
            for make in (assemble, load_taxonomy, load_sample):
                worlds.begin_with(make)
            made.append(everything())
            mark.append(Edition.now())
            transaction.set_rollback(True)
    assert made[0] == made[1]
    assert len(made[0][connection.ops.quote_name("agreements_city")]) == 3
    assert mark[0] != mark[1] != ""
    assert len(worlds._worlds) == 3


def test_upon_another_state_the_work_is_done(forgetful: None) -> None:
    with transaction.atomic():
        worlds.begin_with(assemble)
        transaction.set_rollback(True)
    City.objects.create(slug="hebron", name_ar="الخليل")
    cast = worlds.begin_with(assemble)
    assert cast.hebron == City.objects.get(slug="hebron")
    assert len(worlds._worlds) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_new_rows_are_counted_on_from_those_that_were_put(forgetful: None) -> None:
    """A test before has set the counters back, as a restored backup does."""
    with transaction.atomic():
        last = max(city.pk for city in vars(worlds.begin_with(assemble)).values() if isinstance(city, City))
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        counter = "pg_get_serial_sequence('agreements_city', 'id')"
        cursor.execute(f"SELECT setval({counter}, %s, false)", [max(last - 2, 1)])
    worlds.begin_with(assemble)
    assert City.objects.create(slug="tripoli", name_en="Tripoli").pk > last


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_begins_so_is_found_and_written_on(cast: Cast, time: str) -> None:
    assert find(City.objects.all(), "الخليل").ids == [cast.hebron.pk]
    record = published(parties=[cast.hebron, cast.bursa])
    cast.hebron.name_en = "Al-Khalil"
    cast.hebron.save()
    assert [party.city.name_en for party in record.parties.all()] == ["Al-Khalil", "Bursa"]


def test_what_one_test_does_to_its_people_no_other_sees(cast: Cast) -> None:
    assert cast.hebron.name_en == "Hebron"
