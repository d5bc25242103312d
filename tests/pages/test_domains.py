"""The list of cooperation domains."""

from django.test import Client

from agreements.models import CooperationDomain
from agreements.reference.taxonomy import load_taxonomy
from tests.cast import Cast
from tests.factories import CoverageFactory, DomainFactory, published
from tests.pages.reading import Page, fill_register, page_of, queries, text_of, words_of
from tests.worlds import begin_with

LIST = "/ar/domains/"


def test_before_the_taxonomy_is_loaded_it_says_so(client: Client, db: None) -> None:
    assert page_of(client.get(LIST)).all("li", class_="empty")


def test_the_taxonomy_stands_in_its_order_with_both_levels(client: Client, db: None) -> None:
    begin_with(load_taxonomy)
    page = Page(text_of(client.get("/en/domains/")).partition("<footer")[0])
    headings = [text for _attributes, text in page.all("h2")]
    assert len(headings) == 25
    assert headings[0] == "Roads and transport"
    assert headings[-1] == "General / unspecified"
    assert page.all("a", href="/en/domains/transport-roads/")


def test_an_agreement_counts_once_for_a_domain_and_its_parts(client: Client, cast: Cast) -> None:
    above = DomainFactory(code="transport", name_en="Roads and transport")
    agreement = published(parties=[cast.hebron, cast.amman])
    CoverageFactory(agreement=agreement, domain=above)
    CoverageFactory(agreement=agreement, domain=DomainFactory(parent=above))
    words = words_of(client.get("/en/domains/"))
    assert "Roads and transport 1 agreement" in words


def test_ten_rows_and_a_thousand_cost_the_same_queries(client: Client, cast: Cast) -> None:
    domain = DomainFactory()
    fill_register([cast.hebron, cast.amman], domain, 10)
    at_ten = queries(client, LIST)
    CooperationDomain.objects.bulk_create(
        CooperationDomain(code=f"d{n}", name_ar=f"مجال {n}", parent=None if n % 5 else domain)
        for n in range(1000)
    )
    assert queries(client, LIST) == at_ten <= 3
