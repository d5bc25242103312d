"""A city's register, gathered for its council: agreements, what was promised and done, the year's activity.

Public data only, in the language of the report. The result is plain: texts in tables, for paper and sheet.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from agreements.models import Activity, Agreement, City
from agreements.models.bilingual import readers_language
from agreements.partial_dates import PartialDate
from agreements.reasons import date_in_words
from agreements.writing import in_a_row

MOST_ROWS = 5_000


@dataclass(frozen=True)
class Table:
    """A table of texts, with its heading and what is said where it has no rows."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    empty: str
    # The share of the width that each column gets on paper.
    widths: tuple[int, ...]


@dataclass(frozen=True)
class CityReport:
    """All that a report says, in one language."""

    title: str
    subtitle: str
    numbers: Sequence[tuple[str, str]]
    tables: list[Table]
    note: str


def city_report(city: City, year: int, on: date) -> CityReport:
    """The report of a city on a day, with the activity of a year, in the reader's language; a few queries
    whatever its size."""
    published = Agreement.objects.published().filter(parties__city=city)
    agreements = list(
        published.with_status(on)
        .prefetch_related("parties__city", "coverages__domain__parent")
        .order_by("signed_on", "pk")[:MOST_ROWS]
    )
    done = list(_done_by(city).prefetch_related("domains__parent", "agreement__parties__city", "cities"))
    of_the_year = [each for each in done if _touches(each, year)]
    return CityReport(
        title=_("Register of agreements: %(city)s") % {"city": city.authority or city.name},
        subtitle=_("As it stood on %(day)s") % {"day": _day(PartialDate.of(on))},
        numbers=[
            (_("Agreements"), str(len(agreements))),
            (_("In force"), str(sum(each.status == "in_force" for each in agreements))),
            (_("Partner cities"), str(len(_partners(city, agreements)))),
            (_("Activities in %(year)s") % {"year": year}, str(len(of_the_year))),
        ],
        tables=[
            _agreements(city, agreements),
            _domains(agreements, done),
            _activities(city, of_the_year, year),
        ],
        note=_("From the twinning registry. What is not known is said to be not known."),
    )


def _done_by(city: City) -> Any:
    """What was really done under the city's agreements, or by the city without one."""
    of_agreements = Agreement.objects.published().filter(parties__city=city)
    mine = Activity.objects.filter(agreement__in=of_agreements) | Activity.objects.filter(
        agreement=None, cities=city
    )
    return mine.distinct().really_done().order_by("starts_on", "pk")[:MOST_ROWS]


def _touches(activity: Activity, year: int) -> bool:
    """Whether it may have taken place in the year, as precisely as its dates are known."""
    starts, ends = activity.starts_on or activity.ends_on, activity.ends_on or activity.starts_on
    if starts is None or ends is None:
        return False
    return starts.earliest.year <= year <= ends.latest.year


def _partners(city: City, agreements: Iterable[Agreement]) -> set[int]:
    ids = {party.city_id for agreement in agreements for party in agreement.parties.all()}
    return ids - {city.pk}


def _day(day: PartialDate | None) -> str:
    return date_in_words(day, readers_language(), settings.REGION) if day else _("not known")


def _others(city: City, parties: Iterable[Any]) -> str:
    return in_a_row(party.name for party in parties if party.city_id != city.pk)


# ---- The tables ------------------------------------------------------------------------------


def _agreements(city: City, agreements: list[Agreement]) -> Table:
    rows = [
        (
            agreement.reference,
            str(agreement),
            _others(city, agreement.parties.all()),
            agreement.get_kind_display(),
            _day(agreement.signed_on),
            agreement.status_label or _("not known"),
        )
        for agreement in agreements
    ]
    return Table(
        title=_("Agreements"),
        columns=(_("Number"), _("Title"), _("Partners"), _("Kind"), _("Signed on"), _("Legal status")),
        rows=rows,
        empty=_("No agreement of this city is published."),
        widths=(3, 6, 5, 4, 3, 3),
    )


def _domains(agreements: list[Agreement], done: list[Activity]) -> Table:
    """Each main domain with the agreements that promise it and the activities that were done in it."""
    names: dict[int, Any] = {}
    promised: Counter[int] = Counter()
    carried_out: Counter[int] = Counter()
    for agreement in agreements:
        promised.update(_main({each.domain for each in agreement.coverages.all()}, names))
    for activity in done:
        carried_out.update(_main(set(activity.domains.all()), names))
    order = sorted(names, key=lambda pk: (-promised[pk], -carried_out[pk], names[pk].code))
    rows = [(str(names[pk].name), str(promised[pk]), str(carried_out[pk])) for pk in order]
    return Table(
        title=_("Domains promised and done"),
        columns=(_("Cooperation domain"), _("Agreements that name it"), _("Activities done in it")),
        rows=rows,
        empty=_("The agreements name no domain."),
        widths=(6, 3, 3),
    )


def _main(domains: set[Any], names: dict[int, Any]) -> set[int]:
    """The ids of the main domains of these, whose names are noted."""
    main = {domain.parent or domain for domain in domains}
    names.update({domain.pk: domain for domain in main})
    return {domain.pk for domain in main}


def _activities(city: City, activities: list[Activity], year: int) -> Table:
    rows = [
        (
            _day(activity.starts_on),
            str(activity.title) or activity.get_kind_display(),
            activity.get_kind_display(),
            _others(city, activity.agreement.parties.all()) if activity.agreement else "",
            str(activity.outcome),
        )
        for activity in activities
    ]
    return Table(
        title=_("Activity of %(year)s") % {"year": year},
        columns=(_("Date"), _("Activity"), _("Kind"), _("Partners"), _("Outcome")),
        rows=rows,
        empty=_("No activity of this year is recorded."),
        widths=(3, 5, 3, 4, 6),
    )
