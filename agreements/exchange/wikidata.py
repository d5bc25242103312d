"""The register beside Wikidata's twinned administrative bodies (P190): what only one of them has, and where
they differ by a year.

The file is what Wikidata's query service answers to QUERY, as JSON.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from agreements.enumerations import AgreementKind, SourceKind
from agreements.exchange.drafting import Draft, DraftParty, DraftSource, enter_draft
from agreements.models import Agreement, City, Party
from agreements.partial_dates import PartialDate, PartialDateError

QUERY = """\
SELECT ?a ?aLabel ?aCountry ?b ?bLabel ?bCountry ?start WHERE {
  ?a p:P190 ?twinned . ?twinned ps:P190 ?b .
  OPTIONAL { ?twinned pq:P580 ?start . }
  OPTIONAL { ?a wdt:P17/wdt:P297 ?aCountry . }
  OPTIONAL { ?b wdt:P17/wdt:P297 ?bCountry . }
  SERVICE wikibase:label { bd:serviceParam wikibase:language "en". }
}"""

LARGEST_FILE = 100 << 20
ENTITY = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]{0,14})")
COUNTRY = re.compile(r"[A-Z]{2}")
LONGEST_LABEL = 200


class UnreadableExport(Exception):
    """Why the file is no answer of the query service, in words."""


@dataclass(frozen=True)
class Body:
    """A city as Wikidata has it."""

    qid: str
    label: str = ""
    country: str = ""


@dataclass(frozen=True)
class Twinning:
    """Two bodies that Wikidata calls twinned, by their ids in order, and since when."""

    first: Body
    second: Body
    start: str = ""

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.first.qid, self.second.qid))


@dataclass
class Difference:
    """A pair of cities that both have, with the dates of each."""

    twinning: Twinning
    ours: list[Agreement]


@dataclass
class Comparison:
    only_theirs: list[Twinning] = field(default_factory=list)
    only_ours: list[Agreement] = field(default_factory=list)
    other_year: list[Difference] = field(default_factory=list)
    same: int = 0
    skipped: int = 0


# ---- The file --------------------------------------------------------------------------------


def read_export(raw: bytes) -> tuple[list[Twinning], int]:
    """The pairs of the file, each once, and how many rows tell of none. Raises UnreadableExport."""
    if len(raw) > LARGEST_FILE:
        raise UnreadableExport("The file is larger than 100 MB: ask for the twinnings of one country.")
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise UnreadableExport("The file is no JSON.") from error
    found: dict[frozenset[str], Twinning] = {}
    skipped = 0
    for row in _rows(told):
        twinning = _twinning(row)
        if twinning is None:
            skipped += 1
        elif twinning.pair not in found or (twinning.start and not found[twinning.pair].start):
            found[twinning.pair] = twinning
    if not found and skipped:
        raise UnreadableExport("No row names two Wikidata items in columns “a” and “b”.")
    return list(found.values()), skipped


def _rows(told: Any) -> list[dict[str, str]]:
    """The rows of the service's full answer, or of its simple list."""
    if isinstance(told, dict):
        results = told.get("results")
        bindings = results.get("bindings") if isinstance(results, dict) else None
        if isinstance(bindings, list):
            return [
                {name: cell.get("value", "") for name, cell in row.items() if isinstance(cell, dict)}
                for row in bindings
                if isinstance(row, dict)
            ]
    if isinstance(told, list) and all(isinstance(row, dict) for row in told):
        return told
    raise UnreadableExport("The file is no answer of Wikidata’s query service.")


def _twinning(row: dict[str, Any]) -> Twinning | None:
    bodies = [_body(row, side) for side in "ab"]
    if None in bodies or bodies[0].qid == bodies[1].qid:  # type: ignore[union-attr]
        return None
    first, second = sorted((body for body in bodies if body), key=lambda body: int(body.qid[1:]))
    return Twinning(first, second, _start(str(row.get("start") or "")))


