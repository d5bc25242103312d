"""The whole register as JSON Lines: what is exported and read into an empty register is the same register."""

from datetime import date
from typing import Any

import orjson
import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.enumerations import ActivityKind, AgreementKind, EventKind, SourceKind, TermKind
from agreements.exchange import beside
from agreements.exchange.bulk import chunks, enter_chunk
from agreements.exchange.composing import NewActivity, NewRecord
from agreements.exchange.twinnings import import_account
from agreements.exchange.whole import entering
from agreements.exchange.whole.exporting import lines
from agreements.exchange.whole.importing import Import
from agreements.exchange.whole.lines import Outcome
from agreements.models import (
    Activity,
    Agreement,
    AgreementEntry,
    AgreementLink,
    Approval,
    Change,
    City,
    CityAlias,
    CooperationDomain,
    DomainCoverage,
    Event,
    Party,
    PublicRecord,
    RegistryYear,
    SearchWord,
    Signatory,
    SignatoryEntry,
    Source,
    Statement,
    StatusPeriod,
)
from agreements.reference.sample import load_sample
from agreements.reference.taxonomy import load_taxonomy
from tests.worlds import begin_with

pytestmark = pytest.mark.django_db


def exported() -> list[bytes]:
    return list(lines())


def emptied() -> None:
    """Remove every row of the register itself: past the rules, as a new installation begins."""
    tables = [
        model._meta.db_table
        for model in (Agreement, City, CooperationDomain, RegistryYear)
        for model in (model, *_hanging_on(model))
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in dict.fromkeys(tables):
            cursor.execute(f"DELETE FROM {table}")


def _hanging_on(model: Any, seen: set[Any] | None = None) -> list[Any]:
    """The models whose rows refer to rows of this one, however far down."""
    seen = seen if seen is not None else {model}
    for relation in model._meta.related_objects:
        other = relation.related_model
        through = getattr(relation, "through", None)
        for each in filter(None, (other if through is None else through,)):
            if each not in seen and each._meta.app_label == "agreements" and each.__name__ != "User":
                seen.add(each)
                _hanging_on(each, seen)
    return [one for one in seen if one is not model]


def imported(exported: list[bytes]) -> tuple[Outcome, list[tuple[str, str]]]:
    refused: list[tuple[str, str]] = []
    outcome = Import(import_account(), refused=lambda line, why: refused.append((line.name, why))).run(
        exported
    )
    return outcome, refused


def test_the_sample_comes_back_as_it_was() -> None:
    begin_with(load_taxonomy)
    begin_with(load_sample)
    before = exported()
    statuses = list(StatusPeriod.objects.order_by("pk").values_list("status", "since", "until"))
    emptied()
    assert Agreement.objects.count() == City.objects.count() == 0
    outcome, refused = imported(before)
    assert refused == []
    assert outcome.taken["agreement"] == outcome.expected == Agreement.objects.count()
    assert exported() == before
    # What follows from it follows again.
    assert list(StatusPeriod.objects.order_by("pk").values_list("status", "since", "until")) == statuses
    assert PublicRecord.objects.count() == Agreement.objects.published().count()
    assert AgreementEntry.objects.count() == Agreement.objects.count()


# ---- For every register ------------------------------------------------------------------------

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("ابتخليل عمّان\n|\"'=،"),
    min_size=1,
    max_size=20,
).filter(lambda text: bool(text.strip()))
MAYBE = WORDS | st.just("")
DAYS = st.sampled_from([None, "2014", "2014-06", "2014-06-03", "1999-12-31", "2031"])


@st.composite
def registers(draw: Any) -> list[NewRecord]:
    """A few cities, and agreements between them in every state, with everything that may hang on one."""
    cities = [
        City(
            slug=f"c{number}",
            country=draw(st.sampled_from(["PS", "JO", "TR"])),
            name_ar=draw(WORDS),
            name_en=draw(MAYBE),
        )
        for number in range(draw(st.integers(2, 4)))
    ]
    domains = [CooperationDomain(code=f"d-{number}", name_ar=draw(WORDS)) for number in range(2)]
    City.objects.bulk_create(cities)
    CityAlias.objects.bulk_create([CityAlias(city=cities[0], text=draw(WORDS), language="tr")])
    CooperationDomain.objects.bulk_create(domains)
    records = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        records.append(draw(agreements(number, cities, domains)))
    enter_chunk(records)
    RegistryYear.objects.create(year=2026, last_number=len(records))
    return records


