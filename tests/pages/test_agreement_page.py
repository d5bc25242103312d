"""The page of one agreement."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    Approval,
    Document,
    Statement,
)
from agreements.reference.sample import load_sample
from agreements.reference.taxonomy import load_taxonomy
from tests.cast import Cast
from tests.factories import (
    AgreementFactory,
    CityFactory,
    CoverageFactory,
    DomainFactory,
    EventFactory,
    SignatoryFactory,
    published,
)
from tests.pages.reading import badly_nested, page_of, queries, text_of, words_of
from tests.worlds import begin_with


def address(agreement: Agreement, language: str = "ar") -> str:
    return f"/{language}/agreements/{agreement.reference}/"


@pytest.fixture
def sample(db: None) -> Agreement:
    """The Hebron–Amman agreement of the sample."""
    begin_with(load_taxonomy)
    begin_with(load_sample)
    return Agreement.objects.get(title_en__startswith="Brotherhood")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_agreement_of_hebron_and_amman_is_told_whole(
    client: Client, sample: Agreement, language: str
) -> None:
    told = {
        "ar": [
            "اتفاقية التآخي والتعاون بين بلدية الخليل وأمانة عمان الكبرى",
            "عقل بلتاجي",
            "أمين عمّان",
            "داوود الزعتري",
            "رئيس بلدية الخليل",
            "التراث العمراني",
            "السوق المركزي",
            "إعادة تنظيم شبكة المواصلات",
            "موقّعة",
            "غير معروف",
        ],
        "en": [
            "Brotherhood and cooperation agreement between Hebron Municipality and the Greater Amman",
            "Aqel Biltaji",
            "Mayor of Amman",
            "Daoud Zatari",
            "Urban heritage",
            "Central market",
            "Signed (entry into force not known)",
            "not known",
        ],
    }
    words = words_of(client.get(address(sample, language)))
    assert [text for text in told[language] if text not in words] == []
    assert sample.registry_number in words
    assert sample.coverages.count() == 12
    assert len(page_of(client.get(address(sample, language))).all("q")) == 12


def test_status_stands_with_its_reason_now_and_through_time(client: Client, cast: Cast) -> None:
    agreement = published(
        parties=[cast.hebron, cast.amman],
        signed_on="2014-06-03",
        effect_rule="on_signature",
        term="fixed",
        expires_on="2019-06-02",
    )
    words = words_of(client.get(address(agreement)))
    assert "منتهية المدة" in words
    assert "سارية منذ 3 حزيران 2014، تاريخ التوقيع." in words
    assert "In force since 3 June 2014, the date of signature." in words_of(
        client.get(address(agreement, "en"))
    )


def test_what_is_not_known_is_marked_as_unknown(client: Client, cast: Cast) -> None:
    page = page_of(client.get(address(published(parties=[cast.hebron, cast.amman]))))
    unknown = {text for _attributes, text in page.all("span", class_="unknown")}
    assert {"غير معروف", "غير معروفة"} <= unknown


def test_record_text_is_kept_apart_from_the_text_around_it(client: Client, cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman], title_ar="اتفاقية GIS بين Hebron والخليل (2014)")
    page = page_of(client.get(address(agreement)))
    assert "اتفاقية GIS بين Hebron والخليل (2014)" in {text for _attributes, text in page.all("bdi")}


@pytest.mark.parametrize(
    ("language", "title", "other", "direction", "named"),
    [
        ("ar", {"title_ar": "", "title_en": "Only in English"}, "en", "ltr", "الإنجليزية"),
        ("en", {"title_ar": "بالعربية فقط", "title_en": ""}, "ar", "rtl", "Arabic"),
    ],
)
def test_a_text_in_the_other_language_is_marked_as_such(
    client: Client, cast: Cast, language: str, title: dict[str, str], other: str, direction: str, named: str
) -> None:
    agreement = published(parties=[cast.hebron, cast.amman], **title)
    page = page_of(client.get(address(agreement, language)))
    text = title[f"title_{other}"]
    assert (text in {found for _attributes, found in page.all("bdi", lang=other, dir=direction)}) is True
    assert named in {found for _attributes, found in page.all("small", class_="fallback")}


def test_a_summary_in_the_other_language_keeps_its_own_direction(client: Client, cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman], summary_en="Signed in the presence of both.")
    [(attributes, _text)] = page_of(client.get(address(agreement))).all("p", class_="summary")
    assert (attributes["lang"], attributes["dir"]) == ("en", "ltr")


def test_a_title_of_500_characters_and_twelve_parties_stand_whole(client: Client, cast: Cast) -> None:
    title = "ا" * 500
    agreement = published(parties=[CityFactory() for _ in range(12)], title_ar=title)
    words = words_of(client.get(address(agreement)))
    assert title in words
    assert len(page_of(client.get(address(agreement))).all("h3")) >= 12


def test_names_that_mix_directions_stand_whole(client: Client, cast: Cast) -> None:
    mixed = "بلدية Bursa Büyükşehir (بورصة) – 16"
    agreement = published(parties=[cast.hebron, CityFactory(authority_ar=mixed)])
    assert mixed in {text for _attributes, text in page_of(client.get(address(agreement))).all("bdi")}


def test_everything_that_hangs_on_a_record_is_told(client: Client, cast: Cast) -> None:
    agreement = AgreementFactory(
        parties=[cast.hebron, cast.amman, cast.bursa],
        signed_on="2014-06-03",
        signed_on_as_written="5 شعبان 1435",
        term="fixed",
        duration_months=60,
        expires_on="2019-06-02",
        renewal="tacit",
        renewal_months=12,
        notice_months=3,
        authentic_languages=["ar", "tr"],
        place_ar="عمّان",
    )
    party = agreement.parties.get(order=3)
    EventFactory(agreement=agreement, kind="withdrawal", party=party, date="2016", note_ar="انسحبت بورصة")
    wrong = EventFactory(agreement=agreement, kind="suspended", date="2017")
    EventFactory(agreement=agreement, kind="voided", voids=wrong)
    Approval.objects.create(
        party=agreement.parties.get(order=1), level="council", decision_number="12/2014", decided_on="2014-05"
    )
    agreement.submit(by=cast.contributor_of_hebron)
    agreement.publish(by=cast.reviewer_of_hebron)
    words = words_of(client.get(address(agreement)))
    for text in ("5 شعبان 1435", "60 شهر", "التركية", "انسحبت بورصة", "12/2014", "أيار 2014", "عمّان"):
        assert text in words, text
    page = page_of(client.get(address(agreement)))
    [(_attributes, voided)] = page.all("li", class_="voided")
    assert "عُلّقت" in voided


def test_instruments_before_and_after_are_named_from_both_ends(client: Client, cast: Cast) -> None:
    old, new = (published(parties=[cast.hebron, cast.amman], title_en=name) for name in ("Old", "New"))
    AgreementLink.objects.create(subject=new, predicate="replaces", object=old)
    assert "replaces Old" in words_of(client.get(address(new, "en")))
    assert "is replaced by New" in words_of(client.get(address(old, "en")))


def test_a_link_to_a_draft_is_not_told(client: Client, cast: Cast) -> None:
    record = published(parties=[cast.hebron, cast.amman])
    draft = AgreementFactory(parties=[cast.hebron, cast.amman], title_en="Secret draft")
    AgreementLink.objects.create(subject=draft, predicate="replaces", object=record)
    words = words_of(client.get(address(record, "en")))
    assert "Secret draft" not in words
    assert "Instruments before and after" not in words


# ---- Addresses -----------------------------------------------------------------------------------


def test_the_old_address_of_a_draft_leads_to_its_number(client: Client, cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    for old in (f"draft-{agreement.pk}", f"draft-00{agreement.pk}"):
        assert client.get(f"/ar/agreements/{old}/").url == address(agreement)


def test_a_draft_is_not_found_by_the_public_and_read_by_its_parties(
    client: Client, cast: Cast, as_: Any
) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    assert client.get(address(draft)).status_code == 404
    assert as_(cast.reviewer_of_bursa).get(address(draft)).status_code == 404
    assert "مسودة" in words_of(as_(cast.contributor_of_hebron).get(address(draft)))


@pytest.mark.parametrize(
    "reference",
    [
        "TW-2026-99999",
        "draft-999999",
        "draft-",
        "draft-x",
        "draft-٣",
        "draft-" + "9" * 18,
        "draft-" + "9" * 40,
        "TW-2026-00001%00",
        "%00",
        "..",
        "a" * 3000,
        "تجربة",
    ],
)
def test_an_address_of_no_record_is_not_found(client: Client, db: None, reference: str) -> None:
    assert client.get(f"/ar/agreements/{reference}/").status_code == 404


def test_a_withdrawn_record_is_gone_and_says_when_and_why(client: Client, cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman], title_ar="عنوان سابق")
    agreement.withdraw(by=cast.registrar, reason="قيد <مكرر>")
    for language in ("ar", "en"):
        response = client.get(address(agreement, language))
        assert response.status_code == 410
        words = words_of(response)
        assert agreement.registry_number in words
        assert "قيد <مكرر>" in words
        assert "عنوان سابق" not in words
    assert client.get(f"/ar/agreements/draft-{agreement.pk}/").status_code in (404, 410)


def test_its_own_people_read_a_withdrawn_record_and_are_told_that_it_is(cast: Cast, as_: Any) -> None:
    agreement = published(parties=[cast.hebron, cast.amman], title_ar="عنوان سابق")
    agreement.withdraw(by=cast.registrar, reason="قيد مكرر")
    words = words_of(as_(cast.registrar).get(address(agreement)))
    assert "عنوان سابق" in words
    assert "قيد مكرر" in words


# ---- Documents and cost --------------------------------------------------------------------------


def test_the_public_is_shown_public_documents_only(client: Client, cast: Cast, as_: Any) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    for name, visibility in (("علني", "public"), ("داخلي", "internal")):
        file = SimpleUploadedFile("a.pdf", b"%PDF-x")
        Document.objects.create(agreement=agreement, file=file, title_ar=name, visibility=visibility)
    agreement.submit(by=cast.contributor_of_hebron)
    agreement.publish(by=cast.reviewer_of_amman)
    words = words_of(client.get(address(agreement)))
    assert "علني" in words
    assert "داخلي" not in words
    assert "داخلي" in words_of(as_(cast.contributor_of_hebron).get(address(agreement)))
    assert "داخلي" not in words_of(as_(cast.reviewer_of_bursa).get(address(agreement)))


def test_a_long_record_costs_as_many_queries_as_a_short_one(client: Client, cast: Cast) -> None:
    def record(size: int) -> Agreement:
        agreement = AgreementFactory(parties=[cast.hebron, *(CityFactory() for _ in range(size))])
        for party in agreement.parties.all():
            SignatoryFactory(party=party)
            Approval.objects.create(party=party, decided_on="2014")
            EventFactory(agreement=agreement, party=party, kind="reviewed")
            CoverageFactory(agreement=agreement, domain=DomainFactory(parent=DomainFactory()))
            Activity.objects.create(agreement=agreement, kind="visit", title_ar="زيارة")
            file = SimpleUploadedFile("a.pdf", b"%PDF-x")
            Document.objects.create(agreement=agreement, file=file, visibility="public")
            other = published(parties=[cast.hebron, cast.amman])
            AgreementLink.objects.create(subject=agreement, predicate="renews", object=other)
        agreement.submit(by=cast.contributor_of_hebron)
        agreement.publish(by=cast.reviewer_of_hebron)
        return agreement

    short, long = record(1), record(11)
    queries(client, address(short))
    assert queries(client, address(long)) == queries(client, address(short)) <= 24


# ---- Read as of a day, proved how well, told to programs


def test_on_a_past_day_its_status_was_another_and_later_events_are_marked(client: Client, cast: Cast) -> None:
    agreement = published(
        parties=[cast.hebron, cast.amman], signed_on="2014-06-03", effect_rule="on_signature"
    )
    EventFactory(agreement=agreement, kind="terminated", date="2020-01-01")
    page = address(agreement, "en")
    assert "Terminated on 1 January 2020." in words_of(client.get(page))
    then = words_of(client.get(f"{page}?as_of=2016-05-01"))
    assert "As of 1 May 2016." in then
    assert "In force since 3 June 2014" in then.split("Parties")[0]
    assert "After that day" in then
    before = words_of(client.get(f"{page}?as_of=2000-01-01"))
    assert "The register knows of no legal status on this day." in before
    wrong = client.get(f"{page}?as_of=yesterday")
    assert wrong.status_code == 200
    assert "The page shows today." in words_of(wrong)


def test_what_nobody_knows_is_listed_and_what_is_known_not(client: Client, cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman], signed_on="2014", place_en="Amman")
    SignatoryFactory(party=agreement.parties.get(order=1))
    words = words_of(client.get(f"/en/agreements/{agreement.reference}/"))
    gaps = words.split("What we don’t know")[1].split("Cite this record")[0]
    for gap in ("On which day exactly", "Who signed for Greater Amman", "What it covers", "its text"):
        assert gap in gaps
    assert "Where it was signed" not in gaps
    assert "Who signed for Hebron" not in gaps


def test_evidence_and_what_each_party_states_are_explained(client: Client, cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    for city, kind in ((cast.hebron, "twinning"), (cast.amman, "memorandum")):
        Statement.objects.create(
            party=agreement.parties.get(city=city), kind_claimed=kind, made_on="2020-01-01", channel="account"
        )
    words = words_of(client.get(f"/en/agreements/{agreement.reference}/"))
    assert "The parties state different things of it" in words.split("How well this is proved")[1]
    for told in ("Disputed", "Twinning agreement", "Memorandum of understanding"):
        assert told in words


def test_it_can_be_cited_and_is_told_to_programs_in_data_that_nothing_can_end(
    client: Client, cast: Cast
) -> None:
    title = "</script><script>alert(1)</script> & “so”"
    agreement = published(parties=[cast.hebron, cast.amman], title_en=title, signed_on="2014-06")
    response = client.get(f"/en/agreements/{agreement.reference}/")
    html = text_of(response)
    assert "<script>alert" not in html
    [(_given, block)] = page_of(response).all("script", type="application/ld+json")
    told = json.loads(block)
    permalink = f"http://testserver{address(agreement, 'en')}"
    assert {"@value": title, "@language": "en"} in told["name"]
    assert told["@id"] == f"http://testserver/api/v1/agreements/{agreement.registry_number}/"
    assert {"@id": permalink} in told["url"]
    assert told["legislationDate"] == "2014-06"
    area = told["legislationResponsible"][0]["areaServed"]
    assert {"@value": "Hebron", "@language": "en"} in area["name"]
    assert f"{agreement.registry_number}, {permalink}, read on" in words_of(response)
    assert f'<bdi dir="ltr">{permalink}</bdi>, read on' in html, "an address runs its own way in Arabic too"
    metas = [given for given, _text in page_of(response).all("meta") if "property" in given]
    preview = {given["property"]: given["content"] for given in metas}
    assert preview["og:title"] == title
    assert preview["og:url"] == permalink


def test_a_title_of_five_hundred_characters_and_names_of_both_directions_stand(
    client: Client, cast: Cast
) -> None:
    title = "اتفاقية Twin‏ning " * 28
    cities = [CityFactory(name_ar="مدينة ABC (ד)", name_en="‮gnihton") for _ in range(12)]
    agreement = published(parties=cities, title_ar=title[:500], title_en="")
    for language in ("ar", "en"):
        response = client.get(f"/{language}/agreements/{agreement.reference}/")
        assert response.status_code == 200
        assert badly_nested(text_of(response)) == []
        parties = [given for given, _text in page_of(response).all("a") if "/cities/city-" in given["href"]]
        assert len(parties) == 12
