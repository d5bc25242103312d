"""The page of two cities."""

from django.test import Client

from agreements.models import Activity
from tests.cast import Cast
from tests.factories import AgreementFactory, EventFactory, published
from tests.pages.reading import queries, words_of

PAGE = "/en/relationships/amman/hebron/"


def test_what_governs_today_stands_at_the_top_with_its_reason(client: Client, cast: Cast) -> None:
    pair = [cast.hebron, cast.amman]
    published(
        parties=pair,
        title_en="Older instrument",
        signed_on="1998",
        term="fixed",
        duration_months=12,
        effect_rule="on_signature",
        renewal="none",
    )
    published(parties=pair, title_en="Second", signed_on="2014-06-03", effect_rule="on_signature")
    words = words_of(client.get(PAGE))
    top = words.split("Course of the relationship")[0].split(" Agreements ")[0]
    assert "Second" in top
    assert "In force since 3 June 2014, the date of signature." in top
    assert "Older instrument" not in top


def test_on_another_day_another_governs(client: Client, cast: Cast) -> None:
    pair = [cast.hebron, cast.amman]
    published(
        parties=pair,
        title_en="Older instrument",
        signed_on="1998-01-01",
        term="fixed",
        duration_months=24,
        effect_rule="on_signature",
        renewal="none",
    )
    published(parties=pair, title_en="Second", signed_on="2014-06-03", effect_rule="on_signature")
    top = (
        words_of(client.get(f"{PAGE}?as_of=1998-05-01"))
        .split("Course of the relationship")[0]
        .split(" Agreements ")[0]
    )
    assert "As of 1 May 1998." in top
    assert "Older instrument" in top
    assert "Second" not in top


def test_all_instruments_events_and_activities_are_one_course_the_latest_first(
    client: Client, cast: Cast
) -> None:
    pair = [cast.hebron, cast.amman]
    old = published(parties=pair, title_en="Old", signed_on="1998")
    Activity.objects.create(agreement=old, kind="visit", title_en="Council visit", starts_on="2001")
    new = published(parties=pair, title_en="New", signed_on="2014")
    EventFactory(agreement=new, kind="suspended", date="2016")
    AgreementFactory(parties=pair, title_en="Draft")
    published(parties=[cast.hebron, cast.bursa], title_en="Elsewhere", signed_on="2010")
    course = words_of(client.get(PAGE)).split("Course of the relationship")[1]
    places = [course.index(year) for year in ("2016", "2014", "2001", "1998")]
    assert places == sorted(places)
    assert "Council visit" in course
    assert "Draft" not in course
    assert "Elsewhere" not in course


def test_an_agreement_of_more_cities_belongs_to_each_pair(client: Client, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman, cast.bursa], title_en="Of three")
    for pair in ("amman/hebron", "amman/bursa", "bursa/hebron"):
        assert "Of three" in words_of(client.get(f"/en/relationships/{pair}/"))


def test_the_other_order_leads_to_the_one_address(client: Client, cast: Cast) -> None:
    response = client.get("/en/relationships/hebron/amman/")
    assert (response.status_code, response["Location"]) == (302, PAGE)


def test_two_cities_without_an_agreement_say_so_and_unknown_ones_are_not_found(
    client: Client, cast: Cast
) -> None:
    assert "No published agreement between these two cities" in words_of(client.get(PAGE))
    for address in ("amman/nowhere", "amman/amman"):
        assert client.get(f"/en/relationships/{address}/").status_code == 404


def test_a_day_that_is_none_is_told_and_today_shown(client: Client, cast: Cast) -> None:
    words = words_of(client.get(f"{PAGE}?as_of=2016-13"))
    assert "2016-13" in words
    assert "The page shows today." in words


def test_one_agreement_or_thirty_cost_the_same_queries(client: Client, cast: Cast) -> None:
    pair = [cast.hebron, cast.amman]
    published(parties=pair, signed_on="2014")
    few = queries(client, PAGE)
    for year in range(1990, 2005):
        published(parties=pair, signed_on=str(year))
    assert queries(client, PAGE) == few <= 10
