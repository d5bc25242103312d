"""Taking over lists of twinned cities: a CSV file of pairs becomes published records of evidence level 0.

A pair says that two cities are twinned and where that is written, seldom since when or by what kind of
instrument; the record says no more. A city is known by its GeoNames id, its Wikidata id, or its name
together with country and coordinates, never by name alone: a place of which the file has only a name is
a city of its own in each row, to be looked at by the registrar.

What was taken over before is known by its place in the source (`Source.locator`), so that a file may be
read again, whole or changed: only what is new is added.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.exchange.atlas import Atlas
from agreements.exchange.bulk import CHUNK, chunks, publish_chunk
from agreements.exchange.composing import NewRecord
from agreements.exchange.pairs import NotTaken, Pair, read_pair, rows_of, shared_wikidata_ids
from agreements.models import Agreement, City, Party, Source, User

ACCOUNT = {
    "email": "import@registry.invalid",
    "name_ar": "الاستيراد الآلي",
    "name_en": "Automatic import",
}
NOT_TAKEN = gettext_lazy("not taken")
TO_BE_LOOKED_AT = gettext_lazy("taken, to be looked at")
REASON = (
    "Taken over from lists of twin cities and published by the import, without review: evidence level 0. "
    "استُورد من قوائم المدن المتوأمة ونُشر آليًا دون مراجعة: مستوى الإثبات 0."
)


@dataclass
class Outcome:
    """What became of a file: how many rows, and a line on each that is not simply taken."""

    rows: int = 0
    taken: int = 0
    known: int = 0
    cities: int = 0
    lines: list[tuple[int, Promise, str, str]] = field(default_factory=list)

    def report(self, row: int, outcome: Promise, names: str, why: str) -> None:
        self.lines.append((row, outcome, names, why))

    @property
    def refused(self) -> int:
        return sum(outcome == NOT_TAKEN for _row, outcome, _names, _why in self.lines)


def import_account() -> User:
    """In whose name an import writes unless a registrar answers for it: an account that cannot sign in."""
    defaults = {**ACCOUNT, "is_active": False, "password": "!"}
    return User.objects.get_or_create(email=defaults.pop("email"), defaults=defaults)[0]


def import_twinnings(
    file: Path, by: User, told: Callable[[Outcome], None] = lambda outcome: None, size: int = CHUNK
) -> Outcome:
    """Publish what the file has and the register has not; `told` hears of it after each chunk.

    Each chunk of rows is one transaction: an import that was broken off goes on where it stood.
    Raises UnreadableFile."""
    doubtful = shared_wikidata_ids(file)
    atlas = Atlas()
    outcome = Outcome()
    for chunk in chunks(rows_of(file), size):
        _take(chunk, atlas, doubtful, by, outcome)
        told(outcome)
    return outcome


def _take(
    rows: list[tuple[int, dict[str, str]]], atlas: "Atlas", doubtful: set[str], by: User, outcome: Outcome
) -> None:
    pairs: dict[str, Pair] = {}
    for number, row in rows:
        outcome.rows += 1
        names = f"{row.get('city_a')} – {row.get('city_b')}"
        try:
            pair = read_pair(number, row, doubtful)
        except NotTaken as refusal:
            outcome.report(number, NOT_TAKEN, names, str(refusal))
            continue
        if pair.locator in pairs:
            why = _("Says the same as row %(row)s.") % {"row": pairs[pair.locator].row}
            outcome.report(number, NOT_TAKEN, names, why)
            continue
        pairs[pair.locator] = pair
    known = set(Source.objects.filter(locator__in=pairs).values_list("locator", flat=True))
    outcome.known += len(known)
    fresh = [pair for locator, pair in pairs.items() if locator not in known]
    with transaction.atomic():
        outcome.cities += atlas.add(place for pair in fresh for place in pair.places)
        _publish([(pair, atlas.cities_of(pair)) for pair in fresh], by, outcome)


def _publish(pairs: list[tuple[Pair, tuple[City, City]]], by: User, outcome: Outcome) -> None:
    held = _held_between({city.pk for _pair, cities in pairs for city in cities})
    records = []
    for pair, cities in pairs:
        ids = frozenset(city.pk for city in cities)
        if len(ids) == 1:
            why = _("Both sides are the same city in the register: %(city)s.") % {"city": cities[0].slug}
            outcome.report(pair.row, NOT_TAKEN, pair.names, why)
        elif ids in held:
            why = _("The register already has %(held)s between these two cities.") % {"held": held[ids]}
            outcome.report(pair.row, NOT_TAKEN, pair.names, why)
        else:
            held[ids] = _("what row %(row)s says") % {"row": pair.row}
            records.append(_record(pair, cities, by))
            for remark in pair.remarks:
                outcome.report(pair.row, TO_BE_LOOKED_AT, pair.names, remark)
    outcome.taken += len(publish_chunk(records, by, REASON))


def _held_between(cities: set[int]) -> dict[frozenset[int], str]:
    """The registry numbers of the published agreements between exactly two of these cities."""
    # Step by step, each from the few that the one before left: asked all at once, the database goes through
    # every agreement there is.
    parties: dict[int, set[int]] = {}
    theirs = Party.objects.filter(city__in=cities).order_by().values_list("agreement", "city")
    for agreement, city in theirs:
        parties.setdefault(agreement, set()).add(city)
    of_two = [agreement for agreement, found in parties.items() if len(found) == 2]
    published = Agreement.objects.published().filter(pk__in=of_two).order_by().annotate(all=Count("parties"))
    numbers = published.filter(all=2).values_list("pk", "registry_number")
    return {frozenset(parties[pk]): str(number) for pk, number in numbers}


def _record(pair: Pair, cities: tuple[City, City], by: User) -> NewRecord:
    agreement = Agreement(
        kind=pair.kind,
        title_en=" – ".join(city.name_en or city.name_ar for city in cities),
        title_ar=" – ".join(city.name_ar for city in cities) if all(city.name_ar for city in cities) else "",
        signed_on=pair.signed_on,
        created_by=by,
    )
    parties = [Party(agreement=agreement, city=city, order=order) for order, city in enumerate(cities, 1)]
    for source in pair.sources:
        source.agreement = agreement
    return NewRecord(agreement, [*parties, *pair.sources])
