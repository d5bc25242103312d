"""/api/v1/signatories/: who signed which agreement, in which office."""

from typing import Any

import pytest

from agreements.models import Signatory
from tests.api.conftest import Ask
from tests.cast import Cast
from tests.factories import AgreementFactory, SignatoryFactory, published

pytestmark = pytest.mark.django_db

API = "http://testserver/api/v1"


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.json()
    return [row["name"]["en"] for row in answer.json()["results"]]


def test_a_signatory_is_told_with_office_city_and_agreement(ask: Ask, sample: None) -> None:
    signatory = Signatory.objects.get(name_en="Aqel Biltaji")
    agreement = signatory.party.agreement
    assert ask(f"signatories/{signatory.pk}/").json() == {
        "url": f"{API}/signatories/{signatory.pk}/",
        "id": signatory.pk,
        "name": {"ar": "عقل بلتاجي", "en": "Aqel Biltaji"},
        "office": {"ar": "أمين عمّان", "en": "Mayor of Amman"},
        "role": {"code": "signed", "name": {"ar": "وقّع", "en": "Signed"}},
        "signed_on": None,
        "city": {
            "url": f"{API}/cities/amman/",
            "slug": "amman",
            "name": {"ar": "عمّان", "en": "Amman"},
            "country": {"code": "JO", "name": {"ar": "الأردن", "en": "Jordan"}},
        },
        "agreement": {
            "url": f"{API}/agreements/{agreement.registry_number}/",
            "registry_number": agreement.registry_number,
            "title": {"ar": agreement.title_ar, "en": agreement.title_en},
        },
    }


def test_the_list_tells_each_signatory_as_its_own_address_does(ask: Ask, sample: None) -> None:
    listed = ask("signatories/").json()
    assert listed["count"] == 2
    assert listed["results"] == [ask(f"signatories/{row['id']}/").json() for row in listed["results"]]


def test_only_signatories_of_published_agreements_are_told_whoever_asks(ask: Ask, cast: Cast) -> None:
    agreements = [published(parties=[cast.hebron, cast.amman]), AgreementFactory(parties=[cast.hebron])]
    agreements.append(published(parties=[cast.hebron, cast.bursa]))
    for name, agreement in zip(("Public", "Draft", "Withdrawn"), agreements, strict=True):
        SignatoryFactory(party=agreement.parties.get(order=1), name_en=name)
    agreements[2].withdraw(by=cast.registrar, reason="نُشرت خطأً")
    for person in (None, cast.contributor_of_hebron, cast.registrar):
        assert names(ask("signatories/", by=person)) == ["Public"]
    hidden = Signatory.objects.get(name_en="Draft")
    assert ask(f"signatories/{hidden.pk}/", by=cast.registrar).status_code == 404


def test_filters_and_order(ask: Ask, cast: Cast) -> None:
    cast.hebron.aliases.create(text="خليل الرحمن")
    agreement = published(parties=[cast.hebron, cast.amman])
    hebron, amman = agreement.parties.all()
    SignatoryFactory(party=hebron, name_en="Zaid")
    SignatoryFactory(party=amman, name_en="Aqel")
    SignatoryFactory(party=amman, name_en="Munir", role="witness")
    for name in ("hebron", "الخليل", "خليل الرحمن"):
        assert names(ask("signatories/", city=name)) == ["Zaid"]
    assert names(ask("signatories/", role="witness")) == ["Munir"]
    assert names(ask("signatories/", city="amman", role="signed")) == ["Aqel"]
    assert names(ask("signatories/", ordering="name_en")) == ["Aqel", "Munir", "Zaid"]
    assert names(ask("signatories/", ordering="-name_en")) == ["Zaid", "Munir", "Aqel"]


@pytest.mark.parametrize(("language", "detail"), [("ar", "غير موجود."), ("en", "Not found.")])
@pytest.mark.parametrize("pk", ["0", "x", "-1", "99999999999999999999999", "%00", "1.0"])
def test_a_signatory_that_is_not_there_answers_404(ask: Ask, language: str, detail: str, pk: str) -> None:
    answer = ask(f"signatories/{pk}/", language=language)
    assert answer.status_code == 404
    assert answer.json()["detail"] == detail
