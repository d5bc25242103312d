"""The taxonomy of cooperation domains, and what agreements cover of it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.api.serializers.record import WORDS, RecordSerializer
from agreements.api.serializers.references import DomainReferenceSerializer
from agreements.api.shapes import BilingualField, CodeField
from agreements.enumerations import CoverageBasis
from agreements.models import DomainCoverage


class DomainSerializer(DomainReferenceSerializer):
    description = BilingualField()
    parent: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    children = DomainReferenceSerializer(many=True, read_only=True)
    agreement_count = serializers.IntegerField(read_only=True)

    class Meta(DomainReferenceSerializer.Meta):
        fields = [
            *DomainReferenceSerializer.Meta.fields,
            "description",
            "parent",
            "children",
            "sdg_targets",
            "agreement_count",
        ]


class CoverageSerializer(RecordSerializer):
    """A domain that an agreement covers, by code, with the words that name it."""

    code = serializers.CharField(source="domain.code", read_only=True)
    name = serializers.SerializerMethodField()
    basis = CodeField(CoverageBasis)
    quote = BilingualField()

    class Meta:
        model = DomainCoverage
        fields = ["code", "name", "basis", "article", "quote"]

    @extend_schema_field(WORDS)
    def get_name(self, coverage: DomainCoverage) -> dict[str, Any]:
        return DomainReferenceSerializer(coverage.domain, context=self.context).data["name"]
