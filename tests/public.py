"""What is held for the public, beside what the serializers tell afresh."""

from typing import Any

import orjson
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIRequestFactory

from agreements.api.serializers.agreements import AgreementSerializer
from agreements.models import Agreement, PublicRecord, RegisterCounter

ORIGIN = "http://testserver"


def held(agreement: Agreement) -> Any:
    """What the public reads of an agreement today."""
    return _on_this_day(PublicRecord.objects.get(record=agreement))


def afresh(agreements: Any) -> dict[int, Any]:
    """The same of many, by id, composed by the serializers from the rows as they are."""
    request = APIRequestFactory().get("/")
    request.user = AnonymousUser()
    context = {"request": request}
    return {
        record.pk: orjson.loads(JSONRenderer().render(AgreementSerializer(record, context=context).data))
        for record in agreements.for_page()
    }


def assert_all_held() -> None:
    """Every published record is held as it would be told afresh, and no other is."""
    told = afresh(Agreement.objects.published())
    assert {record.pk: _on_this_day(record) for record in PublicRecord.objects.all()} == told
    assert RegisterCounter.published_records() == len(told)


def _on_this_day(record: PublicRecord) -> Any:
    return orjson.loads(record.on(timezone.localdate(), ORIGIN))


def follow(client: Client, copy: dict[str, Any], cursor: str, page_size: int = 50) -> str:
    """Bring a copy of the register, by registry number, up to date; returns the cursor for the next time."""
    while True:
        parameters = {"page_size": page_size, **({"since": cursor} if cursor else {})}
        told = client.get("/api/v1/changes/", parameters).json()
        for change in told["results"]:
            if change["agreement"] is None:
                copy.pop(change["registry_number"], None)
            else:
                copy[change["registry_number"]] = change["agreement"]
        cursor = told["cursor"]
        if not told["more"]:
            return str(cursor)
