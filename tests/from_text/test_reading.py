"""How an announcement is read, rule by rule."""

import time
from datetime import date

import pytest

from tests.from_text.announced import cities_of, only, reading, signed_by

SIGNED = "وقّع رئيس بلدية الخليل سامر عوض ورئيس بلدية غنت البلجيكية يان بيترز {when} اتفاقية توأمة{more}"


def test_each_proposal_points_to_its_words() -> None:
    text = SIGNED.format(when="اليوم", more=" في مجالات الثقافة والمياه.")
    agreement = only(text, date(2020, 1, 5))
    pieces = [
        *((person.evidence, person.name) for person in agreement.signatories),
        *((domain.evidence, domain.quote) for domain in agreement.domains),
        *((party.evidence, party.city) for party in agreement.parties),
    ]
    assert len(pieces) == 6
    for evidence, words in pieces:
        assert words in text[evidence.start : evidence.end].replace('"', "")
        assert 0 < evidence.certainty <= 1
        assert evidence.rule


def test_a_city_of_the_register_is_told_from_a_new_one() -> None:
    assert [(party.slug, party.country) for party in only(SIGNED.format(when="", more="")).parties] == [
        ("hebron", "PS"),
        ("", "BE"),
    ]


@pytest.mark.parametrize(
    ("when", "published", "signed_on"),
    [
        ("اليوم الثلاثاء", None, ""),
        ("أمس", None, ""),
        ("اليوم الثلاثاء", date(2021, 6, 9), "2021-06-08"),
        ("أمس", date(2021, 3, 1), "2021-02-28"),
        ("أول أمس", date(2021, 3, 1), "2021-02-27"),
        ("الخميس الماضي", date(2021, 6, 10), "2021-06-03"),
        ("يوم 14 شباط/فبراير 2015", None, "2015-02-14"),
        ("بتاريخ ٣/٦/٢٠١٤", None, "2014-06-03"),
        ("في شهر أيار 2016", None, "2016-05"),
        ("يوم 31 فبراير 2015", None, None),
        ("يوم 15 أكتوبر", date(2017, 10, 19), "2017-10-15"),
        ("", date(2021, 6, 9), None),
    ],
)
def test_a_date_is_what_the_text_and_the_day_of_publication_say(
    when: str, published: date | None, signed_on: str | None
) -> None:
    found = only(SIGNED.format(when=when, more=""), published).signed_on
    assert (found.value if found else None) == signed_on


def test_a_month_may_be_the_last_word() -> None:
    text = "Hebron and Amman signed a twinning agreement on 15 October"
    found = only(text, date(2017, 10, 19)).signed_on
    assert found is not None
    assert found.value == "2017-10-15"


