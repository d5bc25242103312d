"""/api/v1/agreements/: what the API says of agreements, to whom."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from agreements.models import Activity, Agreement, AgreementLink, Approval, Document, StateChange
from tests.api.conftest import Ask
from tests.cast import ROLES, Cast
from tests.factories import (
    AgreementFactory,
    CoverageFactory,
    DomainFactory,
    EventFactory,
    SignatoryFactory,
    published,
)

pytestmark = pytest.mark.django_db

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
API = "http://testserver/api/v1"


def numbers(answer: Any) -> list[str | None]:
    assert answer.status_code == 200, answer.json()
    return [row["registry_number"] for row in answer.json()["results"]]


def words(code: str, ar: str, en: str) -> dict[str, Any]:
    return {"code": code, "name": {"ar": ar, "en": en}}


def both(ar: str | None, en: str | None) -> dict[str, Any]:
    return {"ar": ar, "en": en}


NOT_KNOWN = both(None, None)


# ---- The shape of an answer


@pytest.fixture
def hebron_amman(sample: None, ask: Ask) -> dict[str, Any]:
    """The Hebron–Amman agreement as the API tells it."""
    number = Agreement.objects.get(kind="brotherhood").registry_number
    answer = ask(f"agreements/{number}/")
    assert answer.status_code == 200
    return answer.json()


def test_an_agreement_has_exactly_these_parts(hebron_amman: dict[str, Any]) -> None:
    assert list(hebron_amman) == [
        "url",
        "page",
        "registry_number",
        "merged_numbers",
        "record_state",
        "kind",
        "designation",
        "title",
        "summary",
        "authentic_languages",
        "signed_on",
        "signed_on_as_written",
        "place",
        "effect_rule",
        "in_force_on",
        "term",
        "duration_months",
        "expires_on",
        "renewal",
        "renewal_months",
        "notice_months",
        "status",
        "status_periods",
        "confirmation",
        "evidence_level",
        "parties",
        "domains",
        "events",
        "activities",
        "links",
        "documents",
        "sources",
        "published_at",
        "updated_at",
    ]


def test_the_instrument_is_told_in_both_languages_and_what_the_source_does_not_say_is_null(
    hebron_amman: dict[str, Any],
) -> None:
    number = hebron_amman["registry_number"]
    assert re.fullmatch(r"TW-\d{4}-00001", number)
    known = {
        "url": f"{API}/agreements/{number}/",
        "page": {
            "ar": f"http://testserver/ar/agreements/{number}/",
            "en": f"http://testserver/en/agreements/{number}/",
        },
        "record_state": words("published", "منشور", "Published"),
        "kind": words("brotherhood", "اتفاقية تآخٍ وتعاون", "Brotherhood and cooperation agreement"),
        "designation": both("اتفاقية تآخي وتعاون", "Agreement of brotherhood and cooperation"),
        "title": both(
            "اتفاقية التآخي والتعاون بين بلدية الخليل وأمانة عمان الكبرى",
            "Brotherhood and cooperation agreement"
            " between Hebron Municipality and the Greater Amman Municipality",
        ),
        "confirmation": words("unconfirmed", "لم يؤكده أي طرف", "Confirmed by no party"),
        "evidence_level": words(0, "صحافة أو استيراد", "Press or import"),
        "place": NOT_KNOWN,
        "authentic_languages": [],
        "links": [],
        "documents": [],
    }
    assert {name: hebron_amman[name] for name in known} == known
    unknown = [
        "signed_on",
        "signed_on_as_written",
        "in_force_on",
        "duration_months",
        "expires_on",
        "renewal_months",
        "notice_months",
    ]
    assert [hebron_amman[name] for name in unknown] == [None] * len(unknown)
    assert [hebron_amman[name]["code"] for name in ("effect_rule", "term", "renewal")] == ["unknown"] * 3
    assert all(hebron_amman["summary"].values())
    assert MOMENT.fullmatch(hebron_amman["published_at"])
    assert MOMENT.fullmatch(hebron_amman["updated_at"])


def test_the_status_has_its_reason_in_both_languages(hebron_amman: dict[str, Any]) -> None:
    status = {
        **words("signed", "موقّعة (لم يُعرف نفاذها)", "Signed (entry into force not known)"),
        "since": None,
        "until": None,
        "reason": both(
            "موقّعة: وُقّعت في تاريخ غير معروف، ولا يُعرف متى تدخل حيّز النفاذ.",
            "Signed on a date not known; when it enters into force is not known.",
        ),
    }
    assert hebron_amman["status"] == status
    assert hebron_amman["status_periods"] == [status]


def test_the_parties_stand_with_their_signatories_in_their_offices(hebron_amman: dict[str, Any]) -> None:
    hebron, amman = hebron_amman["parties"]
    signatory = hebron["signatories"][0]["id"]
    assert hebron == {
        "order": 1,
        "role": words("party", "طرف", "Party"),
        "city": {
            "url": f"{API}/cities/hebron/",
            "slug": "hebron",
            "name": both("الخليل", "Hebron"),
            "country": words("PS", "فلسطين", "Palestine"),
        },
        "written_name": both("بلدية الخليل", "Hebron Municipality"),
        "has_withdrawn": False,
        "withdrawn_on": None,
        "signatories": [
            {
                "id": signatory,
                "name": both("داوود الزعتري", "Daoud Zatari"),
                "office": both("رئيس بلدية الخليل", "Mayor of Hebron"),
                "role": words("signed", "وقّع", "Signed"),
                "signed_on": None,
            }
        ],
        "approvals": [],
    }
    assert (amman["order"], amman["city"]["slug"]) == (2, "amman")
    assert [each["name"] for each in amman["signatories"]] == [both("عقل بلتاجي", "Aqel Biltaji")]


def test_the_domains_stand_by_code_with_the_words_that_name_them(hebron_amman: dict[str, Any]) -> None:
    assert hebron_amman["domains"][0] == {
        "code": "transport",
        "name": both("الطرق والمواصلات", "Roads and transport"),
        "basis": words("explicit", "مذكور في النص", "Named in the text"),
        "article": None,
        "quote": both("هندسة وإدارة الطرق والمواصلات", "road engineering and management and transport"),
    }
    assert len(hebron_amman["domains"]) == 12


def test_events_activities_and_sources_follow(hebron_amman: dict[str, Any]) -> None:
    (event,) = hebron_amman["events"]
    assert (event["kind"]["code"], event["date"], event["party"], event["voids"]) == (
        "signed",
        None,
        None,
        None,
    )
    assert MOMENT.fullmatch(event["recorded_at"])
    market = next(each for each in hebron_amman["activities"] if each["title"]["en"] == "Central market")
    assert market["domains"] == ["economy-markets"]
    assert {city["slug"] for city in market["cities"]} == {"hebron", "amman"}
    assert market["state"] == words("under_way", "قيد التنفيذ", "Under way")
    assert (market["budget"], market["currency"], market["starts_on"]) == (None, None, None)
    (source,) = hebron_amman["sources"]
    assert source["kind"] == words("press", "صحافة", "Press")
    assert source["url"] == "https://www.raya.ps/news/854341.html"
    assert source["quote"] is None


def test_the_list_tells_each_agreement_as_its_own_address_does(ask: Ask, sample: None) -> None:
    listed = ask("agreements/").json()
    assert {name: listed[name] for name in ("count", "next", "previous")} == {
        "count": 2,
        "next": None,
        "previous": None,
    }
    for row in listed["results"]:
        assert row == ask(row["url"].removeprefix(f"{API}/")).json()


def test_the_answer_is_the_same_in_whatever_language_it_is_asked_for(ask: Ask, sample: None) -> None:
    assert ask("agreements/", language="ar").json() == ask("agreements/", language="en").json()


def test_dates_are_as_precise_as_they_are_known(ask: Ask, cast: Cast) -> None:
    agreement = published(
        parties=[cast.hebron, cast.amman],
        signed_on="2014-06",
        in_force_on="2014",
        term="fixed",
        expires_on="2019-06-02",
        signed_on_as_written="شعبان 1435",
    )
    party = agreement.parties.get(order=1)
    SignatoryFactory(party=party, signed_on="2014-06-03")
    Approval.objects.create(party=party, decided_on="2014-07", body_ar="مجلس بلدي الخليل")
    EventFactory(agreement=agreement, kind="withdrawal", party=agreement.parties.get(order=2), date="2018")
    told = ask(f"agreements/{agreement.reference}/").json()
    assert (told["signed_on"], told["in_force_on"], told["expires_on"]) == ("2014-06", "2014", "2019-06-02")
    hebron, amman = told["parties"]
    assert hebron["signatories"][0]["signed_on"] == "2014-06-03"
    assert hebron["approvals"][0]["decided_on"] == "2014-07"
    assert hebron["approvals"][0]["body"] == both("مجلس بلدي الخليل", None)
    assert (amman["has_withdrawn"], amman["withdrawn_on"]) == (True, "2018")
    assert told["events"][-1]["party"] == "amman"
    assert [period["since"] for period in told["status_periods"]][-1] == "2018"


def test_the_status_is_that_of_the_day_asked_about(ask: Ask) -> None:
    agreement = published(
        signed_on="2014", effect_rule="on_signature", term="fixed", expires_on="2019", renewal="none"
    )
    for day, status in (("2016-05-01", "in_force"), ("2021-01-01", "expired"), ("١/٥/٢٠١٦", "in_force")):
        (row,) = ask("agreements/", as_of=day).json()["results"]
        assert row["status"]["code"] == status
    assert numbers(ask("agreements/", as_of="2013-12-31")) == []
    assert ask(f"agreements/{agreement.reference}/").json()["status"]["code"] == "expired"


# ---- Links and documents


def test_a_link_is_read_from_both_ends(ask: Ask) -> None:
    first, second = published(), published()
    AgreementLink.objects.create(subject=second, predicate="renews", object=first)
    (forward,) = ask(f"agreements/{second.reference}/").json()["links"]
    (backward,) = ask(f"agreements/{first.reference}/").json()["links"]
    assert forward["predicate"]["code"] == backward["predicate"]["code"] == "renews"
    assert (forward["inverse"], backward["inverse"]) == (False, True)
    assert forward["agreement"] == {
        "url": f"{API}/agreements/{first.registry_number}/",
        "registry_number": first.registry_number,
        "title": both(first.title_ar, first.title_en),
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_link_leads_only_where_the_caller_may_read(ask: Ask, cast: Cast, role: str) -> None:
    public = published(parties=[cast.bursa, cast.amman])
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    AgreementLink.objects.create(subject=draft, predicate="renews", object=public)
    links = ask(f"agreements/{public.reference}/", by=cast.person(role)).json()["links"]
    sees = role not in ("reader", "partner", "reviewer_of_bursa")
    assert [link["agreement"]["registry_number"] for link in links] == ([None] if sees else [])


@pytest.mark.parametrize("role", ROLES)
def test_internal_documents_are_told_to_the_parties_only(ask: Ask, cast: Cast, role: str) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    for visibility in ("internal", "public"):
        file = ContentFile(b"%PDF-text", "نص.pdf")
        Document.objects.create(agreement=agreement, file=file, visibility=visibility, title_ar=visibility)
    documents = ask(f"agreements/{agreement.reference}/", by=cast.person(role)).json()["documents"]
    sees = role not in ("reader", "partner", "reviewer_of_bursa")
    expected = {"internal", "public"} if sees else {"public"}
    assert {document["title"]["ar"] for document in documents} == expected
    for document in documents:
        assert document["url"] == f"{API}/documents/{document['id']}/"
        assert document["file"] == f"{document['url']}file/"
    assert all(document["size"] == 9 and len(document["sha256"]) == 64 for document in documents)


# ---- Who sees which records


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_records_in_work_are_for_their_parties(ask: Ask, cast: Cast, role: str, state: str) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    if state != "draft":
        agreement.submit(by=cast.contributor_of_hebron)
    if state == "returned":
        agreement.return_for_completion(by=cast.reviewer_of_amman, remarks="أكملوها")
    person = cast.person(role)
    sees = role not in ("reader", "partner", "reviewer_of_bursa")
    assert ask(f"agreements/draft-{agreement.pk}/", by=person).status_code == (200 if sees else 404)
    assert ask("agreements/", by=person).json()["count"] == 0
    asked = ask("agreements/", by=person, record_state=state)
    if role in ("reader", "partner"):
        assert asked.status_code == 400
        assert list(asked.json()["errors"]) == ["record_state"]
    else:
        assert asked.json()["count"] == int(sees)
        assert all(row["registry_number"] is None for row in asked.json()["results"])


def test_a_member_asks_for_one_state_at_a_time(ask: Ask, cast: Cast) -> None:
    published(parties=[cast.hebron, cast.amman])
    AgreementFactory(parties=[cast.hebron, cast.amman])
    AgreementFactory(parties=[cast.bursa, cast.amman])
    for state, count in (("draft", 1), ("published", 1), ("submitted", 0), ("withdrawn", 0)):
        assert ask("agreements/", by=cast.reviewer_of_hebron, record_state=state).json()["count"] == count


# ---- Withdrawn, and nothing there


@pytest.mark.parametrize(
    ("language", "detail"),
    [("ar", "حُجب هذا القيد عن العرض."), ("en", "This record has been withdrawn from view.")],
)
def test_a_withdrawn_record_answers_with_its_number_the_day_and_the_reason(
    ask: Ask, cast: Cast, language: str, detail: str
) -> None:
    agreement = published()
    agreement.withdraw(by=cast.registrar, reason="نُشرت خطأً")
    late = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    StateChange.objects.filter(after="withdrawn").update(at=late)
    answer = ask(f"agreements/{agreement.registry_number}/", language=language)
    assert answer.status_code == 410
    assert answer.json() == {
        "type": "http://testserver/api/problems/gone/",
        "title": detail,
        "status": 410,
        "detail": detail,
        "registry_number": agreement.registry_number,
        "withdrawn_on": "2026-03-02",
        "reason": "نُشرت خطأً",
    }
    assert timezone.localtime(late).day == 2
    assert ask("agreements/").json()["count"] == 0


def test_the_registrar_still_reads_what_was_withdrawn(ask: Ask, cast: Cast) -> None:
    agreement = published()
    agreement.withdraw(by=cast.registrar, reason="نُشرت خطأً")
    told = ask(f"agreements/{agreement.registry_number}/", by=cast.registrar)
    assert told.json()["record_state"]["code"] == "withdrawn"


@pytest.mark.parametrize(("language", "detail"), [("ar", "غير موجود."), ("en", "Not found.")])
@pytest.mark.parametrize(
    "reference",
    [
        "TW-2026-99999",
        "draft-0",
        "draft-99999999999999999999",
        "TW-2026-00001%20",
        "%00",
        "x" * 10_000,
        "%ED%A0%80",
    ],
)
def test_a_record_that_is_not_there_answers_404_in_the_callers_language(
    ask: Ask, language: str, detail: str, reference: str
) -> None:
    answer = ask(f"agreements/{reference}/", language=language)
    assert answer.status_code == 404
    assert answer.json()["detail"] == detail


# ---- Narrowed and ordered


def test_filters_narrow_the_list(ask: Ask, cast: Cast) -> None:
    roads = DomainFactory(code="transport-roads", parent=DomainFactory(code="transport"))
    agreement = published(parties=[cast.hebron, cast.amman], signed_on="2014-06", title_ar="توأمة")
    CoverageFactory(agreement=agreement, domain=roads)
    published(parties=[cast.bursa, cast.amman], kind="friendship")
    for parameters in (
        {"city": "الخليل"},
        {"country": "PS"},
        {"domain": "transport"},
        {"kind": "twinning"},
        {"signed_from": "2014", "signed_until": "06/2014"},
        {"status": "signed"},
        {"q": "توأمة"},
    ):
        assert numbers(ask("agreements/", **parameters)) == [agreement.registry_number], parameters


def test_the_list_is_ordered_both_ways(ask: Ask) -> None:
    dates = ["2014-06-03", None, "2014", "2015"]
    by_date = {published(signed_on=day).registry_number: day for day in dates}
    ascending = [by_date[number] for number in numbers(ask("agreements/", ordering="signed_on"))]
    descending = [by_date[number] for number in numbers(ask("agreements/", ordering="-signed_on"))]
    assert ascending == [None, "2014", "2014-06-03", "2015"]
    assert descending == ascending[::-1]
    assert numbers(ask("agreements/")) == numbers(ask("agreements/", ordering="-signed_on"))
    assert numbers(ask("agreements/", ordering="registry_number")) == sorted(by_date)


def test_an_activity_without_an_agreement_is_in_none(ask: Ask, cast: Cast) -> None:
    Activity.objects.create(kind="visit", title_ar="زيارة").cities.add(cast.hebron)
    agreement = published(parties=[cast.hebron, cast.amman])
    assert ask(f"agreements/{agreement.reference}/").json()["activities"] == []
