"""What happened to agreements, what was done under them, and the legal status that follows."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.api.serializers.record import WORDS, RecordSerializer
from agreements.api.serializers.references import CityReferenceSerializer, LinkedAgreementSerializer
from agreements.api.shapes import AddressField, BilingualField, CodeField
from agreements.enumerations import ActivityKind, ActivityState, EventKind, LegalStatus
from agreements.models import Activity, Event, StatusPeriod
from agreements.models.bilingual import LANGUAGES
from agreements.models.status_period import why
from agreements.wording import both_words


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
        return both_words(LegalStatus, period.status)

    @extend_schema_field(WORDS)
    def get_reason(self, period: StatusPeriod) -> dict[str, str]:
        return {language: why(period.reason, language) for language in LANGUAGES}


# What an event says: told, and written, by the same names in the same order.
HAPPENED = [
    "kind",
    "party",
    "date",
    "effective_from",
    "effective_to",
    "decision_reference",
    "note",
    "source",
    "voids",
]


class EventSerializer(RecordSerializer):
    kind = CodeField(EventKind)
    party: Any = serializers.SlugRelatedField(
        source="party.city", slug_field="slug", read_only=True, allow_null=True
    )
    note = BilingualField()

    class Meta:
        model = Event
        fields = ["id", *HAPPENED, "recorded_at"]


class EventRecordSerializer(EventSerializer):
    """What happened, in the list of all: with the agreement that it happened to."""

    url = AddressField(view_name="api:event-detail")
    agreement = LinkedAgreementSerializer(read_only=True)

    class Meta(EventSerializer.Meta):
        fields = ["url", *EventSerializer.Meta.fields, "agreement"]


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


class ActivityRecordSerializer(ActivitySerializer):
    """What was done, in the list of all: with the agreement that it was done under."""

    url = AddressField(view_name="api:activity-detail")
    agreement = LinkedAgreementSerializer(read_only=True)

    class Meta(ActivitySerializer.Meta):
        fields = ["url", *ActivitySerializer.Meta.fields, "agreement"]
