"""How the press tells it: planned, past or done, in sentences that a reader of rules may take wrongly."""

from datetime import date

import pytest

from tests.from_text.announced import cities_of, countries_of, only, reading, signed_by


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Sam Awad, Mayor of Hebron, and Karl Hasan, Mayor of Amman, met to discuss opportunities and "
            "agreed to sign a partnership agreement between the cities.",
            "planned",
        ),
        (
            "The mayor of Amman, Karl Hasan, was in Hebron on a visit. He was returning a visit by Sam Awad "
            "last May, when a memorandum of understanding was signed between Hebron and Amman.",
            "none",
        ),
        ("تعتزم بلدية الخليل إعادة تفعيل التوأمة مع غنت البلجيكية.", "none"),
        (
            "وصل رئيس بلدية الخليل سامر عوض اليوم إلى عمان للمشاركة في مراسم توقيع اتفاقية التوأمة بين "
            "الخليل وعمان.",
            "planned",
        ),
        ("تهدف الزيارة التي تستمر لأيام إلى توقيع اتفاقية التوأمة بين الخليل وعمان.", "planned"),
        (
            "Hebron signs sister city agreement\n“Hebron signed a sister city agreement with Amman during a "
            "visit by Governor Sam Awad.”",
            "signed",
        ),
        ("Hebron and Amman have forged a memorandum of agreement on culture.", "signed"),
    ],
)
def test_what_is_to_come_or_long_past_is_no_signing(text: str, event: str) -> None:
    assert reading(text).event == event


def test_an_agreement_that_this_one_continues_lends_it_no_date() -> None:
    text = (
        "Hebron and Amman signed a twinning agreement. It is a continuation of the Jordanian-Palestinian "
        "Partnership Agreement signed on January 17, 2020."
    )
    assert only(text, date(2021, 1, 1)).signed_on is None


def test_a_month_cut_short_ends_no_sentence() -> None:
    found = only(
        "The pact, which was inked on Oct. 7, makes Hebron and Amman sister cities.", date(2011, 10, 16)
    )
    assert found.signed_on is not None
    assert found.signed_on.value == "2011-10-07"


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        (
            'Hebron Mayor Sam "Bashi" Z. Awad and Amman Mayor Karl Hasan signed a twinning agreement.',
            [("Sam Z. Awad", "Hebron"), ("Karl Hasan", "Amman")],
        ),
        (
            "Hebron and Amman signed a twinning agreement, and a counterpart resolution was sponsored by "
            "Councilor Jo Reed in Amman.",
            [],
        ),
        (
            "ترأس كل من سامر عوض، رئيس بلدية الخليل، ويان بيترز، عمدة غنت البلجيكية، حفل توقيع مذكرة تفاهم "
            "بين المدينتين.",
            [("سامر عوض", "بلدية الخليل"), ("يان بيترز", "بلدية غنت")],
        ),
    ],
)
def test_who_signs_has_a_nickname_or_chairs_the_ceremony(text: str, signed: list[tuple[str, str]]) -> None:
    assert signed_by(text) == signed


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("تم توقيع عهد التوأمة بين بلدية الخليل وبلدية درنول – حريفا.", [["الخليل", "درنول – حريفا"]]),
        (
            "The Orvana – Lipa Municipality has signed a twinning agreement with Hebron.",
            [["Orvana – Lipa", "Hebron"]],
        ),
        (
            "Hebron Municipality (Bethlehem) and Kyrgyzstan’s Osh Province Lipa-Suu Municipality signed a "
            "sister city protocol.",
            [["Hebron", "Lipa-Suu"]],
        ),
        (
            "Hebron has signed a sister city agreement with the Orvana district of Amman.",
            [["Hebron", "Orvana"]],
        ),
        (
            "The cities of Hebron and Orvana in South Lipa have signed a twinning pact.",
            [["Hebron", "Orvana"]],
        ),
    ],
)
def test_where_a_city_lies_is_no_party_and_a_dashed_name_is_whole(text: str, cities: list[list[str]]) -> None:
    assert cities_of(text) == cities


def test_the_country_before_a_city_is_its_own() -> None:
    assert countries_of("Russia’s Kazan and Iran’s Isfahan ink sisterhood agreement") == {
        "Kazan": "RU",
        "Isfahan": "IR",
    }


def test_a_memorandum_that_founds_a_twinning_is_both() -> None:
    text = "Hebron and Amman signed a memorandum of understanding for a sister city partnership."
    assert [kind.code for kind in only(text).kinds] == ["memorandum", "twinning"]


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        (
            "Hebron Mayor Sam Al-awad and Amman Mayor Ko Wen-je signed a twinning agreement.",
            [("Sam Al-awad", "Hebron"), ("Ko Wen-je", "Amman")],
        ),
        (
            "The Head of the Executive Authority of the City of Hebron Sam Awad and Amman Mayor Karl Hasan "
            "signed the memorandum on twinning.",
            [("Sam Awad", "City of Hebron"), ("Karl Hasan", "Amman")],
        ),
    ],
)
def test_names_with_hyphens_and_long_offices_are_whole(text: str, signed: list[tuple[str, str]]) -> None:
    assert signed_by(text) == signed


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        (
            "Orvana Governor Sam Awad and Amman Mayor Karl Hasan agreed to declare "
            "Hebron and Amman as sister cities.",
            [["Hebron", "Amman"]],
        ),
        (
            "The twinning agreement of Hebron with Amman was signed by the mayor of Hebron. It follows the "
            "decision by Hebron, already twinned with Creil in France and Marl in Germany.",
            [["Hebron", "Amman"]],
        ),
    ],
)
def test_who_declares_it_and_older_twins_are_no_parties(text: str, cities: list[list[str]]) -> None:
    assert cities_of(text) == cities


