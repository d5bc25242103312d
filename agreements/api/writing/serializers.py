"""What may be written, form by form. What is left out of a change stays as it is; a list that is given
takes the place of the list that was."""

from typing import Any

from rest_framework import serializers

from agreements.api.serializers.agreements import TERMS
from agreements.api.serializers.course import HAPPENED
from agreements.api.serializers.evidence import SourceSerializer
from agreements.api.serializers.parties import ApprovalSerializer, SignatorySerializer
from agreements.api.writing.shapes import TextsField, WrittenSerializer
from agreements.models import (
    Agreement,
    City,
    CooperationDomain,
    Document,
    DomainCoverage,
    Event,
    Party,
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

    class Meta(SignatorySerializer.Meta):
        pass


class WrittenApproval(WrittenSerializer):
    body = TextsField("body", 200)

    class Meta(ApprovalSerializer.Meta):
        pass


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

    class Meta(SourceSerializer.Meta):
        pass


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
            *TERMS,
            "parties",
            "domains",
            "sources",
        ]


class WrittenAddition(WrittenSerializer):
    """What is added to a record. `reason`: why, in a sentence; it is kept with the change, and where the
    addition is proposed the reviewer reads it."""

    reason = serializers.CharField(required=False, allow_null=True, allow_blank=True, max_length=1000)


class WrittenEvent(WrittenAddition):
    """One thing that happened; `party` is the short name of the party's city, `source` and `voids` are ids
    of this agreement's sources and events."""

    party: Any = serializers.SlugField(required=False, allow_null=True, max_length=80)
    source: Any = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)
    voids = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)
    note = TextsField("note")

    class Meta:
        model = Event
        fields = [*HAPPENED, "reason"]


class WrittenDocument(WrittenAddition):
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
            "reason",
        ]
