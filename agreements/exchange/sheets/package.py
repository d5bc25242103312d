"""What stands in the archive of a workbook, looked at before it is unpacked."""

from typing import IO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from agreements.exchange.sheets.table import Unreadable

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
MOST_FILES = 2_000
MOST_BYTES = 200 << 20
# The parts that are held in memory as a whole.
LARGEST_PART = {
    "xl/sharedStrings.xml": 40 << 20,
    "xl/styles.xml": 8 << 20,
    "xl/workbook.xml": 1 << 20,
    "content.xml": 100 << 20,
}

DAMAGED = _("The file is damaged: it cannot be opened as a spreadsheet.")


def kind_of(file: IO[bytes]) -> str:
    """`xlsx`, `ods` or `csv`, by what the file holds and not by its name. Raises Unreadable."""
    file.seek(0)
    beginning = file.read(4)
    if not beginning:
        raise Unreadable(_("The file is empty."))
    if beginning == OLD_OFFICE:
        raise Unreadable(
            _("This is an old Excel file (.xls), or one with a password. Save it as .xlsx, without one.")
        )
    if not beginning.startswith(b"PK"):
        return "csv"
    try:
        with ZipFile(file) as archive:
            return _kind_of_archive(archive)
    except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as failure:
        raise Unreadable(DAMAGED) from failure


def _kind_of_archive(archive: ZipFile) -> str:
    parts = {part.filename: part for part in archive.infolist()}
    unpacked = sum(part.file_size for part in parts.values())
    if len(parts) > MOST_FILES or unpacked > MOST_BYTES:
        raise Unreadable(_("Unpacked, the file would take more room than any list of agreements."))
    if any(name in parts and parts[name].file_size > most for name, most in LARGEST_PART.items()):
        raise Unreadable(_("Unpacked, the file would take more room than any list of agreements."))
    if any(part.flag_bits & 1 for part in parts.values()):
        raise Unreadable(_("The file is protected with a password."))
    if any(name.lower().endswith(("vbaproject.bin", "/vbadata.xml")) for name in parts):
        raise Unreadable(_("The file holds macros, which are not taken. Save it as .xlsx."))
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if "content.xml" in parts and _type_of(archive).endswith(b"opendocument.spreadsheet"):
        if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in parts):
            raise Unreadable(_("The file holds macros, which are not taken. Save it as .xlsx."))
        return "ods"
    raise Unreadable(_("This is no spreadsheet. XLSX, ODS and CSV are read."))


def _type_of(archive: ZipFile) -> bytes:
    try:
        with archive.open("mimetype") as file:
            return file.read(100).strip()
    except KeyError:
        return b""
