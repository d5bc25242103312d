"""What a reader takes for the same word folds and stems to the same word, and no text is too strange."""

import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agreements import arabic
from agreements.arabic import LONGEST_WORD, fold, stem, tokens, words

anything = st.text(st.characters(exclude_categories=()))
ARABIC_LETTERS = "ءآأؤإابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670ـ"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202c\u2066\u2069\ufeff"
written = st.text(st.sampled_from(ARABIC_LETTERS + "ئ" + MARKS + "abzÉß '’-، 09٠٩"), max_size=60)
arabic_words = st.text(st.sampled_from(ARABIC_LETTERS), min_size=3, max_size=12)
SAME = ["اأإآٱ", "هةۃ", "يىی", "كک", "وؤۆ", "٠0۰", "٩9۹"]


# ---- Folding ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spellings",
    [
        ["بلدية", "بَلَدِيَّةٌ", "بلـــدية", "بلديه", "ﺑﻠﺪﻳﺔ", "بلدیة", "بلد\u200cية"],
        ["إربد", "اربد", "أربد", "ٱربد", "إرْبِد"],
        ["مصطفى", "مصطفي", "مصطفی"],
        ["مسؤول", "مسئول", "مَسْئُول", "مَسْؤُول"],
        ["عمّان", "عمان", "عُمان", "عَمَّان"],
        ["كرمان", "کرمان", "ڪرمان"],
        ["أكادير", "أڭادير", "أگادير"],
        ["پاريس", "باريس"],
        ["ڤيتنام", "فيتنام"],
        ["2014", "٢٠١٤", "۲۰۱۴", "²⁰¹⁴", "２０１４"],
        ["Köln", "KÖLN", "koln", "Ko\u0308ln"],
        ["İzmir", "izmir", "IZMIR", "Izmır"],
        ["Şanlıurfa", "sanliurfa", "SANLIURFA"],
        ["Straße", "STRASSE", "strasse"],
        ["Łódź", "lodz"],
        ["Iași", "Iaşi", "iasi"],
        ["Đà Nẵng", "da nang"],
        ["Tromsø", "tromso"],
        ["Hawaiʻi", "Hawai'i", "Hawai’i", "hawaii"],
        ["Ṣanʿāʾ", "San'a", "sana"],
        ["Слов'янськ", "СЛОВ’ЯНСЬК", "словянськ"],
        ["Αθήνα", "ΑΘΗΝΑ"],
        ["Vallensbæk", "vallensbaek"],
    ],
)
def test_spellings_of_one_word_fold_alike(spellings: list[str]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("رام الله", ["رام", "الله"]),
        ("القدس،رام", ["القدس", "رام"]),
        ("Al-Khalil", ["al", "khalil"]),
        ("2014م", ["2014", "م"]),
        ("عام١٤٣٥هـ", ["عام", "1435", "ه"]),
        ("نظم الـGIS", ["نظم", "ال", "gis"]),
        ("TR-0000123", ["tr", "0000123"]),
        ("A4", ["a4"]),
        ("'الخليل'و'عمان'", ["الخليل", "و", "عمان"]),
        ("الخليل_عمان", ["الخليل", "عمان"]),
        ("ﷲ", ["الله"]),
        ("½", ["1", "2"]),
        ("a\x00b\ud800c", ["a", "b", "c"]),
        ("🏛️ ـــ ًٌ ' — \u200f", []),
        ("", []),
    ],
)
def test_a_text_is_taken_apart_into_its_words(text: str, parts: list[str]) -> None:
    assert words(text) == parts


def test_a_word_is_cut_at_its_longest() -> None:
    assert words("ا" * 100_000) == ["ا" * LONGEST_WORD]


