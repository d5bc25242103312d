"""Read as of a day, the register calls cities by the names that they bore on it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, City
from tests.api.conftest import Ask
from tests.cast import Cast
from tests.factories import member, published
from tests.pages.reading import text_of

pytestmark = pytest.mark.django_db

BEFORE, AFTER = "1950-01-01", "1970-01-01"


@pytest.fixture
def record(cast: Cast) -> Agreement:
    """Hebron with a city that was called otherwise until 1961."""
    city = City.objects.create(slug="volgograd", name_ar="فولغوغراد", name_en="Volgograd", country="RU")
    for text, language in (("ستالينغراد", "ar"), ("Stalingrad", "en")):
        city.aliases.create(text=text, language=language, kind="former", since="1925", until="1961-11-10")
    agreement = published(parties=[cast.hebron, city], signed_on="1944-06-01", effect_rule="on_signature")
    done = agreement.activities.create(kind="visit", title_ar="زيارة", starts_on="1946")
    done.cities.set([city])
    return agreement


def names_in(told: dict[str, Any]) -> list[Any]:
    (done,) = told["activities"]
    return [told["parties"][1]["city"]["name"]["en"], done["cities"][0]["name"]["ar"]]


def test_a_record_as_of_a_day_calls_its_cities_as_they_were_called(ask: Ask, record: Agreement) -> None:
    path = f"agreements/{record.reference}/"
    assert names_in(ask(path, as_of=BEFORE).json()) == ["Stalingrad", "ستالينغراد"]
    for told in (ask(path, as_of=AFTER).json(), ask(path).json()):
        assert names_in(told) == ["Volgograd", "فولغوغراد"]
    (listed,) = ask("agreements/", as_of=BEFORE).json()["results"]
    assert listed == ask(path, as_of=BEFORE).json()
    member_reads = ask(path, by=member("registrar"), as_of=BEFORE).json()
    assert names_in(member_reads) == ["Stalingrad", "ستالينغراد"]


def test_a_name_that_is_corrected_is_another_answer(ask: Ask, record: Agreement) -> None:
    path = f"agreements/{record.reference}/"
    tag = ask(path, as_of=BEFORE).headers["ETag"]
    assert ask(path, as_of=BEFORE, headers={"if-none-match": tag}).status_code == 304
    alias = City.objects.get(slug="volgograd").aliases.get(language="en")
    alias.until = "1949"
    alias.save()
    again = ask(path, as_of=BEFORE, headers={"if-none-match": tag})
    assert again.status_code == 200
    assert names_in(again.json())[0] == "Volgograd"


def test_a_city_tells_its_former_names_with_their_dates(ask: Ask, record: Agreement) -> None:
    alias = ask("cities/volgograd/").json()["aliases"][1]
    assert (alias["text"], alias["since"], alias["until"]) == ("Stalingrad", "1925", "1961-11-10")
    assert [each["slug"] for each in ask("cities/", q="ستالينغراد").json()["results"]] == ["volgograd"]


@pytest.mark.parametrize("path", ["agreements/{}/", "agreements/", "cities/volgograd/", "between/"])
def test_the_pages_call_it_so_too(client: Client, record: Agreement, path: str) -> None:
    address = f"/en/{path.format(record.reference)}"
    if path == "between/":
        address = "/en/relationships/hebron/volgograd/"
    then = text_of(client.get(address, {"as_of": BEFORE}))
    assert "Stalingrad" in then
    assert "names of cities are shown" in then
    shown_today = text_of(client.get(address)).partition("<main")[2].split("Also written")[0]
    assert shown_today
    assert "Stalingrad" not in shown_today


def test_a_calling_costs_the_same_for_many(client: Client, record: Agreement, cast: Cast) -> None:
    """The names are asked for once a page."""

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/api/v1/agreements/", {"as_of": BEFORE})
        return len(captured)

    before = cost()
    for _ in range(5):
        published(parties=[cast.hebron, cast.amman], signed_on="1944-06-01", effect_rule="on_signature")
    assert cost() == before
