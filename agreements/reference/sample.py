"""A small register to try: three cities, the agreement of Hebron with Amman, the one that Hebron
meant to sign with Bursa, and an account for each role.

Loading again adds what is missing and leaves alone what is there. The records go the way of any
record: entered by a contributor, submitted, and published by a reviewer.
"""

import tomllib
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from agreements.enumerations import MembershipRole
from agreements.models import (
    Activity,
    Agreement,
    City,
    CooperationDomain,
    DomainCoverage,
    Event,
    Membership,
    OutgoingMail,
    Party,
    Signatory,
    Source,
    User,
)

FILE = Path(__file__).with_name("sample.toml")
# Twinned cities of Palestine, Jordan and Bursa as Wikidata had them in 2016 (CC0).
PAIRS = Path(__file__).with_name("sample_pairs.csv")
SAMPLE_DOMAIN = "@example.org"


def sample_password() -> str:
    """The password of the sample accounts: its own for each installation, never written down."""
    return salted_hmac("agreements.reference.sample", "password", algorithm="sha256").hexdigest()[:12]


@transaction.atomic
def load_sample() -> list[User]:
    """Add what is missing of the sample; returns its accounts, in the order of the file.

    Raises CooperationDomain.DoesNotExist before the taxonomy is loaded."""
    sample = load_cities()
    accounts = [_account(user) for user in sample["user"]]
    by_role = {membership.role: membership.user for membership in _memberships(accounts)}
    for agreement in sample["agreement"]:
        _agreement(agreement, by_role)
    # Nobody of the sample has a mailbox: no word goes out of how its records were entered.
    OutgoingMail.objects.waiting().filter(person__in=accounts).delete()
    return accounts


def load_cities() -> dict[str, Any]:
    """Add those of the sample's cities that are missing; returns the whole sample as the file has it."""
    sample = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for city in sample["city"]:
        _city(dict(city))
    return sample


def _city(columns: dict[str, Any]) -> None:
    aliases = columns.pop("alias", [])
    city, new = City.objects.get_or_create(slug=columns.pop("slug"), defaults=columns)
    if new:
        for alias in aliases:
            city.aliases.create(**alias)


def _account(columns: dict[str, Any]) -> User:
    role, city = columns.pop("role"), columns.pop("city")
    password = make_password(sample_password())
    user, new = User.objects.get_or_create(
        email=columns.pop("email"), defaults={**columns, "password": password}
    )
    if new:
        # As it is for who accepted an invitation: a second factor asks for an address that is confirmed.
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if new and role:
        user.memberships.create(role=role, city=City.objects.filter(slug=city).first())
    return user


def _memberships(accounts: list[User]) -> Any:
    """Who holds which role in Hebron, where the sample's records are entered and reviewed."""
    return Membership.objects.filter(user__in=accounts, city__slug="hebron").select_related("user")


def _agreement(columns: dict[str, Any], by_role: dict[str, User]) -> None:
    """Enter, submit and publish one agreement, unless its source and title are there already."""
    columns.pop("key")
    parts = {name: columns.pop(name, []) for name in ("party", "domain", "event", "activity", "source")}
    if Agreement.objects.filter(title_en=columns["title_en"]).exists():
        return
    texts = {name: value.strip() if isinstance(value, str) else value for name, value in columns.items()}
    agreement = Agreement(created_by=by_role[MembershipRole.CONTRIBUTOR], **_dated(texts))
    agreement.full_clean()
    agreement.save()
    for party in parts["party"]:
        _party(agreement, party)
    for coverage in parts["domain"]:
        domain = CooperationDomain.objects.get(code=coverage.pop("code"))
        DomainCoverage.objects.create(agreement=agreement, domain=domain, **coverage)
    for source in parts["source"]:
        Source.objects.create(agreement=agreement, **_dated(source))
    for event in parts["event"]:
        Event.objects.create(agreement=agreement, **_dated(event))
    for activity in parts["activity"]:
        _activity(agreement, activity)
    agreement.submit(by=by_role[MembershipRole.CONTRIBUTOR])
    agreement.publish(by=by_role[MembershipRole.REVIEWER])


def _party(agreement: Agreement, columns: dict[str, Any]) -> None:
    signatories = columns.pop("signatory", [])
    city = City.objects.get(slug=columns.pop("city"))
    party = Party.objects.create(agreement=agreement, city=city, **columns)
    for order, signatory in enumerate(signatories, start=1):
        Signatory.objects.create(party=party, order=order, **_dated(signatory))


def _activity(agreement: Agreement, columns: dict[str, Any]) -> None:
    codes = columns.pop("domains", [])
    activity = Activity.objects.create(agreement=agreement, **_dated(columns))
    activity.domains.set(CooperationDomain.objects.filter(code__in=codes))
    activity.cities.set(City.objects.filter(parties__agreement=agreement))


def _dated(columns: dict[str, Any]) -> dict[str, Any]:
    """An empty date in the file is an unknown date."""
    return {name: (value or None) if name in DATES else value for name, value in columns.items()}


DATES = {
    "signed_on",
    "in_force_on",
    "expires_on",
    "date",
    "effective_from",
    "effective_to",
    "starts_on",
    "ends_on",
}
