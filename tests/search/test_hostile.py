"""Whatever is typed gets an answer, in the database as well."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.models import Agreement, City, Signatory
from agreements.search.query import find
from agreements.search.suggest import suggestions
from tests.search.hostile import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Agreement, City, Signatory])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gets_an_answer(model, text):
    finding = find(model.objects.all(), text)
    assert finding.rows.count() >= 0


@given(st.text(alphabet=st.characters(), max_size=60))
@settings(max_examples=150)
def test_any_text_gets_an_answer(text):
    assert list(find(Agreement.objects.all(), text).rows[:1]) == []
    assert suggestions(text) == []


@given(
    st.lists(
        st.sampled_from([*'ابتة"*()&|!:^%_\\ <>-', "AND", "OR", "NOT", "NEAR", "\x00", "ـ", "َ"]), max_size=12
    )
)
@settings(max_examples=150)
def test_any_mixture_of_operators_gets_an_answer(parts):
    assert list(find(City.objects.all(), "".join(parts)).rows[:1]) == []
