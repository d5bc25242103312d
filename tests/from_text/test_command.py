"""`manage.py draft_from_text`: the proposal as JSON, and mistakes in words."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agreements.reference.taxonomy import load_taxonomy
from tests.cast import Cast
from tests.worlds import begin_with

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
TEXT = (
    "وقع أمين عمّان كرم الحسن ورئيس بلدية الخليل سامر عوض، يوم 3 حزيران 2014، في عمّان، "
    "اتفاقية تآخ وتعاون في مجال التراث العمراني."
)


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("draft_from_text", *arguments, stdout=out)
    return out.getvalue()


def test_the_json_holds_what_the_text_says_and_nothing_else(cast: Cast, tmp_path: Path) -> None:
    begin_with(load_taxonomy)
    file = tmp_path / "text.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert json.loads(printed(str(file), "--json")) == {
        "event": "signed",
        "agreements": [
            {
                "kinds": ["brotherhood", "cooperation"],
                "designation": "اتفاقية تآخ وتعاون",
                "parties": [
                    {"name": "أمانة عمّان", "city": "عمّان", "country": "JO"},
                    {"name": "بلدية الخليل", "city": "الخليل", "country": "PS"},
                ],
                "signatories": [
                    {"name": "كرم الحسن", "office": "أمين عمّان", "party": "أمانة عمّان"},
                    {"name": "سامر عوض", "office": "رئيس بلدية الخليل", "party": "بلدية الخليل"},
                ],
                "domains": [{"code": "heritage", "quote": "التراث العمراني"}],
                "signed_on": "2014-06-03",
                "place": "عمّان",
            }
        ],
    }


def test_yesterday_needs_the_day_of_publication(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(TEXT.replace("يوم 3 حزيران 2014", "أمس"), encoding="utf-8")
    assert json.loads(printed(str(file), "--json"))["agreements"][0]["signed_on"] is None
    told = json.loads(printed(str(file), "--published", "2014-06-04", "--json"))
    assert told["agreements"][0]["signed_on"] == "2014-06-03"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"  \n", "فارغ"),
        ("ا".encode() * 100_001, "أطول"),
        ("اتفاقية".encode("windows-1256"), "not a text in UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_mistakes_are_said_in_words(tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "text.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        printed(str(file), "--json")


def test_a_labelled_text_is_read_as_it_is_scored(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "text.json"
    labelled = {"text": TEXT.replace("يوم 3 حزيران 2014", "أمس"), "published": "2014-06-04", "labels": {}}
    file.write_text(json.dumps(labelled), encoding="utf-8")
    assert json.loads(printed(str(file), "--json"))["agreements"][0]["signed_on"] == "2014-06-03"


def test_without_a_database_it_is_read_from_the_worlds_cities_and_the_taxonomy(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(TEXT, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "manage.py", "draft_from_text", str(file), "--json"],
        env=os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    (agreement,) = json.loads(told.stdout)["agreements"]
    assert [party["country"] for party in agreement["parties"]] == ["JO", "PS"]
    assert [domain["code"] for domain in agreement["domains"]] == ["heritage"]
    assert "was migrate run?" in told.stderr
