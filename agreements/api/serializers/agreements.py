"""Agreements, each with all that hangs on it."""

from functools import cached_property
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.api.serializers.course import ActivitySerializer, EventSerializer, PeriodSerializer
from agreements.api.serializers.domains import CoverageSerializer
from agreements.api.serializers.evidence import DocumentSerializer, SourceSerializer
from agreements.api.serializers.parties import PartySerializer
from agreements.api.serializers.record import RecordSerializer
from agreements.api.serializers.references import AgreementAddress, LinkedAgreementSerializer
from agreements.api.shapes import BilingualField, CodeField, PageField, coded
from agreements.enumerations import (
    AgreementKind,
    Confirmation,
    EffectKind,
    LinkPredicate,
    RecordState,
    RenewalRule,
    TermKind,
)
from agreements.evidence import EvidenceLevel
from agreements.models import Agreement, StatusPeriod
from agreements.rules import may_read, may_read_document

# What the instrument itself says: told, and written, by the same names in the same order.
TERMS = [
    "kind",
    "designation",
    "title",
    "summary",
    "authentic_languages",
    "signed_on",
    "signed_on_as_written",
    "place",
    "effect_rule",
    "in_force_on",
    "term",
    "duration_months",
    "expires_on",
    "renewal",
    "renewal_months",
    "notice_months",
]


class LinkSerializer(serializers.Serializer[Any]):
    """An instrument before or after this one; `inverse` where it is that one which links to this."""

    predicate = CodeField(LinkPredicate)
    inverse = serializers.BooleanField()
    agreement = LinkedAgreementSerializer()


class AgreementSerializer(RecordSerializer):
    """One agreement, whole."""

    url = AgreementAddress()
    page = PageField()
    record_state = CodeField(RecordState)
    kind = CodeField(AgreementKind)
    designation = BilingualField()
    title = BilingualField()
    summary = BilingualField()
    place = BilingualField()
    effect_rule = CodeField(EffectKind)
    term = CodeField(TermKind)
    renewal = CodeField(RenewalRule)
    status = serializers.SerializerMethodField()
    status_periods = PeriodSerializer(many=True, read_only=True)
    confirmation = CodeField(Confirmation)
    evidence_level = CodeField(EvidenceLevel)
    parties = PartySerializer(many=True, read_only=True)
    domains = CoverageSerializer(source="coverages", many=True, read_only=True)
    events = EventSerializer(many=True, read_only=True)
    activities = ActivitySerializer(many=True, read_only=True)
    links = serializers.SerializerMethodField()
    documents = serializers.SerializerMethodField()
    sources = SourceSerializer(many=True, read_only=True)

    class Meta:
        model = Agreement
        fields = [
            "url",
            "page",
            "registry_number",
            "merged_numbers",
            "record_state",
            *TERMS,
            "status",
            "status_periods",
            "confirmation",
            "evidence_level",
            "parties",
            "domains",
            "events",
            "activities",
            "links",
            "documents",
            "sources",
            "published_at",
            "updated_at",
        ]

    @extend_schema_field(PeriodSerializer(allow_null=True))
    def get_status(self, agreement: Agreement) -> dict[str, Any] | None:
        """The legal status today or on the day that `as_of` names; null before the first day that the
        record knows of."""
        if not agreement.status:
            return None
        today = StatusPeriod(
            status=agreement.status,
            since=agreement.status_since,
            until=agreement.status_until,
            reason=agreement.status_reason,
        )
        return self._of_periods.to_representation(today)

    @cached_property
    def _of_periods(self) -> PeriodSerializer:
        return PeriodSerializer()

    @extend_schema_field(LinkSerializer(many=True))
    def get_links(self, agreement: Agreement) -> list[dict[str, Any]]:
        """The instruments before and after it, read from its own end."""
        forward = [(link.predicate, False, link.object) for link in agreement.links.all()]
        backward = [(link.predicate, True, link.subject) for link in agreement.inverse_links.all()]
        return [
            {
                "predicate": coded(LinkPredicate, predicate),
                "inverse": inverse,
                "agreement": LinkedAgreementSerializer(other, context=self.context).data,
            }
            for predicate, inverse, other in forward + backward
            if may_read(self._reader, other)
        ]

    @extend_schema_field(DocumentSerializer(many=True))
    def get_documents(self, agreement: Agreement) -> list[dict[str, Any]]:
        """The deposited files that the caller may read."""
        readable = [
            document for document in agreement.documents.all() if may_read_document(self._reader, document)
        ]
        return [self._of_documents.to_representation(document) for document in readable]

    @cached_property
    def _of_documents(self) -> DocumentSerializer:
        return DocumentSerializer(context=self.context)

    @property
    def _reader(self) -> Any:
        return self.context["request"].user


class DoneSerializer(AgreementSerializer):
    """An agreement that was just written, with others that may be of the same instrument."""

    likely_duplicates = LinkedAgreementSerializer(many=True, read_only=True)

    class Meta(AgreementSerializer.Meta):
        fields = [*AgreementSerializer.Meta.fields, "likely_duplicates"]
