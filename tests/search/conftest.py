"""Records to search in."""

from typing import Any

import pytest

from agreements.models import Agreement
from agreements.reference.taxonomy import load_taxonomy
from agreements.reference.word_forms import load_word_forms
from agreements.search.query import Finding, find
from tests.cast import Cast
from tests.factories import SignatoryFactory, published
from tests.worlds import begin_with


@pytest.fixture
def forms(db: None) -> None:
    begin_with(load_word_forms)


@pytest.fixture
def twinned(cast: Cast, forms: None) -> dict[str, Agreement]:
    """Hebron with Amman, signed by two mayors; Hebron with Bursa; Amman with Bursa."""
    begin_with(load_taxonomy)
    with_amman = published(
        parties=[cast.hebron, cast.amman],
        title_ar="اتفاقية تآخٍ وتعاون",
        title_en="Brotherhood and cooperation",
        summary_ar="ترميم المتاحف وتأهيل المدارس",
        signed_on="2014-06-03",
    )
    SignatoryFactory(party=with_amman.parties.first())
    return {
        "amman": with_amman,
        "bursa": published(parties=[cast.hebron, cast.bursa], title_ar="مذكرة تفاهم", title_en="Memorandum"),
        "other": published(parties=[cast.amman, cast.bursa], title_ar="بروتوكول", title_en="Protocol"),
    }


def found(text: str, **also: Any) -> set[int]:
    """The ids of the published agreements that a text finds."""
    return set(search(text, **also).ids or [])


def search(text: str, **also: Any) -> Finding:
    return find(Agreement.objects.published(), text, **also)
