"""Who may do what, in one place for the admin, the pages and the API.

Each rule answers yes, or no with the reason in the reader's words, so that a refusal can be shown.
The roles: a contributor or reviewer works for a city; a registrar answers for the whole register.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enumerations import MembershipRole, RecordState, Subject, Visibility

if TYPE_CHECKING:
    from agreements.models import Agreement, ApiKey, CorrectionSuggestion, Document, Party, Proposal


@dataclass(frozen=True)
class Answer:
    """Yes, or no with a reason; true exactly when the answer is yes."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)


def no(reason: str) -> Answer:
    return Answer(False, reason)


@dataclass(frozen=True)
class Standing:
    """What a person is in the registry: registrar or not, and the ids of the cities they work for."""

    registrar: bool = False
    reviews: frozenset[int] = field(default_factory=frozenset)
    contributes: frozenset[int] = field(default_factory=frozenset)

    @property
    def cities(self) -> frozenset[int]:
        return self.reviews | self.contributes

    @property
    def is_member(self) -> bool:
        return self.registrar or bool(self.cities)


NOBODY = Standing()


def standing_of(user: Any) -> Standing:
    """The standing of a user, read once for each user object; a visitor without account has none."""
    if not getattr(user, "is_active", False):
        return NOBODY
    if not hasattr(user, "_standing"):
        user._standing = _standing(user)
    standing: Standing = user._standing
    return standing


def _standing(user: Any) -> Standing:
    held = list(user.memberships.values_list("role", "city_id"))

    def cities(role: MembershipRole) -> frozenset[int]:
        return frozenset(city for held_role, city in held if held_role == role)

    return Standing(
        registrar=user.is_superuser or any(role == MembershipRole.REGISTRAR for role, _city in held),
        reviews=cities(MembershipRole.REVIEWER),
        contributes=cities(MembershipRole.CONTRIBUTOR),
    )


# ---- Through a key of the API ------------------------------------------------------------------


def may_use(key: "ApiKey") -> Answer:
    """Call the API with a key at all."""
    if key.revoked_at is not None:
        return no(_("This key has been revoked."))
    if timezone.localdate() > key.valid_until:
        return no(_("This key has expired."))
    if key.person is not None and not key.person.is_active:
        return no(_("The account that answers for this key has been closed."))
    return YES


def may_write_through(key: "ApiKey") -> Answer:
    return YES if key.writes else no(_("This key only reads."))


def standing_through(key: "ApiKey") -> Standing:
    """What a program may be with a key. With a writing key: what the person who answers for it is, in
    the cities of the key and no others; never the registrar, who with it is a reviewer of those cities.
    With a reading key: a visitor."""
    if not (key.writes and key.person and may_use(key)):
        return NOBODY
    held, cities = standing_of(key.person), frozenset(key.cities.values_list("pk", flat=True))
    return Standing(
        reviews=cities if held.registrar else held.reviews & cities, contributes=held.contributes & cities
    )


def act_through(key: "ApiKey") -> Any:
    """The person who answers for a key, with no more standing than the key gives them."""
    narrowed, person = standing_through(key), key.person
    if person is not None:
        person._standing = narrowed  # type: ignore[attr-defined]
    return person


def may_renew_secret(user: Any, webhook: Any, key: "ApiKey | None" = None) -> Answer:
    """Of a webhook: the registrar, and whoever shows a key of its site."""
    if key is not None and key.site_id == webhook.site_id:
        return may_use(key)
    return may_keep_register(user)


# ---- Everywhere ------------------------------------------------------------------------------


def may_enter_admin(user: Any) -> Answer:
    return YES if standing_of(user).is_member else no(_("Only members of the registry work here."))


def may_keep_register(user: Any) -> Answer:
    """Cities, the taxonomy, people and their roles, and withdrawing or merging records."""
    if standing_of(user).registrar:
        return YES
    return no(_("Only the registrar may do this."))


def may_read_history(user: Any, record: Any) -> Answer:
    """What was changed of a city, a domain, an activity or a person, by whom and why; `record` is None once
    it was deleted."""
    if record is None or record.subject == Subject.PERSON:
        return may_keep_register(user)
    agreement = getattr(record, "agreement", None)
    return may_enter_admin(user) and (may_read(user, agreement) if agreement else YES)


