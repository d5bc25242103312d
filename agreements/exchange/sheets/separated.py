"""Tables as text (CSV): in UTF-8, UTF-16 or Windows-1256, parted by semicolon, comma or tab."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.exchange.cells import unguarded
from agreements.exchange.sheets.table import Line, Unreadable, line_of

PIECE = 1 << 20
SEPARATORS = (",", ";", "\t")
LOOKED_AT = 30
ARABIC = "\u0600-\u06ff\u200e\u200f"
# Arabic letters within a Latin word: what another code page looks like when it is read as Windows-1256.
MIXED = re.compile(f"[A-Za-z][{ARABIC}]|[{ARABIC}][A-Za-z]")
# Arabic in UTF-8 that was once taken for a Western code page: «الخليل» as Ø§Ù„Ø®Ù„ÙŠÙ„.
GARBLED = re.compile("(?:[ØÙ][\u0080-\u00ff‘’“”„†‡…‰Š‹ŒŽ•–—™š›œžŸƒ ˆ]){3}")

WRONG_ENCODING = _(
    "The letters of the file cannot be read: it is neither UTF-8 nor Windows-1256. Save it as “CSV UTF-8”."
)
IS_GARBLED = _(
    "The Arabic letters of the file are garbled (Ø§Ù„…): it was once saved in a wrong encoding. Save it anew "
    "from the spreadsheet, as “CSV UTF-8” or as .xlsx."
)
NO_TEXT = _("This is no text: the file is neither a spreadsheet nor CSV.")


class SeparatedTable:
    """The one table of a CSV file."""

    name = ""
    hidden: frozenset[int] = frozenset()

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.remarks: list[ValidationError] = []
        self.encoding = self._encoding()
        if self.encoding == "cp1256":
            self.remarks.append(ValidationError(_("The file was read as Windows-1256.")))
        self.separator = self._separator()

    def lines(self) -> Iterator[Line]:
        with self._text() as text:
            reader = csv.reader(text, delimiter=self.separator)
            number = 1
            while True:
                try:
                    row = next(reader, None)
                except csv.Error as failure:
                    message = _("Row %(row)s is no line of a table: perhaps a quotation mark is missing.")
                    raise Unreadable(message, params={"row": number}) from failure
                if row is None:
                    return
                if line := line_of(number, [unguarded(cell) for cell in row], {}):
                    yield line
                number += 1

    # ---- How it is written

    def _encoding(self) -> str:
        self.file.seek(0)
        beginning = self.file.read(4)
        if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if not self._looks_like("utf-8-sig"):
            if not self._looks_like("cp1256"):
                raise Unreadable(WRONG_ENCODING)
            return "cp1256"
        return "utf-8-sig"

    def _looks_like(self, encoding: str) -> bool:
        """Whether all of the file can be read so, and is what a person would write. Raises Unreadable for
        what is no text at all."""
        decoder = codecs.getincrementaldecoder(encoding)()
        self.file.seek(0)
        while True:
            piece = self.file.read(PIECE)
            if b"\x00" in piece:
                raise Unreadable(NO_TEXT)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError:
                return False
            if encoding == "cp1256" and MIXED.search(text):
                return False
            if GARBLED.search(text):
                raise Unreadable(IS_GARBLED)
            if not piece:
                return True

    def _separator(self) -> str:
        """The sign that parts the first lines into the same number of cells, and into the most."""
        with self._text() as text:
            try:
                beginning = list(islice(text, LOOKED_AT))
            except UnicodeError as failure:
                raise Unreadable(WRONG_ENCODING) from failure

        def how_well(sign: str) -> int:
            try:
                widths = Counter(len(row) for row in csv.reader(beginning, delimiter=sign) if len(row) > 1)
            except csv.Error:
                return 0
            width, times = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
            return times * (width - 1)

        return max(SEPARATORS, key=how_well)

    def _text(self) -> TextIOWrapper:
        self.file.seek(0)
        return Held(self.file, encoding=self.encoding, newline="")


class Held(TextIOWrapper):
    """Text over a file that stays open for whoever opened it."""

    def close(self) -> None:
        if not self.closed:
            self.detach()

    def __exit__(self, *failure: object) -> None:
        self.detach()
