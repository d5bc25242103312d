"""What joins two cities."""

from rest_framework import serializers

from agreements.api.serializers.agreements import AgreementSerializer
from agreements.api.serializers.references import CityReferenceSerializer


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
    """What joins two cities: `governing_today` names the agreements in force (today, or on the day that
    `as_of` names) by their addresses, and `agreements` tells every instrument whole."""

    governing_today = serializers.ListField(child=serializers.URLField(), read_only=True)
    agreements = AgreementSerializer(many=True, read_only=True)