@st.composite
def agreements(draw: Any, number: int, cities: list[City], domains: list[CooperationDomain]) -> NewRecord:
    state = draw(st.sampled_from(["draft", "submitted", "returned", "published", "withdrawn"]))
    numbered = state in ("published", "withdrawn")
    fixed = draw(st.booleans())
    agreement = Agreement(
        kind=draw(st.sampled_from(AgreementKind.values)),
        title_ar=draw(WORDS),
        title_en=draw(MAYBE),
        summary_en=draw(MAYBE),
        designation_ar=draw(MAYBE),
        authentic_languages=draw(st.lists(st.sampled_from(["ar", "en", "tr"]), unique=True)),
        signed_on=draw(DAYS),
        signed_on_as_written=draw(MAYBE),
        term=TermKind.FIXED if fixed else draw(st.sampled_from([TermKind.UNKNOWN, TermKind.INDEFINITE])),
        duration_months=draw(st.none() | st.integers(1, 600)) if fixed else None,
        record_state=state,
        registry_number=f"TW-2026-{number:05d}" if numbered else None,
        published_at=timezone.now() if numbered else None,
    )
    record = NewRecord(agreement)
    parties = [
        Party(agreement=agreement, city=city, order=order, name_ar=draw(MAYBE))
        for order, city in enumerate(
            draw(st.permutations(cities))[: draw(st.integers(2, len(cities)))], start=1
        )
    ]
    sources = [
        Source(
            agreement=agreement,
            kind=draw(st.sampled_from(SourceKind.values)),
            title_ar=draw(WORDS),
            date=draw(DAYS),
        )
        for _number in range(draw(st.integers(0, 2)))
    ]
    record.parts = [*parties, *sources]
    for party in parties:
        if draw(st.booleans()):
            record.parts += [
                Signatory(party=party, name_ar=draw(WORDS), office_en=draw(MAYBE), signed_on=draw(DAYS)),
                Approval(party=party, body_ar=draw(MAYBE), decided_on=draw(DAYS)),
                Statement(
                    party=party,
                    made_on=date(2020, 5, 1),
                    made_by=draw(WORDS),
                    channel="account",
                    in_force_claimed=draw(st.none() | st.booleans()),
                ),
            ]
    record.parts += [
        DomainCoverage(agreement=agreement, domain=domain, quote_ar=draw(MAYBE))
        for domain in domains
        if draw(st.booleans())
    ]
    events: list[Event] = []
    for kind in draw(st.lists(st.sampled_from(EventKind.values), max_size=4)):
        events.append(
            Event(
                agreement=agreement,
                kind=kind if kind != "voided" or events else "reviewed",
                voids=draw(st.sampled_from(events)) if kind == "voided" and events else None,
                party=draw(st.sampled_from(parties))
                if kind == "withdrawal"
                else draw(st.sampled_from([None, *parties])),
                date=draw(DAYS),
                note_ar=draw(MAYBE),
                source=draw(st.sampled_from([None, *sources])),
            )
        )
    record.parts += events
    if draw(st.booleans()):
        activity = Activity(
            agreement=agreement,
            kind=draw(st.sampled_from(ActivityKind.values)),
            title_en=draw(WORDS),
            starts_on=draw(DAYS),
            budget="12.50",
            currency="ILS",
        )
        record.activities.append(
            NewActivity(activity, draw(st.lists(st.sampled_from(cities), unique=True)), domains[:1])
        )
    return record


@given(data=st.data())
@settings(max_examples=25)
def test_what_is_exported_and_imported_is_exported_the_same(data: Any) -> None:
    with transaction.atomic():
        emptied()
        records = data.draw(registers())
        if len(records) > 1 and data.draw(st.booleans()):
            ends = [record.agreement for record in records[:2]]
            AgreementLink.objects.bulk_create(
                [AgreementLink(subject=ends[0], predicate="renews", object=ends[1])]
            )
        before = exported()
        emptied()
        outcome, refused = imported(before)
        assert refused == []
        assert outcome.taken["agreement"] == len(records)
        assert exported() == before
        transaction.set_rollback(True)


# ---- Beside the process that writes --------------------------------------------------------------


def derived() -> list[Any]:
    """What follows from the agreements, as it is stored, by their numbers."""
    return [
        list(rows._default_manager.order_by("pk").values_list(*columns))
        for rows, columns in (
            (StatusPeriod, ("agreement", "status", "since", "until", "reason")),
            (PublicRecord, ("pk", "text", "periods", "digest")),
            (AgreementEntry, ("pk", "title", "body")),
            (SignatoryEntry, ("pk", "title", "body")),
            (SearchWord, ("key", "shown")),
            (Change, ("number", "agreement", "kind")),
            (Party, ("pk", "has_withdrawn", "withdrawn_on")),
            (Agreement, ("pk", "confirmation", "evidence_level", "created_at", "updated_at")),
        )
    ]


CITY_TWICE = "This city is already a party: no city stands twice in one agreement."


