"""Keys: computed alike from what is stored and from what is asked, so that the one finds the other."""

import re
import tomllib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.arabic import LONGEST_WORD, words
from agreements.search.asked import MOST_CHARACTERS, MOST_WORDS, asked, is_too_short
from agreements.search.keys import name_keys, placed_keys, stored_keys
from agreements.search.slips import near_variants, slips
from tests.search.relevance import WORD_FORMS, word_forms

anything = st.text(st.characters(exclude_categories=()), max_size=300)
typed = st.text(
    st.sampled_from("ابتلعمنهيوةأؤئكفدرس\u064f\u0651ـ abelkmnsthuz'’-. 0123٤"),
    max_size=MOST_CHARACTERS,
)
PLAIN = re.compile(r"[^\W_]+")
FORMS = word_forms()


def finds(query: str, text: str, keys: Callable[[str], list[str]] = stored_keys) -> bool:
    """Whether the query is met by the whole words of the text."""
    stored = set(keys(text))
    groups = asked(query, FORMS)
    return bool(groups) and all(stored.intersection(group) for group in groups)


# ---- Laws ------------------------------------------------------------------------------------


@given(st.one_of(anything, typed))
def test_keys_are_letters_and_digits_whatever_was_typed(text: str) -> None:
    groups = asked(text, FORMS)
    keys = [*stored_keys(text), *name_keys(text), *(key for group in groups for key in group)]
    assert all(PLAIN.fullmatch(key) and len(key) <= LONGEST_WORD for key in keys)
    assert len(groups) <= MOST_WORDS
    assert all(len(set(group)) == len(group) for group in groups)


@given(st.one_of(anything, typed))
def test_a_text_is_found_by_itself(text: str) -> None:
    text = text[:MOST_CHARACTERS]
    for keys in (stored_keys, name_keys):
        stored = set(keys(text))
        assert all(stored.intersection(group) for group in asked(text))


@given(st.one_of(anything, typed))
def test_a_name_has_all_the_keys_of_running_text(text: str) -> None:
    assert set(stored_keys(text)) <= set(name_keys(text))


@given(st.one_of(anything, typed))
def test_only_what_is_not_too_short_asks_for_something(text: str) -> None:
    assert bool(asked(text)) or is_too_short(text) or not words(text[:MOST_CHARACTERS])


def test_a_long_query_is_cut_to_its_first_words() -> None:
    assert len(asked(" ".join(f"{one}{two}" for one in "bcdfg" for two in "hjklmnpq"))) == MOST_WORDS


def test_a_word_that_is_typed_again_and_again_is_asked_for_once() -> None:
    assert asked("كلمة " * 50) == asked("كلمة كلمة") != asked("كلمة")
    assert [group[0] for group in asked("الخليل عمان الخليل")] == ["خليل", "عمان"]
    assert asked("a" * 10_000) == asked("a" * MOST_CHARACTERS)


# ---- What is stored --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("عبد الرحمن", {"عبدالرحمن", "عبد", "رحمن"}),
        ("أبو سنينة", {"ابوسن", "ابو", "سنين"}),
        ("رام الله", {"رامالل", "رام", "الله"}),
        ("علاء الدين", {"علاالد", "علا", "دين"}),
        ("Al-Khalil", {"alkhalil", "khalil", "al"}),
        ("el-Khalil", {"elkhalil", "alkhalil", "khalil", "el"}),
        ("As-Salt", {"assalt", "alsalt", "salt", "as"}),
        ("L'Aquila", {"laquila", "aquila"}),
        ("Hebron's", {"hebron"}),
        ("O'Brien", {"obrien", "brien"}),
        ("TR-2014-00017", {"tr", "2014", "00017", "17", "tr2014", "201400017", "tr201400017"}),
        ("عُمان", {"عمان", "oman"}),
        ("عمّان", {"عمان", "amman"}),
        ("عمان", {"عمان"}),
        ("سلطنة عمان", {"سلطن", "عمان", "oman"}),
        ("أمانة عمان الكبرى", {"امانه", "عمان", "amman", "كبري"}),
        ("نُعمان", {"نعمان"}),
    ],
)
def test_keys_of_running_text(text: str, keys: set[str]) -> None:
    assert set(stored_keys(text)) == keys


