"""/api/v1/relationships/, activities/ and events/: what joins two cities, what was done, what happened."""

import json
from datetime import timedelta
from typing import Any

import geojson
import pytest
from django.utils import timezone

from agreements.models import Activity, PublicRecord
from tests.api.conftest import Ask
from tests.api.many import many_agreements
from tests.api.test_formats import body
from tests.cast import Cast
from tests.factories import AgreementFactory, EventFactory, SignatoryFactory, published

pytestmark = pytest.mark.django_db


def numbers(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["registry_number"] for row in answer.json()["results"]]


def in_force(**columns: Any) -> Any:
    return published(signed_on="2014", effect_rule="on_signature", term="indefinite", **columns)


# ---- Relationships


def test_two_cities_are_told_with_all_that_joins_them_and_what_governs_today(ask: Ask, cast: Cast) -> None:
    pair = [cast.hebron, cast.amman]
    older = in_force(parties=pair)
    network = published(parties=[*pair, cast.bursa], signed_on="2020")
    AgreementFactory(parties=pair)
    published(parties=[cast.hebron, cast.bursa])
    told = ask("relationships/hebron/amman/").json()
    assert [city["slug"] for city in told["cities"]] == ["hebron", "amman"]
    assert [each["registry_number"] for each in told["agreements"]] == [
        network.registry_number,
        older.registry_number,
    ]
    assert told["agreements"][1] == ask(f"agreements/{older.reference}/").json()
    assert told["governing_today"] == [told["agreements"][1]["url"]]
    assert (told["agreement_count"], told["in_force_count"]) == (2, 1)


def test_cities_that_nothing_joins_are_told_so_and_unknown_ones_are_not_found(ask: Ask, cast: Cast) -> None:
    told = ask("relationships/amman/bursa/").json()
    assert (told["agreements"], told["agreement_count"]) == ([], 0)
    for path in ("amman/atlantis", "amman/amman", "x/y"):
        assert ask(f"relationships/{path}/").status_code == 404


def test_the_partners_of_a_city_come_with_the_most_joined_first(ask: Ask, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.bursa])
    in_force(parties=[cast.hebron, cast.amman])
    published(parties=[cast.hebron, cast.amman])
    AgreementFactory(parties=[cast.amman, cast.bursa])
    rows = ask("relationships/", city="hebron").json()["results"]
    assert [(row["cities"][1]["slug"], row["agreement_count"], row["in_force_count"]) for row in rows] == [
        ("amman", 2, 1),
        ("bursa", 1, 0),
    ]
    assert ask("cities/hebron/").json()["partners"].endswith("/api/v1/relationships/?city=hebron")


def test_relationships_are_lines_on_a_map(ask: Ask, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    for city, north, east in ((cast.hebron, 31.53, 35.09), (cast.amman, 31.95, 35.93)):
        city.latitude, city.longitude = north, east
        city.save()
    read = geojson.loads(ask("relationships/", city="hebron", format="geojson").content)
    assert read.is_valid
    assert read.features[0].geometry["coordinates"] == [[35.09, 31.53], [35.93, 31.95]]
    cities = geojson.loads(b"".join(ask("cities/", format="geojson").streaming_content))
    assert cities.is_valid
    assert {each.id: each.geometry and each.geometry["type"] for each in cities.features} == {
        "hebron": "Point",
        "amman": "Point",
        "bursa": None,
    }


@pytest.mark.parametrize(
    ("name", "value"), [("city", ""), ("city", "Atlantis"), ("city", "\x00"), ("page", "1"), ("lang", "fr")]
)
def test_mistakes_about_relationships_are_told_by_name(ask: Ask, cast: Cast, name: str, value: str) -> None:
    answer = ask("relationships/", **{"city": "hebron", name: value})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])


def test_partners_cost_a_fixed_number_of_queries(ask: Ask, django_assert_num_queries: Any) -> None:
    many_agreements(30)
    for slug in ("city-0", "city-7"):
        with django_assert_num_queries(4):
            assert ask("relationships/", city=slug).json()["count"] == 2


# ---- Activities and events


