"""How lists are narrowed: each filter alone, all of them together, and what they refuse."""

from typing import Any

import pytest
from django.http import HttpRequest, QueryDict
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.filters import AgreementFilter, CityFilter, SignatoryFilter
from agreements.models import Agreement, City, Signatory
from tests.cast import ROLES, Cast
from tests.factories import AgreementFactory, CoverageFactory, DomainFactory, EventFactory, published

pytestmark = pytest.mark.django_db


def narrowed(person: Any = None, **parameters: str) -> set[Agreement]:
    """The agreements that these parameters leave of all."""
    filterset = asked(person, **parameters)
    assert filterset.errors == {}
    found = list(filterset.qs)
    assert len(found) == len(set(found))
    return set(found)


def asked(person: Any = None, **parameters: str) -> AgreementFilter:
    request = HttpRequest()
    request.user = person
    data = QueryDict(mutable=True)
    data.update(parameters)
    return AgreementFilter(data, Agreement.objects.all(), request=request)


# ---- Cities and domains


@pytest.mark.parametrize(
    "name", ["hebron", "Hebron", "HEBRON", "الخليل", " الخليل ", "خليل الرحمن", "Al-Khalil"]
)
def test_a_city_is_named_by_short_name_name_or_alias(cast: Cast, name: str) -> None:
    cast.hebron.aliases.create(text="خليل الرحمن")
    cast.hebron.aliases.create(text="Al-Khalil", language="en")
    agreement = published(parties=[cast.hebron, cast.amman])
    published(parties=[cast.bursa, cast.amman])
    assert narrowed(city=name) == {agreement}


@pytest.mark.parametrize("name", ["Atlantis", "خليلي", "%", "heb"])
def test_a_name_that_no_city_bears_is_refused_and_told(cast: Cast, name: str) -> None:
    (message,) = asked(city=name).errors["city"]
    assert name in message
    with translation.override("en"):
        assert asked(city=name).errors["city"] == [f"No city is called “{name}”."]


def test_a_domain_includes_its_parts_and_a_part_not_the_whole(cast: Cast) -> None:
    transport = DomainFactory(code="transport")
    roads = DomainFactory(code="transport-roads", parent=transport)
    of_all, of_part, of_both, _other = (published() for _ in range(4))
    for agreement, domain in ((of_all, transport), (of_part, roads), (of_both, transport), (of_both, roads)):
        CoverageFactory(agreement=agreement, domain=domain)
    assert narrowed(domain="transport") == {of_all, of_part, of_both}
    assert narrowed(domain="transport-roads") == {of_part, of_both}


def test_countries_are_those_of_the_parties(cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    published(parties=[cast.bursa, cast.hebron])
    assert narrowed(country="JO") == {agreement}
    assert len(narrowed(country="PS")) == 2


@pytest.mark.parametrize(("language", "name"), [("ar", "الأردن"), ("en", "Jordan")])
def test_the_form_names_countries_in_the_readers_language(language: str, name: str) -> None:
    with translation.override(language):
        for filterset in (AgreementFilter(), CityFilter()):
            assert dict(filterset.form.fields["country"].choices)["JO"] == name


# ---- Status on a day


@pytest.fixture
def ended() -> Agreement:
    """In force from 3 June 2014 to the end of 2018."""
    terms = {"effect_rule": "on_signature", "term": "fixed", "renewal": "none"}
    return published(signed_on="2014-06-03", expires_on="2018-12-31", **terms)


@pytest.mark.parametrize(
    ("as_of", "status", "found"),
    [
        ("2014-06-02", None, False),
        ("2014-06-03", None, True),
        ("2016-05-01", None, True),
        ("2016-05-01", "in_force", True),
        ("1/5/2016", "in_force", True),
        ("٢٠١٦/٥/١", "in_force", True),
        ("2016-05-01", "expired", False),
        ("2018-12-31", "in_force", True),
        ("2019-01-01", "in_force", False),
        ("2019-01-01", "expired", True),
        (None, "expired", True),
        (None, "in_force", False),
    ],
)
def test_status_is_that_of_the_day_asked_about_or_of_today(
    ended: Agreement, as_of: str | None, status: str | None, found: bool
) -> None:
    parameters = {name: value for name, value in (("as_of", as_of), ("status", status)) if value}
    assert narrowed(**parameters) == ({ended} if found else set())


def test_as_of_alone_leaves_out_what_was_nothing_yet_and_keeps_what_had_ended(ended: Agreement) -> None:
    later = published(signed_on="2017", effect_rule="on_signature")
    EventFactory(agreement=ended, kind="terminated", date="2016-01-01")
    assert narrowed(as_of="2016-05-01") == {ended}
    assert narrowed(as_of="2017-06-01") == {ended, later}


def test_an_undated_signature_may_have_been_on_any_day() -> None:
    agreement = published()
    EventFactory(agreement=agreement, kind="signed")
    assert narrowed(as_of="1950-01-01", status="signed") == {agreement}


# ---- Date of signature


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"signed_from": "2014"}, {"2014", "2014-06", "2014-06-03", "2015"}),
        ({"signed_from": "2014-06-04"}, {"2014", "2014-06", "2015"}),
        ({"signed_until": "2014-05-31"}, {"2013", "2014"}),
        ({"signed_until": "2014-06"}, {"2013", "2014", "2014-06", "2014-06-03"}),
        ({"signed_from": "2014-06-03", "signed_until": "3/6/2014"}, {"2014", "2014-06", "2014-06-03"}),
        ({"signed_from": "2016"}, set()),
        ({"signed_from": "2015", "signed_until": "2013"}, set()),
    ],
)
def test_dates_of_signature_are_kept_where_they_may_lie_within(
    parameters: dict[str, str], found: set[str]
) -> None:
    for day in ("2013", "2014", "2014-06", "2014-06-03", "2015", None):
        published(signed_on=day)
    assert {str(agreement.signed_on) for agreement in narrowed(**parameters)} == found


