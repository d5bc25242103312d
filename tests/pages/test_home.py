"""The first page."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.factories import AgreementFactory, DomainFactory, published
from tests.pages.reading import fill_register, queries, words_of


def test_an_empty_register_says_so(client: Client, db: None) -> None:
    assert "لم يُنشر شيء بعد." in words_of(client.get("/ar/"))
    assert "Nothing has been published yet." in words_of(client.get("/en/"))


def test_it_counts_what_is_published_and_what_is_in_force(client: Client, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman], signed_on="2014", effect_rule="on_signature")
    published(parties=[cast.hebron, cast.bursa])
    AgreementFactory(parties=[cast.amman, cast.bursa])
    words = words_of(client.get("/en/"))
    assert "Agreements 2" in words
    assert "In force today 1" in words
    assert "Cities 3" in words


def test_the_latest_published_come_first_and_drafts_not_at_all(client: Client, cast: Cast) -> None:
    first = published(parties=[cast.hebron, cast.amman], title_ar="الأولى")
    second = published(parties=[cast.hebron, cast.bursa], title_ar="الثانية")
    AgreementFactory(parties=[cast.hebron, cast.bursa], title_ar="مسودة سرية")
    words = words_of(client.get("/ar/"))
    assert words.index("الثانية") < words.index("الأولى")
    assert "مسودة سرية" not in words
    assert first.registry_number in words
    assert second.registry_number in words


def test_it_searches_the_agreements(client: Client, db: None) -> None:
    assert 'action="/ar/agreements/"' in client.get("/ar/").content.decode()
    assert 'name="q"' in client.get("/ar/").content.decode()


def test_the_bare_address_leads_to_the_arabic_page(client: Client, db: None) -> None:
    assert client.get("/").url == "/ar/"


def test_ten_rows_and_a_thousand_cost_the_same_queries(client: Client, cast: Cast) -> None:
    domain = DomainFactory()
    fill_register([cast.hebron, cast.amman], domain, 10)
    at_ten = queries(client, "/ar/")
    fill_register([cast.hebron, cast.amman], domain, 1000)
    assert queries(client, "/ar/") == at_ten <= 12


def test_what_ends_within_a_year_is_told_the_first_to_end_first(client: Client, cast: Cast) -> None:
    today = timezone.localdate()
    terms = {"signed_on": "2014", "effect_rule": "on_signature", "term": "fixed"}
    for title, days in (("Later", 300), ("Sooner", 30), ("Much later", 500), ("Over", -30)):
        end = (today + timedelta(days=days)).isoformat()
        published(parties=[cast.hebron, cast.amman], title_en=title, expires_on=end, **terms)
    soon = words_of(client.get("/en/")).split("Expiring soon")[1].split("Cooperation domains")[0]
    assert soon.index("Sooner") < soon.index("Later")
    assert "Much later" not in soon
    assert "Over" not in soon


def test_where_nothing_ends_soon_it_says_so(client: Client, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman], signed_on="2014", effect_rule="on_signature")
    assert "No agreement in force is known to end within a year." in words_of(client.get("/en/"))
