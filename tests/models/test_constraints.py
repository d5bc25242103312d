"""Every named constraint, broken once: the model refuses it in words, and the database by its name."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from agreements.enumerations import (
    AgreementKind,
    EventKind,
    KeyScope,
    LegalStatus,
    MembershipRole,
    RecordState,
)
from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    ApiKey,
    City,
    CityAlias,
    CooperationDomain,
    CorrectionSuggestion,
    Document,
    DomainCoverage,
    EntryDraft,
    Event,
    Invitation,
    KeptAnswer,
    Membership,
    OutgoingMail,
    PartnerSite,
    Party,
    Proposal,
    RecordCheck,
    Revision,
    SearchSlip,
    SearchWord,
    SheetImport,
    SheetRow,
    Signatory,
    Source,
    StatusPeriod,
    User,
    Webhook,
    WordForm,
)
from tests.factories import AgreementFactory, CityFactory, DomainFactory, SignatoryFactory, UserFactory

pytestmark = pytest.mark.django_db


def second(model: type[models.Model], **columns: Any) -> models.Model:
    """A row like one that is there already."""
    model._default_manager.create(**columns)
    return model(**columns)


def event(**columns: Any) -> Event:
    return Event(agreement=AgreementFactory(), **columns)


def correction(**columns: Any) -> CorrectionSuggestion:
    given = {"city": CityFactory(), "text": "اسم", "language": "ar", "sender": "x"}
    return CorrectionSuggestion(**{**given, **columns})


def signatory() -> Signatory:
    agreement = AgreementFactory(parties=[CityFactory(), CityFactory()])
    return SignatoryFactory(party=agreement.parties.first())


def two_agreements() -> dict[str, Agreement]:
    return {"subject": AgreementFactory(), "object": AgreementFactory()}


def one_agreement_twice() -> dict[str, Agreement]:
    agreement = AgreementFactory()
    return {"subject": agreement, "object": agreement}


def agreement(**columns: Any) -> Agreement:
    return Agreement(kind=AgreementKind.TWINNING, title_ar="اتفاقية", **columns)


def period(**columns: Any) -> StatusPeriod:
    return StatusPeriod(agreement=AgreementFactory(), status=LegalStatus.SIGNED, **columns)


def key(**columns: Any) -> ApiKey:
    site = PartnerSite.objects.create(name_ar="موقع البلدية")
    return ApiKey(site=site, prefix="a1b2c3d4", created_by=UserFactory(), **columns)


def invitation(**columns: Any) -> Invitation:
    return Invitation(
        email="somebody@hebron.test",
        invited_by=UserFactory(),
        expires_at=NOON,
        **{"role": MembershipRole.REGISTRAR} | columns,
    )


NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

BROKEN: dict[str, Callable[[], models.Model]] = {
    "city_has_a_name": lambda: City(slug="nameless", country="PS"),
    "city_wikidata_id_is_its_own": lambda: (
        CityFactory(wikidata_id="Q168225") and CityFactory.build(country="PS", wikidata_id="Q168225")
    ),
    "city_coordinates_are_on_earth": lambda: CityFactory.build(latitude=31.5, longitude=181),
    "city_population_has_its_year": lambda: CityFactory.build(population=215_000),
    "alias_once_a_city": lambda: second(CityAlias, city=CityFactory(), text="خليل الرحمن"),
    "domain_has_a_name": lambda: CooperationDomain(code="nameless"),
    "domain_is_not_its_own_part": lambda: CooperationDomain(
        id=7001, parent_id=7001, code="ring", name_ar="مجال"
    ),
    "domain_once_an_agreement": lambda: second(
        DomainCoverage, agreement=AgreementFactory(), domain=DomainFactory()
    ),
    "user_email_in_small_letters": lambda: User(email="Somebody@Hebron.test"),
    "membership_is_held_once": lambda: second(
        Membership, user=UserFactory(), city=CityFactory(), role=MembershipRole.REVIEWER
    ),
    "membership_of_registrar_once": lambda: second(
        Membership, user=UserFactory(), role=MembershipRole.REGISTRAR
    ),
    "membership_of_a_city_unless_registrar": lambda: Membership(
        user=UserFactory(), role=MembershipRole.REVIEWER
    ),
    "city_once_an_agreement": lambda: second(
        Party, agreement=AgreementFactory(parties=[]), city=CityFactory()
    ),
    "signatory_has_a_name": lambda: Signatory(party=AgreementFactory().parties.get(order=1)),
    "agreement_has_a_number_once_published": lambda: agreement(record_state=RecordState.PUBLISHED),
    "agreement_merged_is_out_of_view": lambda: agreement(merged_into=AgreementFactory()),
    "agreement_ends_only_if_fixed": lambda: agreement(term="indefinite", expires_on="2019"),
    "agreement_lasts_a_month_or_more": lambda: agreement(term="fixed", duration_months=0),
    "agreement_renewal_months_if_tacit": lambda: agreement(renewal="none", renewal_months=12),
    "source_can_be_identified": lambda: Source(agreement=AgreementFactory()),
    "document_is_not_empty": lambda: Document(agreement=AgreementFactory(), size=0),
    "event_voids_exactly_when_it_says_so": lambda: event(kind=EventKind.VOIDED),
    "event_does_not_void_itself": lambda: event(kind=EventKind.VOIDED, id=7001, voids_id=7001),
    "event_withdrawal_names_its_party": lambda: event(kind=EventKind.WITHDRAWAL),
    "link_stands_once": lambda: second(AgreementLink, predicate="renews", **two_agreements()),
    "link_joins_two_agreements": lambda: AgreementLink(predicate="renews", **one_agreement_twice()),
    "activity_has_a_title": lambda: Activity(kind="visit"),
    "activity_budget_has_a_currency": lambda: Activity(kind="visit", title_ar="زيارة", budget=100),
    "slip_once_a_word": lambda: second(
        SearchSlip, text="خلي", word=SearchWord.objects.create(key="خليل", shown="خليل")
    ),
    "word_form_stands_once": lambda: second(WordForm, form="بلديات", word="بلدية"),
    "partner_site_has_a_name": lambda: PartnerSite(website="https://registry.test"),
    "writing_key_has_a_person": lambda: key(scope=KeyScope.WRITE),
    "revoked_key_says_by_whom": lambda: key(revoked_at=NOON),
    "revision_has_its_number": lambda: second(Revision, subject="city", row=1, number=1, at=NOON, act=None),
    "entry_draft_once_a_person_and_agreement": lambda: second(
        EntryDraft, by=UserFactory(), agreement=AgreementFactory(), typed={}
    ),
    "invitation_to_a_city_unless_registrar": lambda: invitation(role=MembershipRole.REVIEWER),
    "invitation_is_taken_up_or_revoked": lambda: invitation(accepted_at=NOON, revoked_at=NOON),
    "mail_is_written_once": lambda: second(OutgoingMail, to="somebody@hebron.test", about="invitation 1"),
    "request_has_one_answer": lambda: second(KeptAnswer, caller="key a1b2c3d4", name="17", fingerprint="0"),
    "webhook_once_a_site": lambda: second(
        Webhook, site=PartnerSite.objects.create(name_ar="موقع"), url="https://site.example/told"
    ),
    "correction_is_of_one_record": lambda: correction(city=None),
    "correction_of_a_signatory_is_of_an_agreement": lambda: correction(signatory=signatory()),
    "correction_is_decided_by_somebody": lambda: correction(state="accepted"),
    "proposal_is_decided_by_somebody": lambda: Proposal(
        agreement=AgreementFactory(), by=UserFactory(), kind="event", content={}, state="accepted"
    ),
    "record_check_once_a_day": lambda: second(
        RecordCheck, agreement=AgreementFactory(), by=UserFactory(), on=date(2026, 6, 3)
    ),
    "sheet_row_once": lambda: second(
        SheetRow, sheet=SheetImport.objects.create(by=UserFactory(), file_name="a.csv"), number=2, cells=[]
    ),
    "status_one_a_day": lambda: period(first_day=date.min, last_day=date.max),
    "status_period_runs_forward": lambda: period(first_day=date(2014, 6, 3), last_day=date(2014, 6, 2)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_row_that_breaks_a_constraint_is_refused_in_words_and_by_the_database(name: str) -> None:
    row = BROKEN[name]()
    constraint = next(each for each in row._meta.constraints if each.name == name)
    with pytest.raises(ValidationError) as refusal:
        constraint.validate(type(row), row)
    assert all(refusal.value.messages)
    with pytest.raises(IntegrityError) as failure, transaction.atomic():
        type(row)._base_manager.bulk_create([row])
    assert broken_constraint(failure.value, row) == name


def test_each_constraint_of_the_register_is_broken_above() -> None:
    named = {
        each.name for model in apps.get_app_config("agreements").get_models() for each in constraints(model)
    }
    assert set(BROKEN) == named


@pytest.mark.parametrize(
    "columns",
    [
        {"latitude": 31.5},
        {"longitude": 35.1},
        {"latitude": 91, "longitude": 35},
        {"population": 1, "population_year": 14},
    ],
)
def test_a_city_has_both_coordinates_and_the_year_of_its_figure_or_none(columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        City.objects.bulk_create([CityFactory.build(**columns)])


def constraints(model: type[models.Model]) -> list[models.BaseConstraint]:
    return model._meta.constraints


def broken_constraint(error: IntegrityError, row: models.Model) -> str | None:
    """The name of the constraint that the database says was broken."""
    if diagnosis := getattr(error.__cause__, "diag", None):
        return diagnosis.constraint_name
    kind, _, subject = str(error).partition(" constraint failed: ")
    if kind == "CHECK":
        return subject
    columns = {column.rpartition(".")[2].removesuffix("_id") for column in subject.split(", ")}
    uniques = [each for each in row._meta.constraints if isinstance(each, models.UniqueConstraint)]
    matching = [each for each in uniques if {name.removesuffix("_id") for name in each.fields} == columns]
    return matching[0].name if matching else None
