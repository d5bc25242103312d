"""Statistics as files: one table after the other (CSV), or each on a sheet of its own (XLSX)."""

import csv
import io
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from agreements.exchange import cells
from agreements.exchange.tabular import BOM
from agreements.statistics import Figures

# What the file format allows in the name of a sheet.
LONGEST_SHEET_NAME = 31


def as_csv(figures: Figures) -> str:
    """A row for each value of each table; formulas are made harmless."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_("Table"), _("Code"), _("Name"), _("Agreements")])
    for table in figures.tables:
        for choice in table.choices:
            written = [str(table.label), choice.value, str(choice.words), str(choice.count)]
            writer.writerow(cells.guarded(cell) for cell in written)
    return BOM + buffer.getvalue()


def write_xlsx(figures: Figures, from_the_right: bool, file: BinaryIO) -> None:
    """A sheet for each table; texts are texts, counts are numbers."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        for table in figures.tables:
            sheet = book.add_worksheet(str(table.label)[:LONGEST_SHEET_NAME])
            if from_the_right:
                sheet.right_to_left()
            sheet.set_column(0, 0, 14)
            sheet.set_column(1, 1, 40)
            _fill(sheet, [_("Code"), _("Name"), _("Agreements")], table.choices, bold)


def _fill(sheet: Any, headings: list[str], choices: list[Any], bold: Any) -> None:
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for place, choice in enumerate(choices, start=1):
        sheet.write_string(place, 0, choice.value)
        sheet.write_string(place, 1, str(choice.words))
        sheet.write_number(place, 2, choice.count)
