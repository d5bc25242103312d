"""Opening a file that was handed in, whatever its format."""

from typing import IO

from agreements.exchange.sheets.opendocument import OpenDocument
from agreements.exchange.sheets.package import kind_of
from agreements.exchange.sheets.separated import SeparatedTable
from agreements.exchange.sheets.table import Table
from agreements.exchange.sheets.workbook import Workbook


def tables_of(file: IO[bytes]) -> list[Table]:
    """The sheets of the file, those that it shows. Raises Unreadable."""
    kind = kind_of(file)
    if kind == "xlsx":
        return list(Workbook(file).tables)
    if kind == "ods":
        return list(OpenDocument(file).tables)
    return [SeparatedTable(file)]
