"""The parties of agreements, who signed for them, and which bodies approved."""

from agreements.api.serializers.record import RecordSerializer
from agreements.api.serializers.references import CityReferenceSerializer, LinkedAgreementSerializer
from agreements.api.shapes import AddressField, BilingualField, CodeField
from agreements.enumerations import ApprovalLevel, ApprovalOutcome, PartyRole, SignatoryRole
from agreements.models import Approval, Party, Signatory


class SignatorySerializer(RecordSerializer):
    name = BilingualField()
    office = BilingualField()
    role = CodeField(SignatoryRole)

    class Meta:
        model = Signatory
        fields = ["id", "name", "office", "role", "signed_on"]


class SignatureSerializer(SignatorySerializer):
    """A signatory in the list of all: with the party and the agreement signed."""

    url = AddressField(view_name="api:signatory-detail")
    city = CityReferenceSerializer(source="party.city", read_only=True)
    agreement = LinkedAgreementSerializer(source="party.agreement", read_only=True)

    class Meta(SignatorySerializer.Meta):
        fields = ["url", *SignatorySerializer.Meta.fields, "city", "agreement"]


class ApprovalSerializer(RecordSerializer):
    level = CodeField(ApprovalLevel)
    body = BilingualField()
    outcome = CodeField(ApprovalOutcome)

    class Meta:
        model = Approval
        fields = ["level", "body", "decision_number", "decided_on", "outcome"]


class PartySerializer(RecordSerializer):
    city = CityReferenceSerializer(read_only=True)
    role = CodeField(PartyRole)
    written_name = BilingualField()
    signatories = SignatorySerializer(many=True, read_only=True)
    approvals = ApprovalSerializer(many=True, read_only=True)

    class Meta:
        model = Party
        fields = [
            "order",
            "role",
            "city",
            "written_name",
            "has_withdrawn",
            "withdrawn_on",
            "signatories",
            "approvals",
        ]