def test_who_was_there_did_not_sign() -> None:
    more = " بحضور محافظ الخليل ماهر سعيد والقنصل البلجيكي لوك دوبوا، ورعاية وزير الحكم المحلي وليد ناصر."
    signed = only(SIGNED.format(when="", more=more)).signatories
    assert [person.name for person in signed] == ["سامر عوض", "يان بيترز"]
    nameless = "وقعت بلدية الخليل ومدينة غنت البلجيكية اتفاقية توأمة" + more
    assert only(nameless).signatories == []


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("ستوقع بلدية الخليل اتفاقية توأمة مع مدينة غنت البلجيكية الأسبوع المقبل.", "planned"),
        ("من المقرر أن توقع بلدية الخليل ومدينة غنت البلجيكية اتفاقية توأمة.", "planned"),
        ("لم توقع بلدية الخليل اتفاقية توأمة مع مدينة غنت البلجيكية.", "none"),
        ("وقعت بلدية الخليل اتفاقية مع جامعة بوليتكنك فلسطين.", "none"),
        ("زار وفد من مدينة غنت البلجيكية بلدية الخليل واطلع على البلدة القديمة.", "none"),
        ("Hebron and Amman will sign a twinning agreement next month.", "planned"),
        ("Hebron and Amman have signed a twinning agreement.", "signed"),
        ("A delegation from Amman visited Hebron and toured the old city.", "none"),
        ("طقس جميل اليوم.", "none"),
        ("Nothing of note happened.", "none"),
        ("بحثت بلدية الخليل مسودة اتفاقية التوأمة مع أمانة عمان، المنوي توقيعها في عمان.", "planned"),
        ("سمت بلدية الخليل شارعا باسم عمان بعد توقيع اتفاقية توأمة مع أمانة عمان الشهر المنصرم.", "none"),
        ("تم الاتفاق المبدئي على ميثاق التوأمة بين بلدية الخليل وبلدية دولة الكويت.", "planned"),
        (
            "بحث محافظ الخليل مع وفد أمانة عمان تعزيز الروابط الثقافية عبر توقيع اتفاقية تآخ بين المدينتين.",
            "none",
        ),
        ("Members will recall that Hebron signed a sister city agreement with Amman.", "none"),
        (
            "بلدية الخليل وبلدية غنت البلجيكية تبحثان توقيع مذكرة تفاهم\n"
            "استقبل رئيس بلدية الخليل وفدا من غنت لتوقيع مذكرة تفاهم بين مدينتي الخليل وغنت.\n"
            "ومن المؤمل أن يوقع الجانبان مذكرة تفاهم بين بلديتي الخليل وغنت.",
            "planned",
        ),
        (
            "التقى محافظ الخليل وفدا من مدينة غنت البلجيكية لبحث التعاون بين الخليل وغنت.\n"
            "وأشار المحافظ لزيارته العام الماضي لمدينة غنت وتوقيع مذكرة للتعاون بين البلدين.",
            "none",
        ),
        ("Hebron may soon forge a sisterhood agreement with Amman.", "planned"),
        (
            "The delegation invited the mayor to Amman for the signing of a twinning agreement with Hebron.",
            "planned",
        ),
        ("Hebron is ready to sign a twinning agreement with one of the Georgian cities.", "none"),
        ("The mayors of Hebron and Amman will both sign a declaration of friendship.", "planned"),
        (
            "The signing of the twinning charter between Hebron and Amman is due to take place in May.",
            "planned",
        ),
        ("Hebron and Amman signed a memorandum of understanding about four years ago.", "none"),
        ("أكد أمين عمان عمق العلاقات بين الخليل وعمان اللتين تم توقيع اتفاقية تآخ بينهما عام 1990.", "none"),
        ("Recall, Hebron and Amman became sister cities in March 2022.", "none"),
        ("Hebron and Amman discussed an agreement, and the mayor called his guest for signing it.", "none"),
        (
            "The twinning between Hebron and Amman will be celebrated with a re-signing ceremony. Signing "
            "of the charter is part of a festival.",
            "planned",
        ),
        ("خلال اللقاء تمت مناقشة إبرام اتفاقية تعاون بين مدينة الخليل ومدينة عمان.", "none"),
        ("استقبل أمين عمان رئيس بلدية الخليل بمقر الأمانة لتوقيع اتفاقية توأمة بين عمان والخليل.", "signed"),
        ("ستوقع بلدية الخليل وأمانة عمان رسميا على شراكتهما.", "planned"),
        ("Hebron on the backs of the visit looks for a twinning relationship with Amman.", "none"),
        ("Hebron and the UN-Habitat office in Amman signed a letter of intent.", "none"),
        ("Hebron and Amman discussed a draft twinning agreement ahead of its signing.", "planned"),
    ],
)
def test_what_happened(text: str, event: str) -> None:
    proposal = reading(text)
    assert proposal.event == event
    assert bool(proposal.agreements) == (event != "none")


def test_a_planned_agreement_has_no_date_and_no_signatories() -> None:
    text = "تعتزم بلدية الخليل توقيع اتفاقية توأمة مع مدينة غنت البلجيكية يوم 14 شباط 2015."
    agreement = only(text)
    assert (agreement.signed_on, agreement.signatories) == (None, [])


@pytest.mark.parametrize(
    "text",
    [
        "\u202e\u0000﷽" * 50,
        "وقعت " * 10_000,
        "بلدية " * 8_000,
        "Mayor of " * 5_000,
        "وقع رئيس بلدية الخليل، و" * 2_000,
        "«" * 100_000,
    ],
    ids=range(6),
)
def test_no_text_keeps_the_reader_long(text: str) -> None:
    reading("وقعت بلدية الخليل وأمانة عمان اتفاقية.")  # The places of the world are read in once.
    begun = time.process_time()
    reading(text)
    assert time.process_time() - begun < 6


def test_a_surname_is_completed_from_where_the_text_names_the_person_in_full() -> None:
    text = (
        "استقبل رئيس بلدية الخليل سامر عوض رئيس بلدية غنت البلجيكية يان بيترز.\n"
        "ووقع عوض وبيترز اتفاقية توأمة بين بلديتي الخليل وغنت."
    )
    assert [name for name, _party in signed_by(text)] == ["سامر عوض", "يان بيترز"]


def test_mayors_without_a_city_sign_in_the_order_of_the_cities() -> None:
    text = (
        "Hebron and Amman signed a twinning agreement. It was signed by Mayor Sam Awad and Mayor Karl Hasan."
    )
    assert signed_by(text) == [("Sam Awad", "Hebron"), ("Karl Hasan", "Amman")]


def test_a_chamber_that_signs_is_no_city() -> None:
    text = (
        "The Hebron Chamber of Commerce and the Amman Chamber of Industry signed a protocol. Hebron was glad."
    )
    assert reading(text).event == "none"


