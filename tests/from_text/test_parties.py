"""Which cities a text makes parties, and in what country each lies."""

from datetime import date

import pytest

from tests.from_text.announced import cities_of, countries_of, only, reading


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("وافق المجلس البلدي على توأمة مدينتي الخليلوعمان.", [["الخليل", "عمان"]]),
        ("وقعت بلدية الخليل اتفاقية توأمة مع أمانة المدينةالمنورة.", [["الخليل", "المدينة المنورة"]]),
        (
            "وقعت اتفاقية توأمة بين بلدية الخليل وبلدية غنت البلجيكية، وأخرى بين أمانة عمان ومدينة تورينو.",
            [["الخليل", "غنت"], ["عمان", "تورينو"]],
        ),
        (
            "تم التوقيع على اتفاقية توأمة بين مدينة الخليل وكل من مدينتي كيفارو بغانا ولوماني ببنين.",
            [["الخليل", "كيفارو"], ["الخليل", "لوماني"]],
        ),
        (
            "وقعت بلدية الخليل وبلدية غنت البلجيكية اتفاقية تعاون. وجرى توقيع اتفاقية بين غرفة التجارة "
            "والشركة الوطنية.",
            [["الخليل", "غنت"]],
        ),
        (
            "Orvana Municipality (TRNC) and Sarajevo Lipa-Dol Municipality signed a sister city protocol.",
            [["Orvana", "Sarajevo Lipa-Dol"]],
        ),
        (
            "The mayors of Hebron and Gent Sint-Lorre (Belgium) signed a twinning agreement.",
            [["Hebron", "Gent Sint-Lorre"]],
        ),
        (
            "Hebron and Amman signed a protocol. The Ambassador of the Republic of Turkey in Mexico City "
            "attended the sister city signing ceremony.",
            [["Hebron", "Amman"]],
        ),
        ("وقعت بلدية الخليل اتفاقية تعاون مع بلدية بالدا دي مورا الإسبانية.", [["الخليل", "بالدا دي مورا"]]),
        (
            "وقعت سلطة إقليم البترا التنموي السياحي وبلدية الخليل اتفاقية توأمة.",
            [["البترا", "الخليل"]],
        ),
        (
            "تم التوقيع على اتفاقيتي إطار بين بلدية الخليل ومدينتي دكار (السينغال) ومرسيليا (فرنسا). ووقع "
            "على "
            "هاتين الاتفاقيتين رئيس بلدية الخليل سامر عوض.",
            [["الخليل", "دكار"], ["الخليل", "مرسيليا"]],
        ),
        ("Orvana and Hebron have entered into a sister city agreement.", [["Orvana", "Hebron"]]),
        (
            "Hebron and Orvana, a town in the Lower Valley District, have entered into a sister city "
            "agreement.",
            [["Hebron", "Orvana"]],
        ),
        (
            "The mayors of Hebron, Dol-les-Pins in France and Amman signed a three-way friendship pact.",
            [["Hebron", "Dol-les-Pins", "Amman"]],
        ),
        (
            "وقع رئيس بلدية الخليل سامر عوض على بروتوكول توأمة المدن بين عاصمتي البلدين عمان والدوحة.",
            [["عمان", "الدوحة"]],
        ),
        (
            "The Orvana Municipal Corporation will sign a memorandum of understanding with Amman.",
            [["Orvana", "Amman"]],
        ),
        (
            "The Mayor of municipality Orvana and the Mayor of the Turkish municipality Selorun signed an "
            "agreement.",
            [["Orvana", "Selorun"]],
        ),
        (
            "Documents on twinning between the cities of Hebron, Amman and Lyon were signed. The signing "
            "of the "
            "agreement on twinning between Hebron and Amman, as well as the agreement on twinning between "
            "Hebron and Lyon, took place yesterday.",
            [["Hebron", "Amman"], ["Hebron", "Lyon"]],
        ),
        (
            "Hebron and Amman signed a sister city agreement, Mayor Sam Garcia said. Amman invited Garcia "
            "to visit.",
            [["Hebron", "Amman"]],
        ),
        (
            "تم توقيع مذكرة تفاهم بين بلديتي مدينتي الخليل وعمان.",
            [["الخليل", "عمان"]],
        ),
        (
            "Orvana signed a twinning agreement with Hebron. Among the other sister cities of Orvana are "
            "Amman and Pendik.",
            [["Orvana", "Hebron"]],
        ),
        (
            "Hebron and the capital of Ukraine, Kyiv, have signed a partnership agreement.",
            [["Hebron", "Kyiv"]],
        ),
        (
            "وقع أمين عمان سامر عوض وحاكمة طوكيو يوكي تاناكا مذكرة تفاهم. كما وقع أمين عمان سامر عوض وعمدة "
            "مدينة بريزبان الأسترالية جون بيل مذكرة تفاهم.",
            [["عمان", "طوكيو"], ["عمان", "بريزبان"]],
        ),
        (
            "تم التوقيع على بروتوكول تعاون بين المجلسين الإقليميين لوجدة وبركان.",
            [["وجدة", "بركان"]],
        ),
        (
            "وقعت مذكرة تفاهم بين بلدية الخليل ومجلس محافظة العاصمة الأردنية – عمان.",
            [["الخليل", "عمان"]],
        ),
        ("وقعت بلدية الخليل اتفاقية شراكة مع جهة الشرق بالمغرب.", [["الخليل", "الشرق"]]),
        ("وقعت بلدية الخليل اتفاقية توأمة مع مدينة Sorvane الفرنسية.", [["الخليل", "Sorvane"]]),
        (
            "القدس - وفا\nوقعت بلدية الخليل اتفاقيتي توأمة مع بلديتي بانجا لار، وكي جا أوران التركيتين.",
            [["الخليل", "بانجا لار"], ["الخليل", "كي جا أوران"]],
        ),
        (
            "A memorandum was signed between the town of Orva el Sharkia and the city of Hebron.",
            [["Orva el Sharkia", "Hebron"]],
        ),
        (
            "A letter of intent between Orvano City, Hyogo Prefecture, Japan and Hebron was signed.",
            [["Orvano", "Hebron"]],
        ),
        ('وقع رئيس بلدية الخليل مع رئيس بلدية "20 أيار" التركية اتفاقية تعاون.', [["الخليل", "20 أيار"]]),
        (
            "Hebron Municipality and Lorvana (Istanbul) Municipality signed a sister city protocol.",
            [["Hebron", "Lorvana"]],
        ),
        (
            "Hebron and Amman signed an agreement. He wished a state with Jerusalem as its capital.",
            [["Hebron", "Amman"]],
        ),
        (
            "In the meeting with Mr. Hassan Balawi, the mayor discussed the procedures to sign an agreement "
            "between Hebron and Amman.",
            [["Hebron", "Amman"]],
        ),
    ],
)
def test_the_parties_are_the_cities_that_the_words_join(text: str, cities: list[list[str]]) -> None:
    assert cities_of(text) == cities


