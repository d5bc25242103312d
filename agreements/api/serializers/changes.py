"""What happened to the records of the public register, in order."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from agreements.api.serializers.agreements import AgreementSerializer
from agreements.api.serializers.record import RecordSerializer
from agreements.api.shapes import CodeField
from agreements.enumerations import ChangeKind
from agreements.models import Change


class ChangeSerializer(RecordSerializer):
    """What happened to a record of the public register. `agreement` is the record as it is told now; null
    where it is out of view."""

    kind = CodeField(ChangeKind)
    registry_number = serializers.CharField(source="agreement.registry_number", read_only=True)
    merged_into = serializers.SerializerMethodField()
    agreement = AgreementSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Change
        fields = ["number", "kind", "at", "registry_number", "merged_into", "agreement"]

    def get_merged_into(self, change: Change) -> str | None:
        """The number of the record that it was merged into; null unless it was."""
        survivor = change.agreement.merged_into
        return survivor and survivor.registry_number

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Without the record, which is copied from what is held."""
        told = {name: field for name, field in self.fields.items() if name != "agreement"}
        return {name: field.to_representation(field.get_attribute(instance)) for name, field in told.items()}


@extend_schema_serializer(many=False)
class ChangesSerializer(serializers.Serializer[Any]):
    """Some changes, in order. Ask again with the `cursor`; at once where there is `more`."""

    cursor = serializers.CharField()
    more = serializers.BooleanField()
    results = ChangeSerializer(many=True)