# ---- The state of a record


@pytest.mark.parametrize("role", ROLES)
def test_only_published_records_are_listed_unless_a_member_asks_for_others(cast: Cast, role: str) -> None:
    public, draft = published(), AgreementFactory()
    person = cast.person(role)
    assert narrowed(person) == {public}
    if role in ("reader", "partner"):
        assert set(asked(person, record_state="draft").unknown_parameters()) == {"record_state"}
    else:
        assert narrowed(person, record_state="draft") == {draft}


# ---- All together


def test_the_parameters_beside_the_filters_are_known_and_all_others_are_not() -> None:
    unknown = asked(
        page="2", page_size="5", ordering="x", city="", colour="red", cities="1"
    ).unknown_parameters()
    assert set(unknown) == {"colour", "cities"}


CHOICES = {
    "city": ["hebron", "الخليل", "amman", "bursa"],
    "country": ["PS", "JO", "TR", "EG"],
    "domain": ["transport", "transport-roads", "gis"],
    "kind": ["twinning", "friendship", "memorandum"],
    "status": ["in_force", "signed", "expired", "unknown"],
    "signed_from": ["2014", "2014-06", "2016-01-01"],
    "signed_until": ["2014", "2014-06", "2016-01-01"],
    "as_of": ["2014-12-31", "2017-01-01"],
}


@pytest.fixture
def register(cast: Cast) -> None:
    """Two dozen agreements of all sorts."""
    transport, gis = DomainFactory(code="transport"), DomainFactory(code="gis")
    domains = [transport, DomainFactory(code="transport-roads", parent=transport), gis]
    pairs = [(cast.hebron, cast.amman), (cast.hebron, cast.bursa), (cast.amman, cast.bursa)]
    kinds = ["twinning", "friendship", "memorandum", "twinning"]
    dates = ["2013", "2014", "2014-06", "2014-06-03", "2015", "2018-01-01", None]
    for number in range(24):
        fixed = {"term": "fixed", "duration_months": 24, "renewal": "none"} if number % 3 == 0 else {}
        agreement = published(
            parties=list(pairs[number % 3]),
            kind=kinds[number % 4],
            signed_on=dates[number % 7],
            effect_rule="on_signature" if number % 2 else "unknown",
            title_ar="توأمة" if number % 5 == 0 else "اتفاقية",
            **fixed,
        )
        CoverageFactory(agreement=agreement, domain=domains[number % 3])


@settings(max_examples=40)
@given(
    chosen=st.fixed_dictionaries({}, optional={name: st.sampled_from(each) for name, each in CHOICES.items()})
)
def test_filters_together_leave_what_each_alone_leaves(register: None, chosen: dict[str, str]) -> None:
    day = {"as_of": chosen["as_of"]} if "as_of" in chosen else {}
    left = narrowed()
    for name, value in chosen.items():
        left &= narrowed(**{name: value}, **({} if name == "as_of" else day))
    assert narrowed(**chosen) == left


# ---- Cities and signatories


def test_cities_are_found_by_part_of_a_name_country_and_kind(cast: Cast) -> None:
    def found(**parameters: str) -> set[City]:
        filterset = CityFilter(parameters, City.objects.all())
        assert filterset.errors == {}
        return set(filterset.qs)

    cast.hebron.aliases.create(text="خليل الرحمن")
    assert found(q="خليل") == {cast.hebron}
    assert found(country="TR") == {cast.bursa}
    assert found(kind="municipality", country="JO") == {cast.amman}


def test_signatories_are_found_by_city_and_role(cast: Cast) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    mayor = agreement.parties.get(order=1).signatories.create(name_ar="رئيس البلدية")
    witness = agreement.parties.get(order=2).signatories.create(name_ar="شاهد", role="witness")

    def found(**parameters: str) -> set[Signatory]:
        return set(SignatoryFilter(parameters, Signatory.objects.all()).qs)

    assert found(city="الخليل") == {mayor}
    assert found(role="witness") == {witness}
    assert found(city="hebron", role="witness") == set()
