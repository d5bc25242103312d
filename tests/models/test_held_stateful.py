"""After any sequence of writes through any door, what is held for the public equals what is told afresh, and
a copy that follows the changes equals the register."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from agreements.models import Activity, Change
from tests.admin.forms import fields_of, send
from tests.cast import assemble
from tests.factories import DomainFactory
from tests.public import assert_all_held, follow
from tests.writes import DAYS, KINDS, NAMES, VISIBILITIES, Writes

FOLDER = "/ar/admin/agreements"
names, days = st.sampled_from(NAMES), st.sampled_from(DAYS)
pick = st.integers(0, 5)
# A rule asks for its precondition by the machine; the writes say it of themselves.
published, several = precondition(Writes.any_published), precondition(Writes.several_published)


class Register(Writes, RuleBasedStateMachine):
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

    # ---- The models' verbs

    publish = rule(place=pick, day=days)(Writes.publish)
    withdraw = published(rule(place=pick)(Writes.withdraw))
    merge = several(rule(place=pick)(Writes.merge))
    retitle = published(rule(place=pick, name=names)(Writes.retitle))
    rename_city = rule(place=pick, name=names)(Writes.rename_city)
    call_city_otherwise = rule(place=pick, name=names)(Writes.call_city_otherwise)
    rename_domain = rule(place=pick, name=names)(Writes.rename_domain)
    cover = published(rule(place=pick)(Writes.cover))
    happen = published(rule(place=pick, day=days, kind=st.sampled_from(KINDS))(Writes.happen))
    leave = published(rule(place=pick)(Writes.leave))
    deposit = published(rule(place=pick, visibility=st.sampled_from(VISIBILITIES))(Writes.deposit))
    state = published(rule(place=pick)(Writes.state))
    do = published(rule(place=pick, name=names)(Writes.do))
    move_what_was_done = precondition(lambda self: self.any_published() and Activity.objects.exists())(
        rule(place=pick)(Writes.move_what_was_done)
    )
    link = several(rule(place=pick)(Writes.link))

    # ---- The admin and the API

    @rule(place=pick, name=names)
    def rename_city_in_the_admin(self, place: int, name: str) -> None:
        address = f"{FOLDER}/city/{self.cities[place % 3].pk}/change/"
        send(self.registrar, address, {**fields_of(self.registrar.get(address)), "name_ar": name})

    @published
    @rule(place=pick, name=names)
    def retitle_in_the_admin(self, place: int, name: str) -> None:
        address = f"{FOLDER}/agreement/{self.one(place).pk}/change/"
        send(self.registrar, address, {**fields_of(self.registrar.get(address)), "title_en": name})

    @published
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
