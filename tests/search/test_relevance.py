"""Every case through the database: it finds what is meant, and exactly what the keys alone find."""

import tomllib

import pytest

from agreements.enumerations import RecordState
from agreements.models import Agreement, City, CityAlias, Party
from agreements.models.derivation import bring_up_to_date
from agreements.search.query import find
from tests.search.relevance import CASES
from tests.search.test_relevance_in_memory import register

LISTED = tomllib.loads(CASES.read_text(encoding="utf-8"))

# Of a country that nobody asks for, so that only what the case says is searched.
ELSEWHERE = "NU"


@pytest.fixture
def listed(forms: None) -> None:
    """The records of the cases as published agreements, each with all its names at one city."""
    agreements, cities, aliases, parties = [], [], [], []
    for number, record in enumerate(LISTED["record"], start=1):
        arabic, latin, *more = [*record["titles"], "", ""]
        countries = " ".join(record["countries"])
        agreement = Agreement(
            pk=record["id"],
            record_state=RecordState.PUBLISHED,
            registry_number=f"XX-{number}",
            title_ar=arabic,
            title_en=" ".join([latin, *more]).strip(),
            summary_ar=f"{countries} {record['number']}\n{record['text']}",
        )
        first, *others = record["names"]
        city = City(pk=record["id"], slug=f"city-{number}", name_ar=first, country=ELSEWHERE)
        agreements.append(agreement)
        cities.append(city)
        aliases += [CityAlias(city=city, text=name) for name in dict.fromkeys(others)]
        parties.append(Party(agreement=agreement, city=city))
    for rows in (agreements, cities, aliases, parties):
        type(rows[0])._default_manager.bulk_create(rows)
    bring_up_to_date(agreement.pk for agreement in agreements)


def test_every_query_finds_what_is_meant_and_what_the_keys_alone_find(listed: None) -> None:
    known = register()
    wrong = []
    for group in LISTED["group"]:
        for case in group["cases"]:
            query = case["query"]
            finding = find(Agreement.objects.published(), query)
            found, expected = set(finding.ids or []), known.find(query)
            if set(case["hit"]) - found or set(case.get("miss", ())) & found:
                wrong.append((query, "meant", case["hit"], "found", found))
            elif (finding.stage, found) != expected:
                wrong.append((query, "by keys", expected, "by the index", (finding.stage, found)))
    assert wrong == []
