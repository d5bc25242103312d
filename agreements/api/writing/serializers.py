"""What may be written, form by form. What is left out of a change stays as it is; a list that is given
takes the place of the list that was."""

from typing import Any

from rest_framework import serializers

from agreements.api.writing.shapes import TextsField, WrittenSerializer
from agreements.models import (
    Agreement,
    Approval,
    City,
    CooperationDomain,
    Document,
    DomainCoverage,
    Event,
    Party,
    Signatory,
    Source,
)
from agreements.models.party import MOST_PARTIES

MOST_ROWS = 200


def rows_of(form: Any, most: int = MOST_ROWS) -> Any:
    """A list of such rows, which may be left out."""
    return form(many=True, required=False, max_length=most)


class WrittenSignatory(WrittenSerializer):
    id = serializers.IntegerField(required=False, min_value=1, max_value=2**53)
    name = TextsField("name", 150)
    office = TextsField("office", 200)

    class Meta:
        model = Signatory
        fields = ["id", "name", "office", "role", "signed_on"]


class WrittenApproval(WrittenSerializer):
    body = TextsField("body", 200)

    class Meta:
        model = Approval
        fields = ["level", "body", "decision_number", "decided_on", "outcome"]


class WrittenParty(WrittenSerializer):
    """A party by the short name of its city; what hangs on it stays with that city."""

    city: Any = serializers.SlugRelatedField(slug_field="slug", queryset=City.objects.all())
    written_name = TextsField("name", 250)
    signatories = rows_of(WrittenSignatory)
    approvals = rows_of(WrittenApproval)

    class Meta:
        model = Party
        fields = ["city", "role", "written_name", "signatories", "approvals"]


class WrittenCoverage(WrittenSerializer):
    """A domain by its code, with the words that name it."""

    code: Any = serializers.SlugRelatedField(
        source="domain", slug_field="code", queryset=CooperationDomain.objects.all()
    )
    quote = TextsField("quote")

    class Meta:
        model = DomainCoverage
        fields = ["code", "basis", "article", "quote"]


class WrittenSource(WrittenSerializer):
    id = serializers.IntegerField(required=False, min_value=1, max_value=2**53)
    title = TextsField("title", 300)

    class Meta:
        model = Source
        fields = ["id", "kind", "title", "publisher", "url", "date", "quote"]


class WrittenAgreement(WrittenSerializer):
    """A draft with its parts."""

    designation = TextsField("designation", 300)
    title = TextsField("title", 500)
    summary = TextsField("summary")
    place = TextsField("place", 200)
    authentic_languages = serializers.ListField(
        child=serializers.CharField(max_length=8), required=False, max_length=20
    )
    parties = rows_of(WrittenParty, MOST_PARTIES)
    domains = rows_of(WrittenCoverage)
    sources = rows_of(WrittenSource)

    class Meta:
        model = Agreement
        fields = [
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
            "parties",
            "domains",
            "sources",
        ]


class WrittenEvent(WrittenSerializer):
    """One thing that happened; `party` is the short name of the party's city, `source` and `voids` are ids
    of this agreement's sources and events."""

    party: Any = serializers.SlugField(required=False, allow_null=True, max_length=80)
    source: Any = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)
    voids = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)
    note = TextsField("note")

    class Meta:
        model = Event
        fields = [
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


class WrittenDocument(WrittenSerializer):
    """A file to deposit, with what is known of it; `replaces` is the id of its older version."""

    file = serializers.FileField(max_length=200, allow_empty_file=True)
    replaces = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)

    class Meta:
        model = Document
        fields = [
            "file",
            "kind",
            "title_ar",
            "title_en",
            "language",
            "authenticity",
            "visibility",
            "replaces",
        ]
