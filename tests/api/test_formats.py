"""The formats of the API, read back by others' programs."""

import csv
import gzip
import io
import json
import re
from itertools import chain
from typing import Any

import brotli
import feedparser
import geojson
import icalendar
import pytest
from django.test import Client
from openpyxl import load_workbook

from agreements.api import reading
from agreements.exchange import tabular
from agreements.models import Agreement
from tests.api.conftest import Ask
from tests.api.many import many_agreements
from tests.cast import Cast
from tests.factories import AgreementFactory, EventFactory, SignatoryFactory, published

pytestmark = pytest.mark.django_db

ACCEPT = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "jsonld": "application/ld+json",
    "ics": "text/calendar",
    "atom": "application/atom+xml",
}


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def pair(cast: Cast) -> Agreement:
    cast.hebron.latitude, cast.hebron.longitude = 31.53, 35.09
    cast.hebron.save()
    cast.amman.latitude, cast.amman.longitude = 31.95, 35.93
    cast.amman.save()
    agreement = published(
        parties=[cast.hebron, cast.amman],
        title_ar="اتفاقية التآخي",
        title_en="",
        signed_on="2014-06-03",
        in_force_on="2014-07",
        effect_rule="fixed_date",
        term="fixed",
        expires_on="2031",
        summary_ar="=SUM(A1)",
    )
    SignatoryFactory(party=agreement.parties.first())
    EventFactory(agreement=agreement, kind="reviewed", date="2016-05-01")
    return agreement


@pytest.mark.parametrize("format", ACCEPT)
def test_a_format_is_asked_for_by_name_or_by_media_type(ask: Ask, pair: Agreement, format: str) -> None:
    for path in ("agreements/", f"agreements/{pair.reference}/"):
        named = ask(path, format=format)
        accepted = ask(path, headers={"accept": ACCEPT[format]})
        assert named.status_code == accepted.status_code == 200
        for answer in (named, accepted):
            assert answer.headers["Content-Type"].partition(";")[0] == ACCEPT[format]
            assert "Accept" in answer.headers["Vary"]
        if format != "atom":
            assert body(named) == body(accepted)


@pytest.mark.parametrize("path", ["agreements/", "cities/", "changes/", "domains/", "agreements/{}/"])
@pytest.mark.parametrize("format", ["xml", "", "JSON", "\x00", "api"])
def test_a_format_that_is_not_offered_is_refused_by_name(
    ask: Ask, pair: Agreement, path: str, format: str
) -> None:
    answer = ask(path.format(pair.reference), format=format, language="en")
    assert answer.status_code == 400
    (message,) = answer.json()["errors"]["format"]
    assert "json" in message


def test_json_lines_hold_every_record_that_matches(ask: Ask, cast: Cast) -> None:
    many_agreements(230)
    pair = published(parties=[cast.hebron, cast.amman])
    lines = body(ask("agreements/", format="jsonl")).splitlines()
    assert len(lines) == 231
    assert json.loads(lines[-1]) == ask(f"agreements/{pair.reference}/").json()
    (line,) = body(ask("agreements/", format="jsonl", city="hebron")).splitlines()
    assert json.loads(line)["registry_number"] == pair.reference
    (line,) = body(ask("agreements/", format="jsonl", q="الخليل")).splitlines()
    assert body(ask("agreements/", format="jsonl", city="hebron", kind="friendship")) == b""


def test_what_is_sent_whole_may_be_ordered(ask: Ask) -> None:
    numbers = [published(signed_on=day).registry_number for day in ("2015", "2013", "2014")]
    lines = body(ask("agreements/", format="jsonl", ordering="signed_on")).splitlines()
    assert [json.loads(line)["registry_number"] for line in lines] == [numbers[1], numbers[2], numbers[0]]


