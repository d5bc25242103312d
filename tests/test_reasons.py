"""Every reason for a legal status is a full sentence in Arabic and in English."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import agreements.lifecycle
from agreements.reasons import COUNTS, PROLONGATIONS, SENTENCES, Language, months, sentence

LANGUAGES: tuple[Language, ...] = ("ar", "en")
TEMPLATES = [*SENTENCES.items(), *((f"then {code}", texts) for code, texts in PROLONGATIONS.items())]
SOURCES = sorted(Path(agreements.lifecycle.__file__).parent.glob("*.py"))


def placeholders(template: str) -> set[str]:
    names = (name for _, name, _, _ in Formatter().parse(template) if name)
    return {name.removeprefix("on_") for name in names}


@pytest.mark.parametrize(("code", "texts"), TEMPLATES, ids=[code for code, _ in TEMPLATES])
def test_both_languages_name_the_same_values(code: str, texts: dict[Language, str]) -> None:
    assert set(texts) == set(LANGUAGES)
    assert placeholders(texts["ar"]) == placeholders(texts["en"])


@pytest.mark.parametrize(("code", "texts"), TEMPLATES, ids=[code for code, _ in TEMPLATES])
def test_a_sentence_is_whole_and_in_its_own_script(code: str, texts: dict[Language, str]) -> None:
    for text in texts.values():
        assert text.endswith(".")
        assert "  " not in text
    assert not re.search(r"[A-Za-z,;?]", re.sub(r"\{\w+\}", "", texts["ar"]))
    assert not re.search(r"[\u0600-\u06ff]", texts["en"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(SENTENCES))
@pytest.mark.parametrize("value", ["2014-06-03", "2014-06", "2014", ""])
def test_every_sentence_can_be_told_with_dates_of_any_precision(
    code: str, value: str, language: Language
) -> None:
    names = placeholders(SENTENCES[code][language])
    params = {name: "6" if name in COUNTS else value for name in names}
    told = sentence(code, params, language)
    assert "{" not in told
    if names - COUNTS and not value:
        assert {"ar": "غير معروف", "en": "not known"}[language] in told


@pytest.mark.parametrize(
    ("code", "params", "language", "told"),
    [
        ("in_force_on_signature", {"date": "2014-06-03"}, "ar", "سارية منذ 3 حزيران 2014، تاريخ التوقيع."),
        ("in_force_on_signature", {"date": "2014-06"}, "ar", "سارية منذ حزيران 2014، تاريخ التوقيع."),
        ("in_force_on_signature", {"date": "2014"}, "ar", "سارية منذ عام 2014، تاريخ التوقيع."),
        ("in_force_on_signature", {"date": ""}, "ar", "سارية منذ تاريخ غير معروف، تاريخ التوقيع."),
        (
            "in_force_on_signature",
            {"date": "2014-06-03"},
            "en",
            "In force since 3 June 2014, the date of signature.",
        ),
        (
            "signed_effect_unknown",
            {"date": "2014"},
            "en",
            "Signed in 2014; when it enters into force is not known.",
        ),
        (
            "signed_effect_unknown",
            {"date": ""},
            "en",
            "Signed on a date not known; when it enters into force is not known.",
        ),
        (
            "terminated_by_notice",
            {"notice": "2020-01-15", "notice_months": "6"},
            "ar",
            "منهاة: قُدّم إشعار الإنهاء في 15 كانون الثاني 2020، وانقضت مهلة الإشعار، وهي 6 أشهر.",
        ),
        (
            "in_force_on_signature",
            {"date": "2014", "then": "renewed_tacitly", "then_date": "2019-01"},
            "ar",
            "سارية منذ عام 2014، تاريخ التوقيع. وهي تتجدد تلقائيًا منذ كانون الثاني 2019.",
        ),
        ("terminated", {"date": "2015-11"}, "ar", "منهاة: أُنهيت في تشرين الثاني 2015."),
    ],
)
def test_sentences_read_as_an_official_would_write_them(
    code: str, params: dict[str, str], language: Language, told: str
) -> None:
    assert sentence(code, params, language) == told
    assert sentence(code, tuple(params.items()), language) == told


def test_month_names_are_those_of_the_region() -> None:
    told = {
        region: sentence("terminated", {"date": "2014-06-03"}, "ar", region) for region in ("PS", "JO", "EG")
    }
    assert "حزيران" in told["PS"]
    assert "حزيران" in told["JO"]
    assert "يونيو" in told["EG"]


def test_an_unheard_of_region_falls_back_to_the_plain_language() -> None:
    assert sentence("terminated", {"date": "2014-06-03"}, "en", "PS") == "Terminated on 3 June 2014."
    assert sentence("terminated", {"date": "2014-06-03"}, "ar", "XX").startswith("منهاة: أُنهيت في 3 ")


@pytest.mark.parametrize(
    ("count", "arabic", "english"),
    [
        (1, "شهر واحد", "1 month"),
        (2, "شهران", "2 months"),
        (3, "3 أشهر", "3 months"),
        (10, "10 أشهر", "10 months"),
        (11, "11 شهرًا", "11 months"),
        (60, "60 شهرًا", "60 months"),
        (100, "100 شهر", "100 months"),
        (103, "103 أشهر", "103 months"),
    ],
)
def test_months_agree_with_their_number(count: int, arabic: str, english: str) -> None:
    assert months(count, "ar") == arabic
    assert months(count, "en") == english


def test_every_sentence_is_of_a_code_that_the_lifecycle_can_give() -> None:
    literals = {
        node.value
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    derived = {f"{kind}_end_unknown" for kind in ("extended", "renewed")}
    assert set(SENTENCES) <= literals | derived
    assert set(PROLONGATIONS) <= literals


def test_a_code_without_a_sentence_is_an_error() -> None:
    with pytest.raises(KeyError):
        sentence("no_such_reason", {}, "en")
