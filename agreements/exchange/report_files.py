"""A city's report as files: PDF for paper, set by Typst, which shapes Arabic; XLSX for reckoning on."""

import json
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

import fontpkg_ibm_plex_sans_arabic
import typst
import xlsxwriter

from agreements.exchange.city_report import CityReport, Table

LAYOUT = Path(__file__).with_name("report.typ")
FONTS = Path(fontpkg_ibm_plex_sans_arabic.__file__).parent / "files"
# What a sheet takes in one cell.
LONGEST_CELL = 32_767
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def as_pdf(report: CityReport, language: str) -> bytes:
    """The report as PDF. What the records say is handed over as data, never as markup."""
    given = {"language": language, "report": json.dumps(asdict(report), ensure_ascii=False)}
    made = typst.compile(LAYOUT, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs=given)
    return bytes(made)


def as_xlsx(report: CityReport, language: str) -> bytes:
    """The report as a workbook: a sheet for the numbers, one for each table."""
    made = BytesIO()
    # Texts stay texts: what looks like a formula or an address is neither.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        numbers = Table(report.title, (report.subtitle, ""), report.numbers, "", (6, 3))
        for table in (numbers, *report.tables):
            sheet = book.add_worksheet(table.title.translate(FORBIDDEN_IN_NAMES)[:31])
            if language == "ar":
                sheet.right_to_left()
            _fill(sheet, table, bold, plain)
    return made.getvalue()


def _fill(sheet: Any, table: Table, bold: Any, plain: Any) -> None:
    for position, (heading, width) in enumerate(zip(table.columns, table.widths, strict=True)):
        sheet.set_column(position, position, 6 * width)
        sheet.write_string(0, position, heading, bold)
    for number, row in enumerate(table.rows, start=1):
        for position, text in enumerate(row):
            if text.isascii() and text.isdigit():
                sheet.write_number(number, position, int(text), plain)
            else:
                sheet.write_string(number, position, text[:LONGEST_CELL], plain)
    if not table.rows:
        sheet.write_string(1, 0, table.empty, plain)
    sheet.freeze_panes(1, 0)
