"""Cities, the taxonomy and people in the admin."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import City, CooperationDomain, Membership, User
from tests.admin.forms import add_row, buttons_of, errors_of, fields_of, send
from tests.cast import Cast
from tests.factories import AgreementFactory, CityFactory, DomainFactory

CITIES = "/ar/admin/agreements/city/"
DOMAINS = "/ar/admin/agreements/cooperationdomain/"
USERS = "/ar/admin/agreements/user/"
CHOOSER = "/ar/admin/autocomplete/?app_label=agreements&model_name={}&field_name={}&term={}"


def chosen(client: Client, model: str, field: str, term: str) -> list[str]:
    """What the chooser offers for what was typed."""
    answer = client.get(CHOOSER.format(model, field, term))
    assert answer.status_code == 200
    return [row["text"] for row in answer.json()["results"]]


# ---- Cities --------------------------------------------------------------------------------------


def test_a_city_is_entered_with_its_other_names(registrar: Client) -> None:
    fields = fields_of(registrar.get(f"{CITIES}add/"))
    fields |= {"name_ar": "نابلس", "name_en": "Nablus", "slug": "nablus", "country": "PS", "region": "PS-NBS"}
    fields = add_row(fields, "aliases", text="شكيم", language="ar", kind="former")
    assert send(registrar, f"{CITIES}add/", fields).status_code == 302
    assert City.objects.get(slug="nablus").aliases.get().text == "شكيم"


@pytest.mark.parametrize(
    ("typed", "field", "english"),
    [
        ({"region": "JO-AM"}, "region", "does not belong to the country"),
        ({"latitude": "95", "longitude": "35"}, "", "latitude from -90 to 90"),
        ({"latitude": "31.5"}, "", "both coordinates or neither"),
        ({"name_ar": "", "name_en": ""}, "", "name in Arabic or in English"),
        ({"slug": "نابلس"}, "slug", "valid"),
        ({"slug": "hebron"}, "slug", "already exists"),
        ({"wikidata_id": "168225"}, "wikidata_id", "letter Q and a number"),
        ({"population": "1000"}, "", "year of the population"),
        ({"website": "javascript:alert(1)"}, "website", "valid URL"),
    ],
)
def test_a_mistaken_city_is_explained(
    registrar: Client, typed: dict[str, str], field: str, english: str
) -> None:
    fields = fields_of(registrar.get(f"{CITIES}add/"))
    fields |= {"name_ar": "نابلس", "slug": "nablus", "country": "PS"} | typed
    answer = registrar.post(f"{CITIES}add/".replace("/ar/", "/en/"), fields)
    assert answer.status_code == 200
    assert english in errors_of(answer)[field]
    assert {name: fields_of(answer)[name] for name in typed} == typed
    assert registrar.post(f"{CITIES}add/", fields).status_code == 200


def test_the_chooser_of_cities_looks_in_both_languages_and_other_names(
    contributor: Client, cast: Cast
) -> None:
    cast.hebron.aliases.create(text="خليل الرحمن", language="ar")
    for term in ("الخليل", "Heb", "hebron", "خليل الرحمن", "بلدية الخليل"):
        assert chosen(contributor, "party", "city", term) == ["الخليل (فلسطين)"], term
    assert chosen(contributor, "party", "city", "nowhere") == []
    assert chosen(contributor, "party", "city", "Heb%00ron") == ["الخليل (فلسطين)"]


def test_a_city_is_offered_once_however_many_names_match(contributor: Client, cast: Cast) -> None:
    for text in ("Hebron one", "Hebron two"):
        cast.hebron.aliases.create(text=text, language="en")
    assert chosen(contributor, "party", "city", "Hebron") == ["الخليل (فلسطين)"]


def test_a_clerk_reads_cities_and_changes_none(contributor: Client, cast: Cast) -> None:
    cast.hebron.aliases.create(text="حبرون", language="ar")
    address = f"{CITIES}{cast.hebron.pk}/change/"
    page = contributor.get(address)
    assert page.status_code == 200
    assert "حبرون" in page.content.decode()
    assert buttons_of(page) <= {""}
    assert contributor.post(address, {"name_ar": "x"}).status_code == 403
    assert contributor.get(f"{CITIES}add/").status_code == 403


def test_a_city_that_is_party_to_an_agreement_is_not_deleted(registrar: Client, cast: Cast) -> None:
    AgreementFactory(parties=[cast.hebron, cast.amman])
    address = f"{CITIES}{cast.hebron.pk}/delete/"
    assert registrar.get(address).status_code == 200
    registrar.post(address, {"post": "yes"})
    assert City.objects.filter(slug="hebron").exists()


# ---- The taxonomy --------------------------------------------------------------------------------


def test_a_domain_is_entered_under_another(registrar: Client) -> None:
    above = DomainFactory(code="transport")
    fields = fields_of(registrar.get(f"{DOMAINS}add/"))
    fields |= {
        "code": "transport-parking",
        "parent": above.pk,
        "name_ar": "المواقف",
        "sdg_targets": '["11.2"]',
    }
    assert send(registrar, f"{DOMAINS}add/", fields).status_code == 302
    assert CooperationDomain.objects.get(code="transport-parking").parent == above


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"code": "نقل"}, "code"),
        ({"sdg_targets": '["99.9"]'}, "sdg_targets"),
        ({"sdg_targets": '"11.2"'}, "sdg_targets"),
        ({"sdg_targets": "[1]"}, "sdg_targets"),
        ({"sdg_targets": "[[]]"}, "sdg_targets"),
        ({"sdg_targets": "{"}, "sdg_targets"),
        ({"name_ar": ""}, ""),
    ],
)
def test_a_mistaken_domain_is_explained(registrar: Client, typed: dict[str, str], field: str) -> None:
    fields = fields_of(registrar.get(f"{DOMAINS}add/"))
    answer = registrar.post(f"{DOMAINS}add/", fields | {"code": "new", "name_ar": "جديد"} | typed)
    assert answer.status_code == 200
    assert errors_of(answer)[field]


def test_a_third_level_is_refused(registrar: Client) -> None:
    below = DomainFactory(parent=DomainFactory())
    fields = fields_of(registrar.get(f"{DOMAINS}add/"))
    answer = registrar.post(f"{DOMAINS}add/", fields | {"code": "x", "name_ar": "س", "parent": below.pk})
    assert "مستويين" in errors_of(answer)["parent"] or "مستويان" in errors_of(answer)["parent"]


def test_the_chooser_of_domains_looks_in_both_languages(contributor: Client) -> None:
    DomainFactory(code="gis", name_ar="نظم المعلومات الجغرافية", name_en="GIS")
    for term in ("GIS", "gis", "الجغرافية"):
        assert chosen(contributor, "domaincoverage", "domain", term) == ["نظم المعلومات الجغرافية"]


# ---- People --------------------------------------------------------------------------------------


def add_person(client: Client, **typed: Any) -> Any:
    fields = fields_of(client.get(f"{USERS}add/")) | {"email": "new@registry.test", "name_ar": "جديدة"}
    fields["usable_password"] = "false"
    return send(client, f"{USERS}add/", fields | typed)


def test_a_person_is_added_without_a_password(registrar: Client) -> None:
    assert add_person(registrar, email="New@Registry.Test").status_code == 302
    user = User.objects.get(email="new@registry.test")
    assert not user.has_usable_password()
    assert user.name_ar == "جديدة"


def test_a_person_is_added_with_a_password_and_signs_in(registrar: Client, cast: Cast) -> None:
    secret = "ثلاث كلمات طويلة جدًا"
    fields = {"usable_password": "true", "password1": secret, "password2": secret}
    assert add_person(registrar, **fields).status_code == 302
    address = f"{USERS}{User.objects.get(email='new@registry.test').pk}/change/"
    fields = fields_of(registrar.get(address))
    fields = add_row(fields, "memberships", role="contributor", city=cast.bursa.pk)
    assert send(registrar, address, fields).status_code == 302
    visitor = Client()
    answer = visitor.post(
        "/ar/account/login/?next=/ar/admin/", {"login": "new@registry.test", "password": secret}
    )
    assert answer.status_code == 302
    assert visitor.get("/ar/admin/").status_code == 200


def test_a_weak_password_and_a_taken_address_are_explained(registrar: Client, cast: Cast) -> None:
    weak = {"usable_password": "true", "password1": "1234", "password2": "1234"}
    assert errors_of(add_person(registrar, **weak))["password2"]
    assert errors_of(add_person(registrar, email="Contributor@hebron.test"))["email"]
    assert errors_of(add_person(registrar, email="nobody"))["email"]


def test_roles_are_given_and_taken_by_the_registrar(registrar: Client, cast: Cast) -> None:
    address = f"{USERS}{cast.partner.pk}/change/"
    fields = add_row(fields_of(registrar.get(address)), "memberships", role="reviewer", city=cast.amman.pk)
    assert send(registrar, address, fields).status_code == 302
    assert cast.partner.memberships.get().city == cast.amman
    fields = fields_of(registrar.get(address)) | {"memberships-0-DELETE": "on"}
    assert send(registrar, address, fields).status_code == 302
    assert not cast.partner.memberships.exists()


@pytest.mark.parametrize(("role", "city"), [("reviewer", ""), ("registrar", "hebron")])
def test_a_role_without_its_city_or_with_one_too_many_is_explained(
    registrar: Client, cast: Cast, role: str, city: str
) -> None:
    address = f"{USERS}{cast.partner.pk}/change/"
    pk = cast.hebron.pk if city else ""
    fields = add_row(fields_of(registrar.get(address)), "memberships", role=role, city=pk)
    answer = send(registrar, address, fields)
    assert answer.status_code == 200
    assert errors_of(answer)
    assert fields_of(answer)["memberships-0-role"] == role


def test_the_same_role_twice_is_explained(registrar: Client, cast: Cast) -> None:
    address = f"{USERS}{cast.partner.pk}/change/"
    fields = fields_of(registrar.get(address))
    for _ in range(2):
        fields = add_row(fields, "memberships", role="registrar", city="")
    assert send(registrar, address, fields).status_code == 200
    assert not cast.partner.memberships.exists()


def test_a_password_is_changed(registrar: Client, cast: Cast) -> None:
    address = f"{USERS}{cast.partner.pk}/password/"
    fields = fields_of(registrar.get(address)) | {
        "password1": "كلمة مرور طويلة",
        "password2": "كلمة مرور طويلة",
    }
    assert registrar.post(address, fields | {"usable_password": "true"}).status_code == 302
    cast.partner.refresh_from_db()
    assert cast.partner.check_password("كلمة مرور طويلة")


def test_an_account_is_closed_and_never_deleted(registrar: Client, cast: Cast) -> None:
    address = f"{USERS}{cast.partner.pk}/"
    assert registrar.get(f"{address}delete/").status_code == 403
    fields = fields_of(registrar.get(f"{address}change/"))
    fields.pop("is_active")
    assert send(registrar, f"{address}change/", fields).status_code == 302
    cast.partner.refresh_from_db()
    assert not cast.partner.is_active
    answer = registrar.post(USERS, {"action": "delete_selected", "_selected_action": [cast.partner.pk]})
    assert answer.status_code in (200, 302, 403)
    assert User.objects.filter(pk=cast.partner.pk).exists()


def test_nobody_but_the_registrar_sees_people(contributor: Client, reviewer: Client, cast: Cast) -> None:
    for client in (contributor, reviewer):
        for address in (
            USERS,
            f"{USERS}add/",
            f"{USERS}{cast.partner.pk}/change/",
            f"{USERS}{cast.partner.pk}/password/",
        ):
            assert client.get(address).status_code == 403
            assert client.post(address, {"email": "x@y.zz"}).status_code == 403
    assert not Membership.objects.filter(user=cast.partner).exists()


# ---- Lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [CITIES, DOMAINS, USERS])
def test_ten_rows_and_a_thousand_cost_the_same_queries(registrar: Client, address: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert registrar.get(address).status_code == 200
        return len(captured)

    def fill(number: int) -> None:
        rows = range(number)
        City.objects.bulk_create(
            City(slug=f"c{number}-{n}", name_ar=f"مدينة {n}", country="PS") for n in rows
        )
        above = DomainFactory()
        CooperationDomain.objects.bulk_create(
            CooperationDomain(code=f"d{number}-{n}", name_ar=f"مجال {n}", parent=above) for n in rows
        )
        User.objects.bulk_create(User(email=f"u{number}-{n}@registry.test") for n in rows)

    fill(10)
    cost()
    at_ten = cost()
    fill(1000)
    assert cost() == at_ten <= 12


def test_search_and_filters_of_each_list_answer(registrar: Client, cast: Cast) -> None:
    CityFactory()
    for address in (CITIES, DOMAINS, USERS):
        for query in (
            "?q=Hebron",
            "?q=%00",
            "?_facets=True",
            "?o=1",
            "?kind__exact=x",
            "?is_active__exact=1",
        ):
            assert registrar.get(address + query, follow=True).status_code == 200, address + query
