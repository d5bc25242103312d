"""Taking over a list of twinned cities: what becomes of each row, and of a run that was broken off."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from agreements.exchange import twinnings
from agreements.exchange.pairs import COLUMNS
from agreements.exchange.twinnings import NOT_TAKEN, Outcome, import_account, import_twinnings
from agreements.models import Agreement, City, Source, StateChange
from agreements.search.query import find
from tests.cast import Cast
from tests.factories import published

HEBRON = {
    "city": "Hebron",
    "country": "PS",
    "geonames": "285066",
    "wikidata": "Q168225",
    "lat": "31.52935",
    "lon": "35.0938",
}
DERBY = {
    "city": "Derby",
    "country": "GB",
    "geonames": "2651347",
    "wikidata": "Q43475",
    "lat": "52.92277",
    "lon": "-1.47663",
}
LODZ = {"city": "Łódź", "country": "PL", "geonames": "3093133"}
BERGEN = {"city": "Bergen", "country": "DE"}


def pair(one: dict[str, str], other: dict[str, str], **columns: str) -> dict[str, str]:
    """A row of the file: `pair(HEBRON, DERBY, year="2014")`."""
    row = dict.fromkeys(COLUMNS, "") | {"sources": "wikidata_2016"} | columns
    for side, city in (("a", one), ("b", other)):
        for name, value in city.items():
            row[f"country_{side}_iso2" if name == "country" else f"{name}_{side}"] = value
    return row


@pytest.fixture
def list_of(tmp_path: Path) -> Callable[..., Path]:
    """`list_of(row, row)`: a file with these rows."""

    def written(*rows: dict[str, str], name: str = "list.csv") -> Path:
        file = tmp_path / name
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, sorted(COLUMNS))
            writer.writeheader()
            writer.writerows(rows)
        return file

    return written


@pytest.fixture
def take(db: None, list_of: Any) -> Callable[..., Outcome]:
    def taken(*rows: dict[str, str]) -> Outcome:
        with override("en"):
            return import_twinnings(list_of(*rows), import_account())

    return taken


GLASGOW = {"city": "Glasgow", "country": "GB", "geonames": "2648579"}


def test_a_city_is_called_in_arabic_as_geonames_calls_it(take: Any) -> None:
    take(pair(HEBRON, DERBY))
    assert City.objects.get(slug="derby-gb").name_ar == "ديربي"
    assert [city.slug for city in find(City.objects.all(), "ديربي").listing()] == ["derby-gb"]


def test_a_city_of_whose_names_none_is_surely_the_arabic_one_is_found_under_each(take: Any) -> None:
    take(pair(HEBRON, GLASGOW))
    assert City.objects.get(slug="glasgow-gb").name_ar == ""
    assert Agreement.objects.get().title_ar == ""
    for name in ("جلاسجو", "غلاسكو"):
        assert City.objects.called(name).get().slug == "glasgow-gb"


def why(outcome: Outcome) -> list[str]:
    return [line[3] for line in outcome.lines]


def test_a_pair_becomes_a_published_record_that_says_no_more_than_the_list(take: Any) -> None:
    outcome = take(pair(HEBRON, DERBY))
    record = Agreement.objects.with_status().get()
    assert (outcome.taken, outcome.cities, outcome.lines) == (1, 2, [])
    assert record.registry_number.endswith("-00001")
    assert (record.record_state, record.kind, record.signed_on) == ("published", "unknown", None)
    assert (record.evidence_level, record.confirmation) == (0, "unconfirmed")
    assert record.status == "unknown"
    assert (record.title_ar, record.title_en) == ("الخليل – ديربي", "Hebron – Derby")
    assert [party.city.name_en for party in record.parties.all()] == ["Hebron", "Derby"]
    assert [source.publisher for source in record.sources.all()] == ["Wikidata"]
    change = StateChange.objects.get()
    assert (change.before, change.after, change.by.email) == ("draft", "published", "import@registry.invalid")
    assert "without review" in change.reason
    assert not change.by.is_active
    assert not change.by.has_usable_password()


def test_its_city_is_as_the_list_has_it_and_is_found(take: Any) -> None:
    take(pair(HEBRON, LODZ))
    city = City.objects.get(geonames_id=3093133)
    assert (city.slug, city.kind, city.country.code) == ("lodz-pl", "unknown", "PL")
    assert (city.name_ar, city.latitude) == ("", None)
    hebron = City.objects.get(wikidata_id="Q168225")
    assert (hebron.latitude, hebron.longitude) == (31.52935, 35.0938)
    assert list(find(City.objects.all(), "Łódź").listing()) == [city]
    assert find(Agreement.objects.all(), "Łódź").listing()[0].title_en == "Hebron – Łódź"


def test_kind_date_and_address_are_taken_where_the_list_has_them(take: Any) -> None:
    press = "https://example.org/news/توأمة"
    outcome = take(
        pair(
            HEBRON,
            DERBY,
            year="2014",
            date="2014-06",
            kind="mou",
            sources="wikidata_2016|news",
            source_url=press,
        ),
        pair(
            HEBRON, LODZ, year="1997", kind="twinning+brotherhood", sources="news", source_url="seen in print"
        ),
    )
    first, second = Agreement.objects.order_by("registry_number")
    assert (first.kind, str(first.signed_on)) == ("memorandum", "2014-06")
    assert [source.url for source in first.sources.all()] == ["", press]
    assert (second.kind, str(second.signed_on)) == ("twinning", "1997")
    assert [(source.url, source.title_en) for source in second.sources.all()] == [
        ("", "Press report: seen in print")
    ]
    assert why(outcome) == ["Several kinds are named, “twinning+brotherhood”: the first was entered."]


def test_a_city_of_the_register_is_met_again_by_its_ids_never_by_its_name(take: Any, cast: Cast) -> None:
    City.objects.filter(pk=cast.hebron.pk).update(geonames_id=285066)
    City.objects.filter(pk=cast.amman.pk).update(wikidata_id="Q3805")
    namesake = {"city": "Hebron", "country": "US", "geonames": "5057157"}
    take(pair(HEBRON, {"city": "Amman", "country": "JO", "wikidata": "Q3805"}), pair(namesake, DERBY))
    first, second = Agreement.objects.order_by("registry_number")
    assert {party.city for party in first.parties.all()} == {cast.hebron, cast.amman}
    assert first.title_ar == "الخليل – عمّان"
    assert cast.hebron not in {party.city for party in second.parties.all()}
    assert set(City.objects.filter(name_en="Hebron").values_list("slug", flat=True)) == {
        "hebron",
        "hebron-us",
    }


def test_a_name_at_a_spot_is_one_city_and_homonyms_are_kept_apart(take: Any) -> None:
    north = {"city": "Bury", "country": "GB", "lat": "53.6", "lon": "-2.3"}
    south = {"city": "Bury", "country": "GB", "lat": "52.246", "lon": "0.7125"}
    take(pair(north, HEBRON), pair(south, HEBRON), pair(north, DERBY))
    assert sorted(City.objects.filter(name_en="Bury").values_list("slug", flat=True)) == [
        "bury-gb",
        "bury-gb-2",
    ]
    assert City.objects.get(latitude=53.6).parties.count() == 2


def test_a_bare_name_is_a_city_of_its_own_in_each_row_and_said_to_be_so(take: Any) -> None:
    outcome = take(pair(BERGEN, HEBRON), pair(BERGEN, DERBY))
    assert outcome.taken == 2
    assert City.objects.filter(name_en="Bergen").count() == 2
    assert [line.startswith("Bergen (DE) is known by name only") for line in why(outcome)] == [True, True]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (pair({**HEBRON, "country": ""}, DERBY), "No country is given for Hebron."),
        (pair({**HEBRON, "country": "ZZ"}, DERBY), "This is no country: ZZ (Hebron)"),
        (pair({**HEBRON, "city": ""}, DERBY), "A city has no name."),
        (
            pair({**HEBRON, "city": "x" * 81}, DERBY),
            "A city’s name is longer than 80 letters: " + "x" * 40 + "…",
        ),
        (pair({**HEBRON, "geonames": "many"}, DERBY), "This is no GeoNames id: many"),
        (pair({**HEBRON, "wikidata": "168225"}, DERBY), "This is no Wikidata id: 168225"),
        (pair({**HEBRON, "lat": "91"}, DERBY), "These are no coordinates on earth: 91, 35.0938"),
        (pair({**HEBRON, "lon": ""}, DERBY), "These are no coordinates on earth: 31.52935, "),
        (pair({**HEBRON, "lat": "nan"}, DERBY), "These are no coordinates on earth: nan, 35.0938"),
        (pair(HEBRON, HEBRON), "Both sides are the same city."),
        (pair(HEBRON, DERBY, date="2014-13"), "This is no date: '2014-13': no such month"),
        (pair(HEBRON, DERBY, sources=""), "No source is named."),
        (pair({**HEBRON, "city": "He\x00bron"}, DERBY), "There is a zero byte in the row."),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_with_the_reason_and_the_others_are_taken(
    take: Any, row: dict[str, str], reason: str
) -> None:
    outcome = take(row, pair(DERBY, LODZ))
    assert (outcome.taken, outcome.refused, why(outcome)) == (1, 1, [reason])
    assert outcome.lines[0][:2] == (2, NOT_TAKEN)


def test_a_country_may_be_written_out(take: Any) -> None:
    take(pair({**HEBRON, "country": "Palestine, State of"}, DERBY))
    assert City.objects.get(name_en="Hebron").country.code == "PS"


def test_an_id_that_the_list_gives_to_two_places_identifies_neither(take: Any) -> None:
    uruguay = {"city": "Montevideo", "country": "UY", "geonames": "3441575", "wikidata": "Q1335"}
    minnesota = {"city": "Montevideo", "country": "US", "geonames": "5038018", "wikidata": "Q1335"}
    outcome = take(pair(uruguay, HEBRON), pair(minnesota, DERBY))
    assert outcome.taken == 2
    assert not City.objects.filter(wikidata_id="Q1335").exists()
    assert len(why(outcome)) == 2


def test_what_the_register_has_between_the_two_cities_is_not_doubled(take: Any, cast: Cast) -> None:
    City.objects.filter(pk=cast.hebron.pk).update(geonames_id=285066)
    City.objects.filter(pk=cast.amman.pk).update(geonames_id=250441)
    City.objects.filter(pk=cast.bursa.pk).update(geonames_id=750269)
    held = published(parties=[cast.hebron, cast.amman])
    published(parties=[cast.hebron, cast.amman, cast.bursa])
    amman = {"city": "Amman", "country": "JO", "geonames": "250441"}
    bursa = {"city": "Bursa", "country": "TR", "geonames": "750269"}
    outcome = take(pair(amman, HEBRON), pair(HEBRON, bursa), pair(DERBY, LODZ), pair(LODZ, DERBY))
    assert outcome.taken == 2
    assert why(outcome) == [
        "Says the same as row 4.",
        f"The register already has {held.registry_number} between these two cities.",
    ]


def test_a_second_run_adds_nothing_and_a_longer_list_adds_what_is_new(take: Any) -> None:
    rows = [pair(HEBRON, DERBY), pair(BERGEN, LODZ)]
    take(*rows)
    again = take(*reversed(rows), pair(HEBRON, LODZ))
    assert (again.taken, again.known, again.cities) == (1, 2, 0)
    assert (Agreement.objects.count(), City.objects.count()) == (3, 4)


def test_a_broken_run_goes_on_where_it_stood_without_a_gap_in_the_numbers(list_of: Any, db: None) -> None:
    rows = [pair({"city": f"Town {n}", "country": "FR", "geonames": str(n)}, DERBY) for n in range(1, 8)]
    file = list_of(*rows)

    def pulled_plug(outcome: Outcome) -> None:
        if outcome.rows >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_twinnings(file, import_account(), pulled_plug, size=2)
    assert Agreement.objects.count() == 4
    outcome = import_twinnings(file, import_account(), size=2)
    assert (outcome.taken, outcome.known) == (3, 4)
    numbers = sorted(number[-5:] for number in Agreement.objects.values_list("registry_number", flat=True))
    assert numbers == [f"{n:05d}" for n in range(1, 8)]


def test_a_chunk_that_fails_leaves_nothing_behind(list_of: Any, db: None, monkeypatch: Any) -> None:
    def failing(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(twinnings, "publish_chunk", failing)
    with pytest.raises(RuntimeError):
        import_twinnings(list_of(pair(HEBRON, DERBY)), import_account())
    assert not City.objects.exists()


def test_a_chunk_costs_the_same_queries_however_many_records_it_has(list_of: Any, db: None) -> None:
    def cost(first: int, many: int) -> int:
        rows = [
            pair({"city": f"Town {n}", "country": "FR", "geonames": str(n)}, HEBRON)
            for n in range(first, first + many)
        ]
        file = list_of(*rows, name=f"{first}.csv")
        account = import_account()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            import_twinnings(file, account)
        return len(queries)

    cost(1, 2)
    assert cost(10, 3) == cost(20, 12)


# ---- The command -----------------------------------------------------------------------------


def test_the_command_reports_in_a_file_and_names_who_answers_for_it(
    list_of: Any, cast: Cast, tmp_path: Path, capsys: Any
) -> None:
    report = tmp_path / "report.csv"
    file = list_of(pair(HEBRON, DERBY), pair(HEBRON, HEBRON))
    call_command("import_twinnings", file, by="Registrar@registry.test", report=report, language="en")
    said = capsys.readouterr().out
    assert "Records added: 1; cities added: 2; there already: 0; not taken: 1." in said
    with report.open(encoding="utf-8-sig") as lines:
        assert list(csv.reader(lines)) == [
            ["row", "outcome", "pair", "why"],
            ["3", "not taken", "Hebron – Hebron", "Both sides are the same city."],
        ]
    assert StateChange.objects.get().by == cast.registrar
    assert Source.objects.get().locator == "GeoNames 2651347 – GeoNames 285066"


def test_the_command_speaks_arabic_where_that_is_spoken(list_of: Any, cast: Cast, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    call_command("import_twinnings", list_of(pair(HEBRON, HEBRON)), report=report, language="ar")
    with report.open(encoding="utf-8-sig") as lines:
        assert list(csv.reader(lines)) == [
            ["الصف", "النتيجة", "الزوج", "السبب"],
            ["2", "لم يؤخذ", "Hebron – Hebron", "الطرفان مدينة واحدة."],
        ]


@pytest.mark.parametrize(
    ("content", "options", "refusal"),
    [
        (None, {}, "The file cannot be read: No such file or directory."),
        (b"a,b\n1,2\n", {}, "These columns are missing: city_a"),
        (b"\xff\xfe\x00", {}, "The file is not UTF-8 text."),
        (b"", {}, "These columns are missing: city_a"),
        (b"", {"by": "nobody@registry.test"}, "Nobody has the account nobody@registry.test."),
        (b"", {"by": "reviewer@hebron.test"}, "reviewer@hebron.test is not a registrar."),
    ],
)
def test_the_command_refuses_in_words(
    cast: Cast, tmp_path: Path, content: bytes | None, options: dict[str, str], refusal: str
) -> None:
    file = tmp_path / "list.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=refusal.replace(".", r"\.")):
        call_command("import_twinnings", file, report=tmp_path / "report.csv", language="en", **options)
    assert not Agreement.objects.exists()