def test_only_a_name_joins_any_two_neighbours() -> None:
    assert "قاضيك" in name_keys("قاضي كوي")
    assert "قاضيك" not in stored_keys("قاضي كوي")
    assert "newyork" in name_keys("New York")
    assert "newyork" not in stored_keys("New York")


# ---- What is asked ---------------------------------------------------------------------------


def test_the_key_of_the_typed_word_comes_first_in_its_group() -> None:
    assert [group[0] for group in asked("بلديات القدس Al-Khalil TR-12", FORMS)] == [
        "بلدي",
        "قدس",
        "khalil",
        "tr",
        "12",
    ]


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("توأمة بين الخليل وبورصة", "توأمة الخليل وبورصة"),
        ("الخليل و بورصة", "الخليل بورصة"),
        ("twinning of Hebron and Bursa", "twinning Hebron Bursa"),
        ("The Hague", "Hague"),
        ("Hebron B", "Hebron"),
    ],
)
def test_words_that_only_bind_others_are_not_asked_for(query: str, rest: str) -> None:
    assert [group[0] for group in asked(query)] == [group[0] for group in asked(rest)]


@pytest.mark.parametrize("query", ["بين", "and", "of the", "و", "Of"])
def test_they_are_asked_for_when_there_are_no_others(query: str) -> None:
    assert [group[0] for group in asked(query)] == words(query)


@pytest.mark.parametrize("query", ["عُمان", "لعُمان", "بعُمان", "وعُمان", "سلطنة عمان", "سلطنة عُمان", "العُمانية"])
def test_oman_is_told_from_amman_by_its_marks_or_its_title(query: str) -> None:
    assert asked(query) == [("oman",)]


@pytest.mark.parametrize("query", ["عمّان", "عَمَّان", "عمَّان", "بعمّان", "عمّــان", "ﻋﻤّﺎﻥ"])
def test_amman_is_told_from_oman_by_its_marks(query: str) -> None:
    assert asked(query) == [("amman",)]


