"""The pages of the admin that most tests open, and a first agreement to fill in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, User
from tests.admin.forms import Fields, add_row, fields_of, fill_row
from tests.cast import Cast
from tests.factories import DomainFactory

ADD = "/ar/admin/agreements/agreement/add/"
LIST = "/ar/admin/agreements/agreement/"


def change_page(agreement: Agreement) -> str:
    return reverse("admin:agreements_agreement_change", args=[agreement.pk])


def step_page(agreement: Agreement, step: str) -> str:
    return reverse("admin:agreement-step", args=[agreement.pk, step])


def hebron_and_amman(client: Client, cast: Cast) -> Fields:
    """The form for a new agreement as a clerk of Hebron fills it in: two parties, a signatory of
    each, three domains, a source and an event."""
    fields: Fields = fields_of(client.get(ADD))
    fields |= {
        "kind": "brotherhood",
        "title_ar": "اتفاقية التآخي والتعاون بين الخليل وعمّان",
        "title_en": "Brotherhood and cooperation agreement of Hebron and Amman",
        "designation_ar": "اتفاقية تآخي وتعاون",
        "signed_on": "٣/٦/٢٠١٤",
        "effect_rule": "on_signature",
        "authentic_languages": ["ar", "en"],
    }
    fields = fill_row(fields, "parties", 0, city=cast.hebron.pk)
    fields = fill_row(fields, "parties", 1, city=cast.amman.pk)
    fields = fill_row(
        fields, "signatory", 0, side="1", name_ar="داوود الزعتري", office_ar="رئيس بلدية الخليل"
    )
    fields = fill_row(fields, "signatory", 1, side="2", name_ar="عقل بلتاجي", office_ar="أمين عمّان")
    for number in range(3):
        fields = fill_row(fields, "coverages", number, domain=DomainFactory().pk, quote_ar=f"عبارة {number}")
    fields = fill_row(fields, "sources", 0, kind="press", title_ar="خبر صحفي")
    return add_row(fields, "events", kind="signed", date="3/6/2014", note_ar="بحضور المجلسين")


@pytest.fixture
def filled_in(cast: Cast, as_: Callable[[User | None], Client]) -> Fields:
    return hebron_and_amman(as_(cast.contributor_of_hebron), cast)


@pytest.fixture
def contributor(cast: Cast, as_: Callable[[User | None], Client]) -> Any:
    """The browser of the clerk of Hebron."""
    return as_(cast.contributor_of_hebron)


@pytest.fixture
def reviewer(cast: Cast, as_: Callable[[User | None], Client]) -> Any:
    """The browser of Hebron's reviewer."""
    return as_(cast.reviewer_of_hebron)


@pytest.fixture
def registrar(cast: Cast, as_: Callable[[User | None], Client]) -> Any:
    return as_(cast.registrar)
