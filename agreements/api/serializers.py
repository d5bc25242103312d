"""What the API says of each record. Texts in both languages, enumerations by code and word, partial
dates as ISO text, unknowns as null."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from agreements.api.shapes import (
    AddressField,
    BilingualField,
    CityListField,
    CodeField,
    CountryField,
    PageField,
    coded,
    words_of,
)
from agreements.enumerations import (
    ActivityKind,
    ActivityState,
    AgreementKind,
    AliasKind,
    ApprovalLevel,
    ApprovalOutcome,
    Authenticity,
    ChangeKind,
    CityKind,
    Confirmation,
    CoverageBasis,
    DocumentKind,
    EffectKind,
    EventKind,
    LegalStatus,
    LinkPredicate,
    PartyRole,
    RecordState,
    RenewalRule,
    SignatoryRole,
    SourceKind,
    TermKind,
)
from agreements.evidence import EvidenceLevel
from agreements.models import (
    Activity,
    Agreement,
    Approval,
    Change,
    City,
    CityAlias,
    CooperationDomain,
    Document,
    DomainCoverage,
    Event,
    Party,
    Signatory,
    Source,
    StatusPeriod,
)
from agreements.models.bilingual import LANGUAGES
from agreements.models.status_period import why
from agreements.partial_date_fields import PartialDateField, PartialDateSerializerField
from agreements.rules import may_read, may_read_document

WORDS = {
    "type": "object",
    "properties": {"ar": {"type": "string"}, "en": {"type": "string"}},
    "required": ["ar", "en"],
}


class RecordSerializer(serializers.ModelSerializer[Any]):
    """The base of every serializer: partial dates as ISO text, and the model's own checks on writing."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        PartialDateField: PartialDateSerializerField,
    }

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """An empty text is a text that is not known."""
        return {
            name: None if value == "" else value
            for name, value in super().to_representation(instance).items()
        }


# ---- Cities ----------------------------------------------------------------------------------


class AliasSerializer(RecordSerializer):
    """Another name of a city; a former one with the dates between which it was borne, as far as they are
    known."""

    kind = CodeField(AliasKind)

    class Meta:
        model = CityAlias
        fields = ["text", "language", "kind", "since", "until"]


class CityReferenceSerializer(RecordSerializer):
    """A city where another record names it."""

    url = AddressField(view_name="api:city-detail", lookup_field="slug")
    name = BilingualField()
    country = CountryField(read_only=True)

    class Meta:
        model = City
        fields = ["url", "slug", "name", "country"]


class CitySerializer(CityReferenceSerializer):
    kind = CodeField(CityKind)
    authority = BilingualField()
    aliases = AliasSerializer(many=True, read_only=True)
    agreements = CityListField(view="api:agreement-list")
    partners = CityListField(view="api:relationship-list")
    agreement_count = serializers.IntegerField(read_only=True)
    page = PageField()

    class Meta(CityReferenceSerializer.Meta):
        fields = [
            *CityReferenceSerializer.Meta.fields,
            "page",
            "kind",
            "authority",
            "region",
            "latitude",
            "longitude",
            "population",
            "population_year",
            "website",
            "wikidata_id",
            "geonames_id",
            "aliases",
            "agreement_count",
            "agreements",
            "partners",
            "updated_at",
        ]


# ---- The taxonomy ----------------------------------------------------------------------------


class DomainReferenceSerializer(RecordSerializer):
    url = AddressField(view_name="api:domain-detail", lookup_field="code")
    name = BilingualField()

    class Meta:
        model = CooperationDomain
        fields = ["url", "code", "name"]


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


# ---- Parties and signatories -----------------------------------------------------------------


class SignatorySerializer(RecordSerializer):
    name = BilingualField()
    office = BilingualField()
    role = CodeField(SignatoryRole)

    class Meta:
        model = Signatory
        fields = ["id", "name", "office", "role", "signed_on"]


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


# ---- Agreements ------------------------------------------------------------------------------


class PeriodSerializer(RecordSerializer):
    """One period of legal status, by code and word, with the sentence that says why; `until` is the
    first date that no longer belongs to it."""

    code = serializers.CharField(source="status", read_only=True)
    name = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()

    class Meta:
        model = StatusPeriod
        fields = ["code", "name", "since", "until", "reason"]

    @extend_schema_field(WORDS)
    def get_name(self, period: StatusPeriod) -> dict[str, str]:
        return words_of(LegalStatus, period.status)

    @extend_schema_field(WORDS)
    def get_reason(self, period: StatusPeriod) -> dict[str, str]:
        return {language: why(period.reason, language) for language in LANGUAGES}


class EventSerializer(RecordSerializer):
    kind = CodeField(EventKind)
    party: Any = serializers.SlugRelatedField(
        source="party.city", slug_field="slug", read_only=True, allow_null=True
    )
    note = BilingualField()

    class Meta:
        model = Event
        fields = [
            "id",
            "kind",
            "party",
            "date",
            "effective_from",
            "effective_to",
            "decision_reference",
            "note",
            "source",
            "voids",
            "recorded_at",
        ]