def _body(row: dict[str, Any], side: str) -> Body | None:
    found = ENTITY.fullmatch(str(row.get(side) or ""))
    if not found:
        return None
    label = str(row.get(f"{side}Label") or "").strip()[:LONGEST_LABEL].replace("\x00", "")
    country = str(row.get(f"{side}Country") or "").strip().upper()
    return Body(found[1], "" if label == found[1] else label, country if COUNTRY.fullmatch(country) else "")


def _start(text: str) -> str:
    """The date; the first of January stands for a year of which no more is known."""
    day = text.lstrip("+")[:10]
    day = day[:4] if day[4:] in ("-01-01", "-00-00") else day
    try:
        return str(PartialDate.parse(day))
    except PartialDateError:
        return ""


# ---- Comparing -------------------------------------------------------------------------------


def compare(twinnings: Iterable[Twinning], skipped: int = 0) -> Comparison:
    """The published register beside these pairs. Of theirs those count that name a city of the register;
    of ours those whose cities both have a Wikidata id and one of which the file names."""
    theirs = {twinning.pair: twinning for twinning in twinnings}
    named = {qid for pair in theirs for qid in pair}
    held = set(City.objects.exclude(wikidata_id="").values_list("wikidata_id", flat=True))
    ours = _our_pairs()
    found = Comparison(skipped=skipped)
    for pair, twinning in theirs.items():
        agreements = ours.get(pair)
        if agreements is None:
            if pair & held:
                found.only_theirs.append(twinning)
        elif _is_other_year(twinning, agreements):
            found.other_year.append(Difference(twinning, agreements))
        else:
            found.same += 1
    for pair, agreements in ours.items():
        if pair not in theirs and pair & named:
            found.only_ours += agreements
    return found


def _our_pairs() -> dict[frozenset[str], list[Agreement]]:
    """The published agreements by each pair of their cities that Wikidata has an id for."""
    parties: dict[int, list[str]] = defaultdict(list)
    published = Party.objects.filter(agreement__in=Agreement.objects.published())
    for row, qid in published.values_list("agreement", "city__wikidata_id").iterator():
        if qid:
            parties[row].append(qid)
    agreements = Agreement.objects.in_bulk([pk for pk, qids in parties.items() if len(qids) > 1])
    pairs: dict[frozenset[str], list[Agreement]] = defaultdict(list)
    for pk, agreement in agreements.items():
        qids = parties[pk]
        for at, one in enumerate(qids):
            for other in qids[at + 1 :]:
                pairs[frozenset((one, other))].append(agreement)
    return pairs


def _is_other_year(twinning: Twinning, agreements: Iterable[Agreement]) -> bool:
    """Whether both tell a year and no agreement is of the year that Wikidata tells."""
    years = {agreement.signed_on.year for agreement in agreements if agreement.signed_on}
    return bool(twinning.start and years) and int(twinning.start[:4]) not in years


# ---- Taking over -----------------------------------------------------------------------------


def enter(twinning: Twinning, by: Any) -> Agreement:
    """A draft of evidence level 0 that says what Wikidata says: that the two are twinned, and since when.

    Raises ValidationError where the register cannot hold it."""
    names = " – ".join(body.label or body.qid for body in (twinning.first, twinning.second))
    start = PartialDate.parse(twinning.start) if twinning.start else None
    draft = Draft(
        language="en",
        kind=AgreementKind.UNKNOWN,
        title=f"Twinning of {names}",
        signed_on=start,
        happened="signed" if start else "",
        parties=[_party(twinning.first), _party(twinning.second)],
        source=DraftSource(
            SourceKind.DATABASE,
            title="Twinned administrative body (P190), CC0",
            publisher="Wikidata",
            url=f"https://www.wikidata.org/wiki/{twinning.first.qid}",
            locator=f"{twinning.first.qid} – {twinning.second.qid}",
        ),
    )
    return enter_draft(draft, by)


def _party(body: Body) -> DraftParty:
    city = City.objects.filter(wikidata_id=body.qid).first()
    return DraftParty("", city, body.label or body.qid, body.country, wikidata_id=body.qid)
