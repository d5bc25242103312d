"""The text of a deposited file, read in a process of its own that may use only so much.

`python -m agreements.deposit.reading application/pdf` reads the file from its standard input and writes the
text. A file that was made to eat memory or time ends that process, and nothing else.
"""

import resource
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

import pypdfium2

# What one file may cost: seconds of computing and of waiting, bytes of memory, pages, letters of text.
COMPUTING = 40
WAITING = 60
MEMORY = 1_500_000_000
MOST_PAGES = 2_000
MOST_LETTERS = 1_000_000
LARGEST_PART = 100_000_000
WORD_PARAGRAPHS = "{http://schemas.openxmlformats.org/wordprocessingml/"

READABLE_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word/document.xml",
    "application/vnd.oasis.opendocument.text": "content.xml",
    "application/vnd.oasis.opendocument.spreadsheet": "content.xml",
    "application/vnd.oasis.opendocument.presentation": "content.xml",
}


class Unreadable(ValueError):
    """No text could be had from the file within what it may cost."""


def has_text(media_type: str) -> bool:
    """Whether files of this kind hold text; pictures do not."""
    return media_type == "application/pdf" or media_type in READABLE_PARTS


def text_of(file: IO[bytes], media_type: str) -> str:
    """The text of a file, in a process of its own. Raises Unreadable."""
    command = [sys.executable, "-m", "agreements.deposit.reading", media_type]
    root = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(
            command, input=file.read(), capture_output=True, timeout=WAITING, cwd=root, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise Unreadable(f"longer than {WAITING} seconds") from slow
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Unreadable(lines[-1] if lines else f"ended by signal {-done.returncode}")
    return done.stdout.decode("utf-8", "replace")


# ---- In that process -------------------------------------------------------------------------


def read(content: bytes, media_type: str) -> str:
    """The text of a file, paragraph by paragraph, as far as the search needs it."""
    parts = _pdf_pages(content) if media_type == "application/pdf" else _paragraphs(content, media_type)
    lines: list[str] = []
    length = 0
    for part in parts:
        line = " ".join(part.replace("\x00", " ").split())
        if line:
            lines.append(line)
            length += len(line)
        if length > MOST_LETTERS:
            break
    return "\n".join(lines)[:MOST_LETTERS]


def _pdf_pages(content: bytes) -> Iterator[str]:
    with pypdfium2.PdfDocument(content) as document:
        for page in islice(document, MOST_PAGES):
            yield page.get_textpage().get_text_bounded()


def _paragraphs(content: bytes, media_type: str) -> Iterator[str]:
    """The paragraphs of a Word or OpenDocument file, read piece by piece."""
    with ZipFile(BytesIO(content)) as archive, archive.open(READABLE_PARTS[media_type]) as part:
        for _event, element in ElementTree.iterparse(_Bounded(part)):
            if _local(element) in ("p", "h"):
                yield "".join(_said_in(element))
                element.clear()


def _said_in(paragraph: ElementTree.Element) -> Iterator[str]:
    """What a paragraph says: in Word the runs of text, what was deleted left out; in OpenDocument all."""
    runs = [part for part in paragraph.iter() if _local(part) in ("t", "tab", "br")]
    if paragraph.tag.startswith(WORD_PARAGRAPHS):
        yield from (part.text or "" if _local(part) == "t" else " " for part in runs)
    else:
        yield from paragraph.itertext()


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


class _Bounded:
    """A part of an archive that ends in an error where it is larger than any real one."""

    def __init__(self, part: IO[bytes]) -> None:
        self.part, self.left = part, LARGEST_PART

    def read(self, size: int = -1) -> bytes:
        chunk = self.part.read(min(size, 65_536) if size > 0 else 65_536)
        self.left -= len(chunk)
        if self.left < 0:
            raise Unreadable("unpacks to more than a document holds")
        return chunk


def limit_itself() -> None:
    """From here on this process may use only so much."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (COMPUTING, COMPUTING))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limit_itself()
    sys.stdout.buffer.write(read(sys.stdin.buffer.read(), sys.argv[1]).encode("utf-8", "replace"))