class ActivitySerializer(RecordSerializer):
    kind = CodeField(ActivityKind)
    state = CodeField(ActivityState)
    title = BilingualField()
    place = BilingualField()
    outcome = BilingualField()
    cities = CityReferenceSerializer(many=True, read_only=True)
    domains: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = Activity
        fields = [
            "id",
            "kind",
            "state",
            "title",
            "starts_on",
            "ends_on",
            "place",
            "cities",
            "domains",
            "outcome",
            "budget",
            "currency",
        ]


class SourceSerializer(RecordSerializer):
    kind = CodeField(SourceKind)
    title = BilingualField()

    class Meta:
        model = Source
        fields = ["id", "kind", "title", "publisher", "url", "locator", "date", "quote"]


class DocumentSerializer(RecordSerializer):
    """What is recorded of a deposited file; `file` is where the file itself is fetched."""

    url = AddressField(view_name="api:document-detail")
    file = AddressField(view_name="api:document-file")
    kind = CodeField(DocumentKind)
    title = BilingualField()
    authenticity = CodeField(Authenticity)

    class Meta:
        model = Document
        fields = [
            "id",
            "url",
            "file",
            "kind",
            "title",
            "language",
            "authenticity",
            "sha256",
            "size",
            "media_type",
            "deposited_at",
        ]


class AgreementAddress(AddressField):
    """Where the API answers for an agreement: by registry number, or `draft-17` before it has one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(view_name="api:agreement-detail", lookup_field="reference", **kwargs)


class LinkedAgreementSerializer(RecordSerializer):
    """An agreement where another record names it."""

    url = AgreementAddress()
    title = BilingualField()

    class Meta:
        model = Agreement
        fields = ["url", "registry_number", "title"]


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
        return PeriodSerializer(today).data

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
        return list(DocumentSerializer(readable, many=True, context=self.context).data)

    @property
    def _reader(self) -> Any:
        return self.context["request"].user


class DoneSerializer(AgreementSerializer):
    """An agreement that was just written, with others that may be of the same instrument."""

    likely_duplicates = LinkedAgreementSerializer(many=True, read_only=True)

    class Meta(AgreementSerializer.Meta):
        fields = [*AgreementSerializer.Meta.fields, "likely_duplicates"]


class SignatureSerializer(SignatorySerializer):
    """A signatory in the list of all: with the party and the agreement signed."""

    url = AddressField(view_name="api:signatory-detail")
    city = CityReferenceSerializer(source="party.city", read_only=True)
    agreement = LinkedAgreementSerializer(source="party.agreement", read_only=True)

    class Meta(SignatorySerializer.Meta):
        fields = ["url", *SignatorySerializer.Meta.fields, "city", "agreement"]


class FiledDocumentSerializer(DocumentSerializer):
    """A file in the list of all: with the agreement that it belongs to."""

    agreement = LinkedAgreementSerializer(read_only=True)

    class Meta(DocumentSerializer.Meta):
        fields = [*DocumentSerializer.Meta.fields, "agreement"]


class ActivityRecordSerializer(ActivitySerializer):
    """What was done, in the list of all: with the agreement that it was done under."""

    url = AddressField(view_name="api:activity-detail")
    agreement = LinkedAgreementSerializer(read_only=True)

    class Meta(ActivitySerializer.Meta):
        fields = ["url", *ActivitySerializer.Meta.fields, "agreement"]


class EventRecordSerializer(EventSerializer):
    """What happened, in the list of all: with the agreement that it happened to."""

    url = AddressField(view_name="api:event-detail")
    agreement = LinkedAgreementSerializer(read_only=True)

    class Meta(EventSerializer.Meta):
        fields = ["url", *EventSerializer.Meta.fields, "agreement"]


class EndSerializer(CityReferenceSerializer):
    """A city at one end of a relationship, with where it lies."""

    class Meta(CityReferenceSerializer.Meta):
        fields = [*CityReferenceSerializer.Meta.fields, "latitude", "longitude"]


class RelationshipSerializer(serializers.Serializer):
    """What joins two cities, in numbers."""

    url = serializers.URLField(read_only=True)
    cities = EndSerializer(many=True, read_only=True)
    agreement_count = serializers.IntegerField(read_only=True)
    in_force_count = serializers.IntegerField(read_only=True)


class RelationshipOfTwoSerializer(RelationshipSerializer):
    """What joins two cities: `governing_today` names the agreements in force by their addresses, and
    `agreements` tells every instrument whole."""

    governing_today = serializers.ListField(child=serializers.URLField(), read_only=True)
    agreements = AgreementSerializer(many=True, read_only=True)


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


# ---- Statistics ------------------------------------------------------------------------------


@extend_schema_field(WORDS)
class WordsField(serializers.DictField):
    """A word of the register's own in both languages."""


class CountSerializer(serializers.Serializer[Any]):
    """How many agreements have one value."""

    value = serializers.CharField()
    name = WordsField()
    agreements = serializers.IntegerField()


class TableSerializer(serializers.Serializer[Any]):
    """How many agreements have each value of a kind."""

    by = serializers.CharField()
    name = WordsField()
    rows = CountSerializer(many=True)


class StatisticsSerializer(serializers.Serializer[Any]):
    """How many agreements, cities and countries there are, and how the agreements spread."""

    as_of = serializers.DateField()
    agreements = serializers.IntegerField()
    cities = serializers.IntegerField()
    countries = serializers.IntegerField()
    tables = TableSerializer(many=True)
