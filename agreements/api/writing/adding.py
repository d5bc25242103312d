"""Adding an event or a document to a record: at once for who may, proposed for who works for a party, as at
the desk."""

from typing import Any

from django.core.exceptions import PermissionDenied

from agreements import rules
from agreements.acts import acting
from agreements.api.serializers.record import RecordSerializer
from agreements.api.serializers.references import LinkedAgreementSerializer
from agreements.api.shapes import CodeField
from agreements.api.writing.rows import Given, fill, store
from agreements.enumerations import AdditionKind, CorrectionState, RecordState
from agreements.models import HeldFile, Proposal


class ProposalSerializer(RecordSerializer):
    """An addition to a published record that waits for a reviewer. Whoever proposed it, or answers for the
    key that did, is told by mail what was decided."""

    kind = CodeField(AdditionKind)
    state = CodeField(CorrectionState)
    agreement = LinkedAgreementSerializer(read_only=True)

    class Meta:
        model = Proposal
        fields = ["id", "kind", "state", "agreement", "reason", "at"]


def is_added_at_once(user: Any, agreement: Any) -> bool:
    """Whether what this person adds stands at once; else it is proposed. Raises PermissionDenied, with the
    reason, where they may do neither."""
    adds = rules.may_add_to(user, agreement)
    if adds:
        return True
    is_public = agreement.record_state == RecordState.PUBLISHED
    proposes = rules.may_propose_to(user, agreement) if is_public else adds
    if not proposes:
        raise PermissionDenied(proposes.reason)
    return False


def add(user: Any, row: Any, given: Given, reason: str) -> None:
    """Raises ValidationError by name."""
    fill(row, given)
    with acting(user, reason):
        store(row)


def propose(user: Any, kind: AdditionKind, row: Any, given: Given, reason: str) -> Proposal:
    """Raises ValidationError by name, as if it were added."""
    fill(row, given)
    file = given.get("file")
    return Proposal.objects.propose(
        row.agreement,
        user,
        kind,
        row,
        named=[name for name in given if name != "file"],
        file=HeldFile.objects.hold(file, user) if file else None,
        reason=reason,
    )