def test_what_moves_in_the_order_while_it_is_sent_is_sent_once(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", 2)
    numbers = [published(signed_on=day).registry_number for day in ("2013", "2014", "2015", "2016", "2017")]
    sent = chain.from_iterable(
        piece.splitlines() for piece in ask("agreements/", format="jsonl", ordering="signed_on")
    )
    first = json.loads(next(sent))["registry_number"]
    Agreement.objects.filter(registry_number=numbers[0]).update(signed_on="2020")
    assert [first, *(json.loads(line)["registry_number"] for line in sent)] == numbers


def test_drafts_and_withdrawn_records_are_in_no_format(ask: Ask, cast: Cast) -> None:
    AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="مسودة سرية")
    gone = published(parties=[cast.hebron, cast.amman], title_ar="محجوبة سرية")
    gone.withdraw(by=cast.registrar, reason="خطأ")
    for format in ACCEPT:
        assert "سرية" not in body(ask("agreements/", format=format)).decode(errors="replace"), format


def test_csv_and_xlsx_hold_the_table_in_the_language_asked_for(ask: Ask, pair: Agreement) -> None:
    text = body(ask("agreements/", format="csv", lang="ar")).decode("utf-8-sig")
    heading, row = csv.reader(io.StringIO(text))
    assert heading == tabular.headings("ar")
    assert row[heading.index("النوع")] == "اتفاقية توأمة"
    assert "'=SUM(A1)" in row
    heading, _row = csv.reader(io.StringIO(body(ask("agreements/", format="csv")).decode("utf-8-sig")))
    assert heading == tabular.headings(None)
    sheet = load_workbook(io.BytesIO(body(ask("agreements/", format="xlsx", lang="ar")))).worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert [cell.value for cell in sheet[1]] == tabular.headings("ar")


def test_geojson_draws_a_line_between_the_parties(ask: Ask, pair: Agreement, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.bursa])
    read = geojson.loads(body(ask("agreements/", format="geojson")))
    assert read.is_valid, read.errors()
    first, second = read.features
    assert (first.id, first.geometry["type"]) == (pair.reference, "LineString")
    assert first.geometry["coordinates"] == [[35.09, 31.53], [35.93, 31.95]]
    assert second.geometry is None
    narrowed = geojson.loads(body(ask("agreements/", format="geojson", fields="title", lang="ar")))
    assert narrowed.features[0].properties == {"title": "اتفاقية التآخي"}


def test_json_ld_names_things_by_addresses_that_answer(ask: Ask, pair: Agreement) -> None:
    (thing,) = json.loads(body(ask("agreements/", format="jsonld")))["@graph"]
    assert thing["name"] == [{"@language": "ar", "@value": "اتفاقية التآخي"}]
    assert thing["legislationDate"] == "2014-06-03"
    parties = thing["legislationResponsible"]
    assert [party["areaServed"]["name"][1]["@value"] for party in parties] == ["Hebron", "Amman"]
    assert parties[0]["member"][0]["jobTitle"][0]["@value"] == "رئيس بلدية الخليل"
    for address in (thing["@id"], *(party["areaServed"]["@id"] for party in parties)):
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200


def test_the_calendar_holds_what_is_dated_as_far_as_it_is(ask: Ask, pair: Agreement) -> None:
    calendar = icalendar.Calendar.from_ical(body(ask("agreements/", format="ics", lang="en")))
    days = {str(entry["uid"]): (entry.start.isoformat(), entry.end.isoformat()) for entry in calendar.events}
    of = f"{pair.reference}-{{}}@testserver"
    review = pair.events.get().pk
    assert days == {
        of.format("signed"): ("2014-06-03", "2014-06-04"),
        of.format("in-force"): ("2014-07-01", "2014-08-01"),
        of.format("expires"): ("2031-01-01", "2032-01-01"),
        of.format(f"event-{review}"): ("2016-05-01", "2016-05-02"),
    }
    assert calendar.events[0]["summary"] == "Signature: اتفاقية التآخي"
    arabic = icalendar.Calendar.from_ical(body(ask("agreements/", format="ics")))
    assert arabic.events[0]["summary"] == "التوقيع: اتفاقية التآخي"