@given(anything)
def test_no_text_is_refused(text: str) -> None:
    for word in words(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert word.isalnum()
        assert stem(word).isalnum()


@given(st.one_of(anything, written))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert words(fold(text)) == words(text)
    assert fold(fold(text)) == fold(text)


@given(st.one_of(anything, written), st.sampled_from(["NFC", "NFD"]))
def test_composed_and_decomposed_text_fold_alike(text: str, form: str) -> None:
    assert words(unicodedata.normalize(form, text)) == words(text)


@given(written, st.data())
def test_marks_tatweel_and_invisible_signs_change_nothing(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    sign = data.draw(st.sampled_from(MARKS + INVISIBLE))
    assert words(text[:place] + sign + text[place:]) == words(text)


@given(st.text(st.sampled_from(ARABIC_LETTERS + "٠٩09 "), max_size=40), st.data())
def test_letters_that_readers_do_not_tell_apart_fold_alike(text: str, data: st.DataObject) -> None:
    alike = {letter: group for group in SAME for letter in group}
    other = "".join(data.draw(st.sampled_from(alike.get(letter, letter))) for letter in text)
    assert words(other) == words(text)


@given(st.one_of(anything, written))
def test_tokens_are_the_words_as_they_stand_in_the_text(text: str) -> None:
    found = list(tokens(text))
    assert [text[start:end] for start, end, _ in found] == [token for _, _, token in found]
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    assert [word for _, _, token in found for word in words(token)] == words(text)


def test_a_token_covers_the_marks_and_the_tatweel_of_its_word_and_no_more() -> None:
    text = "«عَمّـــانُ»\u200f، \u2067القد\u200cس\u2069"
    assert [token for _, _, token in tokens(text)] == ["عَمّـــانُ", "القد\u200cس"]


# ---- Stemming --------------------------------------------------------------------------------


def stems(text: str) -> set[str]:
    return {stem(word) for word in words(text)}


@pytest.mark.parametrize(
    "forms",
    [
        "بلدية البلدية بالبلدية والبلدية وللبلدية بلديات البلديات بلديتان بلديتين بلديتنا بلديتهم بلدي",
        "اتفاقية اتفاق اتفاقيات الاتفاقيتين اتفاقا واتفاقيتها",
        "مدينة المدينة مدينتان مدينتين مدينتي مدينته للمدينتين",
        "جامعة جامعات الجامعتين",
        "خدمة خدمات الخدمات خدماتها خدمتين",
        "جهة جهات الجهتين",
        "سلطة السلطات سلطتهم",
        "خبرة خبرات خبراتهم",
        "مهندس مهندسون المهندسين مهندسات مهندسة",
        "لاجئ لاجئة اللاجئين اللاجئون",
        "متطوع متطوعون متطوعي متطوعو",
        "ثقافة ثقافي الثقافية",
        "صحي الصحية",
        "قرية القرى قريتين",
        "تركيا تركي التركية",
        "فلسطين فلسطيني الفلسطينيون الفلسطينية",
        "ألمانيا الألمانية ألماني",
        "كهرباء كهربائي الكهربائية كهربا",
        "شؤون شئون",
        "داود داوود",
        "وزارة الوزارة وزارات الوزارات",
        "وثيقة الوثيقة",
        "بيروت بيروتي البيروتية",
        "كويت الكويتية كويتي",
        "باكستان باكستاني",
        "أورفا أورفة",
        "القدس قدس والقدس للقدس بالقدس كالقدس",
        "التزام الالتزام",
        "الله لله بالله",
        "municipality municipalities",
        "church churches",
        "road roads",
        "Ramallah Ramalla",
        "Abdulrahman Abdelrahman Abdurrahman Abdalrahman",
        "Abdelkarim Abdulkareem",
    ],
)
def test_forms_of_one_word_have_one_stem(forms: str) -> None:
    assert len(stems(forms)) == 1


@pytest.mark.parametrize(
    "others",
    [
        "عمان نعمان عثمان",
        "عدن عدنان",
        "سليم سليمان سلمان",
        "جباليا جبال",
        "الرياض الرياضة",
        "ناصر الناصرة الناصرية",
        "منصور المنصورة",
        "إسماعيل الإسماعيلية",
        "محمد المحمدية",
        "سلام السلامة",
        "السلط السلطة السلطان",
        "مكتب مكتبة",
        "جامع جامعة",
        "لبنان لبن بنان",
        "روما رومانيا روم",
        "كرمان كرم",
        "صنعاء صنع",
        "سور سوريا",
        "بيروت بيرو",
        "القاهرة قاهر",
        "البحرين البحر",
        "وفد فد",
        "خبرة خبر",
        "عمل عملة",
        "طريق طريقة",
        "علي عليه",
        "سامي سامية",
        "بني البنية",
        "مقدس مقدسي",
        "Paris Pari",
        "Oman Amman Romania",
        "Tunis Tuni",
        "Damascus Damascu",
        "Tours tour",
        "Lagos lago",
    ],
)
def test_different_words_have_different_stems(others: str) -> None:
    assert len(stems(others)) == len(others.split())


@given(anything | written)
def test_the_stem_of_a_stem_is_the_stem(text: str) -> None:
    for word in words(text):
        assert stem(stem(word)) == stem(word)


@given(arabic_words, st.sampled_from(["ال", "وال", "بال", "كال", "فال", "وبال"]))
def test_the_article_and_what_is_written_to_it_do_not_hide_a_word(bare: str, article: str) -> None:
    folded = fold(bare)
    assume(len(folded) >= 3)
    assume(not (article + folded).startswith(arabic.ROOTED))
    assert stem(article + folded) == stem(folded)


@given(st.text(st.characters(categories=["Lo"], max_codepoint=0x10FFFF), min_size=1))
def test_words_of_other_scripts_are_their_own_stems(text: str) -> None:
    for word in words(text):
        if not any("ARABIC" in unicodedata.name(letter, "") for letter in word) and not word.isascii():
            assert stem(word) == word


def test_the_module_needs_nothing_but_python() -> None:
    proved = subprocess.run(
        [sys.executable, "-I", "-S", "-m", "doctest", str(Path(arabic.__file__))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (proved.returncode, proved.stdout) == (0, "")
