"""After any sequence of writes through any door, what is held for the public equals what is told afresh, and
a copy that follows the changes equals the register."""

import json
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    Change,
    City,
    CooperationDomain,
    Document,
    DomainCoverage,
)
from tests.admin.forms import fields_of, send
from tests.cast import assemble
from tests.factories import AgreementFactory, DomainFactory
from tests.public import assert_all_held, follow

FOLDER = "/ar/admin/agreements"
names = st.sampled_from(["الخليل", "خليل الرحمن", "Hebron", "Al-Khalil", "مدينة | \\ \x01", "🕊"])
days = st.sampled_from(["2014", "2014-06", "2016-05-01", "2031-01-01", ""])
pick = st.integers(0, 5)


class Register(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.copy: dict[str, Any] = {}
        self.cursor = ""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def cast(self) -> None:
        self.people = assemble()
        self.cities = [self.people.hebron, self.people.amman, self.people.bursa]
        self.domains = [DomainFactory(code="gis"), DomainFactory(code="roads")]
        self.registrar = Client()
        self.registrar.force_login(self.people.registrar)
        self.publish(0, "2014")

    def one(self, place: int) -> Agreement:
        """One of the published records."""
        records = list(Agreement.objects.published().order_by("pk"))
        return records[place % len(records)]

    def any_published(self) -> bool:
        return Agreement.objects.published().exists()

    # ---- The models' verbs

    @rule(place=pick, day=days)
    def publish(self, place: int, day: str) -> None:
        pair = [self.cities[place % 3], self.cities[(place + 1) % 3]]
        agreement = AgreementFactory(parties=pair, signed_on=day or None, effect_rule="on_signature")
        agreement.submit(by=self.people.registrar)
        agreement.publish(by=self.people.person(f"reviewer_of_{pair[0].slug}"))

    @precondition(any_published)
    @rule(place=pick)
    def withdraw(self, place: int) -> None:
        self.one(place).withdraw(by=self.people.registrar, reason="قيد مكرر")

    @precondition(lambda self: Agreement.objects.published().count() > 1)
    @rule(place=pick)
    def merge(self, place: int) -> None:
        with suppress(PermissionDenied):
            self.one(place).merge_into(self.one(place + 1), by=self.people.registrar, reason="قُيّدا مرتين")

    @precondition(any_published)
    @rule(place=pick, name=names)
    def retitle(self, place: int, name: str) -> None:
        agreement = self.one(place)
        agreement.title_ar = name
        agreement.save()

    @rule(place=pick, name=names)
    def rename_city(self, place: int, name: str) -> None:
        city = City.objects.get(pk=self.cities[place % 3].pk)
        city.name_en = name
        city.save()

    @rule(place=pick, name=names)
    def call_city_otherwise(self, place: int, name: str) -> None:
        city = self.cities[place % 3]
        if not city.aliases.filter(text=name).exists():
            city.aliases.create(text=name)

    @rule(place=pick, name=names)
    def rename_domain(self, place: int, name: str) -> None:
        domain = CooperationDomain.objects.get(pk=self.domains[place % 2].pk)
        domain.name_ar = name
        domain.save()

    @precondition(any_published)
    @rule(place=pick)
    def cover(self, place: int) -> None:
        covered = {"agreement": self.one(place), "domain": self.domains[place % 2]}
        if not DomainCoverage.objects.filter(**covered).delete()[0]:
            DomainCoverage.objects.create(**covered)

    @precondition(any_published)
    @rule(place=pick, day=days, kind=st.sampled_from(["terminated", "renewed", "suspended", "reviewed"]))
    def happen(self, place: int, day: str, kind: str) -> None:
        self.one(place).events.create(kind=kind, date=day or None)

    @precondition(any_published)
    @rule(place=pick)
    def leave(self, place: int) -> None:
        agreement = self.one(place)
        agreement.events.create(kind="withdrawal", party=agreement.parties.last(), date="2018")

    @precondition(any_published)
    @rule(place=pick, visibility=st.sampled_from(["public", "internal"]))
    def deposit(self, place: int, visibility: str) -> None:
        file = ContentFile(b"%PDF-1.4 text", "نص.pdf")
        Document.objects.create(agreement=self.one(place), file=file, visibility=visibility)

    @precondition(any_published)
    @rule(place=pick)
    def state(self, place: int) -> None:
        party = self.one(place).parties.first()
        party.statements.create(made_on="2020-01-01", made_by="رئيس البلدية", channel="account")

    @precondition(any_published)
    @rule(place=pick, name=names)
    def do(self, place: int, name: str) -> None:
        activity = Activity.objects.create(agreement=self.one(place), kind="visit", title_ar=name)
        activity.cities.set(self.cities[: place % 3])
        activity.domains.add(self.domains[place % 2])

    @precondition(lambda self: self.any_published() and Activity.objects.exists())
    @rule(place=pick)
    def move_what_was_done(self, place: int) -> None:
        activity = Activity.objects.last()
        activity.agreement = self.one(place)
        activity.save()
        activity.cities.clear()

    @precondition(lambda self: Agreement.objects.published().count() > 1)
    @rule(place=pick)
    def link(self, place: int) -> None:
        ends = {"subject": self.one(place), "object": self.one(place + 1)}
        if not AgreementLink.objects.filter(**ends).delete()[0]:
            AgreementLink.objects.create(**ends, predicate="parallel_to")

    # ---- The admin and the API

    @rule(place=pick, name=names)
    def rename_city_in_the_admin(self, place: int, name: str) -> None:
        address = f"{FOLDER}/city/{self.cities[place % 3].pk}/change/"
        send(self.registrar, address, {**fields_of(self.registrar.get(address)), "name_ar": name})

    @precondition(any_published)
    @rule(place=pick, name=names)
    def retitle_in_the_admin(self, place: int, name: str) -> None:
        address = f"{FOLDER}/agreement/{self.one(place).pk}/change/"
        send(self.registrar, address, {**fields_of(self.registrar.get(address)), "title_en": name})

    @precondition(any_published)
    @rule(place=pick, name=names)
    def retitle_through_the_api(self, place: int, name: str) -> None:
        address = f"/api/v1/agreements/{self.one(place).reference}/"
        tag = self.registrar.get(address).headers["ETag"]
        body = json.dumps({"title": {"ar": name, "en": "Through the API"}})
        answer = self.registrar.patch(
            address, body, content_type="application/json", headers={"If-Match": tag}
        )
        assert answer.status_code in (200, 400), answer.content

    # ---- What holds

    @invariant()
    def held_equals_afresh(self) -> None:
        assert_all_held()

    @invariant()
    def a_copy_equals_the_register(self) -> None:
        self.cursor = follow(Client(), self.copy, self.cursor)
        told = Client().get("/api/v1/agreements/", {"page_size": 200}).json()["results"]
        assert self.copy == {row["registry_number"]: row for row in told}

    @invariant()
    def changes_have_no_gap(self) -> None:
        numbers = list(Change.objects.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db
def test_what_is_held_and_what_is_copied_never_differ_from_the_register() -> None:
    # A failing sequence is told as it was found: to shorten it would take minutes.
    phases = [Phase.explicit, Phase.reuse, Phase.generate]
    run(Register, settings=settings(max_examples=6, stateful_step_count=12, phases=phases))
