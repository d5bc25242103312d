"""How well a record is proved: what the parties confirm, and which evidence it rests on.

Pure functions over what was said and deposited.

>>> hebron, amman = Claim(kind="twinning"), Claim(kind="memorandum")
>>> [str(confirmation([hebron, other])) for other in (None, hebron, amman)]
['one_sided', 'confirmed', 'disputed']
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import Confirmation
from agreements.partial_dates import PartialDate


class EvidenceLevel(IntegerChoices):
    """From hearsay to certainty; each level includes the ones below it."""

    PRESS_OR_IMPORT = 0, _("Press or import")
    STATED_BY_ONE = 1, _("Stated by one party")
    CONFIRMED_BY_ALL = 2, _("Confirmed by all parties")
    DOCUMENT_CHECKED = 3, _("Signed document deposited and checked")
    CERTIFIED = 4, _("Certified by the registrar")


@dataclass(frozen=True)
class Claim:
    """What one party says of an agreement; None where it says nothing."""

    kind: str | None = None
    in_force: bool | None = None
    signed_on: PartialDate | None = None


@dataclass(frozen=True)
class Evidence:
    confirmation: str
    signed_document_checked: bool
    certified: bool


def confirmation(claims: Sequence[Claim | None]) -> Confirmation:
    """Whether the parties' latest claims (None: no claim yet) confirm or contradict each other."""
    made = [claim for claim in claims if claim is not None]
    if not made:
        return Confirmation.UNCONFIRMED
    if any(contradict(one, other) for one in made for other in made):
        return Confirmation.DISPUTED
    return Confirmation.CONFIRMED if len(made) == len(claims) > 1 else Confirmation.ONE_SIDED


def contradict(one: Claim, other: Claim) -> bool:
    """Whether two claims cannot both be true; silence contradicts nothing."""
    return (
        _differ(one.kind, other.kind)
        or _differ(one.in_force, other.in_force)
        or _lie_apart(one.signed_on, other.signed_on)
    )


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _lie_apart(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates cannot be the same day, as precisely as they are known."""
    if one is None or other is None:
        return False
    return one.latest < other.earliest or other.latest < one.earliest


def evidence_level(evidence: Evidence) -> EvidenceLevel:
    """The highest level that the evidence reaches."""
    if evidence.certified:
        return EvidenceLevel.CERTIFIED
    if evidence.signed_document_checked:
        return EvidenceLevel.DOCUMENT_CHECKED
    if evidence.confirmation == Confirmation.CONFIRMED:
        return EvidenceLevel.CONFIRMED_BY_ALL
    if evidence.confirmation in (Confirmation.ONE_SIDED, Confirmation.DISPUTED):
        return EvidenceLevel.STATED_BY_ONE
    return EvidenceLevel.PRESS_OR_IMPORT