def test_activities_are_listed_with_their_agreement_and_narrowed(ask: Ask, cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    visit = Activity.objects.create(agreement=agreement, kind="visit", title_ar="زيارة", starts_on="2015-05")
    Activity.objects.create(agreement=published(), kind="project", title_ar="مشروع", starts_on="2020")
    Activity.objects.create(agreement=AgreementFactory(), kind="visit", title_ar="سر")
    Activity.objects.create(kind="visit", title_ar="بلا اتفاقية")
    assert ask("activities/").json()["count"] == 2
    for narrowed in (
        {"agreement": agreement.registry_number},
        {"city": "hebron"},
        {"kind": "visit"},
        {"starts_from": "2014", "starts_until": "2015"},
    ):
        (row,) = ask("activities/", **narrowed).json()["results"]
        assert row["id"] == visit.pk
        assert row["agreement"]["registry_number"] == agreement.registry_number
        assert row == ask(f"activities/{visit.pk}/").json()


def test_events_are_listed_with_their_agreement_and_narrowed(ask: Ask, cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    event = EventFactory(agreement=agreement, kind="renewed", date="2016-03-01")
    EventFactory(agreement=published(), kind="signed", date="2020")
    EventFactory(agreement=AgreementFactory(), kind="signed")
    assert ask("events/").json()["count"] == 2
    for narrowed in (
        {"agreement": agreement.registry_number},
        {"city": "hebron"},
        {"kind": "renewed"},
        {"date_from": "2016", "date_until": "2016-03"},
    ):
        (row,) = ask("events/", **narrowed).json()["results"]
        assert row["id"] == event.pk
        assert row["agreement"]["registry_number"] == agreement.registry_number
    lines = b"".join(ask("events/", format="jsonl").streaming_content).splitlines()
    assert json.loads(lines[0])["id"] == event.pk


# ---- More ways to narrow the list of agreements


def test_agreements_are_narrowed_by_what_proves_them_who_signed_and_when_they_end(
    ask: Ask, cast: Cast
) -> None:
    agreement = published(parties=[cast.hebron, cast.amman], term="fixed", expires_on="2027-06")
    SignatoryFactory(party=agreement.parties.first())
    agreement.parties.first().statements.create(
        made_on="2020-01-01", made_by="رئيس البلدية", channel="account"
    )
    published(term="fixed", expires_on="2031")
    for narrowed in (
        {"confirmation": "one_sided"},
        {"evidence_level": "1"},
        {"signatory": "داود الزعتري"},
        {"expires_from": "2027", "expires_until": "2027"},
        {"expires_until": "2027-06-15"},
    ):
        assert numbers(ask("agreements/", **narrowed)) == [agreement.registry_number], narrowed
    (row,) = ask("agreements/", evidence_level="0").json()["results"]
    assert row["registry_number"] != agreement.registry_number
    (line,) = body(ask("agreements/", evidence_level="0", format="jsonl")).splitlines()
    assert json.loads(line) == row


def test_what_changed_since_is_what_the_public_reads_otherwise_since(ask: Ask, cast: Cast) -> None:
    first, second = published(parties=[cast.hebron, cast.amman]), published()
    long_ago = timezone.now() - timedelta(days=30)
    PublicRecord.objects.update(changed_at=long_ago)
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    assert numbers(ask("agreements/", updated_since=yesterday)) == []
    cast.hebron.name_en = "Al-Khalil"
    cast.hebron.save()
    assert numbers(ask("agreements/", updated_since=yesterday)) == [first.registry_number]
    assert len(numbers(ask("agreements/", updated_since="2020-01-01"))) == 2
    assert second


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("confirmation", "maybe"),
        ("evidence_level", "9"),
        ("expires_from", "2014-13"),
        ("updated_since", "yesterday"),
        ("updated_since", "2026-13-01"),
        ("updated_since", "\x00"),
    ],
)
def test_a_mistake_in_these_is_told_by_name(ask: Ask, name: str, value: str) -> None:
    answer = ask("agreements/", **{name: value})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])


def test_the_parties_are_told_as_they_stood_on_the_day(ask: Ask, cast: Cast) -> None:
    agreement = in_force(parties=[cast.hebron, cast.amman, cast.bursa])
    bursa = agreement.parties.get(city=cast.bursa)
    EventFactory(agreement=agreement, kind="withdrawal", party=bursa, date="2018-05-01")
    for day, left in (("2016-01-01", False), ("2019-01-01", True)):
        (row,) = ask("agreements/", as_of=day).json()["results"]
        assert row["parties"][2]["has_withdrawn"] is left
        assert ask(f"agreements/{agreement.reference}/", as_of=day).json() == row
    assert ask(f"agreements/{agreement.reference}/", as_of="2014").status_code == 400
