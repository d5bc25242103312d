"""In which order a search lists what it found, in the list as in the index."""

from importlib import import_module
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from agreements.models import Agreement, AgreementEntry, CityEntry, SignatoryEntry
from agreements.partial_dates import PartialDate
from agreements.search import dialect
from agreements.search.dialect import InOrder
from agreements.search.index import place_of
from agreements.search.passages import unpublished_keys
from agreements.search.query import find
from tests.cast import Cast
from tests.factories import published

DATES = ["", "1999", "2014", "2014-01", "2014-01-01", "2014-06-03", "2014-12-31", "2020-02"]


@pytest.fixture
def dated(cast: Cast) -> list[Agreement]:
    """Of each date one that names museums in its title, one that names them in its summary alone."""
    parties = [cast.hebron, cast.amman]
    return [
        published(parties=parties, signed_on=date, **{text: f"تعاون المتاحف {date}"})
        for date in DATES
        for text in ("title_ar", "summary_ar")
    ]


def as_a_visitor(text: str) -> Any:
    rows = Agreement.objects.published().newest_first()
    return find(rows, text, without=unpublished_keys(), said=True)


def test_what_names_it_in_a_heading_comes_first_and_of_equals_the_latest(dated: list[Agreement]) -> None:
    listed = [agreement.pk for agreement in as_a_visitor("متاحف").listing()[:50]]
    newest = list(Agreement.objects.published().newest_first().values_list("pk", flat=True))
    titled = {agreement.pk for agreement in dated[::2]}
    assert listed == sorted(newest, key=lambda pk: pk not in titled)
    assert listed == list(find(Agreement.objects.published(), "متاحف").ids or [])


def test_of_two_words_both_in_a_heading_come_before_one_and_one_before_none(cast: Cast) -> None:
    parties = [cast.amman, cast.bursa]
    neither = published(parties=parties, summary_ar="ترميم المتاحف والحدائق", signed_on="2020")
    one = published(parties=parties, title_ar="المتاحف", summary_ar="والحدائق", signed_on="2010")
    both = published(parties=parties, title_ar="المتاحف والحدائق", signed_on="2000")
    assert list(as_a_visitor("المتاحف الحدائق").ids) == [both.pk, one.pk, neither.pk]
    assert list(as_a_visitor("المتاحف الحدا").ids) == [both.pk, one.pk, neither.pk]


def test_of_more_than_are_ranked_the_latest_are_listed(
    dated: list[Agreement], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = list(Agreement.objects.published().newest_first())
    monkeypatch.setattr(dialect, "CAP", 5)
    finding = as_a_visitor("متاحف")
    assert finding.is_more
    listing = finding.listing(lambda rows: rows.for_list())
    assert len(listing) == 5
    assert list(listing[:5]) == newest[:5]
    assert list(listing[2:4]) == newest[2:4]
    assert listing[1] == newest[1]
    withdrawn = newest[0]
    withdrawn.withdraw(by=cast.registrar, reason="قُيّد مرتين")
    assert list(as_a_visitor("متاحف").listing()[:5]) == newest[1:6]


def test_many_are_read_as_far_as_they_are_shown(
    dated: list[Agreement], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(as_a_visitor("متاحف").ids)
    monkeypatch.setattr(dialect, "FEW", 3)
    ids = as_a_visitor("متاحف").ids
    assert (len(ids), list(ids)) == (len(whole), whole)
    for start, stop in pairwise((0, 1, 7, 9, len(whole), len(whole) + 5)):
        assert list(ids[start:stop]) == whole[start:stop]
    assert ids[-1] == whole[-1]
    with pytest.raises(IndexError):
        ids[len(whole)]


def test_the_index_moves_with_the_date(dated: list[Agreement]) -> None:
    oldest = dated[2]
    oldest.signed_on = PartialDate(2026, 1, 5)
    oldest.save()
    assert as_a_visitor("متاحف").listing()[0] == oldest


@given(st.lists(st.sampled_from([None, *map(PartialDate.parse, DATES[1:])]), min_size=2))
def test_places_are_in_the_order_of_lists(dates: list[PartialDate | None]) -> None:
    texts = ["" if date is None else str(date) for date in dates]
    in_the_list = sorted(range(len(dates)), key=lambda pk: (texts[pk], pk + 1))
    assert sorted(range(len(dates)), key=lambda pk: place_of(pk + 1, dates[pk])) == in_the_list
    assert [place_of(pk, date) & 0xFFFFFFFF for pk, date in enumerate(dates)] == list(range(len(dates)))


def test_an_older_register_is_given_the_same_places(dated: list[Agreement]) -> None:
    upgrade = import_module("agreements.migrations.0026_places")
    models = (AgreementEntry, CityEntry, SignatoryEntry)
    written = [list(model.objects.order_by("pk").values_list("pk", "place")) for model in models]
    found = list(as_a_visitor("متاحف").ids)
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        if connection.vendor == "postgresql":
            # It changes no table that it still has to look through.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        upgrade.take_index(None, editor)
        for model in models:
            editor.execute(f"UPDATE {model._meta.db_table} SET place = 0")
        upgrade.lay_index(None, editor)
    assert [list(model.objects.order_by("pk").values_list("pk", "place")) for model in models] == written
    assert list(as_a_visitor("متاحف").ids) == found


def test_an_order_is_read_once_for_a_page() -> None:
    asked: list[int] = []
    ids = InOrder(1_000, lambda number: asked.append(number) or list(range(number)))  # type: ignore[func-returns-value]
    assert ids[50:60] == list(range(50, 60))
    assert ids[990:2_000] == list(range(990, 1_000))
    assert asked == [60, 1_000]


@given(st.integers(0, 9), st.slices(9))
def test_a_slice_of_an_order_is_that_of_a_list(number: int, place: slice) -> None:
    whole = list(range(number))
    assert InOrder(number, lambda stop: whole[:stop])[place] == whole[place]
