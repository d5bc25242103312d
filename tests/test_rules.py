"""Who may do what: the whole matrix, each refusal with its reason in both languages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from agreements import rules
from agreements.models import Agreement, Document
from tests.cast import ROLES, Cast
from tests.factories import AgreementFactory, member

pytestmark = pytest.mark.django_db

STATES = ("draft", "submitted", "returned", "published", "withdrawn")

# An agreement of Hebron and Amman, submitted by Hebron's contributor. Who may, in each state of the record:
# c, r: contributor, reviewer of Hebron · a: reviewer of Amman · b: reviewer of Bursa, no party to it ·
# g: registrar · p: partner, an account without a role · v: visitor.
LETTERS = {
    "v": "reader",
    "p": "partner",
    "c": "contributor_of_hebron",
    "r": "reviewer_of_hebron",
    "a": "reviewer_of_amman",
    "b": "reviewer_of_bursa",
    "g": "registrar",
}
MATRIX = {
    #                  draft   submitted returned published withdrawn
    "may_read":       ("crag", "crag",   "crag",  "vpcrabg", "crag"),
    "may_edit":       ("crag", "rag",    "crag",  "g",       "g"),
    "may_add_to":     ("crag", "rag",    "crag",  "rag",     "rag"),
    "may_delete":     ("crag", "rag",    "crag",  "",        ""),
    "may_submit":     ("crag", "",       "crag",  "",        ""),
    "may_return":     ("",     "rag",    "",      "",        ""),
    "may_publish":    ("",     "rag",    "",      "",        ""),
    "may_withdraw":   ("",     "",       "",      "g",       ""),
    "may_merge":      ("",     "",       "",      "g",       ""),
}  # fmt: skip
DOCUMENTS = {
    "internal":       ("crag", "crag",   "crag",  "crag",    "crag"),
    "public":         ("crag", "crag",   "crag",  "vpcrabg", "crag"),
}  # fmt: skip
ANYWHERE = {
    "may_enter_admin": "crabg",
    "may_create_agreement": "crabg",
    "may_keep_register": "g",
}


def hebron_amman(cast: Cast, state: str) -> Agreement:
    """The agreement in this state, having gone the regular way there."""
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    if state != "draft":
        agreement.submit(by=cast.contributor_of_hebron)
    if state == "returned":
        agreement.return_for_completion(by=cast.reviewer_of_amman, remarks="أكملوها")
    if state in ("published", "withdrawn"):
        agreement.publish(by=cast.reviewer_of_amman)
    if state == "withdrawn":
        agreement.withdraw(by=cast.registrar, reason="نُشرت خطأً")
    return agreement


def those_who_may(cast: Cast, rule: Callable[[Any], rules.Answer]) -> set[str]:
    """Which roles get a yes; every no has its reason in both languages."""
    allowed = {role for role in ROLES if rule(cast.person(role))}
    for role in set(ROLES) - allowed:
        with translation.override("ar"):
            arabic = rule(cast.person(role)).reason
        with translation.override("en"):
            english = rule(cast.person(role)).reason
        assert any("\u0600" <= letter <= "\u06ff" for letter in arabic)
        assert english.isascii()
        assert english.endswith(".")
    return allowed


def roles(letters: str) -> set[str]:
    return {LETTERS[letter] for letter in letters}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", MATRIX)
def test_what_each_role_may_do_with_an_agreement(cast: Cast, name: str, state: str) -> None:
    agreement = hebron_amman(cast, state)
    rule = getattr(rules, name)
    assert those_who_may(cast, lambda person: rule(person, agreement)) == roles(
        MATRIX[name][STATES.index(state)]
    )


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("visibility", DOCUMENTS)
def test_who_reads_a_document(cast: Cast, visibility: str, state: str) -> None:
    agreement = hebron_amman(cast, state)
    document = Document.objects.create(
        agreement=agreement, file=ContentFile(b"%PDF-1.4\n", "a.pdf"), visibility=visibility
    )
    found = those_who_may(cast, lambda person: rules.may_read_document(person, document))
    assert found == roles(DOCUMENTS[visibility][STATES.index(state)])


@pytest.mark.parametrize("name", ANYWHERE)
def test_what_each_role_may_do_anywhere(cast: Cast, name: str) -> None:
    assert those_who_may(cast, getattr(rules, name)) == roles(ANYWHERE[name])


@pytest.mark.parametrize(("order", "letters"), [(1, "cr"), (2, "a")])
def test_only_a_party_states_what_it_holds(cast: Cast, order: int, letters: str) -> None:
    party = hebron_amman(cast, "published").parties.get(order=order)
    assert those_who_may(cast, lambda person: rules.may_state(person, party)) == roles(letters)


# ---- Four eyes


@pytest.mark.parametrize(
    ("role", "may_return", "may_publish"), [("reviewer_of_hebron", False, False), ("registrar", True, False)]
)
def test_nobody_decides_on_their_own_submission(
    cast: Cast, role: str, may_return: bool, may_publish: bool
) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    person: Any = cast.person(role)
    agreement.submit(by=person)
    for rule, allowed in ((rules.may_return, may_return), (rules.may_publish, may_publish)):
        answers = those_who_may(cast, lambda other, rule=rule: rule(other, agreement))
        assert answers == roles("rag") - (set() if allowed else {role})


def test_where_four_eyes_are_not_asked_for_a_reviewer_decides_alone(cast: Cast, settings: Any) -> None:
    settings.FOUR_EYES = False
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    agreement.submit(by=cast.reviewer_of_hebron)
    assert rules.may_publish(cast.reviewer_of_hebron, agreement)
    assert rules.may_return(cast.reviewer_of_hebron, agreement)


# ---- Drafts that have no party yet, and people who come and go


def test_a_draft_without_parties_is_its_authors(cast: Cast) -> None:
    agreement = AgreementFactory(parties=[], created_by=cast.contributor_of_hebron)
    for rule in (rules.may_read, rules.may_edit, rules.may_delete):
        assert those_who_may(cast, lambda person, rule=rule: rule(person, agreement)) == roles("cg")
    nobodys = AgreementFactory(parties=[])
    assert those_who_may(cast, lambda person: rules.may_edit(person, nobodys)) == roles("g")


def test_a_closed_account_may_nothing(cast: Cast) -> None:
    agreement = hebron_amman(cast, "draft")
    for role in ("contributor_of_hebron", "reviewer_of_hebron", "registrar"):
        person: Any = cast.person(role)
        person.is_active = False
        assert not rules.may_read(person, agreement)
        assert not rules.may_enter_admin(person)


def test_a_superuser_is_a_registrar(cast: Cast) -> None:
    cast.partner.is_superuser = True
    assert rules.may_keep_register(cast.partner)


def test_a_contributor_of_one_city_may_review_for_another(cast: Cast) -> None:
    person = member("contributor", cast.hebron)
    person.memberships.create(city=cast.bursa, role="reviewer")
    own, other = (
        AgreementFactory(parties=[cast.hebron, cast.amman]),
        AgreementFactory(parties=[cast.bursa, cast.amman]),
    )
    for agreement in (own, other):
        agreement.submit(by=cast.registrar)
    assert not rules.may_publish(person, own)
    assert rules.may_publish(person, other)


# ---- The same matrix in a query


@pytest.mark.parametrize("role", ROLES)
def test_the_rows_that_are_visible_are_those_that_may_be_read(cast: Cast, role: str) -> None:
    for state in STATES:
        hebron_amman(cast, state)
    for state in ("draft", "submitted"):
        agreement = AgreementFactory(parties=[cast.bursa, cast.amman])
        if state == "submitted":
            agreement.submit(by=cast.reviewer_of_bursa)
    for author in (None, cast.partner, cast.contributor_of_hebron, cast.registrar):
        AgreementFactory(parties=[], created_by=author)
        AgreementFactory(parties=[cast.bursa], created_by=author)
    person = cast.person(role)
    visible = set(Agreement.objects.visible_to(person))
    assert visible == {each for each in Agreement.objects.all() if rules.may_read(person, each)}