@pytest.mark.parametrize("query", ["عمان", "لعمان", "عُمّان"])
def test_without_marks_or_with_both_it_may_be_either(query: str) -> None:
    assert finds(query, "عُمان")
    assert finds(query, "عمّان")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("عمان", "لعمان"),
        ("لعمان", "عمان"),
        ("فاس", "بفاس"),
        ("جنين", "بجنين ولجنين"),
        ("لبنان", "بلبنان"),
        ("لجنة", "للجنة"),
        ("لندن", "للندن"),
        ("ألعاب", "لألعاب"),
        ("ألمانيا", "بألمانيا"),
        ("بئر", "وبئر"),
        ("طالب", "لطلاب"),
        ("جسر", "وجسور"),
        ("بيت جالا", "بيتجالا"),
        ("عبد الرحمن", "عبدالرحمن"),
        ("عبدالرحمن", "عبد الرحمن"),
        ("alkhalil", "Al-Khalil"),
        ("elkhalil", "Khalil"),
        ("al karak", "Karak"),
        ("Karak", "al-Karak"),
        ("As Salt", "Salt"),
        ("Ash-Sharqiyah", "Al Sharqiya"),
        ("koeln", "Köln"),
        ("Köln", "Koeln"),
        ("Duesseldorf", "Düsseldorf"),
        ("Århus", "Aarhus"),
        ("aarhus", "Århus"),
        ("aquila", "L'Aquila"),
        ("oleron", "Saint-Pierre-d'Oléron"),
        ("tr201400017", "TR-2014-00017"),
        ("2014", "في عام ٢٠١٤م"),
        ("St. Gallen", "Saint Gallen"),
        ("سان بطرسبورغ", "سانت بطرسبورغ"),
        ("Turkey", "Türkiye"),
        ("Mohamed", "Muhammad"),
        ("مصانع", "المصنع"),
        ("وكالة", "الوكالات"),
        ("كهرباء", "الكهربائية"),
        ("ممثلي", "الممثلون"),
        ("أطباء", "طبيبة"),
        ("مخيم", "المخيمات"),
        ("المقاولين", "مقاول"),
        ("إعاقة", "ذوي الإعاقات"),
        ("مستشار", "ومستشاريها"),
        ("صندوق", "لصناديق"),
        ("تدوير", "وإعادة تدويرها"),
        ("نقابة", "النقابات"),
        ("أيتام", "لليتيم"),
        ("محاضرات", "محاضرة"),
        ("متنزه", "منتزهات"),
        ("مقهى", "المقاهي"),
        ("مبادئ", "مبدأ"),
        ("هيئة", "الهيئات"),
        ("مسجد", "ومساجدها"),
        ("تطوير", "لتطوير"),
        ("مطار", "بمطاراتها"),
        ("سفير", "السفراء"),
        ("قنصلية", "القنصليات"),
        ("مزارعون", "للمزارعين"),
        ("بحيرة", "البحيرات"),
        ("غابات", "الغابة"),
        ("خريجون", "الخريجات"),
        ("نقل", "للنقل"),
        ("بناء", "وبناء"),
        ("قضاء", "القضائية"),
        ("لغة", "باللغات"),
        ("حوكمة", "الحوكمة"),
        ("بنى تحتية", "البنية التحتية"),
        ("طفولة", "طفل"),
        ("نسائية", "نساء"),
        ("الصحية", "الصحة"),
        ("علمية", "علم"),
        ("فنية", "فنون"),
        ("تربوي", "تربية"),
        ("سنوي", "كل سنة"),
        ("شهيد", "الشهداء"),
        ("رسوم", "رسم"),
        ("عمال", "العاملين"),
        ("مؤتمرات", "مؤتمرا"),
        ("تونسي", "تونس"),
        ("الجزائرية", "الجزائر"),
        ("صيني", "الصين"),
        ("سويسرية", "سويسرا"),
        ("الأردنيون", "الأردن"),
        ("مقدسي", "القدس"),
        ("نابلسي", "نابلس"),
        ("غزي", "غزة"),
        ("يمنية", "اليمن"),
        ("عمانية", "عُمان"),
        ("إماراتية", "الإمارات"),
        ("مصرية", "مصر"),
        ("بريطاني", "بريطانيا"),
        ("هولندي", "هولندا"),
        ("أوروبية", "أوروبا"),
        ("آسيوي", "آسيا"),
        ("إفريقيا", "أفريقية"),
        ("قطري", "قطر"),
        ("بورسعيد", "بور سعيد"),
        ("شرم الشيخ", "شرمالشيخ"),
        ("دار السلام", "دارالسلام"),
        ("نيو يورك", "نيويورك"),
        ("سان فرانسيسكو", "سانفرانسيسكو"),
        ("تل أبيب", "تلأبيب"),
        ("عبد العزيز", "عبدالعزيز"),
        ("نور الدين", "نورالدين"),
        ("سيف الإسلام", "سيفالإسلام"),
        ("ابو بكر", "أبوبكر"),
        ("بن غازي", "بنغازي"),
        ("Mount Vernon", "Mt. Vernon"),
        ("Fort Wayne", "Ft Wayne"),
        ("St Louis", "Saint-Louis"),
        ("Sankt Gallen", "St. Gallen"),
        ("Zurich", "Zürich"),
        ("Zuerich", "Zürich"),
        ("Malmo", "Malmö"),
        ("Malmoe", "Malmö"),
        ("Aalborg", "Ålborg"),
        ("Reykjavik", "Reykjavík"),
        ("Besiktas", "Beşiktaş"),
        ("Çanakkale", "Canakkale"),
        ("Timisoara", "Timișoara"),
        ("Wroclaw", "Wrocław"),
        ("Plzen", "Plzeň"),
        ("Sao Paulo", "São Paulo"),
        ("Hoa Binh", "Hòa Bình"),
        ("Novi Sad", "Novi-Sad"),
        ("Aix en Provence", "Aix-en-Provence"),
        ("aixenprovence", "Aix-en-Provence"),
        ("Val d'Oise", "Val-d'Oise"),
        ("Oise", "Val-d'Oise"),
        ("Nuku alofa", "Nukuʻalofa"),
        ("Nukualofa", "Nukuʻalofa"),
        ("Al Jazirah", "Al-Jazira"),
        ("Ajloun", "ʿAjloun"),
        ("Ash Sham", "ash-Shām"),
        ("Umm al-Fahm", "Umm al Fahm"),
        ("Ummalfahm", "Umm al-Fahm"),
        ("Abu Ghosh", "Abughosh"),
        ("Beit Lahia", "Beit-Lahia"),
        ("Deir ez-Zor", "Deir ez Zor"),
        ("Zor", "Deir ez-Zor"),
        ("Dayr az-Zawr", "Dayr al-Zawr"),
        ("mosques", "mosque"),
        ("harbors", "harbour"),
        ("centres", "center"),
        ("companies", "company"),
        ("women's", "women"),
        ("mayors", "mayor's"),
        ("universities", "University"),
        ("kindergartens", "kindergarten"),
        ("technologies", "technology"),
        ("crises", "crisis"),
        ("1963", "عام ١٩٦٣"),
        ("TR 2001 12", "TR-2001-00012"),
    ],
)
def test_what_is_asked_finds_what_is_stored(query: str, text: str) -> None:
    assert finds(query, text, name_keys)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("بنان", "لبنان"),
        ("طاقة", "بطاقة"),
        ("كرة", "فكرة"),
        ("رقة", "فرقة"),
        ("ريم", "كريم"),
        ("لد", "بلد"),
        ("اسم", "باسم"),
        ("جنة", "لجنة"),
        ("لبنان", "بنان"),
        ("بلال", "لال"),
        ("ليون", "مليون"),
        ("عمان", "نعمان"),
        ("Oman", "woman"),
        ("Rome", "Jerome"),
        ("Paris", "comparison"),
        ("حلب", "حلبة"),
        ("غزة", "غز"),
        ("بصرة", "بصر"),
        ("سوسة", "سوس"),
        ("جنين", "جن"),
        ("دير", "مدير"),
        ("صور", "سور"),
        ("عكا", "عكاز"),
        ("قدس", "مقدس"),
        ("بيت", "بت"),
        ("كرم", "كرمان"),
        ("لبن", "لبنان"),
        ("فلس", "فلسطين"),
        ("مصر", "مصرف"),
        ("قطر", "قطار"),
        ("تونس", "تونة"),
        ("عمار", "عمارة"),
        ("عباس", "العباسية"),
        ("خالد", "الخالدية"),
        ("حسن", "حسين"),
        ("احمد", "احمدي"),
        ("جمال", "جمل"),
        ("كامل", "كاملة"),
        ("سامر", "السامرة"),
        ("محمود", "محمد"),
        ("عين", "معين"),
        ("رام", "رامي"),
        ("نور", "نورة"),
        ("مدرس", "مدارس"),
        ("ملك", "مملكة"),
        ("باب", "بابل"),
        ("Georgia", "George"),
        ("Mali", "Malta"),
        ("Niger", "Nigeria"),
        ("Chad", "Chadli"),
        ("Man", "Oman"),
        ("Aden", "Baden"),
        ("Ur", "Urfa"),
        ("Bari", "Paris"),
        ("Cork", "New York"),
        ("India", "Indiana"),
        ("Austria", "Australia"),
        ("Tripoli", "Tripolitania"),
        ("Nice", "Venice"),
        ("Bath", "Bathurst"),
        ("Essen", "Hessen"),
        ("Fort", "Comfort"),
    ],
)
def test_a_word_does_not_find_another_that_holds_it(query: str, text: str) -> None:
    assert not finds(query, text, name_keys)


