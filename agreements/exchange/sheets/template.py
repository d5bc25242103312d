"""The workbook to fill in: a sheet with the columns and drop-downs, and a guide beside it."""

from collections.abc import Sequence
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_countries import countries

from agreements.enumerations import AgreementKind, LegalStatus
from agreements.exchange.sheets.headings import columns
from agreements.exchange.sheets.values import EVENT_OF
from agreements.models import CooperationDomain
from agreements.models.bilingual import readers_language
from agreements.wording import both_words, country_names

OFFERED = (
    "city_1",
    "country_1",
    "city_2",
    "country_2",
    "kind",
    "title",
    "signed_on",
    "signed_on_as_written",
    "place",
    "told_status",
    "told_status_on",
    "duration",
    "expires_on",
    "domains",
    "signatory_1",
    "office_1",
    "signatory_2",
    "office_2",
    "summary",
    "source_title",
    "source_publisher",
    "source_url",
    "registry_number",
)
ROWS_WITH_LISTS = 5_000
# Columns whose cells are dates as far as they are known: text, so that a year stays a year.
AS_TEXT = ("signed_on", "told_status_on", "expires_on", "duration", "registry_number")


def write_template(language: str, file: BinaryIO) -> None:
    """Its sheets run from right to left in Arabic."""
    with override(language), xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page, guide, words = (book.add_worksheet(name) for name in (_("Agreements"), _("Guide"), _("Lists")))
        if language == "ar":
            for sheet in (page, guide, words):
                sheet.right_to_left()
        words.hide()
        lists = offered_words(language)
        _write_lists(words, lists)
        _write_columns(book, page, lists, str(words.get_name()))
        _write_guide(book, guide)


def offered_words(language: str) -> dict[str, list[str]]:
    """The drop-downs, by the columns that have one."""
    kinds = [both_words(AgreementKind, kind)[language] for kind in AgreementKind.values]
    told = [status for status in LegalStatus if status in EVENT_OF or status == LegalStatus.EXPIRED]
    statuses = [both_words(LegalStatus, status)[language] for status in told]
    named = sorted(country_names(code)[language] for code, _name in countries)
    domains = [str(domain.name) for domain in CooperationDomain.objects.top_level()]
    return {
        "kind": kinds,
        "told_status": statuses,
        "domains": domains,
        "country_1": named,
        "country_2": named,
    }


def _write_lists(sheet: Any, lists: dict[str, list[str]]) -> None:
    for place, (key, words) in enumerate(lists.items()):
        sheet.write_string(0, place, key)
        sheet.write_column(1, place, words)


def _write_columns(book: Any, page: Any, lists: dict[str, list[str]], where: str) -> None:
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3F0EC", "border": 1}
    )
    text = book.add_format({"num_format": "@"})
    page.freeze_panes(1, 0)
    page.set_row(0, 36)
    for place, key in enumerate(OFFERED):
        page.set_column(place, place, 22, text if key in AS_TEXT else None)
        page.write_string(0, place, str(columns()[key].label), bold)
        if words := lists.get(key):
            column = xlsxwriter.utility.xl_col_to_name(list(lists).index(key))
            page.data_validation(
                1,
                place,
                ROWS_WITH_LISTS,
                place,
                {
                    "validate": "list",
                    "source": f"='{where}'!${column}$2:${column}${len(words) + 1}",
                    # What the list does not have, and several domains in a cell, is read all the same.
                    "error_type": "information" if key == "domains" else "warning",
                    "error_title": _("Not in the list"),
                    "error_message": _("The register will ask what is meant, or refuse the cell."),
                },
            )


def _write_guide(book: Any, guide: Any) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    guide.set_column(0, 0, 34)
    guide.set_column(1, 2, 60)
    place = 0
    for line in introduction():
        guide.merge_range(place, 0, place, 2, line, bold if place == 0 else plain)
        guide.set_row(place, 20 if place == 0 else 32)
        place += 1
    for column, heading in enumerate((_("Column"), _("What to write"), _("For example"))):
        guide.write_string(place, column, heading, bold)
    for key, meaning, example in meanings():
        place += 1
        guide.write_string(place, 0, str(columns()[key].label), bold)
        guide.write_string(place, 1, meaning, plain)
        guide.write_string(place, 2, example, plain)


def introduction() -> Sequence[str]:
    return (
        _("How to fill in the list of agreements"),
        _("One agreement in each row of the first sheet. Leave the headings as they are."),
        _("Write what is known and no more. A date that is not known stays empty: it is not guessed."),
        _("Before anything is entered you see every row, and what is wrong with which cell."),
        _("No merged cells, no formulas: paste their values."),
    )


def meanings() -> Sequence[tuple[str, str, str]]:
    language = readers_language()
    kind = both_words(AgreementKind, AgreementKind.TWINNING)[language]
    status = both_words(LegalStatus, LegalStatus.IN_FORCE)[language]
    return (
        ("city_1", _("The first city, or its local authority."), _("Hebron Municipality")),
        ("country_1", _("Its country: needed where the register may not have the city yet."), _("Palestine")),
        (
            "city_2",
            _("The second city; a third has a column of its own, “third city”."),
            _("Greater Amman Municipality"),
        ),
        ("country_2", _("Its country."), _("Jordan")),
        (
            "kind",
            _("What the instrument is; choose from the list."),
            kind,
        ),
        ("title", _("The title. Left empty, it is made of the kind and the cities."), ""),
        (
            "signed_on",
            _("The day, the month or the year of signature, in the Gregorian calendar."),
            "3/6/2014 · 06/2014 · 2014",
        ),
        ("signed_on_as_written", _("A Hijri date, as it stands in the document."), "5 شعبان 1435هـ"),
        ("place", _("Where it was signed."), _("Amman")),
        (
            "told_status",
            _("How it stands, as you know it. It is entered as an event."),
            status,
        ),
        ("told_status_on", _("Since when it stands so."), "2014"),
        ("duration", _("For how long, with its unit."), _("5 years")),
        ("expires_on", _("The last day, where the instrument names it."), "2/6/2019"),
        ("domains", _("One or more, parted by commas."), _("Urban heritage, Youth and sport")),
        ("signatory_1", _("Who signed for the first city."), ""),
        ("office_1", _("In which office, as printed."), _("Mayor of Hebron")),
        ("signatory_2", _("Who signed for the second city."), ""),
        ("office_2", _("In which office, as printed."), _("Mayor of Amman")),
        ("summary", _("What it is about, in a few sentences."), ""),
        (
            "source_title",
            _("Where it is written: the document, the minutes, the news item."),
            _("Minutes of the council, 12/2014"),
        ),
        ("source_publisher", _("Who published it."), ""),
        ("source_url", _("Its web address."), "https://…"),
        (
            "registry_number",
            _("Only for a record that the register has already: the row then changes it."),
            "TW-2026-00001",
        ),
    )
