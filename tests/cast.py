"""Who plays in the tests: one person for each role, and the cities they work for."""

from dataclasses import dataclass

from agreements.enumerations import MembershipRole
from agreements.models import City, User
from tests.factories import CityFactory, UserFactory, member

ROLES = (
    "reader",
    "partner",
    "contributor_of_hebron",
    "reviewer_of_hebron",
    "reviewer_of_amman",
    "reviewer_of_bursa",
    "registrar",
)


@dataclass(frozen=True)
class Cast:
    """`reader` has no account (None); `partner` has one, without a role in the register."""

    hebron: City
    amman: City
    bursa: City
    partner: User
    contributor_of_hebron: User
    reviewer_of_hebron: User
    reviewer_of_amman: User
    reviewer_of_bursa: User
    registrar: User
    reader: None = None

    def person(self, role: str) -> User | None:
        found: User | None = getattr(self, role)
        return found


def assemble() -> Cast:
    hebron = CityFactory(
        slug="hebron",
        name_ar="الخليل",
        name_en="Hebron",
        authority_ar="بلدية الخليل",
        authority_en="Hebron Municipality",
    )
    amman = CityFactory(
        slug="amman",
        name_ar="عمّان",
        name_en="Amman",
        authority_ar="أمانة عمان الكبرى",
        authority_en="Greater Amman Municipality",
        country="JO",
    )
    bursa = CityFactory(slug="bursa", name_ar="بورصة", name_en="Bursa", country="TR")
    return Cast(
        hebron=hebron,
        amman=amman,
        bursa=bursa,
        partner=UserFactory(email="partner@registry.test"),
        contributor_of_hebron=member(MembershipRole.CONTRIBUTOR, hebron, email="contributor@hebron.test"),
        reviewer_of_hebron=member(MembershipRole.REVIEWER, hebron, email="reviewer@hebron.test"),
        reviewer_of_amman=member(MembershipRole.REVIEWER, amman, email="reviewer@amman.test"),
        reviewer_of_bursa=member(MembershipRole.REVIEWER, bursa, email="reviewer@bursa.test"),
        registrar=member(MembershipRole.REGISTRAR, email="registrar@registry.test"),
    )


def recall() -> Cast:
    """The same people and cities, assembled earlier in this database."""
    cities = {name: City.objects.get(slug=name) for name in ("hebron", "amman", "bursa")}
    mails = {
        "partner": "partner@registry.test",
        "contributor_of_hebron": "contributor@hebron.test",
        **{f"reviewer_of_{name}": f"reviewer@{name}.test" for name in cities},
        "registrar": "registrar@registry.test",
    }
    return Cast(**cities, **{role: User.objects.get(email=mail) for role, mail in mails.items()})