def by_sevens(monkeypatch: pytest.MonkeyPatch, processes: int) -> None:
    """So that a sample is many pieces, of which another process does some."""
    monkeypatch.setattr(entering, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(entering, "chunks", lambda lines: chunks(lines, 7))
    monkeypatch.setattr(beside, "cores", lambda: processes)


def enlarged() -> list[dict[str, Any]]:
    """The sample with its published records ten times, and the register emptied of it."""
    begin_with(load_taxonomy)
    begin_with(load_sample)
    told = [orjson.loads(line) for line in exported()]
    emptied()
    numbered = [one for one in told if one["type"] == "agreement" and one.get("registry_number")]
    named = [f"TW-2019-{number:05d}" for number in range(1, 10 * len(numbered) + 1)]
    records = [
        one | {"key": name, "registry_number": name} for one, name in zip(numbered * 10, named, strict=True)
    ]
    before = ("year", "domain", "word_form", "city")
    return [
        told[0] | {"agreements": len(records)},
        *(one for one in told if one["type"] in before),
        *map(orjson.loads, map(orjson.dumps, records)),
    ]


def numbered_from_the_beginning() -> None:
    """What PostgreSQL handed out is not taken back with what used it."""
    rows = [model for model in apps.get_models() if model._meta.app_label == "agreements"]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), rows):
            cursor.execute(statement)


def as_lines(told: list[dict[str, Any]]) -> list[bytes]:
    return [orjson.dumps(one) + b"\n" for one in told]


def test_another_process_makes_of_the_lines_what_this_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    lines_of_all = as_lines(enlarged())
    stories = []
    for processes in (1, 2):
        by_sevens(monkeypatch, processes)
        with transaction.atomic():
            numbered_from_the_beginning()
            outcome, refused = imported(lines_of_all)
            assert refused == []
            assert outcome.taken["agreement"] == outcome.expected > 14
            stories.append(derived())
            transaction.set_rollback(True)
    assert stories[0] == stories[1]
    assert all(stories[0])


def test_what_is_refused_is_told_by_its_line_whichever_process_read_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = enlarged()
    records = [one for one in told if one["type"] == "agreement"]
    records[0]["kind"] = "marriage"
    records[8]["parties"][0]["city"] = "atlantis"
    # Only the database refuses a city that stands twice.
    records[10]["parties"][1]["city"] = records[10]["parties"][0]["city"]
    by_sevens(monkeypatch, 2)
    # Two are told again, when those that tell them first may not be entered yet.
    outcome, refused = imported(as_lines([*told, records[2], records[-1]]))
    why = dict(refused)
    assert sorted(why) == [records[place]["key"] for place in (0, 8, 10)]
    assert "marriage" in why[records[0]["key"]]
    assert why[records[8]["key"]] == "There is no city atlantis."
    assert why[records[10]["key"]] == gettext(CITY_TWICE)
    assert outcome.known["agreement"] == 2
    assert Agreement.objects.count() == outcome.taken["agreement"] == outcome.expected - 3


WRONG = [
    ("kind", "marriage"),
    ("kind", ["twinning"]),
    ("kind", 7),
    ("kind", None),
    ("term", ""),
    ("title_ar", "ت" * 1001),
    ("title_ar", "بلدية\x00الخليل"),
    ("title_en", None),
    ("signed_on", "2014-13"),
    ("signed_on", {}),
    ("created_at", "yesterday"),
    ("registry_number", "TW-2014-" + "1" * 80),
    ("term_years", "ten"),
    ("mayor", "Samer"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_value_that_a_column_does_not_take_refuses_its_line_alone(name: str, value: Any) -> None:
    told = enlarged()
    records = [one for one in told if one["type"] == "agreement"]
    records[1][name] = value
    outcome, refused = imported(as_lines(told))
    assert len(refused) == 1
    assert refused[0][1].strip()
    assert Agreement.objects.count() == outcome.taken["agreement"] == outcome.expected - 1


def test_a_country_that_is_none_refuses_the_city_alone() -> None:
    told = enlarged()
    cities = [one for one in told if one["type"] == "city"]
    for city, country in zip(cities, ("XX", "Palestine", None, 7, ["PS"]), strict=False):
        city["country"] = country
    before = City.objects.count()
    outcome, refused = imported(as_lines([one for one in told if one["type"] != "agreement"]))
    assert len(refused) == min(5, len(cities))
    assert City.objects.count() - before == outcome.taken["city"] == len(cities) - len(refused)


def _asks(number: int) -> int:
    return Agreement.objects.count() + number


def test_work_that_asks_the_database_after_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "cores", lambda: 2)
    pieces = [(str(number), number) for number in range(10)]
    assert list(beside.worked_out(_asks, pieces, beside=True)) == pieces
