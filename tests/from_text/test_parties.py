"""Which cities a text makes parties, in what country each lies, and who signs for it."""

from datetime import date

import pytest

from tests.from_text.announced import cities_of, countries_of, domains_of, only, reading, signed_by


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


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        (
            "تولى السيدان سامر عوض رئيس بلدية الخليل ويان بيترز عمدة غنت البلجيكية التوقيع "
            "على اتفاقية تعاون.",
            [("سامر عوض", "بلدية الخليل"), ("يان بيترز", "بلدية غنت")],
        ),
        (
            "زار وفد من بلدية الخليل ممثلا برئيسة البلدية سمر عوض مدينة غنت البلجيكية.\n"
            "ووقعت اتفاقية توأمة بين بلدية الخليل وبلدية غنت البلجيكية من قبل رئيسة بلدية الخليل "
            "ورئيس بلدية غنت يان بيترز.",
            [("سمر عوض", "بلدية الخليل"), ("يان بيترز", "بلدية غنت")],
        ),
        (
            "وقعت بلدية الخليل ومدينة باريس اتفاقية توأمة، وقعها عن الجانب الفلسطيني رئيس بلدية الخليل "
            "سامر عوض وعن الجانب الفرنسي، عمدة باريس آن مارسو.",
            [("سامر عوض", "بلدية الخليل"), ("آن مارسو", "مدينة باريس")],
        ),
        (
            "تم توقيع إعلان نوايا للتوأمة بين مدينتي الخليل وتورينو. ووقعه عمدة الخليل، سامر عوض، ونظيره "
            "في تورينو، "
            "باولو كونتي.",
            [("سامر عوض", "الخليل"), ("باولو كونتي", "تورينو")],
        ),
        (
            "وقعت مدينتا الخليل وتورينو مذكرة تفاهم في حفل رسمي حضرته سفيرة إيطاليا، ليندا روسي. وجرى "
            "التوقيع "
            "من طرف سامر عوض، رئيس بلدية الخليل، وباولو كونتي، عمدة تورينو.",
            [("سامر عوض", "بلدية الخليل"), ("باولو كونتي", "بلدية تورينو")],
        ),
        (
            "Hebron and Amman signed a twinning agreement. It was initialled by the President of Hebron’s "
            "municipal "
            "council, Sam Awad, and the Mayor of Amman, Karl Hasan.",
            [("Sam Awad", "Hebron"), ("Karl Hasan", "Amman")],
        ),
        (
            "Hebron and Amman signed a memorandum. Sam Awad, Municipal Chief Executive of Hebron, signed, "
            "while the "
            "Mayor of Amman, Karl Hasan, initialled for his city.",
            [("Sam Awad", "Hebron"), ("Karl Hasan", "Amman")],
        ),
        (
            "وقع كل من رئيس بلدية الخليل سامر عوض، ووزير البلدية القطري محمد راشد، على اتفاقية توأمة بين "
            "الخليل والدوحة.",
            [("سامر عوض", "بلدية الخليل"), ("محمد راشد", "بلدية الدوحة")],
        ),
        (
            "وقعت بلدية الخليل وأمانة عمان اتفاقية. ووقعها رئيسا بلديتي الخليل سامر عوض وعمان كارم حسن.",
            [("سامر عوض", "بلدية الخليل"), ("كارم حسن", "أمانة عمان")],
        ),
        (
            "وقع رئيسا المجلسين البلديين للخليل وعمان على التوالي سامر عوض وكارم حسن اتفاقية توأمة.",
            [("سامر عوض", "بلدية الخليل"), ("كارم حسن", "بلدية عمان")],
        ),
        (
            "أعلن سامر عوض رئيس بلدية الخليل عن توقيعه اتفاقية توأمة بين مدينتي الخليل وعمان.",
            [("سامر عوض", "بلدية الخليل")],
        ),
        (
            "Hebron and Amman became sister cities. The signing ceremony was held with Mayor Sam Awad; Mayor "
            "Karl Hasan; and Jo Reed, vice president of the Sister City Association.",
            [("Sam Awad", "Hebron"), ("Karl Hasan", "Amman")],
        ),
        (
            "HE Dr. Sam Awad, Mayor of Hebron, and Karl Hasan, the Mayor of the US city of Lorvana, signed a "
            "declaration of understanding between Hebron and Lorvana.",
            [("Sam Awad", "Hebron"), ("Karl Hasan", "Lorvana")],
        ),
        (
            "Mayor Sam Awad of Hebron met Mayor Karl Hasan of Amman. Hebron and Amman are sister cities "
            "by an "
            "agreement signed by their respective mayors.",
            [("Sam Awad", "Hebron"), ("Karl Hasan", "Amman")],
        ),
    ],
)
def test_who_signs_is_told_in_many_manners(text: str, signed: list[tuple[str, str]]) -> None:
    assert signed_by(text) == signed


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
    assert [kind.code for kind in only(text).kinds] == ["memorandum"]


def test_what_somebody_says_of_earlier_exchanges_is_no_domain() -> None:
    text = (
        "Hebron and Amman signed a sister city agreement.\n"
        "At the signing ceremony, Mayor Awad said the cities had exchange on education, trade and music."
    )
    assert domains_of(text) == []


def test_who_was_there_does_not_end_what_is_covered() -> None:
    text = (
        "Hebron and Amman signed a letter of intent. The signing, in the presence of Consul Karl Hasan, "
        "opens "
        "priority areas of cooperation such as tourism and green energy."
    )
    assert domains_of(text) == ["tourism", "energy"]


@pytest.mark.parametrize(
    ("more", "domains"),
    [
        (" واستمع الوفد لعرض تضمن مشاريع البنية التحتية في المدينة ضمن الاتفاقية.", []),
        (" وتتناول الاتفاقية تكوين المنتخبين والأطر وتدبير الشؤون المحلية.", ["governance"]),
        (" وتشمل الاتفاقية السياحة الرقمية وفتح أسواق سياحية جديدة.", ["tourism"]),
        (" وتهدف الاتفاقية إلى تقوية علاقات الصداقة والتضامن في مجال المياه.", ["water"]),
        (" وتنص الاتفاقية على أن تعقد اللجنة اجتماعاتها كل سنة في مجال الصحة.", ["health"]),
    ],
)
def test_domains_are_what_the_instrument_covers(more: str, domains: list[str]) -> None:
    assert domains_of(f"وقعت بلدية الخليل ومدينة غنت البلجيكية اتفاقية توأمة.{more}") == domains


def test_training_of_somebody_and_talk_between_them_are_no_domains() -> None:
    text = (
        "Hebron and Amman signed a twinning agreement to promote communication between them, the training of "
        "fire brigades and public health."
    )
    assert domains_of(text) == ["emergency", "health"]


def test_colleges_and_wishes_for_cooperation_are_no_domain() -> None:
    text = (
        "وقعت بلدية الخليل ومدينة غنت البلجيكية اتفاقية في مجالات الثقافة وعمل كلية العلوم والتقنيات "
        "لتعزيز التعاون الدولي."
    )
    assert domains_of(text) == ["culture"]


def test_a_news_of_bodies_alone_is_none() -> None:
    assert reading("وقعت غرفة تجارة الخليل والشركة الوطنية اتفاقية تعاون في عمان.").event == "none"
