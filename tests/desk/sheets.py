"""Spreadsheets as municipalities hand them in."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

# A title, a blank line, headings with spaces, Arabic digits, months by name, a Hijri date among the others.
DOMAINS = "التراث العمراني، الشباب والرياضة"

MESSY: list[list[Any]] = [
    ["قائمة اتفاقيات التوأمة – بلدية الخليل"],
    [],
    ["م", "المدينة الشريكة ", "الدولة", "نوع الاتفاقية", "تاريخ  التوقيع", "المجالات", "المدة", "ملاحظات"],
    [
        1,
        " أمانة عمان الكبرى",
        "الأردن",
        "توأمة",
        "٣/٦/٢٠١٤",
        "التراث العمراني، الشباب والرياضة",
        "٥ سنوات",
        None,
    ],
    [2, "نابولي", "إيطاليا", "مذكره تفاهم", "أيار 2016 م", None, None, "قيد المتابعة"],
    [3, "طرابلس", None, "تعاون", date(2019, 3, 1), None, None, None],
    [4, "بورصة", "تركيا", "توأمة", "15/8/1435هـ", None, None, None],
    [5, "بورصة", "تركيا", "زواج", "31/2/2015", None, None, None],
    [None, None],
    [6, "أمانة عمّان الكبرى", "الأردن", "توأمة", "3/6/2014", None, None, "مكرر"],
]


def workbook(rows: Sequence[Sequence[Any]], name: str = "sheet.xlsx", title: str = "الاتفاقيات") -> Any:
    """The rows as an uploaded XLSX file."""
    book = Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(list(row))
    return uploaded(book, name)


def uploaded(book: Workbook, name: str = "sheet.xlsx") -> SimpleUploadedFile:
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def table(text: str, name: str = "list.csv", encoding: str = "utf-8") -> SimpleUploadedFile:
    """The text as an uploaded CSV file."""
    return SimpleUploadedFile(name, text.encode(encoding))
