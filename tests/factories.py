"""Records that are valid by default; a test says only what it is about."""

from typing import Any

import factory

from agreements.enumerations import AgreementKind, EventKind, MembershipRole, SourceKind
from agreements.models import (
    Agreement,
    ApiKey,
    City,
    CooperationDomain,
    DomainCoverage,
    Event,
    PartnerSite,
    Party,
    Signatory,
    Source,
    User,
)


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@registry.test")
    name_ar = "موظف"
    name_en = "Officer"
    password = factory.django.Password("correct horse")


class CityFactory(factory.django.DjangoModelFactory[City]):
    class Meta:
        model = City
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"city-{n}")
    name_ar = factory.Sequence(lambda n: f"مدينة {n}")
    name_en = factory.Sequence(lambda n: f"City {n}")
    country = "PS"


class DomainFactory(factory.django.DjangoModelFactory[CooperationDomain]):
    class Meta:
        model = CooperationDomain
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"domain-{n}")
    name_ar = factory.Sequence(lambda n: f"مجال {n}")
    name_en = factory.Sequence(lambda n: f"Domain {n}")


class AgreementFactory(factory.django.DjangoModelFactory[Agreement]):
    """A draft: `AgreementFactory(parties=[hebron, amman])` with its parties and a source."""

    class Meta:
        model = Agreement

    kind = AgreementKind.TWINNING
    title_ar = factory.Sequence(lambda n: f"اتفاقية {n}")
    title_en = factory.Sequence(lambda n: f"Agreement {n}")

    parties = None
    source = None

    @classmethod
    def _create(cls, model_class: Any, *args: Any, parties: Any, source: Any, **columns: Any) -> Agreement:
        agreement: Agreement = super()._create(model_class, *args, **columns)
        # What follows from the parts is computed once for all of them.
        with agreement.kept_current():
            for order, city in enumerate(parties if parties is not None else cities(2), start=1):
                Party.objects.create(agreement=agreement, city=city, order=order)
            Source.objects.create(
                agreement=agreement, kind=SourceKind.OFFICIAL_SITE, title_ar=source or "خبر على الموقع الرسمي"
            )
        return agreement


def cities(number: int) -> list[City]:
    return CityFactory.create_batch(number)


class EventFactory(factory.django.DjangoModelFactory[Event]):
    class Meta:
        model = Event

    agreement = factory.SubFactory(AgreementFactory)
    kind = EventKind.SIGNED


class SignatoryFactory(factory.django.DjangoModelFactory[Signatory]):
    class Meta:
        model = Signatory

    name_ar = "داوود الزعتري"
    name_en = "Daoud Zatari"
    office_ar = "رئيس بلدية الخليل"
    office_en = "Mayor of Hebron"


class CoverageFactory(factory.django.DjangoModelFactory[DomainCoverage]):
    class Meta:
        model = DomainCoverage


def member(role: MembershipRole, city: City | None = None, **columns: Any) -> User:
    """A person with one role: `member(MembershipRole.REVIEWER, hebron)`."""
    user = UserFactory(**columns)
    user.memberships.create(role=role, city=city)
    return user


def published(**columns: Any) -> Agreement:
    """An agreement that went the whole way: submitted by one person, published by another."""
    agreement = AgreementFactory(**columns)
    with agreement.kept_current():
        agreement.submit(by=member(MembershipRole.REGISTRAR))
        agreement.publish(by=member(MembershipRole.REGISTRAR))
    return agreement


def given_key(by: User, person: User | None = None, cities: Any = (), **columns: Any) -> tuple[ApiKey, str]:
    """A key of a partner site, and the whole of it: a writing key where a person answers for it."""
    site = PartnerSite.objects.create(name_ar="موقع شريك", name_en="Partner")
    key = ApiKey(site=site, person=person, scope="write" if person else "read", **columns)
    token = key.issue(by=by)
    key.cities.set(cities)
    return key, token
