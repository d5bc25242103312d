"""A clerk's form, as the page would send it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from agreements.models import Agreement, DomainCoverage
from tests.cast import Cast
from tests.factories import DomainFactory


@pytest.fixture
def filled(cast: Cast) -> dict[str, Any]:
    """The entry form of an agreement of Hebron and Amman, filled in."""
    DomainFactory(code="heritage", name_ar="التراث العمراني")
    return {
        "party": ["n1", "n2"],
        "party-n1-city_name": "الخليل",
        "party-n2-city_name": "Amman",
        "party-n2-role": "party",
        "party-n1-role": "party",
        "signatory": ["n1"],
        "signatory-n1-of": "n2",
        "signatory-n1-name_ar": "عقل بلتاجي",
        "signatory-n1-office_ar": "أمين عمّان",
        "signatory-n1-role": "signed",
        "kind": "brotherhood",
        "title_ar": "اتفاقية التآخي والتعاون",
        "signed_on": "٣/٦/٢٠١٤",
        "effect_rule": "on_signature",
        "term": "unknown",
        "renewal": "unknown",
        "domain": ["heritage"],
        "domain-heritage-quote_ar": "إدارة التراث العمراني",
        "source": ["n1"],
        "source-n1-kind": "official_site",
        "source-n1-title_ar": "خبر على الموقع الرسمي",
        "event": ["n1"],
        "event-n1-kind": "entered_into_force",
        "event-n1-date": "2014-07",
    }


@pytest.fixture
def send(as_: Callable[..., Client]) -> Callable[..., Any]:
    """`send(user, agreement, data)`: that person's form for the agreement, or for a new one."""

    def sent(user: Any, agreement: Agreement | None, data: dict[str, Any], **button: str) -> Any:
        path = f"/ar/desk/records/{agreement.reference}/edit/" if agreement else "/ar/desk/entry/"
        return as_(user).post(path, {**data, **(button or {"_save": "1"})})

    return sent


def domains(agreement: Agreement) -> list[tuple[str, str]]:
    return list(DomainCoverage.objects.filter(agreement=agreement).values_list("domain__code", "quote_ar"))
