"""The list of agreements in the admin."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Party
from agreements.search import dialect
from tests.admin.conftest import LIST
from tests.cast import Cast
from tests.factories import AgreementFactory, CoverageFactory, DomainFactory, EventFactory, published


def titles(client: Client, query: str = "") -> set[str]:
    """The titles that the list shows."""
    response = client.get(f"{LIST}{query}")
    assert response.status_code == 200
    return {agreement.title_en for agreement in response.context["cl"].result_list}


def test_a_search_puts_the_best_first_unless_a_column_orders_the_list(registrar: Client, cast: Cast) -> None:
    titled = AgreementFactory(
        parties=[cast.hebron, cast.bursa], title_en="Of Hebron", signed_on="1990", kind="twinning"
    )
    mentioned = AgreementFactory(
        parties=[cast.amman, cast.bursa], title_en="Another", summary_en="Seen in Hebron", signed_on="2020"
    )

    def listed(query: str) -> list[Agreement]:
        return list(registrar.get(f"{LIST}{query}").context["cl"].result_list)

    assert listed("?q=Hebron") == [titled, mentioned]
    assert listed("?q=Hebron&o=-4") == [mentioned, titled]
    assert all(agreement.why_found for agreement in listed("?q=Hebron"))
    assert listed("") == [mentioned, titled]


def test_of_more_than_can_be_ranked_the_newest_are_listed_and_nobody_counts_them(
    registrar: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = (
        AgreementFactory(parties=[cast.hebron, cast.amman], signed_on=year) for year in ("1990", "2020")
    )
    monkeypatch.setattr(dialect, "CAP", 1)
    with CaptureQueriesContext(connection) as asked:
        answer = registrar.get(f"{LIST}?q=Hebron")
    listed = list(answer.context["cl"].result_list)
    assert listed[0] == newer != older
    assert "أكثر من 1" in answer.content.decode()
    assert not [query for query in asked if "COUNT(*)" in query["sql"] and "search_agreement" in query["sql"]]


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def many(cast: Cast, number: int) -> None:
    """That many published agreements of Hebron, with their parties."""
    columns = {"kind": "twinning", "record_state": "published", "signed_on": "2014-06"}
    have = Agreement.objects.count()
    made = Agreement.objects.bulk_create(
        Agreement(title_ar=f"اتفاقية {n}", registry_number=f"TW-2020-{n:05}", **columns)
        for n in range(have, number)
    )
    for order, city in enumerate([cast.hebron, cast.amman], start=1):
        Party.objects.bulk_create(Party(agreement=row, city=city, order=order) for row in made)


@pytest.mark.parametrize("role", ["registrar", "reviewer_of_hebron", "contributor_of_hebron"])
def test_ten_rows_and_a_thousand_cost_the_same_queries(cast: Cast, as_: Any, role: str) -> None:
    client = as_(cast.person(role))
    many(cast, 10)
    client.get(LIST)
    at_ten = queries(client, LIST)
    many(cast, 1000)
    assert queries(client, LIST) == at_ten <= 16


def test_a_line_says_title_parties_kind_date_status_and_state(registrar: Client, cast: Cast) -> None:
    agreement = AgreementFactory(
        parties=[cast.hebron, cast.amman],
        title_ar="اتفاقية التآخي",
        signed_on="2014-06",
        effect_rule="on_signature",
    )
    html = registrar.get(LIST).content.decode()
    for words in (
        "اتفاقية التآخي",
        "<bdi>بلدية الخليل</bdi> ⟷ <bdi>أمانة عمان الكبرى</bdi>",
        "سارية",
        "مسودة",
    ):
        assert words in html
    assert f"/agreement/{agreement.pk}/change/" in html


def test_search_looks_in_titles_numbers_and_both_names_of_cities(registrar: Client, cast: Cast) -> None:
    ours = published(parties=[cast.hebron, cast.amman], title_en="Ours")
    AgreementFactory(parties=[cast.amman, cast.bursa], title_en="Theirs")
    for words in ("الخليل", "Hebron", "hebron", "Ours", ours.registry_number):
        assert titles(registrar, f"?q={words}") == {"Ours"}, words
    assert titles(registrar, "?q=عمّان") == {"Ours", "Theirs"}
    assert titles(registrar, "?q=nowhere") == set()


def test_side_filters_narrow_by_state_status_kind_country_and_year(registrar: Client, cast: Cast) -> None:
    columns = {"effect_rule": "on_signature", "signed_on": "2014-06"}
    published(parties=[cast.hebron, cast.amman], title_en="Old", **columns)
    planned = AgreementFactory(parties=[cast.hebron, cast.bursa], title_en="New", kind="memorandum")
    EventFactory(agreement=planned, kind="proposed", date="2020")
    assert titles(registrar, "?record_state__exact=published") == {"Old"}
    assert titles(registrar, "?record_state__exact=draft") == {"New"}
    assert titles(registrar, "?status=in_force") == {"Old"}
    assert titles(registrar, "?status=planned") == {"New"}
    assert titles(registrar, "?kind__exact=memorandum") == {"New"}
    assert titles(registrar, "?country=TR") == {"New"}
    assert titles(registrar, "?country=PS") == {"Old", "New"}
    assert titles(registrar, "?signed=201x") == {"Old"}
    assert titles(registrar, "?signed=2014") == {"Old"}
    assert titles(registrar, "?signed=2015") == set()
    assert titles(registrar, "?signed=unknown") == {"New"}
    assert titles(registrar, "?evidence_level__exact=0") == {"Old", "New"}


def test_the_years_of_signature_unfold_from_their_decade(registrar: Client, cast: Cast) -> None:
    for year in ("1998", "2014", "2016-05"):
        AgreementFactory(parties=[cast.hebron, cast.amman], signed_on=year)
    html = registrar.get(LIST).content.decode()
    assert "2010–2019" in html
    assert "?signed=2014" not in html
    html = registrar.get(f"{LIST}?signed=201x").content.decode()
    assert "?signed=2014" in html
    assert "?signed=1998" not in html


def test_one_narrows_by_the_time_of_entry(registrar: Client, cast: Cast) -> None:
    entered = AgreementFactory(parties=[cast.hebron, cast.amman], title_en="New").created_at
    since, before = entered - timedelta(days=1), entered + timedelta(days=1)
    asked = [{"created_at__gte": since, "created_at__lt": before}, {"created_at__gte": before}]
    assert [titles(registrar, f"?{urlencode(each)}") for each in asked] == [{"New"}, set()]


def test_a_long_search_is_cut_to_what_is_looked_for(registrar: Client, cast: Cast) -> None:
    AgreementFactory(parties=[cast.hebron, cast.amman], title_en="Twin of Hebron")
    answer = registrar.get(f"{LIST}?kind=twinning&q={'Hebron ' * 2_000}")
    assert answer.status_code == 302
    assert len(answer.headers["Location"]) < 400
    assert titles(registrar, f"?q={'Hebron ' * 28}") == {"Twin of Hebron"}


@pytest.mark.parametrize(
    "query",
    [
        "?status=%00",
        "?status=nothing",
        "?record_state__exact=%00",
        "?country=%00",
        "?country=%D8%B9",
        "?signed=%C2%B2",
        "?signed=x",
        "?signed=",
        "?p=99999",
        "?p=x",
        "?p=-1",
        "?o=99",
        "?o=1.-2.x",
        "?q=%00",
        "?q=%27%22%3Cscript%3E",
        "?all=",
        "?_facets=True",
        "?created_at__year=x",
        "?created_at__year=99999",
        "?evidence_level__exact=x",
        "?nosuchfield=1",
        "?parties__city__country=PS",
    ],
)
def test_whatever_stands_in_the_address_is_answered(registrar: Client, cast: Cast, query: str) -> None:
    AgreementFactory(parties=[cast.hebron, cast.amman])
    response = registrar.get(f"{LIST}{query}", follow=True)
    assert response.status_code in (200, 400)
    assert "<script>" not in response.content.decode().split("<body", 1)[1].replace("<script>\n", "")


def test_another_pairs_draft_stands_in_no_list_search_or_chooser(cast: Cast, contributor: Client) -> None:
    AgreementFactory(parties=[cast.hebron, cast.amman], title_en="Ours")
    AgreementFactory(parties=[cast.amman, cast.bursa], title_en="Theirs", title_ar="سر")
    assert titles(contributor) == {"Ours"}
    assert titles(contributor, "?q=Theirs") == set()
    chooser = "/ar/admin/autocomplete/?app_label=agreements&model_name=agreementlink&field_name=object&term="
    assert "Theirs" not in contributor.get(f"{chooser}Theirs").content.decode()
    assert len(contributor.get(chooser).json()["results"]) == 1


def test_a_draft_that_has_no_party_yet_is_seen_by_its_author(
    cast: Cast, contributor: Client, reviewer: Client
) -> None:
    AgreementFactory(parties=[], title_en="Begun", created_by=cast.contributor_of_hebron)
    assert titles(contributor) == {"Begun"}
    assert titles(reviewer) == set()


def test_the_first_page_of_the_admin_names_what_each_may_open(contributor: Client, registrar: Client) -> None:
    html = contributor.get("/ar/admin/").content.decode()
    assert "/ar/admin/agreements/agreement/" in html
    assert "/ar/admin/agreements/user/" not in html
    assert "/ar/admin/agreements/user/" in registrar.get("/ar/admin/").content.decode()


def test_domains_do_not_repeat_an_agreement(registrar: Client, cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], title_en="Once")
    for _ in range(3):
        CoverageFactory(agreement=agreement, domain=DomainFactory())
    response = registrar.get(f"{LIST}?q=مدينة&country=PS")
    assert response.status_code == 200
    assert len(registrar.get(LIST).context["cl"].result_list) == 1
