"""How many agreements there are by year, decade, country, city, domain, kind, status and evidence."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import CharField, Count
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.facets import Choice, Facet, facets_of
from agreements.filters import AgreementFilter
from agreements.kept import asked_for, kept, public_filter
from agreements.models import Party
from agreements.models.agreement_queries import AgreementQuerySet
from agreements.wording import LANGUAGES
from agreements.writing import in_digits


@dataclass(frozen=True)
class Figures:
    """The figures on a day: how many agreements, cities and countries, and a table by each feature."""

    day: date
    agreements: int
    cities: int
    countries: int
    tables: list[Facet]

    def table(self, name: str) -> Facet:
        return next(table for table in self.tables if table.name == name)


def figures_of(agreements: AgreementQuerySet, day: date, whole: bool = False) -> Figures:
    """Asks the database ten questions, however many agreements there are. `whole`: they are all that are
    published."""
    tables = [_years(agreements), *facets_of(agreements, day, whole)]
    parties = Party.objects.filter(agreement__in=agreements.order_by()).order_by()
    return Figures(
        day=day,
        agreements=agreements.order_by().count(),
        cities=parties.values("city").distinct().count(),
        countries=len(next(table for table in tables if table.name == "country").choices),
        tables=tables,
    )


def _years(agreements: AgreementQuerySet) -> Facet:
    """Those signed in each year from the first to the last, years with none too; dates that are known to
    the month or the day count in their year."""
    dated = agreements.exclude(signed_on=None).order_by()
    year = Substr("signed_on", 1, 4, output_field=CharField())
    counted = dated.annotate(year=year).values_list("year").annotate(found=Count("pk"))
    found = {int(year): count for year, count in counted if year}
    if not found:
        return Facet("year", _("Year of signature"), [])
    years = range(min(found), max(found) + 1)
    choices = [Choice(str(year), in_digits(str(year)), found.get(year, 0)) for year in years]
    return Facet("year", _("Year of signature"), choices)


def kept_figures(filterset: AgreementFilter) -> Figures:
    """The figures of what the filters leave, in the reader's language, made once for each state of the
    register."""
    shown = asked_for(filterset)
    made = partial(figures_of, shown.agreements, filterset.day, filterset.is_whole)
    found: Figures = kept(f"figures:{shown.key}", made)
    return found


def in_both_languages(data: Any) -> dict[str, Any]:
    """The figures as data, each value of a table with its words in Arabic and English."""
    by_language: dict[str, Figures] = {}
    for language in LANGUAGES:
        with override(language):
            by_language[language] = kept_figures(public_filter(data))
    first = by_language[LANGUAGES[0]]
    return {
        "as_of": first.day.isoformat(),
        "agreements": first.agreements,
        "cities": first.cities,
        "countries": first.countries,
        "tables": [_table(table.name, by_language) for table in first.tables],
    }


def _table(name: str, by_language: dict[str, Figures]) -> dict[str, Any]:
    tables = {language: figures.table(name) for language, figures in by_language.items()}
    words = {language: _words(table, language) for language, table in tables.items()}
    return {
        "by": name,
        "name": {language: label for language, (label, _values) in words.items()},
        "rows": [
            {
                "value": choice.value,
                "name": {language: values[choice.value] for language, (_label, values) in words.items()},
                "agreements": choice.count,
            }
            for choice in tables["en"].choices
        ],
    }


def _words(table: Facet, language: str) -> tuple[str, dict[str, str]]:
    """The heading of a table and the words of its values, spoken in a language."""
    with override(language):
        return str(table.label), {choice.value: str(choice.words) for choice in table.choices}
