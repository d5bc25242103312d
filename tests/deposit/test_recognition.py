"""What a file is, by its content."""

import contextlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.deposit.recognition import Unacceptable, recognise
from tests.deposit.files import archive, bomb, docx, odt, pdf, picture

HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("content", "name", "ending"),
    [
        (pdf("x"), "application/pdf", ".pdf"),
        (b"\0\0junk\n" + pdf("x"), "application/pdf", ".pdf"),
        (picture("PNG"), "image/png", ".png"),
        (picture("JPEG"), "image/jpeg", ".jpg"),
        (picture("TIFF"), "image/tiff", ".tif"),
        (picture("WEBP"), "image/webp", ".webp"),
        (docx("x"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
        (odt("text"), "application/vnd.oasis.opendocument.text", ".odt"),
    ],
)
def test_what_staff_deposit_is_recognised(content: bytes, name: str, ending: str) -> None:
    kind = recognise(BytesIO(content))
    assert (kind.name, kind.ending) == (name, ending)


WORD = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "فارغ"),
        (HTML, "ليس"),
        (b"MZ\x90\0 program", "ليس"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "ليس"),
        (b"GIF89a" + b"\0" * 20, "ليس"),
        (picture("PNG")[:40], "ليس"),
        (docx("x")[:60], "ليس"),
        (archive({"page.html": HTML}), "ليس"),
        (odt("text", media_type="text/html"), "ليس"),
        (bomb(), "ينفك"),
        (archive({f"{number}": b"" for number in range(6000)}), "ينفك"),
        (archive({WORD: "", "word/document.xml": "", "word/vbaProject.bin": "x"}), "وحدات ماكرو"),
    ],
)
def test_what_is_no_document_is_refused_in_words(content: bytes, word: str) -> None:
    with pytest.raises(Unacceptable) as refusal:
        recognise(BytesIO(content))
    assert word in str(refusal.value.message)


@given(content=st.binary(max_size=400) | st.binary(max_size=400).map(lambda rest: b"PK\x03\x04" + rest))
def test_no_content_breaks_the_recognition(content: bytes) -> None:
    file = BytesIO(content)
    with contextlib.suppress(Unacceptable):
        recognise(file)
    assert file.tell() == 0
