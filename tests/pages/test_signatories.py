"""The pages of those who signed."""

from django.test import Client

from tests.cast import Cast
from tests.factories import AgreementFactory, SignatoryFactory, published
from tests.pages.reading import page_of, queries, words_of


def test_they_are_listed_with_office_city_and_agreement_and_drafts_are_not(
    client: Client, cast: Cast
) -> None:
    agreement = published(parties=[cast.hebron, cast.amman], title_en="Brotherhood")
    SignatoryFactory(party=agreement.parties.get(order=1))
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    SignatoryFactory(party=draft.parties.get(order=1), name_en="Nobody Yet", name_ar="")
    words = words_of(client.get("/en/signatories/"))
    for told in ("Daoud Zatari", "Mayor of Hebron", "Hebron", "Brotherhood", "1 signature"):
        assert told in words
    assert "Nobody Yet" not in words


def test_a_name_is_searched_and_a_city_narrows(client: Client, cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    SignatoryFactory(party=agreement.parties.get(order=1))
    SignatoryFactory(
        party=agreement.parties.get(order=2),
        name_ar="عقل بلتاجي",
        name_en="Aqel Biltaji",
        office_ar="أمين عمّان",
    )
    agreement.save()

    def found(query: str) -> list[str]:
        return [text for _given, text in page_of(client.get(f"/en/signatories/{query}")).all("h3")]

    assert found("?q=الزعتري") == ["Daoud Zatari"]
    assert found("?city=amman") == ["Aqel Biltaji"]
    assert found("?q=nobody") == []
    assert len(found("?city=nowhere")) == 2


def test_signatures_under_one_name_stand_together_the_latest_first(client: Client, cast: Cast) -> None:
    old = published(parties=[cast.hebron, cast.amman], title_en="Old", signed_on="1998")
    new = published(parties=[cast.hebron, cast.bursa], title_en="New", signed_on="2014")
    first = SignatoryFactory(party=old.parties.get(order=1))
    SignatoryFactory(party=new.parties.get(order=1), name_ar="")
    SignatoryFactory(party=new.parties.get(order=2), name_ar="غيره", name_en="Another")
    words = words_of(client.get(f"/en/signatories/{first.pk}/"))
    assert words.index("New") < words.index("Old")
    assert "Another" not in words


def test_many_signatures_cost_the_same_queries(client: Client, cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    for _ in range(3):
        SignatoryFactory(party=agreement.parties.get(order=1))
    few = queries(client, "/ar/signatories/")
    for _ in range(30):
        SignatoryFactory(party=agreement.parties.get(order=2))
    assert queries(client, "/ar/signatories/") == few <= 6
