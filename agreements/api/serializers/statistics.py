"""How the agreements of the register spread, in numbers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.api.serializers.record import WORDS


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
