"""The taxonomy and the sample register."""

import tomllib

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from agreements.arabic import fold
from agreements.models import Agreement, City, CooperationDomain, OutgoingMail, User
from agreements.reference import sample, taxonomy
from agreements.reference.arabic_names import arabic_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(settings):
    settings.DEBUG = True
    call_command("load_reference", verbosity=0)
    sample.load_sample()


def test_the_taxonomy_has_two_levels_in_both_languages():
    taxonomy.load_taxonomy()
    tops = CooperationDomain.objects.top_level()
    assert tops.count() == 25
    assert all(
        child.parent.parent is None for child in CooperationDomain.objects.filter(parent__isnull=False)
    )
    assert not CooperationDomain.objects.filter(name_ar="").exists()
    assert not CooperationDomain.objects.filter(name_en="").exists()


def test_loading_the_taxonomy_again_changes_nothing_and_keeps_what_the_registrar_added():
    taxonomy.load_taxonomy()
    before = list(CooperationDomain.objects.values())
    own = CooperationDomain.objects.create(code="own", name_ar="مجال خاص")
    taxonomy.load_taxonomy()
    assert list(CooperationDomain.objects.exclude(pk=own.pk).values()) == before


def test_every_domain_of_the_taxonomy_is_valid():
    taxonomy.load_taxonomy()
    for domain in CooperationDomain.objects.all():
        domain.full_clean()


def test_the_sample_is_published_with_what_its_source_states(loaded):
    agreement = Agreement.objects.published().with_status().get(kind="brotherhood")
    assert agreement.signed_on is None
    assert agreement.status == "signed"
    assert [party.city.slug for party in agreement.parties.all()] == ["hebron", "amman"]
    assert [s.name_en for p in agreement.parties.all() for s in p.signatories.all()] == [
        "Daoud Zatari",
        "Aqel Biltaji",
    ]
    named = {coverage.domain.code for coverage in agreement.coverages.all()}
    tops = {
        "transport",
        "planning",
        "gis",
        "beautification",
        "heritage",
        "youth",
        "women-children",
        "economy",
        "media",
        "international",
    }
    assert tops <= named
    assert all(coverage.quote_ar and coverage.quote_en for coverage in agreement.coverages.all())
    assert agreement.activities.count() == 3


def test_the_agreement_with_bursa_is_planned_not_signed(loaded):
    agreement = Agreement.objects.published().with_status().of_city("bursa").get()
    assert agreement.status == "planned"
    assert not any(party.signatories.exists() for party in agreement.parties.all())


def test_loading_the_sample_again_keeps_what_was_changed(loaded):
    City.objects.filter(slug="hebron").update(population=215_000, population_year=2017)
    sample.load_sample()
    assert Agreement.objects.count() == 2
    assert City.objects.get(slug="hebron").population == 215_000


def test_every_row_of_the_sample_is_valid(loaded):
    for city in City.objects.all():
        city.full_clean()
        for alias in city.aliases.all():
            alias.full_clean()
    for agreement in Agreement.objects.all():
        agreement.full_clean()
        parts = [
            *agreement.sources.all(),
            *agreement.events.all(),
            *agreement.activities.all(),
            *agreement.coverages.all(),
        ]
        for part in parts:
            part.full_clean()


def test_the_sample_accounts_sign_in_with_a_password_that_no_file_holds(loaded):
    user = User.objects.get(email="registrar@example.org")
    assert user.check_password(sample.sample_password())
    assert sample.sample_password() not in sample.FILE.read_text(encoding="utf-8")


def test_the_sample_writes_to_nobody(loaded):
    assert not OutgoingMail.objects.exists()


def test_the_sample_names_no_password():
    data = tomllib.loads(sample.FILE.read_text(encoding="utf-8"))
    assert not any("password" in user for user in data["user"])


def test_the_sample_is_refused_in_production():
    with pytest.raises(CommandError, match="trying only"):
        call_command("load_sample")


def test_the_sample_is_surrounded_by_the_twinned_cities_of_its_region(settings):
    settings.DEBUG = True
    call_command("load_reference", verbosity=0)
    call_command("load_sample")
    call_command("load_sample")
    newest = Agreement.objects.published().order_by("-registry_number")
    assert {party.city.slug for agreement in newest[:2] for party in agreement.parties.all()} == {
        "hebron",
        "amman",
        "bursa",
    }
    assert Agreement.objects.of_city("bethlehem-ps").exists()
    assert newest.count() > 150
    assert City.objects.filter(wikidata_id="Q3805").count() == 1


@given(
    names=st.lists(st.text("ابرنسةأإال َُپچیئ", max_size=12), max_size=6),
    country=st.sampled_from(["PS", "ES"]),
    usual=st.sampled_from(["", "باريس"]),
)
def test_a_city_is_called_by_one_of_its_names_without_short_vowels_and_by_each_once(names, country, usual):
    known, others = arabic_of(names, country, ["Paris"], usual)
    said = [known, *others] if known else list(others)
    assert len(set(said)) == len(said)
    assert not any(set(name) & set("پچیَُ") for name in said)
    assert {fold(name) for name in said} <= {fold(name) for name in (*names, usual)}


@pytest.mark.parametrize(
    ("names", "country", "latin", "name"),
    [
        (["مفرق", "المفرق", "شهر المفرق"], "JO", ["Mafraq"], "المفرق"),
        (["نابلس", "نابلوس"], "PS", ["Nablus"], "نابلس"),
        (["أريحا", "اريحا", "مدينة القمر"], "PS", ["Jericho", "Ariha"], "أريحا"),
        (["محافظة مادبا", "مادبا"], "JO", ["Madaba"], "مادبا"),
        (["جلاسجو", "غلاسكو"], "GB", ["Glasgow"], ""),
        (["فيرونا", "ورونا"], "IT", ["Verona"], "فيرونا"),
        (["استاونجر", "ستافانجر"], "NO", ["Stavanger"], "ستافانجر"),
        (["لبلن", "لوبلين"], "PL", ["Lublin"], "لوبلين"),
    ],
)
def test_of_several_names_the_arabic_one_is_told_where_it_can_be(names, country, latin, name):
    assert arabic_of(names, country, latin).name == name