@pytest.mark.parametrize(
    "text", ["", " \t\n", "؟!«»", "*", '"', "ب", "a", "٥", "7", "\x00", "\u200f", "ـ", "🏛️"]
)
def test_too_short(text: str) -> None:
    assert is_too_short(text)


@pytest.mark.parametrize("text", ["فا", "ab", "12", "a b", "ب ب", "TR-1"])
def test_long_enough(text: str) -> None:
    assert not is_too_short(text)


# ---- Other forms -----------------------------------------------------------------------------


ENTRIES = tomllib.loads(WORD_FORMS.read_text(encoding="utf-8"))["form"]


def test_the_list_of_forms_names_each_pair_once_and_by_a_known_kind() -> None:
    assert len({(entry["form"], entry["word"]) for entry in ENTRIES}) == len(ENTRIES) > 250
    assert {entry["kind"] for entry in ENTRIES} == {"plural", "variant", "abbreviation"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['form']}-{entry['word']}")
def test_a_listed_form_and_its_word_find_each_other_only_by_the_list(entry: dict[str, str]) -> None:
    form, word = entry["form"], entry["word"]
    assert len(words(form)) == len(words(word)) == 1
    assert finds(form, word)
    assert finds(word, form)
    assert not set(stored_keys(form)).intersection(asked(word)[0])


