"""The register beside an export of Wikidata."""

import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from agreements.enumerations import RecordState
from agreements.exchange.wikidata import UnreadableExport, compare, read_export
from agreements.models import Agreement, City, User
from tests.cast import Cast
from tests.factories import CityFactory, published

pytestmark = pytest.mark.django_db

As = Callable[[User | None], Client]
ADDRESS = "/ar/desk/wikidata/"


def row(a: str, b: str, start: str = "", **more: str) -> dict[str, Any]:
    cells = {
        "a": f"http://www.wikidata.org/entity/{a}",
        "b": f"http://www.wikidata.org/entity/{b}",
        "start": start,
    }
    return {name: {"type": "uri", "value": value} for name, value in (cells | more).items() if value}


def export(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"head": {"vars": ["a", "b"]}, "results": {"bindings": list(rows)}}).encode()


@pytest.fixture
def cities(cast: Cast) -> dict[str, City]:
    found = {}
    for qid, name in (("Q1", "one"), ("Q2", "two"), ("Q3", "three"), ("Q4", "four")):
        found[qid] = CityFactory(slug=name, name_en=name, wikidata_id=qid)
    return found


def test_what_only_one_has_and_where_the_years_differ(cities: dict[str, City]) -> None:
    alike = published(parties=[cities["Q1"], cities["Q2"]], signed_on="1998")
    other = published(parties=[cities["Q1"], cities["Q3"]], signed_on="2001-05")
    ours = published(parties=[cities["Q2"], cities["Q3"]])
    found = compare(
        *read_export(
            export(
                row("Q2", "Q1", "1998-06-03T00:00:00Z"),
                row("Q1", "Q2"),
                row("Q1", "Q3", "1999-01-01T00:00:00Z"),
                row("Q9", "Q1", aLabel="Nine", aCountry="FR"),
                row("Q7", "Q8"),
                row("Q1", "Q1"),
                {"a": {"value": "no item"}},
            )
        )
    )
    assert alike.pk
    assert (found.same, found.skipped) == (1, 2)
    assert [(one.first.qid, one.second.label) for one in found.only_theirs] == [("Q1", "Nine")]
    assert found.only_ours == [ours]
    assert [(one.ours, one.twinning.start) for one in found.other_year] == [([other], "1999")]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"results": 1}',
        b'{"results": {"bindings": [{"x": {"value": "Q1"}}]}}',
        b"[1, 2]",
        b'"text"',
        b'{"results": {"bindings": {"a": "Q1", "b": "Q2"}}}',
        b"<sparql><results/></sparql>",
        b"a,b\nQ1,Q2\n",
    ],
)
def test_another_file_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(UnreadableExport, match=r"The file is no|No row names"):
        read_export(raw)


def test_a_file_that_breaks_off_is_refused_whole() -> None:
    whole = export(row("Q1", "Q2"), row("Q3", "Q4"))
    for cut in (len(whole) // 3, len(whole) // 2, len(whole) - 1):
        with pytest.raises(UnreadableExport, match="no JSON"):
            read_export(whole[:cut])


def test_cells_of_the_wrong_shape_are_rows_without_two_items() -> None:
    wrong: list[Any] = [{"a": 1, "b": None}, {"a": {"value": 7}, "b": {"value": ["Q1"]}}, {"a": {}}, {}, 5]
    found, skipped = read_export(export(row("Q1", "Q2"), *wrong))
    assert (len(found), skipped) == (1, 4)


def test_ten_thousand_rows_are_compared_with_a_fixed_number_of_questions(
    cities: dict[str, City], django_assert_max_num_queries: Any
) -> None:
    for start in ("1990", "1991"):
        published(parties=[cities["Q1"], cities["Q2"]], signed_on=start)
    rows = [row(f"Q{number}", f"Q{number + 1}", "1990-05-01T00:00:00Z") for number in range(1, 10_001)]
    begun = time.process_time()
    with django_assert_max_num_queries(4):
        found = compare(*read_export(export(*rows)))
    assert (found.same, len(found.only_theirs)) == (1, 3)
    assert time.process_time() - begun < 5


def test_the_simple_list_of_the_service_is_read_as_well() -> None:
    simple = [{"a": "http://www.wikidata.org/entity/Q1", "b": "http://www.wikidata.org/entity/Q2"}]
    assert len(read_export(json.dumps(simple).encode())[0]) == 1


def test_the_command_prints_and_enters_drafts(cities: dict[str, City], cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "p190.json"
    file.write_bytes(
        export(
            row("Q1", "Q9", "1985-01-01T00:00:00Z", bLabel="Lille", bCountry="FR"),
            row("Q2", "Q11", bLabel="Nowhere"),
        )
    )
    out, err = io.StringIO(), io.StringIO()
    call_command("compare_wikidata", str(file), enter=cast.registrar.email, stdout=out, stderr=err)
    assert "2 only in Wikidata" in out.getvalue()
    assert "1 drafts entered" in out.getvalue()
    assert "Q2 – Q11" in err.getvalue()
    draft = Agreement.objects.get()
    assert (draft.record_state, draft.kind, str(draft.signed_on)) == (RecordState.DRAFT, "unknown", "1985")
    assert (draft.evidence_level, draft.sources.get().publisher) == (0, "Wikidata")
    assert City.objects.get(wikidata_id="Q9").country.code == "FR"
    assert not City.objects.filter(wikidata_id="Q11").exists()


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("compare_wikidata", str(tmp_path / "none.json"))


# ---- The page ----------------------------------------------------------------------------------


def upload(client: Client, raw: bytes) -> Any:
    return client.post(ADDRESS, {"file": SimpleUploadedFile("p190.json", raw)})


def test_the_registrar_takes_over_what_is_ticked(cities: dict[str, City], cast: Cast, as_: As) -> None:
    client = as_(cast.registrar)
    response = upload(client, export(row("Q1", "Q2", "1990-01-01T00:00:00Z"), row("Q3", "Q4")))
    values = [value for _twinning, value in response.context["rows"]]
    assert len(values) == 2
    client.post(ADDRESS, {"take": [values[0], "forged"]})
    draft = Agreement.objects.get()
    assert (draft.created_by, str(draft.signed_on)) == (cast.registrar, "1990")
    assert [party.city.slug for party in draft.parties.all()] == ["one", "two"]


def test_a_file_that_is_none_is_answered_at_the_field(cast: Cast, as_: As) -> None:
    response = upload(as_(cast.registrar), b"no json")
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"file"}
