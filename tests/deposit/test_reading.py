"""The text of a file, read within bounds."""

from io import BytesIO

import pytest

from agreements.deposit import reading
from tests.deposit.files import WORDS, archive, docx, entity_bomb, odt, pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("content", "media_type", "text"),
    [
        (pdf("Twinning of Hebron"), "application/pdf", "Twinning of Hebron"),
        (docx(WORDS, "", "Second"), WORD, f"{WORDS}\nSecond"),
        (odt(WORDS, "Second paragraph"), ODT, f"{WORDS}\nSecond paragraph"),
    ],
)
def test_the_text_is_read_paragraph_by_paragraph(content: bytes, media_type: str, text: str) -> None:
    assert reading.text_of(BytesIO(content), media_type) == text


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 and then nothing", "application/pdf"),
        (b"no archive", WORD),
        (archive({"word/document.xml": "<open>"}), WORD),
        (entity_bomb(), WORD),
    ],
)
def test_what_cannot_be_read_is_said_and_ends_nothing_else(content: bytes, media_type: str) -> None:
    with pytest.raises(reading.Unreadable):
        reading.text_of(BytesIO(content), media_type)


def test_a_file_that_eats_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its directory lies about what it unpacks to, so that only the reading finds out."""
    eater = archive({"word/document.xml": b"<a>" + b"x" * 150_000_000 + b"</a>"})
    with pytest.raises(reading.Unreadable, match="unpacks to more"):
        reading.text_of(BytesIO(eater), WORD)


def test_a_file_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WAITING", 0.001)
    with pytest.raises(reading.Unreadable, match="longer"):
        reading.text_of(BytesIO(pdf("x")), "application/pdf")


def test_only_so_many_letters_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_LETTERS", 50)
    assert len(reading.read(docx(*["0123456789"] * 100), WORD)) == 50
