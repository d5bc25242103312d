"""Everything that changes what the public reads, each as one write: for tests that write at random."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    City,
    CooperationDomain,
    Document,
    DomainCoverage,
)
from tests.cast import Cast
from tests.factories import AgreementFactory

NAMES = ["الخليل", "خليل الرحمن", "Hebron", "Al-Khalil", "مدينة | \\ \x01", "🕊"]
DAYS = ["2014", "2014-06", "2016-05-01", "2031-01-01", ""]
KINDS = ["terminated", "renewed", "suspended", "reviewed"]
VISIBILITIES = ["public", "internal"]


class Writes:
    """The verbs, over the cities and domains of a register; which record each is about goes by its place."""

    people: Cast
    cities: list[City]
    domains: list[CooperationDomain]

    def one(self, place: int) -> Agreement:
        """One of the published records."""
        records = list(Agreement.objects.published().order_by("pk"))
        return records[place % len(records)]

    def any_published(self) -> bool:
        return Agreement.objects.published().exists()

    def several_published(self) -> bool:
        return Agreement.objects.published().count() > 1

    def publish(self, place: int, day: str) -> None:
        pair = [self.cities[place % 3], self.cities[(place + 1) % 3]]
        agreement = AgreementFactory(parties=pair, signed_on=day or None, effect_rule="on_signature")
        agreement.submit(by=self.people.registrar)
        agreement.publish(by=self.people.person(f"reviewer_of_{pair[0].slug}"))

    def withdraw(self, place: int) -> None:
        self.one(place).withdraw(by=self.people.registrar, reason="قيد مكرر")

    def merge(self, place: int) -> None:
        with suppress(PermissionDenied):
            self.one(place).merge_into(self.one(place + 1), by=self.people.registrar, reason="قُيّدا مرتين")

    def retitle(self, place: int, name: str) -> None:
        agreement = self.one(place)
        agreement.title_ar = name
        agreement.save()

    def rename_city(self, place: int, name: str) -> None:
        city = City.objects.get(pk=self.cities[place % 3].pk)
        city.name_en = name
        city.save()

    def call_city_otherwise(self, place: int, name: str) -> None:
        city = self.cities[place % 3]
        if not city.aliases.filter(text=name).exists():
            city.aliases.create(text=name)

    def rename_domain(self, place: int, name: str) -> None:
        domain = CooperationDomain.objects.get(pk=self.domains[place % 2].pk)
        domain.name_ar = name
        domain.save()

    def cover(self, place: int) -> None:
        covered = {"agreement": self.one(place), "domain": self.domains[place % 2]}
        if not DomainCoverage.objects.filter(**covered).delete()[0]:
            DomainCoverage.objects.create(**covered)

    def happen(self, place: int, day: str, kind: str) -> None:
        self.one(place).events.create(kind=kind, date=day or None)

    def leave(self, place: int) -> None:
        agreement = self.one(place)
        agreement.events.create(kind="withdrawal", party=agreement.parties.last(), date="2018")

    def deposit(self, place: int, visibility: str) -> None:
        file = ContentFile(b"%PDF-1.4 text", "نص.pdf")
        Document.objects.create(agreement=self.one(place), file=file, visibility=visibility)

    def state(self, place: int) -> None:
        party = self.one(place).parties.first()
        party.statements.create(made_on="2020-01-01", made_by="رئيس البلدية", channel="account")

    def do(self, place: int, name: str) -> None:
        activity = Activity.objects.create(agreement=self.one(place), kind="visit", title_ar=name)
        activity.cities.set(self.cities[: place % 3])
        activity.domains.add(self.domains[place % 2])

    def move_what_was_done(self, place: int) -> None:
        activity = Activity.objects.last()
        activity.agreement = self.one(place)
        activity.save()
        activity.cities.clear()

    def link(self, place: int) -> None:
        ends = {"subject": self.one(place), "object": self.one(place + 1)}
        if not AgreementLink.objects.filter(**ends).delete()[0]:
            AgreementLink.objects.create(**ends, predicate="parallel_to")
