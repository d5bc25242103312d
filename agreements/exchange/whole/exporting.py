"""The whole register, a line at a time, in bounded memory."""

from collections.abc import Iterator
from typing import Any

import orjson

from agreements.exchange.whole import telling
from agreements.exchange.whole.telling import Told
from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    City,
    CooperationDomain,
    Document,
    RegistryYear,
    WordForm,
)
from agreements.models.gathering import gathered_as_entered

FORMAT = "twinning-register"
VERSION = 1
CHUNK = 500


def lines(with_files: bool = True) -> Iterator[bytes]:
    """Every line of the export, each with its line break: the same register gives the same lines."""
    for told in _all(with_files):
        yield orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def _all(with_files: bool) -> Iterator[Told]:
    keys = Keys()
    yield {"type": FORMAT, "version": VERSION, "agreements": keys.count}
    for year in RegistryYear.objects.order_by("year"):
        yield {"type": "year", "year": year.year, "last_number": year.last_number}
    for domain in CooperationDomain.objects.select_related("parent").order_by("parent__code", "code"):
        if not domain.parent_id:
            yield telling.of_domain(domain)
    for domain in CooperationDomain.objects.exclude(parent=None).select_related("parent").order_by("code"):
        yield telling.of_domain(domain)
    for form in WordForm.objects.order_by("form", "word"):
        yield {"type": "word_form", **telling.entered(form)}
    for city in City.objects.with_aliases().order_by("slug").iterator(CHUNK):
        yield telling.of_city(city)
    yield from _agreements(keys)
    yield from _links(keys)
    loose = Activity.objects.filter(agreement=None).prefetch_related("cities", "domains").order_by("pk")
    for activity in loose.iterator(CHUNK):
        yield {"type": "activity", **telling.of_activity(activity)}
    yield from _documents(keys, with_files)


class Keys:
    """What the export calls each agreement: by its number or, without one, by its place among the drafts."""

    def __init__(self) -> None:
        rows = Agreement.objects.order_by("pk").values_list("pk", "registry_number")
        self.count = 0
        self._drafts: dict[int, str] = {}
        for pk, number in rows.iterator():
            self.count += 1
            if not number:
                self._drafts[pk] = f"draft-{len(self._drafts) + 1}"

    def of(self, pk: int, number: str | None) -> str:
        return number or self._drafts[pk]


def _agreements(keys: Keys) -> Iterator[Told]:
    ids = list(Agreement.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        agreements = gathered_as_entered(ids[start : start + CHUNK])
        merged = _numbers({one.merged_into_id for one in agreements if one.merged_into_id})
        for agreement in agreements:
            told = telling.of_agreement(agreement, keys.of(agreement.pk, agreement.registry_number))
            if agreement.merged_into_id:
                told["merged_into"] = merged[agreement.merged_into_id]
            yield told


def _numbers(ids: set[Any]) -> dict[int, str | None]:
    return dict(Agreement.objects.filter(pk__in=ids).values_list("pk", "registry_number"))


def _links(keys: Keys) -> Iterator[Told]:
    columns = (
        "subject",
        "subject__registry_number",
        "predicate",
        "object",
        "object__registry_number",
    )
    for subject, number, predicate, other, other_number in (
        AgreementLink.objects.order_by("pk").values_list(*columns).iterator()
    ):
        yield {
            "type": "link",
            "subject": keys.of(subject, number),
            "predicate": predicate,
            "object": keys.of(other, other_number),
        }


def _documents(keys: Keys, with_files: bool) -> Iterator[Told]:
    """The documents of each agreement in the order in which they were deposited."""
    places: dict[int, int] = {}
    of, place = 0, 0
    rows = Document.objects.select_related("agreement").defer("text").order_by("agreement", "pk")
    for document in rows.iterator(50):
        if document.agreement_id != of:
            of, place, places = document.agreement_id, 0, {}
        places[document.pk] = place
        place += 1
        replaces = places.get(document.replaces_id) if document.replaces_id else None
        key = keys.of(document.agreement_id, document.agreement.registry_number)
        yield telling.of_document(document, key, replaces, with_files)
