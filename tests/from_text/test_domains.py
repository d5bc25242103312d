"""By which words domains are recognised, and which words of every announcement name none."""

import pytest

from tests.from_text.announced import domains_of

AR = "وقعت بلدية الخليل ومدينة غنت البلجيكية اتفاقية توأمة. وتنص الاتفاقية على التعاون في مجال {}."
EN = "Hebron and Amman signed a twinning agreement. It covers cooperation in the field of {}."


@pytest.mark.parametrize(
    ("code", "phrases"),
    [
        ("transport", ["الجسور والأنفاق", "الإشارات الضوئية", "تخطيط النقل", "مواقف المركبات"]),
        ("planning", ["التأهيل الحضري", "تطوير العشوائيات", "السياسات الحضرية", "إعادة إعمار المدن"]),
        ("gis", ["الدفع الإلكتروني", "أرشفة الوثائق", "البنية التحتية الرقمية", "رقمنة الإدارة"]),
        ("beautification", ["المنتزهات", "غرس الأشجار", "التشوه البصري", "إنارة الطرق"]),
        ("heritage", ["المباني الأثرية", "إعادة تأهيل المباني القديمة", "الأسواق التاريخية"]),
        ("youth", ["رعاية الشباب", "الملاعب", "الفرق الرياضية"]),
        ("women-children", ["رعاية الأمومة", "المشاريع النسوية", "حماية الأسرة"]),
        ("economy", ["سلاسل التوريد", "المشاريع الريادية", "المنتجات المحلية", "الفرص الاستثمارية"]),
        ("media", ["التوعية المجتمعية", "إشراك المواطنين", "التواصل الاجتماعي"]),
        ("governance", ["تحصيل الإيرادات", "تبسيط الإجراءات", "الأداء المؤسسي", "تكوين المنتخبين"]),
        ("water", ["شبكات الصرف الصحي", "تصريف السيول", "الأمن المائي"]),
        ("waste", ["النفايات الطبية", "رفع الفضلات", "إزالة الأنقاض"]),
        ("environment", ["الموارد الطبيعية", "البصمة الكربونية", "التربية البيئية"]),
        ("energy", ["محطات توليد الكهرباء", "التحول الطاقي"]),
        ("emergency", ["الاستجابة السريعة", "المرونة الحضرية", "الإطفائية", "الإغاثة الإنسانية"]),
        ("housing", ["البناء والتشييد", "تأهيل الأحياء", "الإسكان الاجتماعي"]),
        ("health", ["مكافحة القوارض", "مراقبة الأغذية", "الأجهزة الطبية"]),
        ("education", ["محو الأمية", "البحوث والدراسات", "تعلم اللغات"]),
        ("culture", ["التبادل الحضاري", "الصناعات الإبداعية", "الآداب"]),
        ("tourism", ["الاستثمار السياحي", "السياحة الرقمية", "الفنادق"]),
        ("inclusion", ["مكافحة الفقر", "الشيخوخة", "التنمية المجتمعية"]),
        ("food", ["الثروة السمكية", "التصنيع الغذائي", "الصناعات الزراعية"]),
        ("solidarity", ["العيش المشترك", "نصرة القضية الفلسطينية", "المساعدات الإنسانية"]),
    ],
)
def test_each_domain_by_the_words_of_arab_municipalities(code: str, phrases: list[str]) -> None:
    assert {phrase: domains_of(AR.format(phrase)) for phrase in phrases} == {key: [code] for key in phrases}


@pytest.mark.parametrize(
    ("code", "phrases"),
    [
        ("transport", ["smart mobility", "road maintenance", "railways", "transport planning"]),
        ("planning", ["urban transformation", "spatial development", "downtown revitalization"]),
        ("gis", ["digital infrastructure", "e-governance", "telecommunications"]),
        ("beautification", ["public squares", "playgrounds", "street lights"]),
        ("heritage", ["restoration of old buildings", "historical sites", "castles"]),
        ("youth", ["physical education", "athletes", "youth policy"]),
        ("economy", ["joint ventures", "local products", "traditional crafts", "business forums"]),
        ("governance", ["technical assistance", "local self-government", "exchange of experts"]),
        ("water", ["sewage treatment", "water infrastructure"]),
        ("waste", ["garbage collection", "medical waste"]),
        ("environment", ["natural resources", "wetlands", "coastal zones"]),
        ("energy", ["power generation", "oil and gas"]),
        ("emergency", ["law enforcement", "rescue services", "crime prevention"]),
        ("housing", ["communal services", "real estate"]),
        ("health", ["disease prevention", "pharmaceuticals", "drug prevention"]),
        ("education", ["teacher exchanges", "language learning", "internships"]),
        ("culture", ["traditional arts", "choirs", "folklore"]),
        ("tourism", ["hotels", "tourist attractions"]),
        ("inclusion", ["social cohesion", "senior citizens", "migrants"]),
        ("food", ["food processing", "viticulture", "aquaculture"]),
        ("solidarity", ["peaceful coexistence", "disarmament"]),
    ],
)
def test_each_domain_by_the_words_of_english_announcements(code: str, phrases: list[str]) -> None:
    assert {phrase: domains_of(EN.format(phrase)) for phrase in phrases} == {key: [code] for key in phrases}


@pytest.mark.parametrize(
    "words",
    [
        "بناء جسور التواصل بين الشعبين الشقيقين",
        "تبادل الخبرات والمعلومات والزيارات في مختلف المجالات",
        "تعميق الحوار والتفاهم وتقوية روابط الأخوة والتضامن",
        "تشكيل لجنة لمتابعة البنود وعقد اجتماعاتها دوريا",
        "رفع مستوى الخدمات المقدمة وتحسين جودة الحياة في ظل القيادة الرشيدة",
        "build bridges between their peoples and learn from each other",
        "share knowledge and improve the quality of life of their citizens",
        "promote communication and dialogue between the two peoples",
    ],
)
def test_what_every_announcement_says_is_no_domain(words: str) -> None:
    text = f"وقعت بلدية الخليل ومدينة غنت البلجيكية اتفاقية توأمة. وتهدف الاتفاقية إلى {words}."
    if words.isascii():
        text = f"Hebron and Amman signed a twinning agreement. It aims to {words}."
    assert domains_of(text) == []


@pytest.mark.parametrize(
    "other",
    [
        "It follows the agreement in the fields of trade, music and health dated June 20, 2000.",
        "The governments signed agreements on trade, music and health.",
    ],
)
def test_what_other_agreements_cover_is_none_of_this_one(other: str) -> None:
    assert domains_of(f"Hebron and Amman signed a twinning agreement. {other}") == []


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
