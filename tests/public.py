"""What is held for the public, beside what the serializers tell afresh."""

from typing import Any

import orjson
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIRequestFactory

from agreements.api.serializers import AgreementSerializer
from agreements.models import Agreement, PublicRecord, RegisterCounter

ORIGIN = "http://testserver"


def held(agreement: Agreement) -> Any:
    """What the public reads of an agreement today."""
    return orjson.loads(PublicRecord.objects.get(record=agreement).on(timezone.localdate(), ORIGIN))


def afresh(agreement: Agreement) -> Any:
    """The same, composed by the serializers from the rows as they are."""
    request = APIRequestFactory().get("/")
    request.user = AnonymousUser()
    record = Agreement.objects.for_page().get(pk=agreement.pk)
    told = AgreementSerializer(record, context={"request": request}).data
    return orjson.loads(JSONRenderer().render(told))


def assert_all_held() -> None:
    """Every published record is held as it would be told afresh, and no other is."""
    records = Agreement.objects.published()
    assert set(PublicRecord.objects.values_list("pk", flat=True)) == set(records.values_list("pk", flat=True))
    for agreement in records:
        assert held(agreement) == afresh(agreement)
    assert RegisterCounter.published_records() == len(records)
