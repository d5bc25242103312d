"""Why a record was found is said at every door, with the words marked as they stand in the record."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from agreements.models import City, Document, Signatory
from agreements.search.explain import LONGEST_EXPLAINED, Reason, reason_of_match
from agreements.search.passages import Passage
from agreements.search.query import find
from agreements.search.reasons import reasons
from tests.admin.conftest import LIST
from tests.api.conftest import ask
from tests.factories import published
from tests.search.conftest import search

__all__ = ["ask"]


def marked(reason: Reason | None) -> list[str]:
    assert reason is not None
    return [piece.text for piece in reason.pieces if piece.marked]


def shown(text: str, query: str, name: bool = False) -> list[str]:
    """What is marked in a text, for a query that it meets."""
    reason = reason_of_match([Passage("", text, name=name)], search(query).groups)
    return marked(reason) if reason else []


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("سلطنة عمان", "زار وفد من سلطنة عمان مدينة عمان", ["سلطنة عمان"]),
        ("عُمان", "وفد سلطنة عمان", ["سلطنة عمان"]),
        ("عمّان", "أمانة عمان الكبرى", ["أمانة عمان"]),
        ("عمان", "وفد من سلطنة عمان في عمّان", ["عمان", "عمّان"]),
        ("بيتجالا", "بلدية بيت جالا", ["بيت جالا"]),
        ("رام الله", "بلدية رام الله", ["رام الله"]),
        ("Al-Khalil", "The city of al-Khalīl", ["al-Khalīl"]),
        ("متحف", "ترميم المَتاحِف", ["المَتاحِف"]),
        ("٢٠١٤", "وُقّعت سنة 2014م", ["2014"]),
        ("TW-2014-00017", "قيد TW-2014-00017 منشور", ["TW-2014-00017"]),
        ("نابلس", "لا شيء هنا", []),
    ],
)
def test_the_words_are_marked_as_they_are_written(
    forms: None, query: str, text: str, words: list[str]
) -> None:
    assert shown(text, query, name="بيت" in text) == words


def test_cities_and_people_are_explained_too(twinned: Any) -> None:
    for model, query, word in ((City, "عمان", "عمّان"), (Signatory, "الزعتري", "الزعتري")):
        finding = find(model.objects.all(), query)
        (reason,) = reasons(finding.rows, finding).values()
        assert word in marked(reason)


def test_a_deposited_document_is_found_and_shown_by_its_text(
    twinned: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    document = Document(agreement=twinned["amman"], visibility="public", title_ar="النص")
    document.file = ContentFile(b"%PDF-1.4", name="a.pdf")
    document.save()
    document.text = "تمهيد " * 30 + "تشغيل محطة القطارات المشتركة"
    document.save()
    finding = search("محطه القطارات")
    assert finding.ids == [twinned["amman"].pk]
    (reason,) = reasons([twinned["amman"]], finding).values()
    assert " ".join(marked(reason)) == "محطة القطارات"
    assert sum(len(piece.text) for piece in reason.pieces) < 200


def test_a_whole_book_is_not_read_to_explain_a_hit() -> None:
    text = "كلمة " * LONGEST_EXPLAINED + "الخاتمة"
    assert reason_of_match([Passage("", text)], [("خاتم",)]) is None


def test_an_api_answer_says_why_each_was_found(twinned: Any, ask: Any) -> None:
    told = ask("agreements/", q="زعتري").json()
    assert told["search"] == {
        "stage": "word",
        "did_you_mean": None,
        "fewer_words": [],
        "matches": [
            {
                "passage": {"ar": "الموقّع", "en": "Signatory"},
                "snippet": [
                    {"text": "داوود ", "match": False},
                    {"text": "الزعتري", "match": True},
                ],
            }
        ],
    }
    assert len(told["results"]) == 1


def test_an_api_answer_offers_the_name_that_was_meant(twinned: Any, ask: Any) -> None:
    for path in ("agreements/", "cities/"):
        told = ask(path, q="Hebrn").json()
        assert (told["search"]["stage"], told["search"]["did_you_mean"]) == ("near", "Hebron"), path
        assert len(told["search"]["matches"]) == len(told["results"]) > 0
    assert ask("agreements/", q="x").json()["search"] == {
        "stage": "too_short",
        "did_you_mean": None,
        "fewer_words": [],
        "matches": [],
    }
    assert "search" not in ask("agreements/").json()


@pytest.mark.parametrize("number", [2, 12])
@pytest.mark.parametrize(("held", "queries"), [("title_ar", 1), ("summary_ar", 9)])
def test_an_explained_page_asks_the_same_few_questions(
    cast: Any, forms: None, django_assert_num_queries: Any, number: int, held: str, queries: int
) -> None:
    """One where what the records are called says it, and a few more where it stands elsewhere in them."""
    texts = {"title_ar": "اتفاقية", held: "اتفاقية الميناء"}
    for _ in range(number):
        published(parties=[cast.hebron, cast.amman], **texts)
    finding = search("الميناء")
    rows = list(finding.rows)
    with django_assert_num_queries(queries):
        explained = reasons(rows, finding)
    assert len(explained) == number
    label = {"title_ar": "Title", "summary_ar": "Summary"}[held]
    with translation.override("en"):
        assert {str(reason.label) for reason in explained.values()} == {label}


def test_the_admins_list_shows_the_passage(twinned: Any, cast: Any, as_: Any) -> None:
    page = as_(cast.registrar).get(LIST, {"q": "زعتري"}).content.decode()
    assert "<mark>الزعتري</mark>" in page
    with translation.override("en"):
        assert "<mark>" not in as_(cast.registrar).get(LIST).content.decode()


def test_what_a_passage_holds_is_escaped_in_the_admin(cast: Any, forms: None, as_: Any) -> None:
    published(parties=[cast.hebron, cast.amman], summary_en="<script>alert(1)</script> harbour")
    page = as_(cast.registrar).get(LIST, {"q": "harbour"}).content.decode()
    assert "<script>alert(1)" not in page
    assert "<mark>harbour</mark>" in page