def test_the_feed_tells_the_newest(ask: Ask, pair: Agreement) -> None:
    read = feedparser.parse(body(ask("agreements/", format="atom", lang="ar")))
    assert (read.bozo, read.version, read.feed.language) == (False, "atom10", "ar")
    (entry,) = read.entries
    assert (entry.title, entry.link) == (
        "اتفاقية التآخي",
        f"http://testserver/ar/agreements/{pair.reference}/",
    )
    assert entry.updated_parsed


@pytest.mark.parametrize("format", ACCEPT)
def test_nothing_at_all_is_told_in_every_format(ask: Ask, format: str) -> None:
    answer = ask("agreements/", format=format)
    assert answer.status_code == 200
    body(answer)


@pytest.mark.parametrize("name", ["page", "page_size", "cursor"])
def test_a_format_that_holds_everything_has_no_pages(ask: Ask, name: str) -> None:
    answer = ask("agreements/", format="csv", **{name: "1"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])


# ---- A part of each record


def test_some_fields_in_one_language(ask: Ask, pair: Agreement) -> None:
    (row,) = ask("agreements/", fields="registry_number,title,kind", lang="en").json()["results"]
    assert row == {
        "registry_number": pair.reference,
        "title": "اتفاقية التآخي",
        "kind": {"code": "twinning", "name": "Twinning agreement"},
    }
    assert ask(f"agreements/{pair.reference}/", fields="title").json() == {
        "title": {"ar": "اتفاقية التآخي", "en": None}
    }
    (line,) = body(ask("agreements/", format="jsonl", fields="signed_on")).splitlines()
    assert json.loads(line) == {"signed_on": "2014-06-03"}
    assert ask("cities/hebron/", fields="name", lang="ar").json() == {"name": "الخليل"}


def test_a_table_has_the_columns_of_the_fields_that_are_wanted(ask: Ask, pair: Agreement) -> None:
    wanted = "title,status,registry_number"
    text = body(ask("agreements/", format="csv", fields=wanted)).decode("utf-8-sig")
    (heading, row) = csv.reader(io.StringIO(text))
    named = ["registry_number", "title_ar", "title_en"]
    named += ["status", "status_since", "status_until", "status_reason_ar", "status_reason_en"]
    assert heading == named
    assert row[:2] == [pair.reference, "اتفاقية التآخي"]
    sheet = load_workbook(io.BytesIO(body(ask("agreements/", format="xlsx", fields=wanted, lang="en"))))
    first, second = sheet.worksheets[0].iter_rows(values_only=True)
    assert (len(first), first[0], second[0]) == (8, "registry number", pair.reference)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("csv", "page"),
        ("xlsx", "status_periods"),
        ("jsonld", "title"),
        ("ics", "title"),
        ("atom", "title"),
    ],
)
def test_what_a_format_has_no_place_for_is_refused(ask: Ask, pair: Agreement, form: str, name: str) -> None:
    answer = ask("agreements/", format=form, fields=name)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["fields"])


def test_linked_data_is_in_both_languages(ask: Ask, pair: Agreement) -> None:
    assert list(ask("agreements/", format="jsonld", lang="ar").json()["errors"]) == ["lang"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fields", "password"),
        ("fields", ""),
        ("fields", "title,"),
        ("lang", "fr"),
        ("lang", ""),
        ("lang", "\x00"),
    ],
)
@pytest.mark.parametrize("path", ["agreements/", "cities/", "agreements/{}/"])
def test_a_part_that_there_is_not_is_refused_by_name(
    ask: Ask, pair: Agreement, path: str, name: str, value: str
) -> None:
    answer = ask(path.format(pair.reference), **{name: value})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])


# ---- Pages by cursor


@pytest.mark.parametrize("path", ["agreements/", "cities/", "signatories/"])
def test_cursors_lead_through_the_whole_list_once(ask: Ask, path: str) -> None:
    many_agreements(23)
    seen: list[Any] = []
    answer = ask(path, cursor="", page_size=5).json()
    while True:
        seen += [row["url"] for row in answer["results"]]
        if not answer["next"]:
            break
        answer = Client().get(answer["next"].removeprefix("http://testserver")).json()
    assert len(seen) == len(set(seen)) == ask(path).json()["count"]


