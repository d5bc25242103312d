"""A relationship is every instrument to which both cities are party."""

import pytest

from agreements.models import Agreement
from tests.cast import Cast
from tests.factories import AgreementFactory


@pytest.mark.django_db
def test_all_instruments_between_two_cities_are_found_whoever_else_is_party(cast: Cast) -> None:
    pair = AgreementFactory(parties=[cast.hebron, cast.amman])
    network = AgreementFactory(parties=[cast.bursa, cast.amman, cast.hebron])
    AgreementFactory(parties=[cast.hebron, cast.bursa])
    assert set(Agreement.objects.between(cast.amman, cast.hebron)) == {pair, network}
    assert set(Agreement.objects.between(cast.hebron, cast.amman)) == {pair, network}