def may_restore(user: Any, record: Any) -> Answer:
    """Bring back what it said before."""
    agreement = getattr(record, "agreement", None)
    return may_edit(user, agreement) if agreement else may_keep_register(user)


def may_propose_city(user: Any) -> Answer:
    """Add a city that the register lacks, while entering an agreement; the registrar looks at it later."""
    return may_enter_admin(user)


def may_enter_for(user: Any, cities: Iterable[int]) -> Answer:
    """Enter an agreement between these cities: a clerk for agreements of their own city."""
    standing = standing_of(user)
    chosen = set(cities)
    if standing.registrar or not chosen or not chosen.isdisjoint(standing.cities):
        return YES
    return no(_("Your city is not a party to this agreement."))


def may_create_agreement(user: Any) -> Answer:
    return may_enter_admin(user)


def may_import(user: Any) -> Answer:
    """Hand in a spreadsheet; each of its rows is then held against the rules by itself."""
    return may_create_agreement(user)


def may_publish_import(user: Any) -> Answer:
    """Publish what a spreadsheet says without review, at evidence level 0; whoever does answers for it."""
    return may_keep_register(user)


# ---- One agreement ---------------------------------------------------------------------------


def _party_cities(agreement: "Agreement") -> frozenset[int]:
    return frozenset(party.city_id for party in agreement.parties.all())


def _works_for_a_party(user: Any, agreement: "Agreement", cities: Iterable[int]) -> bool:
    """Whether one of the user's cities is a party; a draft without parties is its author's."""
    parties = _party_cities(agreement)
    if not parties:
        return agreement.created_by_id is not None and agreement.created_by_id == user.pk
    return not parties.isdisjoint(cities)


def may_read(user: Any, agreement: "Agreement") -> Answer:
    standing = standing_of(user)
    if agreement.record_state == RecordState.PUBLISHED or standing.registrar:
        return YES
    if standing.is_member and _works_for_a_party(user, agreement, standing.cities):
        return YES
    return no(_("This record is not published, and your city is not a party to it."))


def may_edit(user: Any, agreement: "Agreement") -> Answer:
    """Change the record's own terms, parties and texts."""
    standing = standing_of(user)
    if standing.registrar:
        return YES
    if agreement.is_numbered:
        return no(_("The record is published: only the registrar may correct it; add an event instead."))
    if not (standing.is_member and _works_for_a_party(user, agreement, standing.cities)):
        return no(_("Your city is not a party to this agreement."))
    if agreement.record_state == RecordState.SUBMITTED and not _reviews(user, agreement):
        return no(_("The record is being reviewed and cannot be changed until it is returned."))
    return YES


def may_add_to(user: Any, agreement: "Agreement") -> Answer:
    """Add events, activities and documents."""
    if not agreement.is_numbered:
        return may_edit(user, agreement)
    if standing_of(user).registrar or _reviews(user, agreement):
        return YES
    return no(_("Only a reviewer of a party may add to a published record."))


def may_propose_to(user: Any, agreement: "Agreement") -> Answer:
    """Propose an event, an activity or a document to a published record; a reviewer decides."""
    if agreement.record_state != RecordState.PUBLISHED:
        return no(_("Additions are proposed to published records."))
    standing = standing_of(user)
    if standing.is_member and _works_for_a_party(user, agreement, standing.cities):
        return YES
    return no(_("Your city is not a party to this agreement."))


def may_decide_on_proposal(user: Any, proposal: "Proposal") -> Answer:
    """Accept or refuse what somebody else proposed to add."""
    if proposal.by_id == user.pk:
        return no(_("Four eyes: whoever proposed an addition does not decide on it."))
    return may_add_to(user, proposal.agreement)


def may_delete(user: Any, agreement: "Agreement") -> Answer:
    """Discard a draft; what was ever published stays for good."""
    if agreement.is_numbered:
        return no(_("A published record is never deleted; withdraw it instead."))
    return may_edit(user, agreement)


def may_submit(user: Any, agreement: "Agreement") -> Answer:
    if agreement.record_state not in (RecordState.DRAFT, RecordState.RETURNED):
        return no(_("Only a draft or a returned record can be submitted for review."))
    return may_edit(user, agreement)