@pytest.mark.parametrize(
    "text",
    [
        "Hebron council cancels Amman twinning plans\nHebron City Council had agreed to twin with Amman.",
        "إلغاء اتفاقية التوأمة مع عمان\nكانت بلدية الخليل تعتزم توقيع اتفاقية توأمة مع أمانة عمان.",
    ],
)
def test_plans_that_were_cancelled_are_none(text: str) -> None:
    assert reading(text).event == "none"


@pytest.mark.parametrize(
    "text",
    [
        "Hebron and Amman signed a twinning agreement. During the ceremony in Hebron, Mayor "
        "Awad said it was dear.",
        "Sam Awad of Hebron and Karl Hasan of Amman signed a twinning agreement at City Hall, Hebron.",
    ],
)
def test_the_place_stands_with_the_ceremony_or_its_hall(text: str) -> None:
    place = only(text).place
    assert place is not None
    assert place.value == "Hebron"


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        (
            "Orvana, a mountain town about 200 kilometers south-west of the capital Amman, signed an "
            "agreement to be the twin city of Hebron.",
            [["Orvana", "Hebron"]],
        ),
        ("Utrecht, Amman has signed a sister city agreement with Hebron.", [["Utrecht", "Hebron"]]),
        ("Amman’s Orvana Ward has signed a friendship agreement with Hebron.", [["Orvana", "Hebron"]]),
        (
            "The events are the signing of a memorandum of intent between Hebron and Orvana, a partnership "
            "agreement between Hebron and Amman.",
            [["Hebron", "Orvana"], ["Hebron", "Amman"]],
        ),
        (
            "Chairman of the Hebron People’s Council Sam Awad and the Amman Prefectural Assembly signed a "
            "memorandum of understanding.",
            [["Hebron", "Amman"]],
        ),
        (
            "وقع رئيس الاتحاد المحلي ورئيس بلدية الخليل سامر عوض ورئيسة أمانة عمان سمر حسن مذكرة تفاهم مع "
            "رئيس بلدية غنت البلجيكية يان بيترز وبحضور وكيل عام الحراسة.",
            [["الخليل", "عمان", "غنت"]],
        ),
    ],
)
def test_the_parties_are_told_from_where_they_lie(text: str, cities: list[list[str]]) -> None:
    assert cities_of(text) == cities


def test_the_day_that_a_page_puts_before_a_text_is_not_that_of_the_signing() -> None:
    text = "2013-12-28 وقع رئيس بلدية الخليل سامر عوض وعمدة غنت البلجيكية يان بيترز{} اتفاقية توأمة."
    assert only(text.format("")).signed_on is None
    assert only(text.format(" أمس")).signed_on.value == "2013-12-27"  # type: ignore[union-attr]


def test_a_country_written_as_two_words_is_no_place_of_signing() -> None:
    assert only("وقعت بلدية الخليل وبلدية أبيدجان بكوت ديفوار اتفاقية توأمة.").place is None


def test_the_sort_of_instrument_may_be_told_later() -> None:
    text = (
        "Hebron has become a sister city of Amman. The sister city protocol was signed by Hebron Mayor "
        "Sam Awad and Amman Mayor Karl Hasan."
    )
    assert [kind.code for kind in only(text).kinds] == ["protocol", "twinning"]


def test_a_party_bears_the_name_that_the_announcement_gives_it() -> None:
    text = (
        "The cities of Hebron and Amman signed a twinning agreement. The Hebron Metropolitan Municipality "
        "thanked its guests."
    )
    assert [party.name for party in only(text).parties] == ["Hebron", "Amman"]


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        (
            "Amman Mayor Karl Hasan visited Hebron. The sister city protocol between Hebron and Amman has "
            "been signed between the Mayor of Hebron Sam Awad and Karl Hasan.",
            [("Sam Awad", "Hebron"), ("Karl Hasan", "Amman")],
        ),
        (
            "استقبل رئيس بلدية الخليل سامر عوض وزيرة مدينة غنت البلجيكية للتعاون والهجرة ليندا بيترز، حيث "
            "وقع الطرفان على اتفاقية تعاون بين مدينة الخليل ومدينة غنت.",
            [("سامر عوض", "بلدية الخليل"), ("ليندا بيترز", "مدينة غنت")],
        ),
        (
            "Izra Mayor Jo Reed looked on. Hebron Mayor Sam Awad and Amman Mayor Karl Hasan cosigned the "
            "“Sister City Protocol”.",
            [("Sam Awad", "Hebron"), ("Karl Hasan", "Amman")],
        ),
    ],
)
def test_who_signs_is_named_in_full_elsewhere_or_meets_the_other(
    text: str, signed: list[tuple[str, str]]
) -> None:
    assert signed_by(text) == signed


@pytest.mark.parametrize(
    "text",
    [
        "Hebron Municipality signed a partnership agreement with two formidable organizations in Amman.",
        "The City of Hebron approved an official partnership with a city to be chosen. Amman and Ghent "
        "already have a formal relationship with Utrecht.",
    ],
)
def test_a_partner_that_is_no_city_or_not_chosen_makes_no_agreement(text: str) -> None:
    assert reading(text).event == "none"


def test_who_stands_behind_in_the_presence_of_did_not_sign() -> None:
    text = (
        "شهد مبنى بلدية الخليل توقيع اتفاقية توأمة بين مدينة الخليل ومدينة غنت البلجيكية. وجرت مراسم التوقيع "
        "بحضور رئيس بلدية الخليل سامر عوض ورئيسة بلدية غنت ليندا بيترز."
    )
    assert signed_by(text) == []
