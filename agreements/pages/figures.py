"""Statistics: charts that are tables, and the same as files."""

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.generic import TemplateView, View

from agreements.exchange import statistics_files
from agreements.facets import Facet
from agreements.kept import public_filter
from agreements.pages.as_of import AsOf
from agreements.pages.narrowing import address_with, chips_of
from agreements.statistics import Figures, kept_figures

# A long table shows so many rows at first.
SHOWN = 12
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Bar:
    """A row of a table: its words, where it leads, its count, and its share of the longest in hundredths."""

    words: Any
    address: str
    count: int
    share: float


@dataclass(frozen=True)
class Chart:
    name: str
    label: Any
    shown: list[Bar]
    more: list[Bar]


def chart_of(table: Facet, query: Any) -> Chart:
    longest = max((choice.count for choice in table.choices), default=1) or 1
    bars = [
        Bar(
            choice.words,
            address_with(query, **_narrowing(table.name, choice.value)),
            choice.count,
            round(100 * choice.count / longest, 2),
        )
        for choice in table.choices
    ]
    return Chart(table.name, table.label, bars[:SHOWN], bars[SHOWN:])


def _narrowing(name: str, value: str) -> dict[str, str | None]:
    """The filters of the list that leave what a row counts."""
    return {"signed_from": value, "signed_until": value} if name == "year" else {name: value}


class StatisticsPage(TemplateView):
    template_name = "agreements/statistics.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = public_filter(self.request.GET)
        figures: Figures = kept_figures(filterset)
        query = self.request.GET
        charts = {table.name: chart_of(table, query) for table in figures.tables}
        years = charts.pop("year")
        return super().get_context_data(
            filterset=filterset,
            chips=chips_of(filterset),
            as_of=AsOf(filterset.form.cleaned_data.get("as_of")),
            figures=figures,
            charts=[chart for chart in charts.values() if chart.shown],
            years=[*years.shown, *years.more],
            query=f"?{urlencode(filterset.asked)}" if filterset.asked else "",
            **kwargs,
        )


class StatisticsFile(View):
    """The same figures as a file: `figures.csv`, `figures.xlsx`."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        figures = kept_figures(public_filter(request.GET))
        if ending == "csv":
            answer = HttpResponse(statistics_files.as_csv(figures), content_type="text/csv; charset=utf-8")
        elif ending == "xlsx":
            file = io.BytesIO()
            statistics_files.write_xlsx(figures, get_language() == "ar", file)
            answer = HttpResponse(file.getvalue(), content_type=XLSX)
        else:
            raise Http404
        answer["Content-Disposition"] = f'attachment; filename="statistics.{ending}"'
        return answer