def test_forms_of_one_word_find_each_other() -> None:
    assert finds("طلبة", "طلاب")
    assert finds("Mohammed", "Mohamad")
    assert finds("بمدارسهم", "المدرسة")


def test_forms_hold_in_both_directions_however_they_are_given() -> None:
    assert "متحف" in asked("متاحف", {"متاحف": ["متحف"]})[0]
    assert "متاحف" in asked("متحف", {"متاحف": ["متحف"]})[0]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("مدرسة", "مدرس"),
        ("متحف", "تحفة"),
        ("صورة", "سور"),
        ("عيون", "العين"),
        ("سيول", "سيل"),
        ("حديقة", "حقيقة"),
        ("طرق", "طارق"),
        ("كتاب", "مكتبة"),
        ("جسر", "سر"),
        ("مجلس", "جلسة"),
        ("قرية", "قراءة"),
        ("park", "parking"),
        ("train", "training"),
        ("street", "saint"),
        ("state", "estate"),
    ],
)
def test_the_list_does_not_join_different_words(query: str, text: str) -> None:
    assert not finds(query, text)


# ---- Slips -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("خيلل", "خليل"),
        ("نابلص", "نابلس"),
        ("سرايفو", "سراييفو"),
        ("بوورصه", "بورصه"),
        ("استانبول", "اسطنبول"),
        ("hebrn", "hebron"),
        ("herbon", "hebron"),
        ("bethlahem", "bethlehem"),
        ("youssef", "yusuf"),
        ("dawood", "daoud"),
        ("marrakich", "marrakesh"),
        ("cheikh", "sheikh"),
        ("djenine", "jenin"),
    ],
)
def test_a_slip_shares_a_variant_with_the_word_that_was_meant(misspelt: str, meant: str) -> None:
    assert near_variants(misspelt) & near_variants(meant)


@given(st.text(st.sampled_from("ابتعمنabcd"), min_size=4, max_size=12), st.data())
def test_any_one_slip_shares_a_variant(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("ابتعمنabcd"))
    added = word[:place] + letter + word[place:]
    changed = word[:place] + letter + word[place + 1 :]
    swapped = word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]
    for slip in (added, changed, swapped):
        assert near_variants(slip) & near_variants(word)
        assert slips(slip, word) <= 1


@given(st.text(max_size=12), st.text(max_size=12))
def test_slips_count_alike_from_either_side(one: str, other: str) -> None:
    assert slips(one, other) == slips(other, one)
    assert (slips(one, other) == 0) == (one == other)
    assert slips(one, other) <= max(len(one), len(other))


@pytest.mark.parametrize("word", ["", "ا", "فاس", "ulm"])
def test_a_short_word_has_no_variants(word: str) -> None:
    assert near_variants(word) == {word}


@given(
    st.lists(
        st.sampled_from(
            [
                "al",
                "Al-",
                "as",
                "Salt",
                "بيت",
                "جالا",
                "عمان",
                "سلطنة",
                "أمانة",
                "الدين",
                "-",
                "1204",
                "e\u0301",
                "،",
            ]
        )
        | st.text(max_size=6),
        max_size=8,
    ).map(" ".join)
)
def test_text_read_word_by_word_has_the_keys_of_text_read_with_its_neighbours(text: str) -> None:
    placed = [key for _start, _end, keys in placed_keys(text) for key in keys]
    assert list(stored_keys(text)) == placed
