"""The page of one cooperation domain."""

import pytest
from django.test import Client

from agreements.models import Activity
from tests.cast import Cast
from tests.factories import AgreementFactory, CoverageFactory, DomainFactory, published
from tests.pages.reading import fill_register, page_of, queries, words_of


def test_a_domain_is_told_with_its_parts_targets_and_agreements(client: Client, cast: Cast) -> None:
    above = DomainFactory(
        code="transport",
        name_ar="الطرق والمواصلات",
        description_ar="كل ما يتصل بالطرق",
        sdg_targets=["11.2", "9.1"],
    )
    below = DomainFactory(code="transport-parking", name_ar="المواقف", parent=above)
    CoverageFactory(
        agreement=published(parties=[cast.hebron, cast.amman], title_ar="عن المواقف"), domain=below
    )
    draft = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="مسودة سرية")
    CoverageFactory(agreement=draft, domain=above)
    words = words_of(client.get("/ar/domains/transport/"))
    for text in ("الطرق والمواصلات", "كل ما يتصل بالطرق", "11.2 · 9.1", "المواقف", "عن المواقف", "transport"):
        assert text in words, text
    assert "مسودة سرية" not in words
    page = page_of(client.get("/ar/domains/transport-parking/"))
    assert page.all("a", href="/ar/domains/transport/")


def test_more_than_fifty_agreements_lead_to_the_list(client: Client, cast: Cast) -> None:
    fill_register([cast.hebron, cast.amman], DomainFactory(code="gis"), 51)
    page = page_of(client.get("/ar/domains/gis/"))
    assert page.all("a", href="/ar/agreements/?domain=gis")


@pytest.mark.parametrize("code", ["nowhere", "GIS", "%00", "نقل"])
def test_an_address_of_no_domain_is_not_found(client: Client, db: None, code: str) -> None:
    DomainFactory(code="gis")
    assert client.get(f"/ar/domains/{code}/").status_code == 404


def test_ten_agreements_and_a_thousand_cost_the_same_queries(client: Client, cast: Cast) -> None:
    domain = DomainFactory(code="gis")
    fill_register([cast.hebron, cast.amman], domain, 10)
    at_ten = queries(client, "/ar/domains/gis/")
    fill_register([cast.hebron, cast.amman], domain, 1000)
    assert queries(client, "/ar/domains/gis/") == at_ten <= 11


def test_what_is_promised_stands_beside_what_is_done(client: Client, cast: Cast) -> None:
    top, below = DomainFactory(code="gis"), DomainFactory(code="gis-maps", name_en="Maps")
    below.parent = top
    below.save()
    kept, idle = (published(parties=[cast.hebron, cast.amman]) for _ in range(2))
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    for agreement in (kept, idle, draft):
        CoverageFactory(agreement=agreement, domain=below)
    CoverageFactory(agreement=kept, domain=top)
    for state in ("done", "under_way", "planned", "cancelled"):
        done = Activity.objects.create(agreement=kept, kind="project", title_en=state, state=state)
        done.domains.add(below)
    rows = [text for _given, text in page_of(client.get("/en/domains/gis/")).all("tr")][1:]
    assert [row.split()[-3:] for row in rows] == [["2", "1", "2"], ["2", "1", "2"]]
