"""Who signs, and for which party."""

import pytest

from tests.from_text.announced import signed_by


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
            "Mayors of Hebron and Amman Sam Awad and Karl Hasan signed Tuesday a twin cities agreement.",
            [("Sam Awad", "Hebron"), ("Karl Hasan", "Amman")],
        ),
        (
            "An agreement on twinned relations was signed in Hebron by the heads of the administrations Sam "
            "Awad and Karl Hasan. Hebron and Amman became sister cities.",
            [("Sam Awad", "Hebron"), ("Karl Hasan", "Amman")],
        ),
        (
            "The agreement between Hebron and Tashkent was signed by Hebron Mayor Sam Awad and Khokim of "
            "Tashkent Anvar Karim.",
            [("Sam Awad", "Hebron"), ("Anvar Karim", "Tashkent")],
        ),
        (
            "وقع رئيس مجلس مفوضي سلطة إقليم البترا التنموي السياحي الدكتور سامر عوض وعمدة غنت البلجيكية يان "
            "بيترز اتفاقية توأمة.",
            [("سامر عوض", "إقليم البترا"), ("يان بيترز", "غنت")],
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
        (
            "تم التوقيع على اتفاقية تعاون بين الخليل وغنت (بلجيكا) من قبل رئيسي البلديتين السيد سامر عوض "
            "والسيدة ليندا بيترز على التوالي.",
            [("سامر عوض", "الخليل"), ("ليندا بيترز", "غنت")],
        ),
        (
            "وقّع رئيسا البلديتين سامر عوض ويان بيترز تجديد ميثاق الشراكة بين بلديتي الخليل وغنت.",
            [("سامر عوض", "بلدية الخليل"), ("يان بيترز", "بلدية غنت")],
        ),
        (
            "تم توقيع اتفاقية بين مدينتي الخليل و غنت. و وقع هذا التصريح رئيس بلدية الخليل السيد سامر عوض "
            "و رئيس بلدية غنت السيد يان بيترز.",
            [("سامر عوض", "بلدية الخليل"), ("يان بيترز", "بلدية غنت")],
        ),
        (
            "Hebron has become a sister city of the Turkish district of Selorun. The protocol was signed by "
            "Hebron Mayor Sam Awad and Selorun Mayor Karl Demir.",
            [("Sam Awad", "Hebron"), ("Karl Demir", "Selorun")],
        ),
    ],
)
def test_who_signs_is_told_in_many_manners(text: str, signed: list[tuple[str, str]]) -> None:
    assert signed_by(text) == signed