@pytest.mark.parametrize(
    ("when", "signed_on"),
    [
        ("في الخامس عشر من شهر آذار 2018", "2018-03-15"),
        ("يوم الأول من نيسان 2019", "2019-04-01"),
        ("بتاريخ 15/7/1440هـ", None),
        ("في الخامس من رجب 1439هـ", None),
    ],
)
def test_days_in_words_are_read_and_hijri_dates_left_empty(when: str, signed_on: str | None) -> None:
    found = only(SIGNED.format(when=when, more="")).signed_on
    assert (found.value if found else None) == signed_on


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("زارت مدينة غنت البلجيكية بلدية الخليل بعد توقيع اتفاقية التوأمة بينهما قبل عامين.", "none"),
        ("احتفلت بلدية الخليل بمرور أربعين عاما على توقيع اتفاقية التوأمة مع مدينة غنت البلجيكية.", "none"),
        ("جاء وفد مدينة غنت البلجيكية راغبا في توقيع اتفاقية توأمة مع بلدية الخليل.", "none"),
        ("قامت بلدية الخليل بالتوقيع على اتفاقية توأمة مع مدينة غنت البلجيكية.", "signed"),
        ("بدأت منذ قليل مراسم توقيع اتفاقية توأمة بين بلدية الخليل ومدينة غنت البلجيكية.", "signed"),
        ("تحضيرات لإعلان الخليل وعمان مدينتين شقيقتين.", "planned"),
    ],
)
def test_anniversaries_and_wishes_are_no_signing(text: str, event: str) -> None:
    assert reading(text).event == event


@pytest.mark.parametrize("marks", ['""', "«»", "“”", "””"])
def test_names_in_quotation_marks_are_whole(marks: str) -> None:
    first, last = marks
    cities = f"بلديتا {first}حلق الوادي{last} التونسية و{first}مراد باشا{last} التركية"
    agreement = only(f"وقعت {cities} اتفاقية توأمة.")
    assert [(party.city, party.country) for party in agreement.parties] == [
        ("حلق الوادي", "TN"),
        ("مراد باشا", "TR"),
    ]


def test_a_date_of_what_ministries_signed_is_not_this_ones() -> None:
    text = (
        "Hebron and Amman signed a memorandum. It was the result of an agreement signed between the Ministry "
        "of Interior and the Ministry of Works on May 20, 2013."
    )
    assert only(text).signed_on is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "The mayors of Hebron and Amman signed a reaffirmation of a sister city agreement.",
            ["renewal", "twinning"],
        ),
        ("Hebron and Amman signed a declaration of understanding.", ["memorandum"]),
        ("Hebron and Amman have signed a new program of cooperation.", ["programme"]),
        (
            "The agreement between Hebron and Amman on the establishment of twinned relations was signed.",
            ["twinning"],
        ),
        ("وقع محافظ عمان ورئيس بلدية الخليل اتفاقا للصداقة والتعاون.", ["friendship", "cooperation"]),
        ("وقعت بلدية الخليل وأمانة عمان البروتوكول الخاص بالتوأمة.", ["protocol", "twinning"]),
        ("وقعت بلدية الخليل وأمانة عمان اتفاقية توءمة.", ["twinning"]),
    ],
)
def test_the_kind_is_named_in_many_words(text: str, kinds: list[str]) -> None:
    assert [kind.code for kind in only(text).kinds] == kinds


def test_a_declaration_of_intent_is_also_a_tasrih() -> None:
    text = "تم التوقيع على تصريح عن نية شراكة بين مدينتي الخليل وغنت البلجيكية."
    assert [kind.code for kind in only(text).kinds] == ["intent"]


def test_what_was_shown_to_guests_is_no_name() -> None:
    text = "تم توقيع اتفاقية بين بلديتي الخليل وعمان، وكانت البداية بكلمة ترحيبية ألقاها رئيس البلدية."
    assert only(text).signatories == []


def test_a_date_of_an_earlier_agreement_is_not_this_ones() -> None:
    text = "وقعت بلدية الخليل ومدينة غنت البلجيكية اتفاقية شراكة بعد اتفاقية التوأمة الموقعة في 14 مارس 2012."
    assert only(text).signed_on is None


def test_the_day_of_an_announcement_is_not_that_of_the_signing() -> None:
    text = "أعلنت بلدية الخليل، اليوم الثلاثاء، توقيع اتفاقية توأمة مع مدينة غنت البلجيكية."
    assert only(text, date(2021, 6, 8)).signed_on is None


def test_cities_in_the_lines_below_have_an_agreement_each() -> None:
    text = "وقعت بلدية الخليل اتفاقيات توأمة مع مدن أوروبية:\n- مدينة غنت البلجيكية\n- مدينة تورينو الإيطالية"
    assert cities_of(text) == [["الخليل", "غنت"], ["الخليل", "تورينو"]]