@pytest.mark.parametrize("cursor", ["1", "x" * 5_000, "eyJhIjoxfQ:1abc:def"], ids=["bare", "long", "signed"])
def test_a_forged_cursor_is_refused(ask: Ask, cursor: str) -> None:
    answer = ask("agreements/", cursor=cursor)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["cursor"])


@pytest.mark.parametrize("name", ["page", "ordering", "q"])
def test_a_cursor_goes_in_its_own_order(ask: Ask, name: str) -> None:
    value = {"page": "1", "ordering": "signed_on", "q": "توأمة"}[name]
    assert ask("agreements/", cursor="", **{name: value}).status_code == 400


def test_a_parameter_with_two_values_is_refused(cast: Cast) -> None:
    answer = Client().get("/api/v1/agreements/?kind=twinning&kind=friendship")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["kind"])
    assert Client().get("/api/v1/agreements/?kind=twinning&kind=twinning").status_code == 200


# ---- Known already, and packed

ADDRESSES = [
    "agreements/",
    "agreements/{}/",
    "cities/",
    "cities/hebron/",
    "domains/",
    "agreements/?format=jsonl",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_the_caller_has_is_not_sent_again(pair: Agreement, address: str) -> None:
    address = "/api/v1/" + address.format(pair.reference)
    first = Client().get(address)
    tag = first.headers["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    assert first.headers["Last-Modified"].endswith("GMT")
    again = Client().get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, body(again), again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    party = pair.parties.first()
    party.city.name_en = "Al-Khalil"
    party.city.save()
    if "domains" not in address:
        assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


def test_each_way_of_telling_it_is_an_answer_of_its_own(pair: Agreement) -> None:
    path = "/api/v1/agreements/"
    queries = [
        "",
        "?lang=ar",
        "?lang=en",
        "?fields=title",
        "?format=jsonl",
        "?format=csv",
        "?as_of=2020-01-01",
    ]
    tags = [Client().get(path + query).headers["ETag"] for query in queries]
    tags.append(Client().get(path, headers={"host": "localhost"}).headers["ETag"])
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize(("packing", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
@pytest.mark.parametrize("query", ["", "?format=jsonl"])
def test_answers_are_packed_as_the_caller_can_unpack_them(
    pair: Agreement, packing: str, unpack: Any, query: str
) -> None:
    address = f"/api/v1/agreements/{query}"
    plain = Client().get(address)
    packed = Client().get(address, headers={"accept-encoding": packing})
    assert packed.headers["Content-Encoding"] == packing
    assert unpack(body(packed)) == body(plain)
    assert packed.headers["ETag"] == f'{plain.headers["ETag"][:-1]}-{packing}"'
    for tag in (packed.headers["ETag"], plain.headers["ETag"]):
        again = Client().get(address, headers={"accept-encoding": packing, "if-none-match": tag})
        assert (again.status_code, again.headers["ETag"]) == (304, packed.headers["ETag"])
    assert "Accept-Encoding" in plain.headers["Vary"]


@pytest.mark.parametrize(
    "accepted", ["", "identity", "br;q=0, gzip;q=0", "zstd", "br;q=x", ";;,=", "br;q=1.2.3"]
)
def test_who_unpacks_nothing_that_we_know_gets_it_plain(pair: Agreement, accepted: str) -> None:
    answer = Client().get("/api/v1/agreements/", headers={"accept-encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.json()["count"] == 1


def test_caches_may_keep_what_everybody_reads_and_nothing_else(as_: Any, cast: Cast, pair: Agreement) -> None:
    for role, kept in (("reader", "public, max-age=60"), ("partner", "private"), ("registrar", "private")):
        for path in ("agreements/", f"agreements/{pair.reference}/", "cities/"):
            answer = as_(cast.person(role)).get(f"/api/v1/{path}")
            assert answer.headers["Cache-Control"].startswith(kept), (role, path)
            vary = answer.headers["Vary"].split(", ")
            assert {"Accept", "Accept-Encoding", "Authorization", "Cookie"} <= set(vary)
            assert "Accept-Language" not in vary
