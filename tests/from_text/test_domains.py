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
    assert {phrase: domains_of(AR.format(phrase)) for phrase in phrases} == dict.fromkeys(phrases, [code])


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
    assert {phrase: domains_of(EN.format(phrase)) for phrase in phrases} == dict.fromkeys(phrases, [code])


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
