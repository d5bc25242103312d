"""`manage.py rebuild_public_records`: what the public reads is composed anew after rows were written directly
or words have changed."""

import pytest
from django.core.management import call_command

from agreements.models import Agreement, Change, City, PublicRecord
from tests.api.many import many_agreements
from tests.cast import Cast
from tests.factories import AgreementFactory, published
from tests.public import assert_all_held, held

pytestmark = pytest.mark.django_db


def test_what_was_written_directly_is_told_and_numbered_as_a_change(cast: Cast) -> None:
    first, second = published(parties=[cast.hebron, cast.amman]), published(parties=[cast.amman, cast.bursa])
    before = Change.objects.count()
    City.objects.filter(pk=cast.hebron.pk).update(name_en="Al-Khalil")
    assert held(first)["parties"][0]["city"]["name"]["en"] == "Hebron"
    call_command("rebuild_public_records")
    assert held(first)["parties"][0]["city"]["name"]["en"] == "Al-Khalil"
    assert_all_held()
    assert Change.objects.count() == before + 1
    assert not Change.objects.filter(agreement=second, number__gt=before).exists()


def test_where_nothing_differs_nothing_is_written(cast: Cast) -> None:
    many_agreements(12)
    AgreementFactory(parties=[cast.hebron, cast.amman])
    held_before, changes = dict(PublicRecord.objects.values_list("pk", "changed_at")), Change.objects.count()
    call_command("rebuild_public_records")
    assert dict(PublicRecord.objects.values_list("pk", "changed_at")) == held_before
    assert Change.objects.count() == changes


def test_what_is_lost_is_told_again_and_what_is_no_more_public_is_not(cast: Cast) -> None:
    lost, hidden = published(parties=[cast.hebron, cast.amman]), published(parties=[cast.amman, cast.bursa])
    PublicRecord.objects.filter(record=lost).delete()
    Agreement.objects.filter(pk=hidden.pk).update(record_state="withdrawn")
    call_command("rebuild_public_records")
    assert held(lost)["registry_number"] == lost.registry_number
    assert not PublicRecord.objects.filter(record=hidden).exists()
    kinds = list(Change.objects.order_by("number").values_list("agreement", "kind"))
    assert kinds[-2:] == [(hidden.pk, "withdrawal"), (lost.pk, "publication")] or kinds[-2:] == [
        (lost.pk, "publication"),
        (hidden.pk, "withdrawal"),
    ]