@pytest.mark.parametrize(
    ("text", "city", "country"),
    [
        ("وقعت بلدية الخليل اتفاقية توأمة مع بلدية سيلورة إحدى مدن ديار بكر.", "سيلورة", "TR"),
        ("وقعت بلدية الخليل اتفاقية توأمة مع بلدية رابية صيدا.", "رابية صيدا", "LB"),
        ("وقعت بلدية الخليل اتفاقية توأمة مع مدينة القدس.", "القدس", "PS"),
        ("وقعت الجماعة المغربية العيون اتفاقية توأمة مع بلدية الخليل.", "العيون", "MA"),
        ("وقعت أمانة بغداد مذكرة تفاهم بين بلدية الزاهرية ومدينة طهران.", "الزاهرية", "IQ"),
        ("Hebron signed a twinning agreement with the Georgian town of Orvana.", "Orvana", "GE"),
        ("Hebron signed a twinning agreement with Orvana (TRNC).", "Orvana", "CY"),
        ("Hebron signed a twinning agreement with Lanfeng in Hubei.", "Lanfeng", "CN"),
        ("Hebron signed a twinning agreement with Lanfeng of Zhejiang Province.", "Lanfeng", "CN"),
        ("Hebron signed a twinning agreement with Orvana, Wiltshire.", "Orvana", "GB"),
        ("A twinning agreement was signed between Hebron and Baku of Azerbaijan", "Baku", "AZ"),
    ],
)
def test_the_country_is_what_the_words_beside_the_city_say(text: str, city: str, country: str) -> None:
    assert countries_of(text)[city] == country


def test_a_date_that_is_remembered_is_not_that_of_the_signing() -> None:
    text = "وقعت بلدية الخليل ومدينة غنت البلجيكية اتفاقية توأمة في ذكرى استشهاد المناضل 9 حزيران 1976."
    assert only(text).signed_on is None


@pytest.mark.parametrize(
    "text",
    [
        "عاد أمس الأول رئيس بلدية الخليل بعد توقيع اتفاقية توأمة مع مدينة تورينو.",
        "وقعت بلدية الخليل اتفاقية توأمة مع مدينة تورينو، سبق أن وقعها عمدتها بتاريخ 16 أيلول 2013.",
    ],
)
def test_the_day_of_a_journey_or_of_an_earlier_signature_is_none(text: str) -> None:
    assert only(text, date(2013, 9, 20)).signed_on is None


def test_two_framework_agreements_are_frameworks() -> None:
    text = "تم التوقيع على اتفاقيتي إطار للتعاون بين بلدية الخليل ومدينتي دكار ومرسيليا."
    kinds = [[kind.code for kind in one.kinds] for one in reading(text).agreements]
    assert kinds == [["framework"], ["framework"]]


def test_the_kind_is_what_the_sentence_names_first() -> None:
    text = "A memorandum on establishing twinning relations between Hebron and Amman was signed."
    assert [kind.code for kind in only(text).kinds] == ["memorandum", "twinning"]


def test_a_news_of_bodies_alone_is_none() -> None:
    assert reading("وقعت غرفة تجارة الخليل والشركة الوطنية اتفاقية تعاون في عمان.").event == "none"