def _reviews(user: Any, agreement: "Agreement") -> bool:
    standing = standing_of(user)
    return bool(standing.reviews) and not _party_cities(agreement).isdisjoint(standing.reviews)


def _may_review(user: Any, agreement: "Agreement") -> Answer:
    if agreement.record_state != RecordState.SUBMITTED:
        return no(_("Only a record that was submitted for review can be returned or published."))
    if standing_of(user).registrar or _reviews(user, agreement):
        return YES
    return no(_("Only a reviewer of a party or the registrar may decide on this record."))


def _submitted(user: Any, agreement: "Agreement") -> bool:
    """Whether the rule of four eyes holds and this is their own submission."""
    return bool(settings.FOUR_EYES and agreement.submitted_by_id == user.pk)


def may_return(user: Any, agreement: "Agreement") -> Answer:
    answer = _may_review(user, agreement)
    if answer and _submitted(user, agreement) and not standing_of(user).registrar:
        return no(_("Four eyes: whoever submitted a record cannot return it; ask another reviewer."))
    return answer


def may_publish(user: Any, agreement: "Agreement") -> Answer:
    answer = _may_review(user, agreement)
    if answer and _submitted(user, agreement):
        return no(_("Four eyes: whoever submitted a record cannot publish it; ask another reviewer."))
    return answer


def may_withdraw(user: Any, agreement: "Agreement") -> Answer:
    if agreement.record_state != RecordState.PUBLISHED:
        return no(_("Only a published record can be withdrawn."))
    return may_keep_register(user)


def may_merge(user: Any, agreement: "Agreement") -> Answer:
    """Join a published record to another of the same instrument."""
    if agreement.record_state != RecordState.PUBLISHED:
        return no(_("Only a published record can be merged into another."))
    return may_keep_register(user)


def may_merge_into(user: Any, agreement: "Agreement", survivor: "Agreement") -> Answer:
    """Whether the other may be the one that remains: whoever is party to the one is party to it as well,
    and may go on reading what was deposited."""
    if not (answer := may_merge(user, agreement)):
        return answer
    if agreement.pk == survivor.pk:
        return no(_("A record cannot be merged into itself."))
    if survivor.record_state != RecordState.PUBLISHED:
        return no(_("The record that remains has to be a published one."))
    if not _party_cities(agreement) <= _party_cities(survivor):
        return no(_("A party to this record is no party to the other: they are not of one instrument."))
    return YES


# ---- What hangs on an agreement --------------------------------------------------------------


def may_read_document(user: Any, document: "Document") -> Answer:
    agreement = document.agreement
    if document.visibility == Visibility.PUBLIC:
        return may_read(user, agreement)
    standing = standing_of(user)
    if standing.registrar or (standing.is_member and _works_for_a_party(user, agreement, standing.cities)):
        return YES
    return no(_("This document is internal to the parties."))


def may_ask_statement(user: Any, agreement: "Agreement") -> Answer:
    """Ask a party for its statement, in the register's name."""
    if agreement.record_state != RecordState.PUBLISHED:
        return no(_("The parties are asked once the record is published."))
    if standing_of(user).registrar or _reviews(user, agreement):
        return YES
    return no(_("Only a reviewer of a party or the registrar may ask for a statement."))


def may_check(user: Any, agreement: "Agreement") -> Answer:
    """Say that a published record is still right."""
    if standing_of(user).registrar or _reviews(user, agreement):
        return YES
    return no(_("Only a reviewer of a party or the registrar may do this."))


def may_state(user: Any, party: "Party") -> Answer:
    """Make the statement of a party: only its own people, not even the registrar."""
    if party.city_id in standing_of(user).cities:
        return YES
    return no(_("Only the party itself states what it holds of the agreement."))


def may_decide_on_correction(user: Any, correction: "CorrectionSuggestion") -> Answer:
    """Accept or decline what a reader suggested: the registrar, and reviewers of a city it concerns."""
    standing = standing_of(user)
    if standing.registrar or correction.city_id in standing.reviews:
        return YES
    if correction.agreement is not None and _reviews(user, correction.agreement):
        return YES
    return no(_("Only a reviewer of a city it concerns or the registrar may decide on this."))
